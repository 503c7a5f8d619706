"""Action labels of a project."""

from __future__ import annotations

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
    """

    id: str
    name: str
    color: str


def next_color(n_labels: int) -> str:
    """Return the palette's colour for the label after ``n_labels`` others."""
    return PALETTE[n_labels % len(PALETTE)]
