"""Keeps the queue of the open project: read in a thread, renewed act by act."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.timeline import Changes, Timeline, Verdict
from app.services.calibration import Learned
from app.services.pace import NEWEST, Pace
from app.services.ports import Progress, ProjectStore
from app.services.review_queue import ReviewQueue
from app.tasks.runner import Work
from app.ui.document import Document
from app.ui.errands import Errands

# A burst of runs or imports is read once.
READ_AFTER_MS = 150
# What the verdicts teach is learned a moment after the last of a burst.
LEARN_AFTER_MS = 100


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What came out of a project file."""

    queue: ReviewQueue
    pace: Pace
    learned: Learned


class QueueFeed(QObject):
    """The queue of a document's project.

    Signals:
        changed: The queue is another, or something in it.
        learned_more: ``learned`` is another.
    """

    changed = Signal()
    learned_more = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._queue: ReviewQueue | None = None
        self._pace = Pace()
        self._learned: Learned | None = None
        self._is_learning = False
        # Acts while something is read: what is read may be from before them.
        self._acts_since: list[tuple[Timeline, Changes]] = []
        self._is_reading = False
        self._is_stale = False
        self._has_heard_act = False
        self._known: tuple[object, ...] = ()
        self._errands = Errands(self)
        self._errands.failed.connect(document.show_problem)
        self._timer = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self._timer.timeout.connect(self._read)
        # Among 100,000 verdicts it takes ten frames; what was learned before holds meanwhile.
        self._learn_soon = QTimer(self, singleShot=True, interval=LEARN_AFTER_MS)
        self._learn_soon.timeout.connect(self._learn)
        document.about_to_close.connect(self._stop)
        document.project_changed.connect(self._begin)
        document.timeline_changed.connect(self._take_act)
        document.timeline_replaced.connect(self._read_soon)
        document.walked.connect(self._take_walk)
        document.history_changed.connect(self._check_history)
        document.videos_changed.connect(self._check_project)
        document.labels_changed.connect(self._check_project)

    @property
    def queue(self) -> ReviewQueue | None:
        """What waits; None until it has been read."""
        return self._queue

    def covered_by_video(self) -> dict[str, int]:
        """Return how many suggestions that nobody judged are annotated already, by video id."""
        return {} if self._queue is None else self._queue.covered_by_video()

    @property
    def pace(self) -> Pace:
        """How long the person takes."""
        return self._pace

    @property
    def is_up_to_date(self) -> bool:
        """Whether nothing is being read, or about to be."""
        return not (self._is_reading or self._timer.isActive())

    @property
    def has_learned(self) -> bool:
        """Whether ``learned`` is from all verdicts there are."""
        return not (self._is_learning or self._learn_soon.isActive())

    @property
    def learned(self) -> Learned | None:
        """What scores mean by the verdicts; None until the queue has been read."""
        return self._learned

    # ------------------------------------------------------------ what happens
    def _begin(self) -> None:
        self._queue, self._learned, self._pace = None, None, Pace()
        self._known = ()
        self.changed.emit()
        if self._document.store is not None:
            # The history that is told with the project is in what is read now.
            self._has_heard_act = True
            self._read()

    def _stop(self) -> None:
        self._timer.stop()
        self._learn_soon.stop()
        self._errands.call_off()
        self._is_reading = self._is_stale = self._is_learning = False
        self._queue, self._learned = None, None

    def _take_act(self, changes: Changes) -> None:
        self._has_heard_act = True
        video = self._document.video
        if video is None or not (changes.suggestion_ids or changes.annotation_ids):
            return
        if self._is_reading:
            self._acts_since.append((video.timeline, changes))
        if self._queue is None:
            return
        self._queue.refresh(video.timeline, changes)
        if _has_judged(video.timeline, changes):
            self._pace.note(datetime.now(UTC))
        self._learn_soon.start()
        self.changed.emit()

    def _take_walk(self, changes: Mapping[str, Changes]) -> None:
        video = self._document.video
        shown = video.entry.id if video else ""
        if any(video_id != shown for video_id in changes):
            self._read_soon()

    def _check_history(self) -> None:
        # An act on the open video is told before the history; any other was done elsewhere.
        if not self._has_heard_act:
            self._read_soon()
        self._has_heard_act = False

    def _check_project(self) -> None:
        """Read again when there are other videos, runs or merged labels."""
        known = (
            tuple((video.id, video.last_run_id) for video in self._document.videos),
            tuple((label.id, label.merged_into) for label in self._document.labels),
        )
        if self._known and known != self._known:
            self._read_soon()
        self._known = known

    # ------------------------------------------------------------ reading
    def _read_soon(self) -> None:
        if self._document.store is None:
            return
        if self._is_reading:
            self._is_stale = True
        else:
            self._timer.start()

    def _read(self) -> None:
        store = self._document.store
        if store is None or self._is_reading:
            return
        if self._document.storing.n_waiting:
            # What is on its way would be missing.
            self._document.storing.then(self._read_soon)
            return
        self._is_reading, self._is_stale, self._acts_since = True, False, []
        self._errands.start("", _reading(store), self._take)

    def _take(self, read: _Read) -> None:
        self._is_reading = False
        self._queue, self._pace, self._learned = read.queue, read.pace, read.learned
        for timeline, changes in self._acts_since:
            read.queue.refresh(timeline, changes)
            self._learn_soon.start()
        self._acts_since = []
        if self._is_stale:
            self._read_soon()
        self.changed.emit()

    # ------------------------------------------------------------ learning
    def _learn(self) -> None:
        queue = self._queue
        if queue is None:
            return
        if self._is_learning:
            self._learn_soon.start()
            return
        self._is_learning = True
        learn = queue.learning()

        def work(_progress: Progress, _cancel: threading.Event) -> Learned:
            return learn()

        self._errands.start("", work, partial(self._take_learned, queue))

    def _take_learned(self, queue: ReviewQueue, learned: Learned) -> None:
        self._is_learning = False
        if queue is self._queue:
            self._learned = learned
            self.learned_more.emit()


def _reading(store: ProjectStore) -> Work:
    def work(_progress: Progress, cancel: threading.Event) -> _Read:
        queue = ReviewQueue(store.review_columns(cancel))
        return _Read(queue, Pace(store.judged_at(NEWEST)), queue.learning()())

    return work


def _has_judged(timeline: Timeline, changes: Changes) -> bool:
    found = (timeline.suggestions.get(one) for one in changes.suggestion_ids)
    return any(one is not None and one.verdict is not Verdict.PENDING for one in found)
