"""Results as JSON files: written whole, or the old file stays as it was."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pgcn_core.errors import OutputError


def is_stream(file: Path) -> bool:
    """Return whether a path is a device or a pipe, such as /dev/stdout, whatever it leads to."""
    if not file.exists() or file.is_dir():
        return False
    return file.absolute().parts[:2] in {("/", "dev"), ("/", "proc")} or not file.is_file()


def check_output(file: Path, option: str = "--out") -> None:
    """Make sure that results can be written before hours are spent on them.

    Args:
        file: What is to be written.
        option: How the person named it, for the next step of a failure.

    Raises:
        OutputError: the folder is missing, or writing is not allowed there.
    """
    if is_stream(file):
        return
    if not file.parent.is_dir():
        raise OutputError(
            f"There is no folder {file.parent} to write {file.name or file} in.",
            f"Make the folder, or choose another file with {option}.",
        )
    if file.is_dir():
        raise OutputError(f"{file} is a folder.", f"Choose a file inside it with {option}.")
    part = _part(file)
    try:
        part.touch()
        part.unlink()
    except OSError as error:
        raise _not_written(file, error, option) from error


def make_folder(out: Path, option: str = "--out") -> None:
    """Make a folder to write several files in, unless it is there.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(
            f"{out} cannot be made: {reason}.", f"Choose another {option}."
        ) from error


def write_json(values: dict[str, Any], file: Path, option: str = "--out") -> None:
    """Write a file whole, or leave the old one as it was; a device is written straight.

    Args:
        values: What JSON can hold.
        file: Where to.
        option: How the person named it, for the next step of a failure.

    Raises:
        OutputError: the folder is missing, the disk is full, or writing is not allowed.
    """
    text = json.dumps(values, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    write_text(text, file, option)


def write_text(text: str, file: Path, option: str = "--out") -> None:
    """Write a file whole, or leave the old one as it was; a device is written straight.

    Args:
        text: What goes in, as UTF-8.
        file: Where to.
        option: How the person named it, for the next step of a failure.

    Raises:
        OutputError: the folder is missing, the disk is full, or writing is not allowed.
    """
    # A name that is not text comes through as JSON's own escapes.
    write_bytes(text.encode(errors="backslashreplace"), file, option)


def write_bytes(content: bytes, file: Path, option: str = "--out") -> None:
    """Write a file whole, or leave the old one as it was; a device is written straight.

    Args:
        content: What goes in.
        file: Where to.
        option: How the person named it, for the next step of a failure.

    Raises:
        OutputError: the folder is missing, the disk is full, or writing is not allowed.
    """
    try:
        if is_stream(file):
            file.write_bytes(content)
        else:
            _replace(file, [content])
    except OSError as error:
        raise _not_written(file, error, option) from error


def write_pieces(pieces: Iterable[str], file: Path, option: str = "--out") -> None:
    """Write a file whole, piece by piece, or leave the old one as it was; never a device.

    Args:
        pieces: What goes in, as UTF-8, made while it is written.
        file: Where to.
        option: How the person named it, for the next step of a failure.

    Raises:
        OutputError: the folder is missing, the disk is full, or writing is not allowed.
    """
    try:
        _replace(file, (piece.encode(errors="backslashreplace") for piece in pieces))
    except OSError as error:
        raise _not_written(file, error, option) from error


def _replace(file: Path, pieces: Iterable[bytes]) -> None:
    part = _part(file)
    try:
        with part.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _part(file: Path) -> Path:
    return file.with_name(f".{file.name[:100]}.part")


def _not_written(file: Path, error: OSError, option: str) -> OutputError:
    reason = (error.strerror or str(error)).lower()
    next_step = f"Choose another file with {option}."
    if error.errno == errno.ENOSPC:
        next_step = f"Free some space, or choose another disk with {option}."
    return OutputError(f"{file} cannot be written: {reason}.", next_step)
