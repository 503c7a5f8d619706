"""The names of the backbone's own labels."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def kinetics_labels() -> tuple[str, ...]:
    """Return the 400 Kinetics labels in the order of the network's scores."""
    text = resources.files("resources").joinpath("labels", "kinetics400.txt").read_text("utf-8")
    return tuple(text.splitlines())
