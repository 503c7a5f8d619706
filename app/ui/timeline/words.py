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
# The check's picture from the left edge of its segment, and above its middle.
CHECK_LEFT_PX, CHECK_RISE_PX = 4, 6
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

    def of(self, words: str, color: QColor, ratio: float) -> QPixmap:
        """Return words in a colour; ``ascent_px`` of it lie above their baseline."""
        key = (words, color.rgba(), ratio)
        if key not in self._known:
            if len(self._known) >= MOST_STAMPS:
                self._known.clear()
            self._known[key] = self._made(words, color, ratio)
        return self._known[key]

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
        self._stamps, self._ink = Stamps(QFont()), QColor()
        self._font: QFont | None = None
        self._metrics = QFontMetricsF(QFont())
        self._widths: dict[str, float] = {}
        self._checks: dict[tuple[int, float], QPixmap] = {}
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
        lanes, ratio = layout.lane[place], painter.device().devicePixelRatioF()
        for lane in np.unique(lanes).tolist():
            owned = np.flatnonzero((lanes == lane) & is_owned)
            found = np.flatnonzero((lanes == lane) & ~is_owned)
            scores = board.table.score[layout.entry[place[found]]]
            self._ink = tints[lane].soft_ink
            self._paint_scores(painter, spots[found], scores, names[lane])
            self._ink = tints[lane].ink
            self._paint_names(painter, spots[owned], names[lane])
            _paint_checks(painter, rect[owned], self._check(tints[lane].ink, ratio))

    def _check(self, ink: QColor, ratio: float) -> QPixmap:
        key = (ink.rgba(), ratio)
        if key not in self._checks:
            self._checks[key] = _check_mark(ink, ratio)
        return self._checks[key]

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
        has_room = spots[:, 2] >= score_px
        has_both = (spots[has_room, 2] >= both_px).tolist()
        texts = [f"{score:.2f}" for score in scores[has_room].tolist()]
        words = [
            f"{text}  {name}" if both else text for text, both in zip(texts, has_both, strict=True)
        ]
        self._stamp(painter, spots[has_room] + np.array([TEXT_PAD_PX, 0.0, 0.0]), words)

    def _paint_names(self, painter: QPainter, spots: NDArray[np.float64], name: str) -> None:
        rooms = (spots[:, 2] - CHECK_ROOM_PX - TEXT_PAD_PX).tolist()
        words = [self._cut_name(name, room) for room in rooms]
        self._stamp(painter, spots + np.array([CHECK_ROOM_PX, 0.0, 0.0]), words)

    def _stamp(self, painter: QPainter, spots: NDArray[np.float64], words: list[str]) -> None:
        ratio, stamps, ink = painter.device().devicePixelRatioF(), self._stamps, self._ink
        stamp_of = {text: stamps.of(text, ink, ratio) for text in set(words) if text}
        tops = (spots[:, 1] - stamps.ascent_px).tolist()
        for x, top, text in zip(spots[:, 0].tolist(), tops, words, strict=True):
            if text:
                painter.drawPixmap(QPointF(x, top), stamp_of[text])

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


def _paint_checks(painter: QPainter, rect: NDArray[np.float64], check: QPixmap) -> None:
    left, top = rect[:, 0] + CHECK_LEFT_PX, rect[:, 1] + rect[:, 3] // 2 - CHECK_RISE_PX
    for x, y in zip(left.tolist(), top.tolist(), strict=True):
        painter.drawPixmap(QPointF(x, y), check)


def _check_mark(ink: QColor, ratio: float) -> QPixmap:
    stamp = QPixmap((QSizeF(12, 12) * ratio).toSize())
    stamp.setDevicePixelRatio(ratio)
    stamp.fill(Qt.GlobalColor.transparent)
    path = QPainterPath(QPointF(6 - CHECK_LEFT_PX, 1 + CHECK_RISE_PX))
    path.lineTo(9 - CHECK_LEFT_PX, 4 + CHECK_RISE_PX)
    path.lineTo(14 - CHECK_LEFT_PX, CHECK_RISE_PX - 3)
    painter = QPainter(stamp)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setPen(QPen(ink, 1.8))
        painter.drawPath(path)
    finally:
        painter.end()
    return stamp
