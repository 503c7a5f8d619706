"""Average precision before and after as a picture: two bars, and a whisker over what is sure."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.services.model_registry import LabelWorth, Worth
from app.ui.language import translate
from app.ui.models.words import gain_words
from app.ui.theme import Colours, colours_of
from app.ui.timeline.colors import mixed

ROW_PX = 20
GAP_PX = 4
NUMBER_PX = 44
SCALE_PX = 16
CAP_PX = 4
# How much of its colour the bar of "before" has over the background.
WEAK = 0.45


@dataclass(frozen=True, slots=True)
class Span:
    """Before and after, and the values between which "after" lies in 95 of 100 resamplings.

    Attributes:
        low: None where too few videos were held out to say.
    """

    before: float
    after: float
    low: float | None = None
    high: float | None = None


def span_of(worth: Worth | LabelWorth) -> Span:
    """Return a worth with its gains as values: what is surely gained begins at "before"."""
    if worth.gain_low is None or worth.gain_high is None:
        return Span(worth.before, worth.after)
    return Span(
        worth.before, worth.after, worth.before + worth.gain_low, worth.before + worth.gain_high
    )


def gain_ink(span: Span, colours: Colours) -> str:
    """Return the colour of "after": good or bad only where that is sure."""
    if span.low is not None and span.low > span.before:
        return colours.good
    if span.high is not None and span.high < span.before:
        return colours.bad
    return colours.accent


def paint_span(painter: QPainter, rect: QRectF, span: Span, colours: Colours) -> None:
    """Paint the two bars into a rectangle whose width stands for 0 to 1."""
    half = rect.height() / 2
    above = QRectF(rect.left(), rect.top(), rect.width(), half - 1)
    below = QRectF(rect.left(), rect.top() + half + 1, rect.width(), half - 1)
    back, ink = QColor(colours.base), QColor(gain_ink(span, colours))
    weak = mixed(back, QColor(colours.faint), WEAK)
    painter.setPen(Qt.PenStyle.NoPen)
    for bar, value, colour in ((above, span.before, weak), (below, span.after, ink)):
        painter.setBrush(QColor(colours.raised))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setBrush(colour)
        filled = QRectF(bar)
        filled.setWidth(max(_shown(value) * bar.width(), 2.0))
        painter.drawRoundedRect(filled, 2, 2)
    if span.low is not None and span.high is not None:
        low, high = (rect.left() + _shown(each) * rect.width() for each in (span.low, span.high))
        _paint_whisker(painter, QPointF(low, below.center().y()), high, colours)


def _paint_whisker(painter: QPainter, start: QPointF, end: float, colours: Colours) -> None:
    # A light line under a dark one is seen over the bar and beside it.
    for width, colour in ((4.0, colours.base), (1.6, colours.text)):
        painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(start, QPointF(end, start.y()))
        for x in (start.x(), end):
            painter.drawLine(QPointF(x, start.y() - CAP_PX), QPointF(x, start.y() + CAP_PX))


def _shown(value: float) -> float:
    return min(max(value, 0.0), 1.0)


class WorthPicture(QWidget):
    """mAP of the parent over mAP of the model, on a scale from 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worth: Worth | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_worth(self, worth: Worth | None) -> None:
        """Show figures, or nothing."""
        self._worth = worth
        words = gain_words(worth) if worth else ""
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setVisible(worth is not None)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for two bars and the scale."""
        return QSize(220, 2 * ROW_PX + GAP_PX + SCALE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint words, bars, numbers and the scale."""
        del event
        if self._worth is None:
            return
        colours, span = colours_of(self.palette()), span_of(self._worth)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        before, after = translate("Models", "before"), translate("Models", "after")
        metrics = self.fontMetrics()
        names_px = max(metrics.horizontalAdvance(each) for each in (before, after)) + 8
        bars = QRectF(names_px, 0, self.width() - names_px - NUMBER_PX, 2 * ROW_PX + GAP_PX)
        self._paint_scale(painter, bars, colours)
        paint_span(painter, bars.adjusted(0, 2, 0, -2), span, colours)
        centre = Qt.AlignmentFlag.AlignVCenter
        for at, name, value in ((0, before, span.before), (1, after, span.after)):
            top = at * (ROW_PX + GAP_PX)
            painter.setPen(QColor(colours.faint if at == 0 else colours.text))
            left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(0, top, names_px, ROW_PX), centre | left, name)
            number = QRectF(self.width() - NUMBER_PX, top, NUMBER_PX, ROW_PX)
            painter.drawText(number, centre | right, f"{value:.3f}")

    def _paint_scale(self, painter: QPainter, bars: QRectF, colours: Colours) -> None:
        font = painter.font()
        small = painter.font()
        small.setPointSizeF(max(font.pointSizeF() - 2, 6))
        painter.setFont(small)
        painter.setPen(QColor(colours.faint))
        for share in (0.0, 0.5, 1.0):
            at = bars.left() + share * bars.width()
            place = QRectF(at - 20, bars.bottom(), 40, SCALE_PX)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{share:g}")
        painter.setFont(font)
