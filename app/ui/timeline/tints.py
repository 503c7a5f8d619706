"""The colours of a lane and of the segments on it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap

from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors, ink_on, mixed
from app.ui.timeline.entries import Kind

N_SHADES = 4
# Of suggestions, weakest first.
STRENGTHS = tuple(0.3 + 0.7 * k / (N_SHADES - 1) for k in range(N_SHADES))
TILE_PX = 8
# Labels are told apart by pattern too: colours alone are not for every eye.
PATTERNS = (
    Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.HorPattern, Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.VerPattern, Qt.BrushStyle.FDiagPattern, Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.CrossPattern,
)  # fmt: skip


class Tint:
    """The colours of one lane's segments, each mixed when it is first painted with.

    A hundred labels have some two thousand of them; what is in view needs few.
    """

    def __init__(self, color: QColor, colors: Colors, pattern: Qt.BrushStyle) -> None:
        self.color = color
        self.pattern = pattern
        self._colors = colors

    @cached_property
    def veil(self) -> QColor:
        """Behind the lane's segments, as high as its scores."""
        return self._on_lane(0.16 if self._colors.is_dark else 0.14)

    @cached_property
    def solid(self) -> QColor:
        """Of annotations."""
        return mixed(self.color, self._colors.lane, 0.12)

    @cached_property
    def shine(self) -> QBrush:
        """The upper edge of annotations."""
        return QBrush(mixed(self.color, QColor(255, 255, 255), 0.28))

    @cached_property
    def border(self) -> QBrush:
        """Around annotations."""
        other = self._colors.lane if self._colors.is_dark else self._colors.text
        return QBrush(mixed(self.color, other, 0.5))

    @cached_property
    def ghost(self) -> QColor:
        """Of what stands back."""
        return self._on_lane(0.4)

    @cached_property
    def washes(self) -> list[QColor]:
        """The ground of suggestions, by shade."""
        return [self._on_lane(0.10 + 0.18 * strength) for strength in STRENGTHS]

    @cached_property
    def hatches(self) -> list[QColor]:
        """The pattern on it, by shade."""
        return [self._on_lane(0.22 + 0.36 * strength) for strength in STRENGTHS]

    @cached_property
    def weaves(self) -> list[QBrush]:
        """Both as one brush, by shade."""
        both = zip(self.washes, self.hatches, strict=True)
        return [_woven(wash, hatch, self.pattern) for wash, hatch in both]

    @cached_property
    def outlines(self) -> list[QBrush]:
        """Around suggestions, by shade."""
        return [QBrush(self._on_lane(0.46 + 0.52 * strength)) for strength in STRENGTHS]

    @cached_property
    def inks(self) -> NDArray[np.uint32]:
        """Of narrow segments by ``ink_codes``; 0 is nothing."""
        inks = [self.ghost, *self.hatches, self.solid]
        return np.array([0, *(ink.rgba() for ink in inks)], np.uint32)

    @cached_property
    def ink(self) -> QColor:
        """Of words on annotations."""
        return ink_on(self.solid)

    @property
    def soft_ink(self) -> QColor:
        """Of words on suggestions."""
        return self._colors.text

    def _on_lane(self, share: float) -> QColor:
        return mixed(self._colors.lane, self.color, share)

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
