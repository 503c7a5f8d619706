"""What the regression of a foreground proposal should answer."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from pgcn_core.segments import pairwise_tiou
from pgcn_core.training.pools import FOREGROUND, Pools

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
# A deviation below this would blow every target up: all proposals are the ground truth itself.
_SMALLEST_DEVIATION = 1e-6


def offset_targets(frames: Indices, truth: Indices) -> Floats:
    """Return (N, 2) centre shift and log ratio of sizes towards the best ground truth.

    The best has the highest tIoU, of equals the first. Sizes count the last frame, so that they
    are one more than end minus start (pgcn_dataset.py:37-59).

    Args:
        frames: (N, 2) int64 proposals.
        truth: (G, 2) int64, G >= 1.
    """
    best = truth[pairwise_tiou(frames.astype(float), truth.astype(float)).argmax(axis=1)]
    size, wanted = frames[:, 1] - frames[:, 0] + 1, best[:, 1] - best[:, 0] + 1
    shift = (best.sum(axis=1) - frames.sum(axis=1)) / 2 / size
    return np.stack([shift, np.log(wanted / size)], axis=1)


def pool_targets(pools: Pools, truth: Indices) -> Floats:
    """Return (N, 2) targets of a video's pools, zero for all but foreground."""
    targets = np.zeros((len(pools.frames), 2))
    foreground = pools.of(FOREGROUND)
    if len(foreground):
        targets[foreground] = offset_targets(pools.frames[foreground], truth)
    return targets


def target_statistics(targets: Iterable[Floats], pools: Iterable[Pools]) -> Floats:
    """Return (2, 2): mean, then standard deviation, of the foreground of the lists.

    Ground truth is left out, as in the released code (pgcn_dataset.py:440-448); mean 0 and
    deviation 1 where nothing is left, and a deviation of 1 where there is none to speak of.
    """
    rows = [
        values[(one.kind == FOREGROUND) & ~one.is_truth]
        for values, one in zip(targets, pools, strict=True)
    ]
    together = np.concatenate([np.empty((0, 2)), *rows])
    if len(together) == 0:
        return np.array([[0.0, 0.0], [1.0, 1.0]])
    deviation = together.std(axis=0)
    return np.stack(
        [together.mean(axis=0), np.where(deviation < _SMALLEST_DEVIATION, 1.0, deviation)]
    )
