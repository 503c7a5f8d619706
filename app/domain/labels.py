"""Action labels of a project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

# Colour-blind-safe hues (Okabe-Ito without black, then lighter turns of them), given in order.
PALETTE = (
    "#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#0072b2",
    "#9ad7f5", "#ffc966", "#4fd1aa", "#e8b3d0", "#a6761d", "#8da0cb", "#66c2a5",
)  # fmt: skip

_DIGITS = frozenset("123456789")


@dataclass(frozen=True, slots=True)
class Label:
    """An action class.

    Attributes:
        id: Stable over renames; unique in the project.
        name: What is shown and exported; unique in the project, not empty.
        color: ``#rrggbb``.
        shortcut: The key that gives it, as Qt writes key sequences, or ''.
        is_hidden: Not offered for new segments; what has it keeps it.
        merged_into: The label that stands for it now, by id, or None. Rows keep the label they
            were given, so that a merge can be taken back whole.
        tap_before_s: Seconds that a tap while playing reaches back; None for the usual ones.
        tap_after_s: Seconds that it reaches on.
    """

    id: str
    name: str
    color: str
    shortcut: str = ""
    is_hidden: bool = False
    merged_into: str | None = None
    tap_before_s: float | None = None
    tap_after_s: float | None = None


def next_color(n_labels: int) -> str:
    """Return the palette's colour for the label after ``n_labels`` others."""
    return PALETTE[n_labels % len(PALETTE)]


def stand_ins(labels: Iterable[Label]) -> dict[str, str]:
    """Return what stands for every merged label, by id; those that are not merged are left out.

    Chains end at their last label. A label that points at one that is gone, or in a circle, as
    only a damaged project has it, stands for itself.
    """
    towards = {label.id: label.merged_into for label in labels}
    found = {label_id: _end_of(label_id, towards) for label_id, to in towards.items() if to}
    return {label_id: end for label_id, end in found.items() if end != label_id}


def _end_of(label_id: str, towards: Mapping[str, str | None]) -> str:
    at, seen = label_id, {label_id}
    while (to := towards[at]) is not None:
        if to in seen or to not in towards:
            return label_id
        seen.add(to)
        at = to
    return at


def offered(labels: Iterable[Label]) -> list[Label]:
    """Return the labels that new segments may get, in order: not merged, not hidden."""
    return [label for label in labels if label.merged_into is None and not label.is_hidden]


def as_shown(labels: Sequence[Label]) -> list[Label]:
    """Return every label with the name and colour of what stands for it."""
    by_id = {label.id: label for label in labels}
    ends = stand_ins(labels)
    shown = [by_id[ends.get(label.id, label.id)] for label in labels]
    return [
        replace(one, name=end.name, color=end.color) for one, end in zip(labels, shown, strict=True)
    ]


def numbered(labels: Iterable[Label]) -> dict[int, Label]:
    """Return which label each digit 1 to 9 gives, in the order of the digits.

    A label whose shortcut is a digit has that one; the others that are offered take
    what is left, in their order.
    """
    shown = offered(labels)
    chosen = {int(label.shortcut): label for label in shown if label.shortcut in _DIGITS}
    rest = iter([label for label in shown if label.shortcut not in _DIGITS])
    found: dict[int, Label] = {}
    for digit in range(1, 10):
        label = chosen.get(digit) or next(rest, None)
        if label is not None:
            found[digit] = label
    return found
