"""Keeps the models of this machine: lineage, which one is in use, and which was before."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from app.domain.errors import EngineError
from app.engine.kept_request import (
    REQUEST_NAME,
    held,
    is_unfinished,
    read_request,
    request_to_go_on,
)
from app.engine.model_files import ModelFiles
from app.engine.models import EngineModels
from app.engine.models_in_use import ModelsInUse, choice_not_kept
from app.services.fine_tuning import FineTuneRequest
from app.services.model_registry import ModelCard, ModelRecord

ORDER_NAME = "models-in-use.json"
# What some file system refuses in a name.
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_LONGEST_NAME = 80

_log = logging.getLogger(__name__)


class EngineModelRegistry:
    """The ``ModelRegistry`` of the program: folders below the program's own.

    Args:
        shelf: Knows the folders and the model in use.
        checkpoints: Folder of the models, which may not be there.
    """

    def __init__(self, shelf: EngineModels, checkpoints: Path) -> None:
        self._shelf = shelf
        self._checkpoints = checkpoints
        self._order = ModelsInUse(checkpoints / ORDER_NAME)

    @property
    def chosen(self) -> Path | None:
        """Folder of the model in use; None for the cold start."""
        return self._shelf.chosen

    def records(self) -> Sequence[ModelRecord]:
        """Return all models, newest first; folders that hold none are left out."""
        read = self._read()
        found = [self._record(one, read) for one in read]
        dated = sorted(
            (one for one in found if one.made_at),
            key=lambda one: one.made_at.timestamp() if one.made_at else 0.0,
            reverse=True,
        )
        return [*dated, *(one for one in found if not one.made_at)]

    def card(self, folder: Path) -> ModelCard:
        """Return what is known of a model.

        Raises:
            EngineError: the folder holds no model that can be read.
        """
        mine = ModelFiles(folder, is_default=self._shelf.is_default(folder))
        return mine.card(self._record(mine, self._read()))

    def promote(self, folder: Path | None) -> None:
        """Use a model, or None the cold start, from the next run on, and remember the one before.

        Raises:
            EngineError: the folder holds no model, or the choice cannot be saved: nothing changes.
        """
        if folder is not None:
            ModelFiles(folder)
        if folder == self.chosen:
            return
        before = self._order.known_before()
        self._use(folder, before, (*before, self.chosen))

    @property
    def can_roll_back(self) -> bool:
        """Whether there was a model, or the cold start, before the last promotion."""
        return bool(self._order.known_before())

    def before_last(self) -> Path | None:
        """Return the model to which ``roll_back`` goes; None for the cold start."""
        before = self._order.known_before()
        return before[-1] if before else None

    def roll_back(self) -> Path | None:
        """Use the model that was in use before the last promotion; return it.

        Raises:
            EngineError: there was none, its folder is gone, or the choice cannot be saved.
        """
        before = self._order.before()
        if not before:
            raise EngineError("No other model was in use before.", "Choose one by its name.")
        *older, last = before
        if last is not None:
            ModelFiles(last)
        self._use(last, before, tuple(older))
        return last

    def discard(self, folder: Path) -> None:
        """Remove a model, or an unfinished fine-tuning, from the disk.

        Raises:
            EngineError: it is in use, came with the program, lies elsewhere, is being made, is what
                an unfinished fine-tuning goes on from, or cannot be removed.
        """
        self._check_free(folder)
        with held(folder):
            pass  # nobody learns into it
        gone = self._checkpoints / f".{uuid4().hex}"
        try:
            folder.rename(gone)
            shutil.rmtree(gone)
        except OSError as error:
            raise EngineError(
                f"{folder.name} cannot be removed: {(error.strerror or str(error)).lower()}.",
                "Close what has its files open, or remove the folder yourself.",
            ) from error
        before = self._order.known_before()
        if folder in before:
            with suppress(EngineError):
                self._order.remember(tuple(one for one in before if one != folder))

    def new_folder(self, name: str) -> Path:
        """Return a folder for a model that is about to be made, which no other has.

        The name loses what no file may be called, and is numbered where it is taken.
        """
        fit = _UNFIT.sub("-", name)[:_LONGEST_NAME].strip(" .") or "model"
        folder, number = self._checkpoints / fit, 2
        while folder.exists():
            folder, number = self._checkpoints / f"{fit} {number}", number + 1
        return folder

    def unfinished(self) -> Sequence[Path]:
        """Return folders whose fine-tuning was paused, stopped or killed, newest first."""
        begun = [
            path.parent
            for path in self._checkpoints.glob(f"[!.]*/{REQUEST_NAME}")
            if is_unfinished(path.parent)
        ]
        return sorted(begun, key=_asked_at, reverse=True)

    def request_to_go_on(self, folder: Path) -> FineTuneRequest:
        """Return the request that goes on with an unfinished fine-tuning.

        Raises:
            EngineError: the folder does not say what was asked.
        """
        return request_to_go_on(folder)

    def _use(
        self,
        folder: Path | None,
        before: tuple[Path | None, ...],
        remembered: tuple[Path | None, ...],
    ) -> None:
        """Choose a model and keep the order, both or neither."""
        self._order.remember(remembered)
        was = self.chosen
        try:
            self._shelf.choose(folder)
        except OSError as error:
            with suppress(OSError, EngineError):
                self._order.remember(before)
            with suppress(OSError):
                self._shelf.choose(was)
            raise choice_not_kept(error) from error

    def _check_free(self, folder: Path) -> None:
        if self._shelf.is_default(folder):
            raise EngineError(f"{folder.name} came with the program.", "It stays.")
        if folder.parent != self._checkpoints or not folder.is_dir():
            raise EngineError(
                f"{folder} is no model of this program.", "Remove the folder yourself."
            )
        if folder == self.chosen:
            raise EngineError(f"{folder.name} is in use.", "Use another model first.")
        for child in self.unfinished():
            kept = read_request(child)
            if kept is not None and kept.parent == folder and child != folder:
                raise EngineError(
                    f"The unfinished fine-tuning {child.name} goes on from {folder.name}.",
                    "Finish or discard that one first.",
                )

    def _read(self) -> list[ModelFiles]:
        found = []
        for folder in self._shelf.known():
            try:
                found.append(ModelFiles(folder, is_default=self._shelf.is_default(folder)))
            except EngineError as error:
                _log.warning("%s", error)
        return found

    def _record(self, mine: ModelFiles, others: Sequence[ModelFiles]) -> ModelRecord:
        parent, print_ = mine.parent, mine.parent_fingerprint
        if parent is None:
            return mine.record(None, is_parent_gone=False)
        known = [one for one in others if one.fingerprint and one.fingerprint == print_]
        here = next((one.folder for one in known if one.folder == parent), None)
        moved = known[0].folder if known else None
        if here is None and not _holds_model(parent):
            return mine.record(moved or parent, is_parent_gone=moved is None)
        return mine.record(parent, is_parent_gone=False)


def _holds_model(folder: Path) -> bool:
    try:
        ModelFiles(folder)
    except EngineError:
        return False
    return True


def _asked_at(folder: Path) -> float:
    kept = read_request(folder)
    return kept.asked_at.timestamp() if kept else 0.0
