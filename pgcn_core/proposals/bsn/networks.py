"""The two networks of BSN: what each moment is, and how good a proposal is."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class TemporalEvaluation(nn.Module):
    """Probabilities of start, end and action at every unit (BSN section 3.3).

    Three convolutions over time. Every feature is first moved and scaled by its mean and deviation
    over the training videos, so that any features can be used.

    Args:
        feature_dim: D.
        hidden: Channels in between.
    """

    feature_mean: Tensor
    feature_scale: Tensor

    def __init__(self, feature_dim: int, hidden: int) -> None:
        super().__init__()
        self.register_buffer("feature_mean", torch.zeros(feature_dim))
        self.register_buffer("feature_scale", torch.ones(feature_dim))
        self.first = nn.Conv1d(feature_dim, hidden, 3, padding=1)
        self.second = nn.Conv1d(hidden, hidden, 3, padding=1)
        self.last = nn.Conv1d(hidden, 3, 1)

    def forward(self, values: Tensor, inside: Tensor | None = None) -> Tensor:
        """Return logits.

        Args:
            values: (B, U, D) float32.
            inside: (B, U) bool: units that are there. Others count as the padding of a
                convolution; None when all are.

        Returns:
            (B, 3, U) float32: start, end, action.
        """
        scaled = ((values - self.feature_mean) / self.feature_scale).transpose(1, 2)
        mask = None if inside is None else inside[:, None, :].to(values.dtype)
        if mask is not None:
            scaled = scaled * mask
        hidden = torch.relu(self.first(scaled))
        if mask is not None:
            hidden = hidden * mask
        logits: Tensor = self.last(torch.relu(self.second(hidden)))
        return logits


class ProposalEvaluation(nn.Module):
    """How much of one action a proposal covers, from its actionness alone (BSN section 3.3).

    Args:
        points: Numbers of one proposal's feature.
        hidden: Width in between.
    """

    def __init__(self, points: int, hidden: int) -> None:
        super().__init__()
        self.first = nn.Linear(points, hidden)
        self.last = nn.Linear(hidden, 1)

    def forward(self, features: Tensor) -> Tensor:
        """Return the (N,) confidence in [0, 1] of (N, points) features."""
        confidence: Tensor = torch.sigmoid(self.last(torch.relu(self.first(features))))[:, 0]
        return confidence
