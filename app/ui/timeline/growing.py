"""Paints the segments that grow while their keys are held."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, faded
from app.ui.timeline.layout import LANE_PAD_PX
from app.ui.timeline.tints import lane_color

_LEAST_PX = 3.0


def paint_growing(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint each on its lane, or on the blank one where its label has none yet."""
    strips = board.strips
    for label_id, start_s, end_s in board.growing:
        lane = next(
            (one for one in board.layout.lanes if one.label_id == label_id), board.layout.lanes[-1]
        )
        top = lane.top_px - board.scroll_px + strips.lanes_top_px
        left, right = board.axis.to_px(start_s), board.axis.to_px(end_s)
        rect = QRectF(left, top + LANE_PAD_PX, max(right - left, _LEAST_PX),
                      lane.height_px - 2 * LANE_PAD_PX)  # fmt: skip
        color = lane_color(board, label_id, colors)
        # What stands on the lane already shows through.
        painter.fillRect(rect, faded(color, 130))
        painter.setPen(QPen(color, 2))
        painter.drawLine(rect.topRight(), rect.bottomRight())
