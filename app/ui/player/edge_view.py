"""Two frames side by side: what a boundary leaves out, and what it takes in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from app.domain.segment import Edge
from app.ui.language import translate
from app.ui.player.frame_loader import EdgePictures, Picture

_TEXT = QColor(236, 236, 238)
_FAINT_TEXT = QColor(150, 152, 158)
_PLATE = QColor(0, 0, 0, 190)
_BACKGROUND = QColor(12, 12, 13)
# In is lit, out lies in the shade, so that no one has to read to know the side.
_IN = QColor(86, 190, 120)
_OUT = QColor(120, 122, 128)
_SHADE = QColor(0, 0, 0, 110)
_GAP_PX = 6.0
_BAR_PX = 3.0
_MARGIN_PX = 10.0
_PADDING_PX = 7.0


@dataclass(frozen=True, slots=True, eq=False)
class EdgeHalf:
    """One of the two frames.

    Attributes:
        image: Null when there is no such frame.
        words: What it is, such as "last in".
        frame_idx: Its number, -1 when there is none.
        is_inside: Whether it belongs to the segment.
        is_exact: Whether the picture is that very frame; else it is on its way.
    """

    image: QImage
    words: str
    frame_idx: int
    is_inside: bool
    is_exact: bool

    @property
    def caption(self) -> str:
        """The words above the picture."""
        if self.frame_idx < 0:
            return self.words
        state = "" if self.is_exact else "  \N{HORIZONTAL ELLIPSIS}"
        frame = translate("Player", "frame {number}").format(number=self.frame_idx)
        return f"{self.words}  \N{MIDDLE DOT}  {frame}{state}"


@dataclass(frozen=True, slots=True, eq=False)
class EdgeView:
    """The frames before and after a boundary, left and right."""

    before: EdgeHalf
    after: EdgeHalf

    @property
    def is_exact(self) -> bool:
        """Whether both are the frames asked for."""
        return self.before.is_exact and self.after.is_exact

    @classmethod
    def of(cls, edge: Edge, pictures: EdgePictures) -> EdgeView:
        """Return the view of an edge of a segment."""
        asked = pictures.asked
        is_end = edge == "end"
        before, after = (
            (translate("Player", "last in"), translate("Player", "first out"))
            if is_end
            else (translate("Player", "last out"), translate("Player", "first in"))
        )
        return cls(
            _half(
                pictures.before,
                asked.before_idx,
                before,
                translate("Player", "The video begins here"),
                is_end,
            ),
            _half(
                pictures.after,
                asked.after_idx,
                after,
                translate("Player", "The video ends here"),
                not is_end,
            ),
        )


def _half(
    picture: Picture | None,
    frame_idx: int | None,
    words: str,
    nothing: str,
    is_inside: bool,  # noqa: FBT001 - private, the names stand right above
) -> EdgeHalf:
    if picture is None or frame_idx is None:
        return EdgeHalf(QImage(), nothing, -1, is_inside, is_exact=True)
    is_exact = picture.is_exactly(frame_idx)
    return EdgeHalf(picture.image, words, frame_idx, is_inside, is_exact)


def paint_edge(painter: QPainter, room: QRectF, view: EdgeView) -> None:
    """Paint both halves next to each other into ``room``."""
    width = (room.width() - _GAP_PX) / 2
    left = QRectF(room.left(), room.top(), width, room.height())
    _paint_half(painter, left, view.before)
    _paint_half(painter, left.translated(width + _GAP_PX, 0), view.after)


def _paint_half(painter: QPainter, room: QRectF, half: EdgeHalf) -> None:
    painter.fillRect(room, _BACKGROUND)
    box = room
    if not half.image.isNull():
        size = half.image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(0, 0, size.width(), size.height())
        box.moveCenter(room.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, half.image)
        if not half.is_inside:
            painter.fillRect(box, _SHADE)
        bar = QRectF(box.left(), box.bottom(), box.width(), _BAR_PX)
        painter.fillRect(bar, _IN if half.is_inside else _OUT)
    _paint_caption(painter, box, half)


def _paint_caption(painter: QPainter, box: QRectF, half: EdgeHalf) -> None:
    metrics = QFontMetricsF(painter.font())
    width_px = metrics.horizontalAdvance(half.caption) + 2 * _PADDING_PX
    plate = QRectF(0, 0, width_px, metrics.height() + _PADDING_PX)
    if half.image.isNull():
        plate.moveCenter(box.center())
    else:
        plate.moveTopLeft(QPointF(box.left() + _MARGIN_PX, box.top() + _MARGIN_PX))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(plate, 5, 5)
    painter.setPen(_TEXT if half.is_inside else _FAINT_TEXT)
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, half.caption)
