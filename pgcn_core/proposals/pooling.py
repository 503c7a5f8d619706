"""Features of proposals: the maximum over the snippets of a proposal and of its surroundings."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import ProposalSettings
from pgcn_core.features.products import FeatureSequence
from pgcn_core.proposals.actionness import snippet_centres_s
from pgcn_core.proposals.products import ProposalFeatures
from pgcn_core.proposals.units import official_rescaled_units, official_ticks, official_units
from pgcn_core.segments import Segments

Indices = NDArray[np.int64]
Features = NDArray[np.float32]

# Snippets whose maximum is taken once and reused by every range that covers all of them; their
# square where ranges are long on average.
_WINDOW = 4
_LONG = 32


def pool_features(
    sequence: FeatureSequence, segments: Segments, settings: ProposalSettings
) -> ProposalFeatures:
    """Return the activity and completeness features of proposals (step 3; paper section 3.1).

    The completeness feature is start context | proposal | end context, each side
    ``settings.context_ratio`` durations long and clipped to the video.

    Paper pooling takes the snippets whose centre lies in the span, or the nearest to its middle
    when there is none. Official pooling is the released code's: whole frames at the sequence's
    rate, its float round trip and its clamp of the last unit.

    Args:
        sequence: One stream.
        segments: (N, 2) float64 seconds; N may be 0.
        settings: ``pooling`` and ``context_ratio``.
    """
    return pool_ranges(sequence.values, snippet_ranges(sequence, segments, settings))


def snippet_ranges(
    sequence: FeatureSequence, segments: Segments, settings: ProposalSettings
) -> Indices:
    """Return the (3N, 2) half-open snippet ranges that ``pool_features`` pools over."""
    if settings.pooling == "paper":
        return _paper_ranges(sequence, segments, settings.context_ratio)
    frames = np.rint(segments * sequence.fps).astype(np.int64)
    ticks = official_ticks(frames, sequence.n_frames, settings.context_ratio)
    return tick_ranges(sequence, ticks, rescaled=settings.pooling == "official_rescaled")


def pool_ticks(
    sequence: FeatureSequence, ticks: Indices, *, rescaled: bool = False
) -> ProposalFeatures:
    """Return official features of (N, 4) ticks: proposal start and end, context start and end.

    Args:
        sequence: One stream; L units.
        ticks: (N, 4) int64 frames.
        rescaled: Whether the units divide the video evenly (ActivityNet) instead of sliding.
    """
    return pool_ranges(sequence.values, tick_ranges(sequence, ticks, rescaled=rescaled))


def tick_ranges(sequence: FeatureSequence, ticks: Indices, *, rescaled: bool = False) -> Indices:
    """Return the (3N, 2) half-open unit ranges of (N, 4) ticks; see ``pool_ticks``."""
    spans = ticks[:, [[2, 0], [0, 1], [1, 3]]].reshape(-1, 2)
    if rescaled:
        ranges = official_rescaled_units(spans, sequence.n_frames, len(sequence.values))
    else:
        ranges = official_units(
            spans,
            len(sequence.values),
            stride_frames=sequence.stride_frames,
            window_frames=sequence.window_frames,
        )
    ranges[:, 1] += 1
    return ranges


def _paper_ranges(sequence: FeatureSequence, segments: Segments, context_ratio: float) -> Indices:
    """Return (3N, 2) half-open snippet ranges: before, inside and after each segment."""
    centres = snippet_centres_s(sequence)
    start, end = segments.T
    reach = context_ratio * (end - start)
    outer_start = np.maximum(start - reach, 0.0)
    outer_end = np.maximum(np.minimum(end + reach, sequence.ends_s[-1]), end)
    spans = np.stack([outer_start, start, start, end, end, outer_end], axis=1).reshape(-1, 2)
    ranges = np.searchsorted(centres, spans).astype(np.int64)
    empty = ranges[:, 0] >= ranges[:, 1]
    nearest = _nearest(centres, spans[empty].mean(axis=1))
    ranges[empty] = np.stack([nearest, nearest + 1], axis=1)
    return ranges


def _nearest(centres: NDArray[np.float64], times_s: NDArray[np.float64]) -> Indices:
    """Return the snippet whose centre is nearest to each time, the earlier of two."""
    right = np.searchsorted(centres, times_s).clip(1, max(centres.size - 1, 1))
    left = right - 1
    right = np.minimum(right, centres.size - 1)
    return np.where(times_s - centres[left] <= centres[right] - times_s, left, right)


def pool_ranges(values: Features, ranges: Indices) -> ProposalFeatures:
    """Return features of 3 ranges per proposal: start context, proposal, end context.

    Args:
        values: (L, D) float32.
        ranges: (3N, 2) int64, first snippet and one past the last, never empty.
    """
    values, ranges = np.ascontiguousarray(values), np.ascontiguousarray(ranges)
    width = _window_width(ranges, len(values))
    windows = _window_maxima(values, width)
    n, dim = len(ranges) // 3, values.shape[1]
    # Made here and not in compiled code: NumPy asks for large pages, which cost less to touch.
    completeness = np.empty((3 * n, dim), values.dtype)
    activity = np.empty((n, dim), values.dtype)
    _range_maxima((values, windows), width, ranges, completeness, activity)
    return ProposalFeatures(activity, completeness.reshape(n, 3 * dim))


def _window_width(ranges: Indices, n_rows: int) -> int:
    """Return of how many rows the maximum is taken once, for every range to use; 1 for none.

    That costs about one pass over all rows, which a few ranges do not win back.
    """
    total = int((ranges[:, 1] - ranges[:, 0]).sum())
    if total < 3 * n_rows:
        return 1
    return _WINDOW if total < _LONG * len(ranges) else _WINDOW * _WINDOW


def _window_maxima(values: Features, width: int) -> Features:
    """Return (L, D) maxima over the ``width`` rows from each one on; the last rows are empty."""
    if width == 1:
        return values
    windows = np.empty_like(values)
    _widen(values, windows, 1)
    if width == _WINDOW:
        return windows
    wider = np.empty_like(values)
    _widen(windows, wider, _WINDOW)
    return wider


# The larger of two is written as a choice, which is one machine instruction; ``max`` is not. No
# loop writes to a row that it also reads under another name: it would not be vectorised.


@numba.njit(cache=True, nogil=True)
def _larger(out: Features, one: Features, other: Features) -> None:
    for d in range(out.size):
        out[d] = one[d] if one[d] > other[d] else other[d]


@numba.njit(cache=True, nogil=True)
def _raise_to(best: Features, one: Features, other: Features) -> None:
    for d in range(best.size):
        larger = one[d] if one[d] > other[d] else other[d]
        best[d] = larger if larger > best[d] else best[d]


@numba.njit(cache=True, nogil=True)
def _largest_of_four(
    out: Features, one: Features, other: Features, third: Features, fourth: Features
) -> None:
    for d in range(out.size):
        left = one[d] if one[d] > other[d] else other[d]
        right = third[d] if third[d] > fourth[d] else fourth[d]
        out[d] = left if left > right else right


@numba.njit(cache=True, nogil=True)
def _widen(values: Features, windows: Features, step: int) -> None:
    """Write the maximum of rows i, i + step, i + 2 step and i + 3 step for every i it fits."""
    reach = _WINDOW * step - 1
    last = step * (_WINDOW - 1)
    for i in range(len(values) - reach):
        _largest_of_four(
            windows[i], values[i], values[i + step], values[i + 2 * step], values[i + last]
        )


@numba.njit(cache=True, nogil=True)
def _steps_maximum(out: Features, rows: Features, first: int, last: int, step: int) -> None:
    """Write the maximum of rows first, first + step, ... below last, and last."""
    _larger(out, rows[first], rows[last])
    at = first + step
    while at < last:
        _raise_to(out, rows[at], rows[min(at + step, last)])
        at += 2 * step


@numba.njit(cache=True, nogil=True)
def _range_maxima(
    tables: tuple[Features, Features],
    width: int,
    ranges: Indices,
    completeness: Features,
    activity: Features,
) -> None:
    """Write the maxima over rows [first, end): of every range, and of the second of each three.

    Args:
        tables: (L, D) rows, and the maxima over ``width`` rows from each on.
        width: Rows of a window; two windows may overlap.
        ranges: (3N, 2).
        completeness: (3N, D) to fill.
        activity: (N, D) to fill.
    """
    values, windows = tables
    for i in range(len(ranges)):
        first, end = ranges[i]
        if end - first < width:
            _steps_maximum(completeness[i], values, first, end - 1, 1)
        else:
            _steps_maximum(completeness[i], windows, first, end - width, width)
        if i % 3 == 1:
            activity[i // 3] = completeness[i]
