"""Bars that say how much: of labels, of a score with and without, and boundaries that moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.ui.theme import colours_of
from app.ui.timeline.colors import Colors, faded, ink_on, mixed

ROW_PX = 21
NUMBER_PX = 46
SPAN_PX = 9
# How much of its colour a bar has over the background.
STRONG, WEAK = 0.8, 0.4
# The two bars are looked at from so far around them, as a share of their hull.
SPAN_MARGIN = 0.12


@dataclass(frozen=True, slots=True)
class Bar:
    """One row.

    Attributes:
        share: Of the widest possible bar, in [0, 1].
        number: What is written behind it.
        tip: What a mouse over it is told.
        is_strong: Whether it is the one this is about.
    """

    name: str
    share: float
    number: str
    tip: str = ""
    is_strong: bool = False


class Bars(QWidget):
    """Rows of a name over a bar, and a number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these rows, the first on top."""
        self.bars = tuple(bars)
        self.setAccessibleName("; ".join(f"{bar.name} {bar.number}" for bar in self.bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for the rows."""
        return QSize(200, ROW_PX * len(self.bars))

    def event(self, event: QEvent) -> bool:
        """Tell about the row under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip_at(event.pos()), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the rows."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, bar in enumerate(self.bars):
            self._paint(painter, bar, number * ROW_PX)

    def _tip_at(self, at: QPoint) -> str:
        number = at.y() // ROW_PX
        return self.bars[number].tip if 0 <= number < len(self.bars) else ""

    def _paint(self, painter: QPainter, bar: Bar, top: int) -> None:
        colours = colours_of(self.palette())
        wide = self.width() - NUMBER_PX
        back = QRectF(0, top + 2, wide, ROW_PX - 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.base))
        painter.drawRoundedRect(back, 3, 3)
        filled = QRectF(back)
        filled.setWidth(max(back.width() * min(max(bar.share, 0.0), 1.0), 2.0))
        ink = QColor(colours.accent if bar.is_strong else colours.faint)
        fill = mixed(QColor(colours.base), ink, STRONG if bar.is_strong else WEAK)
        painter.setBrush(fill)
        painter.drawRoundedRect(filled, 3, 3)
        middle = Qt.AlignmentFlag.AlignVCenter
        place = back.adjusted(6, 0, -4, 0)
        name = QFontMetrics(self.font()).elidedText(
            bar.name, Qt.TextElideMode.ElideRight, round(place.width())
        )
        # The name runs over the end of the bar, and has to be read on both sides of it.
        beyond = QRectF(filled.right(), back.top(), self.width(), back.height())
        for part, colour in ((filled, ink_on(fill)), (beyond, QColor(colours.text))):
            painter.setClipRect(part)
            painter.setPen(colour)
            painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, name)
        painter.setClipping(False)
        painter.setPen(QColor(colours.text))
        number = QRectF(wide, top, NUMBER_PX, ROW_PX)
        painter.drawText(number, middle | Qt.AlignmentFlag.AlignRight, bar.number)


class SpanShift(QWidget):
    """A proposal over what regression made of it, on one stretch of time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans = ((0.0, 1.0), (0.0, 1.0))
        self.setFixedHeight(2 * SPAN_PX + 8)

    def show_spans(self, before: tuple[float, float], after: tuple[float, float]) -> None:
        """Show start and end before and after, seconds."""
        self._spans = (before, after)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint both bars."""
        del event
        low = min(start for start, _ in self._spans)
        high = max(end for _, end in self._spans)
        margin = SPAN_MARGIN * max(high - low, 1e-3)
        per_s = self.width() / (high - low + 2 * margin)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colors = Colors.of(self.palette())
        for number, (start, end) in enumerate(self._spans):
            painter.setBrush(colors.accent if number else faded(colors.quiet, 130))
            left = (start - low + margin) * per_s
            bar = QRectF(left, 2 + number * (SPAN_PX + 3), max((end - start) * per_s, 2), SPAN_PX)
            painter.drawRoundedRect(bar, 2, 2)
