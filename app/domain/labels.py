"""Action labels of a project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Colour-blind-safe hues (Okabe-Ito without black, then lighter turns of them), given in order.
PALETTE = (
    "#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#0072b2",
    "#9ad7f5", "#ffc966", "#4fd1aa", "#e8b3d0", "#a6761d", "#8da0cb", "#66c2a5",
)  # fmt: skip


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


def numbered(labels: Iterable[Label]) -> dict[int, Label]:
    """Return the labels that the digits 1 to 9 stand for.

    A label whose shortcut is a digit has that one; the others have the digits left, in their order.
    Hidden labels and merged ones have none.
    """
    offered = [one for one in labels if not one.is_hidden and one.merged_into is None]
    found = {int(one.shortcut): one for one in offered if one.shortcut in set("123456789")}
    left = (number for number in range(1, 10) if number not in found)
    others = (one for one in offered if found.get(_digit(one)) is not one)
    found.update(zip(left, others, strict=False))
    return dict(sorted(found.items()))


def _digit(label: Label) -> int:
    return int(label.shortcut) if label.shortcut in set("123456789") else 0
