"""What is reviewed of one video, in order; suggestions as columns. No Qt.

An act renews the rows it touches, so that a step costs the same among a hundred thousand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort

import numpy as np

from app.domain.timeline import Annotation, Changes, Suggestion, Timeline, Verdict

Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Place = tuple[float, float, str]


def place_of(entry: Suggestion | Annotation) -> Place:
    """Return what entries are ordered by: start, end, id."""
    return (entry.segment.start_s, entry.segment.end_s, entry.id)


class ReviewRound:
    """Which suggestions wait, which are judged, and which segment comes next.

    Args:
        timeline: Read now and at each ``refresh``; None has no suggestions.
    """

    def __init__(self, timeline: Timeline | None = None) -> None:
        found = [] if timeline is None else list(timeline.suggestions.values())
        start_s = np.array([one.segment.start_s for one in found], np.float64)
        end_s = np.array([one.segment.end_s for one in found], np.float64)
        ids = [one.id for one in found]
        order = np.lexsort((np.array(ids, np.str_), end_s, start_s))
        self._ids = [ids[row] for row in order.tolist()]
        self._row_of = {each: row for row, each in enumerate(self._ids)}
        self._start_s, self._end_s = start_s[order], end_s[order]
        self._score = np.array([one.score for one in found], np.float64)[order]
        judged = [_is_judged(one) for one in found]
        self._is_judged = np.array(judged, bool)[order]
        snoozed = [one.verdict is Verdict.SNOOZED for one in found]
        self._is_snoozed = np.array(snoozed, bool)[order]
        accepted = [one.verdict is Verdict.ACCEPTED for one in found]
        self._is_accepted = np.array(accepted, bool)[order]
        owned = [] if timeline is None else timeline.annotations.values()
        self._owned = sorted(place_of(one) for one in owned)
        self._owned_place = {place[2]: place for place in self._owned}

    def refresh(self, timeline: Timeline, changes: Changes) -> None:
        """Read the touched entries again."""
        for suggestion_id in changes.suggestion_ids:
            row = self._row_of.get(suggestion_id)
            if row is not None:
                suggestion = timeline.suggestion(suggestion_id)
                self._is_judged[row] = _is_judged(suggestion)
                self._is_accepted[row] = suggestion.verdict is Verdict.ACCEPTED
                self._is_snoozed[row] = suggestion.verdict is Verdict.SNOOZED
        for annotation_id in changes.annotation_ids:
            before = self._owned_place.pop(annotation_id, None)
            if before is not None:
                del self._owned[bisect_left(self._owned, before)]
            annotation = timeline.annotations.get(annotation_id)
            if annotation is not None:
                self._owned_place[annotation_id] = place_of(annotation)
                insort(self._owned, self._owned_place[annotation_id])

    def counts(self, min_score: float) -> tuple[int, int]:
        """Return how many are judged, of how many that count: pending ones from a score up."""
        n_judged = int(self._is_judged.sum())
        return n_judged, n_judged + int(self._pending(min_score).sum())

    def pending_beside(
        self, entry: Suggestion | Annotation | None, direction: int, min_score: float
    ) -> str:
        """Return the pending suggestion after (+1) or before (-1) an entry, '' when none waits.

        It goes round at the ends; without an entry it is the first, or the last. What was put off
        comes when nothing else is left.
        """
        waiting = self._pending(min_score)
        fresh = waiting & ~self._is_snoozed
        rows = np.flatnonzero(fresh if fresh.any() else waiting)
        return self._ids[self._row_beside(rows, entry, direction)] if len(rows) else ""

    def entry_beside(
        self, entry: Suggestion | Annotation | None, direction: int, min_score: float
    ) -> str:
        """Return the segment after (+1) or before (-1) an entry, judged or not; '' without any.

        Accepted suggestions are left out: the annotation made from one stands in its place.
        """
        found: list[Place] = []
        is_shown = self._pending(min_score) | (self._is_judged & ~self._is_accepted)
        rows = np.flatnonzero(is_shown)
        if len(rows):
            row = self._row_beside(rows, entry, direction)
            found.append((float(self._start_s[row]), float(self._end_s[row]), self._ids[row]))
        if self._owned:
            found.append(self._owned_beside(entry, direction))
        if not found:
            return ""
        # Of two, the nearer one; what lies on the other side was reached by going round.
        at = place_of(entry) if entry is not None else None
        ahead = [one for one in found if at is None or (one > at if direction > 0 else one < at)]
        nearest = min if direction > 0 else max
        return nearest(ahead or found)[2]

    def _owned_beside(self, entry: Suggestion | Annotation | None, direction: int) -> Place:
        if entry is None:
            return self._owned[0 if direction > 0 else -1]
        find = bisect_right if direction > 0 else bisect_left
        at = find(self._owned, place_of(entry)) - (0 if direction > 0 else 1)
        return self._owned[at % len(self._owned)]

    def _row_beside(
        self,
        rows: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
        entry: Suggestion | Annotation | None,
        direction: int,
    ) -> int:
        """Return the one of increasing rows, not none, after or before an entry."""
        if entry is None:
            return int(rows[0 if direction > 0 else -1])
        at = self._place(entry, after=direction > 0)
        k = int(np.searchsorted(rows, at)) - (0 if direction > 0 else 1)
        return int(rows[k % len(rows)])

    def _pending(self, min_score: float) -> Mask:
        """Which ones nobody has judged, those put off among them."""
        return ~self._is_judged & (self._score >= min_score)

    def _place(self, entry: Suggestion | Annotation, *, after: bool) -> int:
        """Return the first row behind an entry (``after``), or not before it."""
        start_s = entry.segment.start_s
        low = int(np.searchsorted(self._start_s, start_s, side="left"))
        high = int(np.searchsorted(self._start_s, start_s, side="right"))
        key = (entry.segment.end_s, entry.id)
        for row in range(low, high):
            other = (float(self._end_s[row]), self._ids[row])
            if other > key or (other == key and not after):
                return row
        return high


def _is_judged(suggestion: Suggestion) -> bool:
    return suggestion.verdict in (Verdict.ACCEPTED, Verdict.REJECTED)
