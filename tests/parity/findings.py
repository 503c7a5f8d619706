"""What a parity check reports, and how errors are measured."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

P_GCN_TOLERANCE = 1e-5


class Finding(NamedTuple):
    """The largest error of one golden case against its tolerance."""

    case: str
    error: float
    tolerance: float
    note: str = ""

    @property
    def passed(self) -> bool:
        return self.error <= self.tolerance


def largest_error(ours: ArrayLike, golden: ArrayLike, *, relative: bool = False) -> float:
    """Largest difference, over max(1, |golden|) if relative; infinite if shapes or NaNs differ."""
    mine, theirs = np.asarray(ours, np.float64), np.asarray(golden, np.float64)
    if mine.shape != theirs.shape or (np.isnan(mine) != np.isnan(theirs)).any():
        return float("inf")
    scale = np.maximum(1.0, np.abs(theirs)) if relative else 1.0
    return float(np.nanmax(np.abs(mine - theirs) / scale, initial=0.0)) if mine.size else 0.0


def unordered_error(ours: NDArray[np.float64], golden: NDArray[np.float64]) -> float:
    """Largest relative distance from a row of one table to the nearest of the other."""
    if ours.shape != golden.shape:
        return float("inf")
    if len(ours) == 0:
        return 0.0
    scale = np.maximum(1.0, np.abs(golden))
    apart = (np.abs(ours[:, None] - golden[None]) / scale[None]).max(axis=2)
    return float(max(apart.min(axis=0).max(), apart.min(axis=1).max()))
