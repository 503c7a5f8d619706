"""A fine-tuning under way, and those that wait to be gone on with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

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
from app.ui.models.curves import Curves
from app.ui.models.training import Phase
from app.ui.progress import RunProgress, StageProgress
from app.ui.theme import SPACING_PX, in_role
from app.ui.times import time_left


class TrainingBox(QFrame):
    """Stage, time left and curves of the fine-tuning under way.

    Signals:
        pause_asked: Stop for now.
        stop_asked: Stop for good.
    """

    pause_asked = Signal()
    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = in_role(QLabel(wordWrap=True), "title")
        self._stage, self._left = QLabel(), QLabel()
        self._left.setProperty("role", "faint")
        self._waiting = in_role(QLabel(wordWrap=True), "faint")
        self.bar = QProgressBar(textVisible=False, minimum=0, maximum=1000)
        self.bar.setAccessibleName(translate("Models", "How far the fine-tuning is"))
        self.curves = Curves()
        self.pause = QPushButton(translate("Models", "Pause"))
        self.pause.setToolTip(translate("Models", "Finished epochs are kept; go on at any time"))
        self.pause.clicked.connect(self.pause_asked)
        self.stop = QPushButton(translate("Models", "Stop"))
        self.stop.setToolTip(translate("Models", "Give this model up"))
        self.stop.clicked.connect(self.stop_asked)
        self._lay_out()
        self.hide()

    @property
    def words(self) -> str:
        """All that is said."""
        told = (self._title, self._stage, self._left, self._waiting)
        return "\n".join(each.text() for each in told if each.text() and not each.isHidden())

    def show_phase(self, phase: Phase, name: str) -> None:
        """Say what is being done; nothing hides the box."""
        titles = {
            Phase.WAITING: translate("Models", "“{name}” begins after the current detection"),
            Phase.LEARNING: translate("Models", "Learning “{name}”"),
            Phase.PAUSING: translate("Models", "Pausing “{name}”…"),
            Phase.STOPPING: translate("Models", "Stopping “{name}”…"),
        }
        self._title.setText(titles.get(phase, "").format(name=name))
        may_end = phase in {Phase.WAITING, Phase.LEARNING}
        self.pause.setEnabled(may_end)
        self.stop.setEnabled(may_end)
        if phase is Phase.WAITING:
            self.bar.setValue(0)
            self._stage.setText("")
            self._left.setText("")
        self.setVisible(phase is not Phase.IDLE)

    def show_progress(self, progress: RunProgress) -> None:
        """Show how far it is."""
        self.bar.setValue(round(1000 * progress.share))
        stage = _current(progress.stages)
        self._stage.setText(translate("Stages", stage.name) if stage else "")
        left = translate("Window", "{time} left").format(time=time_left(progress.left_s or 0))
        self._left.setText(left if progress.left_s is not None else "")

    def show_waiting(self, n: int) -> None:
        """Say how many videos wait for it."""
        words = translate("Models", "Detection waits until it is over or paused: %n videos", "",
                          PLURAL, n)  # fmt: skip
        if n == 1:
            words = translate("Models", "Detection waits until it is over or paused: 1 video")
        self._waiting.setText(words)
        self._waiting.setVisible(n > 0)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self._stage, 1)
        line.addWidget(self._left)
        buttons = QHBoxLayout()
        buttons.addWidget(self.pause)
        buttons.addWidget(self.stop)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACING_PX)
        column.addWidget(self._title)
        column.addLayout(line)
        column.addWidget(self.bar)
        column.addWidget(self.curves)
        column.addWidget(self._waiting)
        column.addLayout(buttons)


class PausedList(QWidget):
    """A row for each fine-tuning that stopped before its end.

    Signals:
        resume_asked: Folder of the one to go on with.
        discard_asked: Folder of the one to throw away.
    """

    resume_asked = Signal(object)
    discard_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._rows: list[QWidget] = []
        self.resumes: list[QPushButton] = []
        self.discards: list[QPushButton] = []
        self.hide()

    @property
    def names(self) -> list[str]:
        """What the rows say."""
        return [label.text() for row in self._rows for label in row.findChildren(QLabel)]

    def show_paused(self, paused: Sequence[Path]) -> None:
        """Show these by their folders."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.resumes.clear()
        self.discards.clear()
        self._rows = [self._row(folder) for folder in paused]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(paused))

    def allow(self, *, on: bool) -> None:
        """Allow going on, or not while another one is learned."""
        for button in self.resumes:
            button.setEnabled(on)

    def _row(self, folder: Path) -> QWidget:
        row, name = QWidget(), folder.name
        words = QLabel(translate("Models", "“{name}” is paused").format(name=name))
        resume = QPushButton(translate("Models", "Resume"))
        resume.setAccessibleName(translate("Models", "Resume “{name}”").format(name=name))
        resume.clicked.connect(partial(self.resume_asked.emit, folder))
        discard = QPushButton(translate("Models", "Discard"))
        discard.setAccessibleName(translate("Models", "Discard “{name}”").format(name=name))
        discard.clicked.connect(partial(self.discard_asked.emit, folder))
        self.resumes.append(resume)
        self.discards.append(discard)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(words, 1)
        line.addWidget(resume)
        line.addWidget(discard)
        return row


def _current(stages: Sequence[StageProgress]) -> StageProgress | None:
    """Return the last stage that was told of."""
    begun = [stage for stage in stages if stage.total]
    return begun[-1] if begun else (stages[0] if stages else None)
