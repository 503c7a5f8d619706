"""Uses another model, lets it look at what nobody has reviewed, and takes both back."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.project import VideoEntry
from app.domain.video_state import VideoState, state_of
from app.services.explaining import ModelShelf
from app.services.model_registry import ModelRegistry
from app.services.ports import Progress, ProjectStore
from app.ui.analysis import AnalysisController
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import PLURAL, translate
from app.ui.models.words import folder_words

UNTOUCHED = {VideoState.NEW, VideoState.TO_REVIEW}


@dataclass(frozen=True, slots=True)
class Promotion:
    """What was done, to be taken back.

    Attributes:
        folder: Of the model in use now; None for the cold start.
        runs: The run that each video showed before, by its id; None for no run.
        project: Whose videos they are.
    """

    folder: Path | None
    runs: Mapping[str, str | None] = field(default_factory=dict)
    project: Path | None = None


def unreviewed(document: Document) -> list[VideoEntry]:
    """Return the videos that nobody has begun to review, where they can be analysed.

    One in review keeps its run: what is rejected there would be asked again.
    """
    if document.read_only_reason:
        return []
    return [one for one in document.videos if state_of(one) in UNTOUCHED and not one.is_missing]


class Promoting(QObject):
    """Changes the model in use.

    Args:
        document: The project whose videos are analysed again.
        analysis: Does that.

    Signals:
        changed: Another model is in use, or it was tried in vain.
    """

    changed = Signal()

    def __init__(
        self, document: Document, analysis: AnalysisController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._analysis = document, analysis
        self._shelf: ModelShelf | None = None
        self._registry: ModelRegistry | None = None
        self._last: Promotion | None = None
        self._errands = Errands(self)
        self._errands.failed.connect(self._tell_failed)
        self._errands.busy_changed.connect(document.busy_changed)

    def take(self, shelf: ModelShelf, registry: ModelRegistry) -> None:
        """Take the models there are."""
        self._shelf, self._registry = shelf, registry

    def shut_down(self) -> None:
        """Stop; returns when the threads are over."""
        self._errands.call_off()

    def use(self, folder: Path | None, *, again: bool) -> None:
        """Use a model from the next run on.

        Args:
            folder: Of the model; None for the cold start.
            again: Whether videos that nobody has reviewed are analysed again.
        """
        shelf, registry = self._shelf, self._registry
        if shelf is None or registry is None or folder == shelf.chosen:
            return

        def work(_progress: Progress, cancel: threading.Event) -> str:
            if folder is not None:
                # One that is damaged is refused here, not by the next run.
                shelf.check(folder, cancel.is_set)
            registry.promote(folder)
            return _name_of(registry, folder)

        words = translate("Models", "Looking at the model…")
        self._errands.start(words, work, lambda name: self._take_used(folder, name, again=again))

    def roll_back(self) -> None:
        """Use the model that was in use before."""
        registry = self._registry
        if registry is None:
            return

        def work(_progress: Progress, _cancel: threading.Event) -> str:
            return _name_of(registry, registry.roll_back())

        self._errands.start("", work, self._take_rolled_back)

    def _take_used(self, folder: Path | None, name: str, *, again: bool) -> None:
        videos = unreviewed(self._document) if again else []
        runs = {video.id: video.last_run_id for video in videos}
        promotion = Promotion(folder, runs, self._document.path)
        self._last = promotion
        if runs:
            self._analysis.start(runs)
        self.changed.emit()
        told = _used_words(name, len(runs))
        self._document.undoable.emit(told, partial(self._take_back, promotion))

    def _take_back(self, promotion: Promotion) -> None:
        if promotion is self._last:
            self.roll_back()

    def _take_rolled_back(self, name: str) -> None:
        promotion, self._last = self._last, None
        if promotion is not None and promotion.project == self._document.path:
            self._analysis.withdraw(promotion.runs)
            self._show_runs_before(promotion)
        self.changed.emit()
        told = translate("Models", "{name} is in use again.")
        self._document.told.emit(told.format(name=name))

    def _show_runs_before(self, promotion: Promotion) -> None:
        """Show again what videos showed, where nobody has begun to review the new run."""
        store = self._document.store
        back = {
            one.id: run_id
            for one in unreviewed(self._document)
            if (run_id := promotion.runs.get(one.id)) and run_id != one.last_run_id
        }
        if store is None or not back:
            return
        work = partial(_show_runs, store, back)
        self._errands.start("", work, lambda _none: self._reload())

    def _reload(self) -> None:
        self._document.reload_timeline(self._document.wanted_video_id)

    def _tell_failed(self, error: object) -> None:
        self._document.show_problem(error)  # type: ignore[arg-type]
        self.changed.emit()


def _show_runs(
    store: ProjectStore, runs: Mapping[str, str], _progress: Progress, cancel: threading.Event
) -> None:
    for video_id, run_id in runs.items():
        if not cancel.is_set():
            store.show_run(video_id, run_id)


def _name_of(registry: ModelRegistry, folder: Path | None) -> str:
    names = {one.folder: one.name for one in registry.records()}
    return names.get(folder, folder_words(folder)) if folder else folder_words(None)


def _used_words(name: str, n: int) -> str:
    if n == 0:
        return translate("Models", "New runs use {name}.").format(name=name)
    if n == 1:
        told = translate("Models", "New runs use {name}; 1 video is analysed again.")
    else:
        told = translate("Models", "New runs use {name}; %n videos are analysed again.", "",
                         PLURAL, n)  # fmt: skip
    return told.format(name=name)
