"""The thin strip that shows a run: a bar a stage, the time left, and a way to stop."""

from __future__ import annotations

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

from app.ui.language import PLURAL, translate
from app.ui.progress import RunProgress, StageProgress
from app.ui.theme import SPACING_PX
from app.ui.times import time_left


class ProgressStrip(QFrame):
    """Visible only while the engine works.

    Signals:
        stop_asked: The person pressed Stop.
    """

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._left = QLabel()
        self._left.setProperty("role", "faint")
        self._stop = QPushButton(translate("Window", "Stop"))
        self._stop.setToolTip(
            translate("Window", "Stop detection; finished parts are kept for next time (Ctrl+.)")
        )
        self._stop.clicked.connect(self.stop_asked)
        self._bars: dict[str, _StageBar] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SPACING_PX, 4, SPACING_PX, 4)
        self._row.setSpacing(SPACING_PX * 2)
        self._stages = QHBoxLayout()
        self._stages.setSpacing(SPACING_PX)
        self._row.addWidget(self._words)
        self._row.addLayout(self._stages, 1)
        self._row.addWidget(self._left)
        self._row.addWidget(self._stop)
        self.hide()

    @property
    def words(self) -> str:
        """What is said of the run."""
        return f"{self._words.text()} {self._left.text()}".strip()

    def show_run(self, video_name: str, n_waiting: int) -> None:
        """Say which video is being analysed."""
        told = translate("Window", "Analysing {video}").format(video=_short(video_name))
        more = translate("Window", "(+%n waiting)", "", PLURAL, n_waiting)
        self._words.setText(f"{told} {more}" if n_waiting else told)
        self._stop.setEnabled(True)
        self.show()

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

    def show_stopping(self) -> None:
        """Say that it is on its way out."""
        self._words.setText(translate("Window", "Stopping…"))
        self._left.setText("")
        self._stop.setEnabled(False)

    def _bar(self, stage: StageProgress) -> _StageBar:
        if stage.name not in self._bars:
            self._bars[stage.name] = _StageBar()
            self._stages.addWidget(self._bars[stage.name], 1)
        return self._bars[stage.name]


class _StageBar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._title = QLabel()
        self._title.setProperty("role", "faint")
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
