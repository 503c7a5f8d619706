"""Paints what stands inside segments: scores, names and check marks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from app.ui.timeline.board import Board
from app.ui.timeline.entries import Kind
from app.ui.timeline.layout import LaneLayout
from app.ui.timeline.tints import Tint, lane_name

CHECKED_PX = 22.0
CHECK_ROOM_PX = 18.0
TEXT_PAD_PX = 5.0
# A name cut shorter than this says nothing.
ELIDED_PX = 56.0
# Widths are remembered in steps, so that zooming does not fill the memory.
WIDTH_STEP_PX = 4
# Some 10 MB of small pictures.
MOST_STAMPS = 3000


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Segments in view.

    Attributes:
        place: (V,) int64 position in the layout.
        rect: (V, 4) float64 left, top, width, height; whole pixels, cut at the view's edges.
    """

    place: NDArray[np.int64]
    rect: NDArray[np.float64]

    def some(self, chosen: NDArray[np.bool_]) -> Seen:
        """Return those that (V,) bool says."""
        return Seen(self.place[chosen], self.rect[chosen])


class Stamps:
    """Words as small pictures, drawn seven times as fast as words; each is made once."""

    def __init__(self, font: QFont) -> None:
        self._font, metrics = font, QFontMetricsF(font)
        self._metrics, self.ascent_px = metrics, round(metrics.ascent()) + 1
        self._known: dict[tuple[str, int, float], QPixmap] = {}

    def draw(self, painter: QPainter, x_px: float, baseline_px: float, words: str) -> None:
        """Draw words in the painter's pen."""
        color, ratio = painter.pen().color(), painter.device().devicePixelRatioF()
        key = (words, color.rgba(), ratio)
        if key not in self._known:
            if len(self._known) >= MOST_STAMPS:
                self._known.clear()
            self._known[key] = self._made(words, color, ratio)
        painter.drawPixmap(QPointF(x_px, baseline_px - self.ascent_px), self._known[key])

    def _made(self, words: str, color: QColor, ratio: float) -> QPixmap:
        width = self._metrics.horizontalAdvance(words) + 2
        height = self.ascent_px + self._metrics.descent() + 1
        stamp = QPixmap((QSizeF(width, height) * ratio).toSize())
        stamp.setDevicePixelRatio(ratio)
        stamp.fill(Qt.GlobalColor.transparent)
        painter = QPainter(stamp)
        try:
            painter.setFont(self._font)
            painter.setPen(color)
            painter.drawText(QPointF(0, self.ascent_px), words)
        finally:
            painter.end()
        return stamp


class WordPainter:
    """Paints words; remembers how wide they are and how they were cut."""

    def __init__(self) -> None:
        self._stamps = Stamps(QFont())
        self._font: QFont | None = None
        self._metrics = QFontMetricsF(QFont())
        self._widths: dict[str, float] = {}
        self._cut: dict[tuple[str, int], str] = {}

    def paint(
        self, painter: QPainter, board: Board, tints: list[Tint], seen: Seen, font: QFont
    ) -> None:
        """Paint the words of all segments that have room for any."""
        self._use(font)
        painter.setFont(font)
        layout = board.layout
        rect, place = _with_room(board, seen, self._metrics.height() - 3)
        names = [lane_name(board, lane.label_id) for lane in layout.lanes]
        is_owned = layout.kind[place] == Kind.ANNOTATION
        lift = (self._metrics.ascent() - self._metrics.descent()) / 2
        baseline = np.round(rect[:, 1] + rect[:, 3] / 2 + lift)
        spots = np.column_stack([rect[:, 0], baseline, rect[:, 2]])
        lanes = layout.lane[place]
        for lane in np.unique(lanes).tolist():
            owned = np.flatnonzero((lanes == lane) & is_owned)
            found = np.flatnonzero((lanes == lane) & ~is_owned)
            painter.setPen(tints[lane].soft_ink)
            scores = board.table.score[layout.entry[place[found]]]
            self._paint_scores(painter, spots[found], scores, names[lane])
            painter.setPen(tints[lane].ink)
            self._paint_names(painter, spots[owned], names[lane])
            _paint_checks(painter, rect[owned], tints[lane])

    def _use(self, font: QFont) -> None:
        if font != self._font:
            self._font, self._metrics = QFont(font), QFontMetricsF(font)
            self._widths, self._cut = {}, {}
            self._stamps = Stamps(self._font)

    def _width(self, words: str) -> float:
        if words not in self._widths:
            self._widths[words] = self._metrics.horizontalAdvance(words)
        return self._widths[words]

    def _paint_scores(
        self, painter: QPainter, spots: NDArray[np.float64], scores: NDArray[np.float64], name: str
    ) -> None:
        score_px = self._width("0.00") + 2 * TEXT_PAD_PX
        both_px = score_px + self._width(f"  {name}")
        for (x, y, room), score in zip(spots.tolist(), scores.tolist(), strict=True):
            if room >= score_px:
                words = f"{score:.2f}  {name}" if room >= both_px else f"{score:.2f}"
                self._stamps.draw(painter, x + TEXT_PAD_PX, y, words)

    def _paint_names(self, painter: QPainter, spots: NDArray[np.float64], name: str) -> None:
        for x, y, width in spots.tolist():
            words = self._cut_name(name, width - CHECK_ROOM_PX - TEXT_PAD_PX)
            if words:
                self._stamps.draw(painter, x + CHECK_ROOM_PX, y, words)

    def _cut_name(self, name: str, room_px: float) -> str:
        if room_px >= self._width(name):
            return name
        if room_px < ELIDED_PX:
            return ""
        key = (name, int(room_px) // WIDTH_STEP_PX * WIDTH_STEP_PX)
        if key not in self._cut:
            self._cut[key] = self._metrics.elidedText(name, Qt.TextElideMode.ElideRight, key[1])
        return self._cut[key]


def _with_room(
    board: Board, seen: Seen, height_px: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    layout: LaneLayout = board.layout
    rect = seen.rect.copy()
    # What is cut at the left edge of the view has its words at that edge.
    beyond = np.maximum(board.axis.left_px - rect[:, 0], 0)
    rect[:, 0] += beyond
    rect[:, 2] -= beyond
    fits = (rect[:, 2] >= CHECKED_PX) & (rect[:, 3] >= height_px)
    fits &= layout.kind[seen.place] != Kind.REJECTED
    return rect[fits], seen.place[fits]


def _paint_checks(painter: QPainter, rect: NDArray[np.float64], tint: Tint) -> None:
    if not len(rect):
        return
    path = QPainterPath()
    for left, top, _, height in rect.tolist():
        x, y = left + 6, top + height // 2 + 1
        path.moveTo(x, y)
        path.lineTo(x + 3, y + 3)
        path.lineTo(x + 8, y - 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(tint.ink, 1.8))
    painter.drawPath(path)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
