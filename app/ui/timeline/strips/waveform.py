"""A sound's envelope in ever coarser levels, so that any zoom reads few numbers. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.services.ports import SoundEnvelope
from app.ui.timeline.geometry import TimeAxis

# Each level has a bin for so many of the level below.
FOLD = 4
# The coarsest level has at least so many bins.
LEAST_BINS = 512
FULL_SCALE = 127.0

Level = tuple[NDArray[np.int8], NDArray[np.int8]]


@dataclass(frozen=True, slots=True, eq=False)
class Waveform:
    """The levels of one sound.

    Attributes:
        bins_per_s: Of the finest level.
        levels: Lowest and highest of each bin, (B,) int8 each, finest level first.
        peak: Loudest value in (0, 127], what fills the strip.
    """

    bins_per_s: int
    levels: tuple[Level, ...]
    peak: float

    @classmethod
    def of(cls, envelope: SoundEnvelope) -> Waveform:
        """Fold an envelope; a silent one has peak 127."""
        levels: list[Level] = [(envelope.low, envelope.high)]
        while len(levels[-1][0]) >= FOLD * LEAST_BINS:
            low, high = levels[-1]
            begins = np.arange(0, len(low), FOLD)
            levels.append((np.minimum.reduceat(low, begins), np.maximum.reduceat(high, begins)))
        coarsest_low, coarsest_high = levels[-1]
        loudest = max(
            -float(np.min(coarsest_low, initial=0)), float(np.max(coarsest_high, initial=0))
        )
        return cls(envelope.bins_per_s, tuple(levels), loudest or FULL_SCALE)

    def columns(self, axis: TimeAxis) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the lowest and highest value of each pixel column, (W,) each in [-127, 127].

        Values are those of the envelope; columns behind the end are 0.
        """
        per_px = self.bins_per_s * axis.s_per_px
        depth = 0
        while depth + 1 < len(self.levels) and FOLD ** (depth + 1) <= per_px:
            depth += 1
        low, high = self.levels[depth]
        bins_per_s = self.bins_per_s / FOLD**depth
        edges_s = axis.start_s + np.arange(int(axis.width_px) + 1) * axis.s_per_px
        edges = np.floor(edges_s * bins_per_s + 1e-6).astype(np.int64)
        return _extremes(low, high, edges)


def _extremes(
    low: NDArray[np.int8], high: NDArray[np.int8], edges: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    n_columns = len(edges) - 1
    lowest, highest = np.zeros(n_columns), np.zeros(n_columns)
    inside = np.flatnonzero(edges[:-1] < len(low))
    if len(inside):
        begins = edges[inside]
        behind = min(int(edges[inside[-1] + 1]), len(low))
        behind = max(behind, int(begins[-1]) + 1)
        lowest[inside] = np.minimum.reduceat(low[:behind], begins)
        highest[inside] = np.maximum.reduceat(high[:behind], begins)
    return lowest, highest
