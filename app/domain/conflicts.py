"""Two people who changed the same segments of one video, and how that is settled.

An act is kept whole unless somebody else has changed something that it touches. What they did to
other segments does not matter: it is kept, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar
from uuid import uuid4

from app.domain.edits import (
    AddAnnotation,
    Edit,
    Judge,
    MoveAnnotation,
    RelabelAnnotation,
    RemoveAnnotation,
    SetRemark,
    SetSheet,
    Several,
)
from app.domain.errors import EditRefused
from app.domain.timeline import (
    NO_REMARK,
    NO_SHEET,
    Annotation,
    Changes,
    Remark,
    Sheet,
    Suggestion,
    Timeline,
    Verdict,
)

T = TypeVar("T")


class Keep(Enum):
    """Whose version of a disputed segment stays."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Side:
    """What one person has of one segment.

    Attributes:
        annotations: Those made from one suggestion, or a single one that was drawn.
        suggestion: Where they came from, or None.
    """

    annotations: tuple[Annotation, ...] = ()
    suggestion: Suggestion | None = None

    @property
    def verdict(self) -> Verdict | None:
        """What was said of the suggestion; None without one."""
        return None if self.suggestion is None else self.suggestion.verdict


@dataclass(frozen=True, slots=True)
class Dispute:
    """One segment in two versions.

    Attributes:
        key: Id of the suggestion, else of the annotation.
        mine: As my act would leave it.
        theirs: As it is stored.
        is_open: Whether they have changed it; else mine goes with the others.
    """

    key: str
    mine: Side
    theirs: Side
    is_open: bool = True

    @property
    def may_keep_both(self) -> bool:
        """Whether both have something that can stand beside the other."""
        return bool(self.mine.annotations) and bool(self.theirs.annotations)


@dataclass(frozen=True, slots=True)
class Conflict:
    """An act that was not stored, for somebody changed the same meanwhile.

    Attributes:
        caption: Of my act.
        author: Who has changed something last, or '' when nobody knows.
        parts: What the act touches, by start.
        sheets: What is noted of the whole video, mine and theirs; None when that is no matter.
    """

    video_id: str
    caption: str
    author: str
    parts: tuple[Dispute, ...] = ()
    sheets: tuple[Sheet, Sheet] | None = None

    @property
    def disputes(self) -> tuple[Dispute, ...]:
        """Only what both have changed."""
        return tuple(part for part in self.parts if part.is_open)

    @property
    def can_be_settled(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.disputes) or self.sheets is not None


class EditConflict(EditRefused):
    """An act that somebody else's act came before; nothing was stored.

    Attributes:
        conflict: What is in dispute; None when there is nothing to choose.
    """

    def __init__(
        self, sentence: str, next_step: str = "", conflict: Conflict | None = None
    ) -> None:
        super().__init__(sentence, next_step)
        self.conflict = conflict

    def __reduce__(self) -> tuple[type[EditConflict], tuple[object, ...]]:
        return type(self), (self.sentence, self.next_step, self.conflict)


def conflict_of(error: Exception) -> Conflict | None:
    """Return what a failure leaves to choose; None when there is nothing."""
    conflict = error.conflict if isinstance(error, EditConflict) else None
    return conflict if conflict is not None and conflict.can_be_settled else None


def part_of(timeline: Timeline, changes: Changes) -> Timeline:
    """Return a timeline with only what ``changes`` names."""
    part = Timeline(
        timeline.video_id,
        timeline.duration_s,
        _those(timeline.annotations, changes.annotation_ids),
        _those(timeline.suggestions, changes.suggestion_ids),
        timeline.sheet if changes.sheet else NO_SHEET,
    )
    upheld = {key: r for key, r in timeline.upheld.items() if key[0] in changes.upheld_ids}
    return part.hear(_those(timeline.opinions, changes.opinion_ids), upheld)


def before(timeline: Timeline, back: Iterable[Edit], changes: Changes) -> Timeline:
    """Return what an act found, of what it left and the edits that take it back, in order."""
    part = part_of(timeline, changes)
    for edit in back:
        edit.apply(part)
    return part


def same(one: Timeline, other: Timeline) -> bool:
    """Say whether two parts of a timeline agree in all that people can change."""
    return (
        one.annotations == other.annotations
        and _said(one) == _said(other)
        and one.sheet == other.sheet
        and one.opinions == other.opinions
        and one.upheld == other.upheld
    )


