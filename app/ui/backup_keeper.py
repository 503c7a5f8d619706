"""Backs the open project up by itself: when it is opened, while it changes, and at closing."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import StudioError
from app.services.ports import Progress, ProjectStore
from app.tasks.runner import Task
from app.ui.document import Document
from app.ui.errands import report_bug

EVERY_MS = 10 * 60 * 1000
EVERY_N_ACTS = 100


class BackupKeeper(QObject):
    """Makes backups of a document's project in a thread, one at a time.

    Signals:
        made: The path of a new backup.
        problem: Sentence and next step.
    """

    made = Signal(object)
    problem = Signal(str, str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._task: Task | None = None
        self._n_acts = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.back_up)
        document.project_changed.connect(self._begin)
        document.history_changed.connect(self._count)
        document.about_to_close.connect(self._finish)

    def back_up(self) -> None:
        """Begin a backup, if the project has changed since the last one and none is being made."""
        store = self._worth_keeping()
        if store is None or self._task is not None:
            return

        def work(_progress: Progress, _cancel: threading.Event) -> object:
            return store.back_up()

        self._n_acts = 0
        self._task = Task(work, self)
        self._task.finished.connect(self._tell_made)
        self._task.failed.connect(self._tell_failed)
        self._task.crashed.connect(report_bug)
        self._task.ended.connect(self._end)
        self._task.start()

    def _begin(self) -> None:
        self._n_acts = 0
        if self._document.store is None:
            self._timer.stop()
            return
        self._timer.start()
        self.back_up()

    def _count(self) -> None:
        self._n_acts += 1
        if self._n_acts >= EVERY_N_ACTS:
            self.back_up()

    def _finish(self) -> None:
        """Return when the project that is about to close has its last backup."""
        if self._task is not None:
            self._task.wait()
        store = self._worth_keeping()
        if store is not None:
            last = Task(lambda _progress, _cancel: store.back_up(), self)
            last.failed.connect(self._tell_failed)
            last.crashed.connect(report_bug)
            last.start()
            last.wait()

    def _worth_keeping(self) -> ProjectStore | None:
        """Return the open project, unless it is empty or may only be read."""
        store = self._document.store
        if store is None or store.read_only_reason or not self._document.videos:
            return None
        return store

    def _tell_made(self, path: object) -> None:
        if path is not None:
            self.made.emit(path)

    def _tell_failed(self, error: StudioError) -> None:
        self.problem.emit(error.sentence, error.next_step)

    def _end(self) -> None:
        if self._task is not None:
            self._task.deleteLater()
        self._task = None
