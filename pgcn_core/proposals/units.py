"""The released code's arithmetic of frames, ticks and feature units (official mode only)."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
RESCALED_UNITS = 100  # ActivityNet features are resized to this many per video


def official_ticks(frames: Indices, n_frames: int, context_ratio: float) -> Indices:
    """Return where each proposal's context, start and end lie at test (pgcn_dataset.py:450-481).

    Frames go to fractions of the video and back with ``int()``, which loses a frame for about one
    number in twenty; kept, because checkpoints were scored that way.

    Args:
        frames: (N, 2) int64 start and end frame.
        n_frames: Frames of the video.
        context_ratio: Context on each side, in proposal lengths (0.5).

    Returns:
        (N, 4) int64: proposal start and end, context start and end.
    """
    relative = frames / n_frames
    reach = (relative[:, 1] - relative[:, 0]) * context_ratio
    outer_start = np.maximum(0.0, relative[:, 0] - reach)
    outer_end = np.minimum(1.0, relative[:, 1] + reach)
    columns = [relative[:, 0], relative[:, 1], outer_start, outer_end]
    return (np.stack(columns, axis=1) * n_frames).astype(np.int64)


def official_units(
    spans: Indices, n_units: int, *, stride_frames: int = 8, window_frames: int = 64
) -> Indices:
    """Return the first and last feature unit, both inclusive, that a span is pooled over.

    ``min(U - 1, floor(start / 8))`` to ``min(U - 2, ceil((end - 64) / 8))``; the first unit alone
    when that is not a range (I3D_Pooling.py:39-66).

    Args:
        spans: (N, 2) int64 frames.
        n_units: U, at least 1.
        stride_frames: Frames between units.
        window_frames: Frames of one unit.

    Returns:
        (N, 2) int64.
    """
    units = np.empty((len(spans), 2), np.int64)
    _fill_units(np.asarray(spans, np.int64), (n_units, stride_frames, window_frames), units)
    return units


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _fill_units(spans: Indices, sizes: tuple[int, int, int], units: Indices) -> None:
    n_units, stride_frames, window_frames = sizes
    for i in range(len(spans)):
        first = min(n_units - 1, spans[i, 0] // stride_frames)
        # Rounded up: whole numbers are divided downwards.
        last = min(n_units - 2, -((window_frames - spans[i, 1]) // stride_frames))
        units[i, 0], units[i, 1] = first, max(first, last)


def official_rescaled_units(
    spans: Indices, n_frames: int, n_units: int = RESCALED_UNITS
) -> Indices:
    """Return what ``official_units`` does for features resized to a fixed number of units.

    ``min(U - 1, floor(start * U / n))`` to ``min(U - 2, ceil((end + 1) * U / n))``
    (I3D_Pooling_Anet.py:73-74).
    """
    first = np.floor(spans[:, 0] * n_units / n_frames)
    last = np.ceil((spans[:, 1] + 1) * n_units / n_frames)
    return _as_range(
        np.minimum(n_units - 1, first).astype(np.int64),
        np.minimum(n_units - 2, last).astype(np.int64),
    )


def _as_range(first: Indices, last: Indices) -> Indices:
    return np.stack([first, np.where(first < last, last, first)], axis=1)
