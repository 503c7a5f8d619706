"""The P-GCN that comes with the program, for when nobody has chosen one."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

FOLDER = ("models", "kinetics400-default")


def default_model() -> Path:
    """Return the folder of the checkpoint that is shipped: 400 labels of Kinetics, RGB alone.

    ``MODEL_CARD.md`` in it says what it was made from and what it is worth.
    """
    return Path(str(resources.files("resources").joinpath(*FOLDER)))
