"""Runs parts of the engine in processes of their own, so that the window never waits for them.

Loading torch and compiling kernels hold the interpreter's lock for hundreds of milliseconds, and
some of it cannot be interrupted. In another process neither reaches the window, cancelling can be
enforced, and a crash of native code costs one video instead of the program.

One child analyses videos; another answers questions about what was found, so that a question never
waits for an analysis.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event as ProcessEvent
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Generic, Literal, Protocol, TypeVar

from app.domain.errors import Cancelled, EngineError, StudioError
from app.services.explaining import (
    Answer,
    Cancel,
    LiveScore,
    ModelFacts,
    Question,
    RunCase,
)
from app.services.ports import Localization, Localizer, Progress

# A cancelled engine has this long to stop by itself before its process is ended; what it finished
# is in the feature cache either way.
GRACE_S = 0.7
POLL_S = 0.05
# The window goes first.
NICENESS = 5

# A question that nobody waits for any more may be loading torch, which pays for the next one too.
QUESTION_GRACE_S = 30.0

Worker = TypeVar("Worker")
# What a child does with its worker: an ordinary function, told progress and a flag to listen to.
Request = Callable[[Any, Progress, Event], Any]
Message = (
    tuple[Literal["progress"], tuple[str, int, int]]
    | tuple[Literal["result"], Any]
    | tuple[Literal["error"], BaseException]
)


class QuestionWorker(Protocol):
    """What answers questions in the child."""

    def take(self, case: RunCase) -> None:
        """Take the run that the next questions are about."""

    def answer(self, question: Question, cancel: Event) -> Answer:
        """Answer a question about that run."""

    def check(self, folder: Path) -> ModelFacts:
        """Return what a folder of a checkpoint holds."""


class _EngineProcess(Generic[Worker]):
    """A worker in a child process, started at the first call and kept with its networks.

    Args:
        make_worker: Makes the worker in the child; must be picklable.
        grace_s: How long a cancelled call may go on before the child is ended.
        niceness: Of the child.
    """

    def __init__(self, make_worker: Callable[[], Worker], grace_s: float, niceness: int) -> None:
        self._make_worker = make_worker
        self._grace_s = grace_s
        self._niceness = niceness
        self._child: _Child | None = None
        self._lock = Lock()
        self._is_closing = False
        self._is_outdated = False

    def close(self) -> None:
        """End the child, whatever it is doing; the next call starts a new one."""
        self._is_closing = True
        with self._lock:
            self._is_closing = False
            self._drop_child()

    def renew(self, make_worker: Callable[[], Worker]) -> None:
        """Make the worker another way from the next call on; what is being done is finished."""
        self._make_worker = make_worker
        self._is_outdated = True

    def _call(self, request: Request, progress: Progress, cancel: Cancel) -> Any:  # noqa: ANN401 - what the request returns
        """Return what the child makes of a request; hold the lock."""
        child = self._living_child()
        try:
            return child.call(request, progress, self._heard(cancel), self._grace_s)
        except _ChildGoneError:
            self._drop_child()
            raise
        except Cancelled:
            if child.is_ended:
                self._drop_child()
            raise

    def _living_child(self) -> _Child:
        if self._is_outdated or (self._child and not self._child.process.is_alive()):
            self._is_outdated = False
            self._drop_child()
        if self._child is None:
            self._child = _Child(self._make_worker, self._niceness)
        return self._child

    def _heard(self, cancel: Cancel) -> Callable[[], Literal["go on", "stop", "end"]]:
        def heard() -> Literal["go on", "stop", "end"]:
            if self._is_closing:
                return "end"
            return "stop" if cancel() else "go on"

        return heard

    def _drop_child(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class ProcessLocalizer(_EngineProcess[Localizer]):
    """A ``Localizer`` around another one that lives in a child process.

    Args:
        make_localizer: Makes the localizer in the child; must be picklable.
    """

    def __init__(self, make_localizer: Callable[[], Localizer]) -> None:
        super().__init__(make_localizer, GRACE_S, NICENESS)

    def localize(self, video: Path, *, progress: Progress, cancel: Event) -> Localization:
        with self._lock:
            try:
                found: Localization = self._call(partial(_localize, video), progress, cancel.is_set)
            except _ChildGoneError:
                raise EngineError(
                    f"The engine ended unexpectedly while it analysed {video.name}.",
                    "Detect again: it goes on where it stopped. Close other programs if memory "
                    "is short.",
                ) from None
        return found


class ProcessExplainer(_EngineProcess[QuestionWorker]):
    """An ``Explainer`` around a worker that lives in a child process.

    Args:
        make_worker: Makes the worker in the child; must be picklable.
    """

    def __init__(self, make_worker: Callable[[], QuestionWorker]) -> None:
        # A person waits for the answer, and it is short: it goes as first as the window.
        super().__init__(make_worker, QUESTION_GRACE_S, 0)
        self._told: tuple[_Child, str] | None = None

    def answer(self, case: RunCase, question: Question, cancel: Cancel) -> Answer:
        with self._lock:
            # The case is large: it crosses once, and every question about it is small.
            if self._told != (self._living_child(), case.run_id):
                self._ask(partial(_take, case), cancel)
                self._told = (self._living_child(), case.run_id)
            asked_s = time.perf_counter()
            answer: Answer = self._ask(partial(_answer_question, question), cancel)
        if isinstance(answer, LiveScore):
            return replace(answer, took_s=time.perf_counter() - asked_s)
        return answer

    def check(self, folder: Path, cancel: Cancel) -> ModelFacts:
        """Return what a folder of a checkpoint holds; see ``ModelShelf``."""
        with self._lock:
            facts: ModelFacts = self._ask(partial(_check, folder), cancel)
        return facts

    def _ask(self, request: Request, cancel: Cancel) -> Any:  # noqa: ANN401 - what the request returns
        try:
            return self._call(request, _unheard, cancel)
        except _ChildGoneError:
            raise EngineError(
                "The engine ended unexpectedly while it looked at a run.",
                "Select the segment again. Close other programs if memory is short.",
            ) from None


def _localize(video: Path, localizer: Localizer, progress: Progress, cancel: Event) -> Localization:
    return localizer.localize(video, progress=progress, cancel=cancel)


def _take(case: RunCase, worker: QuestionWorker, _progress: Progress, _cancel: Event) -> None:
    worker.take(case)


def _answer_question(
    question: Question, worker: QuestionWorker, _progress: Progress, cancel: Event
) -> Answer:
    return worker.answer(question, cancel)


def _check(folder: Path, worker: QuestionWorker, _progress: Progress, _cancel: Event) -> ModelFacts:
    return worker.check(folder)


def _unheard(stage: str, done: int, total: int) -> None:
    """Progress of a question: it is over before it could be read."""


class _ChildGoneError(Exception):
    """The child process is not there any more."""


class _Child:
    """One child process and the pipe to it."""

    def __init__(self, make_worker: Callable[[], object], niceness: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._cancel: ProcessEvent = context.Event()
        self.process: SpawnProcess = context.Process(
            target=_serve, args=(make_worker, niceness, theirs, self._cancel), daemon=True
        )
        with _ctrl_c_held():
            self.process.start()
        theirs.close()
        self.is_ended = False

    def call(
        self,
        request: Request,
        progress: Progress,
        heard: Callable[[], Literal["go on", "stop", "end"]],
        grace_s: float,
    ) -> Any:  # noqa: ANN401 - what the request returns
        self._cancel.clear()
        self._send(request)
        stop_at_s = float("inf")
        while True:
            wish = heard()
            if wish == "stop" and not self._cancel.is_set():
                self._cancel.set()
                stop_at_s = time.monotonic() + grace_s
            if wish == "end" or time.monotonic() > stop_at_s:
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

    def _send(self, request: Request) -> None:
        try:
            self._pipe.send(request)
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


def _serve(
    make_worker: Callable[[], object], niceness: int, pipe: Connection, cancel: ProcessEvent
) -> None:
    """Work in the child: one request after the other, until the pipe is closed."""
    if hasattr(os, "nice"):
        os.nice(niceness)
    Thread(target=_end_with_the_program, daemon=True).start()
    worker = make_worker()

    def send(message: Message) -> None:
        try:
            pipe.send(message)
        except OSError:
            sys.exit()  # the program is gone; nobody waits for the rest

    def progress(stage: str, done: int, total: int) -> None:
        send(("progress", (stage, done, total)))

    while True:
        try:
            request = pipe.recv()
        except (EOFError, OSError):
            return
        send(_answer(worker, request, progress, cancel))


def _answer(worker: object, request: Request, progress: Progress, cancel: ProcessEvent) -> Message:
    try:
        # Both kinds of event know is_set, and nothing else is asked of a cancel flag.
        flag: Event = cancel  # type: ignore[assignment]
        return "result", request(worker, progress, flag)
    except (StudioError, Cancelled) as error:
        return "error", error
    except Exception as error:  # noqa: BLE001 - a bug of ours, told by the program, not the child
        return "error", RuntimeError(f"{type(error).__name__}: {error}")
