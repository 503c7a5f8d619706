"""Paints the bands between ruler and lanes, and the score curves behind the lanes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, faded, mixed
from app.ui.timeline.entries import Kind
from app.ui.timeline.geometry import RULER_PX, Band
from app.ui.timeline.rects import RectBatch, stretch_lines
from app.ui.timeline.spread import Spread
from app.ui.timeline.strips.backdrop import ACTIONNESS, CUTS, FILM, SOUND
from app.ui.timeline.strips.curves import N_LEVELS, score_levels
from app.ui.timeline.tints import Tints

WORDS = {
    FILM: QT_TRANSLATE_NOOP("Timeline", "Film"),
    SOUND: QT_TRANSLATE_NOOP("Timeline", "Sound"),
    ACTIONNESS: QT_TRANSLATE_NOOP("Timeline", "Actionness"),
}
TIPS = {
    FILM: QT_TRANSLATE_NOOP("Timeline", "Pictures of the video"),
    SOUND: QT_TRANSLATE_NOOP("Timeline", "How loud it is"),
    ACTIONNESS: QT_TRANSLATE_NOOP(
        "Timeline",
        "How sure the engine is that anything happens: the highest actionness of the "
        "proposals that cover each time",
    ),
}
CUT_PX = 7


def paint_bands(painter: QPainter, board: Board, colors: Colors, font: QFont) -> None:
    """Paint every band, and the cuts across them."""
    strips, batch = board.strips, RectBatch()
    for band in strips.bands:
        area = QRectF(strips.header_px, band.top_px, strips.time_px, band.height_px)
        painter.fillRect(area, mixed(colors.lane, colors.chrome, 0.5))
        _paint_name(painter, board, band, colors, font)
        painter.save()
        painter.setClipRect(area)
        if band.name == FILM:
            _paint_film(painter, board, band)
        elif band.name == SOUND:
            _paint_sound(painter, board, band, colors, batch)
        else:
            _paint_actionness(painter, board, band, colors, batch)
        painter.restore()
        painter.setPen(QPen(faded(colors.rule, 150), 1))
        below = band.top_px + band.height_px - 1
        painter.drawLine(0, below, strips.width_px, below)
    _paint_cuts(painter, board, colors)


def _paint_name(painter: QPainter, board: Board, band: Band, colors: Colors, font: QFont) -> None:
    column = QRectF(0, band.top_px, board.strips.header_px, band.height_px)
    painter.fillRect(column, colors.chrome)
    painter.setFont(font)
    painter.setPen(colors.quiet)
    room = column.adjusted(14, 0, -8, 0)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, translate("Timeline", WORDS[band.name]))
    painter.setPen(QPen(colors.rule, 1))
    x = board.strips.header_px - 1
    painter.drawLine(x, band.top_px, x, band.top_px + band.height_px)


def _paint_film(painter: QPainter, board: Board, band: Band) -> None:
    film = board.backdrop.film
    if film is None:
        return
    height_px = band.height_px - 1
    # A pixel more hides the seams between tiles.
    width_px = max(round(height_px * film.aspect), 1) + 1
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=True)
    for left, image in film.tiles(board.axis, height_px):
        painter.drawImage(QRectF(left, band.top_px, width_px, height_px), image)


def _paint_sound(
    painter: QPainter, board: Board, band: Band, colors: Colors, batch: RectBatch
) -> None:
    sound = board.backdrop.sound
    if sound is None:
        return
    low, high = sound.columns(board.axis)
    half = (band.height_px - 4) / 2
    middle = band.top_px + 1 + half
    top = middle - high / sound.peak * half
    height = np.maximum((high - low) / sound.peak * half, 1.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mixed(colors.cool, colors.lane, 0.25))
    batch.draw(painter, _columns(board, top, height))


def _paint_actionness(
    painter: QPainter, board: Board, band: Band, colors: Colors, batch: RectBatch
) -> None:
    curve = board.backdrop.actionness
    if curve is None:
        return
    values = curve.columns(board.axis).astype(np.float64)
    room = band.height_px - 4
    height = np.maximum(values / (curve.top or 1.0) * room, 0.0)
    top = band.top_px + band.height_px - 1 - height
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(colors.warm, 90))
    batch.draw(painter, _columns(board, top, height))
    painter.setBrush(colors.warm)
    edge = np.where(values > 0, 1.5, 0.0)
    batch.draw(painter, _columns(board, top, edge))


def _columns(
    board: Board, top: NDArray[np.float64], height: NDArray[np.float64]
) -> NDArray[np.float64]:
    left = board.axis.left_px + np.arange(len(top))
    return np.column_stack([left, top, np.ones(len(top)), height])


def cut_columns(board: Board) -> NDArray[np.float64]:
    """Return the (n,) pixel columns in view where shots begin, each once."""
    cuts_s, axis = board.cuts_s, board.axis
    if not board.backdrop.shows(CUTS):
        return np.empty(0)
    low, high = np.searchsorted(cuts_s, [axis.start_s, axis.end_s]).tolist()
    return np.unique(np.floor(axis.to_px(cuts_s[low:high])))


def _paint_cuts(painter: QPainter, board: Board, colors: Colors) -> None:
    bands = board.strips.bands
    if not bands:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.text)
    columns = cut_columns(board)
    top = np.full(len(columns), bands[0].top_px)
    height, ones = np.full(len(columns), board.strips.bands_px), np.ones(len(columns))
    RectBatch().draw(painter, np.column_stack([columns, top, ones, height]))


def paint_ruler_cuts(painter: QPainter, board: Board, colors: Colors) -> None:
    """Paint a small wedge in the ruler for each cut in view."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.text)
    columns = cut_columns(board)
    # A line of three steps for each height of the wedge, all wedges at once.
    half = np.arange(CUT_PX) * 3 // CUT_PX
    left = columns[:, None] - half
    top = np.broadcast_to(RULER_PX - 1 - CUT_PX + np.arange(CUT_PX), left.shape)
    width = np.broadcast_to(2 * half + 1, left.shape)
    ones = np.ones(left.shape)
    RectBatch().draw(painter, np.stack([left, top, width, ones], axis=2).reshape(-1, 4))


