"""A reviewer who knows the truth: judges and corrects a video as a patient person would.

For measuring what corrections are worth. Every act is an edit of the project like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.edits import Edit, SetSheet, accept, draw, reject
from app.domain.segment import Segment
from app.domain.timeline import Suggestion, Timeline, Verdict
from app.services.editing import ProjectEditor
from app.services.ports import ProjectStore

# A suggestion that shares this much with an action is taken and corrected, not rejected.
TAKEN_TIOU = 0.3
# A boundary nearer than this is left alone.
NEAR_S = 0.2


@dataclass(frozen=True, slots=True)
class Acts:
    """What a review took.

    Attributes:
        n_accepted: Suggestions taken, corrected or not.
        n_rejected: Suggestions said to be wrong.
        n_drawn: Actions nothing was suggested for.
    """

    n_accepted: int = 0
    n_rejected: int = 0
    n_drawn: int = 0

    @property
    def count(self) -> int:
        """How many acts it was; an empty video is one."""
        return max(self.n_accepted + self.n_rejected + self.n_drawn, 1)


def review(store: ProjectStore, video_id: str, truth: Sequence[tuple[str, Segment]]) -> Acts:
    """Judge every suggestion of a video and draw what is missing.

    The best suggestion for each action is accepted with its label and, where they are off, its
    boundaries; all others are rejected. A video without actions is said to be empty. One that was
    left half-way is gone on with: what is annotated already is not drawn again.

    Args:
        store: The project.
        video_id: Which video.
        truth: (label, segment) of every action in it.

    Returns:
        What correcting the video took in all.

    Raises:
        ProjectError: the project cannot be changed.
    """
    timeline, editor = store.timeline(video_id), ProjectEditor(store)
    labels = store.ensure_labels(dict.fromkeys(name for name, _ in truth))
    waiting = [s for s in timeline.suggestions.values() if s.verdict is Verdict.PENDING]
    for name, segment in truth:
        if _is_annotated(timeline, labels[name].id, segment):
            continue
        best = _best(waiting, segment)
        if best is None or best.segment.tiou(segment) < TAKEN_TIOU:
            editor.do(timeline, draw(labels[name].id, segment), f"Draw {name}")
        else:
            edit = _taken(timeline, best, segment, labels[name].id)
            editor.do(timeline, edit, f"Accept {name}")
            waiting.remove(best)
    for one in waiting:
        editor.do(timeline, reject(timeline, one.id), "Reject")
    if not truth and not timeline.sheet.is_empty:
        editor.do(timeline, SetSheet(replace(timeline.sheet, is_empty=True)), "Nothing here")
    return _acts(store.timeline(video_id))


def _acts(timeline: Timeline) -> Acts:
    verdicts = Counter(one.verdict for one in timeline.suggestions.values())
    drawn = [one for one in timeline.annotations.values() if one.suggestion_id is None]
    return Acts(verdicts[Verdict.ACCEPTED], verdicts[Verdict.REJECTED], len(drawn))


def _is_annotated(timeline: Timeline, label_id: str, segment: Segment) -> bool:
    return any(
        one.label_id == label_id and _off_s(one.segment, segment) <= NEAR_S
        for one in timeline.annotations.values()
    )


def _best(waiting: Sequence[Suggestion], segment: Segment) -> Suggestion | None:
    return max(waiting, key=lambda one: one.segment.tiou(segment), default=None)


def _taken(timeline: Timeline, one: Suggestion, segment: Segment, label_id: str) -> Edit:
    corrected = segment if _off_s(one.segment, segment) > NEAR_S else None
    return accept(timeline, one.id, segment=corrected, label_id=label_id)


def _off_s(one: Segment, other: Segment) -> float:
    """Return how far the worse of two boundaries is off."""
    return max(abs(one.start_s - other.start_s), abs(one.end_s - other.end_s))
