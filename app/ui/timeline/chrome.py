"""Paints what stands around the segments: lanes, their names, ruler and its ticks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, faded
from app.ui.timeline.geometry import RULER_PX, Strips, ruler_ticks, time_text
from app.ui.timeline.layout import Lane
from app.ui.timeline.tints import lane_color

SWATCH_PX = 5
BLANK_WORDS = "+ new label"
BLANK_HINT = "Ctrl + drag here to draw a segment of another label"
FIRST_HINT = "Nothing here yet. Ctrl + drag to draw the first segment."
NO_VIDEO_HINT = "Choose a video to see its timeline."


def paint_lanes(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the lanes' backgrounds and the grid; the painter is clipped to the lanes' strip."""
    strips, layout = board.strips, board.layout
    painter.fillRect(QRectF(0, strips.lanes_top_px, strips.width_px, strips.lanes_px), colors.lane)
    for k in lanes_in_view(board):
        lane, top = layout.lanes[k], _top(board, layout.lanes[k])
        rect = QRectF(strips.header_px, top, strips.time_px, lane.height_px)
        painter.fillRect(rect, colors.lane_other if k % 2 else colors.lane)
    _paint_grid(painter, board, colors)
    painter.setPen(QPen(faded(colors.rule, 120), 1))
    for k in lanes_in_view(board):
        below = _top(board, layout.lanes[k]) + layout.lanes[k].height_px - 1
        painter.drawLine(strips.header_px, below, strips.width_px, below)


def _paint_grid(painter: QPainter, board: Board, colors: Colors) -> None:
    painter.setPen(QPen(faded(colors.rule, 110), 1))
    strips = board.strips
    for x in _crisp(board.axis.to_px(ruler_ticks(board.axis).major_s)):
        painter.drawLine(int(x), strips.lanes_top_px, int(x), strips.lanes_bottom_px)


def paint_hints(painter: QPainter, board: Board, colors: Colors, font: QFont) -> None:
    """Paint what to do on the blank lane."""
    lane = board.layout.lanes[-1]
    strips = board.strips
    words = BLANK_HINT if board.table.n_entries else FIRST_HINT
    words = NO_VIDEO_HINT if board.timeline is None else words
    rect = QRectF(strips.header_px + 10, _top(board, lane), strips.time_px - 20, lane.height_px)
    painter.setFont(font)
    painter.setPen(colors.quiet)
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)


def paint_headers(painter: QPainter, board: Board, colors: Colors, font: QFont) -> None:
    """Paint the column of lane names; the painter is clipped to the lanes' strip."""
    strips = board.strips
    column = QRectF(0, strips.lanes_top_px, strips.header_px, strips.lanes_px)
    painter.fillRect(column, colors.chrome)
    for k in lanes_in_view(board):
        lane = board.layout.lanes[k]
        rect = QRectF(0, _top(board, lane), strips.header_px, lane.height_px)
        if k < len(board.layout.lanes) - 1:
            _paint_header(painter, board, lane, rect, colors, font)
        elif board.timeline is not None:
            painter.setPen(colors.quiet)
            painter.setFont(font)
            painter.drawText(
                rect.adjusted(14, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, BLANK_WORDS
            )
        painter.setPen(QPen(faded(colors.rule, 150), 1))
        painter.drawLine(rect.bottomLeft() - QPointF(0, 1), rect.bottomRight() - QPointF(0, 1))


def _paint_header(
    painter: QPainter, board: Board, lane: Lane, rect: QRectF, colors: Colors, font: QFont
) -> None:
    label = board.labels.get(lane.label_id)
    swatch = QRectF(0, rect.top() + 1, SWATCH_PX, rect.height() - 3)
    painter.fillRect(swatch, lane_color(board, lane.label_id, colors))
    painter.setFont(font)
    metrics = QFontMetrics(font)
    count = str(lane.n_entries)
    count_px = metrics.horizontalAdvance(count)
    room = rect.adjusted(14, 0, -8, 0)
    painter.setPen(colors.quiet)
    painter.drawText(
        room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count
    )  # fmt: skip
    room.setRight(room.right() - count_px - 8)
    name = lane.label_id if label is None else label.name
    painter.setPen(colors.text)
    elided = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elided)


def paint_ruler(painter: QPainter, board: Board, colors: Colors, font: QFont) -> None:
    """Paint the ruler with its ticks, and the corner left of it."""
    strips = board.strips
    painter.fillRect(QRectF(0, 0, strips.width_px, RULER_PX), colors.chrome)
    painter.setPen(QPen(colors.rule, 1))
    painter.drawLine(0, RULER_PX - 1, strips.width_px, RULER_PX - 1)
    painter.setFont(font)
    painter.save()
    painter.setClipRect(QRectF(strips.header_px, 0, strips.time_px, RULER_PX))
    if board.timeline is not None:
        _paint_ticks(painter, board, colors)
    painter.restore()


def paint_divider(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the line between names and time."""
    x = board.strips.header_px - 1
    painter.setPen(QPen(colors.rule, 1))
    painter.drawLine(x, 0, x, board.strips.lanes_bottom_px)


def _paint_ticks(painter: QPainter, board: Board, colors: Colors) -> None:
    ticks = ruler_ticks(board.axis)
    painter.setPen(QPen(colors.rule, 1))
    for x in _crisp(board.axis.to_px(ticks.minor_s)):
        painter.drawLine(int(x), RULER_PX - 6, int(x), RULER_PX - 2)
    major = _crisp(board.axis.to_px(ticks.major_s))
    painter.setPen(QPen(colors.quiet, 1))
    for x in major:
        painter.drawLine(int(x), RULER_PX - 12, int(x), RULER_PX - 2)
    baseline = RULER_PX - 12
    painter.setPen(colors.text)
    for x, time_s in zip(major.tolist(), ticks.major_s.tolist(), strict=True):
        painter.drawText(QPointF(x + 4, baseline), time_text(time_s, ticks.step_s))


def paint_corner(painter: QPainter, strips: Strips, words: str, color: QColor) -> None:
    """Paint a few words left of the ruler."""
    rect = QRectF(14, 0, strips.header_px - 22, RULER_PX)
    painter.setPen(color)
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)


def lanes_in_view(board: Board) -> range:
    """Return the lanes that show."""
    return board.layout.lanes_between(board.scroll_px, board.scroll_px + board.strips.lanes_px)


def _top(board: Board, lane: Lane) -> int:
    return lane.top_px - board.scroll_px + board.strips.lanes_top_px


def _crisp(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.floor(x)
