"""Go to a time or a frame: a field that opens in the transport, no dialog."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.player.play_plan import frame_at

PLACEHOLDER = QT_TRANSLATE_NOOP("Player", "1:23.45 or f1234")
_FRAME = re.compile(r"f\s*(\d+)", re.IGNORECASE)
_TIME = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:[.,]\d*)?|[.,]\d+)")


class NoSuchPlace(ValueError):
    """What was typed is no place in the video; the message says why."""


def place_in(text: str, pts_s: NDArray[np.float64], duration_s: float) -> int:
    """Return the frame a person typed.

    Args:
        text: ``1:23.45``, ``1:02:03``, ``83.5``, or a frame number as ``f1234``.
        pts_s: (T,) seconds, T >= 1.
        duration_s: Where the video ends.

    Raises:
        NoSuchPlace: it is neither, or lies outside the video.
    """
    frame = _FRAME.fullmatch(text.strip())
    if frame is not None:
        frame_idx = int(frame[1])
        if frame_idx >= len(pts_s):
            raise NoSuchPlace(
                translate("Player", "The last frame is {number}.").format(number=len(pts_s) - 1)
            )
        return frame_idx
    clock = _TIME.fullmatch(text.strip())
    if clock is None:
        raise NoSuchPlace(
            translate("Player", "Type a time or a frame: {placeholder}.").format(
                placeholder=translate("Player", PLACEHOLDER)
            )
        )
    hours, minutes, seconds = clock[1] or "0", clock[2] or "0", clock[3].replace(",", ".")
    time_s = 3600 * int(hours) + 60 * int(minutes) + float(seconds)
    if time_s > duration_s:
        raise NoSuchPlace(
            translate("Player", "The video ends after {duration_s:.2f} s.").format(
                duration_s=duration_s
            )
        )
    return frame_at(pts_s, time_s)


class PlaceField(QLineEdit):
    """Takes a place; Return goes there, Escape or leaving it goes nowhere.

    Attributes:
        typed: The text, on Return.
        left: It is to be closed.
    """

    typed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(translate("Player", PLACEHOLDER))
        self.setAccessibleName(translate("Player", "Go to time or frame"))
        self.setFixedWidth(150)
        self.returnPressed.connect(self._say)
        self.textEdited.connect(self._forget_reason)

    def ask(self) -> None:
        """Be ready to type."""
        self.clear()
        self._forget_reason()
        self.show()
        self.setFocus()

    def refuse(self, reason: str) -> None:
        """Say what is wrong with the text, and keep it."""
        self.setToolTip(reason)
        QToolTip.showText(self.mapToGlobal(self.rect().topLeft()), reason, self)
        self.setStyleSheet("border: 1px solid #d05050; border-radius: 3px;")
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Leave when another widget is used."""
        super().focusOutEvent(event)
        self.left.emit()

    @Slot()
    def _say(self) -> None:
        self.typed.emit(self.text())

    @Slot()
    def _forget_reason(self) -> None:
        self.setToolTip("")
        self.setStyleSheet("")
