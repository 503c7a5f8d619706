"""Going through suggestions: what is selected, what comes next, and the acts of a reviewer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.domain.edits import Edit, accept, delete, drag_edge, draw, reject, relabel, snooze
from app.domain.errors import StudioError
from app.domain.segment import Edge, Segment
from app.domain.timeline import Annotation, Changes, Suggestion, Timeline, Verdict
from app.ui.document import Document
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.review_round import ReviewRound, place_of

SELECT_FIRST = QT_TRANSLATE_NOOP("Review", "Select a suggestion or an annotation first.")


class Guide(Protocol):
    """Knows what comes next beyond the open video."""

    def step(self, entry: Suggestion | Annotation | None, direction: int) -> bool:
        """Go to what comes after (+1) or before (-1) an entry; say whether that is settled."""

    def n_covered(self) -> int:
        """Return how many suggestions of the open video are annotated already, so never asked."""

    def advance(self, entry: Suggestion | Annotation | None) -> bool:
        """Go on from an entry that has just been judged; say whether that is settled."""


class Reviewer(QObject):
    """The selection on the open timeline and everything one key does with it.

    Signals:
        selected: Entry id, or ''.
        told: One sentence for the status line.
    """

    selected = Signal(str)
    told = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._selected_id = ""
        self._selected_ids: frozenset[str] = frozenset()
        self._min_score = 0.0
        self._round = ReviewRound()
        self._guide: Guide | None = None
        document.video_opened.connect(self._begin_round)
        document.video_closed.connect(self._begin_round)
        document.timeline_replaced.connect(self._begin_round)
        document.timeline_changed.connect(self._renew)
        # A video is opened where none is open any more: nothing is selected then.
        document.video_closed.connect(self._forget)
        document.timeline_replaced.connect(self._keep_if_there)
        document.stepped.connect(self._select_touched)

    @property
    def selected_id(self) -> str:
        """The selected entry, of several the current one, or ''."""
        return self._selected_id

    @property
    def selected_ids(self) -> frozenset[str]:
        """All selected entries."""
        return self._selected_ids

    @property
    def entries(self) -> list[Suggestion | Annotation]:
        """All selected entries, by start."""
        found = (self._document.entry(entry_id) for entry_id in self._selected_ids)
        return _ordered(filter(None, found))

    @property
    def entry(self) -> Suggestion | Annotation | None:
        """The selected entry, or None."""
        return self._document.entry(self._selected_id)

    @property
    def suggestion(self) -> Suggestion | None:
        """The selected suggestion, or the one the selected annotation came from."""
        entry = self.entry
        if isinstance(entry, Annotation):
            source = self._document.entry(entry.suggestion_id or "")
            return source if isinstance(source, Suggestion) else None
        return entry

    def counts(self) -> tuple[int, int]:
        """Return how many suggestions are judged, of how many that count at this threshold."""
        n_judged, n_all = self._round.counts(self._min_score)
        n_covered = self._guide.n_covered() if self._guide is not None else 0
        return n_judged, max(n_all - n_covered, n_judged)

    def set_threshold(self, min_score: float) -> None:
        """Leave pending suggestions below a score out of the round."""
        self._min_score = min_score

    def set_guide(self, guide: Guide) -> None:
        """Ask somebody first what comes next; without an answer it is the open video's next."""
        self._guide = guide

    def select(self, entry_id: str) -> None:
        """Select an entry, or nothing with ''."""
        self.select_several([entry_id] if entry_id else [])

    def select_several(self, entry_ids: Iterable[str], current: str = "") -> None:
        """Select entries; without a ``current`` among them the first one becomes it."""
        ids = [one for one in entry_ids if self._document.entry(one) is not None]
        self._selected_ids = frozenset(ids)
        self._selected_id = current if current in self._selected_ids else next(iter(ids), "")
        self.selected.emit(self._selected_id)

    def step_pending(self, direction: int) -> None:
        """Select the next (+1) or previous (-1) pending suggestion, going round at the ends."""
        if self._guide is not None and self._guide.step(self.entry, direction):
            return
        pending_id = self._round.pending_beside(self.entry, direction, self._min_score)
        if pending_id:
            self.select(pending_id)
            return
        _, n_shown = self.counts()
        done = translate("Review", "Nothing is left to review in this video.")
        self.told.emit(done if n_shown else translate("Review", "There are no suggestions yet."))

    def step_entry(self, direction: int) -> None:
        """Select the next (+1) or previous (-1) segment, judged or not."""
        entry_id = self._round.entry_beside(self.entry, direction, self._min_score)
        if entry_id:
            self.select(entry_id)

    def accept(self) -> None:
        """Turn the selected suggestion into an annotation and go to the next."""
        entry = self.entry
        timeline = self._timeline()
        if timeline is None or entry is None:
            self.told.emit(translate("Review", "Select a suggestion first (N)."))
        elif isinstance(entry, Annotation):
            self.step_pending(1)
        elif self._do(lambda: accept(timeline, entry.id), "Accept", entry.label_id):
            self.advance_from(self.entry)

    def reject(self) -> None:
        """Reject the selected suggestion, or the one behind the annotation, and go to the next."""
        suggestion = self.suggestion
        timeline = self._timeline()
        if timeline is None or self.entry is None:
            self.told.emit(translate("Review", "Select a suggestion first (N)."))
        elif suggestion is None:
            self.told.emit(
                translate("Review", "This annotation was drawn by hand. Delete it with Del.")
            )
        elif self._do(lambda: reject(timeline, suggestion.id), "Reject", suggestion.label_id):
            self.advance_from(suggestion)

    def relabel(self, label_id: str) -> None:
        """Give the selection another label; a suggestion is accepted with it."""
        entry, timeline = self.entry, self._timeline()
        if entry is None or timeline is None:
            return
        if self._do(lambda: relabel(timeline, entry.id, label_id), "Label as", label_id):
            is_judged = isinstance(entry, Suggestion)
            self.advance_from(entry) if is_judged else self.select(entry.id)

    def snooze(self) -> None:
        """Put the selected suggestion off until nothing else is left, and go to the next."""
        entry, timeline = self.entry, self._timeline()
        if timeline is None or entry is None:
            self.told.emit(translate("Review", "Select a suggestion first (N)."))
        elif isinstance(entry, Annotation):
            self.told.emit(translate("Review", "Only suggestions can be put off."))
        elif self._do(lambda: snooze(timeline, entry.id), "Put off", entry.label_id):
            self.advance_from(entry)

    def delete(self) -> None:
        """Delete the selected annotation."""
        entry, timeline = self.entry, self._timeline()
        if timeline is None or not isinstance(entry, Annotation):
            self.told.emit(
                translate("Review", "Select an annotation first; suggestions are rejected with X.")
            )
        elif self._do(lambda: delete(timeline, entry.id), "Delete", entry.label_id):
            self.select(entry.suggestion_id or "")

    def set_edge(self, entry_id: str, edge: Edge, time_s: float) -> None:
        """Move an edge; a suggestion is accepted with the new boundary."""
        entry, timeline = self._document.entry(entry_id), self._timeline()
        if entry is None or timeline is None:
            return
        caption = f"Move {edge} of"
        if self._do(lambda: drag_edge(timeline, entry_id, edge, time_s), caption, entry.label_id):
            self.select(self._owned_by(entry_id))

    def draw(self, label_id: str, start_s: float, end_s: float) -> None:
        """Add an annotation."""
        before = self._annotation_ids()
        if self._do(lambda: draw(label_id, Segment(start_s, end_s)), "Draw", label_id):
            new = self._annotation_ids() - before
            self.select(next(iter(new), ""))

    def advance_from(self, entry: Suggestion | Annotation | None) -> None:
        """Select the pending suggestion behind an entry; say so when there is none left."""
        if self._guide is not None and self._guide.advance(entry):
            return
        pending_id = self._round.pending_beside(entry, 1, self._min_score)
        self.select(pending_id)
        if not pending_id:
            self.told.emit(translate("Review", "Every suggestion of this video is reviewed."))

    def undo(self) -> None:
        """Take the last act back and select what it touched."""
        self._select_touched(self._document.undo())

    def redo(self) -> None:
        """Do it again and select what it touched."""
        self._select_touched(self._document.redo())

    def go_to_act(self, act_id: int) -> None:
        """Undo or redo up to the moment after an act, and select what that touched last."""
        self._select_touched(self._document.go_to_act(act_id))

    def _timeline(self) -> Timeline | None:
        return self._document.video.timeline if self._document.video else None

    def _annotation_ids(self) -> set[str]:
        timeline = self._timeline()
        return set(timeline.annotations) if timeline else set()

    def _do(self, make: Callable[[], Edit], words: str, label_id: str) -> bool:
        try:
            edit = make()
        except StudioError as error:
            self._document.show_problem(error)
            return False
        return self._document.do(edit, f"{words} {self._document.label_name(label_id)}".strip())

    def _owned_by(self, entry_id: str) -> str:
        """Return the annotation made from a suggestion, or the entry itself."""
        timeline = self._timeline()
        if timeline is None or entry_id in timeline.annotations:
            return entry_id
        owned = (a.id for a in timeline.annotations.values() if a.suggestion_id == entry_id)
        return next(owned, entry_id)

    def _select_touched(self, changes: Changes) -> None:
        timeline = self._timeline()
        if timeline is None:
            return
        owned = [timeline.annotations.get(one) for one in changes.annotation_ids]
        asked = [timeline.suggestions.get(one) for one in changes.suggestion_ids]
        standing = [one for one in asked if one and one.verdict is not Verdict.ACCEPTED]
        found = _ordered([*filter(None, owned), *standing])
        if found:
            self.select_several([entry.id for entry in found])

    def _begin_round(self) -> None:
        video = self._document.video
        self._round = video.round if video else ReviewRound()

    def _renew(self, changes: Changes) -> None:
        timeline = self._timeline()
        if timeline is not None:
            self._round.refresh(timeline, changes)

    def _forget(self) -> None:
        self.select("")

    def _keep_if_there(self) -> None:
        self.select_several(self._selected_ids, self._selected_id)


def _ordered(entries: Iterable[Suggestion | Annotation]) -> list[Suggestion | Annotation]:
    return sorted(entries, key=place_of)
