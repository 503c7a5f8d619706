"""Average precision of one label by the rule of the THUMOS14 challenge's own toolkit."""

from __future__ import annotations

from typing import Literal

import numba
import numpy as np
from numpy.typing import NDArray

from pgcn_core.evaluation.average_precision import Floats, Indices, LabelledSegments
from pgcn_core.segments import Segments

Ties = Literal["listed", "named"]


def thumos14_average_precision(
    truth: LabelledSegments,
    detections: LabelledSegments,
    ignored: LabelledSegments,
    thresholds: Floats,
    *,
    ties: Ties = "listed",
) -> Floats:
    """Return the (T,) AP at each tIoU threshold (TH14eventdetpr of the challenge).

    It differs from the ActivityNet rule in four ways. The truths choose: each, in the order of its
    file, takes the free detection of its video with the highest tIoU. The tIoU has to be *above*
    the threshold. What is left and touches an ignored stretch is not counted at all. And AP is not
    interpolated: the mean over truths of the precision at which each was found.

    That last makes equal scores matter. ``named`` is the toolkit's own order: videos by name, in a
    video as listed. ``listed`` takes videos as they first appear among the detections and in each
    the right ones first; the repeatable numbers of TURN-TAP's files are quoted with it.

    Args:
        truth: What is there.
        detections: What was found.
        ignored: Stretches labelled Ambiguous, of any label.
        thresholds: tIoU.
        ties: In which order equal scores are read; ``named`` wants ``video_idx`` sorted by name.

    Returns:
        float64 in [0, 1]; NaN when there is no truth.
    """
    if len(truth.segments) == 0:
        return np.full(len(thresholds), np.nan)
    by_video = np.lexsort((-detections.score, detections.video_idx))
    video = detections.video_idx[by_video]
    segments = detections.segments[by_video]
    score = detections.score[by_video]
    right = _chosen(truth.segments, segments, _span(truth.video_idx, video), thresholds)
    touched = _touched(ignored.segments, segments, _span(ignored.video_idx, video))
    tied = _first_rows(detections.video_idx)[by_video] if ties == "listed" else None
    return np.array([_area(score, row, row | ~touched, tied) for row in right]) / len(
        truth.segments
    )


def _first_rows(video_idx: Indices) -> Indices:
    """Return for each row the first row of its video."""
    _, first, which = np.unique(video_idx, return_index=True, return_inverse=True)
    return first[which]


def _span(wanted: Indices, sorted_video: Indices) -> Indices:
    """Return (G, 2) the first and the last but one row of each wanted video."""
    first = np.searchsorted(sorted_video, wanted)
    return np.stack([first, np.searchsorted(sorted_video, wanted, "right")], axis=1)


def _area(
    score: Floats, right: NDArray[np.bool_], counted: NDArray[np.bool_], tied: Indices | None
) -> float:
    """Return the sum of the precision at each right detection."""
    hits = right[counted]
    falling = -score[counted]
    if tied is None:
        order = np.argsort(falling, kind="stable")
    else:
        order = np.lexsort((~hits, tied[counted], falling))
    hits = hits[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].sum())


@numba.njit(cache=True, nogil=True)
def _chosen(
    truth: Segments, found: Segments, span: Indices, thresholds: Floats
) -> NDArray[np.bool_]:
    """Return (T, M) True where a truth chooses a detection."""
    right = np.zeros((len(thresholds), len(found)), np.bool_)
    for t in range(len(thresholds)):
        for g in range(len(truth)):
            best = -1
            best_tiou = thresholds[t]
            for m in range(span[g, 0], span[g, 1]):
                shared = min(truth[g, 1], found[m, 1]) - max(truth[g, 0], found[m, 0])
                hull = max(truth[g, 1], found[m, 1]) - min(truth[g, 0], found[m, 0])
                if not right[t, m] and shared > 0.0 and shared / hull > best_tiou:
                    best = m
                    best_tiou = shared / hull
            if best >= 0:
                right[t, best] = True
    return right


@numba.njit(cache=True, nogil=True)
def _touched(ignored: Segments, found: Segments, span: Indices) -> NDArray[np.bool_]:
    touched = np.zeros(len(found), np.bool_)
    for a in range(len(ignored)):
        for m in range(span[a, 0], span[a, 1]):
            if min(ignored[a, 1], found[m, 1]) > max(ignored[a, 0], found[m, 0]):
                touched[m] = True
    return touched
