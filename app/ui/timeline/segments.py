"""Paints the segments in view: hatched suggestions, solid annotations, thin rejected ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPen

from app.ui.timeline.board import Board
from app.ui.timeline.culling import painted
from app.ui.timeline.entries import Kind
from app.ui.timeline.layout import LaneLayout
from app.ui.timeline.rects import RectBatch, stretch_lines
from app.ui.timeline.spread import Spread
from app.ui.timeline.tints import N_SHADES, Tint, ink_codes
from app.ui.timeline.words import Seen, WordPainter

# Below this width a segment is only a part of its pixel column.
TINY_PX = 1.5
OUTLINED_PX = 4.0
HATCHED_PX = 7.0


class SegmentPainter:
    """Paints all segments of a board; keeps colours, words and scratch memory."""

    def __init__(self) -> None:
        self._outer, self._inner, self._shine = RectBatch(), RectBatch(), RectBatch()
        self._words = WordPainter()

    def paint(
        self, painter: QPainter, board: Board, tints: list[Tint], font: QFont, spread: Spread
    ) -> None:
        """Paint the segments in view; the painter is clipped to their lanes."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        seen = _seen(board, spread)
        shade = _shades(board.layout, spread.place)
        shade[spread.right_px - spread.left_px < TINY_PX] = N_SHADES - 1
        is_narrow = seen.rect[:, 2] < OUTLINED_PX
        kind = board.covered.kinds(board.table, board.layout, seen.place)
        narrow = ink_codes(kind[is_narrow], shade[is_narrow])
        _paint_narrow(painter, board, tints, seen.some(is_narrow), narrow)
        painter.setBrushOrigin(QPointF(-board.axis.start_s / board.axis.s_per_px % 8, 0.0))
        wide = seen.some(~is_narrow)
        self._paint_wide(painter, board.layout, tints, wide, kind[~is_narrow], shade[~is_narrow])
        self._words.paint(painter, board, tints, wide, font)

    def _paint_wide(
        self, painter: QPainter, layout: LaneLayout, tints: list[Tint], seen: Seen,
        kinds: NDArray[np.uint8], shade: NDArray[np.int64],
    ) -> None:  # fmt: skip
        kind = kinds.astype(np.int64)
        # Kind leads, so that annotations lie over suggestions wherever rows are shared.
        n_lanes = len(layout.lanes)
        keys = (kind * n_lanes + layout.lane[seen.place]) * N_SHADES + shade
        is_hatched = seen.rect[:, 2] >= HATCHED_PX
        order = np.argsort(keys * 2 + is_hatched, kind="stable")
        rect = seen.rect[order]
        self._outer.load(rect)
        self._inner.load(rect + np.array([1.0, 1.0, -2.0, -2.0]))
        # Up to each place in the order, so many have no room for a hatch.
        n_plain = np.concatenate([[0], np.cumsum(~is_hatched[order])])
        for key, first, behind in _groups(keys[order]):
            of_kind, rest = divmod(key, n_lanes * N_SHADES)
            tint, of_shade = tints[rest // N_SHADES], rest % N_SHADES
            match Kind(of_kind):
                case Kind.ANNOTATION:
                    self._paint_solid(painter, tint, rect, first, behind)
                case Kind.SUGGESTION:
                    middle = first + int(n_plain[behind] - n_plain[first])
                    self._paint_suggested(painter, tint, of_shade, (first, middle, behind))
                case Kind.SNOOZED:
                    self._paint_snoozed(painter, tint, rect[first:behind])
                case Kind.COVERED:
                    self._paint_covered(painter, tint, rect[first:behind])
                case Kind.REJECTED:
                    painter.setBrush(tint.ghost)
                    self._outer.draw_some(painter, first, behind)

    def _paint_suggested(
        self, painter: QPainter, tint: Tint, shade: int, parts: tuple[int, int, int]
    ) -> None:
        first, middle, behind = parts
        painter.setBrush(tint.outlines[shade])
        self._outer.draw_some(painter, first, behind)
        painter.setBrush(tint.hatches[shade])
        self._inner.draw_some(painter, first, middle)
        if painter.device().devicePixelRatioF() == 1:
            painter.setBrush(tint.weaves[shade])
            self._inner.draw_some(painter, middle, behind)
            return
        # Patterns stay as fine as the screen's own pixels, which tiles would not.
        for brush in (tint.washes[shade], QBrush(tint.hatches[shade], tint.pattern)):
            painter.setBrush(brush)
            self._inner.draw_some(painter, middle, behind)

    def _paint_snoozed(self, painter: QPainter, tint: Tint, rect: NDArray[np.float64]) -> None:
        """Paint what was put off: there, but pale and with a broken outline."""
        painter.setPen(QPen(tint.outlines[0], 1, Qt.PenStyle.DashLine))
        painter.setBrush(tint.washes[0])
        self._shine.draw(painter, rect - np.array([0.0, 0.0, 1.0, 1.0]))
        painter.setPen(Qt.PenStyle.NoPen)

    def _paint_covered(self, painter: QPainter, tint: Tint, rect: NDArray[np.float64]) -> None:
        """Paint what is annotated already: a faint outline of what was suggested."""
        painter.setPen(QPen(tint.ghost, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._shine.draw(painter, rect - np.array([0.0, 0.0, 1.0, 1.0]))
        painter.setPen(Qt.PenStyle.NoPen)

    def _paint_solid(
        self, painter: QPainter, tint: Tint, rect: NDArray[np.float64], first: int, behind: int
    ) -> None:
        painter.setBrush(tint.border)
        self._outer.draw_some(painter, first, behind)
        painter.setBrush(tint.solid)
        self._inner.draw_some(painter, first, behind)
        painter.setBrush(tint.shine)
        shine = rect[first:behind] + np.array([1.0, 1.0, -2.0, 0.0])
        shine[:, 3] = 1
        self._shine.draw(painter, shine)


def _paint_narrow(
    painter: QPainter, board: Board, tints: list[Tint], seen: Seen, inks_of: NDArray[np.uint8]
) -> None:
    """Paint what has no room for an outline: each row is a line of pixels, as high as the row."""
    if not len(seen.place):
        return
    layout, axis = board.layout, board.axis
    row = layout.row[seen.place]
    first, n_columns = int(row.min()), int(axis.width_px)
    grid = painted(
        row - first, (seen.rect[:, 0] - axis.left_px).astype(np.int64),
        seen.rect[:, 2].astype(np.int64), inks_of,
        (int(row.max()) + 1 - first, n_columns),
    )  # fmt: skip
    rows = np.flatnonzero(grid.any(axis=1))
    inks = np.concatenate([tint.inks for tint in tints])
    base = layout.row_lane[first + rows, None] * len(tints[0].inks)
    pixels = inks[base + grid[rows]]
    top = layout.row_top_px[first + rows] - board.scroll_px + board.strips.lanes_top_px
    spans_px = zip(top.tolist(), layout.row_px[first + rows].tolist(), strict=True)
    stretch_lines(painter, int(axis.left_px), pixels, list(spans_px), has_gaps=True)


def _shades(layout: LaneLayout, places: NDArray[np.int64]) -> NDArray[np.int64]:
    strength = layout.strength[places]
    return np.minimum(strength * N_SHADES, N_SHADES - 1).astype(np.int64)


def grouped(keys: NDArray[np.int64]) -> list[tuple[int, NDArray[np.int64]]]:
    """Return each key with the positions that have it, keys increasing."""
    if not len(keys):
        return []
    order = np.argsort(keys, kind="stable")
    return [(key, order[first:behind]) for key, first, behind in _groups(keys[order])]


def _groups(keys: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """Return each of increasing keys with where it begins and ends."""
    if not len(keys):
        return []
    begins = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    ends = [*begins[1:].tolist(), len(keys)]
    return list(zip(keys[begins].tolist(), begins.tolist(), ends, strict=True))


def _seen(board: Board, spread: Spread) -> Seen:
    # Two pixels beyond the view hide the outline of what goes on there.
    left = np.floor(np.maximum(spread.left_px, board.axis.left_px - 2))
    right = np.floor(np.minimum(spread.right_px, board.axis.right_px + 2))
    row = board.layout.row[spread.place]
    top = board.layout.row_top_px[row] - board.scroll_px + board.strips.lanes_top_px
    width = np.maximum(right - left, 1)
    # A gap of a pixel keeps neighbours apart once there is room for it.
    width -= width >= OUTLINED_PX
    return Seen(spread.place, np.column_stack([left, top, width, board.layout.row_px[row]]))
