"""Paints the segments in view: hatched suggestions, solid annotations, thin rejected ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen

from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors
from app.ui.timeline.culling import collapse
from app.ui.timeline.entries import N_KINDS, Kind
from app.ui.timeline.layout import LaneLayout
from app.ui.timeline.rects import RectBatch
from app.ui.timeline.tints import N_SHADES, Tint, Tints
from app.ui.timeline.words import Seen, WordPainter

# Below this width a segment is only a part of its pixel column.
TINY_PX = 1.5
OUTLINED_PX = 4.0
HATCHED_PX = 7.0


class SegmentPainter:
    """Paints all segments of a board; keeps colours, words and scratch memory."""

    def __init__(self) -> None:
        self._batch = RectBatch()
        self._words = WordPainter()
        self._tints: Tints | None = None

    def paint(
        self, painter: QPainter, board: Board, colors: Colors, font: QFont, area: QRectF
    ) -> None:
        """Paint the segments of the lanes that ``area`` touches; the painter is clipped to it."""
        painter.setBrushOrigin(QPointF(-board.axis.start_s / board.axis.s_per_px % 8, 0.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if self._tints is None or self._tints.colors is not colors:
            self._tints = Tints(colors)
        tints = self._tints.of_lanes(board)
        places = _places_in(board, area)
        left, right = _pixel_ends(board, places)
        tiny = right - left < TINY_PX
        self._paint_tiny(painter, board, tints, places[tiny])
        seen = _seen(board, places[~tiny], left[~tiny], right[~tiny])
        self._paint_wide(painter, board.layout, tints, seen)
        self._words.paint(painter, board, tints, seen, font)

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
        keys = layout.row_lane[runs.row] * N_KINDS + runs.rank
        painter.setPen(Qt.PenStyle.NoPen)
        for key, members in grouped(keys):
            painter.setBrush(tints[key // N_KINDS].of_tiny(Kind(key % N_KINDS)))
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
                case Kind.SNOOZED:
                    self._paint_snoozed(painter, tint, rect)
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
        self._fill(painter, tint.hatches[shade], rect[is_narrow])
        if painter.device().devicePixelRatioF() == 1:
            self._fill(painter, tint.weaves[shade], rect[~is_narrow])
        else:
            # Patterns stay as fine as the screen's own pixels, which tiles would not.
            self._fill(painter, tint.washes[shade], rect[~is_narrow])
            self._fill(painter, QBrush(tint.hatches[shade], tint.pattern), rect[~is_narrow])
        self._outline(painter, tint.outlines[shade], rect)

    def _paint_snoozed(self, painter: QPainter, tint: Tint, rect: NDArray[np.float64]) -> None:
        """Paint what was put off: there, but pale and with a broken outline."""
        self._fill(painter, tint.washes[0], rect)
        self._outline(painter, tint.outlines[0], rect, Qt.PenStyle.DashLine)

    def _fill(self, painter: QPainter, brush: QColor | QBrush, rect: NDArray[np.float64]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        self._batch.draw(painter, rect)

    def _outline(
        self,
        painter: QPainter,
        color: QColor,
        rect: NDArray[np.float64],
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> None:
        outlined = rect[rect[:, 2] >= OUTLINED_PX].copy()
        outlined[:, 2:] -= 1
        painter.setPen(QPen(color, 1, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._batch.draw(painter, outlined)


def grouped(keys: NDArray[np.int64]) -> list[tuple[int, NDArray[np.int64]]]:
    """Return each key with the positions that have it, keys increasing."""
    if not len(keys):
        return []
    order = np.argsort(keys, kind="stable")
    begins = np.flatnonzero(np.diff(keys[order], prepend=keys[order[0]] - 1))
    firsts = keys[order[begins]].tolist()
    return list(zip(firsts, np.split(order, begins[1:]), strict=True))


def _places_in(board: Board, area: QRectF) -> NDArray[np.int64]:
    to_inner_px = board.scroll_px - board.strips.lanes_top_px
    lanes = board.layout.lanes_between(area.top() + to_inner_px, area.bottom() + to_inner_px)
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
