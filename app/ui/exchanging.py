"""Writing and reading interchange files in the background, and saying what came of it."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.services.exchanging import ImportReport, export_project, import_annotations
from app.services.ports import Exchange, FormatId, Progress, ProjectStore
from app.ui.captions import segment_words
from app.ui.errands import Errands
from app.ui.language import translate
from app.ui.told import import_words, unmatched_words


class Exchanging(QObject):
    """Takes annotations out of a project and brings them in.

    Signals:
        told: Good news, one sentence.
        problem: Sentence and next step.
        imported: Annotations are new in the project file.
    """

    told = Signal(str)
    problem = Signal(str, str)
    imported = Signal()

    def __init__(self, exchange: Exchange, errands: Errands, parent: QObject) -> None:
        super().__init__(parent)
        self._exchange = exchange
        self._errands = errands

    def export(self, store: ProjectStore, format_id: FormatId, file: Path) -> None:
        """Write the project's labels."""

        def work(_progress: Progress, _cancel: threading.Event) -> str:
            n_written = export_project(store, self._exchange, format_id, file)
            told = translate("Window", "{segments} written to {file}.")
            return told.format(segments=segment_words(n_written), file=file)

        self._errands.start(translate("Window", "Exporting…"), work, self.told.emit)

    def bring_in(self, store: ProjectStore, format_id: FormatId, file: Path) -> None:
        """Read annotations of another tool."""

        def work(_progress: Progress, _cancel: threading.Event) -> ImportReport:
            return import_annotations(store, self._exchange, format_id, file)

        self._errands.start(translate("Window", "Importing…"), work, self._tell_imported)

    def _tell_imported(self, report: ImportReport) -> None:
        self.told.emit(import_words(report))
        if report.unmatched:
            self.problem.emit(
                unmatched_words(report),
                translate("Window", "Add these videos first, then import the file again."),
            )
        self.imported.emit()
