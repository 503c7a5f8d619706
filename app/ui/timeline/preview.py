"""What a gesture shows before it is done."""

from __future__ import annotations

from dataclasses import dataclass

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
