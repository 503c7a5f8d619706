"""The training loop: features and labelled proposals become a checkpoint."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

import torch
from torch import Tensor, optim

from pgcn_core.checkpoints import CARD_NAME, Checkpoint, StreamCheckpoint
from pgcn_core.config import Stream
from pgcn_core.errors import Cancelled, SettingsError, TrainingError
from pgcn_core.graph import check_graph
from pgcn_core.model import Pgcn, PgcnOutput
from pgcn_core.runtime import Progress, no_progress
from pgcn_core.training.batches import Batch, BatchMaker, Sample, made_ahead
from pgcn_core.training.dataset import TrainingData
from pgcn_core.training.draws import torch_seeded
from pgcn_core.training.dropout import Masks, count_dropout
from pgcn_core.training.log import EpochLog, read_log
from pgcn_core.training.losses import Counts, Losses, count_centres, pgcn_losses
from pgcn_core.training.optimiser import make_optimiser, momenta, set_rate
from pgcn_core.training.precision import Precision, check_precision, products_in
from pgcn_core.training.processes import ALONE, Processes
from pgcn_core.training.settings import Recipe
from pgcn_core.training.state import Standing, load_state, plain, save_state
from pgcn_core.training.validation import score_videos
from pgcn_core.training.watching import Watch, finished_epoch, no_watch

Row = dict[str, float | int | str | None]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a training runs; of these only seed and precision shape its result.

    Attributes:
        out: Folder of the checkpoint. What going on needs lies in ``training-STREAM`` inside it.
        seed: At least 0.
        device: Where to compute.
        resume: Go on where an earlier run stopped, if there is one.
        workers: Threads that make batches ahead.
        precision: Of the products; weights, losses and their sums are float32 either way.
        parents: Names of checkpoints or backbones it stems from.
        inherited: What else the card of the parent says of its inputs, such as makers of proposals
            and thresholds of detections; it holds for the child.
        weights: What the network begins with instead of drawn ones, all of its state.
        watch: Told every finished epoch in order, those before ``resume`` first, by the first
            process alone.
    """

    out: Path
    seed: int = 0
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    resume: bool = False
    workers: int = 1
    precision: Precision = "float32"
    parents: tuple[str, ...] = ()
    inherited: Mapping[str, Any] = field(default_factory=dict)
    weights: Mapping[str, Tensor] | None = None
    watch: Watch = no_watch


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """What a training gave.

    Attributes:
        folder: Of the checkpoint.
        best_score: Validation mAP of the best epoch; None without validation videos.
        best_epoch: Epochs done then.
        epochs: One row per epoch: losses, learning rate, and mAP where it was measured; none in
            a process that is not the first.
    """

    folder: Path
    best_score: float | None
    best_epoch: int
    epochs: list[dict[str, Any]]


def train(
    data: TrainingData,
    recipe: Recipe,
    options: RunOptions,
    *,
    progress: Progress = no_progress,
    cancel: Event | None = None,
    processes: Processes = ALONE,
) -> TrainingResult:
    """Train one stream and keep its best epoch as a checkpoint.

    The checkpoint may hold another stream already: that stays. Stopped or killed at any time, the
    same call with ``resume`` goes on after the last finished epoch, and ends with the same weights
    bit for bit on the same machine.

    Several processes that call this with the same arguments share the videos of each batch; the
    result is that of one process but for rounding. The first alone measures and writes.

    Args:
        data: From ``read_training_data``.
        recipe: Everything else that shapes the result.
        options: Where and how it runs.
        progress: Told the batches done of each epoch.
        cancel: Heard between batches.
        processes: From ``processes.launched``.

    Raises:
        SettingsError: a setting is out of range, the device cannot multiply in this precision, or
            there are more processes than videos in a batch.
        TrainingError: there is a training in the folder and ``resume`` is off, or the one there
            differs; the loss stopped being a number; another process ended.
        CheckpointError: the checkpoint in the folder is damaged or has other labels.
        OutputError: the disk is full, or writing is not allowed.
        Cancelled: the flag was set.
    """
    check_precision(options.precision, options.device)
    run = _Run(data, fitted(recipe, data), options, cancel, processes)
    standing = run.start()
    log_path = run.folder / "log.jsonl"
    log = EpochLog(log_path, standing.epochs_done) if processes.is_first else None
    for row in read_log(log_path) if log is not None else []:
        run.show(row)
    while not standing.is_finished:
        row = run.learn(standing.epochs_done, progress)
        if log is not None:
            row, standing = run.judge(row, standing)
            log.write(row)
            run.save(standing)
            run.show(row)
        standing = Standing(**processes.from_first(asdict(standing)))
    rows = read_log(log_path) if processes.is_first else []
    return TrainingResult(options.out, standing.best_score, standing.best_epoch, rows)


def fitted(recipe: Recipe, data: TrainingData) -> Recipe:
    """Return a recipe with the label count and the feature width of the data, checked.

    Raises:
        SettingsError: a setting is out of range.
    """
    model = replace(recipe.model, n_labels=len(data.labels), feature_dim=data.feature_dim)
    check_graph(recipe.graph, [model])
    return replace(recipe, model=model).checked()


