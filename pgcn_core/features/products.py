"""What the feature room hands on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import Stream


@dataclass(frozen=True, slots=True)
class FeatureSequence:
    """Features of one stream of one video.

    Attributes:
        stream: rgb or flow.
        values: (L, D) float32, L >= 1.
        starts_s: (L,) float64, start of each snippet in the video, seconds.
        ends_s: (L,) float64, its end.
        n_frames: Frames the features were sampled from (after resampling to the settings' fps).
        fps: Rate of those frames.
        stride_frames: Frames between snippets.
        window_frames: Frames of one snippet.
        label_logits: (L, 400) float32, the backbone's own Kinetics logits per snippet.
        fingerprint: Hash of video content, settings and weights.
    """

    stream: Stream
    values: NDArray[np.float32]
    starts_s: NDArray[np.float64]
    ends_s: NDArray[np.float64]
    n_frames: int
    fps: float
    stride_frames: int
    window_frames: int
    label_logits: NDArray[np.float32]
    fingerprint: str
