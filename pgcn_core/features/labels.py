"""The names of known label sets, in the order of their networks' scores."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def kinetics_labels() -> tuple[str, ...]:
    """Return the 400 labels of Kinetics-400, the backbone's own."""
    return _lines("kinetics400.txt")


@cache
def thumos14_labels() -> tuple[str, ...]:
    """Return the 20 labels of THUMOS14, those of the released P-GCN."""
    return _lines("thumos14.txt")


def _lines(name: str) -> tuple[str, ...]:
    text = resources.files("resources").joinpath("labels", name).read_text("utf-8")
    return tuple(text.splitlines())
