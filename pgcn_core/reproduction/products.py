"""What every data set of a reproduction becomes: untrimmed videos to learn from and to measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import Stream
from pgcn_core.features.products import FeatureSequence
from pgcn_core.segments import Segments

Part = Literal["train", "test"]


@dataclass(frozen=True, slots=True)
class UntrimmedVideo:
    """One video with its ground truth.

    Attributes:
        video_id: Its name.
        sequences: Features of every stream.
        segments: (G, 2) float64 seconds.
        label_idx: (G,) int64 in [0, K).
        duration_s: Its length.
    """

    video_id: str
    sequences: Mapping[Stream, FeatureSequence]
    segments: Segments
    label_idx: NDArray[np.int64]
    duration_s: float


@dataclass(frozen=True, slots=True)
class DataSplit:
    """Videos to learn from and videos to be measured on.

    Attributes:
        number: Of the split, from 1.
        labels: K names.
        train: Learned from.
        test: Measured on.
    """

    number: int
    labels: tuple[str, ...]
    train: tuple[UntrimmedVideo, ...]
    test: tuple[UntrimmedVideo, ...]

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The streams that the videos have."""
        return tuple(self.train[0].sequences)

    def part(self, name: Part) -> tuple[UntrimmedVideo, ...]:
        """Return one side of the split."""
        return self.train if name == "train" else self.test


def feature_sequence(
    stream: Stream, values: NDArray[np.float32], n_frames: int, fps: float, timing: tuple[int, int]
) -> FeatureSequence:
    """Return units at even distances as a sequence without Kinetics logits.

    Args:
        stream: What the features are of.
        values: (L, D) float32.
        n_frames: Length of the video.
        fps: Frames per second.
        timing: Frames between units, and frames of one unit; a unit ends with its video.
    """
    stride, window = timing
    starts = np.arange(len(values), dtype=np.float64) * stride
    return FeatureSequence(
        stream=stream,
        values=np.ascontiguousarray(values, np.float32),
        starts_s=starts / fps,
        ends_s=np.minimum(starts + window, max(n_frames, starts[-1] + 1)) / fps,
        n_frames=n_frames,
        fps=fps,
        stride_frames=stride,
        window_frames=window,
        label_logits=np.zeros((len(values), 0), np.float32),
        fingerprint="",
    )
