"""The neighbours of a suggestion in the proposal graph, ready to be drawn and counted."""

from __future__ import annotations

import numpy as np

from app.domain.project import RunGraph
from app.ui.timeline.arcs import Arcs

CONTEXTUAL = 0


def arcs_of(graph: RunGraph, proposal_idx: int) -> Arcs | None:
    """Return the arcs from a proposal to its neighbours; None when it is not in the graph."""
    if not 0 <= proposal_idx < len(graph.segments):
        return None
    edges = slice(int(graph.indptr[proposal_idx]), int(graph.indptr[proposal_idx + 1]))
    start_s, end_s = graph.segments[proposal_idx]
    return Arcs(
        centre=(float(start_s), float(end_s)),
        segments=graph.segments[graph.neighbours[edges]],
        kind=graph.kind[edges],
        weight=graph.weight[edges],
        proposal_idx=proposal_idx,
        neighbours=graph.neighbours[edges],
    )


def count_neighbours(arcs: Arcs | None) -> tuple[int, int]:
    """Return how many neighbours are contextual and how many surrounding."""
    if arcs is None:
        return 0, 0
    n_contextual = int(np.count_nonzero(arcs.kind == CONTEXTUAL))
    return n_contextual, len(arcs.kind) - n_contextual
