"""One fine-tuning at a time in the background: begun, paused, gone on with, stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.errors import StudioError
from app.services.fine_tuning import CurvePoint, FineTuner, FineTuneReport, FineTuneRequest
from app.services.learning import begun
from app.services.material import Material
from app.services.model_registry import ModelRegistry
from app.services.ports import Progress
from app.tasks.runner import Task
from app.ui.analysis import AnalysisController
from app.ui.errands import report_bug
from app.ui.models.meter import TuningMeter

# A pause keeps every finished epoch, and ends within a second or a batch.
SHUT_DOWN_MS = 15_000

Prepare = Callable[[], FineTuneRequest]


class Phase(Enum):
    """What a fine-tuning is doing."""

    IDLE = "idle"
    WAITING = "waiting for a run that is under way"
    LEARNING = "learning"
    PAUSING = "pausing"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True)
class Workshop:
    """What models are made with and kept in."""

    tuner: FineTuner
    registry: ModelRegistry


class Training(QObject):
    """Runs fine-tunings, and lets the analysis of videos wait meanwhile.

    Both would fill the machine: a video that is being analysed is finished first, those behind it
    wait until the fine-tuning is over or paused.

    Args:
        analysis: What waits.

    Signals:
        changed: The phase, or what is learned.
        progressed: ``RunProgress``.
        epoch_done: ``CurvePoint``.
        finished: ``FineTuneReport``.
        paused: Folder of the model that waits to be gone on with.
        stopped: Folder of the model that nobody wants any more.
        refused: ``StudioError``.
    """

    changed = Signal()
    progressed = Signal(object)
    epoch_done = Signal(object)
    finished = Signal(object)
    paused = Signal(object)
    stopped = Signal(object)
    refused = Signal(object)
    _epoch_seen = Signal(object)
    _placed = Signal(object)

    def __init__(self, analysis: AnalysisController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._analysis = analysis
        self._workshop: Workshop | None = None
        self._phase = Phase.IDLE
        self._name = ""
        self._folder: Path | None = None
        self._task: Task | None = None
        self._prepare: Prepare | None = None
        self._meter = TuningMeter()
        self._epoch_seen.connect(self._take_epoch)
        self._placed.connect(self._take_place)
        analysis.states_changed.connect(self._begin_if_free)

    def take(self, workshop: Workshop) -> None:
        """Take who learns, and where models are kept."""
        self._workshop = workshop

    # ------------------------------------------------------------ what there is
    @property
    def phase(self) -> Phase:
        """What it is doing."""
        return self._phase

    @property
    def is_on(self) -> bool:
        """Whether a fine-tuning is under way."""
        return self._phase is not Phase.IDLE

    @property
    def name(self) -> str:
        """What the new model is called, or ''."""
        return self._name

    @property
    def folder(self) -> Path | None:
        """Where the new model will lie; None until that is known."""
        return self._folder

    # ------------------------------------------------------------ acts
    def start(self, name: str, material: Material, parent: Path | None) -> None:
        """Learn; does nothing while another one is learned."""
        workshop = self._workshop
        if workshop is None or self.is_on:
            return

        def prepare() -> FineTuneRequest:
            return begun(
                material.corrections,
                workshop.registry,
                name,
                parent=parent,
                held_out=material.held_out,
                project=material.project,
            )

        self._name, self._folder = name, None
        self._await_turn(prepare)

    def resume(self, folder: Path) -> None:
        """Go on with one that was paused or killed."""
        workshop = self._workshop
        if workshop is None or self.is_on:
            return
        self._name, self._folder = folder.name, folder
        self._await_turn(partial(workshop.registry.request_to_go_on, folder))

    def pause(self) -> None:
        """Stop and keep what is finished, to go on another time."""
        self._end(Phase.PAUSING)

    def stop(self) -> None:
        """Stop; the unfinished model is not wanted any more."""
        self._end(Phase.STOPPING)

    def shut_down(self) -> None:
        """Pause, and return when the thread is over."""
        task = self._task
        self.pause()
        if task is not None:
            task.wait(SHUT_DOWN_MS)

    # ------------------------------------------------------------ inside
    def _await_turn(self, prepare: Prepare) -> None:
        self._prepare = prepare
        self._meter = TuningMeter()
        self._set(Phase.WAITING)
        self._analysis.hold(on=True)
        self._begin_if_free()

    def _begin_if_free(self) -> None:
        if self._phase is Phase.WAITING and self._analysis.current is None:
            self._begin()

    def _begin(self) -> None:
        workshop, prepare = self._workshop, self._prepare
        if workshop is None or prepare is None:
            return

        def work(progress: Progress, cancel: threading.Event) -> FineTuneReport:
            request = prepare()
            self._placed.emit(request.out)
            return workshop.tuner.fine_tune(
                request, progress=progress, cancel=cancel, watch=self._epoch_seen.emit
            )

        self._task = Task(work, self)
        self._task.progressed.connect(self._take_progress)
        self._task.finished.connect(self._take_report)
        self._task.failed.connect(self._take_failure)
        self._task.crashed.connect(self._take_crash)
        self._task.cancelled.connect(self._take_cancel)
        self._task.ended.connect(self._forget_task)
        self._set(Phase.LEARNING)
        self.progressed.emit(self._meter.blank())
        self._task.start()

    def _end(self, phase: Phase) -> None:
        if self._phase is Phase.WAITING:
            # Nothing has begun: there is nothing to keep, but what was paused before stays.
            folder = self._folder
            self._leave()
            if folder is not None:
                (self.paused if phase is Phase.PAUSING else self.stopped).emit(folder)
        elif self._task is not None and self.is_on:
            self._set(phase)
            self._task.cancel()

    def _take_place(self, folder: Path) -> None:
        self._folder = folder
        self.changed.emit()

    def _take_epoch(self, point: CurvePoint) -> None:
        if self.is_on:
            self.epoch_done.emit(point)

    def _take_progress(self, stage: str, done: int, total: int) -> None:
        progress = self._meter.report(stage, done, total)
        if self._phase is Phase.LEARNING:
            self.progressed.emit(progress)

    def _take_report(self, report: FineTuneReport) -> None:
        # It was over before the flag was heard: what is whole is kept.
        self._leave()
        self.finished.emit(report)

    def _take_cancel(self) -> None:
        folder, was_stopped = self._folder, self._phase is Phase.STOPPING
        self._leave()
        if folder is not None:
            (self.stopped if was_stopped else self.paused).emit(folder)

    def _take_failure(self, error: StudioError) -> None:
        self._leave()
        self.refused.emit(error)

    def _take_crash(self, error: BaseException) -> None:
        self._leave()
        report_bug(error)

    def _leave(self) -> None:
        self._name, self._folder, self._prepare = "", None, None
        self._set(Phase.IDLE)
        self._analysis.hold(on=False)

    def _forget_task(self) -> None:
        sender = self.sender()
        if isinstance(sender, Task):
            sender.deleteLater()
        if sender is self._task:
            self._task = None

    def _set(self, phase: Phase) -> None:
        self._phase = phase
        self.changed.emit()
