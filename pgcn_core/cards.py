"""Cards: the JSON beside weights that says what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from pgcn_core.errors import CheckpointError


class Card(Protocol):
    """What every card says first."""

    @property
    def format(self) -> int:
        """Version of its form, counted from 1."""


C = TypeVar("C", bound=Card)


def read_card(path: Path, kind: type[C], what: str, newest: int) -> C:
    """Return a card whose every field is of its type.

    Args:
        path: The file, in the folder that it speaks for.
        kind: A dataclass of its fields.
        what: What the folder holds, for people.
        newest: The highest format that can be read.

    Raises:
        CheckpointError: it is missing, damaged or of a newer format.
    """
    try:
        card = TypeAdapter(kind).validate_json(path.read_bytes())
    except OSError as error:
        raise CheckpointError(
            f"There is no {what} in {path.parent}.", f"Choose a folder that holds {path.name}."
        ) from error
    except ValidationError as error:
        raise CheckpointError(f"{path} is damaged.", f"Copy the {what} again.") from error
    if card.format > newest:
        raise CheckpointError(
            f"The {what} in {path.parent} was written by a newer version.", "Update PGCN Studio."
        )
    return card
