"""How good a label for every frame is: accuracy, edit score and F1 of whole segments.

The measures of temporal action segmentation (Lea et al., CVPR 2017, section 4), from frames.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from pgcn_core.errors import EvaluationFileError

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SegmentalScores:
    """Means over videos, each in [0, 1].

    Attributes:
        overlaps: The tIoU of each F1.
        f1: F1 of segments at each of them.
        edit: 1 minus the edit distance between the orders of segments, over the longer order.
        accuracy: Share of frames with the right label.
    """

    overlaps: tuple[float, ...]
    f1: tuple[float, ...]
    edit: float
    accuracy: float


def segmental_scores(
    predicted: Sequence[NDArray[np.integer]],
    truth: Sequence[NDArray[np.integer]],
    *,
    background: int | Collection[int] | None = None,
    overlaps: tuple[float, ...] = (0.1, 0.25, 0.5),
) -> SegmentalScores:
    """Compare frame labels of one or more videos.

    A predicted segment is right when the truth of its own label it overlaps most has a tIoU of at
    least the threshold and was not found before; segments are taken in order of time. Precision
    and recall are taken per video, then their F1 averaged over videos.

    Args:
        predicted: (T,) labels of each video.
        truth: The same for ground truth, of the same lengths.
        background: Label, or labels, whose segments count neither for F1 nor for the edit score;
            their frames count for accuracy.
        overlaps: tIoU thresholds.

    Raises:
        EvaluationFileError: no video, no frame, or lengths that differ.
    """
    _check(predicted, truth)
    left_out = [background] if isinstance(background, int) else list(background or ())
    edits, f1, accuracy = [], [], []
    for found, real in zip(predicted, truth, strict=True):
        accuracy.append(float((found == real).mean()))
        found_runs, real_runs = _runs(found, left_out), _runs(real, left_out)
        edits.append(_edit_score(found_runs[:, 0], real_runs[:, 0]))
        f1.append(_f1(found_runs, real_runs, np.asarray(overlaps, np.float64)))
    mean_f1 = tuple(float(value) for value in np.mean(f1, axis=0))
    return SegmentalScores(overlaps, mean_f1, float(np.mean(edits)), float(np.mean(accuracy)))


def _check(predicted: Sequence[NDArray[np.integer]], truth: Sequence[NDArray[np.integer]]) -> None:
    if len(predicted) != len(truth) or not truth:
        raise EvaluationFileError(
            f"{len(predicted)} videos cannot be compared with {len(truth)} of ground truth.",
            "Give both for the same videos, at least one.",
        )
    for idx, (found, real) in enumerate(zip(predicted, truth, strict=True)):
        if len(found) != len(real) or len(real) == 0:
            raise EvaluationFileError(
                f"Video {idx} has {len(found)} predicted frames and {len(real)} of ground truth.",
                "Both should be as long, and not empty.",
            )


def _runs(labels: NDArray[np.integer], left_out: list[int]) -> Indices:
    """Return (S, 3) label, first frame and end frame of every run of one label."""
    starts = np.concatenate([[0], 1 + np.flatnonzero(np.diff(labels))])
    ends = np.concatenate([starts[1:], [len(labels)]])
    runs = np.stack([labels[starts].astype(np.int64), starts, ends], axis=1)
    return runs[~np.isin(runs[:, 0], left_out)]


def _edit_score(found: Indices, real: Indices) -> float:
    longer = max(len(found), len(real))
    return 1.0 if longer == 0 else 1.0 - float(_edit_distance(found, real)) / longer


@numba.njit(cache=True, nogil=True)
def _edit_distance(left: Indices, right: Indices) -> int:
    """Return how many labels to insert, delete or replace (Levenshtein)."""
    above = np.arange(len(right) + 1)
    for i in range(len(left)):
        row = np.empty_like(above)
        row[0] = i + 1
        for j in range(len(right)):
            replaced = above[j] + (0 if left[i] == right[j] else 1)
            row[j + 1] = min(replaced, above[j + 1] + 1, row[j] + 1)
        above = row
    return int(above[-1])


def _f1(found: Indices, real: Indices, overlaps: Floats) -> Floats:
    if len(found) == 0 and len(real) == 0:
        return np.ones(len(overlaps))
    hits = np.zeros(len(overlaps))
    taken = np.zeros((len(overlaps), len(real)), np.bool_)
    for label, start, end in found:
        if len(real) == 0:
            break
        shared = np.minimum(end, real[:, 2]) - np.maximum(start, real[:, 1])
        hull = np.maximum(end, real[:, 2]) - np.minimum(start, real[:, 1])
        tiou = np.where(real[:, 0] == label, shared / hull, 0.0)
        best = int(tiou.argmax())
        right = (tiou[best] >= overlaps) & ~taken[:, best]
        taken[right, best] = True
        hits += right
    return np.asarray(2 * hits / (len(found) + len(real)), np.float64)
