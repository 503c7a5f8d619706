"""Which entries are selected, and which of them is the current one. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """Selected entries; keys about one segment mean the current one.

    Attributes:
        ids: Entry ids.
        current: One of them, "" exactly when there are none.

    Raises:
        ValueError: ``current`` is not among the ids, or missing.
    """

    ids: frozenset[str] = frozenset()
    current: str = ""

    def __post_init__(self) -> None:
        if bool(self.ids) != bool(self.current) or not self.ids.issuperset({self.current} - {""}):
            raise ValueError(f"current {self.current!r} must be one of the selected")

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self.ids

    @classmethod
    def of(cls, ids: Iterable[str], current: str = "") -> Selection:
        """Select entries; without a ``current`` among them the first one becomes it."""
        ordered = list(ids)
        chosen = frozenset(ordered)
        if not chosen:
            return cls()
        return cls(chosen, current if current in chosen else ordered[0])

    @classmethod
    def only(cls, entry_id: str) -> Selection:
        """Select one entry, none for ""."""
        return cls.of([entry_id] if entry_id else [])

    def plus(self, ids: Iterable[str]) -> Selection:
        """Select more; the current one stays."""
        ordered = list(ids)
        return Selection.of([*([self.current] if self.current else []), *self.ids, *ordered],
                            self.current)  # fmt: skip

    def toggled(self, entry_id: str, next_current: str) -> Selection:
        """Take an entry in as the current one, or out.

        Args:
            entry_id: What was clicked.
            next_current: Which one becomes current when the current one goes.
        """
        if entry_id not in self.ids:
            return Selection(self.ids | {entry_id}, entry_id)
        rest = self.ids - {entry_id}
        return Selection.of(
            sorted(rest), self.current if entry_id != self.current else next_current
        )

    def kept(self, is_there: Callable[[str], bool]) -> Selection:
        """Return what is left of it when some entries are gone."""
        if all(map(is_there, self.ids)):
            return self
        return Selection.of(sorted(filter(is_there, self.ids)), self.current)
