"""Lights the edge under the mouse and both its ends: proposals in the strip, segments on lanes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from app.ui.language import translate
from app.ui.timeline.arcs import CONTEXTUAL
from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, faded
from app.ui.timeline.geometry import time_text
from app.ui.timeline.web import WebMark

PROPOSAL_PX = 3


def lit_entries(board: Board, mark: WebMark) -> list[str]:
    """Return the entries on the lanes that were made of the proposals at both ends."""
    web, timeline = board.web, board.timeline
    if web is None or timeline is None:
        return []
    made = [one for idx in mark.proposals for one in web.entries.get(idx, ())]
    gone = {one for one in made if board.table.row(one) is None}
    # An accepted suggestion stands on the lanes as the annotation made from it.
    owned = [a.id for a in timeline.annotations.values() if a.suggestion_id in gone] if gone else []
    return [one for one in made if one not in gone] + owned


def edge_words(mark: WebMark) -> str:
    """Return the words about an edge: kind, weight, and what it connects."""
    first, second = (
        translate("Timeline", "{start} to {end}").format(start=time_text(a), end=time_text(b))
        for a, b in mark.ends
    )
    kind = translate("Timeline", "{kind} edge, weight {weight:.3f}")
    told = kind.format(kind=mark.kind_name, weight=mark.weight)
    return f"{told}\n{first}\n{second}"


def paint_web_mark(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the marked edge, and light what it connects."""
    mark = board.web_mark
    if mark is None or not board.strips.graph_px:
        return
    color = colors.warm if mark.kind == CONTEXTUAL else colors.cool
    strips = board.strips
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for start_s, end_s in mark.ends:
        left = max(board.axis.to_px(start_s), board.axis.left_px - 4)
        right = min(board.axis.to_px(end_s), board.axis.right_px + 4)
        if right < left:
            continue
        wide = max(right - left, 2.0)
        painter.fillRect(QRectF(left, strips.lanes_top_px, wide, strips.lanes_px), faded(color, 34))
        top = strips.lanes_top_px - PROPOSAL_PX
        painter.fillRect(QRectF(left, top, wide, PROPOSAL_PX), color)
    _paint_lit(painter, board, mark, colors)
    _paint_edge(painter, mark, colors)


def _paint_lit(painter: QPainter, board: Board, mark: WebMark, colors: Colors) -> None:
    painter.setPen(QPen(colors.select, 2))
    painter.setBrush(faded(colors.select, 60))
    strips = board.strips
    lanes = QRectF(strips.header_px, strips.lanes_top_px, strips.time_px, strips.lanes_px)
    for entry_id in lit_entries(board, mark):
        rect = board.rect(entry_id)
        if rect is not None and rect.intersects(lanes):
            painter.drawRect(rect.intersected(lanes.adjusted(-2, 0, 2, 0)))


def _paint_edge(painter: QPainter, mark: WebMark, colors: Colors) -> None:
    first, *others = (QPointF(x, y) for x, y in mark.points.tolist())
    path = QPainterPath(first)
    for point in others:
        path.lineTo(point)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(faded(colors.lane, 220), 6))
    painter.drawPath(path)
    painter.setPen(QPen(colors.select, 2.6))
    painter.drawPath(path)
