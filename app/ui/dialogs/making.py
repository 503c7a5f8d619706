"""Shows how far clips, reels and pages are, stops them, and lists what was made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.services.exchange_values import Made
from app.services.exporting import ExportReport
from app.tasks.runner import Task
from app.ui.language import translate
from app.ui.refusals import refusal_words


class MakingDialog(QDialog):
    """Stays while files are made; closing it while they are asks the work to stop.

    Args:
        name: Of the format.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(name)
        self._task: Task | None = None
        self._folder: Path | None = None
        self._words = QLabel(translate("Dialogs", "Reading labels and videos…"), wordWrap=True)
        self._bar = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self._bar.setAccessibleName(translate("Dialogs", "How far it is"))
        self._list = QListWidget()
        self._list.setAccessibleName(translate("Dialogs", "What was made"))
        self._list.setWordWrap(True)
        self._list.hide()
        buttons = QDialogButtonBox()
        self._stop = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self._show = QPushButton(translate("Dialogs", "Open the &folder"))
        buttons.addButton(self._show, QDialogButtonBox.ButtonRole.ActionRole)
        self._close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self._show.hide()
        self._close.hide()
        buttons.rejected.connect(self.reject)
        self._show.clicked.connect(self._open_folder)
        column = QVBoxLayout(self)
        for widget in (self._words, self._bar):
            column.addWidget(widget)
        column.addWidget(self._list, 1)
        column.addWidget(buttons)
        self.resize(640, 140)

    @property
    def words(self) -> str:
        """What is said now."""
        return self._words.text()

    def watch(self, task: Task) -> None:
        """Show how far a task is; it is stopped by Cancel, Esc and the window's cross."""
        self._task = task
        task.progressed.connect(self._show_progress)
        task.cancelled.connect(self._show_stopped)
        task.failed.connect(self._leave)
        task.crashed.connect(self._leave)

    def show_report(self, report: ExportReport) -> None:
        """List what was made, what was left out and what is not as it was meant."""
        made = report.made
        if made is None:
            return
        self._folder = report.file if report.file.is_dir() else report.file.parent
        for words in _lines(made):
            self._list.addItem(words)
        self._list.show()
        self._words.setText(_summary(made))
        self._show.show()
        self._end()
        self.resize(max(self.width(), 720), 420)

    def reject(self) -> None:
        """Close; while something is made, ask it to stop and wait for that."""
        if self._task is None:
            super().reject()
            return
        self._words.setText(translate("Dialogs", "Stopping…"))
        self._stop.setEnabled(False)
        self._task.cancel()

    def _show_progress(self, stage: str, done: int, total: int) -> None:
        if not self._stop.isEnabled():
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        told = translate("Dialogs", "{stage}: {done} of {total}")
        self._words.setText(told.format(stage=translate("Stages", stage), done=done, total=total))

    def _show_stopped(self) -> None:
        self._words.setText(
            translate(
                "Dialogs", "Stopped. Files that were finished are kept, nothing half is left."
            )
        )
        self._end()

    def _leave(self, _error: object) -> None:
        """Close; the window tells what went wrong."""
        self._task = None
        self.reject()

    def _end(self) -> None:
        self._task = None
        self._bar.hide()
        self._stop.hide()
        self._close.show()
        self._close.setDefault(True)
        self._close.setFocus()

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def _lines(made: Made) -> list[str]:
    left_out = translate("Dialogs", "Left out: {sentence}")
    odd = translate("Dialogs", "Not as meant: {sentence}")
    return [
        *(left_out.format(sentence=refusal_words(one)) for one in made.left_out),
        *(odd.format(sentence=refusal_words(one)) for one in made.differences),
        *(f"{one.file.name}: {refusal_words(one.words)}" for one in made.files),
    ]


def _summary(made: Made) -> str:
    told = translate("Dialogs", "{n} made, opened again and compared: {result}.")
    result = (
        translate("Dialogs", "{n} differences").format(n=len(made.differences))
        if made.differences
        else translate("Dialogs", "all as meant")
    )
    words = told.format(n=len(made.files), result=result)
    return f"{words} ({refusal_words(made.summary)})" if made.summary else words
