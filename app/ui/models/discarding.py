"""Throws models away a moment after they were asked to go, so that it can be taken back."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import StudioError
from app.services.model_registry import ModelRegistry
from app.services.ports import Progress
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import translate
from app.ui.toast import SHOWN_FOR_MS

# The toast with the way back is gone by then.
GONE_AFTER_MS = SHOWN_FOR_MS + 500


class Discarding(QObject):
    """Hides models at once and removes them from the disk later.

    Args:
        document: Tells what happened.

    Signals:
        changed: Other models are hidden, or one could not be removed.
    """

    changed = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._registry: ModelRegistry | None = None
        self._waiting: dict[Path, QTimer] = {}
        self._leaving: set[Path] = set()
        self._errands = Errands(self)

    def take(self, registry: ModelRegistry) -> None:
        """Take where models are kept."""
        self._registry = registry

    @property
    def hidden(self) -> frozenset[Path]:
        """Folders that are on their way out."""
        return frozenset(self._waiting) | self._leaving

    def discard(self, folder: Path, words: str = "") -> None:
        """Throw a model away, finished or not; the toast brings it back."""
        if self._registry is None or folder in self.hidden:
            return
        timer = QTimer(self, singleShot=True, interval=GONE_AFTER_MS)
        timer.timeout.connect(partial(self._remove, folder))
        self._waiting[folder] = timer
        timer.start()
        told = words or translate("Models", "“{name}” is discarded.").format(name=folder.name)
        self._document.undoable.emit(told, partial(self._bring_back, folder))
        self.changed.emit()

    def shut_down(self) -> None:
        """Remove what is on its way out; returns when that is done."""
        self._errands.call_off()
        for folder in list(self._waiting):
            self._waiting.pop(folder).stop()
            if self._registry is not None:
                _discard(self._registry, folder)

    def _bring_back(self, folder: Path) -> None:
        timer = self._waiting.pop(folder, None)
        if timer is not None:
            timer.stop()
            timer.deleteLater()
            self.changed.emit()

    def _remove(self, folder: Path) -> None:
        registry, timer = self._registry, self._waiting.pop(folder, None)
        if timer is None or registry is None:
            return
        timer.deleteLater()
        self._leaving.add(folder)

        def work(_progress: Progress, _cancel: threading.Event) -> StudioError | None:
            return _discard(registry, folder)

        self._errands.start("", work, partial(self._take_removed, folder))

    def _take_removed(self, folder: Path, error: StudioError | None) -> None:
        self._leaving.discard(folder)
        if error is not None:
            self._document.show_problem(error)
        self.changed.emit()


def _discard(registry: ModelRegistry, folder: Path) -> StudioError | None:
    try:
        registry.discard(folder)
    except StudioError as error:
        return error
    return None
