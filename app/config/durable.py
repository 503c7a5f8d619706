"""Replaces a small file whole: a reader finds the old content or the new, never half of one."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4


def replace_file(file: Path, content: bytes) -> None:
    """Write ``content`` beside ``file``, read it back, and move it over ``file``.

    Raises:
        OSError: it cannot be written; ``file`` is as it was and nothing is left beside it.
    """
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
