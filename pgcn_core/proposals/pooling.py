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

# Snippets whose maximum is taken once and reused by every range that covers all of them.
_BLOCK = 16


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
    pooled = _range_maxima(np.ascontiguousarray(values), np.ascontiguousarray(ranges))
    completeness = pooled.reshape(len(ranges) // 3, 3 * values.shape[1])
    return ProposalFeatures(np.ascontiguousarray(pooled[1::3]), completeness)


@numba.njit(cache=True, nogil=True)
def _raise_to(best: Features, values: Features) -> None:
    for d in range(best.size):
        best[d] = max(best[d], values[d])


@numba.njit(cache=True, nogil=True)
def _range_maxima(values: Features, ranges: Indices) -> Features:
    """Return (R, D) maxima over rows [first, end) of ``values``, whole blocks at a time."""
    blocks = values[: len(values) // _BLOCK * _BLOCK : _BLOCK].copy()
    for row in range(len(blocks) * _BLOCK):
        _raise_to(blocks[row // _BLOCK], values[row])
    pooled = np.empty((len(ranges), values.shape[1]), values.dtype)
    for i in range(len(ranges)):
        row, end = ranges[i]
        pooled[i] = values[row]
        while row < end:
            if row % _BLOCK == 0 and row + _BLOCK <= end:
                _raise_to(pooled[i], blocks[row // _BLOCK])
                row += _BLOCK
            else:
                _raise_to(pooled[i], values[row])
                row += 1
    return pooled
