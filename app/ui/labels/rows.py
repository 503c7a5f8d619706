"""Which labels the panel lists, and in which order. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.labels import Label, as_shown, numbered, stand_ins
from app.services.ports import LabelCount

# So many labels are listed whole; of more, only those with something to say.
FEW = 30


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One line of the panel.

    Attributes:
        label: As it is in the project.
        color: As it is shown.
        n_annotations: In the whole project, with those of labels merged into it.
        n_waiting: Suggestions nobody judged, likewise.
        digit: Which digit gives it, or None.
        into: The label that stands for it, None unless it is merged.
    """

    label: Label
    color: str
    n_annotations: int
    n_waiting: int
    digit: int | None = None
    into: Label | None = None

    @property
    def is_used(self) -> bool:
        """Whether anything has it."""
        return self.n_annotations + self.n_waiting > 0


@dataclass(frozen=True, slots=True)
class Listing:
    """The lines of the panel.

    Attributes:
        n_unused: Labels nothing has, listed or not.
        n_left_out: Of them, those that are not listed.
        hidden: Hidden labels that something still has.
        merged: Merged labels that something was given.
    """

    rows: tuple[LabelRow, ...] = ()
    n_unused: int = 0
    n_left_out: int = 0
    hidden: tuple[LabelRow, ...] = ()
    merged: tuple[LabelRow, ...] = ()


def listing(
    labels: Sequence[Label],
    shown: Sequence[Label],
    counts: Mapping[str, LabelCount],
    *,
    typed: str = "",
    shows_all: bool = False,
) -> Listing:
    """Return what is listed: labels in use first, each followed by what was merged into it.

    Args:
        labels: Of the project, in their order.
        shown: The same in the colours that are shown.
        counts: By label id, as the rows of the file have it.
        typed: Words that must all be in a name; of all labels, used or not.
        shows_all: Whether unused ones are listed too where there are many.
    """
    ends = stand_ins(labels)
    by_id = {one.id: one for one in labels}
    colors = {one.id: one.color for one in as_shown(shown)}
    digits = {one.id: digit for digit, one in numbered(labels).items()}
    rows = [
        LabelRow(
            one,
            colors.get(one.id, one.color),
            *_counted(_family(one.id, ends) if one.id not in ends else [one.id], counts),
            digits.get(one.id),
            by_id[ends[one.id]] if one.id in ends else None,
        )
        for one in labels
    ]
    heads = [row for row in rows if row.into is None]
    merged = [row for row in rows if row.into is not None]
    chosen = _chosen(heads, merged, typed, shows_all=shows_all)
    used = [row for row in chosen if row.is_used]
    unused = [row for row in chosen if not row.is_used]
    n_unused = sum(not row.is_used for row in heads)
    return Listing(
        tuple(_with_merged([*used, *unused], merged)),
        n_unused,
        0 if typed else n_unused - len(unused),
        tuple(row for row in heads if row.label.is_hidden and row.is_used),
        tuple(row for row in merged if row.is_used),
    )


def _family(label_id: str, ends: Mapping[str, str]) -> list[str]:
    return [label_id, *(one for one, end in ends.items() if end == label_id)]


def _counted(ids: Iterable[str], counts: Mapping[str, LabelCount]) -> tuple[int, int]:
    found = [counts[one] for one in ids if one in counts]
    return sum(one.n_annotations for one in found), sum(one.n_waiting for one in found)


def _chosen(
    heads: Sequence[LabelRow], merged: Sequence[LabelRow], typed: str, *, shows_all: bool
) -> list[LabelRow]:
    words = typed.casefold().split()
    if words:
        hits = [row for row in (*heads, *merged) if _has(row.label.name, words)]
        wanted = {row.into.id if row.into else row.label.id for row in hits}
        return [row for row in heads if row.label.id in wanted]
    if shows_all or len(heads) <= FEW:
        return list(heads)
    return [row for row in heads if row.is_used or row.label.shortcut]


def _has(name: str, words: Sequence[str]) -> bool:
    folded = name.casefold()
    return all(word in folded for word in words)


def _with_merged(heads: Sequence[LabelRow], merged: Sequence[LabelRow]) -> list[LabelRow]:
    found: list[LabelRow] = []
    for head in heads:
        found.append(head)
        found += [row for row in merged if row.into is not None and row.into.id == head.label.id]
    return found
