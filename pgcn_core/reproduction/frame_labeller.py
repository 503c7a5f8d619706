"""A small network that guesses the label of every frame; it proposes segments and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from pgcn_core.training.draws import torch_seeded

Features = NDArray[np.float32]
Indices = NDArray[np.int64]
# One pass over a video: features and labels, spoiled anew each time it is asked for.
Draw = Callable[[], tuple[Features, Indices]]


@dataclass(frozen=True, slots=True)
class LabellerSettings:
    """Shape and training of the network.

    Attributes:
        hidden: Channels.
        dilations: Of the convolutions of five frames, one after the other.
        dropout: Share of channels.
        epochs: Passes over the videos.
        rate: Of Adam; falls to a third after 60 of 100 epochs.
    """

    hidden: int = 48
    dilations: tuple[int, ...] = (1, 4, 12)
    dropout: float = 0.4
    epochs: int = 30
    rate: float = 3e-3


class FrameLabeller(nn.Module):
    """Residual dilated convolutions over time."""

    def __init__(self, in_dim: int, n_labels: int, settings: LabellerSettings) -> None:
        super().__init__()
        self.first = nn.Conv1d(in_dim, settings.hidden, 1)
        self.middle = nn.ModuleList(
            nn.Conv1d(settings.hidden, settings.hidden, 5, padding=2 * width, dilation=width)
            for width in settings.dilations
        )
        self.last = nn.Conv1d(settings.hidden, n_labels, 1)
        self.dropout = nn.Dropout(settings.dropout)

    def forward(self, values: Tensor) -> Tensor:
        """Return (T, K) logits from (T, D)."""
        hidden = self.dropout(self.first(self.dropout(values.T[None])).relu())
        for layer in self.middle:
            hidden = hidden + self.dropout(layer(hidden).relu())
        logits: Tensor = self.last(hidden)[0].T
        return logits


def fit_labeller(
    videos: Sequence[Draw], n_labels: int, settings: LabellerSettings, seed: int
) -> FrameLabeller:
    """Train on every video once an epoch, one video a step.

    Args:
        videos: (T, D) features and (T,) labels, drawn anew each time.
        n_labels: K.
        settings: Shape and training.
        seed: Of weights, dropout and order.

    Returns:
        In evaluation mode.
    """
    rng = np.random.default_rng(seed)
    with torch_seeded(seed, "frame labeller", torch.device("cpu")):
        labeller = FrameLabeller(videos[0]()[0].shape[1], n_labels, settings)
        optimiser = torch.optim.Adam(labeller.parameters(), settings.rate, weight_decay=1e-4)
        for epoch in range(settings.epochs):
            is_early = epoch < 0.6 * settings.epochs
            for group in optimiser.param_groups:
                group["lr"] = settings.rate * (1.0 if is_early else 0.3)
            for number in rng.permutation(len(videos)):
                values, labels = videos[number]()
                logits = labeller(torch.from_numpy(values))
                loss = functional.cross_entropy(logits, torch.from_numpy(labels))
                optimiser.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                optimiser.step()
    return labeller.eval()


def frame_likelihoods(labellers: Sequence[FrameLabeller], values: Features) -> Features:
    """Return (T, K) float32 mean probabilities of one or more labellers."""
    with torch.inference_mode():
        inputs = torch.from_numpy(values)
        likely = [torch.softmax(one(inputs), dim=1) for one in labellers]
        mean: Features = torch.stack(likely).mean(dim=0).numpy()
    return mean
