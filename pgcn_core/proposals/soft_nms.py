"""Gaussian Soft-NMS: overlapping segments lose score instead of being dropped.

Bodla et al., ICCV 2017; with the lower limit on tIoU that BSN uses (Lin et al., ECCV 2018).
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from pgcn_core.errors import SettingsError
from pgcn_core.segments import Segments

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]


def soft_nms(
    segments: Segments, scores: Floats, sigma: float, min_tiou: float, limit: int | None = None
) -> tuple[Indices, Floats]:
    """Take the best segment again and again; each taken one lowers those it overlaps.

    A score is multiplied by ``exp(-tiou ** 2 / sigma)`` for every taken segment whose tIoU with it
    is above ``min_tiou``. Of equal scores the first is taken. Only what ``limit`` asks for is
    worked out.

    Args:
        segments: (N, 2) float64 seconds; an empty one overlaps nothing.
        scores: (N,) float64, at least 0.
        sigma: Above 0; smaller lowers more.
        min_tiou: Overlaps up to this much cost nothing.
        limit: Stop after this many.

    Returns:
        (R,) int64 segments in the order they were taken, and their (R,) lowered scores, falling.

    Raises:
        SettingsError: ``sigma`` is not above 0.
    """
    if not sigma > 0:
        raise SettingsError("Soft-NMS needs a sigma above 0.", "Set soft_nms_sigma, e.g. to 0.75.")
    room = len(segments) if limit is None else min(limit, len(segments))
    return _take(
        np.ascontiguousarray(segments, np.float64),
        np.array(scores, np.float64),
        sigma,
        min_tiou,
        room,
    )


@numba.njit(cache=True, nogil=True)
def _take(
    segments: Segments, scores: Floats, sigma: float, min_tiou: float, room: int
) -> tuple[Indices, Floats]:
    left = np.arange(len(segments))
    n_left = len(segments)
    taken = np.empty(room, np.int64)
    lowered = np.empty(room, np.float64)
    for r in range(room):
        best = 0
        for k in range(1, n_left):
            if scores[left[k]] > scores[left[best]]:
                best = k
        i = left[best]
        taken[r], lowered[r] = i, scores[i]
        # What is left keeps its order, so that of equal scores the first is taken.
        kept = 0
        for k in range(n_left):
            j = left[k]
            if j == i:
                continue
            shared = min(segments[i, 1], segments[j, 1]) - max(segments[i, 0], segments[j, 0])
            if shared > 0.0:
                hull = max(segments[i, 1], segments[j, 1]) - min(segments[i, 0], segments[j, 0])
                tiou = shared / hull
                if tiou > min_tiou:
                    scores[j] *= np.exp(-tiou * tiou / sigma)
            left[kept] = j
            kept += 1
        n_left = kept
    return taken, lowered
