"""Label colours as the person can see them; the project's own stay what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.labels import PALETTE, Label
from app.ui.preferences import LabelColours

# Lightness steps as far apart as hues; the pattern of a lane tells the rest.
CONTRAST = ("#ffd400", "#00e5ff", "#ff7ad9", "#7dff6b", "#ffffff", "#ff9f43", "#9fa8ff")
PALETTES: dict[LabelColours, Sequence[str]] = {"safe": PALETTE, "contrast": CONTRAST}


def recoloured(labels: Sequence[Label], choice: LabelColours) -> list[Label]:
    """Return the labels in the colours of a palette, given by their order in the project."""
    palette = PALETTES.get(choice)
    if palette is None:
        return list(labels)
    return [replace(one, color=palette[at % len(palette)]) for at, one in enumerate(labels)]
