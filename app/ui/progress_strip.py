"""The thin strip that shows a run: a bar a stage, the time left, and ways to pause and stop."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.project import VideoEntry
from app.ui.language import PLURAL, translate
from app.ui.progress import RunProgress, StageProgress
from app.ui.theme import SPACING_PX, in_role
from app.ui.times import time_left


class Queue(Protocol):
    """What the strip asks of the queue of videos."""

    @property
    def current(self) -> VideoEntry | None:
        """The video being analysed, or None."""

    @property
    def n_waiting(self) -> int:
        """Videos behind it."""

    @property
    def is_stopping(self) -> bool:
        """Whether the run is on its way out."""

    @property
    def is_paused(self) -> bool:
        """Whether nothing is started until the person goes on."""


class ProgressStrip(QFrame):
    """Visible only while the engine works or is paused.

    Signals:
        stop_asked: The person pressed Stop.
        pause_asked: The person pressed Pause (True) or Resume (False).
    """

    stop_asked = Signal()
    pause_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._left = in_role(QLabel(), "faint")
        self._stop = QPushButton(translate("Window", "Stop"))
        self._stop.setToolTip(
            translate("Window", "Stop detection; finished parts are kept for next time (Ctrl+.)")
        )
        self._stop.clicked.connect(self.stop_asked)
        self._pause = QPushButton(translate("Window", "Pause"))
        self._pause.setCheckable(True)
        self._pause.setToolTip(
            translate("Window", "Let go of the processor; what waits is kept, also for next time")
        )
        self._pause.clicked.connect(self.pause_asked)
        self._bars: dict[str, _StageBar] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACING_PX, 4, SPACING_PX, 4)
        self._row.setSpacing(SPACING_PX * 2)
        self._stages = QHBoxLayout()
        self._stages.setSpacing(SPACING_PX)
        # Takes the room while no bar is shown, else the buttons would.
        self._stages.addStretch(0)
        self._row.addWidget(self._words)
        self._row.addLayout(self._stages, 1)
        self._row.addWidget(self._left)
        self._row.addWidget(self._pause)
        self._row.addWidget(self._stop)
        self.hide()

    @property
    def words(self) -> str:
        """What is said of the run."""
        return f"{self._words.text()} {self._left.text()}".strip()

    def show_queue(self, queue: Queue) -> None:
        """Show what the queue is at, or nothing when it is empty."""
        if queue.is_stopping:
            self.show_stopping(is_pause=queue.is_paused)
        elif queue.current is not None:
            self.show_run(queue.current.name, queue.n_waiting)
        elif queue.is_paused:
            self.show_paused(queue.n_waiting)
        else:
            self.hide()

    def show_run(self, video_name: str, n_waiting: int) -> None:
        """Say which video is being analysed."""
        told = translate("Window", "Analysing {video}").format(video=_short(video_name))
        more = translate("Window", "(+%n waiting)", "", PLURAL, n_waiting)
        self._words.setText(f"{told} {more}" if n_waiting else told)
        self._offer(is_paused=False)

    def show_paused(self, n_waiting: int) -> None:
        """Say that nothing is done until the person goes on."""
        self._words.setText(translate("Window", "Detection is paused"))
        self._left.setText(translate("Window", "%n waiting", "", PLURAL, n_waiting))
        for bar in self._bars.values():
            bar.hide()
        self._offer(is_paused=True)

    def show_progress(self, progress: RunProgress) -> None:
        """Show how far it has come."""
        for stage in progress.stages:
            self._bar(stage).show_stage(stage)
        shown = {stage.name for stage in progress.stages}
        for name, bar in self._bars.items():
            bar.setVisible(name in shown)
        known = progress.left_s is not None
        left = translate("Window", "{time} left").format(time=time_left(progress.left_s or 0))
        self._left.setText(left if known else "")

    def show_stopping(self, *, is_pause: bool = False) -> None:
        """Say that it is on its way out."""
        pausing, stopping = translate("Window", "Pausing…"), translate("Window", "Stopping…")
        self._words.setText(pausing if is_pause else stopping)
        self._left.setText("")
        self._stop.setEnabled(False)
        self._pause.setEnabled(False)

    def _offer(self, *, is_paused: bool) -> None:
        paused, going = translate("Window", "Resume"), translate("Window", "Pause")
        self._pause.setText(paused if is_paused else going)
        self._pause.setChecked(is_paused)
        self._pause.setEnabled(True)
        self._stop.setEnabled(True)
        self.show()

    def _bar(self, stage: StageProgress) -> _StageBar:
        if stage.name not in self._bars:
            self._bars[stage.name] = _StageBar()
            self._stages.addWidget(self._bars[stage.name], 1)
        return self._bars[stage.name]


class _StageBar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._title = in_role(QLabel(), "faint")
        self._bar = QProgressBar(textVisible=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._bar)

    def show_stage(self, stage: StageProgress) -> None:
        is_done = stage.total > 0 and stage.done >= stage.total
        name = translate("Stages", stage.name)
        self._title.setText(f"{name} ✓" if is_done else name)
        # An unknown total is a bar that wanders.
        is_wandering = stage.total == 0 and stage.done > 0
        self._bar.setRange(0, 0 if is_wandering else 1000)
        self._bar.setValue(round(1000 * stage.share))
        self._bar.setAccessibleName(name)
        told = translate("Window", "{name}: {done} of {total}")
        told = told.format(name=name, done=stage.done, total=stage.total)
        self._bar.setToolTip(told if stage.total else "")


def _short(name: str, most: int = 28) -> str:
    return name if len(name) <= most else f"{name[: most - 9]}…{name[-8:]}"
