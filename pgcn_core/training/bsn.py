"""Training a BSN: first what each moment is, then how good the proposals are (BSN section 3.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn, optim

from pgcn_core.config import ProposalSettings
from pgcn_core.errors import TrainingError
from pgcn_core.evaluation.recall import VideoProposals, average_recall
from pgcn_core.proposals.bsn.checkpoint import save_bsn
from pgcn_core.proposals.bsn.generation import boundary_features, boundary_probabilities
from pgcn_core.proposals.bsn.maker import Bsn, unit_curves
from pgcn_core.proposals.bsn.networks import ProposalEvaluation, TemporalEvaluation
from pgcn_core.proposals.bsn.settings import (
    BsnSettings,
    BsnTrainingSettings,
    checked,
    checked_training,
)
from pgcn_core.proposals.propose import propose
from pgcn_core.runtime import Progress, no_progress, raise_if_cancelled
from pgcn_core.segments import pairwise_tiou
from pgcn_core.training.bsn_data import BsnData, BsnVideo
from pgcn_core.training.bsn_targets import (
    draw_balanced,
    evaluation_loss,
    temporal_loss,
    unit_targets,
)
from pgcn_core.training.draws import NO_CENTRE, generator, name_key, shuffled, torch_seeded

TEMPORAL_STAGE = "Learning boundaries"
EVALUATION_STAGE = "Learning to rank proposals"
RECALL_COUNTS = (50, 100, 200)
# A feature that never changes is left at its size.
_SMALLEST_SCALE = 1e-4


@dataclass(frozen=True, slots=True)
class BsnRun:
    """How a training runs; of these only the seed shapes its result.

    Attributes:
        out: Folder of the trained BSN.
        seed: At least 0.
        device: Where to compute.
    """

    out: Path
    seed: int = 0
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))


def train_bsn(
    data: BsnData,
    settings: BsnSettings,
    training: BsnTrainingSettings,
    run: BsnRun,
    *,
    progress: Progress = no_progress,
    cancel: Event | None = None,
) -> Bsn:
    """Train both networks, measure them on the videos set aside, and write the folder.

    The folder is written at the end, whole; a training that is stopped leaves nothing.

    Args:
        data: From ``read_bsn_data``.
        settings: Shapes and lengths.
        training: How it learns.
        run: Where and how.
        progress: Told the epochs done.
        cancel: Heard between batches.

    Raises:
        SettingsError: a setting is out of range.
        TrainingError: the loss stopped being a number.
        OutputError: the folder cannot be written.
        Cancelled: the flag was set.
    """
    trainer = _Trainer(data, checked(settings), checked_training(training), run, cancel)
    temporal = trainer.temporal(progress)
    evaluation = trainer.evaluation(temporal, progress)
    bsn = Bsn(settings, data.streams, data.feature_dim, data.max_duration_s, temporal, evaluation)
    recall = measure(bsn, data.validation) if data.validation else None
    bsn = Bsn(
        settings,
        data.streams,
        data.feature_dim,
        data.max_duration_s,
        temporal.cpu(),
        evaluation.cpu(),
        _facts(data, training, run, recall),
    )
    save_bsn(bsn, run.out)
    return bsn


def measure(bsn: Bsn, videos: Sequence[BsnVideo]) -> dict[str, float]:
    """Return the average recall of a BSN at 50, 100 and 200 proposals per video, by their number.

    Proposals are thinned by Soft-NMS; tIoU from 0.5 to 0.95 in steps of 0.05.
    """
    settings = ProposalSettings(
        makers=("bsn",),
        suppression="soft_nms",
        max_proposals=max(RECALL_COUNTS),
        min_duration_s=0.0,
    )
    found = [
        VideoProposals(
            video.truth, propose(video.sequences, settings, video.duration_s, bsn).segments
        )
        for video in videos
    ]
    measured = average_recall(found, RECALL_COUNTS, share="each")
    return {
        str(count): float(value)
        for count, value in zip(RECALL_COUNTS, measured.average, strict=True)
    }


def _facts(
    data: BsnData, training: BsnTrainingSettings, run: BsnRun, recall: dict[str, float] | None
) -> dict[str, Any]:
    return {
        "training": training.to_dict(),
        "seed": run.seed,
        "data_fingerprint": data.fingerprint,
        "training_videos": len(data.training),
        "validation_videos": [video.video_id for video in data.validation],
        "validation_average_recall": recall,
    }


class _Trainer:
    """One training under way."""

    def __init__(
        self,
        data: BsnData,
        settings: BsnSettings,
        training: BsnTrainingSettings,
        run: BsnRun,
        cancel: Event | None,
    ) -> None:
        self._data, self._settings, self._training = data, settings, training
        self._run, self._cancel = run, cancel

    def temporal(self, progress: Progress) -> TemporalEvaluation:
        """Train the temporal evaluation network."""
        with torch_seeded(self._run.seed, "bsn/temporal", torch.device("cpu")):
            model = TemporalEvaluation(self._data.feature_dim, self._settings.temporal_hidden)
        _standardise(model, self._data.training)
        model.to(self._run.device)
        windows = make_windows(self._data.training, self._settings, self._training)

        def losses(epoch: int) -> Iterator[Tensor]:
            order = shuffled(len(windows), self._run.seed, epoch)
            for at in range(0, len(order), self._training.batch_windows):
                batch = [windows[n] for n in order[at : at + self._training.batch_windows]]
                values, targets, inside = (
                    torch.from_numpy(np.stack(part)).to(self._run.device)
                    for part in zip(*batch, strict=True)
                )
                yield temporal_loss(
                    model(values, inside), targets, inside, self._training.actionness_weight
                )

        self._learn(model, losses, self._training.temporal_rate, TEMPORAL_STAGE, progress)
        return model.eval()

    def evaluation(self, temporal: TemporalEvaluation, progress: Progress) -> ProposalEvaluation:
        """Train the proposal evaluation network on what the first one makes."""
        settings = self._settings
        points = 2 * settings.side_points + settings.centre_points
        with torch_seeded(self._run.seed, "bsn/evaluation", torch.device("cpu")):
            model = ProposalEvaluation(points, settings.evaluation_hidden)
        untrained = Bsn(
            settings,
            self._data.streams,
            self._data.feature_dim,
            self._data.max_duration_s,
            temporal,
            model,
        )
        features, tiou = self._examples(untrained)
        model.to(self._run.device)

        def losses(epoch: int) -> Iterator[Tensor]:
            key = name_key("bsn/proposals")
            rng = generator(self._run.seed, key, (epoch, 0, NO_CENTRE))
            order = draw_balanced(tiou, self._training, rng)
            for at in range(0, len(order), self._training.batch_proposals):
                rows = order[at : at + self._training.batch_proposals]
                wanted = torch.from_numpy(tiou[rows].astype(np.float32)).to(self._run.device)
                shown = torch.from_numpy(features[rows]).to(self._run.device)
                yield evaluation_loss(model(shown), wanted)

        self._learn(model, losses, self._training.evaluation_rate, EVALUATION_STAGE, progress)
        return model.eval()

    def _examples(self, bsn: Bsn) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Return features and best tIoU of the proposals of the training videos."""
        features, tious = [], []
        for video in self._data.training:
            raise_if_cancelled(self._cancel)
            curves = unit_curves(bsn.temporal, video.units)
            pairs = bsn.pairs(curves)
            likely = np.argsort(-boundary_probabilities(pairs, curves), kind="stable")
            pairs = pairs[likely[: self._training.proposals_per_video]]
            features.append(boundary_features(pairs, curves, self._settings))
            tious.append(pairwise_tiou(pairs, video.truth).max(axis=1, initial=0.0))
        if not sum(map(len, tious)):
            raise TrainingError(
                "The network found no start before an end in any training video.",
                "Train longer, or look at the features.",
            )
        return np.concatenate(features), np.concatenate(tious)

    def _learn(
        self,
        model: nn.Module,
        losses: Callable[[int], Iterator[Tensor]],
        rate: float,
        stage: str,
        progress: Progress,
    ) -> None:
        """Run every epoch of one network."""
        epochs = self._training.epochs
        optimiser = optim.Adam(
            model.parameters(), lr=rate, weight_decay=self._training.weight_decay
        )
        for epoch in range(epochs):
            progress(stage, epoch, epochs)
            has_fallen = epoch >= self._training.rate_falls_after * epochs
            optimiser.param_groups[0]["lr"] = 0.1 * rate if has_fallen else rate
            for loss in losses(epoch):
                raise_if_cancelled(self._cancel)
                if not torch.isfinite(loss):
                    raise TrainingError(
                        f"The loss is no longer a number in epoch {epoch + 1}.",
                        "Lower the learning rate, or look for outliers in the features.",
                    )
                optimiser.zero_grad(set_to_none=True)
                loss.backward()  # type: ignore[no-untyped-call]
                optimiser.step()
        progress(stage, epochs, epochs)


