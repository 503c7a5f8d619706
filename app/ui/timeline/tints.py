"""The colours of a lane and of the segments on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap

from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, ink_on, mixed
from app.ui.timeline.entries import Kind

N_SHADES = 4
TILE_PX = 8
# Labels are told apart by pattern too: colours alone are not for every eye.
PATTERNS = (
    Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.HorPattern, Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.VerPattern, Qt.BrushStyle.FDiagPattern, Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.CrossPattern,
)  # fmt: skip


class Tint:
    """The colours of one lane's segments."""

    def __init__(self, color: QColor, colors: Colors, pattern: Qt.BrushStyle) -> None:
        back = colors.lane
        self.color = color
        self.pattern = pattern
        self.veil = mixed(back, color, 0.16 if colors.is_dark else 0.14)
        self.solid = mixed(color, back, 0.12)
        self.shine = QBrush(mixed(color, QColor(255, 255, 255), 0.28))
        self.border = QBrush(mixed(color, colors.text if not colors.is_dark else back, 0.5))
        self.ghost = mixed(back, color, 0.4)
        strengths = [0.3 + 0.7 * k / (N_SHADES - 1) for k in range(N_SHADES)]
        self.washes = [mixed(back, color, 0.10 + 0.18 * s) for s in strengths]
        self.hatches = [mixed(back, color, 0.22 + 0.36 * s) for s in strengths]
        self.weaves = [
            _woven(wash, hatch, pattern)
            for wash, hatch in zip(self.washes, self.hatches, strict=True)
        ]
        self.outlines = [QBrush(mixed(back, color, 0.46 + 0.52 * s)) for s in strengths]
        # Of narrow segments by ``ink_code``; 0 is nothing.
        inks = [self.ghost, *self.hatches, self.solid]
        self.inks = np.array([0, *(ink.rgba() for ink in inks)], np.uint32)
        self.ink = ink_on(self.solid)
        self.soft_ink = colors.text

    def of_tiny(self, kind: Kind) -> QColor:
        """Return the colour of a pixel column whose foremost segment is of a kind."""
        if kind is Kind.ANNOTATION:
            return self.solid
        return self.hatches[-1] if kind is Kind.SUGGESTION else self.ghost


def ink_codes(kind: NDArray[np.uint8], shade: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return the place in ``Tint.inks`` of segments; the higher shows over the lower.

    Args:
        kind: (M,) a ``Kind`` each.
        shade: (M,) in [0, N_SHADES), how strong suggestions are.
    """
    # In order of kind: nothing, rejected, put off (both faint), suggested, owned, covered (faint).
    first = np.array([0, 1, 1, 2, 2 + N_SHADES, 1])[kind]
    return (first + np.where(kind == Kind.SUGGESTION, shade, 0)).astype(np.uint8)


def _woven(wash: QColor, hatch: QColor, pattern: Qt.BrushStyle) -> QBrush:
    """Return a pattern over a colour as one brush, drawn four times as fast as one over the other.

    The picture is that of the pattern itself, whose tiles have this size.
    """
    tile = QPixmap(TILE_PX, TILE_PX)
    tile.fill(wash)
    painter = QPainter(tile)
    painter.fillRect(0, 0, TILE_PX, TILE_PX, QBrush(hatch, pattern))
    painter.end()
    return QBrush(tile)


class Tints:
    """The tints of every label under one set of colours, mixed once each."""

    def __init__(self, colors: Colors) -> None:
        self.colors = colors
        self._known: dict[tuple[str, Qt.BrushStyle], Tint] = {}
        self._asked: tuple[object, object] = (None, None)
        self._of_lanes: list[Tint] = []

    def of_lanes(self, board: Board) -> list[Tint]:
        """Return the tints of each lane, top to bottom."""
        if self._asked[0] is board.layout.lanes and self._asked[1] is board.labels:
            return self._of_lanes
        self._asked = (board.layout.lanes, board.labels)
        place = {label_id: k for k, label_id in enumerate(board.labels)}
        self._of_lanes = [self._of(board, lane.label_id, place) for lane in board.layout.lanes]
        return self._of_lanes

    def _of(self, board: Board, label_id: str, place: dict[str, int]) -> Tint:
        label = board.labels.get(label_id)
        pattern = PATTERNS[place.get(label_id, 0) % len(PATTERNS)]
        key = ("" if label is None else label.color, pattern)
        if key not in self._known:
            color = lane_color(board, label_id, self.colors)
            self._known[key] = Tint(color, self.colors, pattern)
        return self._known[key]


def lane_color(board: Board, label_id: str, colors: Colors) -> QColor:
    """Return the colour of a label; a label nobody named is grey."""
    label = board.labels.get(label_id)
    return colors.unknown if label is None else colors.of_label(label.color)


def lane_name(board: Board, label_id: str) -> str:
    """Return the name of a label, its id where nobody named it."""
    label = board.labels.get(label_id)
    return label_id if label is None else label.name
