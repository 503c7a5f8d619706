"""Greedy non-maximum suppression of segments, shared by proposals and detections."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from pgcn_core.segments import Segments

Indices = NDArray[np.int64]


def best_first(scores: NDArray[np.floating]) -> Indices:
    """Return the order of falling score; of equal scores the later comes first.

    That is how the released code reads its rows (a reversed argsort, ops/utils.py:82-108), made
    repeatable with a stable sort.
    """
    return np.argsort(scores, kind="stable")[::-1].astype(np.int64)


def keep_by_nms(
    segments: Segments,
    order: Indices,
    max_tiou: float,
    limit: int | None = None,
    *,
    max_shared: float = 1.0,
) -> Indices:
    """Return which segments survive: none overlaps a better one by more than ``max_tiou``.

    Args:
        segments: (N, 2) float64 seconds; a segment may be empty.
        order: Indices to visit, best first.
        max_tiou: A tIoU of exactly this much is kept (ops/utils.py:82-108).
        limit: Stop after this many survivors.
        max_shared: Nor does one share more than this part of the shorter one's time with a better
            one, so neither a piece of a kept segment stays nor what holds one; 1 is off.

    Returns:
        Survivors in the given order, int64.
    """
    room = len(order) if limit is None else min(limit, len(order))
    return _greedy(
        np.ascontiguousarray(segments, np.float64),
        np.ascontiguousarray(order, np.int64),
        max_tiou,
        max_shared,
        room,
    )


@numba.njit(cache=True, nogil=True)
def _greedy(
    segments: Segments, order: Indices, max_tiou: float, max_shared: float, room: int
) -> Indices:
    kept = np.empty(room, np.int64)
    n_kept = 0
    for i in order:
        if n_kept == room:
            break
        free = True
        for k in range(n_kept):
            j = kept[k]
            shared = min(segments[i, 1], segments[j, 1]) - max(segments[i, 0], segments[j, 0])
            length_i = segments[i, 1] - segments[i, 0]
            length_j = segments[j, 1] - segments[j, 0]
            union = length_j + length_i - shared
            # A union of nothing: the same empty segment twice.
            if union <= 0.0 or shared / union > max_tiou:
                free = False
                break
            if shared > max_shared * min(length_i, length_j):
                free = False
                break
        if free:
            kept[n_kept] = i
            n_kept += 1
    return kept[:n_kept]
