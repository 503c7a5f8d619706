"""Room 4: which proposals are neighbours. Needs segments only, so both streams share it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CONTEXTUAL = 0
SURROUNDING = 1


@dataclass(frozen=True, slots=True)
class ProposalGraph:
    """Neighbour lists of N proposals in compressed rows.

    The neighbours of proposal i are ``neighbours[indptr[i]:indptr[i + 1]]``; i itself is not among
    them (official mode's self slots live in ``self_weight``).

    Attributes:
        indptr: (N + 1,) int64.
        neighbours: (E,) int64 proposal indices.
        kind: (E,) uint8, CONTEXTUAL or SURROUNDING.
        weight: (E,) float32, what multiplies the cosine: 1 in paper mode, the share of slots in
            official mode (0.1 times multiplicity).
        self_weight: (N,) float32, A_ii: 1 in paper mode, 1 plus the share of self slots otherwise.
    """

    indptr: NDArray[np.int64]
    neighbours: NDArray[np.int64]
    kind: NDArray[np.uint8]
    weight: NDArray[np.float32]
    self_weight: NDArray[np.float32]
