"""Acts on the selected segments, however many: move, nudge, split, merge, duplicate, judge."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from app.domain import several
from app.domain.edits import Edit
from app.domain.edits import Several as Together
from app.domain.errors import StudioError
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Changes, Suggestion, Timeline, Verdict
from app.ui.document import Document
from app.ui.language import translate
from app.ui.long_acts import FEW, LongActs
from app.ui.review.reviewing import SELECT_FIRST, Reviewer
from app.ui.review_round import place_of
from app.ui.timeline.movement import Moved, Part, nudged
from app.ui.timeline.snapping import frame_bounds

Judgement = Literal["accept", "reject", "put off"]


class Shaper(QObject):
    """Changes the selected entries, each act as one edit, and selects what came of it.

    Args:
        document: Where the edits go.
        reviewer: Has the selection.

    Signals:
        deleted: So many annotations are gone.
    """

    deleted = Signal(int)

    def __init__(self, document: Document, reviewer: Reviewer) -> None:
        super().__init__(reviewer)
        self._document = document
        self._reviewer = reviewer
        self._long_acts = LongActs(document, self)

    # ------------------------------------------------------------ in time
    def take_move(self, moved: Moved) -> None:
        """Move what was carried, and give its annotations the label of the lane they are on now."""

        def make(timeline: Timeline) -> Edit:
            parts = [several.retime(timeline, moved.segments)] if moved.segments else []
            others = self._with_other_label(timeline, moved)
            if moved.label_id is not None and others:
                parts.append(several.relabel(timeline, others, moved.label_id))
            return parts[0] if len(parts) == 1 else Together(tuple(parts))

        verb = "Move" if moved.segments else "Relabel"
        self._shape(make, verb, moved.ids, moved.held_id)

    def retime(self, entry_id: str, segment: Segment) -> None:
        """Give an entry other boundaries."""
        self._shape(lambda timeline: several.retime(timeline, {entry_id: segment}), "Move",
                    [entry_id], entry_id)  # fmt: skip

    def nudge(self, part: Part, frames: int) -> None:
        """Move the selected entries, or one edge of each, by true frames."""
        bounds_s = self._bounds_s()
        before = {entry.id: entry.segment for entry in self._reviewer.entries}
        if not before:
            self._reviewer.told.emit(translate("Review", SELECT_FIRST))
            return
        after = {one: nudged(segment, part, frames, bounds_s) for one, segment in before.items()}
        is_held = [after[one] == before[one] for one in before]
        # Together or not at all: distances between segments are kept.
        if any(is_held):
            self._reviewer.told.emit(translate("Review", "There is no room for another frame."))
            return
        verb = "Nudge" if part == "whole" else f"Nudge {part} of"
        self._shape(lambda timeline: several.retime(timeline, after), verb, list(after))

    # ------------------------------------------------------------ in pieces
    def split(self, at_s: float) -> None:
        """Cut every selected entry that a time lies inside of; the later parts are selected."""
        ids = self._selected_ids()

        def show(found: list[Annotation]) -> None:
            self._select([one.id for one in found if one.segment.start_s == at_s])

        self._do(lambda timeline: several.split(timeline, ids, at_s), "Split", ids, show)

    def merge(self) -> None:
        """Make one of the selected entries; all must have one label."""
        ids = self._selected_ids()
        self._do(lambda timeline: several.merge(timeline, ids), "Merge", ids, self._select_all)

    def duplicate(self) -> None:
        """Add a copy of each selected entry at the same place, and select the copies."""
        ids = self._selected_ids()

        def make(timeline: Timeline) -> Edit:
            return several.duplicate(timeline, ids)

        self._do(make, "Duplicate", ids, self._select_all)

    # ------------------------------------------------------------ what they are
    def relabel(self, label_id: str) -> None:
        """Give all selected entries a label; suggestions are accepted with it."""
        ids = self._selected_ids()
        self._shape(lambda timeline: several.relabel(timeline, ids, label_id), "Relabel", ids,
                    self._reviewer.selected_id)  # fmt: skip

    def delete(self) -> None:
        """Delete the annotations among the selected entries."""
        ids = self._selected_ids()
        timeline = self._timeline()
        if timeline is None:
            return
        owned = [timeline.annotations[one] for one in ids if one in timeline.annotations]
        left = [*ids, *(one.suggestion_id for one in owned)]

        def show(_found: list[Annotation]) -> None:
            self._select([one for one in left if one and self._is_on_lanes(one)])
            self.deleted.emit(len(owned))

        self._do(lambda timeline: several.delete(timeline, ids), "Delete", ids, show)

    def judge(self, how: Judgement) -> None:
        """Accept, reject or put off all selected suggestions, and go on behind them."""
        ids = self._selected_ids()
        acts = {"accept": several.accept, "reject": several.reject, "put off": several.snooze}
        last: list[Suggestion | Annotation] = []

        def make(timeline: Timeline) -> Edit:
            found = [one for one in map(timeline.find, ids) if one is not None]
            last.append(max(found, key=lambda one: one.segment))
            return acts[how](timeline, ids)

        def go_on(_found: list[Annotation]) -> None:
            self._reviewer.advance_from(last[0])

        self._do(make, how.capitalize(), ids, go_on)

    # ------------------------------------------------------------ inside
    @staticmethod
    def _with_other_label(timeline: Timeline, moved: Moved) -> list[str]:
        owned = (timeline.annotations.get(one) for one in moved.ids)
        return [
            one.id
            for one in owned
            if one is not None and timeline.shown_label_id(one.label_id) != moved.label_id
        ]

    def _timeline(self) -> Timeline | None:
        return self._document.video.timeline if self._document.video else None

    def _selected_ids(self) -> list[str]:
        selected = self._reviewer.selected_ids
        # Order is for people; a crowd takes a while to be put in one.
        few = len(selected) <= FEW
        return [one.id for one in self._reviewer.entries] if few else list(selected)

    def _bounds_s(self) -> NDArray[np.float64]:
        video = self._document.video
        if video is None:
            return np.empty(0)
        return frame_bounds(video.facts.pts_s, video.timeline.duration_s)

    def _is_on_lanes(self, entry_id: str) -> bool:
        entry = self._document.entry(entry_id)
        is_covered = isinstance(entry, Suggestion) and entry.verdict is Verdict.ACCEPTED
        return entry is not None and not is_covered

    def _shape(
        self,
        make: Callable[[Timeline], Edit],
        verb: str,
        ids: Collection[str],
        current: str = "",
    ) -> None:
        """Do an edit after which the same entries stay selected."""
        current = current or self._reviewer.selected_id

        def show(_found: list[Annotation]) -> None:
            owned = self._owners(ids)
            self._reviewer.select_several(list(owned.values()), owned.get(current, ""))

        if not self._do(make, verb, ids, show):
            # The lanes may show another selection than the one that is true.
            self._reviewer.select_several(self._selected_ids(), self._reviewer.selected_id)

    def _owners(self, ids: Collection[str]) -> Mapping[str, str]:
        """Return for each entry what stands on the lanes for it now: itself, or its annotation."""
        timeline = self._timeline()
        if timeline is None:
            return {}
        sought = {one for one in ids if one not in timeline.annotations}
        made = {
            one.suggestion_id: one.id
            for one in (timeline.annotations.values() if sought else ())
            if one.suggestion_id in sought
        }
        return {one: made.get(one, one) for one in ids}

    def _select(self, ids: Sequence[str]) -> None:
        self._reviewer.select_several(ids)

    def _select_all(self, found: list[Annotation]) -> None:
        self._select([one.id for one in found])

    def _do(
        self,
        make: Callable[[Timeline], Edit],
        verb: str,
        ids: Collection[str],
        then: Callable[[list[Annotation]], object],
    ) -> bool:
        """Do an edit, of many segments beside the window; return whether it is not refused.

        ``then`` is given the annotations that it touched and left, by start.
        """
        timeline = self._timeline()
        if timeline is None or not ids:
            self._reviewer.told.emit(translate("Review", SELECT_FIRST))
            return False
        first = self._document.entry(next(iter(ids)))
        name = "" if first is None else self._document.label_name(first.label_id)
        caption = several.caption(verb, len(ids), name)
        try:
            if len(ids) > FEW:
                self._long_acts.do(make, caption, lambda done: then(self._left_of(done)))
                return True
            edit = make(timeline)
        except StudioError as error:
            self._document.show_problem(error)
            return False
        if not self._document.do(edit, caption):
            return False
        then(self._left_of(edit.changes))
        return True

    def _left_of(self, changes: Changes) -> list[Annotation]:
        timeline = self._timeline()
        if timeline is None:
            return []
        touched = (timeline.annotations.get(one) for one in changes.annotation_ids)
        return sorted(filter(None, touched), key=place_of)
