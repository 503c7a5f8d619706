"""Ends the program with a picture of its window once the detection is over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.ui.main_window import MainWindow

# After the last video the newest suggestions are loaded and the player settles on its frame.
SETTLE_MS = 1500


class Capture(QObject):
    """Ends the program with a picture once nothing is left to analyse.

    Attributes:
        picture: Where the picture is written.
        exit_code: 0, or 1 when a video could not be analysed or the picture not be written.
    """

    def __init__(self, window: MainWindow, folder: Path) -> None:
        super().__init__(window)
        self._window = window
        self.picture = folder / "window.png"
        self.exit_code = 0
        self._timer = QTimer(self, interval=SETTLE_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        window.problem_shown.connect(self._note_problem)

    def _note_problem(self, _sentence: str) -> None:
        self.exit_code = 1

    def _look(self) -> None:
        """Once idle: select a suggestion, and at the next tick take the picture."""
        if self._window.is_working:
            return
        self._timer.timeout.disconnect(self._look)
        self._timer.timeout.connect(self._take)
        self._window.actions_by_id["next_pending"].trigger()

    def _take(self) -> None:
        self._timer.stop()
        self._window.player.pause()
        self.picture.parent.mkdir(parents=True, exist_ok=True)
        if not self._window.grab().save(str(self.picture)):
            self.exit_code = 1
        self._window.close()
        QCoreApplication.exit(0)
