"""The entries of a timeline as columns of numbers, renewed entry by entry. No Qt."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from app.domain.timeline import NO_REMARK, Annotation, Changes, Suggestion, Timeline, Verdict

Entry = Suggestion | Annotation
COLUMNS = ("start_s", "end_s", "score", "label", "kind")


class Kind(IntEnum):
    """How an entry looks; a higher one is drawn over a lower one.

    ``COVERED`` is only a look: such an entry is a suggestion that is annotated already.
    """

    REJECTED = 1
    SNOOZED = 2
    SUGGESTION = 3
    ANNOTATION = 4
    COVERED = 5


# Kinds are written beside a lane's number in one key; no kind is 0.
N_KINDS = len(Kind) + 1
_OPEN_KINDS = {Verdict.REJECTED: Kind.REJECTED, Verdict.SNOOZED: Kind.SNOOZED}


def kind_of(entry: Entry) -> Kind:
    """Return how an entry looks."""
    if isinstance(entry, Annotation):
        return Kind.ANNOTATION
    return _OPEN_KINDS.get(entry.verdict, Kind.SUGGESTION)


def shown_entry(timeline: Timeline, entry_id: str) -> Entry | None:
    """Return what stands on the lanes under an id.

    Accepted suggestions do not: the annotation made from one stands in its place.
    """
    annotation = timeline.annotations.get(entry_id)
    if annotation is not None:
        return annotation
    suggestion = timeline.suggestions.get(entry_id)
    if suggestion is None or suggestion.verdict is Verdict.ACCEPTED:
        return None
    return suggestion


class EntryTable:
    """Columns of the entries that stand on the lanes, in no order.

    Attributes:
        ids: Entry id of each row.
        label_ids: Label id of each label code.
        start_s: (n,) float64.
        end_s: (n,) float64.
        score: (n,) float64, 1 for annotations.
        label: (n,) int64 label code.
        kind: (n,) uint8, a ``Kind``.
        noted: Ids of the entries with a remark.
        top_score: The highest score of any suggestion that was ever here, 0 without one.
    """

    def __init__(self, timeline: Timeline | None = None) -> None:
        self.ids: list[str] = []
        self.label_ids: list[str] = []
        self._stand_ins = {} if timeline is None else timeline.stand_ins
        self._code_of: dict[str, int] = {}
        self._row_of: dict[str, int] = {}
        every = [] if timeline is None else list(timeline.suggestions.values())
        # Accepting the best suggestion must not make all the others look stronger.
        self.top_score = max((suggestion.score for suggestion in every), default=0.0)
        standing = [one for one in every if one.verdict is not Verdict.ACCEPTED]
        owned = [] if timeline is None else list(timeline.annotations.values())
        # Most have the same empty remark: one look tells.
        every_one: list[Entry] = [*standing, *owned]
        spoken = [one for one in every_one if one.remark is not NO_REMARK]
        self.noted = {one.id for one in spoken if not one.remark.is_empty}
        self._fill(standing, owned)

    @property
    def n_entries(self) -> int:
        """How many rows there are."""
        return len(self.ids)

    def row(self, entry_id: str) -> int | None:
        """Return the row of an entry, or None."""
        return self._row_of.get(entry_id)

    def code(self, label_id: str) -> int:
        """Return the code of what stands for a label, giving a new one its own."""
        label_id = self._stand_ins.get(label_id, label_id)
        code = self._code_of.setdefault(label_id, len(self.label_ids))
        if code == len(self.label_ids):
            self.label_ids.append(label_id)
        return code

    def refresh(self, timeline: Timeline, changes: Changes) -> set[int]:
        """Read the touched entries again: renew, add or drop their rows.

        Returns:
            The label codes whose entries are others now, or have other rows.
        """
        fresh: list[Entry] = []
        gone: list[int] = []
        stale: set[int] = set()
        for entry_id in sorted(changes.annotation_ids | changes.suggestion_ids):
            entry, row = shown_entry(timeline, entry_id), self.row(entry_id)
            self.noted.discard(entry_id)
            if entry is not None and not entry.remark.is_empty:
                self.noted.add(entry_id)
            if row is not None:
                stale.add(int(self.label[row]))
            if entry is None and row is not None:
                gone.append(row)
            elif entry is not None and row is not None:
                self._write(row, entry)
            elif entry is not None:
                fresh.append(entry)
            if entry is not None:
                stale.add(self.code(entry.label_id))
        # What is new takes the place of what went: no row of another lane has to move.
        n_replaced = min(len(gone), len(fresh))
        self._replace(gone[:n_replaced], fresh[:n_replaced])
        stale |= self._drop(gone[n_replaced:])
        self._append(fresh[n_replaced:])
        return stale

    def _replace(self, rows: list[int], entries: list[Entry]) -> None:
        for row, entry in zip(rows, entries, strict=True):
            del self._row_of[self.ids[row]]
            self.ids[row], self._row_of[entry.id] = entry.id, row
            self._write(row, entry)
            self._note_score(entry)

    def _write(self, row: int, entry: Entry) -> None:
        self.start_s[row] = entry.segment.start_s
        self.end_s[row] = entry.segment.end_s
        self.score[row] = _score(entry)
        self.label[row] = self.code(entry.label_id)
        self.kind[row] = kind_of(entry)

    def _fill(self, suggested: list[Suggestion], owned: list[Annotation]) -> None:
        entries: list[Entry] = [*suggested, *owned]
        self.ids = [entry.id for entry in entries]
        self._row_of = dict(zip(self.ids, range(len(self.ids)), strict=True))
        segments = [entry.segment for entry in entries]
        self.start_s = np.array([segment.start_s for segment in segments], np.float64)
        self.end_s = np.array([segment.end_s for segment in segments], np.float64)
        self.score = np.ones(len(entries))
        self.score[: len(suggested)] = [suggestion.score for suggestion in suggested]
        labels = [entry.label_id for entry in entries]
        codes = {label_id: self.code(label_id) for label_id in dict.fromkeys(labels)}
        self.label = np.array([codes[label_id] for label_id in labels], np.int64)
        self.kind: NDArray[np.uint8] = np.full(len(entries), Kind.ANNOTATION, np.uint8)
        self._room = self.n_entries
        self.kind[: len(suggested)] = [kind_of(suggestion) for suggestion in suggested]

    def _drop(self, rows: list[int]) -> set[int]:
        # The last row fills each hole, so that a removal costs the same in a long table.
        filled: set[int] = set()
        for row in sorted(rows, reverse=True):
            last = self.n_entries - 1
            del self._row_of[self.ids[row]]
            if row != last:
                self.ids[row] = self.ids[last]
                self._row_of[self.ids[row]] = row
                for column in (self.start_s, self.end_s, self.score, self.label, self.kind):
                    column[row] = column[last]
                filled.add(int(self.label[row]))
            self.ids.pop()
            self._cut(last)
        return filled

    def _cut(self, n_rows: int) -> None:
        # Views of longer columns: the rows behind are room for what is added later.
        for name in COLUMNS:
            column = getattr(self, name)
            whole = column if column.base is None else column.base
            setattr(self, name, whole[:n_rows])

    def _append(self, entries: list[Entry]) -> None:
        first = self.n_entries
        self.ids += [entry.id for entry in entries]
        self._row_of.update({e.id: first + k for k, e in enumerate(entries)})
        if self.n_entries > self._room:
            self._room = self.n_entries + self.n_entries // 4 + 16
            for name in COLUMNS:
                column = getattr(self, name)
                longer = np.zeros(self._room, column.dtype)
                longer[:first] = column
                setattr(self, name, longer)
        self._cut(self.n_entries)
        for row, entry in enumerate(entries, first):
            self._write(row, entry)
            self._note_score(entry)

    def _note_score(self, entry: Entry) -> None:
        if isinstance(entry, Suggestion):
            self.top_score = max(self.top_score, entry.score)


def _score(entry: Entry) -> float:
    return entry.score if isinstance(entry, Suggestion) else 1.0
