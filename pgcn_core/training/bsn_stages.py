"""What each of BSN's two networks learns from in an epoch, and how it is measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Event

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pgcn_core.errors import TrainingError
from pgcn_core.proposals.bsn.generation import boundary_features, boundary_probabilities
from pgcn_core.proposals.bsn.maker import Bsn, unit_curves
from pgcn_core.proposals.bsn.networks import ProposalEvaluation, TemporalEvaluation
from pgcn_core.proposals.bsn.settings import BsnSettings, BsnTrainingSettings
from pgcn_core.runtime import raise_if_cancelled
from pgcn_core.segments import pairwise_tiou
from pgcn_core.training.bsn_data import BsnData, BsnVideo
from pgcn_core.training.bsn_targets import draw_balanced, evaluation_loss, n_shown, temporal_loss
from pgcn_core.training.bsn_windows import Window, make_windows, stacked
from pgcn_core.training.draws import NO_CENTRE, generator, name_key, shuffled
from pgcn_core.training.precision import Precision, products_in

Floats = NDArray[np.float64]
Examples = tuple[NDArray[np.float32], Floats]
# No training reaches this epoch: validation always draws the same.
_MEASURING = 2**32


@dataclass(frozen=True, slots=True)
class Stage:
    """The training of one network.

    Attributes:
        name: In the log.
        title: For people.
        rate: First learning rate.
        weight_decay: Of all weights.
        losses: The batches of an epoch, counted from 0, in turn.
        measure: The mean loss on the videos set aside, in evaluation mode; None without any.
    """

    name: str
    title: str
    rate: float
    weight_decay: float
    losses: Callable[[int], Iterator[Tensor]]
    measure: Callable[[], float] | None


@dataclass(frozen=True, slots=True)
class StageMaker:
    """Makes both stages from the same data.

    Attributes:
        data: Videos to learn from, and those set aside.
        settings: Of the BSN.
        training: How it learns.
        seed: The person's.
        device: Where to compute.
        precision: Of the products.
        cancel: Heard between videos.
    """

    data: BsnData
    settings: BsnSettings
    training: BsnTrainingSettings
    seed: int
    device: torch.device
    precision: Precision
    cancel: Event | None

    def temporal(self, model: TemporalEvaluation) -> Stage:
        """Return the training of the temporal evaluation network.

        Raises:
            TrainingError: no unit lies in an action.
        """
        windows = make_windows(self.data.training, self.settings, self.training)
        held_out = [
            make_windows([one], self.settings, self.training) for one in self.data.validation
        ]
        aside = [window for one in held_out for window in one]
        order = np.arange(len(aside))
        training = self.training
        return Stage(
            "temporal",
            "Learning boundaries",
            training.temporal_rate,
            training.temporal_weight_decay,
            lambda epoch: self._on_windows(
                model, windows, shuffled(len(windows), self.seed, epoch)
            ),
            (lambda: _mean(self._on_windows(model, aside, order))) if aside else None,
        )

    def _on_windows(
        self, model: TemporalEvaluation, windows: Sequence[Window], order: NDArray[np.int64]
    ) -> Iterator[Tensor]:
        size = self.training.batch_windows
        for at in range(0, len(order), size):
            batch = [windows[n] for n in order[at : at + size]]
            values, targets, inside = stacked(batch, self.device)
            with products_in(self.precision, self.device):
                logits = model(values, inside)
            yield temporal_loss(logits.float(), targets, inside, self.training.actionness_weight)

    def evaluation(self, temporal: TemporalEvaluation, model: ProposalEvaluation) -> Stage:
        """Return the training of the proposal evaluation network on what the first one makes.

        Raises:
            TrainingError: it makes nothing.
            Cancelled: the flag was set.
        """
        data = self.data
        bsn = Bsn(
            self.settings, data.streams, data.feature_dim, data.max_duration_s, temporal, model
        )
        features, tiou = self._examples(bsn, data.training)
        if len(tiou) == 0:
            raise TrainingError(
                "The network found no start before an end in any training video.",
                "Train longer, or look at the features.",
            )
        aside = self._examples(bsn, data.validation)
        training = self.training
        return Stage(
            "evaluation",
            "Learning to rank proposals",
            training.evaluation_rate,
            training.evaluation_weight_decay,
            lambda epoch: self._on_examples(model, (features, tiou), epoch),
            (lambda: _mean(self._on_examples(model, aside, _MEASURING))) if len(aside[1]) else None,
        )

    def _on_examples(
        self, model: ProposalEvaluation, examples: Examples, epoch: int
    ) -> Iterator[Tensor]:
        features, tiou = examples
        rng = generator(self.seed, name_key("bsn/proposals"), (epoch, 0, NO_CENTRE))
        order, size = draw_balanced(tiou, self.training, rng), self.training.batch_proposals
        for at in range(0, len(order), size):
            rows = order[at : at + size]
            wanted = torch.from_numpy(tiou[rows].astype(np.float32)).to(self.device)
            with products_in(self.precision, self.device):
                confidence = model(torch.from_numpy(features[rows]).to(self.device))
            yield evaluation_loss(confidence.float(), wanted)

    def _examples(self, bsn: Bsn, videos: Sequence[BsnVideo]) -> Examples:
        """Return features and best tIoU of the likeliest proposals of videos."""
        points = 2 * self.settings.side_points + self.settings.centre_points
        features: list[NDArray[np.float32]] = [np.zeros((0, points), np.float32)]
        tious: list[Floats] = [np.zeros(0)]
        for video in videos:
            raise_if_cancelled(self.cancel)
            curves = unit_curves(bsn.temporal, video.units)
            pairs = bsn.pairs(curves)
            likely = np.argsort(-boundary_probabilities(pairs, curves), kind="stable")
            n_units = len(video.units.centres_s)
            pairs = pairs[likely[: n_shown(n_units, self.settings, self.training)]]
            features.append(boundary_features(pairs, curves, self.settings))
            tious.append(pairwise_tiou(pairs, video.truth).max(axis=1, initial=0.0))
        return np.concatenate(features), np.concatenate(tious)


def _mean(losses: Iterator[Tensor]) -> float:
    with torch.inference_mode():
        values = [float(one) for one in losses]
    return sum(values) / max(len(values), 1)
