"""The neighbours of one proposal in the graph, and the arcs that show them. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.ui.timeline.culling import strongest_per_column
from app.ui.timeline.geometry import TimeAxis

CONTEXTUAL = 0
SURROUNDING = 1
# More arcs than this in view are a smear; the heaviest stay.
MAX_ARCS = 240
BRACKET_ROWS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """The edges of one proposal.

    Attributes:
        centre: Start and end of the proposal, seconds.
        segments: (E, 2) float64 neighbour proposals, seconds.
        kind: (E,) uint8, 0 contextual, 1 surrounding.
        weight: (E,) float32 edge weight as the engine used it; its sign does not show.
        proposal_idx: Number of the proposal in the run's graph, -1 when not known.
        neighbours: (E,) int64 their numbers, or empty when not known.

    Raises:
        ValueError: the arrays do not belong together.
    """

    centre: tuple[float, float]
    segments: NDArray[np.float64]
    kind: NDArray[np.uint8]
    weight: NDArray[np.float32]
    proposal_idx: int = -1
    neighbours: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    def __post_init__(self) -> None:
        n_edges = len(self.segments)
        if self.segments.shape != (n_edges, 2):
            raise ValueError(f"segments must be (E, 2), not {self.segments.shape}")
        if self.kind.shape != (n_edges,) or self.weight.shape != (n_edges,):
            raise ValueError("kind and weight need one value per segment")
        if len(self.neighbours) not in {0, n_edges}:
            raise ValueError("neighbours need one number per segment, or none at all")

    @property
    def middle_s(self) -> float:
        """Centre of the proposal."""
        return (self.centre[0] + self.centre[1]) / 2

    def count(self, kind: int) -> int:
        """Return how many edges are of a kind."""
        return int(np.count_nonzero(self.kind == kind))


@dataclass(frozen=True, slots=True, eq=False)
class DrawnArcs:
    """The arcs worth drawing, weakest first, pixels from the left of the window.

    Attributes:
        edge: (A,) int64 which edge of the ``Arcs``.
        middle_px: (A,) float64 where the neighbour's centre lies.
        span_px: (A, 2) float64 where it starts and ends.
        share: (A,) float64 in [0, 1], weight over the heaviest of all edges.
        row: (A,) int64 row of its bracket, 0 lowest.
    """

    edge: NDArray[np.int64]
    middle_px: NDArray[np.float64]
    span_px: NDArray[np.float64]
    share: NDArray[np.float64]
    row: NDArray[np.int64]


def drawn_arcs(arcs: Arcs, axis: TimeAxis, wanted: NDArray[np.bool_] | None = None) -> DrawnArcs:
    """Return the arcs that cross the view; of those alike in pixels and kind the heaviest.

    Args:
        arcs: The edges.
        axis: What is in view.
        wanted: (E,) which of them may be drawn; None means all.
    """
    span_px = axis.to_px(np.asarray(arcs.segments, np.float64))
    middle_px = span_px.mean(axis=1) if len(span_px) else np.empty(0)
    centre_px = axis.to_px(arcs.middle_s)
    weight = np.abs(arcs.weight).astype(np.float64)
    share = weight / weight.max() if weight.any() else np.zeros(len(weight))
    low = np.minimum(np.minimum(middle_px, centre_px), span_px[:, 0])
    high = np.maximum(np.maximum(middle_px, centre_px), span_px[:, 1])
    in_view = (high >= axis.left_px) & (low <= axis.right_px)
    seen = np.flatnonzero(in_view if wanted is None else in_view & wanted)
    # Far off the view a pixel more or less says nothing, and the keys stay small.
    near = np.clip(span_px[seen], axis.left_px - 4096, axis.right_px + 4096) // 2
    keys = ((near[:, 0] * 65536 + near[:, 1]) * 2 + arcs.kind[seen]).astype(np.int64)
    edge = seen[strongest_per_column(keys, share[seen], MAX_ARCS)]
    return DrawnArcs(
        edge, middle_px[edge], span_px[edge], share[edge], _bracket_rows(span_px[edge])
    )


def _bracket_rows(span_px: NDArray[np.float64]) -> NDArray[np.int64]:
    rows = np.zeros(len(span_px), np.int64)
    busy_until = [-np.inf] * BRACKET_ROWS
    for k in np.argsort(span_px[:, 0], kind="stable").tolist():
        row = int(np.argmin(busy_until))
        free = [r for r, busy in enumerate(busy_until) if busy + 2 <= span_px[k, 0]]
        rows[k] = free[0] if free else row
        busy_until[rows[k]] = max(busy_until[rows[k]], span_px[k, 1])
    return rows
