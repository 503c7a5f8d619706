"""Training a BSN: first what each moment is, then how good the proposals are (BSN section 3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

import torch
from torch import nn, optim

from pgcn_core.config import ProposalSettings
from pgcn_core.errors import TrainingError
from pgcn_core.evaluation.recall import VideoProposals, average_recall
from pgcn_core.proposals.bsn.checkpoint import save_bsn
from pgcn_core.proposals.bsn.maker import Bsn
from pgcn_core.proposals.bsn.networks import ProposalEvaluation, TemporalEvaluation
from pgcn_core.proposals.bsn.settings import (
    BsnSettings,
    BsnTrainingSettings,
    checked,
    checked_training,
)
from pgcn_core.proposals.propose import propose
from pgcn_core.runtime import Progress, no_progress, raise_if_cancelled
from pgcn_core.training.bsn_data import BsnData, BsnVideo
from pgcn_core.training.bsn_stages import Stage, StageMaker
from pgcn_core.training.bsn_windows import standardise
from pgcn_core.training.draws import torch_seeded
from pgcn_core.training.log import EpochLog, Value
from pgcn_core.training.precision import Precision, check_precision
from pgcn_core.training.state import Standing, load_standing, load_state, save_state

RECALL_COUNTS = (50, 100, 200)
_CPU = torch.device("cpu")
STATE_FOLDER = "training"
_N_STAGES = 2


@dataclass(frozen=True, slots=True)
class BsnRun:
    """How a training runs; of these only seed and precision shape its result.

    Attributes:
        out: Folder of the trained BSN. What going on needs lies in ``training`` inside it.
        seed: At least 0.
        device: Where to compute.
        resume: Go on where an earlier run stopped, if there is one.
        precision: Of the products.
    """

    out: Path
    seed: int = 0
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    resume: bool = False
    precision: Precision = "float32"


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

    Of each network the epoch with the lowest loss on those videos is kept; without any, the last.
    The BSN is written at the end, whole. Stopped or killed at any time, the same call with
    ``resume`` goes on after the last finished epoch, and ends with the same weights bit for bit on
    the same machine.

    Args:
        data: From ``read_bsn_data``.
        settings: Shapes and lengths.
        training: How it learns.
        run: Where and how.
        progress: Told the epochs done.
        cancel: Heard between batches.

    Raises:
        SettingsError: a setting is out of range, or the device cannot multiply in this precision.
        TrainingError: there is a training in the folder and ``resume`` is off, or the one there
            differs; the loss stopped being a number.
        OutputError: the folder cannot be written.
        Cancelled: the flag was set.
    """
    check_precision(run.precision, run.device)
    trainer = _Trainer(data, checked(settings), checked_training(training), run, cancel)
    bsn = trainer.trained(progress)
    recall = measure(bsn, data.validation) if data.validation else None
    bsn = replace(
        bsn,
        temporal=bsn.temporal.cpu(),
        evaluation=bsn.evaluation.cpu(),
        card=_facts(data, training, run, recall),
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
        "precision": run.precision,
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
        self._stages = StageMaker(
            data, settings, training, run.seed, run.device, run.precision, cancel
        )
        self._temporal, self._evaluation = self._new_networks()
        # What is saved: both networks as they are, and their best epochs.
        self._held = nn.ModuleList([self._temporal, self._evaluation, *self._new_networks()])
        self._held.to(run.device)
        self._path = run.out / STATE_FOLDER / "state.safetensors"
        self._identity = {
            "settings": settings.to_dict(),
            "training": training.to_dict(),
            "streams": data.streams,
            "data": data.fingerprint,
            "seed": run.seed,
            "precision": run.precision,
        }

    def _new_networks(self) -> tuple[TemporalEvaluation, ProposalEvaluation]:
        settings, seed = self._settings, self._run.seed
        points = 2 * settings.side_points + settings.centre_points
        with torch_seeded(seed, "bsn/temporal", _CPU):
            temporal = TemporalEvaluation(self._data.feature_dim, settings.temporal_hidden)
        with torch_seeded(seed, "bsn/evaluation", _CPU):
            evaluation = ProposalEvaluation(points, settings.evaluation_hidden)
        standardise(temporal, self._data.training)
        return temporal, evaluation

    def trained(self, progress: Progress) -> Bsn:
        """Return the BSN, from the start or from where an earlier run stopped."""
        standing, optimiser = self._start()
        log = EpochLog(self._path.with_name("log.jsonl"), _n_rows(standing))
        while standing.stage < _N_STAGES:
            stage, number = self._stage(standing.stage), standing.stage
            while standing.stage == number:
                progress(stage.title, standing.epochs_done, self._training.epochs)
                row, standing = self._epoch(stage, optimiser, standing)
                log.write(row)
                if standing.stage != number:
                    optimiser = self._optimiser(standing.stage)
                save_state(self._path, self._held, optimiser, standing, self._identity)
            progress(stage.title, self._training.epochs, self._training.epochs)
        data = self._data
        networks = self._temporal.eval(), self._evaluation.eval()
        return Bsn(self._settings, data.streams, data.feature_dim, data.max_duration_s, *networks)

    def _start(self) -> tuple[Standing, optim.Adam]:
        if not self._path.exists():
            return Standing(), self._optimiser(0)
        if not self._run.resume:
            raise TrainingError(
                f"There is a training of proposals in {self._run.out} already.",
                "Go on with --resume, or choose another folder.",
            )
        optimiser = self._optimiser(load_standing(self._path, self._identity).stage)
        return load_state(self._path, self._held, optimiser, self._identity), optimiser

    def _optimiser(self, stage: int) -> optim.Adam:
        """Return the optimiser of a stage; after the last one, of nothing that is used."""
        training = self._training
        decay = (training.temporal_weight_decay, training.evaluation_weight_decay)
        number = min(stage, _N_STAGES - 1)
        return optim.Adam(self._held[number].parameters(), weight_decay=decay[number])

    def _stage(self, number: int) -> Stage:
        if number == 0:
            return self._stages.temporal(self._temporal)
        self._temporal.eval()
        return self._stages.evaluation(self._temporal, self._evaluation)

    def _epoch(
        self, stage: Stage, optimiser: optim.Adam, standing: Standing
    ) -> tuple[dict[str, Value], Standing]:
        """Train and measure one epoch, and end the stage when it was the last."""
        number, epochs = standing.epochs_done, self._training.epochs
        has_fallen = number >= self._training.rate_falls_after * epochs
        rate = 0.1 * stage.rate if has_fallen else stage.rate
        optimiser.param_groups[0]["lr"] = rate
        model = self._held[standing.stage]
        model.train()
        loss = self._learn(stage, optimiser, number)
        model.eval()
        measured = stage.measure() if stage.measure else None
        row: dict[str, Value] = {"epoch": _n_rows(standing) + 1, "stage": stage.name, "rate": rate}
        row |= {f"{stage.name}_loss": loss, f"{stage.name}_validation_loss": measured}
        return row, self._kept_if_best(standing, measured)

    def _learn(self, stage: Stage, optimiser: optim.Adam, epoch: int) -> float:
        values = []
        for loss in stage.losses(epoch):
            raise_if_cancelled(self._cancel)
            if not torch.isfinite(loss):
                raise TrainingError(
                    f"The loss is no longer a number in epoch {epoch + 1}.",
                    "Lower the learning rate, or look for outliers in the features.",
                )
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            values.append(float(loss.detach()))
        return sum(values) / max(len(values), 1)

    def _kept_if_best(self, standing: Standing, measured: float | None) -> Standing:
        """Keep an epoch whose loss is the lowest, of equals the newest; go on to the next stage."""
        done, best = standing.epochs_done + 1, standing.best_score
        is_better = measured is None or best is None or measured < best
        if is_better or measured == best:
            self._copy_best(standing.stage, to_best=True)
            standing = replace(standing, best_score=measured, best_epoch=done)
        worse = 0 if is_better else standing.without_better + 1
        patience = self._training.patience
        if done < self._training.epochs and (patience is None or worse < patience):
            return replace(standing, epochs_done=done, without_better=worse)
        self._copy_best(standing.stage, to_best=False)
        stage = standing.stage + 1
        rows = standing.epochs_before + done
        return Standing(stage=stage, epochs_before=rows, is_finished=stage == _N_STAGES)

    def _copy_best(self, stage: int, *, to_best: bool) -> None:
        current, best = self._held[stage], self._held[_N_STAGES + stage]
        source, target = (current, best) if to_best else (best, current)
        target.load_state_dict(source.state_dict())


def _n_rows(standing: Standing) -> int:
    return standing.epochs_before + standing.epochs_done
