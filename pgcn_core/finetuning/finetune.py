"""Fine-tuning: corrected videos and a parent become a checkpoint, and the proof of its worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import torch
from torch import Tensor

from pgcn_core.checkpoints import Checkpoint, StreamCheckpoint, fingerprint_of
from pgcn_core.config import ModelSettings, Settings, Stream
from pgcn_core.errors import CheckpointError, TrainingError
from pgcn_core.features.labels import kinetics_labels
from pgcn_core.finetuning.corrections import CorrectedVideo, Corrections
from pgcn_core.finetuning.examples import Example, read_example, training_data
from pgcn_core.finetuning.outcome import Outcome, outcome
from pgcn_core.finetuning.warm_start import extended, from_kinetics, is_same_shape, joined_labels
from pgcn_core.output import write_json
from pgcn_core.pipeline import Engine, LocalizedVideo, localize, with_checkpoint
from pgcn_core.runtime import Progress, no_progress
from pgcn_core.training.holding_out import split
from pgcn_core.training.settings import OptimiserSettings, PoolSettings, Recipe, SelectionSettings
from pgcn_core.training.train import RunOptions, first_network, fitted, train
from pgcn_core.training.watching import Watch, no_watch

OUTCOME_NAME = "outcome.json"
EXAMPLES_STAGE = "Reading corrected videos"
_MOST_NAMED = 8
BEFORE_STAGE, AFTER_STAGE = "Measuring before", "Measuring after"


@dataclass(frozen=True, slots=True)
class FineTuneOptions:
    """How a fine-tuning runs.

    Attributes:
        out: Folder of the new checkpoint.
        parent: Folder of the checkpoint to go on from; None begins with the cold start.
        held_out_share: Of the videos, for the proof; 0 holds none out.
        held_out: Video ids to hold out instead of a share, such as all of one place or person.
        seed: Of the split, the first weights and every draw.
        resume: Go on where an earlier run in ``out`` stopped.
        recipe: None takes ``default_recipe``.
        learn_from: Video ids that may be learned from; None for all that are not held out.
        watch: Told every finished epoch of each stream, those before ``resume`` first.
    """

    out: Path
    parent: Path | None = None
    held_out_share: float = 0.25
    held_out: frozenset[str] | None = None
    seed: int = 0
    resume: bool = False
    recipe: Recipe | None = None
    learn_from: frozenset[str] | None = None
    watch: Watch = no_watch


@dataclass(frozen=True, slots=True)
class FineTuned:
    """What came of it.

    Attributes:
        folder: Of the checkpoint; ``outcome.json`` beside its card says what it is worth.
        outcome: None where nothing was held out, or nothing happens in what was.
        learned_from: Video ids.
        held_out: Video ids.
    """

    folder: Path
    outcome: Outcome | None
    learned_from: tuple[str, ...]
    held_out: tuple[str, ...]


def default_recipe(parent: Checkpoint | None) -> Recipe:
    """Return the recipe of a fine-tuning: short, for tens of videos and minutes on a CPU.

    A parent keeps its shape, its graph and its pooling, and learns a tenth as fast as a network
    that begins anew.
    """
    small = ModelSettings(aggregation="mean", hidden_dim=128, activity_dropout=0.5, gcn_dropout=0.5)
    model = next(iter(parent.streams.values())).settings if parent else small
    rate = 0.002 if parent else 0.02
    recipe = Recipe(
        pools=PoolSettings(repeats=20, whole_list=True),
        model=model,
        optimiser=OptimiserSettings(
            rgb_rate=rate, flow_rate=rate, milestones=(8,), epochs=10, batch_videos=16
        ),
        selection=SelectionSettings(validation_share=0.0, every_epochs=10),
    )
    return recipe if parent is None else _seeing_as(parent, recipe)


def _seeing_as(parent: Checkpoint, recipe: Recipe) -> Recipe:
    """Return a recipe with the graph and the pooling that a parent's weights expect."""
    values = recipe.to_dict()
    values["graph"] = parent.inputs.get("graph", values["graph"])
    for name in ("pooling", "context_ratio"):
        values["proposals"][name] = parent.inputs.get(name, values["proposals"][name])
    return Recipe.from_dict(values)


