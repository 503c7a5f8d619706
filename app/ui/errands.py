"""Short work off the window. Failures become problems, bugs reach the crash hook."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.errors import StudioError
from app.tasks.runner import Task, Work
from app.ui.language import translate


class Errands(QObject):
    """Runs pieces of work side by side and drops the results of those that were called off.

    Signals:
        failed: A ``StudioError``.
        busy_changed: What is being done in words, or '' when nothing is.
    """

    failed = Signal(object)
    busy_changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[_Errand] = []

    @property
    def is_busy(self) -> bool:
        """Whether anything is being done."""
        return bool(self._running)

    def start(
        self,
        words: str,
        work: Work,
        on_done: Callable[[Any], object],
        on_share: Callable[[int, int], object] | None = None,
    ) -> Task:
        """Run ``work`` in a thread and return its task; the callbacks are called in this one.

        ``on_share`` is told how much is done of how much.
        """
        errand = _Errand(words, work, on_done, self)
        errand.on_share = on_share
        errand.task.progressed.connect(errand.take_progress)
        self._running.append(errand)
        errand.task.start()
        self.tell_busy()
        return errand.task

    def drop(self) -> None:
        """Cancel everything and drop the results; returns at once."""
        for errand in self._running:
            errand.is_wanted = False
            errand.task.cancel()

    def call_off(self) -> None:
        """Drop everything, and return when the threads are over."""
        self.drop()
        for errand in self._running:
            errand.task.wait()

    def take_leave(self, errand: _Errand) -> None:
        """Forget an errand that has told its ending.

        Only that one: another thread may be over too, with its result still on the way.
        """
        self._running.remove(errand)
        errand.deleteLater()
        self.tell_busy()

    def tell_busy(self) -> None:
        """Say what is being done now."""
        self.busy_changed.emit(self._running[-1].shown_words if self._running else "")


class _Errand(QObject):
    def __init__(
        self, words: str, work: Work, on_done: Callable[[Any], object], errands: Errands
    ) -> None:
        super().__init__(errands)
        self.shown_words = words
        self.on_share: Callable[[int, int], object] | None = None
        self._words = words
        self.is_wanted = True
        self.task = Task(work, self)
        self._on_done = on_done
        self._errands = errands
        self.task.finished.connect(self._finish)
        self.task.failed.connect(self._fail)
        self.task.crashed.connect(report_bug)
        self.task.ended.connect(self._end)

    def take_progress(self, _stage: str, done: int, total: int) -> None:
        """Count in the words what is done."""
        if not self.is_wanted:
            return
        self.shown_words = (
            translate("Window", "{words} {done} of {total}").format(
                words=self._words, done=done, total=total
            )
            if total > 1
            else self._words
        )
        self._errands.tell_busy()
        if self.on_share is not None:
            self.on_share(done, total)

    def _finish(self, result: object) -> None:
        if self.is_wanted:
            self._on_done(result)

    def _fail(self, error: StudioError) -> None:
        if self.is_wanted:
            self._errands.failed.emit(error)

    def _end(self) -> None:
        self._errands.take_leave(self)


def report_bug(error: BaseException) -> None:
    """Hand a bug of ours to the program's crash hook."""
    sys.excepthook(type(error), error, error.__traceback__)
