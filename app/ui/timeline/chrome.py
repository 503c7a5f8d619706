"""Paints what stands around the segments: lanes, their names, ruler and its ticks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, faded, mixed
from app.ui.timeline.geometry import RULER_PX, Strips, ruler_ticks, time_text
from app.ui.timeline.layout import Lane
from app.ui.timeline.rects import stretch_lines

# Frames get ticks of their own from this distance on.
FRAME_TICK_PX = 6
BLANK_WORDS = QT_TRANSLATE_NOOP("Timeline", "+ new label")
BLANK_HINT = QT_TRANSLATE_NOOP("Timeline", "Ctrl + drag here to draw a segment of another label")
FIRST_HINT = QT_TRANSLATE_NOOP(
    "Timeline", "Nothing here yet. Ctrl + drag to draw the first segment."
)
NO_VIDEO_HINT = QT_TRANSLATE_NOOP("Timeline", "Choose a video to see its timeline.")


def paint_lanes(painter: QPainter, board: Board, colors: Colors, *, is_bare: bool = True) -> None:
    """Paint the lanes' backgrounds; the painter is clipped to the lanes' strip.

    Args:
        painter: What to paint with.
        board: What is shown.
        colors: Of the timeline.
        is_bare: Whether nothing else covers the lanes; else only what is beside them is painted.
    """
    strips, layout = board.strips, board.layout
    painter.fillRect(0, strips.lanes_top_px, strips.header_px, strips.lanes_px, colors.lane)
    even, odd = grounds(board, colors)
    seen = [k for k in lanes_in_view(board) if is_bare or k == len(layout.lanes) - 1]
    lines = np.array([odd if k % 2 else even for k in seen]).reshape(-1, len(even))
    spans_px = [(_top(board, layout.lanes[k]), layout.lanes[k].height_px) for k in seen]
    # Below the last lane the ruler's lines go on.
    below_px = _top(board, layout.lanes[-1]) + layout.lanes[-1].height_px
    spans_px.append((below_px, max(strips.lanes_bottom_px - below_px, 0)))
    stretch_lines(painter, int(board.axis.left_px), np.vstack([lines, even]), spans_px)


def grounds(board: Board, colors: Colors) -> NDArray[np.uint32]:
    """Return (2, width) pixels behind even and odd lanes: colour and the ruler's labelled times."""
    width, rule = int(board.axis.width_px), faded(colors.rule, 110)
    at = _crisp(board.axis.to_px(ruler_ticks(board.axis).major_s)).astype(np.int64)
    at -= int(board.axis.left_px)
    columns = at[(at >= 0) & (at < width)]
    backs = (colors.lane, colors.lane_other)
    lines = np.array([np.full(width, back.rgba(), np.uint32) for back in backs])
    lines[:, columns] = [[mixed(back, rule, rule.alphaF()).rgba()] for back in backs]
    return lines


def paint_lane_rules(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the lines between lanes."""
    # Filling is many times as fast as a line of a pixel.
    rule, strips = faded(colors.rule, 120), board.strips
    for k in lanes_in_view(board):
        lane = board.layout.lanes[k]
        below = _top(board, lane) + lane.height_px - 1
        painter.fillRect(strips.header_px, below, strips.time_px, 1, rule)


def paint_hints(painter: QPainter, board: Board, colors: Colors, font: QFont) -> None:
    """Paint what to do on the blank lane."""
    lane = board.layout.lanes[-1]
    strips = board.strips
    words = BLANK_HINT if board.table.n_entries else FIRST_HINT
    words = NO_VIDEO_HINT if board.timeline is None else words
    rect = QRectF(strips.header_px + 10, _top(board, lane), strips.time_px - 20, lane.height_px)
    painter.setFont(font)
    painter.setPen(colors.quiet)
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, translate("Timeline", words))


def paint_ruler(painter: QPainter, board: Board, colors: Colors, font: QFont) -> None:
    """Paint the ruler with its ticks, and the corner left of it."""
    strips = board.strips
    painter.fillRect(QRectF(0, 0, strips.width_px, RULER_PX), colors.chrome)
    painter.setPen(QPen(colors.rule, 1))
    painter.drawLine(0, RULER_PX - 1, strips.width_px, RULER_PX - 1)
    painter.setFont(font)
    painter.save()
    painter.setClipRect(QRectF(strips.header_px, 0, strips.time_px, RULER_PX))
    if board.timeline is not None:
        _paint_ticks(painter, board, colors)
    painter.restore()


def paint_divider(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint the line between names and time."""
    x = board.strips.header_px - 1
    painter.setPen(QPen(colors.rule, 1))
    painter.drawLine(x, 0, x, board.strips.lanes_bottom_px)


def frames_in_view(board: Board) -> NDArray[np.float64]:
    """Return when each frame in view begins, seconds, once frames stand apart; else none."""
    axis, frames_s = board.axis, board.frames_s
    low, high = np.searchsorted(frames_s, [axis.start_s, axis.end_s]).tolist()
    if high - low < 1 or axis.width_px / (high - low) < FRAME_TICK_PX:
        return np.empty(0)
    return frames_s[low:high]


def _paint_ticks(painter: QPainter, board: Board, colors: Colors) -> None:
    ticks = ruler_ticks(board.axis)
    # Small ticks are the true frames as soon as there is room: no rate says where those are.
    small_s = frames_in_view(board)
    small_s = small_s if len(small_s) else ticks.minor_s
    for x in _crisp(board.axis.to_px(small_s)):
        painter.fillRect(int(x), RULER_PX - 6, 1, 5, colors.rule)
    major = _crisp(board.axis.to_px(ticks.major_s))
    for x in major:
        painter.fillRect(int(x), RULER_PX - 12, 1, 11, colors.quiet)
    baseline = RULER_PX - 12
    painter.setPen(colors.text)
    for x, time_s in zip(major.tolist(), ticks.major_s.tolist(), strict=True):
        painter.drawText(QPointF(x + 4, baseline), time_text(time_s, ticks.step_s))


def paint_corner(painter: QPainter, strips: Strips, words: str, color: QColor) -> None:
    """Paint a few words left of the ruler."""
    rect = QRectF(14, 0, strips.header_px - 22, RULER_PX)
    painter.setPen(color)
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)


def lanes_in_view(board: Board) -> range:
    """Return the lanes that show."""
    return board.layout.lanes_between(board.scroll_px, board.scroll_px + board.strips.lanes_px)


def _top(board: Board, lane: Lane) -> int:
    return lane.top_px - board.scroll_px + board.strips.lanes_top_px


def _crisp(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.floor(x)
