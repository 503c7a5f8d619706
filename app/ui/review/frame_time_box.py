"""A time entered as a number that always lies on a frame of the video."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from app.ui.times import nearest_frame


class FrameTimeBox(QDoubleSpinBox):
    """Seconds with three decimals; the arrows go frame by frame by the true frame times.

    Signals:
        time_entered: Seconds of the chosen frame, when a person has entered another one.
    """

    time_entered = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks_s: NDArray[np.float64] = np.zeros(1)
        self._shown_idx = 0
        # A point everywhere, as in the clock, the lanes and the files.
        self.setLocale(QLocale.c())
        self.setDecimals(3)
        self.setSuffix(" s")
        self.setKeyboardTracking(False)
        self.setRange(0.0, 0.0)
        self.editingFinished.connect(self._tell_entered)

    def set_frames(self, pts_s: NDArray[np.float64], duration_s: float) -> None:
        """Take the times (T,) of the frames; the end of the video is a boundary as well."""
        is_behind = not len(pts_s) or duration_s > pts_s[-1]
        self._marks_s = np.append(pts_s, duration_s) if is_behind else pts_s
        self.setMaximum(float(self._marks_s[-1]) + 0.001)

    def show_time(self, time_s: float) -> None:
        """Show a time without telling anybody."""
        self._shown_idx = nearest_frame(self._marks_s, time_s)
        with QSignalBlocker(self):
            self.setValue(time_s)

    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """Go ``steps`` frames on and tell at once."""
        if self.isReadOnly():
            return
        last = len(self._marks_s) - 1
        at = min(max(nearest_frame(self._marks_s, self.value()) + steps, 0), last)
        self.setValue(float(self._marks_s[at]))
        self._tell_entered()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Forget on Esc what was typed; leaving the box would enter it."""
        if event.key() == Qt.Key.Key_Escape:
            self.show_time(float(self._marks_s[self._shown_idx]))
        super().keyPressEvent(event)

    def _tell_entered(self) -> None:
        at = nearest_frame(self._marks_s, self.value())
        time_s = float(self._marks_s[at])
        with QSignalBlocker(self):
            self.setValue(time_s)
        if at != self._shown_idx:
            self._shown_idx = at
            self.time_entered.emit(time_s)
