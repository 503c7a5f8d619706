"""The words about an entry: label, times, length, score, and where it comes from."""

from __future__ import annotations

import numpy as np

from app.domain.segment import Segment
from app.domain.timeline import Suggestion
from app.ui.timeline.board import Board
from app.ui.timeline.entries import Entry, Kind, kind_of
from app.ui.timeline.geometry import time_text
from app.ui.timeline.movement import SAME_S

STATES = {
    Kind.ANNOTATION: "Annotation",
    Kind.SUGGESTION: "Suggestion, not judged yet",
    Kind.REJECTED: "Suggestion, rejected",
}


def facts(board: Board, entry: Entry) -> list[str]:
    """Return the facts about an entry, one a line."""
    label = board.labels.get(entry.label_id)
    segment = entry.segment
    times = f"{time_text(segment.start_s)} to {time_text(segment.end_s)}"
    return [
        entry.label_id if label is None else label.name,
        f"{times}  ({segment.duration_s:.3f} s)",
        *frame_words(board, segment),
        STATES[kind_of(entry)],
        *_origin(board, entry),
    ]


def frame_words(board: Board, segment: Segment) -> list[str]:
    """Return which frames are inside, the first is number 0; nothing where frames are unknown."""
    if not len(board.frames_s):
        return []
    edges_s = np.array([segment.start_s, segment.end_s]) - SAME_S
    first, behind = np.searchsorted(board.frames_s, edges_s).tolist()
    n_frames = behind - first
    if n_frames < 1:
        return ["Between two frames"]
    noun = "frame" if n_frames == 1 else "frames"
    is_exact = np.isin(np.round(edges_s + SAME_S, 6), np.round(board.bounds_s, 6)).all()
    note = "" if is_exact else ", edges between frames"
    return [f"Frames {first} to {behind - 1}  ({n_frames} {noun}{note})"]


def _origin(board: Board, entry: Entry) -> list[str]:
    if isinstance(entry, Suggestion):
        return [f"Score {entry.score:.4f}", *_run(board, entry)]
    if entry.suggestion_id is None:
        return ["Drawn or imported"]
    source = None if board.timeline is None else board.timeline.suggestions.get(entry.suggestion_id)
    if source is None:
        return ["From a suggestion"]
    changed = []
    if source.segment != entry.segment:
        was = source.segment
        changed.append(f"It was {time_text(was.start_s)} to {time_text(was.end_s)}")
    if source.label_id != entry.label_id:
        label = board.labels.get(source.label_id)
        changed.append(f"It was {source.label_id if label is None else label.name}")
    return [f"From a suggestion, score {source.score:.4f}", *changed, *_run(board, source)]


def _run(board: Board, suggestion: Suggestion) -> list[str]:
    words = board.run_words.get(suggestion.run_id, "")
    return [f"Found by {words}"] if words else []