def first_network(recipe: Recipe, seed: int, stream: Stream) -> Pgcn:
    """Return the network that a training begins with, its weights drawn for it alone."""
    with torch_seeded(seed, f"weights/{stream}", torch.device("cpu")):
        return Pgcn(recipe.model)


class _Run:
    """One training under way."""

    def __init__(
        self,
        data: TrainingData,
        recipe: Recipe,
        options: RunOptions,
        cancel: Event | None,
        processes: Processes,
    ) -> None:
        self._data, self._recipe, self._options = data, recipe, options
        self._cancel, self._processes = cancel, processes
        self.folder = options.out / f"training-{data.stream}"
        self._model = first_network(recipe, options.seed, data.stream)
        if options.weights is not None:
            self._model.load_state_dict(dict(options.weights))
        self._model.offset_stats.copy_(torch.from_numpy(data.offset_stats))
        self._model.to(options.device)
        self._optimiser: optim.SGD = make_optimiser(self._model, recipe.optimiser, data.stream)
        self._batches = BatchMaker(data.training, recipe, options.seed, data.offset_stats)
        self._masks = Masks(options.seed, options.device)
        count_dropout(self._model, self._masks)
        self._identity = {
            "recipe": recipe.to_dict(),
            "seed": options.seed,
            "stream": data.stream,
            "data": data.fingerprint,
            "precision": options.precision,
        }
        if options.weights is not None:
            self._identity["weights"] = _hash_of(options.weights)

    def start(self) -> Standing:
        """Return where to begin, alike in all processes: at the start, or where a run stopped."""
        self._check_processes()
        standing = self._begin() if self._processes.is_first else Standing()
        if self._processes.count == 1:
            return standing
        standing = Standing(**self._processes.from_first(asdict(standing)))
        weights = [one.detach() for one in self._model.state_dict().values()]
        moments = momenta(self._optimiser) if standing.epochs_done else []
        self._processes.copy_from_first([*weights, *moments])
        return standing

    def _check_processes(self) -> None:
        """Look whether every process has videos of each batch, and whether they are the same."""
        size, count = len(self._batches.samples(0)[0]), self._processes.count
        if count > size:
            raise SettingsError(
                f"A batch of {size} videos cannot be divided among {count} processes.",
                "Start fewer, or make the batches larger.",
            )
        mine = plain(self._identity)
        if mine != self._processes.from_first(mine):
            raise TrainingError(
                f"Process {self._processes.rank} was given other data or settings than the first.",
                "Give all machines the same features, list and options.",
            )

    def _begin(self) -> Standing:
        self._check_neighbour()
        path = self.folder / "state.safetensors"
        if not path.exists():
            return Standing()
        if not self._options.resume:
            raise TrainingError(
                f"There is a {self._data.stream} training in {self._options.out} already.",
                "Go on with --resume, or choose another folder.",
            )
        return load_state(path, self._model, self._optimiser, self._identity)

    def _check_neighbour(self) -> None:
        """Look at a checkpoint that is there before hours are spent beside it."""
        existing = _existing(self._options.out)
        if existing is not None and existing.labels != self._data.labels:
            raise TrainingError(
                f"The checkpoint in {self._options.out} has other labels.",
                "Choose another folder, or the labels it was trained with.",
            )
        others = set(existing.streams) - {self._data.stream} if existing else set()
        if existing is not None and others and existing.inputs != plain(self._inputs()):
            raise TrainingError(
                f"The checkpoint in {self._options.out} was trained with another graph or pooling.",
                "Both streams share one graph: choose another folder, or the same recipe.",
            )

    def _inputs(self) -> dict[str, Any]:
        """What the network sees; whoever runs it has to give it the same."""
        proposals = self._recipe.proposals
        return {
            **self._options.inherited,
            "graph": asdict(self._recipe.graph),
            "pooling": proposals.pooling,
            "context_ratio": proposals.context_ratio,
        }

    def learn(self, epoch: int, progress: Progress) -> Row:
        """Train one epoch and return its row of the log, but for what validation adds."""
        rate = set_rate(self._optimiser, self._recipe.optimiser, self._data.stream, epoch)
        samples = self._batches.samples(epoch)
        stage = f"Epoch {epoch + 1} of {self._recipe.optimiser.epochs}"
        sums = [0.0] * len(Losses._fields)
        self._model.train()
        for step, batch in enumerate(self._made(samples, epoch)):
            if self._processes.any_cancelled(self._cancel):
                raise Cancelled
            progress(stage, step, len(samples))
            losses = self._step(batch, epoch)
            sums = [total + one for total, one in zip(sums, losses, strict=True)]
        progress(stage, len(samples), len(samples))
        names = ("loss", *Losses._fields[1:])
        means = {name: total / len(samples) for name, total in zip(names, sums, strict=True)}
        return {"epoch": epoch + 1, "rate": rate, **means}

    def judge(self, row: Row, standing: Standing) -> tuple[Row, Standing]:
        """Measure an epoch when its turn has come, and keep it if it is the best."""
        done = standing.epochs_done + 1
        is_last = done == self._recipe.optimiser.epochs
        standing = replace(standing, epochs_done=done, is_finished=is_last)
        if is_last or done % self._recipe.selection.every_epochs == 0:
            scores = self._validate()
            mean = sum(scores.values()) / len(scores) if scores else None
            row = row | {f"map@{tiou:g}": value for tiou, value in scores.items()} | {"map": mean}
            standing = self._kept_if_best(standing, mean, scores)
        return row, standing

    def _made(self, samples: list[list[Sample]], epoch: int) -> Iterator[Batch]:
        device = self._options.device
        mine = (list(self._processes.part(one)) for one in samples)
        return made_ahead(
            lambda one: self._batches.make(one, epoch, device), mine, self._options.workers
        )

    def _step(self, batch: Batch, epoch: int) -> list[float]:
        self._masks.begin(batch.videos, epoch)
        with products_in(self._options.precision, self._options.device):
            output = self._model(batch.activity, batch.completeness, batch.graph)
        output = PgcnOutput(*(one.float() for one in output))
        counts = torch.tensor(count_centres(batch.targets))
        whole = Counts(*self._processes.total(counts).tolist())
        losses = pgcn_losses(output, batch.targets, self._recipe.optimiser, whole)
        self._optimiser.zero_grad(set_to_none=True)
        losses.total.backward()  # type: ignore[no-untyped-call]
        parts = torch.stack([one.detach() for one in losses])
        summed = self._processes.add_gradients(list(self._model.parameters()), parts).tolist()
        if not all(abs(value) < float("inf") for value in summed):
            raise TrainingError(
                f"The loss is no longer a number in epoch {epoch + 1}.",
                "Lower the learning rate, or look for outliers in the features.",
            )
        self._optimiser.step()
        return [float(value) for value in summed]

    def _validate(self) -> dict[float, float]:
        if not self._data.validation:
            return {}
        return score_videos(
            self._model, self._data.validation, self._recipe, self._options.device, self._cancel
        )

    def _kept_if_best(
        self, standing: Standing, mean: float | None, scores: Mapping[float, float]
    ) -> Standing:
        """Keep an epoch that is as good as the best; of equals the newer has learned more.

        Only a better one gives back patience. Without validation videos the newest is kept.
        """
        best = standing.best_score
        is_better = mean is None or best is None or mean > best
        worse = 0 if is_better else standing.without_better + 1
        patience = self._recipe.selection.patience
        is_over = standing.is_finished or (patience is not None and worse >= patience)
        standing = replace(standing, without_better=worse, is_finished=is_over)
        if mean is not None and best is not None and mean < best:
            return standing
        self._keep(standing.epochs_done, mean, scores)
        return replace(standing, best_score=mean, best_epoch=standing.epochs_done)

    def _keep(self, epochs: int, mean: float | None, scores: Mapping[float, float]) -> None:
        """Write the checkpoint, with the other stream that may be there."""
        state = {
            name: value.detach().cpu().clone() for name, value in self._model.state_dict().items()
        }
        stats = torch.from_numpy(self._data.offset_stats.copy())
        mine = StreamCheckpoint(self._recipe.model, state, stats)
        existing = _existing(self._options.out)
        streams = dict(existing.streams) if existing else {}
        card: dict[str, Any] = {"name": self._options.out.name}
        card |= existing.card if existing else {}
        card["inputs"] = self._inputs()
        card["training"] = {
            **card.get("training", {}),
            self._data.stream: self._facts(epochs, mean, scores),
        }
        streams[self._data.stream] = mine
        Checkpoint(self._data.labels, streams, card).save(self._options.out)

    def _facts(
        self, epochs: int, mean: float | None, scores: Mapping[float, float]
    ) -> dict[str, Any]:
        return {
            "recipe": self._recipe.to_dict(),
            "seed": self._options.seed,
            "precision": self._options.precision,
            "data_fingerprint": self._data.fingerprint,
            "training_videos": len(self._data.training),
            "validation_videos": [one.listed.video_id for one in self._data.validation],
            "epochs": epochs,
            "validation_map": mean,
            "validation_map_at": {f"{tiou:g}": value for tiou, value in scores.items()},
            "parents": list(self._options.parents),
        }

    def show(self, row: Mapping[str, Any]) -> None:
        """Tell whoever watches of a finished epoch."""
        n_epochs = self._recipe.optimiser.epochs
        self._options.watch(finished_epoch(row, self._data.stream, n_epochs))

    def save(self, standing: Standing) -> None:
        """Keep what going on needs."""
        save_state(
            self.folder / "state.safetensors",
            self._model,
            self._optimiser,
            standing,
            self._identity,
        )


def _existing(folder: Path) -> Checkpoint | None:
    return Checkpoint.load(folder) if (folder / CARD_NAME).exists() else None


def _hash_of(weights: Mapping[str, Tensor]) -> str:
    digest = hashlib.sha256()
    for name in sorted(weights):
        digest.update(name.encode())
        digest.update(weights[name].detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()
