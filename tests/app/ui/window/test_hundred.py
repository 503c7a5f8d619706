"""A hundred suggestions in ten videos, judged by keys through the real widgets.

Run with ``-s`` it prints how many keys a correct detection took and how long an act takes. Another
reader of the project file, with nothing of ours, looks for every act.
"""

import json
import random
import sys
import time

from PySide6.QtCore import Qt

from app.domain.segment import Segment
from app.domain.timeline import Doubt
from app.services.ports import FoundSegment, Localization
from tests.app.ui.window_rig import small_graph

N_VIDEOS, N_EACH = 10, 10
LABELS = ("High jump", "Throw discus", "Pole vault")
# What is true of the suggestions, by chance: as suggested, nothing there, another label, unsure.
TRUTHS = ["right"] * 70 + ["wrong"] * 15 + ["other"] * 10 + ["unsure"] * 5


class Finder:
    """Ten suggestions in every video, far from each other."""

    def localize(self, video, *, progress, cancel):
        chance = random.Random(video.name)
        found = [
            FoundSegment(
                LABELS[k % 3], Segment(5.0 * k, 5.0 * k + 2), 0.1 + chance.random(), k % 3,
                Doubt(chance.random(), chance.random()),
            )
            for k in range(N_EACH)
        ]  # fmt: skip
        return Localization(tuple(found), small_graph(), "cold start", False, "Note.", "{}")


class Hands:
    """Presses keys, and counts them."""

    def __init__(self, rig):
        self.rig = rig
        self.n = 0

    def press(self, key):
        self.n += 1
        self.rig.key(key)


def test_a_hundred_suggestions(rig):
    rig.analysis._localizer = Finder()
    for k in range(N_VIDEOS):
        rig.video(f"{k}.mp4")
    rig.drop(rig.folder)
    feed = rig.window.queue.feed
    rig.until(lambda: len(rig.document.videos) == N_VIDEOS)
    rig.until(lambda: all(video.last_run_id for video in rig.document.videos))
    rig.until(lambda: not rig.window.is_working and feed.is_up_to_date)
    rig.window.actions_by_id["queue_informative"].trigger()
    truths = dict(zip(sorted(feed.queue.columns.suggestions.ids), TRUTHS, strict=True))
    report = review(rig, truths)
    sys.stdout.write(json.dumps(report, indent=1) + "\n")
    assert report["acts"] == 105
    assert report["keys_per_correct_detection"] <= 2
    check_file(rig, truths)


def review(rig, truths):
    """Judge until nothing waits; return the figures."""
    hands, taken_ms, expected, put_off = Hands(rig), [], [], set()
    per_kind = {}
    hands.press("n")
    while True:
        rig.until(lambda: rig.document.video is not None and not rig.document.is_busy)
        entry = rig.window.reviewer.entry
        if entry is None:
            break
        truth = "right" if entry.id in put_off else truths[entry.id]
        key, verdict = key_for(rig, entry, truth)
        before, began = hands.n, time.perf_counter()
        hands.press(key)
        taken_ms.append((time.perf_counter() - began) * 1e3)
        per_kind.setdefault(truth, []).append(hands.n - before)
        put_off |= {entry.id} if truth == "unsure" else set()
        expected.append((entry.id, verdict))
        # The act is on the disk when the key is done; the reader knows nothing of the program.
        assert rig.rows(f"select verdict from verdicts where suggestion_id = '{entry.id}'") == [
            (verdict,)
        ]
        assert rig.rows("select count(*) from history where not is_undone") == [(len(expected),)]
    ordered = sorted(taken_ms)
    # The first key went to the first suggestion.
    n_right = len(per_kind["right"])
    return {
        "acts": len(expected),
        "keys": hands.n,
        "keys_per_correct_detection": (1 + sum(per_kind["right"])) / n_right,
        "keys_per_kind": {kind: sum(found) / len(found) for kind, found in per_kind.items()},
        "act_p50_ms": ordered[len(ordered) // 2],
        "act_p95_ms": ordered[int(len(ordered) * 0.95)],
    }


def key_for(rig, entry, truth):
    if truth == "other":
        digits = {label.id: digit + 1 for digit, label in enumerate(rig.document.labels)}
        other = next(digit for label_id, digit in digits.items() if label_id != entry.label_id)
        return str(other), "accepted"
    return {
        "right": ("a", "accepted"),
        "wrong": (Qt.Key.Key_X, "rejected"),
        "unsure": ("w", "snoozed"),
    }[truth]


def check_file(rig, truths):
    """What the file says in the end, read by itself."""
    verdicts = dict(rig.rows("select suggestion_id, verdict from verdicts"))
    expected = {"right": "accepted", "wrong": "rejected", "other": "accepted", "unsure": "accepted"}
    assert verdicts == {one: expected[truth] for one, truth in truths.items()}
    pairs = rig.rows(
        "select a.suggestion_id, a.label_id = s.label_id, a.start_s = s.start_s "
        "from annotations a join suggestions s on s.id = a.suggestion_id"
    )
    assert {one: bool(same) for one, same, _ in pairs} == {
        one: truth != "other" for one, truth in truths.items() if truth != "wrong"
    }
    assert all(is_there for _, _, is_there in pairs)
