"""Suggestions that are annotated already: they are not asked about, and stand back on the lanes."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from app.ui.timeline.entries import EntryTable, Kind
from app.ui.timeline.layout import LaneLayout


class Covered:
    """Which suggestions of the open timeline are annotated already."""

    def __init__(self) -> None:
        self.ids: frozenset[str] = frozenset()
        self._made_of: tuple[LaneLayout, frozenset[str]] | None = None
        self._is_covered: NDArray[np.bool_] = np.zeros(0, np.bool_)

    def take(
        self, ids: Collection[str], table: EntryTable, layout: LaneLayout
    ) -> tuple[int, ...] | None:
        """Take other ids; return the lanes that look otherwise now, None when all is as it was."""
        found = frozenset(ids)
        if found == self.ids:
            return None
        changed, self.ids = found ^ self.ids, found
        return tuple(np.unique(layout.lane[_places(changed, table, layout)]).tolist())

    def kinds(
        self, table: EntryTable, layout: LaneLayout, places: NDArray[np.int64]
    ) -> NDArray[np.uint8]:
        """Return (M,) how the segments at places look: ``Kind``, of covered ones ``COVERED``."""
        kind = layout.kind[places]
        if not self.ids:
            return kind
        if self._made_of is None or self._made_of[0] is not layout or self._made_of[1] != self.ids:
            self._made_of = (layout, self.ids)
            self._is_covered = np.zeros(len(layout.kind), np.bool_)
            self._is_covered[_places(self.ids, table, layout)] = True
        is_waiting = (kind == Kind.SUGGESTION) | (kind == Kind.SNOOZED)
        return np.where(is_waiting & self._is_covered[places], Kind.COVERED, kind).astype(np.uint8)


def _places(ids: Collection[str], table: EntryTable, layout: LaneLayout) -> NDArray[np.int64]:
    rows = [row for one in ids if (row := table.row(one)) is not None]
    places = layout.place[np.array(rows, np.int64)]
    return places[places >= 0]
