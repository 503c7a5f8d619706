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


def keep_by_label(
    segments: Segments,
    label_idx: Indices,
    max_tiou: float,
    *,
    max_shared: float = 1.0,
) -> Indices:
    """Return which segments survive among those of their own label; see ``keep_by_nms``.

    Args:
        segments: (N, 2) float64 seconds, best first.
        label_idx: (N,) at least 0.
        max_tiou: A tIoU of exactly this much is kept.
        max_shared: As in ``keep_by_nms``.

    Returns:
        Survivors, int64, rising.
    """
    sizes = np.bincount(label_idx) if len(label_idx) else np.zeros(0, np.int64)
    return _greedy_by_label(
        np.ascontiguousarray(segments, np.float64),
        np.ascontiguousarray(label_idx, np.int64),
        (np.cumsum(sizes) - sizes).astype(np.int64),
        (max_tiou, max_shared),
    )


@numba.njit(cache=True, nogil=True)
def _is_repeat(
    one: tuple[float, float], better: tuple[float, float], max_tiou: float, max_shared: float
) -> bool:
    """Whether a segment overlaps a better one by too much."""
    shared = min(one[1], better[1]) - max(one[0], better[0])
    if shared < 0.0:
        return False
    length, better_length = one[1] - one[0], better[1] - better[0]
    union = better_length + length - shared
    # A union of nothing: the same empty segment twice.
    if union <= 0.0 or shared / union > max_tiou:
        return True
    return shared > max_shared * min(length, better_length)


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
        one = (segments[i, 0], segments[i, 1])
        for k in range(n_kept):
            better = (segments[kept[k], 0], segments[kept[k], 1])
            if _is_repeat(one, better, max_tiou, max_shared):
                free = False
                break
        if free:
            kept[n_kept] = i
            n_kept += 1
    return kept[:n_kept]


@numba.njit(cache=True, nogil=True)
def _greedy_by_label(
    segments: Segments, label_idx: Indices, first: Indices, most: tuple[float, float]
) -> Indices:
    """Keep the survivors of every label side by side, those of label k from ``first[k]`` on."""
    starts, ends = np.empty(len(segments)), np.empty(len(segments))
    after = first.copy()
    kept = np.empty(len(segments), np.int64)
    n_kept = 0
    for i in range(len(segments)):
        one = (segments[i, 0], segments[i, 1])
        label = label_idx[i]
        free = True
        for k in range(first[label], after[label]):
            if _is_repeat(one, (starts[k], ends[k]), most[0], most[1]):
                free = False
                break
        if free:
            starts[after[label]], ends[after[label]] = one
            after[label] += 1
            kept[n_kept] = i
            n_kept += 1
    return kept[:n_kept].copy()
