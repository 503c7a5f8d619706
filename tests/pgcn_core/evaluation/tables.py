"""Small comparisons written as tuples."""

import numpy as np

from pgcn_core.evaluation.products import (
    Comparison,
    DetectionTable,
    GroundTruth,
    Rows,
    compare,
)


def rows(values, videos, labels):
    """Make rows of (video, label, start, end) or (video, label, start, end, score)."""
    return Rows(
        np.array([videos.index(row[0]) for row in values], np.int64),
        np.array([labels.index(row[1]) for row in values], np.int64),
        np.array([row[2:4] for row in values], float).reshape(-1, 2),
        np.array([row[4] if len(row) > 4 else 1.0 for row in values]),
    )


def comparison(truth, found, *, ignored=(), durations=None, more_labels=()) -> Comparison:
    """Compare annotations with detections; ``durations`` by video, ``ignored`` as annotations."""
    durations = durations or {}
    videos = list(dict.fromkeys([*durations, *(row[0] for row in (*truth, *ignored))]))
    labels = sorted({row[1] for row in truth} | set(more_labels))
    there = GroundTruth(
        tuple(videos),
        tuple(labels),
        np.array([durations.get(video, np.nan) for video in videos], float),
        rows(truth, videos, labels),
        rows(ignored, videos, ["Ambiguous"]),
    )
    found_videos = list(dict.fromkeys(row[0] for row in found))
    found_labels = list(dict.fromkeys(row[1] for row in found))
    return compare(
        there,
        DetectionTable(
            tuple(found_videos), tuple(found_labels), rows(found, found_videos, found_labels)
        ),
    )


def random_case(seed, *, n_videos=6, n_labels=3, n_truths=30, n_found=120):
    """Draw annotations and detections near and far from them, no two scores the same."""
    draw = np.random.default_rng(seed)
    truth = []
    for _ in range(n_truths):
        start = draw.uniform(0, 90)
        truth.append((f"v{draw.integers(n_videos)}", f"l{draw.integers(n_labels)}", start,
                      start + draw.uniform(1, 15)))  # fmt: skip
    found = []
    scores = draw.permutation(n_found) + 1.0
    for score in scores:
        video, label, start, end = truth[draw.integers(n_truths)]
        shift, stretch = draw.normal(0, 3, 2)
        if draw.random() < 0.2:
            label = f"l{draw.integers(n_labels)}"
        found.append((video, label, start + shift, max(start + shift, end + stretch), score))
    return truth, found
