"""The picture: letterboxed, with a badge that says which frame it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.player.edge_view import EdgeView, paint_edge
from app.ui.player.view import PictureView
from app.ui.refusals import refusal_words
from app.ui.times import clock, length

PROXY = QT_TRANSLATE_NOOP("Player", "proxy")
DROP_HINT = QT_TRANSLATE_NOOP("Player", "Drop a video or a folder here")

# A picture is judged against neutral black in every theme.
_BACKGROUND = QColor(12, 12, 13)
_TEXT = QColor(236, 236, 238)
_FAINT_TEXT = QColor(150, 152, 158)
_PLATE = QColor(0, 0, 0, 170)
_DIM = QColor(8, 8, 9, 205)
_MARGIN_PX = 12.0
_PADDING_PX = 8.0
_GAP_PX = 10.0
_CORNER_PX = 5.0
# A hand that clicks trembles this far.
_CLICK_PX = 4
# One notch of a wheel (120) zooms by this; trackpads send parts of a notch.
_NOTCH = 120.0
_ZOOM_PER_NOTCH = 1.25


@dataclass(frozen=True, slots=True)
class Badge:
    """Where the playhead stands.

    Attributes:
        is_exact: Whether the picture is that very frame; else it is on its way.
        unreadable_after_s: Where a damaged file ends too early, or None.
        is_proxy: Whether it is that very frame, but from the small proxy.
    """

    time_s: float
    frame_idx: int
    is_exact: bool
    is_vfr: bool
    unreadable_after_s: float | None = None
    is_proxy: bool = False

    def words(self) -> list[str]:
        """Return the parts, left to right."""
        on_its_way = translate("Player", PROXY) if self.is_proxy else "\N{HORIZONTAL ELLIPSIS}"
        state = translate("Player", "exact") if self.is_exact else on_its_way
        frame = translate("Player", "frame {number}").format(number=self.frame_idx)
        parts = [clock(self.time_s), frame, state]
        if self.is_vfr:
            parts.append("VFR")
        if self.unreadable_after_s is not None:
            told = translate("Player", "unreadable after {time}")
            parts.append(told.format(time=length(self.unreadable_after_s)))
        return parts


class PictureSurface(QWidget):
    """Paints one picture, a badge, and words when there is no picture.

    Ctrl and the wheel zoom, dragging moves a zoomed picture, a double click shows all of it.

    Attributes:
        clicked: The left mouse button was pressed and released on the picture.
    """

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._badge: Badge | None = None
        self._edge: EdgeView | None = None
        self._view = PictureView()
        self._grip: QPointF | None = None
        self._is_dragged = False
        self._notes: tuple[str, ...] = ()
        self._hint = translate("Player", DROP_HINT)
        self._problem: tuple[str, str] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 135)
        self.setAccessibleName(translate("Player", "Picture"))

    @property
    def image(self) -> QImage:
        """The picture shown; null when none."""
        return self._image

    @property
    def badge(self) -> Badge | None:
        """The badge shown."""
        return self._badge

    @property
    def edge(self) -> EdgeView | None:
        """The two frames shown in place of the picture while an edge is dragged."""
        return self._edge

    @property
    def shown_px(self) -> int | None:
        """Lines of the screen that the picture fills, zoomed as it is; None without one."""
        if self._image.isNull():
            return None
        return round(self.picture_rect().height() * self.devicePixelRatioF())

    @property
    def view(self) -> PictureView:
        """Which part of the picture is seen."""
        return self._view

    @property
    def notes(self) -> tuple[str, ...]:
        """What the badge says while there is no picture yet."""
        return self._notes

    @property
    def words(self) -> str:
        """The sentence shown in the middle: a problem, or the hint of an empty surface."""
        if self._problem:
            return " ".join(self._problem).strip()
        return self._hint if self._image.isNull() else ""

    def show_picture(self, image: QImage) -> None:
        """Show a picture; ends a problem."""
        self._image = image
        self._problem = None
        self.update()

    def show_badge(self, badge: Badge) -> None:
        """Show where the playhead stands."""
        if badge != self._badge:
            self._badge = badge
            self.update()

    def show_problem(self, sentence: str, next_step: str) -> None:
        """Say what failed, over the dimmed picture if there is one."""
        self._problem = (refusal_words(sentence), refusal_words(next_step))
        self.update()

    def show_edge(self, edge: EdgeView | None) -> None:
        """Show two frames side by side, or the picture again."""
        if edge is not self._edge:
            self._edge = edge
            self.update()

    def show_notes(self, *notes: str) -> None:
        """Say something where the badge will be, such as how far the indexing has come."""
        if notes != self._notes:
            self._notes = notes
            self.update()

    def fit(self) -> None:
        """Show all of the picture."""
        self._look(PictureView())

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Show the picture closer, around a point of the widget or its middle."""
        if not self._image.isNull():
            point = QRectF(self.rect()).center() if at is None else at
            room = self.size().toSizeF()
            self._look(self._view.zoomed(factor, point, self.picture_rect(), room))

    def _look(self, view: PictureView) -> None:
        if view == self._view:
            return
        self._view = view
        zoomed = view.zoom > 1
        self.setCursor(Qt.CursorShape.OpenHandCursor if zoomed else Qt.CursorShape.ArrowCursor)
        self.update()

    def show_hint(self, sentence: str) -> None:
        """Show no picture, only a faint sentence in the middle."""
        self._image = QImage()
        self._edge = None
        self._notes = ()
        self.fit()
        self._badge = None
        self._problem = None
        self._hint = sentence
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a usual picture's size."""
        return QSize(640, 360)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a click or a drag on a picture."""
        if event.button() != Qt.MouseButton.LeftButton or self._image.isNull():
            super().mousePressEvent(event)
            return
        self._grip, self._is_dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move a zoomed picture with the hand."""
        if self._grip is None:
            super().mouseMoveEvent(event)
            return
        by = event.position() - self._grip
        if not self._is_dragged and by.manhattanLength() < _CLICK_PX:
            return
        self._is_dragged = True
        self._grip = event.position()
        self._look(self._view.panned(by, self.picture_rect()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of a click."""
        is_click = self._grip is not None and not self._is_dragged
        self._grip = None
        if is_click and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show all of the picture; the second click takes back what the first one did."""
        self.fit()
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom at the mouse with Ctrl; the plain wheel belongs to whoever wants it."""
        turn = event.angleDelta().y()
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier or not turn:
            event.ignore()
            return
        event.accept()
        self.zoom(_ZOOM_PER_NOTCH ** (turn / _NOTCH), event.position())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint all of it; the picture is scaled here, from about its display height."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _BACKGROUND)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._edge is not None:
            paint_edge(painter, QRectF(self.rect()), self._edge)
        elif not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.picture_rect(), self._image)
        if self._problem:
            self._paint_problem(painter, *self._problem)
        elif self._image.isNull():
            painter.setFont(self._large_font(bold=False))
            painter.setPen(_FAINT_TEXT)
            painter.drawText(self._text_area(), _CENTRED, self._hint)
        self._paint_plates(painter)
        painter.end()

    def picture_rect(self) -> QRectF:
        """Return where the picture lies, in widget pixels, on whole pixels of the screen."""
        room = self.size().toSizeF()
        return self._view.rect(room, self._image.size(), self.devicePixelRatioF())

    def _paint_plates(self, painter: QPainter) -> None:
        if self._problem or self._edge is not None:
            return  # the two frames of an edge carry their own captions
        words = list(self._notes)
        if self._badge and not self._image.isNull():
            words = self._badge.words()
            if self._view.zoom > 1:
                words.append(f"{self._view.zoom:.1f}\N{MULTIPLICATION SIGN}")
        if words:
            self._paint_badge(painter, words)

    def _text_area(self) -> QRectF:
        margin = _MARGIN_PX * 2
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)

    def _large_font(self, *, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setBold(bold)
        font.setPixelSize(round(QFontMetricsF(font).height()) + 1)
        return font

    def _paint_problem(self, painter: QPainter, sentence: str, next_step: str) -> None:
        painter.fillRect(self.rect(), _DIM)
        area = self._text_area()
        middle = area.center().y()
        upper = QRectF(area.left(), area.top(), area.width(), middle - area.top() - 3)
        lower = QRectF(area.left(), middle + 3, area.width(), area.bottom() - middle - 3)
        painter.setFont(self._large_font(bold=True))
        painter.setPen(_TEXT)
        painter.drawText(upper, _ABOVE, sentence)
        painter.setFont(self.font())
        painter.setPen(_FAINT_TEXT)
        painter.drawText(lower, _BELOW, next_step)

    def _paint_badge(self, painter: QPainter, words: list[str]) -> None:
        metrics = QFontMetricsF(self.font())
        widths = [_steady_width(metrics, word) for word in words]
        width_px = sum(widths) + _GAP_PX * (len(words) - 1) + _PADDING_PX * 2
        height_px = metrics.height() + _PADDING_PX
        top_px = self.height() - _MARGIN_PX - height_px
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_PLATE)
        plate = QRectF(_MARGIN_PX, top_px, width_px, height_px)
        painter.drawRoundedRect(plate, _CORNER_PX, _CORNER_PX)
        left_px = _MARGIN_PX + _PADDING_PX
        baseline_px = top_px + _PADDING_PX / 2 + metrics.ascent()
        for place, (word, word_px) in enumerate(zip(words, widths, strict=True)):
            painter.setPen(_TEXT if place < 2 else _FAINT_TEXT)
            painter.drawText(QPointF(left_px, baseline_px), word)
            left_px += word_px + _GAP_PX


_CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
_ABOVE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
_BELOW = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


def _steady_width(metrics: QFontMetricsF, word: str) -> float:
    """Return a width that does not twitch while digits and states change."""
    states = (translate("Player", "exact"), translate("Player", PROXY), "\N{HORIZONTAL ELLIPSIS}")
    if word in states:
        return max(metrics.horizontalAdvance(state) for state in states)
    digits_as_wide = "".join("0" if letter.isdigit() else letter for letter in word)
    return max(metrics.horizontalAdvance(digits_as_wide), metrics.horizontalAdvance(word))
