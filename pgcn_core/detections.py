"""Room 7: scores become detections; near-duplicates are suppressed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.segments import Segments


@dataclass(frozen=True, slots=True)
class Detections:
    """Labelled, scored segments of one video, best first.

    Attributes:
        segments: (M, 2) float64 seconds inside the video.
        label_idx: (M,) int64 in [0, K).
        score: (M,) float32, may be above 1.
        proposal_idx: (M,) int64, the proposal each came from.
    """

    segments: Segments
    label_idx: NDArray[np.int64]
    score: NDArray[np.float32]
    proposal_idx: NDArray[np.int64]
