"""Which lanes a person wants to see, and in which order. Plain values, no Qt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

import numpy as np

from app.domain.labels import Label
from app.ui.timeline.entries import EntryTable

Sorting = Literal["first", "name", "count"]


@dataclass(frozen=True, slots=True)
class LaneView:
    """How lanes are shown, by label id. Labels it does not know are shown, below the known.

    Attributes:
        order: Lanes a person has put in order, top to bottom; empty while ``sorting`` says it.
        sorting: By earliest segment, by name, or by number of segments (most first).
        hidden: Lanes not shown.
        solo: While any lane has it, only those that have it are shown.
        collapsed: Lanes shown thin.
    """

    order: tuple[str, ...] = ()
    sorting: Sorting = "first"
    hidden: frozenset[str] = frozenset()
    solo: frozenset[str] = frozenset()
    collapsed: frozenset[str] = frozenset()

    def shows(self, label_id: str) -> bool:
        """Whether a lane is to be seen."""
        return label_id in self.solo if self.solo else label_id not in self.hidden

    def shown(self, label_ids: Sequence[str]) -> tuple[str, ...]:
        """Return those lanes that are to be seen; all, if none of the solo ones is among them."""
        found = tuple(label_id for label_id in label_ids if self.shows(label_id))
        if found or not self.solo:
            return found
        return tuple(label_id for label_id in label_ids if label_id not in self.hidden)

    def with_hidden(self, label_id: str, *, on: bool) -> LaneView:
        """Hide a lane or show it again; a lane hidden loses its solo."""
        hidden = self.hidden | {label_id} if on else self.hidden - {label_id}
        return replace(self, hidden=hidden, solo=self.solo - {label_id} if on else self.solo)

    def with_solo(self, label_id: str, *, on: bool) -> LaneView:
        """Show only this lane (and others that have solo), or no more."""
        return replace(self, solo=self.solo | {label_id} if on else self.solo - {label_id})

    def with_collapsed(self, label_ids: Collection[str], *, on: bool) -> LaneView:
        """Show lanes thin, or at their height again."""
        some = frozenset(label_ids)
        return replace(self, collapsed=self.collapsed | some if on else self.collapsed - some)

    def showing_all(self) -> LaneView:
        """Return the view with nothing hidden and no solo."""
        return replace(self, hidden=frozenset(), solo=frozenset())

    def sorted_by(self, sorting: Sorting) -> LaneView:
        """Return the view in another order; what a person put in order is forgotten."""
        return replace(self, order=(), sorting=sorting)

    def moved(self, label_ids: Sequence[str], label_id: str, before: str) -> LaneView:
        """Return the view with a lane put before another one ('' for last).

        Args:
            label_ids: All lanes as they stand, hidden ones among them.
            label_id: The lane that moves.
            before: The lane it is put before.
        """
        rest = [one for one in label_ids if one != label_id]
        at = rest.index(before) if before in rest else len(rest)
        order = (*rest[:at], label_id, *rest[at:])
        # Lanes of other videos keep their place behind those that were seen.
        others = tuple(one for one in self.order if one not in order)
        return replace(self, order=order + others)

    def to_json(self) -> dict[str, object]:
        """Return the view as JSON can hold it."""
        return {
            "order": list(self.order),
            "sorting": self.sorting,
            "hidden": sorted(self.hidden),
            "solo": sorted(self.solo),
            "collapsed": sorted(self.collapsed),
        }

    @classmethod
    def from_json(cls, value: object) -> LaneView:
        """Return a view from JSON; whatever is missing or bad has its default."""
        found: Mapping[str, object] = value if isinstance(value, dict) else {}
        sorting = found.get("sorting")
        return cls(
            order=tuple(dict.fromkeys(_words(found.get("order")))),
            sorting=cast("Sorting", sorting) if sorting in get_args(Sorting) else "first",
            hidden=frozenset(_words(found.get("hidden"))),
            solo=frozenset(_words(found.get("solo"))),
            collapsed=frozenset(_words(found.get("collapsed"))),
        )


def _words(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def fresh_order(view: LaneView, table: EntryTable, labels: Mapping[str, Label]) -> tuple[str, ...]:
    """Return the labels that have entries in the order the view asks for."""
    n_labels = len(table.label_ids)
    counts = np.bincount(table.label, minlength=n_labels)
    earliest_s = np.full(n_labels, np.inf)
    np.minimum.at(earliest_s, table.label, table.start_s)
    place = {label_id: k for k, label_id in enumerate(view.order)}

    def key(code: int) -> tuple[float, float, str]:
        label_id = table.label_ids[code]
        name = labels[label_id].name if label_id in labels else label_id
        known = place.get(label_id, len(place))
        if view.sorting == "name":
            return known, 0.0, name.casefold()
        if view.sorting == "count":
            return known, -float(counts[code]), name.casefold()
        return known, float(earliest_s[code]), label_id

    codes = np.flatnonzero(counts).tolist()
    return tuple(table.label_ids[code] for code in sorted(codes, key=key))
