"""Paints the lanes' headers: fold, swatch in colour and pattern, name, count, solo and eye."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from app.ui.language import translate
from app.ui.timeline.board import Board
from app.ui.timeline.chrome import BLANK_WORDS, lanes_in_view
from app.ui.timeline.colors import Colors, faded, ink_on, mixed
from app.ui.timeline.layout import Lane
from app.ui.timeline.tints import Tint, Tints, lane_name

FOLD_PX = 17
SWATCH_PX = 14
SOLO_PX = 20
EYE_PX = 24
NAME_LEFT_PX = FOLD_PX + SWATCH_PX + 7


@dataclass(slots=True)
class HeaderLooks:
    """What the mouse and the keys are at.

    Attributes:
        colors: Of the timeline.
        hovered: Label under the mouse.
        part: Part of its header under the mouse.
        chosen: Label the keys act on.
        dragged: Label being carried.
        gap_px: Where it would be put, from the top of the headers.
        font: Of names.
        small_font: Of thin lanes and counts.
    """

    colors: Colors
    hovered: str = ""
    part: str = ""
    chosen: str = ""
    dragged: str = ""
    gap_px: float = 0.0
    font: QFont = field(default_factory=QFont)
    small_font: QFont = field(default_factory=QFont)


def paint_headers(painter: QPainter, board: Board, tints: Tints, looks: HeaderLooks) -> None:
    """Paint the column of headers, its top left at (0, 0)."""
    colors, width = tints.colors, board.strips.header_px
    painter.fillRect(QRectF(0, 0, width, board.strips.lanes_px), colors.chrome)
    of_lanes = tints.of_lanes(board)
    for k in lanes_in_view(board):
        lane = board.layout.lanes[k]
        rect = QRectF(0, lane.top_px - board.scroll_px, width - 1, lane.height_px)
        if k < len(board.layout.lanes) - 1:
            _paint_row(painter, board, lane, of_lanes[k], rect, looks)
        elif board.timeline is not None:
            painter.setPen(colors.quiet)
            painter.setFont(looks.font)
            room = rect.adjusted(NAME_LEFT_PX, 0, -8, 0)
            painter.drawText(
                room, Qt.AlignmentFlag.AlignVCenter, translate("Timeline", BLANK_WORDS)
            )
        below = QRectF(0, rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(below, faded(colors.rule, 150))
    if looks.dragged:
        painter.fillRect(QRectF(0, looks.gap_px - 2, width, 3), colors.accent)


def _paint_row(
    painter: QPainter, board: Board, lane: Lane, tint: Tint, rect: QRectF, looks: HeaderLooks
) -> None:
    view, label_id, colors = board.lane_view, lane.label_id, looks.colors
    back = colors.chrome
    if label_id in {looks.hovered, looks.dragged}:
        back = mixed(back, colors.text, 0.07)
    if label_id == looks.chosen:
        back = mixed(back, colors.accent, 0.3)
    painter.fillRect(rect.adjusted(0, 0, 0, -1), back)
    is_thin = label_id in view.collapsed
    _paint_fold(painter, rect, colors, is_thin=is_thin)
    _paint_swatch(painter, rect, tint, colors)
    buttons = label_id == looks.hovered or label_id in view.solo
    painter.setFont(looks.small_font if is_thin else looks.font)
    right = rect.right() - 8
    if buttons:
        right = rect.right() - EYE_PX - SOLO_PX
        _paint_solo(painter, rect, colors, is_on=label_id in view.solo)
        _paint_eye(painter, rect, colors, is_hot=looks.part == "hide")
    else:
        painter.setPen(colors.quiet)
        count = str(lane.n_entries)
        at = QRectF(rect.left(), rect.top(), right - rect.left(), rect.height())
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(at, align, count)
        right -= painter.fontMetrics().horizontalAdvance(count) + 8
    _paint_name(painter, lane_name(board, label_id), rect, right, colors.text)


def _paint_name(painter: QPainter, name: str, rect: QRectF, right_px: float, color: QColor) -> None:
    metrics: QFontMetrics = painter.fontMetrics()
    room = QRectF(NAME_LEFT_PX, rect.top(), right_px - NAME_LEFT_PX, rect.height())
    painter.setPen(color)
    words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(int(room.width()), 0))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


def _paint_fold(painter: QPainter, rect: QRectF, colors: Colors, *, is_thin: bool) -> None:
    x, y = FOLD_PX / 2 + 1, rect.center().y()
    points = [(-2, -4), (3, 0), (-2, 4)] if is_thin else [(-4, -2), (4, -2), (0, 3)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.quiet)
    painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in points]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _paint_swatch(painter: QPainter, rect: QRectF, tint: Tint, colors: Colors) -> None:
    size = min(SWATCH_PX, rect.height() - 6)
    top = round(rect.center().y() - size / 2)
    swatch = QRectF(FOLD_PX, top, SWATCH_PX, size)
    painter.setBrushOrigin(swatch.topLeft())
    painter.fillRect(swatch, tint.color)
    painter.fillRect(swatch, QBrush(faded(ink_on(tint.color), 200), tint.pattern))
    painter.setPen(QPen(faded(colors.text, 90), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(swatch.adjusted(0, 0, -1, -1))


def _paint_solo(painter: QPainter, rect: QRectF, colors: Colors, *, is_on: bool) -> None:
    size = min(16.0, rect.height() - 2)
    left = rect.right() - EYE_PX - SOLO_PX + 3
    chip = QRectF(left, rect.center().y() - size / 2, 15, size)
    if is_on:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.accent)
        painter.drawRoundedRect(chip, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(ink_on(colors.accent) if is_on else colors.quiet)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, "S")


def _paint_eye(painter: QPainter, rect: QRectF, colors: Colors, *, is_hot: bool) -> None:
    x, y = rect.right() - EYE_PX / 2 - 1, rect.center().y()
    color = colors.text if is_hot else colors.quiet
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setPen(QPen(color, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(x, y), 6.5, 4.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(QPointF(x, y), 2.0, 2.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
