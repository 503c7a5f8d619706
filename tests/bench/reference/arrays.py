"""Plain pooling, suppression and average precision (sections 2, 8 and 9 of the notes)."""

from collections.abc import Sequence
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]


def pooled(values: Floats, start: int, end: int) -> Floats:
    """Largest of the units of 64 frames that [start, end] covers, every 8 frames one."""
    first = min(len(values) - 1, floor(start / 8))
    last = min(len(values) - 2, ceil((end - 64) / 8))
    return values[first : last + 1].max(axis=0) if first < last else values[first]


def pooled_proposals(values: Floats, ticks: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """(N, D) and (N, 3D) features of (N, 4) ticks, three ranges one after the other."""
    activity, completeness = [], []
    for start, end, outer_start, outer_end in ticks.tolist():
        inside = pooled(values, start, end)
        before, after = pooled(values, outer_start, start), pooled(values, end, outer_end)
        activity.append(inside)
        completeness.append(np.concatenate([before, inside, after]))
    return np.stack(activity), np.stack(completeness)


def suppressed(rows: Floats, threshold: float) -> Floats:
    """Greedy survivors of (M, 3+) rows of start, end, score."""
    start, end, score = rows[:, 0], rows[:, 1], rows[:, 2]
    left = np.argsort(score, kind="stable")[::-1]
    kept = []
    while left.size:
        best = left[0]
        kept.append(best)
        shared = np.minimum(end[best], end[left[1:]]) - np.maximum(start[best], start[left[1:]])
        length = end[left[1:]] - start[left[1:]]
        tiou = shared / (end[best] - start[best] + length - shared)
        left = left[1:][tiou <= threshold]
    return rows[kept]


def suppressed_by_label(rows: Floats, labels: NDArray[np.int64], threshold: float) -> list[Floats]:
    """Survivors of every label of (M, 3+) rows of start, end, score."""
    return [suppressed(rows[labels == one], threshold) for one in range(labels.max() + 1)]


def average_precision(
    truth: Sequence[Sequence[float]], found: Sequence[Sequence[float]], tious: Sequence[float]
) -> Floats:
    """(T,) average precision of one label, a row of a detection after the other.

    Args:
        truth: Rows of video, start, end.
        found: Rows of video, start, end, score.
        tious: Thresholds.
    """
    order = np.argsort([-row[3] for row in found], kind="stable")
    in_video: dict[float, list[int]] = {}
    for at, row in enumerate(truth):
        in_video.setdefault(row[0], []).append(at)
    taken = [[False] * len(truth) for _ in tious]
    hit = np.zeros((len(tious), len(found)))
    for place, number in enumerate(order):
        video, start, end, _ = found[number]
        same = in_video.get(video, [])
        overlap = [tiou_of(start, end, truth[at]) for at in same]
        for t, threshold in enumerate(tious):
            for rank in np.argsort([-one for one in overlap], kind="stable"):
                if overlap[rank] < threshold:
                    break
                if not taken[t][same[rank]]:
                    taken[t][same[rank]] = True
                    hit[t, place] = 1
                    break
    return np.array([area(row, len(truth)) for row in hit])


def tiou_of(start: float, end: float, row: Sequence[float]) -> float:
    """Share of two segments; 0 when they are apart."""
    shared = max(min(end, row[2]) - max(start, row[1]), 0.0)
    return shared / (end - start + row[2] - row[1] - shared)


def area(hit: Floats, n_truth: int) -> float:
    """Area under the falling envelope of precision over recall."""
    rises = np.cumsum(hit)
    precision = np.concatenate([[0], rises / np.arange(1, len(hit) + 1), [0]])
    recall = np.concatenate([[0], rises / n_truth, [1]])
    for at in range(len(precision) - 2, -1, -1):
        precision[at] = max(precision[at], precision[at + 1])
    steps = np.flatnonzero(recall[1:] != recall[:-1]) + 1
    return float(((recall[steps] - recall[steps - 1]) * precision[steps]).sum())