def fine_tune(
    corrections: Corrections,
    engine: Engine,
    settings: Settings,
    options: FineTuneOptions,
    *,
    progress: Progress = no_progress,
    cancel: Event | None = None,
) -> FineTuned:
    """Learn from corrected videos and measure on others what that was worth.

    Held-out videos are chosen by their names, never learned from, and detected in by the same path
    as ``localize``, with the parent and with the new checkpoint.

    Args:
        corrections: From ``read_corrections``.
        engine: Its feature networks and cache; its networks, if any, are the parent's.
        settings: Of inference; the parent's card has a say in them.
        options: Where, from what, and how.
        progress: Told the videos read, the batches of each epoch, the videos measured.
        cancel: Heard within a second or a batch; ``resume`` goes on.

    Raises:
        TrainingError: too few videos, no annotation to learn from, or the folder holds another
            training.
        CheckpointError: the parent cannot be gone on from.
        VideoError: a video cannot be decoded.
        OutputError: the checkpoint cannot be written.
        Cancelled: the flag was set.
    """
    parent = Checkpoint.load(options.parent) if options.parent else None
    learned, held_out = _divided(corrections.videos, options)
    labels = joined_labels(parent.labels if parent else (), corrections.labels)
    place = [labels.index(label) for label in corrections.labels]
    work = _Work(engine, settings, parent, options, progress, cancel)
    examples = [_renumbered(one, place) for one in work.read(learned)]
    for stream in engine.backbones:
        work.learn(stream, examples, labels)
    child = with_checkpoint(engine, settings, options.out)
    found = work.detect(held_out, engine, BEFORE_STAGE), work.detect(held_out, child, AFTER_STAGE)
    result = FineTuned(
        options.out,
        outcome(held_out, corrections.labels, found, seed=options.seed),
        tuple(one.video_id for one in learned),
        tuple(one.video_id for one in held_out),
    )
    write_json(_told(result, options), options.out / OUTCOME_NAME)
    return result


def _divided(
    videos: Sequence[CorrectedVideo], options: FineTuneOptions
) -> tuple[tuple[CorrectedVideo, ...], tuple[CorrectedVideo, ...]]:
    if options.held_out is not None:
        _check_names(options.held_out, videos)
        learned = tuple(one for one in videos if one.video_id not in options.held_out)
        held_out = tuple(one for one in videos if one.video_id in options.held_out)
    elif len(videos) < 2 and options.held_out_share > 0:
        raise TrainingError(
            "One corrected video cannot be learned from and held out.",
            "Go through another video first.",
        )
    else:
        learned, held_out = split(videos, options.held_out_share, options.seed)
    if options.learn_from is not None:
        learned = tuple(one for one in learned if one.video_id in options.learn_from)
    if not any(len(one.truth) for one in learned):
        raise TrainingError(
            "There is no annotation to learn from in the videos that are not held out.",
            "Go through more videos.",
        )
    return learned, held_out


def _check_names(named: frozenset[str], videos: Sequence[CorrectedVideo]) -> None:
    """Raise ``TrainingError`` where a name is none of the videos': it would be held out in vain."""
    names = sorted(one.video_id for one in videos)
    unknown = sorted(named.difference(names))
    if unknown:
        more = ", ..." if len(names) > _MOST_NAMED else ""
        raise TrainingError(
            f"No corrected video is named {unknown[0]}, so it cannot be held out.",
            f"Choose from: {', '.join(names[:_MOST_NAMED])}{more}.",
        )


def _renumbered(example: Example, place: Sequence[int]) -> Example:
    """Return an example whose labels are those of the new network."""
    listed = example.listed
    table = torch.tensor([*place, -1]).numpy()  # the last answers for "no label", -1
    return replace(
        example,
        listed=replace(
            listed,
            truth_label_idx=table[listed.truth_label_idx],
            proposal_label_idx=table[listed.proposal_label_idx],
        ),
    )


