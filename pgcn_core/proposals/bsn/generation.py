"""From probabilities over time to proposals and their features (BSN section 3.3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.proposals.bsn.settings import BsnSettings
from pgcn_core.segments import Segments

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
# Sums of times that should be equal differ by less than this.
_CLOSE_S = 1e-6


@dataclass(frozen=True, slots=True)
class BoundaryCurves:
    """What a video looks like to the temporal evaluation network.

    Attributes:
        centres_s: (U,) float64 rising seconds.
        step_s: Length of a unit.
        start: (U,) float64 probability that an action starts there.
        end: (U,) float64, that one ends there.
        action: (U,) float64, that one is under way.
    """

    centres_s: Floats
    step_s: float
    start: Floats
    end: Floats
    action: Floats


def boundary_units(probabilities: Floats, share: float) -> Indices:
    """Return where a boundary may be: peaks, and units above ``share`` of the highest.

    A peak is higher than both its neighbours; the first and the last unit have one.

    Args:
        probabilities: (U,).
        share: In [0, 1].
    """
    if len(probabilities) == 0:
        return np.zeros(0, np.int64)
    around = np.concatenate([[-np.inf], probabilities, [-np.inf]])
    is_peak = (probabilities > around[:-2]) & (probabilities > around[2:])
    return np.flatnonzero(is_peak | (probabilities > share * probabilities.max()))


def pair_boundaries(curves: BoundaryCurves, share: float, max_duration_s: float) -> Segments:
    """Return (N, 2) seconds: every likely start with every later likely end near enough.

    Args:
        curves: Of one video.
        share: See ``boundary_units``.
        max_duration_s: The longest proposal.
    """
    starts_s = curves.centres_s[boundary_units(curves.start, share)]
    ends_s = curves.centres_s[boundary_units(curves.end, share)]
    first = np.searchsorted(ends_s, starts_s, side="right")
    last = np.searchsorted(ends_s, starts_s + max_duration_s + _CLOSE_S, side="right")
    counts = np.maximum(last - first, 0)
    owner = np.repeat(np.arange(len(starts_s)), counts)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.stack([starts_s[owner], ends_s[first[owner] + within]], axis=1)


def boundary_features(
    segments: Segments, curves: BoundaryCurves, settings: BsnSettings
) -> NDArray[np.float32]:
    """Return the boundary-sensitive features: actionness around the start, inside, around the end.

    Actionness is linear between units and falls to 0 within a unit outside of the video.

    Args:
        segments: (N, 2) seconds.
        curves: Of the same video.
        settings: How many points, and how far they reach.

    Returns:
        (N, 2 * side_points + centre_points) float32.
    """
    reach = settings.side_ratio * (segments[:, 1] - segments[:, 0])
    start, end = segments.T
    side = np.linspace(-1.0, 1.0, settings.side_points)
    inside = np.linspace(0.0, 1.0, settings.centre_points)
    times_s = np.concatenate(
        [
            start[:, None] + reach[:, None] * side,
            start[:, None] + (end - start)[:, None] * inside,
            end[:, None] + reach[:, None] * side,
        ],
        axis=1,
    )
    centres = curves.centres_s
    grid = np.concatenate([[centres[0] - curves.step_s], centres, [centres[-1] + curves.step_s]])
    values = np.concatenate([[0.0], curves.action, [0.0]])
    return np.interp(times_s, grid, values).astype(np.float32)


def boundary_probabilities(segments: Segments, curves: BoundaryCurves) -> Floats:
    """Return (N,) probability of the start times that of the end, linear between units."""
    start = np.interp(segments[:, 0], curves.centres_s, curves.start)
    end = np.interp(segments[:, 1], curves.centres_s, curves.end)
    return start * end
