"""A popup to type the boundaries of a segment as numbers, exact to the frame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QSpinBox, QWidget

from app.domain.segment import Segment
from app.ui.language import translate
from app.ui.review.frame_time_box import FrameTimeBox
from app.ui.theme import in_role
from app.ui.timeline.snapping import frame_bounds
from app.ui.times import clock, nearest_frame

GAP_PX = 6


class TimesPopup(QFrame):
    """Start, end and number of frames; Enter takes them as one act, Escape leaves them.

    Signals:
        entered: Entry id, start and end in seconds.
    """

    entered = Signal(str, float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._bounds_s: NDArray[np.float64] = np.zeros(2)
        self._entry_id = ""
        self._before: Segment | None = None
        self._name = in_role(QLabel(), "title")
        self.start, self.end, self.frames = FrameTimeBox(), FrameTimeBox(), QSpinBox()
        self._length = in_role(QLabel(), "faint")
        form = QFormLayout(self)
        form.addRow(self._name)
        rows = (
            (translate("Review", "Start"), self.start),
            (translate("Review", "End"), self.end),
            (translate("Review", "Frames"), self.frames),
        )
        for words, box in rows:
            box.setAccessibleName(words)
            form.addRow(words, box)
        form.addRow(translate("Review", "Length"), self._length)
        hint = QLabel(translate("Review", "Enter takes it, Esc leaves it. Arrows go by frames."))
        hint.setProperty("role", "faint")
        form.addRow(hint)
        self.frames.setKeyboardTracking(False)
        self.start.valueChanged.connect(self._keep_start)
        self.end.valueChanged.connect(self._keep_end)
        self.frames.valueChanged.connect(self._keep_frames)

    def set_frames(self, pts_s: NDArray[np.float64], duration_s: float) -> None:
        """Take the times (T,) of the frames."""
        self._bounds_s = frame_bounds(pts_s, duration_s)
        self.start.set_frames(pts_s, duration_s)
        self.end.set_frames(pts_s, duration_s)
        self.frames.setRange(1, max(len(self._bounds_s) - 1, 1))

    def ask(self, entry_id: str, name: str, segment: Segment, beside: QRect) -> None:
        """Open below or above a part of the screen with the boundaries of an entry."""
        self._entry_id, self._before = entry_id, segment
        self._name.setText(name)
        self.start.show_time(segment.start_s)
        self.end.show_time(segment.end_s)
        self._show_frames()
        self.adjustSize()
        self.move(self._place(beside))
        self.show()
        self.start.setFocus()
        self.start.selectAll()

    def _place(self, beside: QRect) -> QPoint:
        screen, size = self.screen().availableGeometry(), self.sizeHint()
        left = max(screen.left(), min(beside.left(), screen.right() - size.width()))
        below, above = beside.bottom() + GAP_PX, beside.top() - GAP_PX - size.height()
        has_room = below + size.height() <= screen.bottom()
        return QPoint(left, below if has_room else max(above, screen.top()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take the numbers at Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        self.hide()
        before = self._before
        if before is None:
            return
        # An edge nobody touched stays where it is, between frames too.
        start_s = self._exact(self.start, before.start_s)
        end_s = self._exact(self.end, before.end_s)
        if (start_s, end_s) != (before.start_s, before.end_s) and start_s < end_s:
            self.entered.emit(self._entry_id, start_s, end_s)

    def _exact(self, box: FrameTimeBox, before_s: float) -> float:
        is_same = abs(box.value() - before_s) < 0.5 * 10 ** -box.decimals()
        return before_s if is_same else float(self._bounds_s[self._idx(box)])

    def _idx(self, box: FrameTimeBox) -> int:
        return nearest_frame(self._bounds_s, box.value())

    def _keep_start(self) -> None:
        first, last = self._idx(self.start), len(self._bounds_s) - 1
        first = min(first, last - 1)
        if first >= self._idx(self.end):
            self._put(self.end, min(first + self.frames.value(), last))
        self._show_frames()

    def _keep_end(self) -> None:
        behind = max(self._idx(self.end), 1)
        if behind <= self._idx(self.start):
            self._put(self.start, max(behind - self.frames.value(), 0))
        self._show_frames()

    def _keep_frames(self, n_frames: int) -> None:
        last = len(self._bounds_s) - 1
        self._put(self.end, min(self._idx(self.start) + n_frames, last))
        self._show_frames()

    def _put(self, box: FrameTimeBox, idx: int) -> None:
        box.show_time(float(self._bounds_s[idx]))

    def _show_frames(self) -> None:
        with QSignalBlocker(self.frames):
            self.frames.setValue(max(self._idx(self.end) - self._idx(self.start), 1))
        self._length.setText(clock(max(self.end.value() - self.start.value(), 0.0)))