@dataclass(frozen=True, slots=True)
class _Work:
    """One fine-tuning under way; its fields are the arguments of ``fine_tune``."""

    engine: Engine
    settings: Settings
    parent: Checkpoint | None
    options: FineTuneOptions
    progress: Progress
    cancel: Event | None

    def read(self, videos: Sequence[CorrectedVideo]) -> list[Example]:
        """Return what is learned from."""
        examples = []
        for done, video in enumerate(videos):
            self.progress(EXAMPLES_STAGE, done, len(videos))
            proposals = self.settings.proposals
            examples.append(read_example(video, self.engine, proposals, cancel=self.cancel))
        self.progress(EXAMPLES_STAGE, len(videos), len(videos))
        return examples

    def learn(self, stream: Stream, examples: Sequence[Example], labels: tuple[str, ...]) -> None:
        """Train one stream into the new checkpoint."""
        known = self._known(stream)
        recipe = self.options.recipe or default_recipe(self.parent)
        stats = known.reg_stats.numpy() if known else None
        data = training_data(examples, stream, labels, recipe, stats)
        recipe = fitted(recipe, data)
        run = RunOptions(
            self.options.out,
            self.options.seed,
            self.engine.device,
            resume=self.options.resume,
            parents=(self.engine.model_name,),
            inherited=self.parent.inputs if self.parent else {},
            weights=self._first_weights(stream, recipe, labels, known),
            watch=self.options.watch,
        )
        train(data, recipe, run, progress=self.progress, cancel=self.cancel)

    def detect(
        self, videos: Sequence[CorrectedVideo], engine: Engine, stage: str
    ) -> dict[str, LocalizedVideo]:
        """Return what an engine finds in each video, by its name."""
        found = {}
        for done, video in enumerate(videos):
            self.progress(stage, done, len(videos))
            found[video.video_id] = localize(video.path, engine, cancel=self.cancel)
        self.progress(stage, len(videos), len(videos))
        return found

    def _known(self, stream: Stream) -> StreamCheckpoint | None:
        if self.parent is None:
            return None
        if stream not in self.parent.streams:
            raise CheckpointError(f"The parent has no {stream} network.", "Choose another one.")
        return self.parent.streams[stream]

    def _first_weights(
        self,
        stream: Stream,
        recipe: Recipe,
        labels: tuple[str, ...],
        known: StreamCheckpoint | None,
    ) -> Mapping[str, Tensor]:
        fresh = first_network(recipe, self.options.seed, stream)
        if known is None:
            weight, bias = self.engine.backbones[stream].label_head
            head = torch.from_numpy(weight), torch.from_numpy(bias)
            return from_kinetics(fresh, head, _kinetics_columns(labels))
        if not is_same_shape(known, fresh):
            raise CheckpointError(
                "The parent's network has another shape than the recipe's.",
                "Leave the recipe out: the parent's own is taken.",
            )
        return extended(known, fresh)


def _kinetics_columns(labels: tuple[str, ...]) -> dict[int, int]:
    """Return the Kinetics class of each label that has the name of one."""
    classes = {name.casefold(): column for column, name in enumerate(kinetics_labels())}
    found = ((at, classes.get(label.casefold())) for at, label in enumerate(labels))
    return {at: column for at, column in found if column is not None}


def _told(result: FineTuned, options: FineTuneOptions) -> dict[str, Any]:
    return {
        "parent": str(options.parent.absolute()) if options.parent else None,
        "parent_fingerprint": fingerprint_of(options.parent) if options.parent else "",
        "fingerprint": fingerprint_of(options.out),
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seed": options.seed,
        "learned_from": list(result.learned_from),
        "held_out": list(result.held_out),
        "outcome": result.outcome.to_dict() if result.outcome else None,
    }
