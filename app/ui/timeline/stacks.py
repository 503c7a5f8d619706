"""The entries of one lane in rows, and which lanes are so far. No Qt."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.ui.timeline.entries import EntryTable, Kind
from app.ui.timeline.piling import Pile

# Deeper overlaps share the last row: a lane must not swallow the window.
MAX_ROWS = 5
# So many entries are stacked within a moment; more wait for one when a threshold moves.
MANY = 4000


@dataclass(frozen=True, slots=True, eq=False)
class LaneStack:
    """The shown entries of one label in their rows, by start.

    Attributes:
        entry: (M,) int64 row of the entry table.
        start_s: (M,) float64, increasing.
        end_s: (M,) float64.
        kind: (M,) uint8.
        sub_row: (M,) int64, -1 for rejected ones.
        n_rows: At least 1. A lane has at most ``MAX_ROWS``; what overlaps more begins again at the
            first row.
        pile: Those that take room; rejected ones do not.
    """

    entry: NDArray[np.int64]
    start_s: NDArray[np.float64]
    end_s: NDArray[np.float64]
    kind: NDArray[np.uint8]
    sub_row: NDArray[np.int64]
    n_rows: int
    pile: Pile

    @classmethod
    def of(
        cls, table: EntryTable, code: int, min_score: float, before: LaneStack | None = None
    ) -> LaneStack:
        """Stack the entries of a label code, suggestions below ``min_score`` left out.

        Args:
            table: The entries.
            code: The label.
            min_score: Raw score a suggestion needs.
            before: The lane as it was before an act; only what that touched is stacked again.
        """
        is_shown = (table.kind == Kind.ANNOTATION) | (table.score >= min_score)
        entry = np.flatnonzero((table.label == code) & is_shown)
        entry = entry[np.argsort(table.start_s[entry], kind="stable")]
        start_s, end_s, kind = table.start_s[entry], table.end_s[entry], table.kind[entry]
        solid = np.flatnonzero(kind != Kind.REJECTED)
        piled = Pile.of(start_s[solid], end_s[solid], None if before is None else before.pile)
        sub_row = np.full(len(entry), -1, np.int64)
        sub_row[solid] = piled.level % MAX_ROWS
        return cls(entry, start_s, end_s, kind, sub_row, int(sub_row.max(initial=0)) + 1, piled)

    def above(self, table: EntryTable, min_score: float) -> LaneStack:
        """Return the lane without suggestions below a score, what is left where it was."""
        stays = (self.kind == Kind.ANNOTATION) | (table.score[self.entry] >= min_score)
        solid = self.kind[stays] != Kind.REJECTED
        start_s, end_s, sub_row = self.start_s[stays], self.end_s[stays], self.sub_row[stays]
        # Nobody builds on its levels: they are not those of a first fit.
        pile = Pile(start_s[solid], end_s[solid], sub_row[solid], is_deep=True)
        n_rows = int(sub_row.max(initial=0)) + 1
        return LaneStack(self.entry[stays], start_s, end_s, self.kind[stays], sub_row, n_rows, pile)


class LaneStacks:
    """Stacked lanes, kept until their entries are others: an edit stacks its own lanes only.

    For another threshold many entries are not stacked again at once: what is left of each lane
    stays in its rows, gaps and all, until ``settle`` has found the time.
    """

    def __init__(self) -> None:
        self._known: dict[int, LaneStack] = {}
        self._before: dict[int, LaneStack] = {}
        # Lanes with nothing hidden, from which those of any threshold can be taken.
        self._whole: dict[int, LaneStack] = {}
        self._loose: list[int] = []
        self._min_score = 0.0

    @classmethod
    def made(cls, table: EntryTable, min_score: float) -> LaneStacks:
        """Return all lanes of a table stacked; among many entries it takes time."""
        stacks = cls()
        for threshold in dict.fromkeys((0.0, min_score)):
            for code in range(len(table.label_ids)):
                stacks.of(table, code, threshold)
            while not stacks.settle(table, np.inf):
                pass
        return stacks

    @property
    def is_loose(self) -> bool:
        """Whether lanes are left that could lie closer."""
        return bool(self._loose)

    def forget(self, codes: Iterable[int]) -> None:
        """Stack the lanes of some label codes again when they are asked for next."""
        for code in codes:
            if code in self._known:
                self._before[code] = self._known.pop(code)
            self._whole.pop(code, None)
        self._loose = [code for code in self._loose if code in self._known]

    def of(self, table: EntryTable, code: int, min_score: float) -> LaneStack:
        """Return the stacked lane of a label code."""
        if min_score != self._min_score:
            self._turn_to(table, min_score)
        if code not in self._known:
            before = self._before.pop(code, None)
            self._known[code] = LaneStack.of(table, code, min_score, before)
        return self._known[code]

    def settle(self, table: EntryTable, seconds: float) -> bool:
        """Stack loose lanes for a while, at least one; return whether none is left."""
        until_s = time.monotonic() + seconds
        while self._loose:
            code = self._loose.pop()
            self._known[code] = LaneStack.of(table, code, self._min_score)
            if time.monotonic() >= until_s:
                break
        return not self._loose

    def _turn_to(self, table: EntryTable, min_score: float) -> None:
        if self._min_score == 0.0:
            self._whole = self._known
        self._known, self._before, self._loose = {}, {}, []
        self._min_score = min_score
        if min_score == 0.0:
            self._known = self._whole
        elif table.n_entries > MANY:
            self._known = {code: one.above(table, min_score) for code, one in self._whole.items()}
            self._loose = list(self._known)
