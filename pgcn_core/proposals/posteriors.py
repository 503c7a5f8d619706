"""What a moment shows, one label or none of them, from the backbone's own logits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pgcn_core.proposals.tag import Indices, tag_runs

Floats = NDArray[np.float64]

# Background weighs as much as this many nats above the even share of all labels together. A
# softmax over the labels alone must always name one and is often sure of it where nothing happens;
# how large the logits are tells the two apart (the free energy of Liu et al., NeurIPS 2020,
# "Energy-based Out-of-distribution Detection"). Seen with the Kinetics network: street, tables and
# passers-by 1 to 10 nats above the even share, actions 10 to 37. docs/benchmarks.md has the trials.
BACKGROUND_NATS = 6.0


def with_background(logits: NDArray[np.floating]) -> Floats:
    """Return (N, K + 1) float64 logits: background in column 0, then the (N, K) labels'.

    The labels' logits are moved so that their mean is 0, so a network's offset does not count.
    """
    centred = logits.astype(np.float64)
    centred -= centred.mean(axis=1, keepdims=True)
    level = np.log(logits.shape[1]) + BACKGROUND_NATS
    return np.concatenate([np.full((len(logits), 1), level), centred], axis=1)


def softmax(logits: Floats) -> Floats:
    """Return the probabilities of each row of logits."""
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def label_runs(
    label_logits: NDArray[np.floating], levels: tuple[float, ...], ratios: tuple[float, ...]
) -> Indices:
    """Return the runs of snippets over which single labels stay likely.

    The watershed of ``tag_runs`` on the probability of each label that is the most likely one,
    background included, in at least one snippet. Where one action follows another without a pause
    the actionness has no gap, but the labels change.

    Args:
        label_logits: (L, K), the backbone's.
        levels: Water levels, as of ``tag_runs``.
        ratios: Smallest share of dry snippets, as of ``tag_runs``.

    Returns:
        (R, 2) int64 first snippet and one past the last.
    """
    likely = softmax(with_background(label_logits))
    leading = np.unique(likely.argmax(axis=1))
    found = [tag_runs(likely[:, column], levels, ratios) for column in leading[leading > 0]]
    return np.concatenate([np.empty((0, 2), np.int64), *found])
