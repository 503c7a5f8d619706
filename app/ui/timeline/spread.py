"""The entries in view and where they begin and end, worked out once for all who paint them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from app.ui.timeline.board import Board


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """What of some lanes is in view.

    Attributes:
        lanes: Which lanes were looked at, the blank one may be among them.
        place: (V,) int64 position in the layout.
        left_px: (V,) float64 where each begins; may lie beside the view.
        right_px: (V,) float64 where each ends.
    """

    lanes: range
    place: NDArray[np.int64]
    left_px: NDArray[np.float64]
    right_px: NDArray[np.float64]

    @classmethod
    def of(cls, board: Board, area: QRectF) -> Spread:
        """Return the entries of the lanes that an area of the window touches."""
        to_inner_px = board.scroll_px - board.strips.lanes_top_px
        top_px, below_px = area.top() + to_inner_px, area.bottom() + to_inner_px
        lanes = board.layout.lanes_between(top_px, below_px)
        index, axis = board.layout.index, board.axis
        place = index.in_view(lanes, axis.start_s, axis.end_s)
        left_px, right_px = axis.to_px(index.starts_s[place]), axis.to_px(index.ends_s[place])
        return cls(lanes, place, left_px, right_px)
