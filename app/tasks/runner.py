"""Runs long work off the window and tells a receiver in the window's thread how it goes."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from app.domain.errors import Cancelled, StudioError
from app.services.ports import Progress

# Torch on every core makes the window's ticks late; a niced thread does not (measured, design).
WORKER_NICENESS = 10
# Progress may be reported thousands of times a second; a person reads ten.
REPORT_EVERY_S = 0.1

Work = Callable[[Progress, threading.Event], Any]


class Task(QObject):
    """One piece of long work: progress, cancel, and exactly one ending.

    Signals arrive in the thread that made the task. Connect them to methods of QObjects of that
    thread, never to lambdas (those would run in the worker).

    Attributes:
        progressed: stage, done, total (0 unknown).
        finished: what the work returned.
        failed: a StudioError.
        crashed: any other exception; a bug of ours.
        cancelled: the work heard the flag.
        ended: after any of the four endings.
    """

    progressed = Signal(str, int, int)
    finished = Signal(object)
    failed = Signal(object)
    crashed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cancel = threading.Event()
        self._thread = _WorkThread(work, self._cancel, self)
        self._thread.reported.connect(self.progressed)
        self._thread.done.connect(self._tell)

    def start(self) -> None:
        """Begin; call once."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask the work to stop; ``cancelled`` follows."""
        self._cancel.set()

    def wait(self, milliseconds: int = 10_000) -> bool:
        """Block until the thread is over; for closing the program. Return whether it is."""
        return self._thread.wait(milliseconds)

    def _tell(self, result: object, error: object) -> None:
        self._thread.wait()
        if error is None:
            self.finished.emit(result)
        elif isinstance(error, Cancelled):
            self.cancelled.emit()
        elif isinstance(error, StudioError):
            self.failed.emit(error)
        else:
            self.crashed.emit(error)
        self.ended.emit()


class _WorkThread(QThread):
    reported = Signal(str, int, int)
    done = Signal(object, object)

    def __init__(self, work: Work, cancel: threading.Event, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._cancel = cancel
        self._reported_at = ("", 0.0)

    def run(self) -> None:
        lower_priority()
        try:
            result = self._work(self._report, self._cancel)
        except BaseException as error:  # noqa: BLE001 - the thread's last stop; the task tells which kind
            self.done.emit(None, error)
        else:
            self.done.emit(result, None)

    def _report(self, stage: str, done: int, total: int) -> None:
        last_stage, last_s = self._reported_at
        now_s = time.monotonic()
        is_last = 0 < total <= done
        if stage != last_stage or is_last or now_s - last_s >= REPORT_EVERY_S:
            self._reported_at = (stage, now_s)
            self.reported.emit(stage, done, total)


def lower_priority() -> None:
    """Let the window go first: nice this thread, where the system counts niceness per thread."""
    if hasattr(os, "setpriority") and os.uname().sysname == "Linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), WORKER_NICENESS)
