"""What the proposal room hands on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.segments import Segments


@dataclass(frozen=True, slots=True)
class ProposalSet:
    """Class-agnostic segments of one video, best first; an imported list may have its own order.

    Attributes:
        segments: (N, 2) float64 seconds, N may be 0.
        actionness: (N,) float32 in [0, 1].
    """

    segments: Segments
    actionness: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ProposalFeatures:
    """Features of N proposals of one stream.

    Attributes:
        activity: (N, D) float32, pooled over the proposal (paper section 3.1). May be the middle of
            ``completeness`` itself, no copy of it.
        completeness: (N, 3D) float32, start context | proposal | end context.
    """

    activity: NDArray[np.float32]
    completeness: NDArray[np.float32]
