"""Learns, from videos whose labels nobody knows, what is the same for every label.

What a proposal shows is left to the Kinetics classifier. Learned are: whether anything happens in
it at all, how whole it is, and where its ends belong; one answer for all labels. Rendered people
are no footage, so few numbers are learned and they are held small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from default_model.examples import Example, targets_of
from pgcn_core.checkpoints import StreamCheckpoint
from pgcn_core.config import ModelSettings, Stream
from pgcn_core.features.i3d import FEATURE_DIM
from pgcn_core.model import Gcn, GraphTensors, Pgcn, graph_tensors
from pgcn_core.proposals.posteriors import BACKGROUND_NATS

# An action fills so much of a proposal that it is seen, or so little that it is not.
_SEEN, _NOT_SEEN = 0.5, 0.1
# Ends are learned from proposals that have found an action.
_FOUND_TIOU = 0.4
_FIRST_CONTRAST = 0.1


@dataclass(frozen=True, slots=True)
class LearningSettings:
    """How the shared part is learned.

    Attributes:
        model: Shape of the network; its dropouts count.
        epochs: Passes over the videos.
        rate: Of Adam.
        decay: Of the weights (decoupled).
        regression: Weight of the ends in the loss; 0 leaves them where the proposals have them.
    """

    model: ModelSettings
    epochs: int = 40
    rate: float = 1e-3
    decay: float = 0.05
    regression: float = 0.5


class _Said(NamedTuple):
    """For N proposals: (N, K) labels, (N,) background, (N,) completeness, (N, 2) offsets."""

    labels: Tensor
    background: Tensor
    completeness: Tensor
    offsets: Tensor


class SharedHeads(nn.Module):
    """The graph networks of a P-GCN with heads that answer the same for every label.

    Args:
        head: (K, D) weight and (K,) bias of the classifier.
        settings: How it is learned.
    """

    def __init__(
        self, head: tuple[NDArray[np.float32], NDArray[np.float32]], settings: LearningSettings
    ) -> None:
        super().__init__()
        weight, bias = (torch.from_numpy(part).double() for part in head)
        # Only differences count, and the background's level is one of the centred logits.
        self.register_buffer("weight", (weight - weight.mean(dim=0)).float())
        self.register_buffer("bias", (bias - bias.mean()).float())
        self.settings = settings
        model = settings.model
        self.activity = Gcn(FEATURE_DIM, model, model.activity_network)
        self.completeness = Gcn(3 * FEATURE_DIM, model, model.completeness_network)
        self.background_fc = nn.Linear(2 * FEATURE_DIM, 1)
        self.completeness_fc = nn.Linear(6 * FEATURE_DIM, 1)
        self.regressor_fc = nn.Linear(6 * FEATURE_DIM, 2)
        for layer in (self.background_fc, self.completeness_fc, self.regressor_fc):
            nn.init.normal_(layer.weight, 0.0, 0.001)
            nn.init.zeros_(layer.bias)
        nn.init.constant_(self.background_fc.bias, float(np.log(len(bias))) + BACKGROUND_NATS)
        self.contrast = nn.Parameter(torch.tensor(_FIRST_CONTRAST))
        self.dropout = nn.Dropout(model.activity_dropout)

    weight: Tensor
    bias: Tensor

    def standing_out(self, completeness: Tensor) -> Tensor:
        """Return (N, K): logits inside less the mean of those before and after."""
        before, inside, after = completeness.chunk(3, dim=1)
        return functional.linear(inside - 0.5 * (before + after), self.weight)

    def forward(self, activity: Tensor, completeness: Tensor, graph: GraphTensors) -> _Said:
        """Return what is said of N proposals, of the label each most looks like."""
        labels = functional.linear(activity, self.weight, self.bias)
        seen = self.dropout(torch.cat([self.activity(activity, graph), activity], dim=1))
        whole = self.dropout(torch.cat([self.completeness(completeness, graph), completeness], 1))
        likeliest = labels.argmax(dim=1, keepdim=True)
        out = self.standing_out(completeness).gather(1, likeliest)[:, 0]
        said = self.completeness_fc(whole)[:, 0] + self.contrast * out
        return _Said(labels, self.background_fc(seen)[:, 0], said, self.regressor_fc(whole))

    def as_pgcn(self, offset_stats: NDArray[np.float64]) -> StreamCheckpoint:
        """Return a P-GCN of K labels that says the same."""
        n_labels = len(self.bias)
        state = Pgcn(self.settings.model).state_dict()
        for ours, theirs in (("activity", "Act_GCN"), ("completeness", "Comp_GCN")):
            for name, value in getattr(self, ours).state_dict().items():
                state[f"{theirs}.{name}"] = value
        labels = torch.cat([torch.zeros_like(self.weight), self.weight], dim=1)
        state["activity_fc.weight"] = torch.cat([self.background_fc.weight, labels])
        state["activity_fc.bias"] = torch.cat([self.background_fc.bias, self.bias])
        side = -0.5 * self.contrast * self.weight
        own = torch.cat([side, self.contrast * self.weight, side], dim=1)
        own = torch.cat([torch.zeros_like(own), own], dim=1)
        state["completeness_fc.weight"] = self.completeness_fc.weight + own
        state["completeness_fc.bias"] = self.completeness_fc.bias.repeat(n_labels)
        state["regressor_fc.weight"] = self.regressor_fc.weight.repeat(n_labels, 1)
        state["regressor_fc.bias"] = self.regressor_fc.bias.repeat(n_labels)
        kept = {name: value.detach().clone().float() for name, value in state.items()}
        return StreamCheckpoint(self.settings.model, kept, torch.from_numpy(offset_stats))


def learn(
    examples: Sequence[Example],
    stream: Stream,
    head: tuple[NDArray[np.float32], NDArray[np.float32]],
    settings: LearningSettings,
    seed: int = 0,
) -> StreamCheckpoint:
    """Return the network of one stream, learned from videos with their truth.

    Args:
        examples: At least one with an action.
        stream: One that all of them have.
        head: Weight and bias of the feature network's classifier.
        settings: How.
        seed: Of the first weights, the order of the videos and what is dropped.
    """
    torch.manual_seed(seed)
    heads = SharedHeads(head, settings)
    stats = _offset_stats(examples)
    lessons = [_Lesson.of(one, stream, stats) for one in examples]
    rate, decay = settings.rate, settings.decay
    optimiser = torch.optim.AdamW(heads.parameters(), lr=rate, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, settings.epochs * len(lessons))
    for _ in range(settings.epochs):
        for at in torch.randperm(len(lessons)).tolist():
            optimiser.zero_grad()
            lessons[at].loss(heads).backward()
            optimiser.step()
            schedule.step()
    if settings.regression == 0:
        nn.init.zeros_(heads.regressor_fc.weight)
        stats = np.array([[0.0, 0.0], [1.0, 1.0]])
    return heads.as_pgcn(stats)


def _offset_stats(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Return (2, 2) mean and deviation of the offsets of proposals that found an action."""
    rows = []
    for one in examples:
        targets = targets_of(one.proposals.segments, one.video.segments)
        rows.append(targets.offsets[targets.tiou > _FOUND_TIOU])
    together = np.concatenate(rows)
    return np.stack([together.mean(axis=0), together.std(axis=0)])


