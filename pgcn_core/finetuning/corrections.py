"""What people corrected, as a file: the labelled segments of videos, and what was rejected there.

::

    {"format": "pgcn-corrections", "version": 1,
     "labels": ["jump", "throw"],
     "videos": [{"path": "a.mp4", "name": "a",
                 "annotations": [{"segment": [1.5, 4.0], "label": "jump"}],
                 "rejected": [[7.0, 9.5]]}]}

A video is there when somebody has been through it: what is not labelled in it is background, and a
video without annotations holds none of the labels. Paths are absolute or lie beside the file; a
name is needed only where two files are called the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pgcn_core.errors import TrainingError
from pgcn_core.segments import Segments
from pgcn_core.text_files import read_text

VERSION = 1
_STRICT = ConfigDict(allow_inf_nan=False)
_Span = tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(ge=0)]]
_NEXT_STEP = "Export the corrections again, or mend the file."


@dataclass(frozen=True, slots=True)
class CorrectedVideo:
    """One video that somebody has been through.

    Attributes:
        path: The file.
        video_id: Its name, unique among the corrections.
        truth: (G, 2) float64 seconds of what is there.
        label_idx: (G,) int64 labels.
        rejected: (R, 2) float64 seconds of suggestions that are wrong.
    """

    path: Path
    video_id: str
    truth: Segments
    label_idx: NDArray[np.int64]
    rejected: Segments


@dataclass(frozen=True, slots=True)
class Corrections:
    """All of them.

    Attributes:
        labels: K names.
        videos: Each with its own name.
    """

    labels: tuple[str, ...]
    videos: tuple[CorrectedVideo, ...]


class _Annotation(BaseModel):
    model_config = _STRICT
    segment: _Span
    label: str


class _Video(BaseModel):
    model_config = _STRICT
    path: str
    name: str = ""
    annotations: list[_Annotation] = []
    rejected: list[_Span] = []


class _File(BaseModel):
    model_config = _STRICT
    format: Literal["pgcn-corrections"]
    version: Annotated[int, Field(ge=1)]
    labels: Annotated[list[str], Field(min_length=1)]
    videos: Annotated[list[_Video], Field(min_length=1)]


def read_corrections(file: Path) -> Corrections:
    """Read a file of corrections.

    Raises:
        SettingsError: it cannot be read.
        TrainingError: it does not follow its form, is of a newer program, names a label or a video
            twice or a label it does not list, or a segment has no length.
    """
    try:
        found = _File.model_validate_json(read_text(file))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise TrainingError(
            f"{file.name} is no file of corrections: {where or 'it'}: {first['msg']}.", _NEXT_STEP
        ) from error
    if found.version > VERSION:
        raise TrainingError(f"{file.name} was written by a newer program.", "Update this one.")
    _check_distinct(file.name, "label", found.labels)
    videos = tuple(_video(file, one, found.labels) for one in found.videos)
    _check_distinct(file.name, "video", [one.video_id for one in videos])
    return Corrections(tuple(found.labels), videos)


def _video(file: Path, found: _Video, labels: list[str]) -> CorrectedVideo:
    unknown = next((one.label for one in found.annotations if one.label not in labels), None)
    if unknown is not None:
        raise TrainingError(f"{file.name} does not list the label {unknown!r}.", _NEXT_STEP)
    path = file.parent / found.path
    return CorrectedVideo(
        path,
        found.name or path.stem,
        _spans(file.name, [one.segment for one in found.annotations]),
        np.array([labels.index(one.label) for one in found.annotations], np.int64),
        _spans(file.name, found.rejected),
    )


def _spans(name: str, spans: list[_Span]) -> Segments:
    table: Segments = np.array(spans, np.float64).reshape(-1, 2)
    if (table[:, 0] >= table[:, 1]).any():
        start, end = table[np.argmax(table[:, 0] >= table[:, 1])]
        raise TrainingError(f"{name}: nothing lies between {start:g} and {end:g} s.", _NEXT_STEP)
    return table


def _check_distinct(name: str, what: str, names: list[str]) -> None:
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice is not None:
        raise TrainingError(f"{name} names the {what} {twice!r} twice.", "Rename one of them.")
