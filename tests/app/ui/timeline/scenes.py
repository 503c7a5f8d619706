"""Timelines to test with."""

import numpy as np

from app.domain.labels import Label, next_color
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Suggestion, Timeline, Verdict

JUMP = Label("jump", "High jump", "#56b4e9")
VAULT = Label("vault", "Pole vault", "#e69f00")
LABELS = (JUMP, VAULT)
FRAMES_S = np.arange(2500) / 25


def suggestion(entry_id, label, start_s, end_s, score=0.5, verdict=Verdict.PENDING):
    segment = Segment(start_s, end_s)
    return Suggestion(entry_id, "run", label.id, segment, score, 0, verdict)


def annotation(entry_id, label, start_s, end_s, source=None):
    return Annotation(entry_id, label.id, Segment(start_s, end_s), source)


def small():
    """100 s; jump: a 10-30, b 20-40 (overlap), vault: c 50-60 annotated, d 70-90 rejected."""
    return Timeline(
        "video",
        100.0,
        [annotation("c", VAULT, 50.0, 60.0)],
        [
            suggestion("a", JUMP, 10.0, 30.0, 0.9),
            suggestion("b", JUMP, 20.0, 40.0, 0.3),
            suggestion("d", VAULT, 70.0, 90.0, 0.4, Verdict.REJECTED),
        ],
    )


def many(n_entries, *, n_labels=20, duration_s=3600.0, seed=0):
    """Return a timeline of ``n_entries``, a tenth of them annotations, and its labels."""
    chance = np.random.default_rng(seed)
    labels = [Label(f"L{k}", f"Label {k}", next_color(k)) for k in range(n_labels)]
    start = chance.uniform(0, duration_s - 20, n_entries)
    end = start + chance.uniform(0.5, 8, n_entries)
    label = chance.integers(n_labels, size=n_entries)
    score = chance.random(n_entries)
    rows = list(zip(start.tolist(), end.tolist(), label.tolist(), score.tolist(), strict=True))
    n_owned = n_entries // 10
    owned = [annotation(f"a{k}", labels[c], s, e) for k, (s, e, c, _) in enumerate(rows[:n_owned])]
    found = [
        suggestion(f"s{k}", labels[c], s, e, v) for k, (s, e, c, v) in enumerate(rows[n_owned:])
    ]
    return Timeline("video", duration_s, owned, found), labels
