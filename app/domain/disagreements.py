"""Where two annotators disagree, and the edits that settle it one way or the other.

Mine and theirs are paired within a label, best tIoU first, from ``SAME_TIOU`` on; what is left over
is paired across labels from ``OTHER_LABEL_TIOU`` on; the rest only one of the two has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import uuid4

from app.domain.agreement import match, times_of
from app.domain.edits import (
    AddAnnotation,
    Edit,
    Judge,
    MoveAnnotation,
    RelabelAnnotation,
    RemoveAnnotation,
    Several,
)
from app.domain.opinion_edits import JudgeOpinion, Uphold
from app.domain.opinions import Opinion, Ruling
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Timeline, Verdict

SAME_TIOU = 0.2
OTHER_LABEL_TIOU = 0.5
TOLERANCE_S = 0.2

Kind = Literal["only-mine", "only-theirs", "label", "boundaries"]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place where the two differ.

    Attributes:
        mine: My annotation; None where only they have one.
        theirs: Their segment; None where only I have one.
        ruling: What was chosen, ``OPEN`` for nothing yet.
    """

    kind: Kind
    mine: Annotation | None
    theirs: Opinion | None
    ruling: Ruling = Ruling.OPEN

    @property
    def span(self) -> Segment:
        """From the first start to the last end of the two."""
        both = [one.segment for one in (self.mine, self.theirs) if one is not None]
        return Segment(min(one.start_s for one in both), max(one.end_s for one in both))

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by: my annotation's id and their opinion's, '' for none."""
        return self.mine.id if self.mine else "", self.theirs.id if self.theirs else ""


def find(
    mine: Iterable[Annotation],
    theirs: Iterable[Opinion],
    upheld: Mapping[str, Ruling],
    *,
    standing: Mapping[str, str] | None = None,
    tolerance_s: float = TOLERANCE_S,
) -> list[Disagreement]:
    """Return where two annotators of one video disagree, in time order, settled ones among them.

    Args:
        mine: My annotations.
        theirs: All that one other annotator says.
        upheld: Rulings on my annotations against this annotator, by annotation id.
        standing: The label that stands for a label merged into it, by id; others stand for
            themselves.
        tolerance_s: Boundaries closer than this agree.
    """
    names = standing or {}
    my_rest, their_rest = list(mine), list(theirs)
    same, my_rest, their_rest = _pair_labels(my_rest, their_rest, names)
    crossed, my_rest, their_rest = _pair(my_rest, their_rest, OTHER_LABEL_TIOU)
    found = [
        Disagreement("boundaries", a, b, b.ruling)
        for a, b in same
        if b.ruling is not Ruling.OPEN or _farthest_s(a.segment, b.segment) > tolerance_s
    ]
    found += [Disagreement("label", a, b, b.ruling) for a, b in crossed]
    found += [Disagreement("only-mine", a, None, upheld.get(a.id, Ruling.OPEN)) for a in my_rest]
    found += [Disagreement("only-theirs", None, b, b.ruling) for b in their_rest]
    return sorted(found, key=lambda one: (one.span, one.key))


def settle(timeline: Timeline, place: Disagreement, annotator: str, ruling: Ruling) -> Edit:
    """Return the edit that chooses mine, theirs or both at a place, as one act.

    Theirs gives my annotation their label and boundaries, adds theirs where I had none, and
    removes mine where they have none (the suggestion it was made from is rejected). Both keeps
    mine as it is and adds theirs.

    Args:
        timeline: Of the place's video.
        place: As ``find`` gave it.
        annotator: Who the other one is.
        ruling: ``OPEN`` takes only the ruling back, not what came of it.

    Raises:
        EditRefused: my annotation is not on the timeline any more.
    """
    mine, theirs = place.mine, place.theirs
    if theirs is None:
        assert mine is not None, "a place has at least one of the two"
        gone = _removal(timeline, mine) if ruling is Ruling.THEIRS else ()
        return Several((*gone, Uphold(mine.id, annotator, ruling)))
    changes: list[Edit] = [JudgeOpinion(theirs.id, ruling)]
    if ruling is Ruling.BOTH or (ruling is Ruling.THEIRS and mine is None):
        changes.append(added(theirs.label_id, theirs.segment))
        # What is added will be the pair of theirs; mine stays on its own, and that is meant.
        changes += [] if mine is None else [Uphold(mine.id, annotator, ruling)]
    elif ruling is Ruling.THEIRS and mine is not None:
        current = timeline.annotation(mine.id)
        if current.segment != theirs.segment:
            changes.append(MoveAnnotation(mine.id, theirs.segment))
        if place.kind == "label":
            changes.append(RelabelAnnotation(mine.id, theirs.label_id))
    return Several(tuple(changes))


def added(label_id: str, segment: Segment, suggestion_id: str | None = None) -> Edit:
    """Return the edit that takes a segment over into my annotations."""
    return AddAnnotation(Annotation(uuid4().hex, label_id, segment, suggestion_id))


Pairs = list[tuple[Annotation, Opinion]]
Left = tuple[Pairs, list[Annotation], list[Opinion]]


def _pair_labels(
    mine: Sequence[Annotation], theirs: Sequence[Opinion], names: Mapping[str, str]
) -> Left:
    my_lanes: dict[str, list[Annotation]] = {}
    for a in mine:
        my_lanes.setdefault(names.get(a.label_id, a.label_id), []).append(a)
    their_lanes: dict[str, list[Opinion]] = {}
    for b in theirs:
        their_lanes.setdefault(names.get(b.label_id, b.label_id), []).append(b)
    pairs: Pairs = []
    my_rest: list[Annotation] = []
    their_rest: list[Opinion] = []
    for lane in {**my_lanes, **their_lanes}:
        found, a_rest, b_rest = _pair(my_lanes.get(lane, []), their_lanes.get(lane, []), SAME_TIOU)
        pairs += found
        my_rest += a_rest
        their_rest += b_rest
    return pairs, my_rest, their_rest


def _pair(mine: Sequence[Annotation], theirs: Sequence[Opinion], min_tiou: float) -> Left:
    found = match(
        times_of([one.segment for one in mine]), times_of([one.segment for one in theirs])
    )
    found = [one for one in found if one.tiou >= min_tiou]
    my_used = {one.mine for one in found}
    their_used = {one.theirs for one in found}
    return (
        [(mine[one.mine], theirs[one.theirs]) for one in found],
        [one for at, one in enumerate(mine) if at not in my_used],
        [one for at, one in enumerate(theirs) if at not in their_used],
    )


def _farthest_s(first: Segment, second: Segment) -> float:
    return max(abs(first.start_s - second.start_s), abs(first.end_s - second.end_s))


def _removal(timeline: Timeline, mine: Annotation) -> tuple[Edit, ...]:
    timeline.annotation(mine.id)
    source = timeline.suggestions.get(mine.suggestion_id or "")
    owners = [a for a in timeline.annotations.values() if a.suggestion_id == mine.suggestion_id]
    if source is None or len(owners) > 1 or source.verdict is Verdict.REJECTED:
        return (RemoveAnnotation(mine.id),)
    # Nobody wants it any more; waiting again it would come back with the next round.
    return RemoveAnnotation(mine.id), Judge(source.id, Verdict.REJECTED)
