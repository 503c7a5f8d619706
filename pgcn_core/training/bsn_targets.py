"""What BSN's networks are told, and how far they are off (BSN section 3.4)."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pgcn_core.proposals.bsn.settings import BsnSettings, BsnTrainingSettings
from pgcn_core.proposals.bsn.units import Units
from pgcn_core.segments import Segments

Indices = NDArray[np.int64]
# A boundary in the middle between two units belongs to both.
_CLOSE = 1e-9


def unit_targets(
    units: Units, truth: Segments, settings: BsnTrainingSettings
) -> NDArray[np.float32]:
    """Return (3, U) 0 or 1: whether each unit is a start, an end, inside an action.

    A unit is positive when at least ``overlap`` of it lies in a region of that kind. A boundary's
    region reaches ``boundary_ratio`` of the action to either side, and half a unit at least, so
    that short actions have boundaries too.

    Args:
        units: U units of one video.
        truth: (G, 2) seconds.
        settings: ``boundary_ratio`` and ``overlap``.
    """
    half = 0.5 * units.step_s
    spans = np.stack([units.centres_s - half, units.centres_s + half], axis=1)
    reach = np.maximum(settings.boundary_ratio * (truth[:, 1] - truth[:, 0]), half)
    starts = np.stack([truth[:, 0] - reach, truth[:, 0] + reach], axis=1)
    ends = np.stack([truth[:, 1] - reach, truth[:, 1] + reach], axis=1)
    shares = np.stack([_covered(spans, regions) for regions in (starts, ends, truth)])
    return (shares >= settings.overlap - _CLOSE).astype(np.float32)


def _covered(spans: Segments, regions: Segments) -> NDArray[np.float64]:
    """Return (U,) the largest part of each span that lies in one region."""
    starts = np.maximum(spans[:, None, 0], regions[None, :, 0])
    ends = np.minimum(spans[:, None, 1], regions[None, :, 1])
    shared = np.clip(ends - starts, 0.0, None).max(axis=1, initial=0.0)
    parts: NDArray[np.float64] = shared / (spans[:, 1] - spans[:, 0])
    return parts


def temporal_loss(
    logits: Tensor, targets: Tensor, inside: Tensor, actionness_weight: float
) -> Tensor:
    """Return the loss of the temporal evaluation network.

    Binary cross-entropy of start, end and action in which positive and negative units weigh half
    each, however few either are; action counts ``actionness_weight`` times.

    Args:
        logits: (B, 3, U).
        targets: (B, 3, U) 0 or 1.
        inside: (B, U) bool: units that count.
        actionness_weight: Of the third.
    """
    weights = (1.0, 1.0, actionness_weight)
    losses = [
        weight * _balanced(logits[:, kind][inside], targets[:, kind][inside])
        for kind, weight in enumerate(weights)
    ]
    return torch.stack(losses).sum()


def _balanced(logits: Tensor, targets: Tensor) -> Tensor:
    each = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction="none")
    positive = targets > 0.5
    n_positive = positive.sum().clamp(min=1)
    n_negative = (~positive).sum().clamp(min=1)
    return 0.5 * (each[positive].sum() / n_positive + each[~positive].sum() / n_negative)


def evaluation_loss(confidence: Tensor, tiou: Tensor) -> Tensor:
    """Return the smooth L1 distance of (N,) confidences from (N,) best tIoUs."""
    return torch.nn.functional.smooth_l1_loss(confidence, tiou)


def n_shown(n_units: int, settings: BsnSettings, training: BsnTrainingSettings) -> int:
    """Return how many proposals of a video the perceptron learns from: more of a longer one.

    BSN cuts the videos of THUMOS14 into windows and takes as many of each; here a video is looked
    at as a whole. As few of it would all lie where its boundaries are clearest, and the perceptron
    would never see most of what it has to rank.

    Args:
        n_units: Of the video.
        settings: ``window_units``.
        training: ``proposals_per_window``.
    """
    n_windows = max(n_units / settings.window_units, 1.0)
    return math.ceil(training.proposals_per_window * n_windows)


def draw_balanced(
    tiou: NDArray[np.float64], settings: BsnTrainingSettings, rng: np.random.Generator
) -> Indices:
    """Return proposals of one epoch, shuffled: whole, partial and wrong as 1 : 1 : 2.

    All that are whole are taken, and as many of the others, as far as there are; without whole
    ones, all.

    Args:
        tiou: (N,) best tIoU of each proposal.
        settings: ``positive_tiou`` and ``negative_tiou``.
        rng: Of this epoch.
    """
    whole = np.flatnonzero(tiou > settings.positive_tiou)
    wrong = np.flatnonzero(tiou < settings.negative_tiou)
    partial = np.flatnonzero((tiou <= settings.positive_tiou) & (tiou >= settings.negative_tiou))
    if len(whole) == 0:
        return rng.permutation(len(tiou))
    parts = [
        whole,
        rng.permutation(partial)[: len(whole)],
        rng.permutation(wrong)[: 2 * len(whole)],
    ]
    return rng.permutation(np.concatenate(parts))
