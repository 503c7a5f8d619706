"""Curves over time that are constant between their steps, and their highest values a pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.ui.timeline.culling import covered
from app.ui.timeline.geometry import TimeAxis

# So many heights a score curve can have; more cannot be told apart in a lane.
N_LEVELS = 8


@dataclass(frozen=True, slots=True, eq=False)
class StepCurve:
    """A value for every time.

    Attributes:
        times_s: (B + 1,) float64, strictly increasing; value k holds in [k, k + 1).
        values: (B,) float32; before and behind all times it is 0.
    """

    times_s: NDArray[np.float64]
    values: NDArray[np.float32]

    @property
    def top(self) -> float:
        """The highest value, at least 0."""
        return float(np.max(self.values, initial=0.0))

    def columns(self, axis: TimeAxis) -> NDArray[np.float32]:
        """Return (W,) float32, the highest value in each pixel column of the view."""
        edges_s = axis.start_s + np.arange(int(axis.width_px) + 1) * axis.s_per_px
        if not len(self.values):
            return np.zeros(len(edges_s) - 1, np.float32)
        padded = np.concatenate([[0.0], self.values, [0.0]]).astype(np.float32)
        at = np.searchsorted(self.times_s, edges_s, side="right")
        # reduceat takes [first, behind); the value that holds at the column's end begins the next.
        inner = np.maximum.reduceat(padded, at)[:-1]
        behind = padded[np.maximum(np.searchsorted(self.times_s, edges_s[1:], side="left"), 0)]
        return np.maximum(inner, behind)


def upper_envelope(segments: NDArray[np.float64], values: NDArray[np.float32]) -> StepCurve:
    """Return, for every time, the highest value of the segments that cover it.

    Args:
        segments: (N, 2) float64 seconds.
        values: (N,) float32.
    """
    times_s = np.unique(segments)
    if len(times_s) < 2:
        return StepCurve(np.empty(0), np.empty(0, np.float32))
    steps = np.zeros(len(times_s) - 1, np.float32)
    # The highest come first, and what is painted stays: each step is painted once.
    next_free = list(range(len(steps) + 1))
    order = np.argsort(-values, kind="stable")
    spans = np.searchsorted(times_s, segments[order])
    for (first, behind), value in zip(spans.tolist(), values[order].tolist(), strict=True):
        at = _free(next_free, first)
        while at < behind:
            steps[at] = value
            next_free[at] = at + 1
            at = _free(next_free, at + 1)
    return StepCurve(times_s, steps)


def _free(next_free: list[int], at: int) -> int:
    """Return the first step from ``at`` on that is not painted, shortening the way there."""
    root = at
    while next_free[root] != root:
        root = next_free[root]
    while next_free[at] != root:
        next_free[at], at = root, next_free[at]
    return root


def score_levels(
    lanes: NDArray[np.int64], spans_px: NDArray[np.float64], strength: NDArray[np.float64],
    n_lanes: int, n_columns: int,
) -> NDArray[np.uint8]:  # fmt: skip
    """Return the highest strength over time of each lane, in levels.

    Args:
        lanes: (M,) lane of each suggestion.
        spans_px: (M, 2) first and last pixel from the left of the view.
        strength: (M,) in [0, 1].
        n_lanes: How many lanes there are.
        n_columns: Pixel columns in view.

    Returns:
        (n_lanes, n_columns) uint8 from 1 to ``N_LEVELS``, 0 where there is no suggestion.
    """
    rank = np.clip(np.ceil(strength * N_LEVELS), 1, N_LEVELS).astype(np.uint8)
    bounded = np.clip(spans_px, -1, n_columns + 1)
    left = np.floor(bounded[:, 0]).astype(np.int64)
    right = np.maximum(np.ceil(bounded[:, 1]).astype(np.int64), left + 1)
    return covered(lanes, np.column_stack([left, right]), rank, n_lanes, n_columns)