def find_conflict(
    base: Timeline, mine: Timeline, theirs: Timeline, changes: Changes, told: tuple[str, str]
) -> Conflict:
    """Return what is in dispute.

    Args:
        base: The part that the act touches, as it found it.
        mine: The timeline as the act left it, or a part with all that it touches.
        theirs: The whole timeline as it is stored.
        changes: What the act touches.
        told: Caption of the act, and who changed something last.
    """
    touched = changes.annotation_ids | changes.suggestion_ids
    keys = dict.fromkeys(_key(one, (mine, base, theirs)) for one in sorted(touched))
    stored = part_of(theirs, changes)
    moved = {_key(one, (mine, base, theirs)) for one in touched if _differ(one, base, stored)}
    parts = [
        Dispute(key, _side(mine, key), _side(theirs, key), is_open=key in moved) for key in keys
    ]
    wanted = [part for part in parts if part.mine != part.theirs]
    in_dispute = changes.sheet and base.sheet != stored.sheet
    caption, author = told
    return Conflict(
        theirs.video_id,
        caption,
        author,
        tuple(sorted(wanted, key=_start_s)),
        (mine.sheet, theirs.sheet) if in_dispute else None,
    )


def settle(
    conflict: Conflict, choices: Mapping[str, Keep], sheet: Keep = Keep.THEIRS
) -> Edit | None:
    """Return what to do upon the stored state for what a person chose; None for nothing.

    Args:
        conflict: What is in dispute.
        choices: By key of the dispute; theirs stays where nothing is said.
        sheet: Whose note on the whole video stays.
    """
    edits: list[Edit] = []
    for part in conflict.parts:
        keep = choices.get(part.key, Keep.THEIRS) if part.is_open else Keep.MINE
        edits += _settled(part, keep)
    if conflict.sheets is not None and sheet is Keep.MINE:
        edits.append(SetSheet(conflict.sheets[0]))
    return Several(tuple(edits)) if edits else None


def _settled(part: Dispute, keep: Keep) -> list[Edit]:
    if keep is Keep.THEIRS:
        return []
    if keep is Keep.BOTH and part.may_keep_both:
        return _beside(part)
    return _instead(part)


def _beside(part: Dispute) -> list[Edit]:
    """Put mine beside theirs, under new names."""
    return [AddAnnotation(replace(one, id=uuid4().hex)) for one in part.mine.annotations]


def _instead(part: Dispute) -> list[Edit]:
    """Make theirs into mine."""
    mine = {one.id: one for one in part.mine.annotations}
    theirs = {one.id: one for one in part.theirs.annotations}
    edits: list[Edit] = [RemoveAnnotation(one) for one in theirs if one not in mine]
    edits += [AddAnnotation(one) for name, one in mine.items() if name not in theirs]
    for name in mine.keys() & theirs.keys():
        edits += _turned(theirs[name], mine[name])
    wanted, there = part.mine.suggestion, part.theirs.suggestion
    if wanted is not None and there is not None:
        if wanted.verdict is not there.verdict:
            edits.append(Judge(wanted.id, wanted.verdict))
        if wanted.remark != there.remark:
            edits.append(SetRemark(wanted.id, wanted.remark))
    return edits


def _turned(there: Annotation, wanted: Annotation) -> list[Edit]:
    edits: list[Edit] = []
    if there.segment != wanted.segment:
        edits.append(MoveAnnotation(there.id, wanted.segment))
    if there.label_id != wanted.label_id:
        edits.append(RelabelAnnotation(there.id, wanted.label_id))
    if there.remark != wanted.remark:
        edits.append(SetRemark(there.id, wanted.remark))
    return edits


def _those(found: Mapping[str, T], ids: Iterable[str]) -> list[T]:
    return [found[one] for one in ids if one in found]


def _said(timeline: Timeline) -> dict[str, tuple[Verdict, Remark]]:
    # Segment and score never change; of suggestions, only this does.
    return {one.id: (one.verdict, one.remark) for one in timeline.suggestions.values()}


def _differ(entry_id: str, base: Timeline, stored: Timeline) -> bool:
    if base.annotations.get(entry_id) != stored.annotations.get(entry_id):
        return True
    nothing = (Verdict.PENDING, NO_REMARK)
    return _said(base).get(entry_id, nothing) != _said(stored).get(entry_id, nothing)


def _key(entry_id: str, timelines: Sequence[Timeline]) -> str:
    for timeline in timelines:
        found = timeline.annotations.get(entry_id)
        if found is not None:
            return found.suggestion_id or found.id
    return entry_id


def _side(timeline: Timeline, key: str) -> Side:
    owned = [a for a in timeline.annotations.values() if key in {a.id, a.suggestion_id}]
    return Side(tuple(sorted(owned, key=lambda a: a.id)), timeline.suggestions.get(key))


def _start_s(part: Dispute) -> tuple[float, str]:
    every = (*part.mine.annotations, *part.theirs.annotations)
    starts = [one.segment.start_s for one in every]
    for side in (part.mine, part.theirs):
        starts += [side.suggestion.segment.start_s] if side.suggestion else []
    return min(starts, default=0.0), part.key
