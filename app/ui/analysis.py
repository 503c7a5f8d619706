"""Which videos are analysed when: a queue, one run at a time, each resumable after a stop.

A pause stops the run too: the engine keeps what it finished, so that going on repeats at most the
piece it was in, and nothing is lost when the program ends meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import StudioError
from app.domain.project import Run, VideoEntry
from app.services.analysis import analyse
from app.services.ports import Localizer, Progress, ProjectStore
from app.tasks.runner import Task
from app.ui.document import Document
from app.ui.errands import report_bug
from app.ui.preferences import Preferences
from app.ui.progress import ProgressMeter, RunProgress
from app.ui.project_memory import ProjectMemory
from app.ui.refusals import refusal_words
from app.ui.waiting_list import Waiting

# A run, and what went wrong on the way though it is there.
Recorded = tuple[Run, list[StudioError]]

# A thousand dropped videos change the queue a thousand times; the file a few.
REMEMBER_AFTER_MS = 300


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
        self._known_store: ProjectStore | None = None
        # A set that keeps its order: a thousand videos are asked about one by one.
        self._queue: dict[str, None] = {}
        self._failed: set[str] = set()
        # Not started by themselves again: stopped, failed, or asked for once already.
        self._left_alone: set[str] = set()
        self._task: Task | None = None
        self._current: VideoEntry | None = None
        self._is_stopping = False
        self._is_paused = False
        # The run on its way out is to be taken up again.
        self._goes_back = False
        self._waiting_list = ProjectMemory(preferences.waiting_folder, Waiting)
        self._remember_timer = QTimer(self, singleShot=True, interval=REMEMBER_AFTER_MS)
        self._remember_timer.timeout.connect(self._remember)
        self._is_held = False
        self._meter = ProgressMeter()
        self._share = 0.0
        self.states_changed.connect(self._remember_timer.start)
        document.about_to_close.connect(self.shut_down)
        document.project_changed.connect(self._change_project)
        document.videos_changed.connect(self._change_videos)

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
    def is_paused(self) -> bool:
        """Whether the person has paused it: what waits is kept, and nothing is started."""
        return self._is_paused

    @property
    def is_busy(self) -> bool:
        """Whether a video is being analysed or will be without anybody's doing."""
        return self._current is not None or (self.n_waiting > 0 and not self._is_paused)

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
        """Analyse videos, those that have a run as well; what is waiting already stays once.

        A person who asks for it wants it now: a pause is over.
        """
        if self._document.read_only_reason:
            return
        self._is_paused = False
        self._line_up(video_ids)
        self._start_next()
        self.states_changed.emit()

    def _line_up(self, video_ids: Iterable[str]) -> None:
        known = {video.id for video in self._document.videos}
        busy = self._current.id if self._current is not None and not self._is_stopping else ""
        for video_id in video_ids:
            if video_id in known and video_id not in self._queue and video_id != busy:
                self._queue[video_id] = None
                self._failed.discard(video_id)

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
        if self._current is not None:
            self._left_alone.add(self._current.id)
        self._clear()
        self.states_changed.emit()

    def pause(self) -> None:
        """Stop the current run; it waits first in the queue, also at the next start."""
        if self._is_paused or not (self._queue or self._current):
            return
        self._is_paused = True
        if self._current is not None and not self._is_stopping:
            self._goes_back = True
            self._cancel()
        self.states_changed.emit()

    def resume(self) -> None:
        """Go on where it was paused."""
        if self._is_paused:
            self._is_paused = False
            self._start_next()
            self.states_changed.emit()

    def set_paused(self, *, on: bool) -> None:
        """Pause, or go on."""
        if on:
            self.pause()
        else:
            self.resume()

    def shut_down(self) -> None:
        """Stop, and return when the thread is over; what waits is remembered for the next start."""
        self._remember()
        self._clear()
        # That nothing waits any more is not to be remembered.
        self._store = None
        if self._task is not None:
            self._task.wait()

    def _cancel(self) -> None:
        if self._task is not None and self._current is not None:
            self._is_stopping = True
            self._task.cancel()

    def _clear(self) -> None:
        """Forget what waits, and stop; it is remembered or not by whoever asked."""
        self._queue.clear()
        self._is_paused = self._goes_back = False
        self._cancel()

    def _remember(self) -> None:
        store = self._store
        if store is None or store is not self._document.store or self._document.read_only_reason:
            return
        goes_on = self._current is not None and (self._goes_back or not self._is_stopping)
        first = [self._current.id] if self._current is not None and goes_on else []
        waiting = Waiting(video_ids=(*first, *self._queue), is_paused=self._is_paused)
        self._waiting_list.save(store.project_id, waiting)

    def _recall(self) -> None:
        """Line up what waited when the project was last open; a pause goes on being one."""
        if self._store is None or self._document.read_only_reason:
            return
        waiting = self._waiting_list.load(self._store.project_id)
        self._line_up(waiting.video_ids)
        self._left_alone.update(self._queue)
        self._is_paused = waiting.is_paused and bool(self._queue)
        self._start_next()

    def _change_videos(self) -> None:
        # The videos of a project come before word of the project itself.
        self._change_project()
        self._start_by_itself()

    def _change_project(self) -> None:
        if self._known_store is self._document.store:
            return
        self._known_store = self._document.store
        self._remember_timer.stop()
        self._clear()
        self._store = self._document.store
        self._failed.clear()
        self._left_alone.clear()
        self._recall()
        self._start_by_itself()
        self.states_changed.emit()

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
            self._line_up(fresh)
            self._start_next()
            self.states_changed.emit()

    def _start_next(self) -> None:
        may_begin = not (self._is_paused or self._is_held)
        while self._task is None and self._queue and may_begin:
            video_id = next(iter(self._queue))
            del self._queue[video_id]
            video = self._document.shelf.video(video_id)
            if video is not None:
                self._run(video)

    def _run(self, video: VideoEntry) -> None:
        store = self._document.store
        if store is None:
            return

        def work(progress: Progress, cancel: threading.Event) -> Recorded:
            told: list[StudioError] = []
            run = analyse(
                store, self._localizer, video, progress=progress, cancel=cancel, warn=told.append
            )
            return run, told

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
        self._task.cancelled.connect(self._put_back)
        self._task.ended.connect(self._end)
        self.progressed.emit(self._meter.blank())
        self._task.start()

    def _tell_progress(self, stage: str, done: int, total: int) -> None:
        progress: RunProgress = self._meter.report(stage, done, total)
        self._share = progress.share
        if not self._is_stopping:
            self.progressed.emit(progress)

    def _take_run(self, recorded: Recorded) -> None:
        run, told = recorded
        for warning in told:
            self._tell(warning)
        if self._store is self._document.store:
            self._document.reload_timeline(run.video_id)
            self.recorded.emit(run.video_id)

    def _take_failure(self, error: StudioError) -> None:
        if self._current is not None and self._store is self._document.store:
            self._failed.add(self._current.id)
            self._tell(error)

    def _tell(self, error: StudioError) -> None:
        if self._current is not None:
            sentence = f"{self._current.name}: {refusal_words(error.sentence)}"
            self.problem.emit(sentence, error.next_step)

    def _take_crash(self, error: BaseException) -> None:
        if self._current is not None:
            self._failed.add(self._current.id)
        report_bug(error)

    def _put_back(self) -> None:
        """Let a paused video wait at the head of the queue, behind nobody."""
        if self._goes_back and self._current is not None:
            self._queue = {self._current.id: None, **self._queue}

    def _end(self) -> None:
        if self._task is not None:
            self._task.deleteLater()
        self._task = None
        self._current = None
        self._is_stopping = self._goes_back = False
        self._start_next()
        self.states_changed.emit()