def _standardise(model: TemporalEvaluation, videos: Sequence[BsnVideo]) -> None:
    """Set mean and deviation of every feature, each video weighing alike."""
    means = np.stack([video.units.values.mean(axis=0, dtype=np.float64) for video in videos])
    squares = np.stack(
        [(video.units.values.astype(np.float64) ** 2).mean(axis=0) for video in videos]
    )
    mean = means.mean(axis=0)
    scale = np.sqrt(np.maximum(squares.mean(axis=0) - mean**2, 0.0))
    model.feature_mean.copy_(torch.from_numpy(mean))
    model.feature_scale.copy_(torch.from_numpy(np.where(scale > _SMALLEST_SCALE, scale, 1.0)))


Window = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]


def make_windows(
    videos: Sequence[BsnVideo], settings: BsnSettings, training: BsnTrainingSettings
) -> list[Window]:
    """Return the training windows: values (W, D), targets (3, W), units that are there (W,).

    Only windows with some action in them, as in the paper. A video shorter than a window is padded.
    A rescaled video is one window.
    """
    width = settings.window_units
    windows: list[Window] = []
    for video in videos:
        targets = unit_targets(video.units, video.truth, training)
        n_units = targets.shape[1]
        shift = max(round(width * training.window_shift), 1)
        last = max(n_units - width, 0)
        for first in sorted({*range(0, last, shift), last}):
            end = min(first + width, n_units)
            if not targets[:, first:end].any():
                continue
            windows.append(_window(video, targets, first, end, width))
    if not windows:
        raise TrainingError(
            "No unit of any video lies in an action.",
            "Compare the times of the features with those of the ground truth.",
        )
    return windows


def _window(
    video: BsnVideo, targets: NDArray[np.float32], first: int, end: int, width: int
) -> Window:
    n_units = end - first
    values = np.zeros((width, video.units.values.shape[1]), np.float32)
    values[:n_units] = video.units.values[first:end]
    wanted = np.zeros((3, width), np.float32)
    wanted[:, :n_units] = targets[:, first:end]
    return values, wanted, np.arange(width) < n_units
