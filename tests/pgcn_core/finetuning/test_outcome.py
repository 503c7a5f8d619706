"""Before and after on hand-made detections."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from pgcn_core.detections import Detections
from pgcn_core.finetuning.corrections import CorrectedVideo
from pgcn_core.finetuning.outcome import outcome

LABELS = ("jump", "throw")


def corrected(name, truth, label_idx):
    none = np.zeros((0, 2))
    table = np.array(truth, np.float64).reshape(-1, 2)
    return CorrectedVideo(Path(f"{name}.mp4"), name, table, np.array(label_idx, np.int64), none)


def localized(*rows, labels=LABELS):
    """Return what was found: (label, start, end, score) each."""
    detections = Detections(
        np.array([row[1:3] for row in rows], np.float64).reshape(-1, 2),
        np.array([labels.index(row[0]) for row in rows], np.int64),
        np.array([row[3] for row in rows], np.float32),
        np.zeros(len(rows), np.int64),
    )
    return SimpleNamespace(
        labels=labels, detections=detections, info=SimpleNamespace(duration_s=60.0)
    )


HELD = (corrected("a", [(0, 10), (20, 30)], [0, 1]), corrected("b", [(5, 9)], [0]))


def test_figures_by_hand():
    before = {
        "a": localized(("jump", 40, 50, 0.9), ("throw", 20, 30, 0.8)),
        "b": localized(("jump", 5, 9, 0.7)),
    }
    after = {
        "a": localized(("jump", 0, 10, 0.9), ("throw", 20, 30, 0.8)),
        "b": localized(("jump", 5, 9, 0.7)),
    }
    found = outcome(HELD, LABELS, (before, after))
    # jump: a wrong one first, then one of two: precision 1/2 at recall 1/2, AP 0.25.
    assert [(one.label, one.n_truths, one.before, one.after) for one in found.labels] == [
        ("jump", 2, 0.25, 1.0),
        ("throw", 1, 1.0, 1.0),
    ]
    assert (found.before, found.after) == (0.625, 1.0)
    assert [(one.video_id, one.before, one.after) for one in found.videos] == [
        ("a", 0.5, 1.0),
        ("b", 1.0, 1.0),
    ]
    assert found.to_dict()["labels"][0]["label"] == "jump"


def test_the_same_before_and_after_gains_nothing():
    same = {"a": localized(("jump", 0, 10, 0.9)), "b": localized()}
    found = outcome(HELD, LABELS, (same, same))
    assert found.before == found.after
    assert {(one.gain_low, one.gain_high) for one in found.labels} == {(None, None)}


def test_of_a_label_it_does_not_know_all_that_a_network_finds_counts():
    cold = {
        name: localized(("dancing", 0, 10, score), labels=("dancing",))
        for name, score in (("a", 0.9), ("b", 0.8))
    }
    found = outcome(HELD, LABELS, (cold, cold))
    by_label = {one.label: one.before for one in found.labels}
    assert by_label["jump"] == pytest.approx(0.5)
    assert by_label["throw"] == 0.0
    assert all(one.is_new for one in found.labels)


def test_an_empty_video_is_right_when_nothing_is_found():
    held = (*HELD, corrected("c", [], []))
    quiet = {"a": localized(), "b": localized(), "c": localized()}
    loud = {**quiet, "c": localized(("jump", 0, 1, 0.5))}
    found = outcome(held, LABELS, (loud, quiet))
    assert (found.videos[2].before, found.videos[2].after) == (0.0, 1.0)


def test_where_nothing_happens_nothing_is_measured():
    held = (corrected("c", [], []),)
    assert outcome(held, LABELS, ({"c": localized()}, {"c": localized()})) is None


def jumps(n_found, n_videos=5):
    """Return videos of one jump each, found in the first so many, and a throw in the first."""
    held = tuple(corrected(str(at), [(0, 10)], [0]) for at in range(n_videos))
    found = {
        str(at): localized(*([("jump", 0, 10, 0.9)] if at < n_found else []))
        for at in range(n_videos)
    }
    return held, found


@pytest.mark.parametrize("n_videos", [1, 2, 4])
def test_too_few_videos_have_no_interval(n_videos):
    """All draws of one video are the same: an interval of no width would look sure."""
    held, before = jumps(0, n_videos)
    _, after = jumps(n_videos, n_videos)
    found = outcome(held, LABELS, (before, after))
    assert (found.before, found.after) == (0.0, 1.0)
    assert (found.gain_low, found.gain_high) == (None, None)
    assert (found.labels[0].gain_low, found.labels[0].gain_high) == (None, None)
    assert "too few" in found.sureness


def test_videos_without_annotations_make_no_interval():
    held, before = jumps(0, 1)
    _, after = jumps(1, 1)
    empty = tuple(corrected(f"e{at}", [], []) for at in range(8))
    quiet = {one.video_id: localized() for one in empty}
    found = outcome((*held, *empty), LABELS, ({**before, **quiet}, {**after, **quiet}))
    assert found.gain_low is None


def test_the_interval_by_hand():
    # One of five is gained. Drawn k times of five it is worth k fifths; never in a third of the
    # draws, four times or more in one of 149.
    held, before = jumps(4)
    _, after = jumps(5)
    found = outcome(held, LABELS, (before, after))
    assert found.gain_low == 0.0
    assert found.gain_high == pytest.approx(0.6)
    assert "+0.000 to +0.600" in found.sureness
    assert not found.labels[0].is_new


def test_a_label_of_few_videos_has_no_interval_beside_one_of_many():
    held, before = jumps(0)
    _, after = jumps(5)
    held = (corrected("0", [(0, 10), (20, 30)], [0, 1]), *held[1:])
    jump, throw = outcome(held, LABELS, (before, after)).labels
    assert (jump.gain_low, jump.gain_high) == (1.0, 1.0)
    assert (throw.gain_low, throw.gain_high) == (None, None)
