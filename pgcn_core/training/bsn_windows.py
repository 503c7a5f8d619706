"""The windows that BSN's temporal network learns from (BSN section 3.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pgcn_core.errors import TrainingError
from pgcn_core.proposals.bsn.networks import TemporalEvaluation
from pgcn_core.proposals.bsn.settings import BsnSettings, BsnTrainingSettings
from pgcn_core.training.bsn_data import BsnVideo
from pgcn_core.training.bsn_targets import unit_targets

Window = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]
# A feature that never changes is left at its size.
_SMALLEST_SCALE = 1e-4


def make_windows(
    videos: Sequence[BsnVideo], settings: BsnSettings, training: BsnTrainingSettings
) -> list[Window]:
    """Return the training windows: values (W, D), targets (3, W), units that are there (W,).

    Only windows with some action in them, as in the paper. A video shorter than a window is padded.
    A rescaled video is one window.

    Raises:
        TrainingError: there is none.
    """
    windows = [one for video in videos for one in _windows_of(video, settings, training)]
    if not windows:
        raise TrainingError(
            "No unit of any video lies in an action.",
            "Compare the times of the features with those of the ground truth.",
        )
    return windows


def _windows_of(
    video: BsnVideo, settings: BsnSettings, training: BsnTrainingSettings
) -> Iterator[Window]:
    width = settings.window_units
    targets = unit_targets(video.units, video.truth, training)
    n_units = targets.shape[1]
    shift = max(round(width * training.window_shift), 1)
    last = max(n_units - width, 0)
    for first in sorted({*range(0, last, shift), last}):
        end = min(first + width, n_units)
        if targets[:, first:end].any():
            yield _window(video, targets, first, end, width)


def _window(
    video: BsnVideo, targets: NDArray[np.float32], first: int, end: int, width: int
) -> Window:
    n_units = end - first
    values = np.zeros((width, video.units.values.shape[1]), np.float32)
    values[:n_units] = video.units.values[first:end]
    wanted = np.zeros((3, width), np.float32)
    wanted[:, :n_units] = targets[:, first:end]
    return values, wanted, np.arange(width) < n_units


def stacked(windows: Sequence[Window], device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Return a batch: values (B, W, D), targets (B, 3, W), units that are there (B, W)."""
    values, targets, inside = (
        torch.from_numpy(np.stack(part)).to(device) for part in zip(*windows, strict=True)
    )
    return values, targets, inside


def standardise(model: TemporalEvaluation, videos: Sequence[BsnVideo]) -> None:
    """Set mean and deviation of every feature, each video weighing alike."""
    means = np.stack([video.units.values.mean(axis=0, dtype=np.float64) for video in videos])
    squares = np.stack(
        [(video.units.values.astype(np.float64) ** 2).mean(axis=0) for video in videos]
    )
    mean = means.mean(axis=0)
    scale = np.sqrt(np.maximum(squares.mean(axis=0) - mean**2, 0.0))
    model.feature_mean.copy_(torch.from_numpy(mean))
    model.feature_scale.copy_(torch.from_numpy(np.where(scale > _SMALLEST_SCALE, scale, 1.0)))
