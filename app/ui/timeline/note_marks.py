"""A folded corner on segments that somebody has noted something about."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors
from app.ui.timeline.selection_marks import shown_rects, times_of

CORNER_PX = 8.0
# In a narrower segment the corner would be all there is.
LEAST_PX = 5.0


def paint_notes(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the corner of each noted entry in view."""
    if not board.table.noted:
        return
    rows = board.rows_of(board.table.noted)
    rects, _ = shown_rects(board, rows, times_of(board, rows))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setPen(Qt.PenStyle.NoPen)
    for left, top, width, height in rects[rects[:, 2] >= LEAST_PX].tolist():
        side = min(CORNER_PX, width, height)
        _fold(painter, min(left + width, board.axis.right_px), top, side, colors)
    painter.restore()


def _fold(painter: QPainter, right: float, top: float, side: float, colors: Colors) -> None:
    inner, lower = QPointF(right - side, top), QPointF(right, top + side)
    painter.setBrush(colors.lane)
    painter.drawPolygon(QPolygonF([inner, QPointF(right, top), lower]))
    painter.setBrush(colors.select)
    painter.drawPolygon(QPolygonF([inner, QPointF(right - side, top + side), lower]))
