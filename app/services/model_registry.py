"""The trained models of this machine: where each comes from, what it is worth, which is in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.domain.segment import Segment
from app.services.fine_tuning import FineTuneRequest


@dataclass(frozen=True, slots=True)
class Worth:
    """Held-out mAP of a model beside its parent's, at one tIoU.

    Attributes:
        before: Of the parent.
        after: Of the model.
        gain_low: 95 in 100 gains over resampled videos are above it; None where too few videos
            were held out to say.
        gain_high: ... and below this.
    """

    tiou: float
    before: float
    after: float
    gain_low: float | None = None
    gain_high: float | None = None


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """One model, as the list of models shows it.

    Attributes:
        folder: Where it lies.
        name: What people call it.
        made_at: When it was finished; None where its card does not say.
        parent: Folder of the model it goes on from; None for the cold start.
        labels: What it can find.
        learned_from: Names of videos.
        held_out: Names of videos.
        worth: None where nothing was held out.
        is_default: It came with the program and cannot be removed.
        is_parent_gone: Its parent was removed; ``parent`` says where it lay.
    """

    folder: Path
    name: str
    made_at: datetime | None
    parent: Path | None
    labels: tuple[str, ...]
    learned_from: tuple[str, ...] = ()
    held_out: tuple[str, ...] = ()
    worth: Worth | None = None
    is_default: bool = False
    is_parent_gone: bool = False


@dataclass(frozen=True, slots=True)
class LabelWorth:
    """Average precision of one label on the held-out videos, before and after.

    Attributes:
        gain_low: 95 in 100 gains over resampled videos that have the label are above it; None
            where too few of them do.
        gain_high: ... and below this.
        is_new: The parent did not know it: "before" counts every suggestion as if it had been
            named right, which flatters the parent.
    """

    label: str
    n_truths: int
    before: float
    after: float
    gain_low: float | None = None
    gain_high: float | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class ChangedClip:
    """A piece of a held-out video that the new model sees better or worse than its parent.

    Attributes:
        video: File of the video.
        segment: Of the annotation; of the detection where nothing is annotated.
        label: Of either.
        is_annotated: False for a false alarm that came or went.
        before: Score of the detection that met it, 0 for none; of the alarm where it is one.
        after: The same afterwards.
    """

    video: Path
    segment: Segment
    label: str
    is_annotated: bool
    before: float
    after: float

    @property
    def gain(self) -> float:
        """How much better it became; negative where worse."""
        change = self.after - self.before
        return change if self.is_annotated else -change


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model with what its fine-tuning changed.

    Attributes:
        labels: By label, most annotations first.
        clips: Greatest change first.
        project: Where its corrections come from; None where that is not known.
        settings: How it was trained, as pairs of words.
    """

    record: ModelRecord
    labels: tuple[LabelWorth, ...]
    clips: tuple[ChangedClip, ...]
    project: Path | None = None
    settings: tuple[tuple[str, str], ...] = ()


class ModelRegistry(Protocol):
    """Keeps the models, and the order in which they were in use."""

    @property
    def chosen(self) -> Path | None:
        """Folder of the model in use; None for the cold start."""

    def records(self) -> Sequence[ModelRecord]:
        """Return all models, newest first; folders that hold none are left out."""

    def card(self, folder: Path) -> ModelCard:
        """Return what is known of a model.

        Raises:
            EngineError: the folder holds no model that can be read.
        """

    def promote(self, folder: Path | None) -> None:
        """Use a model, or None the cold start, from the next run on, and remember the one before.

        Raises:
            EngineError: the folder holds no model, or the choice cannot be saved: nothing changes.
        """

    @property
    def can_roll_back(self) -> bool:
        """Whether there was a model, or the cold start, before the last promotion."""

    def before_last(self) -> Path | None:
        """Return the model to which ``roll_back`` goes; None for the cold start."""

    def roll_back(self) -> Path | None:
        """Use the model that was in use before the last promotion; return it.

        Raises:
            EngineError: there was none, its folder is gone, or the choice cannot be saved.
        """

    def discard(self, folder: Path) -> None:
        """Remove a model, or an unfinished fine-tuning, from the disk.

        Raises:
            EngineError: it is in use, came with the program, lies elsewhere, is being made, is what
                an unfinished fine-tuning goes on from, or cannot be removed.
        """

    def new_folder(self, name: str) -> Path:
        """Return a folder for a model that is about to be made, which no other has."""

    def unfinished(self) -> Sequence[Path]:
        """Return folders whose fine-tuning was paused, stopped or killed, newest first."""

    def request_to_go_on(self, folder: Path) -> FineTuneRequest:
        """Return the request that goes on with an unfinished fine-tuning.

        Raises:
            EngineError: the folder does not say what was asked.
        """
