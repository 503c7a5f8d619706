"""Hands and ears on a timeline widget: real mouse and wheel events, and what it says."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


class Heard:
    """Everything a widget says, in order."""

    def __init__(self, widget):
        self.said = []
        for name in (
            "time_picked", "time_settled", "entry_selected", "entry_activated",
            "edge_dragging", "edge_dropped", "segment_drawn",
        ):  # fmt: skip
            getattr(widget, name).connect(self._listener(name))

    def _listener(self, name):
        return lambda *values: self.said.append((name, *values))

    def only(self, name):
        return [values for said, *values in self.said if said == name]


def at(widget, time_s, entry_id=None, y=None):
    """Return the pixel of a time, on an entry or at a height."""
    if entry_id is not None:
        y = widget.board.rect(entry_id).center().y()
    return QPoint(round(widget.board.axis.to_px(time_s)), round(y))


def press(widget, point, keys=NONE, button=LEFT):
    QTest.mousePress(widget.canvas.viewport(), button, keys, point)


def move(widget, point, keys=NONE, button=LEFT):
    # QTest.mouseMove cannot hold keys and buttons.
    viewport = widget.canvas.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(point), QPointF(viewport.mapToGlobal(point)),
        Qt.MouseButton.NoButton, button, keys,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def release(widget, point, keys=NONE, button=LEFT):
    QTest.mouseRelease(widget.canvas.viewport(), button, keys, point)


def click(widget, point):
    QTest.mouseClick(widget.canvas.viewport(), LEFT, NONE, point)


def drag(widget, start, *stops, keys=NONE):
    press(widget, start, keys)
    for stop in stops:
        move(widget, stop, keys)
    release(widget, stops[-1], keys)


def wheel(widget, point, turn, keys=NONE, side=0, phase=Qt.ScrollPhase.NoScrollPhase):
    viewport = widget.canvas.viewport()
    event = QWheelEvent(
        QPointF(point), QPointF(viewport.mapToGlobal(point)), QPoint(), QPoint(side, turn),
        Qt.MouseButton.NoButton, keys, phase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)
