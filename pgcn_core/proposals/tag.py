"""Temporal actionness grouping (TAG): a watershed on the actionness curve (Zhao et al. 2017)."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def tag_runs(
    actionness: NDArray[np.float64], levels: tuple[float, ...], ratios: tuple[float, ...]
) -> Indices:
    """Return the runs of snippets that the watershed groups.

    At each water level the snippets above it form basins. Starting from every basin, the following
    basins are absorbed while the share of snippets above water, from the first basin's start to the
    last one's end, stays at or above the ratio.

    Args:
        actionness: (L,) in [0, 1].
        levels: Water levels; a snippet is dry when its actionness is above.
        ratios: Smallest share of dry snippets of a group.

    Returns:
        (R, 2) int64 first snippet and one past the last, without repeats, rising.
    """
    found = [
        _group(_basins(actionness > level), np.asarray(ratios, np.float64)) for level in levels
    ]
    runs = np.concatenate([np.empty((0, 2), np.int64), *found])
    return np.unique(runs, axis=0)


def _basins(dry: NDArray[np.bool_]) -> Indices:
    """Return (B, 2) the maximal runs of True: first and one past the last."""
    change = np.diff(np.concatenate([[0], dry.astype(np.int8), [0]]))
    return np.stack([np.flatnonzero(change == 1), np.flatnonzero(change == -1)], axis=1)


@numba.njit(cache=True, nogil=True)
def _group(basins: Indices, ratios: NDArray[np.float64]) -> Indices:
    runs = np.empty((len(basins) * len(ratios), 2), np.int64)
    n_runs = 0
    for ratio in ratios:
        for seed in range(len(basins)):
            first = basins[seed, 0]
            end = basins[seed, 1]
            dry = end - first
            for other in range(seed + 1, len(basins)):
                more = dry + basins[other, 1] - basins[other, 0]
                if more < ratio * (basins[other, 1] - first):
                    break
                dry = more
                end = basins[other, 1]
            runs[n_runs, 0] = first
            runs[n_runs, 1] = end
            n_runs += 1
    return runs
