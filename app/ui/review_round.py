"""The suggestions of one video in the order they are reviewed, as columns; no Qt.

An act renews the rows it touches, so that a step costs the same among a hundred thousand.
"""

from __future__ import annotations

import numpy as np

from app.domain.timeline import Annotation, Changes, Suggestion, Timeline, Verdict


class ReviewRound:
    """Which suggestions wait, which are judged, and which comes next.

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
        judged = [one.verdict is not Verdict.PENDING for one in found]
        self._is_judged = np.array(judged, bool)[order]

    def refresh(self, timeline: Timeline, changes: Changes) -> None:
        """Read the touched suggestions again."""
        for suggestion_id in changes.suggestion_ids:
            row = self._row_of.get(suggestion_id)
            if row is not None:
                verdict = timeline.suggestion(suggestion_id).verdict
                self._is_judged[row] = verdict is not Verdict.PENDING

    def counts(self, min_score: float) -> tuple[int, int]:
        """Return how many are judged, of how many that count: pending ones from a score up."""
        n_judged = int(self._is_judged.sum())
        return n_judged, n_judged + int(self._pending(min_score).sum())

    def pending_beside(
        self, entry: Suggestion | Annotation | None, direction: int, min_score: float
    ) -> str:
        """Return the pending suggestion after (+1) or before (-1) an entry, '' when none waits.

        It goes round at the ends; without an entry it is the first, or the last.
        """
        rows = np.flatnonzero(self._pending(min_score))
        if not len(rows):
            return ""
        if entry is None:
            return self._ids[int(rows[0 if direction > 0 else -1])]
        at = self._place(entry, after=direction > 0)
        k = int(np.searchsorted(rows, at)) - (0 if direction > 0 else 1)
        return self._ids[int(rows[k % len(rows)])]

    def _pending(self, min_score: float) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
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
