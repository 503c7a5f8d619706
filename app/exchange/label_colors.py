"""A colour for every label, as many formats demand one."""

from __future__ import annotations

import re

from app.services.exchange_values import Contents

# Okabe and Ito's colours, told apart by colour-blind people too; they come round again.
_COLORS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def label_colors(contents: Contents) -> dict[str, str]:
    """Return ``#rrggbb`` of every label, in the order of the labels."""
    own = {label.name: label.color for label in contents.labels if label.color}
    return {
        name: own.get(name, _COLORS[number % len(_COLORS)])
        for number, name in enumerate(contents.label_names)
    }


def known_color(text: str) -> str:
    """Return a colour of another tool as ``#rrggbb``, or '' when it is not one."""
    return text.lower() if _HEX.fullmatch(text) else ""


def rgb(color: str) -> tuple[int, int, int]:
    """Return red, green and blue of ``#rrggbb``, each 0 to 255; grey for anything else."""
    if not _HEX.fullmatch(color):
        return 128, 128, 128
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
