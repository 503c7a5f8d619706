"""Every way a timeline changes. ``apply`` changes it and returns the edit that undoes it.

Undo, the stored history, the correction log and the fine-tuning set all read these values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol
from uuid import uuid4

from app.domain.errors import EditRefused
from app.domain.segment import Edge, Segment
from app.domain.timeline import Annotation, Changes, Remark, Sheet, Timeline, Verdict


class Edit(Protocol):
    """A reversible change of one timeline."""

    @property
    def changes(self) -> Changes:
        """Which entries this edit touches."""

    def apply(self, timeline: Timeline) -> Edit:
        """Change the timeline and return the inverse edit.

        Raises:
            EditRefused: the edit does not fit; the timeline is left as it was.
        """


@dataclass(frozen=True, slots=True)
class AddAnnotation:
    """Put an annotation on its lane."""

    annotation: Annotation

    @property
    def changes(self) -> Changes:
        return Changes(annotation_ids=frozenset({self.annotation.id}))

    def apply(self, timeline: Timeline) -> Edit:
        if self.annotation.id in timeline.annotations:
            raise EditRefused("This annotation is on the timeline already.")
        timeline.check_inside(self.annotation.segment)
        timeline.annotations[self.annotation.id] = self.annotation
        return RemoveAnnotation(self.annotation.id)


@dataclass(frozen=True, slots=True)
class RemoveAnnotation:
    """Take an annotation away."""

    annotation_id: str

    @property
    def changes(self) -> Changes:
        return Changes(annotation_ids=frozenset({self.annotation_id}))

    def apply(self, timeline: Timeline) -> Edit:
        removed = timeline.annotation(self.annotation_id)
        del timeline.annotations[self.annotation_id]
        return AddAnnotation(removed)


@dataclass(frozen=True, slots=True)
class MoveAnnotation:
    """Give an annotation new boundaries."""

    annotation_id: str
    segment: Segment

    @property
    def changes(self) -> Changes:
        return Changes(annotation_ids=frozenset({self.annotation_id}))

    def apply(self, timeline: Timeline) -> Edit:
        before = timeline.annotation(self.annotation_id)
        timeline.check_inside(self.segment)
        timeline.annotations[self.annotation_id] = replace(before, segment=self.segment)
        return MoveAnnotation(self.annotation_id, before.segment)


@dataclass(frozen=True, slots=True)
class RelabelAnnotation:
    """Give an annotation another label."""

    annotation_id: str
    label_id: str

    @property
    def changes(self) -> Changes:
        return Changes(annotation_ids=frozenset({self.annotation_id}))

    def apply(self, timeline: Timeline) -> Edit:
        before = timeline.annotation(self.annotation_id)
        timeline.annotations[self.annotation_id] = replace(before, label_id=self.label_id)
        return RelabelAnnotation(self.annotation_id, before.label_id)


@dataclass(frozen=True, slots=True)
class Judge:
    """Say what a suggestion is worth."""

    suggestion_id: str
    verdict: Verdict

    @property
    def changes(self) -> Changes:
        return Changes(suggestion_ids=frozenset({self.suggestion_id}))

    def apply(self, timeline: Timeline) -> Edit:
        before = timeline.suggestion(self.suggestion_id)
        timeline.suggestions[self.suggestion_id] = replace(before, verdict=self.verdict)
        return Judge(self.suggestion_id, before.verdict)


@dataclass(frozen=True, slots=True)
class SetRemark:
    """Note something beside an annotation or a suggestion."""

    entry_id: str
    remark: Remark

    @property
    def changes(self) -> Changes:
        # Which of the two it is, only a timeline knows.
        one = frozenset({self.entry_id})
        return Changes(annotation_ids=one, suggestion_ids=one)

    def apply(self, timeline: Timeline) -> Edit:
        if self.entry_id in timeline.annotations:
            before = timeline.annotations[self.entry_id]
            timeline.annotations[self.entry_id] = replace(before, remark=self.remark)
            return SetRemark(self.entry_id, before.remark)
        suggested = timeline.suggestion(self.entry_id)
        timeline.suggestions[self.entry_id] = replace(suggested, remark=self.remark)
        return SetRemark(self.entry_id, suggested.remark)


@dataclass(frozen=True, slots=True)
class SetSheet:
    """Note something of the whole video."""

    sheet: Sheet

    @property
    def changes(self) -> Changes:
        return Changes(sheet=True)

    def apply(self, timeline: Timeline) -> Edit:
        before, timeline.sheet = timeline.sheet, self.sheet
        return SetSheet(before)


@dataclass(frozen=True, slots=True)
class Several:
    """Some edits as one act: all of them, or none."""

    edits: tuple[Edit, ...]

    @property
    def changes(self) -> Changes:
        parts = [edit.changes for edit in self.edits]
        return Changes(
            frozenset().union(*(part.annotation_ids for part in parts)),
            frozenset().union(*(part.suggestion_ids for part in parts)),
            any(part.sheet for part in parts),
            frozenset().union(*(part.opinion_ids for part in parts)),
            frozenset().union(*(part.upheld_ids for part in parts)),
        )

    def apply(self, timeline: Timeline) -> Edit:
        inverses: list[Edit] = []
        try:
            for edit in self.edits:
                inverses.append(edit.apply(timeline))
        except EditRefused:
            for inverse in reversed(inverses):
                inverse.apply(timeline)
            raise
        return Several(tuple(reversed(inverses)))


@dataclass(frozen=True, slots=True)
class OnVideos:
    """One act on several videos: an edit of each, by video id."""

    edits: tuple[tuple[str, Edit], ...]


def accept(
    timeline: Timeline,
    suggestion_id: str,
    *,
    segment: Segment | None = None,
    label_id: str | None = None,
) -> Edit:
    """Return the edit that turns a suggestion into an annotation, corrected where given.

    Raises:
        EditRefused: the suggestion is unknown or has been accepted already.
    """
    suggestion = timeline.suggestion(suggestion_id)
    if suggestion.verdict is Verdict.ACCEPTED:
        raise EditRefused("This suggestion has been accepted already.")
    annotation = Annotation(
        id=uuid4().hex,
        label_id=label_id or suggestion.label_id,
        segment=segment or suggestion.segment,
        suggestion_id=suggestion_id,
        remark=suggestion.remark,
    )
    return Several((Judge(suggestion_id, Verdict.ACCEPTED), AddAnnotation(annotation)))


def reject(timeline: Timeline, suggestion_id: str) -> Edit:
    """Return the edit that rejects a suggestion and removes what was accepted from it.

    Raises:
        EditRefused: the suggestion is unknown or has been rejected already.
    """
    if timeline.suggestion(suggestion_id).verdict is Verdict.REJECTED:
        raise EditRefused("This suggestion has been rejected already.")
    owned = [a.id for a in timeline.annotations.values() if a.suggestion_id == suggestion_id]
    removals = tuple(RemoveAnnotation(annotation_id) for annotation_id in owned)
    return Several((Judge(suggestion_id, Verdict.REJECTED), *removals))


def snooze(timeline: Timeline, suggestion_id: str) -> Edit:
    """Return the edit that puts a suggestion off: it comes back after everything else.

    Raises:
        EditRefused: the suggestion is unknown, judged, or put off already.
    """
    verdict = timeline.suggestion(suggestion_id).verdict
    if verdict is Verdict.SNOOZED:
        raise EditRefused("This suggestion has been put off already.")
    if verdict is not Verdict.PENDING:
        raise EditRefused("This suggestion has been judged already.", "Only open ones can wait.")
    return Judge(suggestion_id, Verdict.SNOOZED)


def delete(timeline: Timeline, annotation_id: str) -> Edit:
    """Return the edit that deletes an annotation; its suggestion is pending again.

    A suggestion that another annotation was made from too (a split one) stays accepted.

    Raises:
        EditRefused: the annotation is unknown.
    """
    source = timeline.annotation(annotation_id).suggestion_id
    removal = RemoveAnnotation(annotation_id)
    owned = (a.id for a in timeline.annotations.values() if a.suggestion_id == source)
    if source not in timeline.suggestions or any(other != annotation_id for other in owned):
        return removal
    return Several((removal, Judge(source, Verdict.PENDING)))


def draw(label_id: str, segment: Segment) -> Edit:
    """Return the edit that adds a new annotation."""
    return AddAnnotation(Annotation(id=uuid4().hex, label_id=label_id, segment=segment))


def drag_edge(timeline: Timeline, entry_id: str, edge: Edge, time_s: float) -> Edit:
    """Return the edit for an edge dropped at ``time_s``.

    Dragging an annotation moves it; dragging a suggestion accepts it with the new boundary.

    Raises:
        EditRefused: the entry is unknown, or the edge crosses the other one.
    """
    if entry_id in timeline.annotations:
        moved = timeline.annotations[entry_id].segment.with_edge(edge, time_s)
        return MoveAnnotation(entry_id, moved)
    moved = timeline.suggestion(entry_id).segment.with_edge(edge, time_s)
    return accept(timeline, entry_id, segment=moved)


def relabel(timeline: Timeline, entry_id: str, label_id: str) -> Edit:
    """Return the edit that gives an annotation, or accepts a suggestion with, another label.

    Raises:
        EditRefused: the entry is unknown.
    """
    if entry_id in timeline.annotations:
        return RelabelAnnotation(entry_id, label_id)
    return accept(timeline, entry_id, label_id=label_id)
