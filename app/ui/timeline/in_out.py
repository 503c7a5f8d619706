"""Paints the player's in and out marks: a bracket in the ruler, the span between them shaded."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, faded
from app.ui.timeline.geometry import RULER_PX

_STROKE_PX = 2
_FOOT_PX = 6


def paint_in_out(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint whatever of the marks is in view; within the clip of the time strips."""
    in_s, out_s = board.in_out_s
    axis, strips = board.axis, board.strips
    if in_s is not None and out_s is not None:
        left, right = axis.to_px(in_s), axis.to_px(out_s)
        span = QRectF(left, 0, right - left, strips.lanes_bottom_px)
        painter.fillRect(span, faded(colors.accent, 26))
    for time_s, way in ((in_s, 1), (out_s, -1)):
        if time_s is None or not axis.shows(time_s):
            continue
        x = int(axis.to_px(time_s))
        painter.fillRect(QRectF(x, 0, 1, strips.lanes_bottom_px), faded(colors.accent, 150))
        painter.fillRect(QRectF(x, 2, _STROKE_PX * way, RULER_PX - 4), colors.accent)
        for y in (2, RULER_PX - 4):
            painter.fillRect(QRectF(x, y, _FOOT_PX * way, _STROKE_PX), colors.accent)
