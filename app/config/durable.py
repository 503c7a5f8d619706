"""Replaces a small file whole: a reader finds the old content or the new, never half of one."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4


def is_stream(file: Path) -> bool:
    """Return whether a path is a device or a pipe, such as /dev/stdout, whatever it leads to."""
    if not file.exists() or file.is_dir():
        return False
    return file.absolute().parts[:2] in {("/", "dev"), ("/", "proc")} or not file.is_file()


def replace_file(file: Path, content: bytes) -> None:
    """Write ``content`` beside ``file``, read it back, and move it over ``file``.

    A device or a pipe is written straight: nothing may take its place.

    Raises:
        OSError: it cannot be written; ``file`` is as it was and nothing is left beside it.
    """
    if is_stream(file):
        file.write_bytes(content)
        return
    new = file.with_name(f".{file.name[:100]}.{uuid4().hex}")
    try:
        with new.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if new.read_bytes() != content:
            raise OSError(f"{file} reads back differently than it was written")
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
    _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where folders can be synced (not on Windows)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
