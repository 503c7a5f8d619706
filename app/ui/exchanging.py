"""Writing and reading interchange files in the background, and saying what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.errors import ExchangeError, StudioError
from app.services.exchange_values import FormatCard, FormatId
from app.services.exporting import (
    ExportPreview,
    ExportReport,
    ExportRequest,
    Working,
    export_request,
    known_video,
    preview_export,
)
from app.services.importing import ImportPlan, ImportReport, carry_out, plan_import
from app.services.ports import Progress, ProjectStore
from app.services.second_opinions import WorkReader
from app.tasks.runner import Task
from app.ui.dialogs.import_plan import ImportRequest
from app.ui.errands import Errands
from app.ui.language import translate
from app.ui.refusals import refusal_words
from app.ui.told import export_words, import_words, made_words, unmatched_words

Planned = tuple[FormatId, ImportPlan | StudioError]


class Exchanging(QObject):
    """Takes annotations out of a project and brings them in.

    Attributes:
        reader: Reads another person's work, in whatever kind of file it is.

    Signals:
        told: Good news, one sentence.
        problem: Sentence and next step.
        imported: Annotations are new in the project file.
    """

    told = Signal(str)
    problem = Signal(str, str)
    imported = Signal()

    def __init__(self, reader: WorkReader, errands: Errands, parent: QObject) -> None:
        super().__init__(parent)
        self.reader = reader
        self._exchange = reader.exchange
        self._frames = reader.frames
        self._errands = errands

    def cards(self) -> list[FormatCard]:
        """Return every format."""
        return list(self._exchange.cards())

    def preview(
        self,
        store: ProjectStore,
        request: ExportRequest,
        on_done: Callable[[ExportPreview | StudioError], object],
    ) -> None:
        """Make the beginning of what would be written; what cannot be said is a result too."""

        def work(_progress: Progress, _cancel: threading.Event) -> ExportPreview | StudioError:
            try:
                return preview_export(store, self._exchange, self._frames, request)
            except ExchangeError as error:
                return error

        self._errands.start(translate("Window", "Reading labels…"), work, on_done)

    def export(
        self,
        store: ProjectStore,
        request: ExportRequest,
        on_done: Callable[[ExportReport], object] | None = None,
    ) -> Task:
        """Write the project's labels, or make files of its videos; tell what came of it.

        Args:
            store: The project.
            request: What is asked for.
            on_done: Called with the report, too.
        """

        def work(progress: Progress, cancel: threading.Event) -> ExportReport:
            working = Working(progress, cancel)
            return export_request(store, self._exchange, self._frames, request, working)

        def done(report: ExportReport) -> None:
            self._tell_exported(report)
            if on_done is not None:
                on_done(report)

        return self._errands.start(translate("Window", "Exporting…"), work, done)

    def plan(
        self, store: ProjectStore, request: ImportRequest, on_done: Callable[[Planned], object]
    ) -> None:
        """Find out what an import would change."""

        def work(_progress: Progress, _cancel: threading.Event) -> Planned:
            try:
                return self._planned(store, request)
            except ExchangeError as error:
                return request.format_id, error

        self._errands.start(translate("Window", "Reading…"), work, on_done)

    def carry_out(self, store: ProjectStore, request: ImportRequest, plan: ImportPlan) -> None:
        """Do what a plan says."""

        def work(_progress: Progress, _cancel: threading.Event) -> ImportReport:
            return carry_out(store, plan, request.file, on_changed=request.on_changed)

        self._errands.start(translate("Window", "Importing…"), work, self._tell_imported)

    def _planned(self, store: ProjectStore, request: ImportRequest) -> Planned:
        format_id = request.format_id or self._exchange.detect(request.file) or ""
        if not format_id:
            return "", _unknown(request.file)
        # Finding the true frames reads whole files; only formats that count them need it.
        counts = self._exchange.carried(format_id, request.options).frames == "true"
        frames = self._frames if counts else None
        known = [known_video(one, frames) for one in store.videos()]
        contents = self._exchange.read(format_id, request.file, known, request.options)
        plan = plan_import(
            store,
            contents,
            by_hand=request.by_hand,
            labels=request.labels,
            suggestions=request.suggestions,
            takes_unused=request.takes_unused,
        )
        return format_id, plan

    def _tell_exported(self, report: ExportReport) -> None:
        if report.made is not None:
            self.told.emit(made_words(report.made, report.file))
            return
        self.told.emit(export_words(report))
        if report.checked is not None and report.checked.differences:
            self.problem.emit(
                translate(
                    "Window", "{file} was written, but does not say the same when it is read."
                ).format(file=report.file.name),
                " ".join(map(refusal_words, report.checked.differences[:3])),
            )

    def _tell_imported(self, report: ImportReport) -> None:
        self.told.emit(import_words(report))
        if report.unmatched:
            self.problem.emit(
                unmatched_words(report),
                translate("Window", "Add these videos first, then import the file again."),
            )
        self.imported.emit()


def _unknown(file: Path) -> ExchangeError:
    sentence = translate("Window", "The format of {file} is not known.").format(file=file.name)
    return ExchangeError(sentence, translate("Window", "Choose one above."))
