"""One stretch of time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from app.domain.errors import EditRefused

Edge = Literal["start", "end"]


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """Half-open [start_s, end_s) in seconds of one video.

    Raises:
        EditRefused: a time is not finite, start is negative, or start is not before end.
    """

    start_s: float
    end_s: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start_s) and math.isfinite(self.end_s)):
            raise EditRefused("A segment needs two finite times.")
        if not 0 <= self.start_s < self.end_s:
            raise EditRefused(
                f"A segment cannot run from {self.start_s:.3f} s to {self.end_s:.3f} s.",
                "Its start must be before its end and not before the video.",
            )

    @property
    def duration_s(self) -> float:
        """Seconds from start to end, above zero."""
        return self.end_s - self.start_s

    def tiou(self, other: Segment) -> float:
        """Return the temporal IoU in [0, 1]; segments that only touch give 0."""
        shared = min(self.end_s, other.end_s) - max(self.start_s, other.start_s)
        if shared <= 0:
            return 0.0
        return shared / (self.duration_s + other.duration_s - shared)

    def with_edge(self, edge: Edge, time_s: float) -> Segment:
        """Return the segment with one edge moved.

        Raises:
            EditRefused: the edge would cross the other one.
        """
        if edge == "start":
            return Segment(time_s, self.end_s)
        return Segment(self.start_s, time_s)
