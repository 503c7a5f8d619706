"""What the files in a model's folder say of it; nothing here loads a network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from app.domain.errors import EngineError
from app.domain.segment import Segment
from app.engine.explainer import CARD_NAME
from app.engine.kept_request import OUTCOME_NAME, read_request
from app.services.model_registry import (
    ChangedClip,
    LabelWorth,
    ModelCard,
    ModelRecord,
    Worth,
)

_SAID = ConfigDict(frozen=True, extra="ignore")
_NO_CARD = 4


class _Card(BaseModel):
    model_config = _SAID
    labels: tuple[str, ...]
    streams: dict[str, Any]
    card: dict[str, Any] = {}


class _Label(BaseModel):
    model_config = _SAID
    label: str
    n_truths: int
    before: float
    after: float
    gain_low: float | None = None
    gain_high: float | None = None
    is_new: bool = False


class _Clip(BaseModel):
    model_config = _SAID
    video: Path
    segment: tuple[float, float]
    label: str
    is_annotated: bool
    before: float
    after: float


class _Worth(BaseModel):
    model_config = _SAID
    tiou: float
    before: float
    after: float
    gain_low: float | None = None
    gain_high: float | None = None
    labels: tuple[_Label, ...] = ()
    clips: tuple[_Clip, ...] = ()

    def plain(self) -> Worth:
        """Return the figures of the list."""
        return Worth(self.tiou, self.before, self.after, self.gain_low, self.gain_high)


class _Outcome(BaseModel):
    model_config = _SAID
    parent: Path | None = None
    parent_fingerprint: str = ""
    fingerprint: str = ""
    finished_at: datetime | None = None
    seed: int | None = None
    learned_from: tuple[str, ...] = ()
    held_out: tuple[str, ...] = ()
    outcome: _Worth | None = None


class ModelFiles:
    """A model's folder as it was read.

    Args:
        folder: It holds a card; an outcome only where it was fine-tuned.
        is_default: It came with the program.

    Raises:
        EngineError: there is no card, or it is damaged.
    """

    def __init__(self, folder: Path, *, is_default: bool = False) -> None:
        self.folder = folder
        self._is_default = is_default
        self._card = _read_card(folder)
        self._outcome = _read_outcome(folder)

    @property
    def fingerprint(self) -> str:
        """Hash of card and weights as they were when they were made; '' where it is not said."""
        return self._outcome.fingerprint

    @property
    def parent_fingerprint(self) -> str:
        """The same of the parent."""
        return self._outcome.parent_fingerprint

    @property
    def parent(self) -> Path | None:
        """Folder of the parent as it was then."""
        return self._outcome.parent

    def record(self, parent: Path | None, *, is_parent_gone: bool) -> ModelRecord:
        """Return the model as the list shows it.

        Args:
            parent: Where its parent lies now, or lay when it is gone.
            is_parent_gone: Whether it is there no more.
        """
        worth = self._outcome.outcome
        return ModelRecord(
            folder=self.folder,
            name=str(self._card.card.get("name") or self.folder.name),
            made_at=self._outcome.finished_at or _date(self._card.card.get("made_at")),
            parent=parent,
            labels=self._card.labels,
            learned_from=self._outcome.learned_from,
            held_out=self._outcome.held_out,
            worth=worth.plain() if worth else None,
            is_default=self._is_default,
            is_parent_gone=is_parent_gone,
        )

    def card(self, record: ModelRecord) -> ModelCard:
        """Return everything that is known of the model."""
        worth = self._outcome.outcome
        kept = read_request(self.folder)
        return ModelCard(
            record,
            tuple(
                LabelWorth(**one.model_dump())
                for one in sorted(worth.labels, key=lambda one: -one.n_truths)
            )
            if worth
            else (),
            _clips(worth) if worth else (),
            project=kept.project if kept else None,
            settings=self._settings(),
        )

    def _settings(self) -> tuple[tuple[str, str], ...]:
        """Return how it was trained, by stream, in words; what is not said is left out."""
        said: list[tuple[str, str]] = []
        if self._outcome.seed is not None:
            said.append(("seed", str(self._outcome.seed)))
        trainings = self._card.card.get("training")
        for stream, facts in trainings.items() if isinstance(trainings, Mapping) else ():
            said += _training_words(str(stream), facts)
        return tuple(said)


def _training_words(stream: str, facts: object) -> list[tuple[str, str]]:
    if not isinstance(facts, Mapping):
        return []
    said = [
        (f"{stream} {words}", str(facts[name]))
        for name, words in (("epochs", "epochs"), ("training_videos", "videos"))
        if name in facts
    ]
    optimiser = _inside(facts, "recipe", "optimiser")
    if f"{stream}_rate" in optimiser:
        said.append((f"{stream} learning rate", str(optimiser[f"{stream}_rate"])))
    return said


def _inside(values: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    for name in names:
        found = values.get(name)
        values = found if isinstance(found, Mapping) else {}
    return values


def _clips(worth: _Worth) -> tuple[ChangedClip, ...]:
    clips = [
        ChangedClip(
            one.video,
            Segment(*one.segment),
            one.label,
            one.is_annotated,
            one.before,
            one.after,
        )
        for one in worth.clips
        if 0 <= one.segment[0] < one.segment[1] and _is_seen(one)
    ]
    return tuple(sorted(clips, key=lambda one: -abs(one.gain)))


def _is_seen(clip: _Clip) -> bool:
    """Say whether a change is one in the figures that people read."""
    return f"{clip.before:.2f}" != f"{clip.after:.2f}"


def _date(said: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def _read_card(folder: Path) -> _Card:
    try:
        card = _Card.model_validate_json((folder / CARD_NAME).read_bytes())
    except OSError as error:
        raise EngineError(
            f"There is no model in {folder}.", f"Choose a folder that holds {CARD_NAME}.", _NO_CARD
        ) from error
    except ValidationError as error:
        raise EngineError(
            f"The card of the model {folder.name} is damaged.", "Copy the model again.", _NO_CARD
        ) from error
    if not card.streams:
        raise EngineError(f"{folder.name} holds no network.", "Copy the model again.", _NO_CARD)
    return card


def _read_outcome(folder: Path) -> _Outcome:
    """Return what a fine-tuning was worth; nothing where none was, or it cannot be read."""
    try:
        return _Outcome.model_validate(json.loads((folder / OUTCOME_NAME).read_bytes()))
    except (OSError, ValueError):  # a ValidationError is one
        return _Outcome()
