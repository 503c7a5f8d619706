"""Dropout that every video draws for itself, so that it is the same however a batch is divided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn

from pgcn_core.model import Pgcn
from pgcn_core.training.draws import NO_CENTRE, generator, name_key

Rows = Literal["centres", "proposals"]


class DrawnVideo(NamedTuple):
    """One video's share of a batch.

    Attributes:
        key: Stands for the video in the generators.
        repeat: Which of its draws in the epoch it is.
        n_centres: Centres it gives.
        n_proposals: Proposals its trees hold, each once.
    """

    key: int
    repeat: int
    n_centres: int
    n_proposals: int


class Masks:
    """The generators of the videos of one step.

    Args:
        seed: The person's.
        device: Where masks are drawn; another kind of device draws others.
    """

    def __init__(self, seed: int, device: torch.device) -> None:
        self._seed, self._device = seed, device
        self._videos: Sequence[DrawnVideo] = ()
        self._generators: list[torch.Generator] = []

    def begin(self, videos: Sequence[DrawnVideo], epoch: int) -> None:
        """Start a step: the next masks are those of these videos, in their order."""
        self._videos = videos
        self._generators = [self._generator(one, epoch) for one in videos]

    def _generator(self, video: DrawnVideo, epoch: int) -> torch.Generator:
        key = video.key ^ name_key("dropout")
        drawn = generator(self._seed, key, (epoch, video.repeat, NO_CENTRE)).integers(2**62)
        return torch.Generator(self._device).manual_seed(int(drawn))

    def draw(self, shape: torch.Size, kept: float, over: Rows) -> Tensor:
        """Return a mask of ones, as many as ``kept`` says, and zeros.

        Args:
            shape: (R, D); the rows of a video follow each other and are as many times its centres
                or its proposals as R is of all.
            kept: Share of ones.
            over: What the rows are.
        """
        mask = torch.empty(shape, device=self._device)
        counts = [one.n_centres if over == "centres" else one.n_proposals for one in self._videos]
        times = shape[0] // max(sum(counts), 1)
        low = 0
        for count, random in zip(counts, self._generators, strict=True):
            mask[low : low + count * times].bernoulli_(kept, generator=random)
            low += count * times
        return mask


class CountedDropout(nn.Module):
    """Dropout with the masks of the videos instead of torch's global generator.

    Args:
        share: What is dropped.
        over: What the rows it sees are.
        masks: Of the training.
    """

    def __init__(self, share: float, over: Rows, masks: Masks) -> None:
        super().__init__()
        self._share, self._over, self._masks = share, over, masks

    def forward(self, values: Tensor) -> Tensor:
        """Return (R, D) values, some of them zero and the others larger for it."""
        if not self.training or self._share == 0:
            return values
        kept = 1.0 - self._share
        mask = self._masks.draw(values.shape, kept, self._over)
        return values * (mask / kept if kept else mask).to(values.dtype)


def count_dropout(model: Pgcn, masks: Masks) -> None:
    """Let a network drop what the videos draw."""
    settings = model.settings
    model.dropout = CountedDropout(settings.activity_dropout, "centres", masks)
    for one in (model.Act_GCN, model.Comp_GCN):
        # A mean over neighbours needs every proposal's own row first.
        over: Rows = "proposals" if one.network == "mean" else "centres"
        one.dropout = CountedDropout(settings.gcn_dropout, over, masks)
