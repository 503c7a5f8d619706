"""What a gesture shows before it is done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.segment import Edge, Segment


@dataclass(frozen=True, slots=True)
class EdgePreview:
    """An edge on its way; ``mark_s`` is what it snapped to, if not a frame."""

    entry_id: str
    edge: Edge
    segment: Segment
    mark_s: float | None

    @property
    def time_s(self) -> float:
        """Where the moving edge is."""
        return self.segment.start_s if self.edge == "start" else self.segment.end_s


@dataclass(frozen=True, slots=True)
class DrawPreview:
    """A new segment on its way; ``lane_y_px`` is where the drawing began."""

    label_id: str
    segment: Segment
    lane_y_px: float
    mark_s: float | None


@dataclass(frozen=True, slots=True, eq=False)
class MovePreview:
    """Whole segments on their way.

    Attributes:
        ids: The moving entries.
        rows: (n,) int64 their rows of the entry table.
        times_s: (n, 2) float64 starts and ends where they are now.
        held: Index of the one the hand holds.
        label_id: Lane that annotations are carried to, None for their own.
        mark_s: What an edge of the held one snapped to, if not a frame.
    """

    ids: tuple[str, ...]
    rows: NDArray[np.int64]
    times_s: NDArray[np.float64]
    held: int
    label_id: str | None
    mark_s: float | None

    @property
    def held_segment(self) -> Segment:
        """Where the held one is."""
        start_s, end_s = self.times_s[self.held].tolist()
        return Segment(start_s, end_s)


@dataclass(frozen=True, slots=True)
class BandPreview:
    """A rubber band: times and heights below the first lane's top, both ends of each."""

    from_s: float
    to_s: float
    from_inner_px: float
    to_inner_px: float

    @property
    def span_s(self) -> tuple[float, float]:
        """Earlier and later time."""
        return min(self.from_s, self.to_s), max(self.from_s, self.to_s)

    @property
    def inner_px(self) -> tuple[float, float]:
        """Upper and lower height."""
        low, high = sorted((self.from_inner_px, self.to_inner_px))
        return low, high


Preview = EdgePreview | DrawPreview | MovePreview | BandPreview
