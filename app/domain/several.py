"""Acts on several entries: one edit, one inverse, one row of the history.

Entries are named by id, annotations and suggestions mixed. As in ``app.domain.edits``, a
suggestion that is moved, relabelled, split or merged becomes an annotation made from it. Every
maker leaves out what it would not change, and raises ``EditRefused`` when nothing is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import uuid4

from app.domain import edits
from app.domain.edits import (
    AddAnnotation,
    Edit,
    Judge,
    MoveAnnotation,
    RelabelAnnotation,
    RemoveAnnotation,
    Several,
)
from app.domain.errors import EditRefused
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Suggestion, Timeline, Verdict

Entry = Annotation | Suggestion


def caption(verb: str, n_entries: int, label_name: str = "") -> str:
    """Return words for the history: "Move Clean", or "Move 3 segments".

    Args:
        verb: What is done, capitalised.
        n_entries: How many entries it is done to.
        label_name: Of the entry, when it is one.
    """
    if n_entries == 1:
        return f"{verb} {label_name or '1 segment'}"
    return f"{verb} {n_entries} segments"


def retime(timeline: Timeline, segments: Mapping[str, Segment]) -> Edit:
    """Return the edit that gives entries new boundaries.

    Args:
        timeline: Where the entries are.
        segments: The new segment of each entry id.

    Raises:
        EditRefused: an entry is unknown, or nothing changes.
    """
    changed = {
        entry_id: segment
        for entry_id, segment in segments.items()
        if entry_of(timeline, entry_id).segment != segment
    }
    return _together(_retimed(timeline, *one) for one in changed.items())


def split(timeline: Timeline, entry_ids: Collection[str], at_s: float) -> Edit:
    """Return the edit that cuts in two every given entry that ``at_s`` lies inside of.

    The first part keeps the annotation's id; both keep its label and its suggestion.

    Raises:
        EditRefused: an entry is unknown, or ``at_s`` is inside none.
    """
    entries = [
        entry
        for entry in _entries(timeline, entry_ids)
        if entry.segment.start_s < at_s < entry.segment.end_s
    ]
    if not entries:
        raise EditRefused(
            "There is no selected segment to split here.", "Put the playhead inside one."
        )
    return _together(_halved(timeline, entry, at_s) for entry in entries)


def merge(timeline: Timeline, entry_ids: Collection[str]) -> Edit:
    """Return the edit that makes one annotation from the first start to the last end.

    The earliest annotation stays and grows; without one, the best suggestion is accepted. What is
    merged into it goes: annotations are removed, and suggestions that nothing is made from any
    more are rejected, for the merged annotation says better what is there.

    Raises:
        EditRefused: an entry is unknown, there are fewer than two, labels differ, or it is so.
    """
    entries = _entries(timeline, entry_ids)
    if len(entries) < 2:
        raise EditRefused(
            "It takes two segments to merge.", "Select another one of the same label."
        )
    if len({timeline.shown_label_id(entry.label_id) for entry in entries}) > 1:
        raise EditRefused(
            "Segments of different labels cannot be merged.", "Give them one label first."
        )
    starts = [entry.segment.start_s for entry in entries]
    whole = Segment(min(starts), max(entry.segment.end_s for entry in entries))
    keeper = _keeper(entries)
    others = [entry for entry in entries if entry.id != keeper.id]
    if keeper.segment == whole and isinstance(keeper, Annotation):
        kept: tuple[Edit, ...] = ()
    else:
        kept = (_retimed(timeline, keeper.id, whole),)
    removed = [entry.id for entry in others if isinstance(entry, Annotation)]
    outdone = _outdone(timeline, keeper, others)
    # Nothing may be left to do: what would be merged in was rejected before.
    return _together((*kept, *map(RemoveAnnotation, removed), *outdone))


def duplicate(timeline: Timeline, entry_ids: Collection[str]) -> Edit:
    """Return the edit that adds a copy of each entry, in the same place.

    Raises:
        EditRefused: an entry is unknown, or none is given.
    """
    return draw((entry.label_id, entry.segment) for entry in _entries(timeline, entry_ids))


def draw(segments: Iterable[tuple[str, Segment]]) -> Edit:
    """Return the edit that adds a new annotation for each (label id, segment).

    Raises:
        EditRefused: there are none.
    """
    return _together(edits.draw(label_id, segment) for label_id, segment in segments)


def delete(timeline: Timeline, entry_ids: Collection[str]) -> Edit:
    """Return the edit that deletes the annotations among the entries.

    Suggestions that nothing is made from any more wait again; those among the entries stay.

    Raises:
        EditRefused: an entry is unknown, or there is no annotation among them.
    """
    entries = _entries(timeline, entry_ids)
    gone = [entry for entry in entries if isinstance(entry, Annotation)]
    if not gone:
        raise EditRefused("There is no annotation to delete.", "Suggestions are rejected with X.")
    freed = _freed(timeline, gone)
    removals = [RemoveAnnotation(annotation.id) for annotation in gone]
    return _together([*removals, *(Judge(each, Verdict.PENDING) for each in freed)])


def relabel(timeline: Timeline, entry_ids: Collection[str], label_id: str) -> Edit:
    """Return the edit that gives entries a label; a suggestion is accepted with it.

    Raises:
        EditRefused: an entry is unknown, or all are annotations of this label.
    """
    changed = [
        entry
        for entry in _entries(timeline, entry_ids)
        if isinstance(entry, Suggestion) or timeline.shown_label_id(entry.label_id) != label_id
    ]
    return _together(_relabelled(timeline, entry, label_id) for entry in changed)


def accept(timeline: Timeline, entry_ids: Collection[str]) -> Edit:
    """Return the edit that accepts every suggestion among the entries that is not accepted yet.

    Raises:
        EditRefused: an entry is unknown, or nothing is left to accept.
    """
    return _together(
        edits.accept(timeline, entry.id)
        for entry in _entries(timeline, entry_ids)
        if isinstance(entry, Suggestion) and entry.verdict is not Verdict.ACCEPTED
    )


def reject(timeline: Timeline, entry_ids: Collection[str]) -> Edit:
    """Return the edit that rejects suggestions, and those that annotations were made from.

    What was made from them is removed; annotations drawn by hand stay.

    Raises:
        EditRefused: an entry is unknown, or nothing is left to reject.
    """
    sources = dict.fromkeys(filter(None, map(_source, _entries(timeline, entry_ids))))
    known = [timeline.suggestions[each] for each in sources if each in timeline.suggestions]
    rejected = [one.id for one in known if one.verdict is not Verdict.REJECTED]
    owners = _owners(timeline, rejected)
    removals = [RemoveAnnotation(a.id) for each in rejected for a in owners[each]]
    return _together([*(Judge(each, Verdict.REJECTED) for each in rejected), *removals])


def snooze(timeline: Timeline, entry_ids: Collection[str]) -> Edit:
    """Return the edit that puts every open suggestion among the entries off.

    Raises:
        EditRefused: an entry is unknown, or nothing is open among them.
    """
    return _together(
        edits.snooze(timeline, entry.id)
        for entry in _entries(timeline, entry_ids)
        if isinstance(entry, Suggestion) and entry.verdict is Verdict.PENDING
    )


def entry_of(timeline: Timeline, entry_id: str) -> Entry:
    """Return the annotation, else the suggestion, of an id.

    Raises:
        EditRefused: there is neither.
    """
    found = timeline.find(entry_id)
    if found is None:
        raise EditRefused("One of these segments is not on the timeline any more.")
    return found


def _entries(timeline: Timeline, entry_ids: Collection[str]) -> list[Entry]:
    """Return the entries, each once, by start."""
    found = [entry_of(timeline, entry_id) for entry_id in dict.fromkeys(entry_ids)]
    return sorted(found, key=lambda entry: (entry.segment, entry.id))


def _together(parts: Iterable[Edit]) -> Edit:
    parts = tuple(parts)
    if not parts:
        raise EditRefused("There is nothing here to change.", "Select other segments.")
    return parts[0] if len(parts) == 1 else Several(parts)


def _retimed(timeline: Timeline, entry_id: str, segment: Segment) -> Edit:
    if entry_id in timeline.annotations:
        return MoveAnnotation(entry_id, segment)
    return edits.accept(timeline, entry_id, segment=segment)


def _relabelled(timeline: Timeline, entry: Entry, label_id: str) -> Edit:
    if isinstance(entry, Annotation):
        return RelabelAnnotation(entry.id, label_id)
    return edits.accept(timeline, entry.id, label_id=label_id)


def _halved(timeline: Timeline, entry: Entry, at_s: float) -> Edit:
    first, second = entry.segment.with_edge("end", at_s), entry.segment.with_edge("start", at_s)
    rest = AddAnnotation(Annotation(uuid4().hex, entry.label_id, second, _source(entry)))
    return Several((_retimed(timeline, entry.id, first), rest))


def _source(entry: Entry) -> str | None:
    """Return the suggestion an entry is, or was made from."""
    return entry.id if isinstance(entry, Suggestion) else entry.suggestion_id


def _keeper(entries: Sequence[Entry]) -> Entry:
    owned = [entry for entry in entries if isinstance(entry, Annotation)]
    if owned:
        return owned[0]
    suggested = [entry for entry in entries if isinstance(entry, Suggestion)]
    return max(suggested, key=lambda one: one.score)


def _outdone(timeline: Timeline, keeper: Entry, others: Sequence[Entry]) -> list[Edit]:
    freed = _freed(timeline, [entry for entry in others if isinstance(entry, Annotation)])
    suggested = [entry.id for entry in others if isinstance(entry, Suggestion)]
    gone = [each for each in dict.fromkeys([*freed, *suggested]) if each != _source(keeper)]
    verdicts = {each: timeline.suggestions[each].verdict for each in gone}
    return [Judge(each, Verdict.REJECTED) for each in gone if verdicts[each] != Verdict.REJECTED]


def _freed(timeline: Timeline, gone: Sequence[Annotation]) -> list[str]:
    """Return the suggestions on the timeline that only these annotations were made from."""
    gone_ids = {annotation.id for annotation in gone}
    sources = [each for each in map(_source, gone) if each in timeline.suggestions]
    owners = _owners(timeline, [each for each in sources if each])
    return [each for each, owned in owners.items() if {one.id for one in owned} <= gone_ids]


def _owners(timeline: Timeline, suggestion_ids: Iterable[str]) -> dict[str, list[Annotation]]:
    owners: dict[str, list[Annotation]] = {each: [] for each in suggestion_ids}
    if owners:
        for annotation in timeline.annotations.values():
            if annotation.suggestion_id in owners:
                owners[annotation.suggestion_id].append(annotation)
    return owners
