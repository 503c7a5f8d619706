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
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.times import clock

DROP_HINT = "Drop a video or a folder here"

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


@dataclass(frozen=True, slots=True)
class Badge:
    """Where the playhead stands.

    Attributes:
        is_exact: Whether the picture is that very frame; else it is on its way.
    """

    time_s: float
    frame_idx: int
    is_exact: bool
    is_vfr: bool

    def words(self) -> list[str]:
        """Return the parts, left to right."""
        state = "exact" if self.is_exact else "\N{HORIZONTAL ELLIPSIS}"
        parts = [clock(self.time_s), f"frame {self.frame_idx}", state]
        return [*parts, "VFR"] if self.is_vfr else parts


class PictureSurface(QWidget):
    """Paints one picture, a badge, and words when there is no picture.

    Attributes:
        clicked: The left mouse button was pressed on the picture.
    """

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._badge: Badge | None = None
        self._hint = DROP_HINT
        self._problem: tuple[str, str] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 135)
        self.setAccessibleName("Picture")

    @property
    def image(self) -> QImage:
        """The picture shown; null when none."""
        return self._image

    @property
    def badge(self) -> Badge | None:
        """The badge shown."""
        return self._badge

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
        self._problem = (sentence, next_step)
        self.update()

    def show_hint(self, sentence: str) -> None:
        """Show no picture, only a faint sentence in the middle."""
        self._image = QImage()
        self._badge = None
        self._problem = None
        self._hint = sentence
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a usual picture's size."""
        return QSize(640, 360)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of a click on a picture."""
        is_click = event.button() == Qt.MouseButton.LeftButton and not self._image.isNull()
        if is_click:
            self.clicked.emit()
        else:
            super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint all of it; the picture is scaled here, from about its display height."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _BACKGROUND)
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.picture_rect(), self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._problem:
            self._paint_problem(painter, *self._problem)
        elif self._image.isNull():
            painter.setFont(self._large_font(bold=False))
            painter.setPen(_FAINT_TEXT)
            painter.drawText(self._text_area(), _CENTRED, self._hint)
        elif self._badge:
            self._paint_badge(painter, self._badge)
        painter.end()

    def picture_rect(self) -> QRectF:
        """Return where the picture lies, in widget pixels, on whole pixels of the screen."""
        ratio = self.devicePixelRatioF()
        room = QSize(round(self.width() * ratio), round(self.height() * ratio))
        size = self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        left_px = (room.width() - size.width()) // 2
        top_px = (room.height() - size.height()) // 2
        return QRectF(left_px / ratio, top_px / ratio, size.width() / ratio, size.height() / ratio)

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

    def _paint_badge(self, painter: QPainter, badge: Badge) -> None:
        words = badge.words()
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
    if word in {"exact", "\N{HORIZONTAL ELLIPSIS}"}:
        return metrics.horizontalAdvance("exact")
    digits_as_wide = "".join("0" if letter.isdigit() else letter for letter in word)
    return max(metrics.horizontalAdvance(digits_as_wide), metrics.horizontalAdvance(word))