def paint_scores(
    painter: QPainter, board: Board, tints: Tints, spread: Spread, grounds: NDArray[np.uint32]
) -> None:
    """Paint the highest score of each lane's suggestions over time, faint, and what is behind.

    Args:
        painter: Clipped to the lanes.
        board: What is shown.
        tints: Colours of the lanes.
        spread: What of the lanes is in view.
        grounds: (2, width) pixels behind even and odd lanes, painted where there is no curve.
    """
    layout, axis = board.layout, board.axis
    lanes = range(spread.lanes.start, min(spread.lanes.stop, len(layout.lanes) - 1))
    if not lanes:
        return
    found = np.flatnonzero(layout.kind[spread.place] == Kind.SUGGESTION)
    place = spread.place[found]
    spans_px = np.column_stack([spread.left_px[found], spread.right_px[found]]) - axis.left_px
    level = score_levels(
        layout.lane[place] - lanes.start, spans_px, layout.strength[place], len(lanes),
        int(axis.width_px),
    )  # fmt: skip
    painter.setPen(Qt.PenStyle.NoPen)
    of_lanes = tints.of_lanes(board)
    veils = np.array([of_lanes[k].veil.rgba() for k in lanes], np.uint32)
    # For each lane a line for each step of its curve, from the highest, and one above all.
    steps = np.arange(N_LEVELS + 1, 0, -1)
    is_reached = level[:, None, :] >= steps[None, :, None]
    behind = grounds[np.arange(lanes.start, lanes.stop) % 2]
    lines = np.where(is_reached, veils[:, None, None], behind[:, None, :])
    scroll_px = board.scroll_px - board.strips.lanes_top_px
    steps_px = [
        span
        for k in lanes
        for span in _steps_px(layout.lanes[k].top_px - scroll_px, layout.lanes[k].height_px)
    ]
    stretch_lines(painter, int(axis.left_px), lines.reshape(-1, lines.shape[2]), steps_px)
    # The line between lanes is painted over this one.
    floors = [(layout.lanes[k].top_px + layout.lanes[k].height_px - scroll_px, 1) for k in lanes]
    stretch_lines(painter, int(axis.left_px), behind, [(top - 1, px) for top, px in floors])


def _steps_px(top_px: int, height_px: int) -> list[tuple[int, int]]:
    """Return top and height of what is above a lane's curve, then of each step, highest first."""
    below_px = top_px + height_px - 1
    reach_px = [max(round((height_px - 2) * step / N_LEVELS), 1) for step in range(N_LEVELS, 0, -1)]
    tops = [top_px, *(below_px - reach for reach in reach_px), below_px]
    return [(top, behind - top) for top, behind in pairwise(tops)]
