"""Which videos are analysed when: a queue, one run at a time, each resumable after a stop."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QObject, Signal

from app.domain.errors import StudioError
from app.domain.project import Run, VideoEntry
from app.services.analysis import analyse
from app.services.ports import Localizer, Progress, ProjectStore
from app.tasks.runner import Task
from app.ui.document import Document
from app.ui.errands import report_bug
from app.ui.preferences import Preferences
from app.ui.progress import ProgressMeter, RunProgress
from app.ui.refusals import refusal_words


class AnalysisState(Enum):
    """What the engine is doing with a video."""

    IDLE = "idle"
    WAITING = "waiting"
    WORKING = "working"
    STOPPING = "stopping"
    FAILED = "failed"


class AnalysisController(QObject):
    """Feeds the engine with the videos of the open project.

    Signals:
        states_changed: Which videos wait, work or failed.
        progressed: ``RunProgress`` of the video being analysed.
        recorded: A video's id; its suggestions are in the project file.
        problem: Sentence and next step; the queue goes on.
    """

    states_changed = Signal()
    progressed = Signal(object)
    recorded = Signal(str)
    problem = Signal(str, str)

    def __init__(
        self,
        document: Document,
        localizer: Localizer,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._localizer = localizer
        self._preferences = preferences
        self._store: ProjectStore | None = None
        # A set that keeps its order: a thousand videos are asked about one by one.
        self._queue: dict[str, None] = {}
        self._failed: set[str] = set()
        # Not started by themselves again: stopped, failed, or asked for once already.
        self._left_alone: set[str] = set()
        self._task: Task | None = None
        self._current: VideoEntry | None = None
        self._is_stopping = False
        self._is_held = False
        self._meter = ProgressMeter()
        self._share = 0.0
        document.about_to_close.connect(self.shut_down)
        document.project_changed.connect(self._change_project)
        document.videos_changed.connect(self._start_by_itself)

    @property
    def current(self) -> VideoEntry | None:
        """The video being analysed (or being stopped), or None."""
        return self._current

    @property
    def n_waiting(self) -> int:
        """Videos behind the current one."""
        return len(self._queue)

    @property
    def is_stopping(self) -> bool:
        """Whether the person has stopped it and the thread is on its way out."""
        return self._is_stopping

    @property
    def is_held(self) -> bool:
        """Whether no further video is begun; see ``hold``."""
        return self._is_held

    @property
    def starts_by_itself(self) -> bool:
        """Whether videos without a run are analysed unasked."""
        return self._preferences.detects_by_itself

    def state(self, video_id: str) -> AnalysisState:
        """Return what the engine is doing with a video."""
        if self._current is not None and self._current.id == video_id:
            return AnalysisState.STOPPING if self._is_stopping else AnalysisState.WORKING
        if video_id in self._queue:
            return AnalysisState.WAITING
        return AnalysisState.FAILED if video_id in self._failed else AnalysisState.IDLE

    def share(self, video_id: str) -> float:
        """Return how far the run over a video has come, in [0, 1]."""
        is_current = self._current is not None and self._current.id == video_id
        return self._share if is_current else 0.0

    def start(self, video_ids: Iterable[str]) -> None:
        """Analyse videos, those that have a run as well; what is waiting already stays once."""
        if self._document.read_only_reason:
            return
        known = {video.id for video in self._document.videos}
        busy = self._current.id if self._current is not None and not self._is_stopping else ""
        for video_id in video_ids:
            if video_id in known and video_id not in self._queue and video_id != busy:
                self._queue[video_id] = None
                self._failed.discard(video_id)
        self._start_next()
        self.states_changed.emit()

    def start_missing(self) -> None:
        """Analyse every video that has no run."""
        self.start([video.id for video in self._document.videos if video.last_run_id is None])

    def set_by_itself(self, *, on: bool) -> None:
        """Choose whether added videos are analysed unasked."""
        self._preferences.detects_by_itself = on
        self._start_by_itself()

    def hold(self, *, on: bool) -> None:
        """Let what is asked for wait, or go on with it; the current run is finished either way."""
        self._is_held = on
        self._start_next()
        self.states_changed.emit()

    def withdraw(self, video_ids: Iterable[str]) -> None:
        """Analyse these videos after all not; what else is asked for goes on."""
        given_up = set(video_ids)
        self._queue = {one: None for one in self._queue if one not in given_up}
        self._left_alone |= given_up
        if self._task is not None and self._current is not None and self._current.id in given_up:
            self._is_stopping = True
            self._task.cancel()
        self.states_changed.emit()

    def stop(self) -> None:
        """Stop the current run and forget the queue; finished parts are kept by the engine."""
        self._left_alone.update(self._queue)
        self._queue.clear()
        if self._task is not None and self._current is not None:
            self._left_alone.add(self._current.id)
            self._is_stopping = True
            self._task.cancel()
        self.states_changed.emit()

    def shut_down(self) -> None:
        """Stop, and return when the thread is over."""
        self.stop()
        if self._task is not None:
            self._task.wait()

    def _change_project(self) -> None:
        self.stop()
        self._store = self._document.store
        self._failed.clear()
        self._left_alone.clear()
        self._start_by_itself()

    def _start_by_itself(self) -> None:
        if not self.starts_by_itself or self._document.store is None:
            return
        if self._document.read_only_reason:
            return
        fresh = [
            video.id
            for video in self._document.videos
            if video.last_run_id is None and video.id not in self._left_alone
        ]
        self._left_alone.update(fresh)
        if fresh:
            self.start(fresh)

    def _start_next(self) -> None:
        while self._task is None and self._queue and not self._is_held:
            video_id = next(iter(self._queue))
            del self._queue[video_id]
            video = self._document.shelf.video(video_id)
            if video is not None:
                self._run(video)

    def _run(self, video: VideoEntry) -> None:
        store = self._document.store
        if store is None:
            return

        def work(progress: Progress, cancel: threading.Event) -> Run:
            return analyse(store, self._localizer, video, progress=progress, cancel=cancel)

        self._store = store
        self._current = video
        self._is_stopping = False
        self._share = 0.0
        self._meter = ProgressMeter()
        self._task = Task(work, self)
        self._task.progressed.connect(self._tell_progress)
        self._task.finished.connect(self._take_run)
        self._task.failed.connect(self._take_failure)
        self._task.crashed.connect(self._take_crash)
        self._task.ended.connect(self._end)
        self.progressed.emit(self._meter.blank())
        self._task.start()

    def _tell_progress(self, stage: str, done: int, total: int) -> None:
        progress: RunProgress = self._meter.report(stage, done, total)
        self._share = progress.share
        if not self._is_stopping:
            self.progressed.emit(progress)

    def _take_run(self, run: Run) -> None:
        if self._store is self._document.store:
            self._document.reload_timeline(run.video_id)
            self.recorded.emit(run.video_id)

    def _take_failure(self, error: StudioError) -> None:
        if self._current is not None and self._store is self._document.store:
            self._failed.add(self._current.id)
            sentence = f"{self._current.name}: {refusal_words(error.sentence)}"
            self.problem.emit(sentence, error.next_step)

    def _take_crash(self, error: BaseException) -> None:
        if self._current is not None:
            self._failed.add(self._current.id)
        report_bug(error)

    def _end(self) -> None:
        if self._task is not None:
            self._task.deleteLater()
        self._task = None
        self._current = None
        self._is_stopping = False
        self._start_next()
        self.states_changed.emit()
