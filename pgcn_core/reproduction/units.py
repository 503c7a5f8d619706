"""From features of every frame to units on one scale, as proposals are pooled over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import Stream
from pgcn_core.reproduction.kitchen import KitchenSplit, KitchenVideo
from pgcn_core.reproduction.products import DataSplit, UntrimmedVideo, feature_sequence

Features = NDArray[np.float32]
# A channel that hardly moves in the training videos is not blown up.
_SMALLEST_DEVIATION = 1e-3
# A knock on an accelerometer lies tens of deviations off, and the loss with it.
LARGEST_DEVIATIONS = 4.0
# Brings a unit to about the length of an I3D feature, for which the learning rates were chosen.
SCALE = 0.5


@dataclass(frozen=True, slots=True)
class UnitSettings:
    """How frames become units.

    Attributes:
        stride_frames: Frames between units.
        window_frames: Frames of one unit.
    """

    stride_frames: int
    window_frames: int


def as_units(split: KitchenSplit, number: int, settings: UnitSettings) -> DataSplit:
    """Return a split whose features are units, standardised by the training videos.

    A unit of the spatial CNN is the mean of its frames. One of the accelerometers is mean and
    maximum of its frames: a knock is short.

    Args:
        split: Features of every frame.
        number: Of the split.
        settings: Length and distance of the units.
    """
    scales = {
        stream: _scale([_pooled(video.features[stream], stream, settings) for video in split.train])
        for stream in split.train[0].features
    }

    def converted(video: KitchenVideo) -> UntrimmedVideo:
        timing = (settings.stride_frames, settings.window_frames)
        sequences = {}
        for stream, values in video.features.items():
            mean, deviation = scales[stream]
            units = (_pooled(values, stream, settings) - mean) / deviation
            units = SCALE * np.clip(units, -LARGEST_DEVIATIONS, LARGEST_DEVIATIONS)
            sequences[stream] = feature_sequence(stream, units, video.n_frames, video.fps, timing)
        return UntrimmedVideo(
            video.video_id, sequences, video.segments, video.label_idx, video.duration_s
        )

    return DataSplit(
        number,
        split.labels,
        tuple(converted(video) for video in split.train),
        tuple(converted(video) for video in split.test),
    )


def _pooled(values: Features, stream: Stream, settings: UnitSettings) -> Features:
    """Return (L, D) or, of accelerometers, (L, 2D) units of (T, D) frames."""
    firsts = range(0, len(values), settings.stride_frames)
    windows = [values[first : first + settings.window_frames] for first in firsts]
    means = np.stack([window.mean(axis=0) for window in windows])
    if stream == "rgb":
        return means
    return np.concatenate([means, np.stack([window.max(axis=0) for window in windows])], axis=1)


def _scale(videos: Sequence[Features]) -> tuple[Features, Features]:
    """Return mean and deviation of every number over all units of all videos."""
    together = np.concatenate(videos).astype(np.float64)
    deviation = np.maximum(together.std(axis=0), _SMALLEST_DEVIATION)
    return together.mean(axis=0).astype(np.float32), deviation.astype(np.float32)
