"""One worker on duty, and those that were relieved and still end."""

from __future__ import annotations

import time
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QThread, Slot

from app.tasks.worker import Worker

W = TypeVar("W", bound=Worker[Any])


class Relay(QObject, Generic[W]):
    """At most one thread that is asked, and any number that are ending."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.current: W | None = None
        self._leaving: list[QThread] = []

    def take_on(self, worker: W) -> None:
        """Put a worker on duty, not yet started; the one before is let go."""
        self.let_go()
        worker.setParent(self)
        worker.finished.connect(self._on_finished)
        self.destroyed.connect(worker.leave)
        self.current = worker

    def let_go(self) -> None:
        """Let the worker on duty end; returns at once."""
        worker, self.current = self.current, None
        if worker is None:
            return
        worker.close()
        if worker.isFinished():
            worker.deleteLater()
        else:
            self._leaving.append(worker)

    def wait(self, until_s: float) -> None:
        """Wait for ending threads until a monotonic time; one that hangs outlives us."""
        for worker in list(self._leaving):
            self._leaving.remove(worker)
            if worker.wait(max(round((until_s - time.monotonic()) * 1000), 1)):
                worker.deleteLater()
            else:
                # Stuck in one piece of work: deleting it now would end the program.
                worker.setParent(QCoreApplication.instance())
                worker.finished.connect(worker.deleteLater)

    @Slot()
    def _on_finished(self) -> None:
        worker = self.sender()
        if isinstance(worker, QThread) and worker in self._leaving:
            self._leaving.remove(worker)
            worker.deleteLater()
