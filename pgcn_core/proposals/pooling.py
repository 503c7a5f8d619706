"""Features of proposals: the maximum, or mean, over the snippets of a proposal and around it."""

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
    when there is none, and their maximum; "mean" takes the mean of the same snippets. Official
    pooling is the released code's: whole frames at the sequence's rate, its float round trip and
    its clamp of the last unit.

    Args:
        sequence: One stream.
        segments: (N, 2) float64 seconds; N may be 0.
        settings: ``pooling`` and ``context_ratio``.
    """
    ranges = snippet_ranges(sequence, segments, settings)
    return pool_ranges(sequence.values, ranges, is_mean=settings.pooling == "mean")


def snippet_ranges(
    sequence: FeatureSequence, segments: Segments, settings: ProposalSettings
) -> Indices:
    """Return the (3N, 2) half-open snippet ranges that ``pool_features`` pools over."""
    if settings.pooling in {"paper", "mean"}:
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


def pool_ranges(values: Features, ranges: Indices, *, is_mean: bool = False) -> ProposalFeatures:
    """Return features of 3 ranges per proposal: start context, proposal, end context.

    Args:
        values: (L, D) float32.
        ranges: (3N, 2) int64, first snippet and one past the last, never empty.
        is_mean: Take the mean of a range, not its maximum.
    """
    if is_mean:
        return _in_thirds(_range_means(values, ranges))
    values, ranges = np.ascontiguousarray(values), np.ascontiguousarray(ranges)
    order, total, longest = _by_first(ranges, len(values))
    width = _window_width(total, ranges, len(values))
    dim = values.shape[1]
    # Made here and not in compiled code: NumPy asks for large pages, which cost less to touch.
    maxima = np.empty((len(ranges), dim), values.dtype)
    rings = (
        np.empty((longest + width if width > 1 else 0, dim), values.dtype),
        np.empty((longest if width > _WINDOW else 0, dim), values.dtype),
    )
    _range_maxima(values, rings, width, (order, ranges), maxima)
    return _in_thirds(maxima)


def _in_thirds(pooled: Features) -> ProposalFeatures:
    """Return the features of proposals from (3N, D): before, inside and after each."""
    dim = pooled.shape[1]
    return ProposalFeatures(pooled.reshape(-1, 3, dim)[:, 1], pooled.reshape(-1, 3 * dim))


def _range_means(values: Features, ranges: Indices) -> Features:
    """Return the (3N, D) means of the rows of every range.

    Sums run from the first row on, so that a range has the same mean among others and alone.
    """
    running = np.zeros((len(values) + 1, values.shape[1]))
    np.cumsum(values, axis=0, dtype=np.float64, out=running[1:])
    first, end = ranges.T
    means: Features = (running[end] - running[first]) / (end - first)[:, None]
    return means.astype(values.dtype)


@numba.njit(cache=True, nogil=True)
def _by_first(ranges: Indices, n_rows: int) -> tuple[Indices, int, int]:
    """Return the ranges in order of their first row, their rows in all, and the longest of them."""
    following = np.zeros(n_rows + 1, np.int64)
    total, longest = 0, 0
    for i in range(len(ranges)):
        first, end = ranges[i]
        following[first + 1] += 1
        total += end - first
        longest = max(longest, end - first)
    for row in range(n_rows):
        following[row + 1] += following[row]
    order = np.empty(len(ranges), np.int64)
    for i in range(len(ranges)):
        first = ranges[i, 0]
        order[following[first]] = i
        following[first] += 1
    return order, total, longest


def _window_width(total: int, ranges: Indices, n_rows: int) -> int:
    """Return of how many rows the maximum is taken once, for every range to use; 1 for none.

    That costs about one pass over all rows, which a few ranges do not win back.
    """
    if total < 3 * n_rows:
        return 1
    return _WINDOW if total < _LONG * len(ranges) else _WINDOW * _WINDOW


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
def _widen(ring: Features, rows: Features, made: int, last: int, step: int) -> int:
    """Write the maxima of rows i, i + step, i + 2 step and i + 3 step for i from made to last.

    Both lie in rings: row i at place i modulo their size. Rows that are not in a ring are in one of
    their own number.

    Returns:
        The first that is not made.
    """
    size, n = len(ring), len(rows)
    for i in range(made, last + 1):
        _largest_of_four(
            ring[i % size],
            rows[i % n],
            rows[(i + step) % n],
            rows[(i + 2 * step) % n],
            rows[(i + 3 * step) % n],
        )
    return max(made, last + 1)


@numba.njit(cache=True, nogil=True)
def _steps_maximum(out: Features, rows: Features, first: int, last: int, step: int) -> None:
    """Write the maximum of rows first, first + step, ... below last, and last, of a ring."""
    size = len(rows)
    _larger(out, rows[first % size], rows[last % size])
    at = first + step
    while at < last:
        _raise_to(out, rows[at % size], rows[min(at + step, last) % size])
        at += 2 * step


@numba.njit(cache=True, nogil=True)
def _range_maxima(
    values: Features,
    rings: tuple[Features, Features],
    width: int,
    ordered: tuple[Indices, Indices],
    maxima: Features,
) -> None:
    """Write the maxima over rows [first, end) of every range.

    The ranges come in order of their first row, and windows are made as they are reached: what is
    read lies in the cache, and of the windows no more is kept than the longest range covers.

    Args:
        values: (L, D) rows.
        rings: Room for the maxima over 4 rows, and over 16.
        width: Rows of a window, 1, 4 or 16; two windows of a range may overlap.
        ordered: (3N,) numbers of the ranges by their first row, and (3N, 2) ranges.
        maxima: (3N, D) to fill.
    """
    order, ranges = ordered
    fours, wide = rings
    fours_made = wide_made = 0
    for i in order:
        first, end = ranges[i]
        last = end - width
        if last < first:
            _steps_maximum(maxima[i], values, first, end - 1, 1)
        elif width == 1:
            _steps_maximum(maxima[i], values, first, last, 1)
        elif width == _WINDOW:
            fours_made = _widen(fours, values, max(fours_made, first), last, 1)
            _steps_maximum(maxima[i], fours, first, last, width)
        else:
            until = last + width - _WINDOW
            fours_made = _widen(fours, values, max(fours_made, first), until, 1)
            wide_made = _widen(wide, fours, max(wide_made, first), last, _WINDOW)
            _steps_maximum(maxima[i], wide, first, last, width)
