"""Paints the strip of the proposal graph: one proposal with its neighbours, or all in view."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen

from app.ui.timeline.arcs import BRACKET_ROWS, CONTEXTUAL, SURROUNDING, Arcs, DrawnArcs, drawn_arcs
from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, faded, mixed
from app.ui.timeline.rects import LineBatch
from app.ui.timeline.web import (
    Web,
    WebChoice,
    WebLines,
    WebMark,
    bezier_points,
    nearest_line,
    web_lines,
)

BRACKET_PX = 6
CENTRE_PX = 8
TOP_PX = 8
NEAR_PX = 40
PETALS = 6
# An arc within this reach of the mouse is meant.
REACH_PX = 5.0
# A line of a pixel is drawn four times as fast as a wider one, so a wide one is two thin ones, so
# many pixels apart.
WIDENINGS_PX = (0.0, 0.5, 0.9)
N_WIDTHS = len(WIDENINGS_PX)
# An arc up to the first width is drawn with every third point, up to the second with every other:
# its corners are less than a pixel off. Long pieces would cost more than they save.
SMALL_PX = np.array([24.0, 80.0])
SMALL_STEPS = (3, 2, 1)
# So many arcs at once are drawn at full strength; more are drawn fainter.
CALM_LINES = 120


class GraphStrip:
    """Paints the strip, and remembers what it painted so that the mouse can find it."""

    def __init__(self) -> None:
        self._batch = LineBatch()
        self._arcs: tuple[Arcs, DrawnArcs, NDArray[np.float64]] | None = None
        self._web: tuple[Web, WebLines] | None = None

    @property
    def n_lines(self) -> int:
        """How many arcs were painted last."""
        n_arcs = len(self._arcs[1].edge) if self._arcs else 0
        return n_arcs + (len(self._web[1].edges) if self._web else 0)

    def paint(self, painter: QPainter, board: Board, colors: Colors) -> None:
        """Paint the strip, if it is shown."""
        strips = board.strips
        self._arcs = self._web = None
        if not strips.graph_px:
            return
        area = QRectF(strips.header_px, strips.graph_top_px, strips.time_px, strips.graph_px)
        painter.fillRect(area, mixed(colors.lane, colors.chrome, 0.5))
        painter.fillRect(
            QRectF(0, strips.graph_top_px, strips.header_px, strips.graph_px), colors.chrome
        )
        painter.save()
        painter.setClipRect(area)
        if board.web_choice.shows_all and board.web is not None:
            self._paint_all(painter, board, board.web, colors)
        elif board.arcs is not None:
            self._paint_one(painter, board, board.arcs, colors)
        painter.restore()
        painter.setPen(QPen(colors.rule, 1))
        below = strips.lanes_top_px - 1
        painter.drawLine(0, below, strips.width_px, below)
        x = strips.header_px - 1
        painter.drawLine(x, strips.graph_top_px, x, below)

    def mark_at(self, board: Board, x_px: float, y_px: float) -> WebMark | None:
        """Return the painted edge near a point of the window, or None."""
        strips = board.strips
        if not strips.graph_top_px <= y_px < strips.lanes_top_px or x_px < strips.header_px:
            return None
        if self._arcs is not None:
            arcs, drawn, control = self._arcs
            points = bezier_points(control)
            near = nearest_line(points, x_px, y_px, REACH_PX)
            if near is not None:
                return _arc_mark(arcs, int(drawn.edge[near]), points[near])
        if self._web is not None:
            web, lines = self._web
            near = nearest_line(lines.points, x_px, y_px, REACH_PX)
            if near is not None:
                return _web_mark(web, int(lines.edges[near]), lines.points[near])
        return None

    @staticmethod
    def neighbour_mark(board: Board, proposal_idx: int) -> WebMark | None:
        """Return the edge from the shown proposal to a neighbour, None where it is not in view."""
        arcs = board.arcs
        if arcs is None or not len(arcs.neighbours):
            return None
        drawn = drawn_arcs(arcs, board.axis, arcs.neighbours == proposal_idx)
        if not len(drawn.edge):
            return None
        control = _controls(board, drawn, board.axis.to_px(arcs.middle_s))
        return _arc_mark(arcs, int(drawn.edge[0]), bezier_points(control)[0])

    # ------------------------------------------------------------ all proposals in view
    def _paint_all(self, painter: QPainter, board: Board, web: Web, colors: Colors) -> None:
        edges = web.cull(board.axis, board.web_choice)
        lines = web_lines(web, edges, board.axis, _floor_px(board), _room_px(board))
        self._web = (web, lines)
        painter.setPen(QPen(faded(colors.quiet, 120), 1))
        floor = _floor_px(board) + 1
        painter.drawLine(QPointF(board.axis.left_px, floor), QPointF(board.axis.right_px, floor))
        crowd = np.sqrt(CALM_LINES / max(len(edges), CALM_LINES))
        self._paint_lines(painter, lines, colors, int(70 + 150 * crowd))

    def _paint_lines(self, painter: QPainter, lines: WebLines, colors: Colors, alpha: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        width = np.minimum((lines.share * N_WIDTHS).astype(np.int64), N_WIDTHS - 1)
        for step in range(N_WIDTHS):
            for kind, color in ((SURROUNDING, colors.cool), (CONTEXTUAL, colors.warm)):
                members = np.flatnonzero((width == step) & (lines.kind == kind))
                pen = QPen(faded(color, alpha * (step + 2) // (N_WIDTHS + 1)))
                pen.setCosmetic(True)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                pieces = _pieces(lines.points[members], dashed=kind != CONTEXTUAL)
                seen = (pieces[:, 2] >= 0) & (pieces[:, 0] <= painter.device().width())
                self._batch.draw(painter, _widened(pieces[seen], WIDENINGS_PX[step]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    # ------------------------------------------------------------ one proposal
    def _paint_one(self, painter: QPainter, board: Board, arcs: Arcs, colors: Colors) -> None:
        drawn = drawn_arcs(arcs, board.axis, wanted_arcs(board, arcs, board.web_choice))
        control = _controls(board, drawn, board.axis.to_px(arcs.middle_s))
        self._arcs = (arcs, drawn, control)
        if board.web_choice.hops > 1 and board.web is not None and arcs.proposal_idx >= 0:
            web = board.web
            edges = web.cull(board.axis, board.web_choice, web.around(arcs.proposal_idx))
            lines = web_lines(web, edges, board.axis, _floor_px(board), _room_px(board))
            self._web = (web, lines)
            self._paint_lines(painter, lines, colors, 90)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        _paint_arcs(painter, arcs, drawn, control, colors)
        _paint_brackets(painter, board, arcs, drawn, colors)
        _paint_centre(painter, board, arcs, colors)


def wanted_arcs(board: Board, arcs: Arcs, choice: WebChoice) -> NDArray[np.bool_]:
    """Return (E,) which arcs of a proposal pass a choice of kinds and weights."""
    weight = np.abs(arcs.weight)
    wanted = choice.shows_kind(arcs.kind)
    if choice.hidden_share and board.web is not None:
        wanted &= weight >= np.float32(board.web.least_weight(choice.hidden_share))
    elif choice.hidden_share and len(weight):
        wanted &= weight >= np.quantile(weight, choice.hidden_share)
    return wanted


def _pieces(points: NDArray[np.float64], *, dashed: bool) -> NDArray[np.float64]:
    """Return (n, 4) the pieces of (A, P, 2) arcs, fewer of those that are small."""
    span_px = points[:, -1, 0] - points[:, 0, 0]
    size = np.searchsorted(SMALL_PX, span_px)
    parts = []
    for k, every in enumerate(SMALL_STEPS):
        some = points[size == k, ::every]
        pieces = np.concatenate([some[:, :-1], some[:, 1:]], axis=2)
        # Every other piece left out is a dash that costs nothing.
        parts.append((pieces[:, ::2] if dashed else pieces).reshape(-1, 4))
    return np.concatenate(parts)


def _widened(pieces: NDArray[np.float64], apart_px: float) -> NDArray[np.float64]:
    """Return each of (n, 4) pieces twice, beside itself; once when the two would be one."""
    if not apart_px:
        return pieces
    along = pieces[:, 2:] - pieces[:, :2]
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    across = np.column_stack([-along[:, 1], along[:, 0]]) * (apart_px / 2 / length)[:, None]
    beside = np.concatenate([across, across], axis=1)
    return np.concatenate([pieces - beside, pieces + beside])


def _floor_px(board: Board) -> float:
    return board.strips.lanes_top_px - 4.0


def _room_px(board: Board) -> float:
    return max(board.strips.graph_px - 4.0 - TOP_PX, 16.0)


def _bracket_px(board: Board, row: int) -> float:
    return _floor_px(board) - CENTRE_PX - 5 - row * BRACKET_PX


def _controls(board: Board, drawn: DrawnArcs, centre_px: float) -> NDArray[np.float64]:
    """Return (A, 4, 2) control points of the cubics from the proposal to its neighbours."""
    foot = _bracket_px(board, BRACKET_ROWS) + 4
    room = foot - board.strips.graph_top_px - TOP_PX
    control = np.empty((len(drawn.edge), 4, 2))
    end_px = drawn.middle_px
    away = end_px - centre_px
    # A cubic with both handles at the same height has its top at three quarters of it.
    control[:, 1:3, 1] = (foot - np.minimum(room, 26 + np.abs(away) * 0.28) / 0.75)[:, None]
    control[:, 0] = (centre_px, foot)
    control[:, 3, 0] = end_px
    control[:, 3, 1] = _floor_px(board) - CENTRE_PX - 7 - drawn.row * BRACKET_PX
    # Contextual neighbours lie under the centre itself: petals keep their arcs apart.
    bulge = (12 + 9 * (np.arange(len(away)) % PETALS)) * np.where(away >= 0, 1, -1)
    is_far = np.abs(away) > NEAR_PX
    control[:, 1, 0] = np.where(is_far, centre_px + away * 0.12, centre_px + bulge * 0.5)
    control[:, 2, 0] = np.where(is_far, end_px - away * 0.12, end_px + bulge)
    return control


def _paint_arcs(
    painter: QPainter, arcs: Arcs, drawn: DrawnArcs, control: NDArray[np.float64], colors: Colors
) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for k, edge in enumerate(drawn.edge.tolist()):
        painter.setPen(edge_pen(int(arcs.kind[edge]), float(drawn.share[k]), colors))
        first, *others = (QPointF(*point) for point in control[k].tolist())
        path = QPainterPath(first)
        path.cubicTo(*others)
        painter.drawPath(path)


def edge_pen(kind: int, share: float, colors: Colors) -> QPen:
    """Return how an edge is drawn: contextual solid and warm, surrounding dashed and cool.

    Args:
        kind: 0 contextual, 1 surrounding.
        share: Weight in [0, 1]: how wide and how strong.
        colors: Of the timeline.
    """
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


def _arc_mark(arcs: Arcs, edge: int, points: NDArray[np.float64]) -> WebMark:
    start_s, end_s = arcs.segments[edge].tolist()
    other = int(arcs.neighbours[edge]) if len(arcs.neighbours) else -1
    return WebMark(
        kind=int(arcs.kind[edge]), weight=float(arcs.weight[edge]),
        ends=(arcs.centre, (start_s, end_s)), proposals=(arcs.proposal_idx, other), points=points,
    )  # fmt: skip


def _web_mark(web: Web, edge: int, points: NDArray[np.float64]) -> WebMark:
    first, second = web.pairs[edge].tolist()
    (a, b), (c, d) = web.segments[[first, second]].tolist()
    return WebMark(
        kind=int(web.kind[edge]), weight=float(web.weight[edge]), ends=((a, b), (c, d)),
        proposals=(first, second), points=points,
    )  # fmt: skip
