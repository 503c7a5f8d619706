"""Files of an export on the disk: whole or not at all, and what the disk refuses in words."""

from __future__ import annotations

import errno
from pathlib import Path

from app.config.durable import replace_file
from app.domain.errors import ExchangeError


def write_file(file: Path, data: bytes) -> None:
    """Write a file whole, read it back, and put it in the place of what was there.

    Raises:
        ExchangeError: the folder is missing, the disk is full, or writing is not allowed.
    """
    try:
        replace_file(file, data)
    except OSError as error:
        raise not_written(file, error) from error


def not_written(file: Path, error: OSError) -> ExchangeError:
    """Return the failure of a file that cannot be written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ExchangeError(
            f"There is no room left for {file.name} in {file.parent}.",
            "Free some space there, or choose another disk.",
        )
    if not file.parent.is_dir():
        return ExchangeError(
            f"There is no folder {file.parent} to write {file.name} in.",
            "Make it, or choose another one.",
        )
    if file.is_dir():
        return ExchangeError(f"{file} is a folder.", "Choose a file inside it.")
    return ExchangeError(
        f"{file.name} cannot be written: {(error.strerror or str(error)).lower()}.",
        "Choose another folder, or free some space.",
    )
