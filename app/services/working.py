"""A worker: takes analyses from the queue of a project on a server until none are left."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import TypeVar
from uuid import uuid4

from app.domain.errors import Cancelled, EditRefused, MediaError, ProjectError, StudioError
from app.domain.labels import Label
from app.domain.project import VideoEntry
from app.services.analysis import find
from app.services.ports import Job, JobQueue, Localizer, Progress, ProjectStore

_log = logging.getLogger(__name__)
# A word is missed twice before the job is somebody else's.
BEATS_PER_LEASE = 3
WAIT_S = 2.0
T = TypeVar("T")


class WorkerWatch:
    """Told what a worker does; tells nobody by itself."""

    def began(self, video: VideoEntry) -> None:
        """A job was taken."""

    def ended(self, video: VideoEntry, words: str) -> None:
        """A job was done, or why not."""


def worker_name() -> str:
    """Return a name no other worker has: computer, process and a word of its own."""
    return f"{socket.gethostname()} {os.getpid()} {uuid4().hex[:6]}"


def queue_of(store: ProjectStore) -> JobQueue:
    """Return the queue of a project.

    Raises:
        ProjectError: it is a file, which has none.
    """
    if store.queue is None:
        raise ProjectError(
            "A project file has no queue for other computers.",
            "Name the address of a project on a server.",
        )
    return store.queue


@dataclass(slots=True)
class Worker:
    """Analyses what waits in a project's queue, one video after the other.

    Attributes:
        store: The project, on a server.
        localizer: The engine.
        name: See ``worker_name``.
        watch: Told what happens.
        n_done: Analyses this worker has stored.
        n_failed: Those that cannot be made.
    """

    store: ProjectStore
    localizer: Localizer
    name: str = field(default_factory=worker_name)
    watch: WorkerWatch = field(default_factory=WorkerWatch)
    n_done: int = 0
    n_failed: int = 0

    def work(self, progress: Progress, cancel: Event, *, stay: bool = False) -> None:
        """Take jobs until none are left, or with ``stay`` until the flag is set.

        A job that another worker has taken and not ended is waited for: it may come back.

        Raises:
            Cancelled: the flag was set; the job in hand is given back.
            ProjectError, EngineError: what stops every video; the job in hand is given back.
        """
        queue = queue_of(self.store)
        while True:
            if cancel.is_set():
                raise Cancelled
            job = _patiently(partial(queue.take, self.name), cancel, queue.lease_s)
            if job is not None:
                self._do(queue, job, progress, cancel)
            elif stay or queue.counts().n_taken:
                cancel.wait(WAIT_S)
            else:
                return

    def _do(self, queue: JobQueue, job: Job, progress: Progress, cancel: Event) -> None:
        video = self.store.video(job.video_id)
        if video is None:
            queue.fail(job, self.name, "The video has been removed from the project.")
            return
        self.watch.began(video)
        with _given_back(queue, job, self.name), _heart(queue, job, self.name, cancel) as stop:
            try:
                labels = _PatientLabels(self.store, cancel, queue.lease_s)
                found = find(labels, self.localizer, video, progress=progress, cancel=stop)
                finish = partial(queue.finish, job, self.name, found)
                is_stored = _patiently(finish, cancel, queue.lease_s)
            except Cancelled:
                if cancel.is_set():
                    raise
                is_stored = False
            except (MediaError, EditRefused) as error:
                self._fail(queue, job, video, error)
                return
        self.n_done += is_stored
        told = found.run.note if is_stored else "Another worker has this one by now."
        self.watch.ended(video, told)

    def _fail(self, queue: JobQueue, job: Job, video: VideoEntry, error: StudioError) -> None:
        queue.fail(job, self.name, str(error))
        self.n_failed += 1
        self.watch.ended(video, str(error))


def _patiently(call: Callable[[], T], cancel: Event, limit_s: float) -> T:
    """Call again while the server is out of reach, as long as a job would stay one's own."""
    end = time.monotonic() + limit_s
    while True:
        try:
            return call()
        except ProjectError as error:
            if time.monotonic() > end or cancel.is_set():
                raise
            _log.warning("trying again: %s", error)
            cancel.wait(WAIT_S)


@dataclass(frozen=True, slots=True)
class _PatientLabels:
    """The labels of a project, asked for again while the server is out of reach."""

    store: ProjectStore
    cancel: Event
    limit_s: float

    def ensure_labels(self, names: Iterable[str]) -> Mapping[str, Label]:
        wanted = list(names)
        return _patiently(partial(self.store.ensure_labels, wanted), self.cancel, self.limit_s)


@contextmanager
def _given_back(queue: JobQueue, job: Job, worker: str) -> Iterator[None]:
    """Let somebody else do the job when this worker ends early."""
    try:
        yield
    except (Cancelled, StudioError):
        try:
            queue.give_back(job, worker)
        except ProjectError:
            _log.warning("job %d comes back by itself when its time is over", job.id)
        raise


@contextmanager
def _heart(queue: JobQueue, job: Job, worker: str, cancel: Event) -> Iterator[Event]:
    """Say all the while that one still works; the flag is set when it was in vain, or cancelled."""
    stop, is_over = Event(), Event()
    beat = threading.Thread(
        target=_beat,
        args=(lambda: queue.keep(job, worker), (stop, is_over, cancel), queue.lease_s),
        name="heartbeat",
        daemon=True,
    )
    beat.start()
    try:
        yield stop
    finally:
        is_over.set()
        beat.join()


def _beat(keep: Callable[[], bool], flags: tuple[Event, Event, Event], lease_s: float) -> None:
    stop, is_over, cancel = flags
    waited_s, step_s = 0.0, min(lease_s / BEATS_PER_LEASE, 0.2)
    while not is_over.wait(step_s):
        waited_s += step_s
        if cancel.is_set():
            stop.set()
        if waited_s < lease_s / BEATS_PER_LEASE:
            continue
        waited_s = 0.0
        try:
            if not keep():
                stop.set()
        except ProjectError as error:
            # The server may be back before the time is over; storing will tell.
            _log.warning("heartbeat: %s", error)
