"""Paints the layer to compare with: thin hollow bars below the entries of each lane.

Hollow against filled, thin against thick: the two are told apart without a colour.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, faded
from app.ui.timeline.compared import BAR_PX, Layer
from app.ui.timeline.culling import collapse, cover
from app.ui.timeline.geometry import time_text
from app.ui.timeline.layout import LANE_FOOT_PX
from app.ui.timeline.rects import RectBatch
from app.ui.timeline.tints import Tint, Tints, lane_name

# Below this width a bar is only a part of its pixel column.
TINY_PX = 2.0
TOUCH_PX = 1.5
# With less room than this for each, bars are painted as what they cover together.
LEAST_ROOM_PX = 2


def paint_compared(painter: QPainter, board: Board, tints: Tints, area: QRectF) -> None:
    """Paint the bars of the lanes that ``area`` touches; the painter is clipped to it."""
    layer = board.compared.layer
    if layer is None:
        return
    to_inner_px = board.scroll_px - board.strips.lanes_top_px
    lanes = board.layout.lanes_between(area.top() + to_inner_px, area.bottom() + to_inner_px)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    of_lanes, batch = tints.of_lanes(board), RectBatch()
    for lane in lanes:
        rows = rows_in_view(board, layer, lane)
        if len(rows):
            _paint_lane(painter, batch, _bars(board, layer, lane, rows), of_lanes[lane])


def rows_in_view(board: Board, layer: Layer, lane: int) -> NDArray[np.int64]:
    """Return the (k,) rows of the layer that show on a lane."""
    label_id = board.layout.lanes[lane].label_id
    axis = board.axis
    return layer.in_view(label_id, axis.start_s, axis.end_s, board.min_score)


def compared_at(board: Board, x_px: float, y_px: float) -> str:
    """Return the id of the bar under a point of the window, '' for none."""
    layer = board.compared.layer
    lane = board.layout.lane_at(board.inner_px(y_px))
    if layer is None or lane is None or not board.in_lanes(x_px, y_px):
        return ""
    top = _top_px(board, lane)
    if not top <= y_px < top + BAR_PX:
        return ""
    touch_s = TOUCH_PX * board.axis.s_per_px
    time_s = board.axis.start_s + (x_px - board.axis.left_px) * board.axis.s_per_px
    label_id = board.layout.lanes[lane].label_id
    near = layer.in_view(label_id, time_s - touch_s, time_s + touch_s, board.min_score)
    if not len(near):
        return ""
    # The shortest of those that overlap could not be reached otherwise.
    length_s = layer.end_s[near] - layer.start_s[near]
    return layer.ids[int(near[np.argmin(length_s)])]


def compared_rect(board: Board, segment_id: str) -> QRectF | None:
    """Return where a bar lies in the window; None where its lane is not shown."""
    layer = board.compared.layer
    row = None if layer is None else layer.row(segment_id)
    if layer is None or row is None:
        return None
    label_id = layer.label_id(row)
    for lane, one in enumerate(board.layout.lanes):
        if one.label_id == label_id:
            left, top, width, height = _bars(board, layer, lane, np.array([row]))[0].tolist()
            return QRectF(left, top, width, height)
    return None


def paint_chosen(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint a frame around the chosen bar."""
    rect = compared_rect(board, board.compared.chosen_id)
    if rect is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(faded(colors.select, 60))
    painter.setPen(QPen(colors.select, 1))
    painter.drawRect(rect.adjusted(-2, -2, 1, 1))


def compared_words(board: Board, segment_id: str) -> str:
    """Return the words about a bar: whose it is, label, times, score."""
    layer = board.compared.layer
    row = None if layer is None else layer.row(segment_id)
    if layer is None or row is None:
        return ""
    segment = layer.segment(row)
    times = f"{time_text(segment.start_s)} \N{EN DASH} {time_text(segment.end_s)}"
    lines = [layer.name, lane_name(board, layer.label_id(row))]
    lines.append(f"{times}  ({segment.duration_s:.3f} s)")
    lines += [f"{float(layer.score[row]):.4f}"] if layer.has_scores else []
    return "\n".join(lines)


def _top_px(board: Board, lane: int) -> int:
    one = board.layout.lanes[lane]
    below = one.top_px + one.height_px - LANE_FOOT_PX - board.compared.below_px + 1
    return below - board.scroll_px + board.strips.lanes_top_px


def _bars(board: Board, layer: Layer, lane: int, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (k, 4) rectangles of the window; those below a pixel are merged into columns."""
    axis, top = board.axis, _top_px(board, lane)
    if len(rows) > axis.width_px / LEAST_ROOM_PX:
        return _crowd(board, layer, top, rows)
    left, right = axis.to_px(layer.start_s[rows]), axis.to_px(layer.end_s[rows])
    is_tiny = right - left < TINY_PX
    parts = []
    if is_tiny.any():
        columns = np.floor(left[is_tiny] - axis.left_px).astype(np.int64)
        none = np.zeros(len(columns), np.int64)
        runs = collapse(none, columns, np.ones(len(columns), np.uint8), 1, int(axis.width_px) + 1)
        parts.append(np.column_stack([runs.left + axis.left_px, runs.right + axis.left_px]))
    # Two pixels beyond the view hide the outline of what goes on there.
    left = np.floor(np.maximum(left[~is_tiny], axis.left_px - 2))
    right = np.floor(np.minimum(right[~is_tiny], axis.right_px + 2))
    parts.append(np.column_stack([left, np.maximum(right, left + 1)]))
    ends = np.concatenate(parts)
    whole = np.full(len(ends), BAR_PX)
    return np.column_stack([ends[:, 0], np.full(len(ends), top), ends[:, 1] - ends[:, 0], whole])


def _crowd(board: Board, layer: Layer, top_px: int, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what many bars cover together; nobody could tell them apart."""
    axis = board.axis
    left = np.floor(axis.to_px(layer.start_s[rows]) - axis.left_px).astype(np.int64)
    right = np.floor(axis.to_px(layer.end_s[rows]) - axis.left_px).astype(np.int64)
    spans = np.column_stack([left, np.maximum(right, left + 1)])
    one_row, ranks = np.zeros(len(rows), np.int64), np.ones(len(rows), np.uint8)
    runs = cover(one_row, spans, ranks, 1, int(axis.width_px) + 1)
    n_runs = len(runs.left)
    tops, heights = np.full(n_runs, top_px), np.full(n_runs, BAR_PX)
    return np.column_stack(
        [runs.left + axis.left_px, tops, runs.right - runs.left, heights]
    ).astype(np.float64)


def _paint_lane(painter: QPainter, batch: RectBatch, rect: NDArray[np.float64], tint: Tint) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint.veil)
    batch.draw(painter, rect)
    is_wide = rect[:, 2] >= 2 * TINY_PX
    painter.setBrush(tint.color)
    batch.draw(painter, rect[~is_wide])
    outlined = rect[is_wide].copy()
    outlined[:, 2:] -= 1
    painter.setPen(QPen(tint.color, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    batch.draw(painter, outlined)
