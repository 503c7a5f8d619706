"""Gathers what edges snap to on a board while something is dragged."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from app.domain.timeline import Annotation
from app.ui.language import translate
from app.ui.timeline.board import Board
from app.ui.timeline.entries import Kind
from app.ui.timeline.snapping import NO_TIMES, SnapTargets


def snap_targets(board: Board, entry_ids: Collection[str]) -> SnapTargets:
    """Return the targets in view that are chosen, the edges of ``entry_ids`` left out."""
    choice, axis = board.snap_choice, board.axis
    parts = [_edges_in_view(board, entry_ids)]
    if choice.playhead:
        parts.append(np.array([board.time_s]))
    if choice.cuts:
        parts.append(board.cuts_s)
    if choice.model:
        parts += [_model_edges(board, entry_id) for entry_id in entry_ids]
        parts.append(_graph_edges(board))
    marks_s = np.unique(np.concatenate(parts))
    in_view = (marks_s >= axis.start_s) & (marks_s <= axis.end_s)
    return SnapTargets(board.bounds_s if choice.frames else NO_TIMES, marks_s[in_view])


def mark_words(board: Board, mark_s: float) -> str:
    """Return what lies at a time that something snapped to."""
    if (board.cuts_s == mark_s).any():
        return translate("Timeline", "shot cut")
    index, kind = board.layout.index, board.layout.kind
    found = kind[(index.starts_s == mark_s) | (index.ends_s == mark_s)]
    if (found == Kind.ANNOTATION).any():
        return translate("Timeline", "neighbour")
    is_model = (found == Kind.SUGGESTION).any() or (_graph_edges(board) == mark_s).any()
    return (
        translate("Timeline", "model boundary") if is_model else translate("Timeline", "playhead")
    )


def _edges_in_view(board: Board, entry_ids: Collection[str]) -> NDArray[np.float64]:
    layout, index, choice = board.layout, board.layout.index, board.snap_choice
    lanes = range(len(layout.lanes) - 1)
    seen = index.in_view(lanes, board.axis.start_s, board.axis.end_s)
    kind = layout.kind[seen]
    # Rejected suggestions attract nothing: somebody said that there is nothing.
    wanted = (kind == Kind.ANNOTATION) & choice.edges | (kind == Kind.SUGGESTION) & choice.model
    wanted &= ~np.isin(layout.entry[seen], board.rows_of(entry_ids))
    seen = seen[wanted]
    return np.concatenate([index.starts_s[seen], index.ends_s[seen]])


def _model_edges(board: Board, entry_id: str) -> NDArray[np.float64]:
    """Return where the engine had the edges of an accepted annotation."""
    entry = board.entry(entry_id)
    if board.timeline is None or not isinstance(entry, Annotation) or entry.suggestion_id is None:
        return NO_TIMES
    source = board.timeline.suggestions.get(entry.suggestion_id)
    if source is None:
        return NO_TIMES
    found = {source.segment.start_s, source.segment.end_s}
    # Where it is now would hold the edge back from every small correction.
    return np.array(sorted(found - {entry.segment.start_s, entry.segment.end_s}))


def _graph_edges(board: Board) -> NDArray[np.float64]:
    if board.arcs is None:
        return NO_TIMES
    return np.concatenate([board.arcs.segments.ravel(), board.arcs.centre])
