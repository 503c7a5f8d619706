"""Average precision of one label, as the ActivityNet toolkit of the released code counts it."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from pgcn_core.proposals.nms import best_first
from pgcn_core.segments import Segments

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelledSegments:
    """Segments of one label over many videos.

    Attributes:
        video_idx: (M,) int64, which video each lies in.
        segments: (M, 2) float64, one unit of time for truth and detections alike.
        score: (M,) float64; not looked at for ground truth.
    """

    video_idx: Indices
    segments: Segments
    score: Floats


def average_precision(
    truth: LabelledSegments, detections: LabelledSegments, thresholds: Floats
) -> Floats:
    """Return the (T,) AP at each tIoU threshold (eval_detection.py:160-235).

    Detections are visited best first over all videos, of equal scores the later first. Each takes
    the free truth of its video with the highest tIoU of at least the threshold, or counts as false.

    Args:
        truth: What is there.
        detections: What was found.
        thresholds: Compared with ``>=``. ``np.arange(0.1, 1, 0.1)`` gives 0.30000000000000004, so
            that a tIoU of exactly 0.3 misses; pass literals unless the released numbers are wanted.

    Returns:
        float64 in [0, 1]; NaN when there is no truth.
    """
    if len(truth.segments) == 0:
        return np.full(len(thresholds), np.nan)
    taken, _ = match(truth, detections, thresholds)
    found = np.cumsum(taken >= 0, axis=1)
    recall = found / len(truth.segments)
    precision = found / np.arange(1, found.shape[1] + 1)
    return np.array([envelope_area(p, r) for p, r in zip(precision, recall, strict=True)])


def match(
    truth: LabelledSegments, detections: LabelledSegments, thresholds: Floats
) -> tuple[Indices, Indices]:
    """Let detections take truths, best first, as ``average_precision`` says.

    Returns:
        (T, M) the row of the truth taken at each threshold, -1 for none, detections best first;
        and the (M,) rows of the detections in that order.
    """
    order = best_first(detections.score)
    by_video = np.argsort(truth.video_idx, kind="stable")
    sorted_video = truth.video_idx[by_video]
    video = detections.video_idx[order]
    span = np.stack(
        [np.searchsorted(sorted_video, video), np.searchsorted(sorted_video, video, "right")], 1
    ).astype(np.int64)
    taken = _match(
        truth.segments[by_video],
        detections.segments[order],
        span,
        np.asarray(thresholds, np.float64),
    )
    if len(by_video):
        taken = np.where(taken >= 0, by_video[taken], -1)
    return taken, order


def envelope_area(precision: Floats, recall: Floats) -> float:
    """Return the area under the falling envelope of precision over recall (VOC 2011)."""
    envelope = np.concatenate([[0.0], precision, [0.0]])
    envelope = np.maximum.accumulate(envelope[::-1])[::-1]
    steps = np.diff(np.concatenate([[0.0], recall, [1.0]]))
    return float((steps * envelope[1:]).sum())


@numba.njit(cache=True, nogil=True)
def _match(truth: Segments, found: Segments, span: Indices, thresholds: Floats) -> Indices:
    """Return (T, M) which truth among ``span``, its video's rows, a detection takes, or -1."""
    taker = np.full((len(thresholds), len(found)), -1)
    for t in range(len(thresholds)):
        taken = np.zeros(len(truth), np.bool_)
        for m in range(len(found)):
            best = -1
            best_tiou = thresholds[t]
            for g in range(span[m, 0], span[m, 1]):
                shared = min(truth[g, 1], found[m, 1]) - max(truth[g, 0], found[m, 0])
                shared = max(shared, 0.0)
                union = truth[g, 1] - truth[g, 0] + (found[m, 1] - found[m, 0]) - shared
                if not taken[g] and union > 0.0 and shared / union >= best_tiou:
                    best = g
                    best_tiou = shared / union
            if best >= 0:
                taken[best] = True
                taker[t, m] = best
    return taker
