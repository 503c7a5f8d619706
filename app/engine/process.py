"""Runs parts of the engine in processes of their own, so that the window never waits for them.

Loading torch and compiling kernels hold the interpreter's lock for hundreds of milliseconds, and
some of it cannot be interrupted. In another process neither reaches the window, cancelling can be
enforced, and a crash of native code costs one video instead of the program.

One child analyses videos; another answers questions about what was found, so that a question never
waits for an analysis. A third learns from corrections (``tuning_process``).
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event as ProcessEvent
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, Generic, Literal, Protocol, TypeVar

from app.domain.errors import Cancelled, EngineError, EngineStumbled, StudioError
from app.services.explaining import (
    Answer,
    Cancel,
    LiveScore,
    ModelFacts,
    Question,
    RunCase,
)
from app.services.media import FeatureShop, VideoFeatures
from app.services.ports import Localization, Localizer, Progress

# A cancelled engine has this long to stop by itself before its process is ended; what it finished
# is in the feature cache either way.
GRACE_S = 0.7
POLL_S = 0.05
# The window goes first.
NICENESS = 5
_BELOW_NORMAL = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS of Windows

# A pipe breaks a moment before its process is over.
_LAST_WORD_S = 1.0
# Windows knows no such signal, and no exit code that would mean it.
_SIGKILL = 9

# What is told while another analysis has the child.
WAITING_STAGE = "Waiting for the analysis"

# A question that nobody waits for any more may be loading torch, which pays for the next one too.
QUESTION_GRACE_S = 30.0

Worker = TypeVar("Worker")
Message = (
    tuple[Literal["progress"], tuple[str, int, int]]
    | tuple[Literal["shown"], Any]
    | tuple[Literal["result"], Any]
    | tuple[Literal["error"], BaseException]
)


def _unshown(value: object) -> None:
    """Most work has nothing to show before it is done."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What hears of work while it is done; the same on both sides of the pipe.

    Attributes:
        progress: How far it is.
        show: Anything else worth seeing at once.
    """

    progress: Progress
    show: Callable[[Any], None] = _unshown


# What a child does with its worker: an ordinary function, told whom to tell and a flag to hear.
Request = Callable[[Any, Telling, Event], Any]


class QuestionWorker(Protocol):
    """What answers questions in the child."""

    def take(self, case: RunCase) -> None:
        """Take the run that the next questions are about."""

    def answer(self, question: Question, cancel: Event) -> Answer:
        """Answer a question about that run."""

    def check(self, folder: Path) -> ModelFacts:
        """Return what a folder of a checkpoint holds."""


class AnalysisWorker(Localizer, FeatureShop, Protocol):
    """What analyses videos in the child, and hands out the features it works with."""


class EngineProcess(Generic[Worker]):
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

    @contextmanager
    def _my_turn(self, cancel: Cancel) -> Iterator[None]:
        """Have the child to oneself; whoever waits for it may be told to stop.

        Raises:
            Cancelled: it was, or the program closes.
        """
        while not self._lock.acquire(timeout=POLL_S):
            if cancel() or self._is_closing:
                raise Cancelled
        try:
            yield
        finally:
            self._lock.release()

    def _call(self, request: Request, telling: Telling, cancel: Cancel) -> Any:  # noqa: ANN401 - what the request returns
        """Return what the child makes of a request; hold the lock."""
        child = self._living_child()
        try:
            return child.call(request, telling, self._heard(cancel), self._grace_s)
        except ChildGoneError:
            self._drop_child()
            raise
        except Cancelled:
            if child.is_ended:
                self._drop_child()
            raise
        except EngineStumbled:
            # What it holds is what others lack; the next call starts with little.
            self._drop_child()
            raise
        except StudioError:
            raise
        except Exception:
            # A bug of ours or of a library: nobody knows what state it left the child in.
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


class ProcessLocalizer(EngineProcess[AnalysisWorker]):
    """A ``Localizer`` and ``FeatureShop`` around another one that lives in a child process.

    Features are asked of the child that analyses: its networks are loaded already, and two of them
    would only take the cores from each other. A question waits until the analysis of a video is
    done, and can be cancelled while it does.

    Args:
        make_localizer: Makes the localizer in the child; must be picklable.
    """

    def __init__(self, make_localizer: Callable[[], AnalysisWorker]) -> None:
        super().__init__(make_localizer, GRACE_S, NICENESS)

    def localize(self, video: Path, *, progress: Progress, cancel: Event) -> Localization:
        with self._my_turn(cancel.is_set):
            try:
                found: Localization = self._call(
                    partial(_localize, video), Telling(progress), cancel.is_set
                )
            except ChildGoneError:
                raise EngineStumbled(
                    f"The engine ended unexpectedly while it analysed {video.name}.",
                    "Detect again: it goes on where it stopped. Close other programs if memory "
                    "is short.",
                ) from None
        return found

    def features(
        self, video: Path, *, extract: bool, progress: Progress, cancel: Event
    ) -> tuple[VideoFeatures, ...]:
        """Return the features of a video; see ``FeatureShop``."""
        request = partial(_features, video, extract)
        if self._lock.locked():
            progress(WAITING_STAGE, 0, 1)
        with self._my_turn(cancel.is_set):
            try:
                found: tuple[VideoFeatures, ...] = self._call(
                    request, Telling(progress), cancel.is_set
                )
            except ChildGoneError:
                raise EngineStumbled(
                    f"The engine ended unexpectedly while it read the features of {video.name}.",
                    "Export again: it goes on where it stopped. Close other programs if memory "
                    "is short.",
                ) from None
        return found


class ProcessExplainer(EngineProcess[QuestionWorker]):
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
            return self._call(request, Telling(_unheard), cancel)
        except ChildGoneError:
            raise EngineError(
                "The engine ended unexpectedly while it looked at a run.",
                "Select the segment again. Close other programs if memory is short.",
            ) from None


def _localize(
    video: Path, localizer: AnalysisWorker, telling: Telling, cancel: Event
) -> Localization:
    return localizer.localize(video, progress=telling.progress, cancel=cancel)


def _features(
    video: Path,
    extract: bool,  # noqa: FBT001 - of a partial
    shop: AnalysisWorker,
    telling: Telling,
    cancel: Event,
) -> tuple[VideoFeatures, ...]:
    return shop.features(video, extract=extract, progress=telling.progress, cancel=cancel)


def _take(case: RunCase, worker: QuestionWorker, _telling: Telling, _cancel: Event) -> None:
    worker.take(case)


def _answer_question(
    question: Question, worker: QuestionWorker, _telling: Telling, cancel: Event
) -> Answer:
    return worker.answer(question, cancel)


def _check(folder: Path, worker: QuestionWorker, _telling: Telling, _cancel: Event) -> ModelFacts:
    return worker.check(folder)


def _unheard(stage: str, done: int, total: int) -> None:
    """Progress of a question: it is over before it could be read."""


class ChildGoneError(Exception):
    """The child process is not there any more.

    Attributes:
        was_killed: Whether the system ended it from outside, as one short of memory does.
    """

    def __init__(self, *, was_killed: bool = False) -> None:
        super().__init__()
        self.was_killed = was_killed


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
        telling: Telling,
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
            if message[0] == "shown":
                telling.show(message[1])
            else:
                telling.progress(*message[1])

    def end(self) -> None:
        """End the process at once, and let go of all that was held for it."""
        if self.is_ended:
            return
        self.is_ended = True
        self.process.terminate()
        self.process.join(_LAST_WORD_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self._pipe.close()
        # Else its two handles stay open until somebody collects the garbage.
        self.process.close()

    def _send(self, request: Request) -> None:
        try:
            self._pipe.send(request)
        except OSError:
            raise self._gone() from None

    def _receive(self) -> Message | None:
        """Return the next message, or None when none came for a moment."""
        try:
            return self._pipe.recv() if self._pipe.poll(POLL_S) else None
        except (EOFError, OSError):
            raise self._gone() from None

    def _gone(self) -> ChildGoneError:
        self.process.join(_LAST_WORD_S)
        return ChildGoneError(was_killed=self.process.exitcode == -_SIGKILL)


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


def _step_back(niceness: int) -> None:
    """Let everything more urgent go first."""
    if sys.platform != "win32":
        os.nice(niceness)
    elif niceness > 0:
        windows = ctypes.windll.kernel32
        windows.SetPriorityClass(windows.GetCurrentProcess(), _BELOW_NORMAL)


def _serve(
    make_worker: Callable[[], object], niceness: int, pipe: Connection, cancel: ProcessEvent
) -> None:
    """Work in the child: one request after the other, until the pipe is closed."""
    _step_back(niceness)
    Thread(target=_end_with_the_program, daemon=True).start()
    worker = make_worker()

    def send(message: Message) -> None:
        try:
            pipe.send(message)
        except OSError:
            sys.exit()  # the program is gone; nobody waits for the rest

    def progress(stage: str, done: int, total: int) -> None:
        send(("progress", (stage, done, total)))

    telling = Telling(progress, lambda value: send(("shown", value)))
    while True:
        try:
            request = pipe.recv()
        except (EOFError, OSError):
            return
        send(_answer(worker, request, telling, cancel))


def _answer(worker: object, request: Request, telling: Telling, cancel: ProcessEvent) -> Message:
    try:
        # Both kinds of event know is_set, and nothing else is asked of a cancel flag.
        flag: Event = cancel  # type: ignore[assignment]
        return "result", request(worker, telling, flag)
    except (StudioError, Cancelled) as error:
        return "error", error
    except Exception as error:  # noqa: BLE001 - a bug of ours, told by the program, not the child
        return "error", RuntimeError(f"{type(error).__name__}: {error}")
