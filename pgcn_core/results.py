"""Detections of many videos as one ActivityNet results file."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pgcn_core.errors import OutputError

if TYPE_CHECKING:
    from pgcn_core.pipeline import LocalizedVideo  # loads torch; looking at the output must not


def results_dict(videos: Sequence[LocalizedVideo]) -> dict[str, Any]:
    """Return the ActivityNet results form of some videos.

    Keys of ``results`` are file names without suffix; a name that occurs twice keeps its suffix,
    and where that is not enough, its folders.
    Segments are seconds with microseconds, scores the engine's raw scores.
    """
    names = _names([video.info.path for video in videos])
    return {
        "version": "VERSION 1.3",
        "results": {name: _detections(video) for name, video in zip(names, videos, strict=True)},
        "external_data": {
            "used": True,
            "details": "; ".join(sorted({video.note for video in videos})),
        },
    }


def is_stream(file: Path) -> bool:
    """Return whether a path is a device or a pipe, such as /dev/stdout, whatever it leads to."""
    if not file.exists() or file.is_dir():
        return False
    return file.absolute().parts[:2] in {("/", "dev"), ("/", "proc")} or not file.is_file()


def check_output(file: Path) -> None:
    """Make sure that results can be written before hours are spent on them.

    Raises:
        OutputError: the folder is missing, or writing is not allowed there.
    """
    if is_stream(file):
        return
    if not file.parent.is_dir():
        raise OutputError(
            f"There is no folder {file.parent} to write {file.name or file} in.",
            "Make the folder, or choose another file with --out.",
        )
    if file.is_dir():
        raise OutputError(f"{file} is a folder.", "Choose a file inside it with --out.")
    part = _part(file)
    try:
        part.touch()
        part.unlink()
    except OSError as error:
        raise _not_written(file, error) from error


def write_results(videos: Sequence[LocalizedVideo], file: Path) -> None:
    """Write the results file whole, or leave the old one as it was; a device is written straight.

    Raises:
        OutputError: the folder is missing, the disk is full, or writing is not allowed.
    """
    text = json.dumps(results_dict(videos), indent=1, ensure_ascii=False) + "\n"
    # A name that is not text comes through as JSON's own escapes.
    content = text.encode(errors="backslashreplace")
    try:
        if is_stream(file):
            file.write_bytes(content)
        else:
            _replace(file, content)
    except OSError as error:
        raise _not_written(file, error) from error


def _replace(file: Path, content: bytes) -> None:
    part = _part(file)
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _part(file: Path) -> Path:
    return file.with_name(f".{file.name[:100]}.part")


def _not_written(file: Path, error: OSError) -> OutputError:
    reason = (error.strerror or str(error)).lower()
    next_step = "Choose another file with --out."
    if error.errno == errno.ENOSPC:
        next_step = "Free some space, or choose another disk with --out."
    return OutputError(f"{file} cannot be written: {reason}.", next_step)


def _names(paths: Sequence[Path]) -> list[str]:
    """Return a short name for each path, no two the same unless the paths are."""
    stems = Counter(path.stem for path in paths)
    names = Counter(path.name for path in paths)
    short = [path.stem if stems[path.stem] == 1 else path.name for path in paths]
    return [
        name if names[path.name] == 1 else path.as_posix()
        for path, name in zip(paths, short, strict=True)
    ]


def _detections(video: LocalizedVideo) -> list[dict[str, Any]]:
    found = video.detections
    return [
        {
            "label": video.labels[label_idx],
            "score": round(float(score), 6),
            "segment": [round(float(start_s), 6), round(float(end_s), 6)],
        }
        for (start_s, end_s), label_idx, score in zip(
            found.segments, found.label_idx, found.score, strict=True
        )
    ]
