"""Paints the segments in view: hatched suggestions, solid annotations, thin rejected ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPolygon

from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, ink_on, mixed
from app.ui.timeline.culling import collapse
from app.ui.timeline.entries import Kind
from app.ui.timeline.layout import LaneLayout
from app.ui.timeline.rects import RectBatch

# Below this width a segment is only a part of its pixel column.
TINY_PX = 1.5
OUTLINED_PX = 4.0
HATCHED_PX = 7.0
CHECKED_PX = 22.0
WORDED_PX = 36.0
# A name cut shorter than this says nothing.
ELIDED_PX = 56.0
N_SHADES = 4


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Segments in view, wide enough to be drawn one by one.

    Attributes:
        place: (V,) int64 position in the layout.
        rect: (V, 4) float64 left, top, width, height; whole pixels, cut at the view's edges.
    """

    place: NDArray[np.int64]
    rect: NDArray[np.float64]


class SegmentPainter:
    """Paints all segments of a board; keeps only scratch memory between paintings."""

    def __init__(self) -> None:
        self._batch = RectBatch()

    def paint(self, painter: QPainter, board: Board, colors: Colors, font: QFont) -> None:
        """Paint the segments in view; the painter is clipped to the lanes' strip."""
        painter.setBrushOrigin(QPointF(-board.axis.start_s / board.axis.s_per_px % 8, 0.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        tints = lane_tints(board, colors)
        places = _places_in_view(board)
        left, right = _pixel_ends(board, places)
        tiny = right - left < TINY_PX
        self._paint_tiny(painter, board, tints, places[tiny])
        seen = _seen(board, places[~tiny], left[~tiny], right[~tiny])
        self._paint_wide(painter, board.layout, tints, seen)
        _paint_words(painter, board, tints, seen, font)

    def _paint_tiny(
        self, painter: QPainter, board: Board, tints: list[Tint], places: NDArray[np.int64]
    ) -> None:
        if not len(places):
            return
        layout, axis = board.layout, board.axis
        columns = np.floor(axis.to_px(layout.index.starts_s[places]) - axis.left_px)
        runs = collapse(
            layout.row[places], columns.astype(np.int64), layout.kind[places],
            len(layout.row_top_px), int(axis.width_px) + 1,
        )  # fmt: skip
        top = layout.row_top_px[runs.row] - board.scroll_px + board.strips.lanes_top_px
        rect = np.column_stack(
            [runs.left + axis.left_px, top, runs.right - runs.left, layout.row_px[runs.row]]
        )
        keys = layout.row_lane[runs.row] * 4 + runs.rank
        painter.setPen(Qt.PenStyle.NoPen)
        for key, members in grouped(keys):
            painter.setBrush(tints[key // 4].of_tiny(Kind(key % 4)))
            self._batch.draw(painter, rect[members])

    def _paint_wide(
        self, painter: QPainter, layout: LaneLayout, tints: list[Tint], seen: Seen
    ) -> None:
        kind = layout.kind[seen.place].astype(np.int64)
        shade = np.minimum(layout.strength[seen.place] * N_SHADES, N_SHADES - 1).astype(np.int64)
        # Kind leads, so that annotations lie over suggestions wherever rows are shared.
        n_lanes = len(layout.lanes)
        keys = (kind * n_lanes + layout.lane[seen.place]) * N_SHADES + shade
        for key, members in grouped(keys):
            tint = tints[key // N_SHADES % n_lanes]
            rect = seen.rect[members]
            match Kind(key // N_SHADES // n_lanes):
                case Kind.ANNOTATION:
                    self._paint_solid(painter, tint, rect)
                case Kind.SUGGESTION:
                    self._paint_hatched(painter, tint, rect, key % N_SHADES)
                case Kind.REJECTED:
                    self._fill(painter, tint.ghost, rect)

    def _paint_solid(self, painter: QPainter, tint: Tint, rect: NDArray[np.float64]) -> None:
        self._fill(painter, tint.solid, rect)
        shine = rect[rect[:, 2] >= OUTLINED_PX].copy()
        shine[:, 3] = 2
        self._fill(painter, tint.shine, shine)
        self._outline(painter, tint.border, rect)

    def _paint_hatched(
        self, painter: QPainter, tint: Tint, rect: NDArray[np.float64], shade: int
    ) -> None:
        is_narrow = rect[:, 2] < HATCHED_PX
        self._fill(painter, tint.washes[shade], rect[~is_narrow])
        self._fill(painter, tint.hatches[shade], rect[is_narrow])
        hatch = QBrush(tint.hatches[shade], Qt.BrushStyle.BDiagPattern)
        self._fill(painter, hatch, rect[~is_narrow])
        self._outline(painter, tint.outlines[shade], rect)

    def _fill(self, painter: QPainter, brush: QColor | QBrush, rect: NDArray[np.float64]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        self._batch.draw(painter, rect)

    def _outline(self, painter: QPainter, color: QColor, rect: NDArray[np.float64]) -> None:
        outlined = rect[rect[:, 2] >= OUTLINED_PX].copy()
        outlined[:, 2:] -= 1
        painter.setPen(QPen(color, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._batch.draw(painter, outlined)


class Tint:
    """The colours of one lane's segments."""

    def __init__(self, color: QColor, colors: Colors) -> None:
        back = colors.lane
        self.color = color
        self.solid = mixed(color, back, 0.12)
        self.shine = mixed(color, QColor(255, 255, 255), 0.28)
        self.border = mixed(color, colors.text if not colors.is_dark else back, 0.5)
        self.ghost = mixed(back, color, 0.4)
        strengths = [0.3 + 0.7 * k / (N_SHADES - 1) for k in range(N_SHADES)]
        self.washes = [mixed(back, color, 0.10 + 0.18 * s) for s in strengths]
        self.hatches = [mixed(back, color, 0.22 + 0.36 * s) for s in strengths]
        self.outlines = [mixed(back, color, 0.35 + 0.6 * s) for s in strengths]
        self.ink = ink_on(self.solid)
        self.soft_ink = colors.text

    def of_tiny(self, kind: Kind) -> QColor:
        """Return the colour of a pixel column whose foremost segment is of a kind."""
        if kind is Kind.ANNOTATION:
            return self.solid
        return self.hatches[-1] if kind is Kind.SUGGESTION else self.ghost


def lane_tints(board: Board, colors: Colors) -> list[Tint]:
    """Return the colours of each lane, top to bottom."""
    return [Tint(lane_color(board, lane.label_id, colors), colors) for lane in board.layout.lanes]


def lane_color(board: Board, label_id: str, colors: Colors) -> QColor:
    """Return the colour of a label; a label nobody named is grey."""
    label = board.labels.get(label_id)
    return colors.unknown if label is None else colors.of_label(label.color)


def grouped(keys: NDArray[np.int64]) -> list[tuple[int, NDArray[np.int64]]]:
    """Return each key with the positions that have it, keys increasing."""
    if not len(keys):
        return []
    order = np.argsort(keys, kind="stable")
    begins = np.flatnonzero(np.diff(keys[order], prepend=keys[order[0]] - 1))
    firsts = keys[order[begins]].tolist()
    return list(zip(firsts, np.split(order, begins[1:]), strict=True))


def _places_in_view(board: Board) -> NDArray[np.int64]:
    lanes = board.layout.lanes_between(board.scroll_px, board.scroll_px + board.strips.lanes_px)
    # The blank lane, the last one, has nothing to cull.
    return board.layout.index.in_view(lanes, board.axis.start_s, board.axis.end_s)


def _pixel_ends(
    board: Board, places: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    index = board.layout.index
    return board.axis.to_px(index.starts_s[places]), board.axis.to_px(index.ends_s[places])


def _seen(
    board: Board, places: NDArray[np.int64], left: NDArray[np.float64], right: NDArray[np.float64]
) -> Seen:
    # Two pixels beyond the view hide the outline of what goes on there.
    left = np.floor(np.maximum(left, board.axis.left_px - 2))
    right = np.floor(np.minimum(right, board.axis.right_px + 2))
    row = board.layout.row[places]
    top = board.layout.row_top_px[row] - board.scroll_px + board.strips.lanes_top_px
    width = np.maximum(right - left, 1)
    # A gap of a pixel keeps neighbours apart once there is room for it.
    width -= width >= OUTLINED_PX
    return Seen(places, np.column_stack([left, top, width, board.layout.row_px[row]]))


def _paint_words(
    painter: QPainter, board: Board, tints: list[Tint], seen: Seen, font: QFont
) -> None:
    painter.setFont(font)
    metrics = QFontMetrics(font)
    layout = board.layout
    wide = np.flatnonzero(
        (seen.rect[:, 2] >= CHECKED_PX)
        & (layout.kind[seen.place] != Kind.REJECTED)
        & (seen.rect[:, 3] >= metrics.height() - 3)
    )
    names = [_lane_name(board, lane.label_id) for lane in layout.lanes]
    for k in wide.tolist():
        place = int(seen.place[k])
        left, top, width, height = seen.rect[k].tolist()
        left_in = max(left, board.axis.left_px)
        rect = QRectF(left_in, top, left + width - left_in, height)
        lane = int(layout.lane[place])
        if layout.kind[place] == Kind.ANNOTATION:
            _paint_check(painter, rect, tints[lane].ink)
            _paint_text(painter, rect.adjusted(18, 0, -4, 0), names[lane], metrics)
        elif rect.width() >= WORDED_PX:
            score = f"{board.table.score[layout.entry[place]]:.2f}"
            painter.setPen(tints[lane].soft_ink)
            words = f"{score}  {names[lane]}" if rect.width() >= 3 * WORDED_PX else score
            _paint_text(painter, rect.adjusted(5, 0, -4, 0), words, metrics)


def _lane_name(board: Board, label_id: str) -> str:
    label = board.labels.get(label_id)
    return label_id if label is None else label.name


def _paint_text(painter: QPainter, rect: QRectF, words: str, metrics: QFontMetrics) -> None:
    if metrics.horizontalAdvance(words) > rect.width():
        if rect.width() < ELIDED_PX:
            return
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(rect.width()))
    baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(rect.left(), round(baseline)), words)


def _paint_check(painter: QPainter, rect: QRectF, ink: QColor) -> None:
    x, y = int(rect.left()) + 6, int(rect.center().y()) + 1
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setPen(QPen(ink, 1.8))
    painter.drawPolyline(QPolygon([QPoint(x, y), QPoint(x + 3, y + 3), QPoint(x + 8, y - 4)]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
