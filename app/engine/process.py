"""Runs a localizer in a process of its own, so that the window never waits for it.

Loading torch and compiling kernels hold the interpreter's lock for hundreds of milliseconds, and
some of it cannot be interrupted. In another process neither reaches the window, cancelling can be
enforced, and a crash of native code costs one video instead of the program.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event as ProcessEvent
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Literal

from app.domain.errors import Cancelled, EngineError, StudioError
from app.services.ports import Localization, Localizer, Progress

# A cancelled engine has this long to stop by itself before its process is ended; what it finished
# is in the feature cache either way.
GRACE_S = 0.7
POLL_S = 0.05
# The window goes first.
NICENESS = 5

Message = (
    tuple[Literal["progress"], tuple[str, int, int]]
    | tuple[Literal["result"], Localization]
    | tuple[Literal["error"], BaseException]
)


class ProcessLocalizer:
    """A ``Localizer`` around another one that lives in a child process.

    The child is started at the first video and kept, with its networks, for the next ones.

    Args:
        make_localizer: Makes the localizer in the child; must be picklable.
    """

    def __init__(self, make_localizer: Callable[[], Localizer]) -> None:
        self._make_localizer = make_localizer
        self._child: _Child | None = None
        self._lock = Lock()

    def localize(self, video: Path, *, progress: Progress, cancel: Event) -> Localization:
        with self._lock:
            if self._child is None or not self._child.process.is_alive():
                self._child = _Child(self._make_localizer)
            try:
                return self._child.localize(video, progress, cancel)
            except _ChildGoneError:
                self._drop_child()
                raise EngineError(
                    f"The engine ended unexpectedly while it analysed {video.name}.",
                    "Detect again: it goes on where it stopped. Close other programs if memory "
                    "is short.",
                ) from None
            except Cancelled:
                if self._child.is_ended:
                    self._drop_child()
                raise

    def close(self) -> None:
        """End the child; the next call starts a new one."""
        with self._lock:
            self._drop_child()

    def _drop_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class _ChildGoneError(Exception):
    """The child process is not there any more."""


class _Child:
    """One child process and the pipe to it."""

    def __init__(self, make_localizer: Callable[[], Localizer]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._cancel: ProcessEvent = context.Event()
        self.process: SpawnProcess = context.Process(
            target=_serve, args=(make_localizer, theirs, self._cancel), daemon=True
        )
        with _ctrl_c_held():
            self.process.start()
        theirs.close()
        self.is_ended = False

    def localize(self, video: Path, progress: Progress, cancel: Event) -> Localization:
        self._cancel.clear()
        self._send(video)
        stop_at_s = float("inf")
        while True:
            if cancel.is_set() and not self._cancel.is_set():
                self._cancel.set()
                stop_at_s = time.monotonic() + GRACE_S
            if time.monotonic() > stop_at_s:
                self.end()
                raise Cancelled
            message = self._receive()
            if message is None:
                continue
            if message[0] == "result":
                return message[1]
            if message[0] == "error":
                raise message[1]
            progress(*message[1])

    def end(self) -> None:
        """End the process at once."""
        self.is_ended = True
        self.process.terminate()
        self.process.join()
        self._pipe.close()

    def _send(self, video: Path) -> None:
        try:
            self._pipe.send(video)
        except OSError:
            raise _ChildGoneError from None

    def _receive(self) -> Message | None:
        """Return the next message, or None when none came for a moment."""
        try:
            return self._pipe.recv() if self._pipe.poll(POLL_S) else None
        except (EOFError, OSError):
            raise _ChildGoneError from None


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Start a child that Ctrl-C does not reach: it goes to the whole terminal, we pass it on.

    The mask of the thread is inherited through fork and exec; Windows has no such thing.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_the_program() -> None:
    """End when the parent does: a killed program's next start must find the cache to itself."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _serve(make_localizer: Callable[[], Localizer], pipe: Connection, cancel: ProcessEvent) -> None:
    """Work in the child: one video after the other, until the pipe is closed."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    Thread(target=_end_with_the_program, daemon=True).start()
    localizer = make_localizer()

    def send(message: Message) -> None:
        try:
            pipe.send(message)
        except OSError:
            sys.exit()  # the program is gone; nobody waits for the rest

    def progress(stage: str, done: int, total: int) -> None:
        send(("progress", (stage, done, total)))

    while True:
        try:
            video = pipe.recv()
        except (EOFError, OSError):
            return
        send(_answer(localizer, video, progress, cancel))


def _answer(localizer: Localizer, video: Path, progress: Progress, cancel: ProcessEvent) -> Message:
    try:
        # Both kinds of event know is_set, and nothing else is asked of a cancel flag.
        flag: Event = cancel  # type: ignore[assignment]
        return "result", localizer.localize(video, progress=progress, cancel=flag)
    except (StudioError, Cancelled) as error:
        return "error", error
    except Exception as error:  # noqa: BLE001 - a bug of ours, told by the program, not the child
        return "error", RuntimeError(f"{type(error).__name__}: {error}")
