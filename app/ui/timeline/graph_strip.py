"""Paints the strip between ruler and lanes: a proposal, its neighbours, and the arcs to them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen

from app.ui.timeline.arcs import BRACKET_ROWS, CONTEXTUAL, SURROUNDING, Arcs, DrawnArcs, drawn_arcs
from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, faded, mixed
from app.ui.timeline.geometry import RULER_PX

BRACKET_PX = 6
CENTRE_PX = 8
TOP_PX = 8
NEAR_PX = 40
PETALS = 6


def paint_graph(painter: QPainter, board: Board, colors: Colors, font: QFont) -> None:
    """Paint the graph's strip, if it is shown."""
    arcs, strips = board.arcs, board.strips
    if arcs is None or not strips.graph_px:
        return
    area = QRectF(strips.header_px, RULER_PX, strips.time_px, strips.graph_px)
    painter.fillRect(area, mixed(colors.lane, colors.chrome, 0.5))
    painter.fillRect(QRectF(0, RULER_PX, strips.header_px, strips.graph_px), colors.chrome)
    _paint_legend(painter, arcs, board, colors, font)
    painter.save()
    painter.setClipRect(area)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    drawn = drawn_arcs(arcs, board.axis)
    _paint_arcs(painter, board, arcs, drawn, colors)
    _paint_brackets(painter, board, arcs, drawn, colors)
    _paint_centre(painter, board, arcs, colors)
    painter.restore()
    painter.setPen(QPen(colors.rule, 1))
    below = strips.lanes_top_px - 1
    painter.drawLine(0, below, strips.width_px, below)


def _floor_px(board: Board) -> float:
    return board.strips.lanes_top_px - 4.0


def _bracket_px(board: Board, row: int) -> float:
    return _floor_px(board) - CENTRE_PX - 5 - row * BRACKET_PX


def _paint_arcs(
    painter: QPainter, board: Board, arcs: Arcs, drawn: DrawnArcs, colors: Colors
) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    centre = QPointF(board.axis.to_px(arcs.middle_s), _bracket_px(board, BRACKET_ROWS) + 4)
    room = centre.y() - RULER_PX - TOP_PX
    for k, edge in enumerate(drawn.edge.tolist()):
        painter.setPen(_pen(int(arcs.kind[edge]), float(drawn.share[k]), colors))
        end = QPointF(float(drawn.middle_px[k]), _bracket_px(board, int(drawn.row[k])) - 2)
        reach = abs(end.x() - centre.x())
        rise = min(room, 26 + reach * 0.28)
        # A cubic with both handles at the same height has its top at three quarters of it.
        peak = centre.y() - rise / 0.75
        path = QPainterPath(centre)
        first, second = _handles(centre.x(), end.x(), k)
        path.cubicTo(first, peak, second, peak, end.x(), end.y())
        painter.drawPath(path)


def _handles(centre_px: float, end_px: float, k: int) -> tuple[float, float]:
    away = end_px - centre_px
    if abs(away) > NEAR_PX:
        return centre_px + away * 0.12, end_px - away * 0.12
    # Contextual neighbours lie under the centre itself: petals keep their arcs apart.
    bulge = (12 + 9 * (k % PETALS)) * (1 if away >= 0 else -1)
    return centre_px + bulge * 0.5, end_px + bulge


def _pen(kind: int, share: float, colors: Colors) -> QPen:
    color = colors.warm if kind == CONTEXTUAL else colors.cool
    pen = QPen(faded(color, int(90 + 150 * share)), 1.0 + 1.8 * share)
    if kind == SURROUNDING:
        pen.setDashPattern([4, 3])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_brackets(
    painter: QPainter, board: Board, arcs: Arcs, drawn: DrawnArcs, colors: Colors
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for k, edge in enumerate(drawn.edge.tolist()):
        color = colors.warm if arcs.kind[edge] == CONTEXTUAL else colors.cool
        painter.setPen(QPen(faded(color, int(140 + 110 * float(drawn.share[k]))), 1))
        y = _bracket_px(board, int(drawn.row[k]))
        left, right = drawn.span_px[k].tolist()
        left, right = max(left, -8.0), min(right, board.axis.right_px + 8)
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        painter.drawLine(QPointF(left, y), QPointF(left, y + 3))
        painter.drawLine(QPointF(right, y), QPointF(right, y + 3))


def _paint_centre(painter: QPainter, board: Board, arcs: Arcs, colors: Colors) -> None:
    left, right = (board.axis.to_px(edge_s) for edge_s in arcs.centre)
    left, right = max(left, -8.0), min(right, board.axis.right_px + 8)
    bar = QRectF(left, _floor_px(board) - CENTRE_PX + 1, max(right - left, 2.0), CENTRE_PX - 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(colors.select))
    painter.drawRoundedRect(bar, 2, 2)
    top = QPointF(board.axis.to_px(arcs.middle_s), _bracket_px(board, BRACKET_ROWS) + 4)
    painter.setPen(QPen(faded(colors.select, 110), 1))
    painter.drawLine(top, QPointF(top.x(), bar.top()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(top, 3.2, 3.2)


def _paint_legend(painter: QPainter, arcs: Arcs, board: Board, colors: Colors, font: QFont) -> None:
    painter.setFont(font)
    metrics = QFontMetrics(font)
    line_px = metrics.height() + 4
    y = RULER_PX + 8 + metrics.ascent()
    painter.setPen(colors.text)
    painter.drawText(QPointF(14, y), "Proposal graph")
    names = ((CONTEXTUAL, "contextual"), (SURROUNDING, "surrounding"))
    for k, (kind, name) in enumerate(names, 1):
        below = y + k * line_px
        painter.setPen(_pen(kind, 0.6, colors))
        middle = below - metrics.ascent() / 2 + 1
        painter.drawLine(QPointF(14, middle), QPointF(36, middle))
        painter.setPen(colors.quiet)
        painter.drawText(QPointF(42, below), f"{arcs.count(kind)} {name}")
    _paint_note(painter, board, y + 3 * line_px, colors.quiet)


def _paint_note(painter: QPainter, board: Board, y: float, color: QColor) -> None:
    if y < board.strips.lanes_top_px - 4:
        painter.setPen(color)
        painter.drawText(QPointF(14, y), "thicker: heavier edge")
