"""Paints sets of entries: the selection, a rubber band, and segments that are carried."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, faded
from app.ui.timeline.culling import collapse
from app.ui.timeline.entries import Kind
from app.ui.timeline.layout import LANE_PAD_PX, ROW_PX
from app.ui.timeline.preview import MovePreview
from app.ui.timeline.rects import RectBatch
from app.ui.timeline.tints import lane_color

# Narrower than this an outline would be all there is.
OUTLINED_PX = 4.0


class SelectionPainter:
    """Paints the selected entries; remembers where they lie, for the playhead runs over them."""

    def __init__(self) -> None:
        self._batch = RectBatch()
        self._seen: tuple[object, ...] = ()
        self._wide = self._tiny = np.empty((0, 4))

    def paint(self, painter: QPainter, board: Board, colors: Colors) -> None:
        """Paint a frame around each selected entry in view."""
        if len(board.selection) < 2:
            return
        self._look(board)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(colors.select, 150))
        self._batch.draw(painter, self._tiny)
        painter.setBrush(faded(colors.select, 36))
        painter.setPen(QPen(colors.select, 2))
        self._batch.draw(painter, self._wide)

    def _look(self, board: Board) -> None:
        seen = (board.selected_rows, board.layout, board.axis, board.strips, board.scroll_px)
        if len(seen) == len(self._seen) and all(
            a is b for a, b in zip(seen, self._seen, strict=True)
        ):
            return
        self._seen = seen
        rows = board.selected_rows
        rect, layout_row = shown_rects(board, rows, times_of(board, rows))
        is_wide = rect[:, 2] >= OUTLINED_PX
        self._wide = rect[is_wide] + np.array([1, 1, -2, -2])
        self._tiny = _columns(board, rect[~is_wide], layout_row[~is_wide])


def paint_band(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the rubber band."""
    band = board.band_preview
    if band is None:
        return
    (left, right) = (board.axis.to_px(time_s) for time_s in band.span_s)
    top, bottom = (y + board.strips.lanes_top_px - board.scroll_px for y in band.inner_px)
    left, right = max(left, board.axis.left_px - 4), min(right, board.axis.right_px + 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(faded(colors.accent, 46))
    pen = QPen(colors.accent, 1)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.drawRect(QRectF(int(left), int(top), int(right - left), int(bottom - top)))


def paint_carried(painter: QPainter, board: Board, colors: Colors) -> QRectF | None:
    """Paint carried segments where they are now, and shade where they were.

    Returns:
        Where the one under the hand is.
    """
    preview = board.move_preview
    if preview is None:
        return None
    batch = RectBatch()
    before, _ = shown_rects(board, preview.rows, times_of(board, preview.rows))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(colors.lane, 170))
    batch.draw(painter, before)
    for label_id, rect in _carried_rects(board, preview):
        color = lane_color(board, label_id, colors)
        painter.setBrush(faded(color, 190))
        painter.setPen(QPen(colors.select, 1))
        batch.draw(painter, rect)
    held = slice(preview.held, preview.held + 1)
    found = _placed(board, preview, preview.rows[held], preview.times_s[held])
    return QRectF(*found[0].tolist()) if len(found) else None


def _carried_rects(board: Board, preview: MovePreview) -> list[tuple[str, NDArray[np.float64]]]:
    """Return the label and the (n, 4) rectangles of each lane's carried segments."""
    table, found = board.table, []
    codes = table.label[preview.rows]
    for code in np.unique(codes).tolist():
        for is_owned in (False, True):
            kind = table.kind[preview.rows]
            members = (codes == code) & ((kind == Kind.ANNOTATION) == is_owned)
            goes_over = is_owned and preview.label_id is not None
            label_id = preview.label_id if goes_over else table.label_ids[code]
            rect = _placed(board, preview, preview.rows[members], preview.times_s[members])
            found.append((label_id or "", rect))
    return found


def _placed(
    board: Board, preview: MovePreview, rows: NDArray[np.int64], times_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    rect, _ = shown_rects(board, rows, times_s)
    is_owned = bool(len(rows)) and board.table.kind[rows[0]] == Kind.ANNOTATION
    if preview.label_id is None or not is_owned:
        return rect
    lane = next((one for one in board.layout.lanes if one.label_id == preview.label_id), None)
    if lane is not None:
        rect[:, 1] = lane.top_px + LANE_PAD_PX - board.scroll_px + board.strips.lanes_top_px
        rect[:, 3] = np.minimum(rect[:, 3], max(lane.height_px - 2 * LANE_PAD_PX, ROW_PX))
    return rect


def shown_rects(
    board: Board, rows: NDArray[np.int64], times_s: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return where entries would lie at other times, those out of view left out.

    Args:
        board: Where they are.
        rows: (n,) rows of the entry table.
        times_s: (n, 2) starts and ends.

    Returns:
        (k, 4) left, top, width, height in whole pixels, cut near the view's edges, and (k,) rows
        of the layout.
    """
    layout, axis = board.layout, board.axis
    place = layout.place[rows]
    is_seen = (place >= 0) & (times_s[:, 1] >= axis.start_s) & (times_s[:, 0] <= axis.end_s)
    place, times_s = place[is_seen], times_s[is_seen]
    edges_px = np.clip(axis.to_px(times_s), axis.left_px - 12, axis.right_px + 12)
    left, right = np.floor(edges_px).T
    row = layout.row[place]
    top = layout.row_top_px[row] - board.scroll_px + board.strips.lanes_top_px
    height = layout.row_px[row]
    is_seen = (top + height > board.strips.lanes_top_px) & (top < board.strips.lanes_bottom_px)
    rect = np.column_stack([left, top, np.maximum(right - left, 1), height]).astype(np.float64)
    return rect[is_seen], row[is_seen]


def times_of(board: Board, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (n, 2) starts and ends of rows of the entry table, seconds."""
    return np.column_stack([board.table.start_s[rows], board.table.end_s[rows]])


def _columns(
    board: Board, rect: NDArray[np.float64], layout_row: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return narrow rectangles joined to runs of pixel columns."""
    layout, left_px = board.layout, board.axis.left_px
    columns = (rect[:, 0] - left_px).astype(np.int64)
    ones = np.ones(len(rect), np.uint8)
    n_rows, n_columns = len(layout.row_top_px), int(board.axis.width_px) + 1
    runs = collapse(layout_row, columns, ones, n_rows, n_columns)
    top = layout.row_top_px[runs.row] - board.scroll_px + board.strips.lanes_top_px
    return np.column_stack(
        [runs.left + left_px, top, runs.right - runs.left, layout.row_px[runs.row]]
    ).astype(np.float64)