@dataclass(frozen=True, slots=True)
class _Lesson:
    """One video as tensors.

    Attributes:
        seen: (N,) 1 where an action is seen, 0 where none is, -1 where it is neither.
        tiou: (N,) with the best action.
        offsets: (N, 2) normalised.
    """

    activity: Tensor
    completeness: Tensor
    graph: GraphTensors
    seen: Tensor
    tiou: Tensor
    offsets: Tensor

    @classmethod
    def of(cls, example: Example, stream: Stream, stats: NDArray[np.float64]) -> _Lesson:
        targets = targets_of(example.proposals.segments, example.video.segments)
        seen = np.where(
            targets.inside > _SEEN, 1.0, np.where(targets.inside < _NOT_SEEN, 0.0, -1.0)
        )
        pooled = example.pooled[stream]
        return cls(
            torch.from_numpy(np.ascontiguousarray(pooled.activity)),
            torch.from_numpy(pooled.completeness),
            graph_tensors(example.graph),
            torch.from_numpy(seen).float(),
            torch.from_numpy(targets.tiou).float(),
            torch.from_numpy((targets.offsets - stats[0]) / stats[1]).float(),
        )

    def loss(self, heads: SharedHeads) -> Tensor:
        """Return what the heads get wrong, each kind of proposal weighing alike."""
        said = heads(self.activity, self.completeness, self.graph)
        total = _even_loss(said.labels.logsumexp(dim=1) - said.background, self.seen)
        # Whole or not is asked of what looks like an action; the rest is the background's.
        asked = self.tiou > 0
        if asked.any():
            total = total + functional.binary_cross_entropy_with_logits(
                said.completeness[asked], self.tiou[asked]
            )
        found = self.tiou > _FOUND_TIOU
        if found.any():
            wrong = functional.smooth_l1_loss(said.offsets[found], self.offsets[found])
            total = total + heads.settings.regression * wrong
        return total


def _even_loss(logits: Tensor, target: Tensor) -> Tensor:
    """Return the cross-entropy of (N,) yes-or-no, yes and no weighing alike; -1 is not asked."""
    losses = [
        functional.binary_cross_entropy_with_logits(logits[target == one], target[target == one])
        for one in (0.0, 1.0)
        if (target == one).any()
    ]
    return torch.stack(losses).mean()
