"""Sliding windows: segments of fixed durations, so that a flat actionness curve misses nothing."""

from __future__ import annotations

import numpy as np

from pgcn_core.errors import SettingsError
from pgcn_core.segments import Segments


def sliding_segments(duration_s: float, durations_s: tuple[float, ...], overlap: float) -> Segments:
    """Return windows of every duration over the whole video.

    Neighbours of one duration share ``overlap`` of it; the last ends with the video. A duration
    longer than the video gives one window over all of it.

    Args:
        duration_s: Length of the video, seconds.
        durations_s: Lengths of the windows.
        overlap: Shared part of neighbouring windows, in [0, 1).

    Returns:
        (N, 2) float64 seconds, without repeats, rising.

    Raises:
        SettingsError: a window is not longer than 0, or ``overlap`` is not in [0, 1).
    """
    if not 0.0 <= overlap < 1.0 or any(length <= 0 for length in durations_s):
        raise SettingsError(
            "Sliding windows need durations above 0 and an overlap of at least 0 and below 1.",
            "Correct sliding_durations_s or sliding_overlap.",
        )
    windows = [np.empty((0, 2))]
    for length in durations_s:
        last = max(duration_s - length, 0.0)
        step = length * (1.0 - overlap)
        starts = np.minimum(np.arange(int(np.ceil(last / step)) + 1) * step, last)
        windows.append(np.stack([starts, np.minimum(starts + length, duration_s)], axis=1))
    return np.unique(np.concatenate(windows), axis=0)
