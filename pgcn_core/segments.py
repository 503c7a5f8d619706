"""Arithmetic on (N, 2) arrays of half-open segments [start_s, end_s), seconds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Segments = NDArray[np.float64]


def durations_s(segments: Segments) -> NDArray[np.float64]:
    """Return the (N,) durations of (N, 2) segments, seconds."""
    return segments[:, 1] - segments[:, 0]


def centres_s(segments: Segments) -> NDArray[np.float64]:
    """Return the (N,) centres of (N, 2) segments, seconds."""
    return segments.mean(axis=1)


def pairwise_tiou(left: Segments, right: Segments) -> NDArray[np.float64]:
    """Return the temporal IoU of every left segment with every right one.

    Args:
        left: (N, 2) seconds, start < end.
        right: (M, 2), the same.

    Returns:
        (N, M) in [0, 1]; 0 where segments only touch (half-open). Paper Eq. 8's r(p_i, p_j).
    """
    starts = np.maximum(left[:, None, 0], right[None, :, 0])
    ends = np.minimum(left[:, None, 1], right[None, :, 1])
    shared = np.clip(ends - starts, 0.0, None)
    union = durations_s(left)[:, None] + durations_s(right)[None, :] - shared
    return shared / np.maximum(union, np.finfo(np.float64).tiny)


def apply_offsets(segments: Segments, offsets: NDArray[np.floating]) -> Segments:
    """Return (N, 2) segments moved by (N, 2) offsets.

    Column 0 is the centre shift over the segment's duration, column 1 the log of the ratio of
    durations (eval_detection_results.py:140-152).
    """
    duration = durations_s(segments)
    centre = centres_s(segments) + offsets[:, 0] * duration
    half = 0.5 * duration * np.exp(offsets[:, 1])
    return np.stack([centre - half, centre + half], axis=1)
