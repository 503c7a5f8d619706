"""The words about an entry: label, times, length, score, and where it comes from."""

from __future__ import annotations

import numpy as np

from app.domain.segment import Segment
from app.domain.timeline import Remark, Suggestion
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.timeline.board import Board
from app.ui.timeline.entries import Entry, Kind, kind_of
from app.ui.timeline.geometry import time_text
from app.ui.timeline.movement import SAME_S
from app.ui.times import frame_count

STATES = {
    Kind.ANNOTATION: QT_TRANSLATE_NOOP("Timeline", "Annotation"),
    Kind.SUGGESTION: QT_TRANSLATE_NOOP("Timeline", "Suggestion, not judged yet"),
    Kind.SNOOZED: QT_TRANSLATE_NOOP("Timeline", "Suggestion, put off for later"),
    Kind.REJECTED: QT_TRANSLATE_NOOP("Timeline", "Suggestion, rejected"),
    Kind.COVERED: QT_TRANSLATE_NOOP("Timeline", "Suggestion, annotated already"),
}


def facts(board: Board, entry: Entry) -> list[str]:
    """Return the facts about an entry, one a line."""
    label = board.labels.get(entry.label_id)
    segment = entry.segment
    times = translate("Timeline", "{start} to {end}").format(
        start=time_text(segment.start_s), end=time_text(segment.end_s)
    )
    return [
        entry.label_id if label is None else label.name,
        f"{times}  ({segment.duration_s:.3f} s)",
        *frame_words(board, segment),
        translate("Timeline", STATES[_look(board, entry)]),
        *_origin(board, entry),
        *_remark(entry.remark),
    ]


def _look(board: Board, entry: Entry) -> Kind:
    kind = kind_of(entry)
    is_waiting = kind in {Kind.SUGGESTION, Kind.SNOOZED}
    return Kind.COVERED if is_waiting and entry.id in board.covered.ids else kind


def frame_words(board: Board, segment: Segment) -> list[str]:
    """Return which frames are inside, the first is number 0; nothing where frames are unknown."""
    if not len(board.frames_s):
        return []
    edges_s = np.array([segment.start_s, segment.end_s]) - SAME_S
    first, behind = np.searchsorted(board.frames_s, edges_s).tolist()
    n_frames = behind - first
    if n_frames < 1:
        return [translate("Timeline", "Between two frames")]
    is_exact = np.isin(np.round(edges_s + SAME_S, 6), np.round(board.bounds_s, 6)).all()
    if is_exact:
        told = translate("Timeline", "Frames {first} to {last}  ({count})")
    else:
        told = translate("Timeline", "Frames {first} to {last}  ({count}, edges between frames)")
    return [told.format(first=first, last=behind - 1, count=frame_count(n_frames))]


def _origin(board: Board, entry: Entry) -> list[str]:
    if isinstance(entry, Suggestion):
        return [
            translate("Timeline", "Score {score:.4f}").format(score=entry.score),
            *_run(board, entry),
        ]
    if entry.suggestion_id is None:
        return [translate("Timeline", "Drawn or imported")]
    source = None if board.timeline is None else board.timeline.suggestions.get(entry.suggestion_id)
    if source is None:
        return [translate("Timeline", "From a suggestion")]
    changed = []
    if source.segment != entry.segment:
        was = source.segment
        changed.append(
            translate("Timeline", "It was {start} to {end}").format(
                start=time_text(was.start_s), end=time_text(was.end_s)
            )
        )
    if source.label_id != entry.label_id:
        label = board.labels.get(source.label_id)
        name = source.label_id if label is None else label.name
        changed.append(translate("Timeline", "It was {label}").format(label=name))
    return [
        translate("Timeline", "From a suggestion, score {score:.4f}").format(score=source.score),
        *changed,
        *_run(board, source),
    ]


def _remark(remark: Remark) -> list[str]:
    tags = "  ".join(f"#{tag}" for tag in remark.tags)
    return [line for line in (remark.note, tags) if line]


def _run(board: Board, suggestion: Suggestion) -> list[str]:
    words = board.run_words.get(suggestion.run_id, "")
    return [translate("Timeline", "Found by {words}").format(words=words)] if words else []
