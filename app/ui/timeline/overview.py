"""Paints the whole video in a strip, and the window of what is in view."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.ui.language import translate
from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, faded
from app.ui.timeline.culling import cover
from app.ui.timeline.entries import N_KINDS, Kind
from app.ui.timeline.geometry import OVERVIEW_PX
from app.ui.timeline.rects import RectBatch
from app.ui.timeline.segments import grouped
from app.ui.timeline.tints import Tint, Tints

PAD_PX = 5
ROOM_PX = OVERVIEW_PX - 2 * PAD_PX


def paint_overview(painter: QPainter, board: Board, tints: Tints, area: QRectF) -> None:
    """Paint the entries of the video in ``area``, the strip's top left at (0, 0).

    The painter is clipped to the area, whole rows of the overview.
    """
    strips, colors = board.strips, tints.colors
    painter.fillRect(QRectF(0, 0, strips.width_px, OVERVIEW_PX), colors.chrome)
    painter.fillRect(QRectF(strips.header_px, 1, strips.time_px, OVERVIEW_PX - 1), colors.lane)
    painter.setPen(QPen(colors.rule, 1))
    painter.drawLine(0, 0, strips.width_px, 0)
    painter.drawLine(strips.header_px - 1, 0, strips.header_px - 1, OVERVIEW_PX)
    painter.setPen(colors.quiet)
    painter.drawText(
        QRectF(14, 0, strips.header_px - 20, OVERVIEW_PX),
        Qt.AlignmentFlag.AlignVCenter,
        translate("Timeline", "Overview"),
    )
    _paint_entries(painter, board, tints.of_lanes(board), area)


def _rows_of_lanes(board: Board) -> tuple[NDArray[np.int64], int]:
    """Return the row (lanes without the blank one,) of each lane, and how many rows there are."""
    n_lanes = len(board.layout.lanes) - 1
    n_rows = min(n_lanes, ROOM_PX // 2)
    return np.arange(n_lanes) * n_rows // max(n_lanes, 1), n_rows


def _row_tops(n_rows: int) -> NDArray[np.int64]:
    return PAD_PX + np.arange(n_rows + 1) * ROOM_PX // max(n_rows, 1)


def lane_area(board: Board, lane: int) -> QRectF:
    """Return the row of the overview that shows a lane, the strip's top left at (0, 0)."""
    row_of_lane, n_rows = _rows_of_lanes(board)
    if lane >= len(row_of_lane):
        return QRectF()
    top, below = _row_tops(n_rows)[[row_of_lane[lane], row_of_lane[lane] + 1]].tolist()
    return QRectF(board.strips.header_px, top, board.strips.time_px, below - top)


def _paint_entries(painter: QPainter, board: Board, tints: list[Tint], area: QRectF) -> None:
    layout, whole = board.layout, board.axis.fitted()
    row_of_lane, n_rows = _rows_of_lanes(board)
    tops = _row_tops(n_rows)
    asked = np.flatnonzero((tops[row_of_lane] < area.bottom()) & (tops[row_of_lane] >= area.top()))
    if not len(layout.entry) or not len(asked):
        return
    # Lanes follow each other in rows, so those asked for are neighbours.
    some = slice(*layout.index.offsets[[asked[0], asked[-1] + 1]].tolist())
    row = row_of_lane[layout.lane[some]]
    header_px = board.strips.header_px
    left = np.floor(whole.to_px(layout.index.starts_s[some])).astype(np.int64) - header_px
    right = np.ceil(whole.to_px(layout.index.ends_s[some])).astype(np.int64) - header_px
    spans = np.column_stack([left, np.maximum(right, left + 1)])
    runs = cover(row, spans, layout.kind[some], n_rows, board.strips.time_px)
    top = tops[runs.row]
    height = np.minimum(tops[runs.row + 1] - top, 6)
    rect = np.column_stack(
        [runs.left + board.strips.header_px, top, runs.right - runs.left, height - (height > 2)]
    )
    lane_of_row = np.searchsorted(row_of_lane, np.arange(n_rows))
    batch = RectBatch()
    painter.setPen(Qt.PenStyle.NoPen)
    for key, members in grouped(lane_of_row[runs.row] * N_KINDS + runs.rank):
        painter.setBrush(tints[key // N_KINDS].of_tiny(Kind(key % N_KINDS)))
        batch.draw(painter, rect[members].astype(np.float64))


def window_rect(board: Board) -> QRectF:
    """Return where the stretch in view lies in the overview, in pixels of the window."""
    whole = board.axis.fitted()
    left, right = whole.to_px(board.axis.start_s), whole.to_px(board.axis.end_s)
    top = board.strips.lanes_bottom_px
    return QRectF(left, top + 1.5, max(right - left, 4.0), OVERVIEW_PX - 3)


def paint_window(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the frame around what is in view, and dim the rest."""
    strips, window = board.strips, window_rect(board)
    top, height = strips.lanes_bottom_px + 1, OVERVIEW_PX - 1
    dim = faded(colors.chrome, 110)
    painter.fillRect(QRectF(strips.header_px, top, window.left() - strips.header_px, height), dim)
    painter.fillRect(QRectF(window.right(), top, strips.width_px - window.right(), height), dim)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(colors.accent, 2))
    painter.setBrush(faded(colors.accent, 28))
    painter.drawRect(QRectF(window.toRect()).adjusted(1, 0, -1, -1))
    x = board.axis.fitted().to_px(board.time_s)
    painter.fillRect(QRectF(int(x), top, 1, height), colors.now)
