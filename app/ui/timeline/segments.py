"""Paints the segments in view: hatched suggestions, solid annotations, thin rejected ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter

from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors
from app.ui.timeline.culling import painted
from app.ui.timeline.entries import Kind
from app.ui.timeline.layout import LaneLayout
from app.ui.timeline.rects import RectBatch, stretch_lines
from app.ui.timeline.tints import N_SHADES, Tint, Tints, ink_codes
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
        self._tints: Tints | None = None

    def paint(
        self, painter: QPainter, board: Board, colors: Colors, font: QFont, area: QRectF
    ) -> None:
        """Paint the segments of the lanes that ``area`` touches; the painter is clipped to it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._tints is None or self._tints.colors is not colors:
            self._tints = Tints(colors)
        tints = self._tints.of_lanes(board)
        places = _places_in(board, area)
        left, right = _pixel_ends(board, places)
        is_tiny = right - left < TINY_PX
        seen = _seen(board, places, left, right)
        shade = _shades(board.layout, places)
        shade[is_tiny] = N_SHADES - 1
        is_narrow = seen.rect[:, 2] < OUTLINED_PX
        _paint_narrow(painter, board, tints, seen.some(is_narrow), shade[is_narrow])
        painter.setBrushOrigin(QPointF(-board.axis.start_s / board.axis.s_per_px % 8, 0.0))
        wide = seen.some(~is_narrow)
        self._paint_wide(painter, board.layout, tints, wide, shade[~is_narrow])
        self._words.paint(painter, board, tints, wide, font)

    def _paint_wide(
        self, painter: QPainter, layout: LaneLayout, tints: list[Tint], seen: Seen,
        shade: NDArray[np.int64],
    ) -> None:  # fmt: skip
        kind = layout.kind[seen.place].astype(np.int64)
        # Kind leads, so that annotations lie over suggestions wherever rows are shared.
        n_lanes = len(layout.lanes)
        keys = (kind * n_lanes + layout.lane[seen.place]) * N_SHADES + shade
        keys = keys * 2 + (seen.rect[:, 2] >= HATCHED_PX)
        order = np.argsort(keys, kind="stable")
        rect = seen.rect[order]
        self._outer.load(rect)
        self._inner.load(rect + np.array([1.0, 1.0, -2.0, -2.0]))
        for key, first, behind in _groups(keys[order]):
            of_kind, rest = divmod(key, n_lanes * N_SHADES * 2)
            tint, rest = tints[rest // (N_SHADES * 2)], rest % (N_SHADES * 2)
            match Kind(of_kind):
                case Kind.ANNOTATION:
                    self._paint_solid(painter, tint, rect, first, behind)
                case Kind.SUGGESTION:
                    painter.setBrush(tint.outlines[rest // 2])
                    self._outer.draw_some(painter, first, behind)
                    for brush in _insides(painter, tint, rest // 2, is_hatched=bool(rest % 2)):
                        painter.setBrush(brush)
                        self._inner.draw_some(painter, first, behind)
                case Kind.REJECTED:
                    painter.setBrush(tint.ghost)
                    self._outer.draw_some(painter, first, behind)

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


def _insides(
    painter: QPainter, tint: Tint, shade: int, *, is_hatched: bool
) -> Sequence[QBrush | QColor]:
    """Return with what the inside of a suggestion is filled, one over the other."""
    if not is_hatched:
        return (tint.hatches[shade],)
    if painter.device().devicePixelRatioF() == 1:
        return (tint.weaves[shade],)
    # Patterns stay as fine as the screen's own pixels, which tiles would not.
    return (tint.washes[shade], QBrush(tint.hatches[shade], tint.pattern))


def _paint_narrow(
    painter: QPainter, board: Board, tints: list[Tint], seen: Seen, shade: NDArray[np.int64]
) -> None:
    """Paint what has no room for an outline: each row is a line of pixels, as high as the row."""
    if not len(seen.place):
        return
    layout, axis = board.layout, board.axis
    row = layout.row[seen.place]
    first, n_columns = int(row.min()), int(axis.width_px)
    grid = painted(
        row - first, (seen.rect[:, 0] - axis.left_px).astype(np.int64),
        seen.rect[:, 2].astype(np.int64), ink_codes(layout.kind[seen.place], shade),
        (int(row.max()) + 1 - first, n_columns),
    )  # fmt: skip
    rows = np.flatnonzero(grid.any(axis=1))
    inks = np.concatenate([tint.inks for tint in tints])
    base = layout.row_lane[first + rows, None] * len(tints[0].inks)
    pixels = inks[base + grid[rows]]
    top = layout.row_top_px[first + rows] - board.scroll_px + board.strips.lanes_top_px
    spans_px = zip(top.tolist(), layout.row_px[first + rows].tolist(), strict=True)
    stretch_lines(painter, int(axis.left_px), pixels, list(spans_px))


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
