"""Text files that a person names on the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from pgcn_core.errors import PgcnError, SettingsError


def read_text(path: Path, failure: type[PgcnError] = SettingsError) -> str:
    """Return a file as UTF-8, without the mark that some editors put before it.

    Args:
        path: The file.
        failure: What is raised when it is missing, may not be read, or is no UTF-8 text.

    Raises:
        PgcnError: ``failure``.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise failure(f"{path} is not UTF-8 text.", "Choose another file.") from error
    except OSError as error:
        raise unreadable(path, error, failure) from error


def unreadable(path: Path, error: OSError, failure: type[PgcnError]) -> PgcnError:
    """Return the failure that says why the system gave no byte of a file."""
    if isinstance(error, FileNotFoundError):
        return failure(f"There is no file {path}.", "Check its name.")
    reason = (error.strerror or str(error)).lower()
    return failure(f"{path} cannot be read: {reason}.", "Choose another file.")


def parse_json(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what a JSON text holds.

    Raises:
        JSONDecodeError: it is none, is nested deeper than any file of ours, or holds a number of
            thousands of digits; Python says those two in other ways.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except (RecursionError, ValueError) as error:
        raise json.JSONDecodeError(str(error), text, 0) from error


def read_rows(path: Path, failure: type[PgcnError]) -> list[list[str]]:
    """Return the rows of a CSV file, an empty one for a blank line.

    Raises:
        PgcnError: ``failure``: it cannot be read, or is no table.
    """
    try:
        return list(csv.reader(read_text(path, failure).splitlines()))
    except csv.Error as error:
        raise failure(f"{path} is not a CSV table: {error}.", "Choose another file.") from error


def read_labels(path: Path) -> tuple[str, ...]:
    """Return the names of a label file, one a line; the blank last line does not count.

    Raises:
        SettingsError: it cannot be read, is empty, or names a label twice or not at all.
    """
    names = tuple(line.strip() for line in read_text(path).rstrip().split("\n"))
    if not all(names):
        raise SettingsError(f"{path} has a line without a label.", "Write one name on each line.")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise SettingsError(f"{path} names {twice!r} twice.", "Give every label its own name.")
    return names
