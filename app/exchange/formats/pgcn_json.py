"""Our own JSON: all that goes out, with a version and a schema.

The schema is ``resources/schemas/pgcn-studio-1.schema.json``. A reader accepts what a newer program
added to version 1 and refuses a version above it.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import Field

from app.domain.errors import ExchangeError
from app.domain.timeline import Sheet
from app.exchange.checked_json import StrictModel, dump_json, validate_json
from app.exchange.format import Format, Incoming, segment_or_none, unique_names
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
)

MARK = "pgcn-studio"
VERSION = 1

_Length = Annotated[float, Field(ge=0)]
_Whole = Annotated[int, Field(ge=0)]
_Name = Annotated[str, Field(min_length=1)]


class _Label(StrictModel):
    name: _Name
    color: Annotated[str, Field(pattern="^(#[0-9a-fA-F]{6})?$")] = ""


class _Segment(StrictModel):
    label: _Name
    start_s: _Length
    end_s: _Length
    source: Literal["annotation", "suggestion"] = "annotation"
    score: float | None = None
    note: str = ""
    tags: list[str] = Field(default=[])


class _Sheet(StrictModel):
    note: str = ""
    tags: list[str] = Field(default=[])
    assignee: str = ""
    is_empty: bool = False


class _Video(StrictModel):
    name: _Name
    fingerprint: str = ""
    duration_s: _Length = 0.0
    fps: _Length = 0.0
    width_px: _Whole = 0
    height_px: _Whole = 0
    is_vfr: bool = False
    sheet: _Sheet = _Sheet()
    segments: list[_Segment]


class _File(StrictModel):
    format: Literal["pgcn-studio"]
    version: Annotated[int, Field(ge=1)]
    project: str = ""
    labels: list[_Label] = Field(default=[])
    videos: list[_Video]


def schema() -> dict[str, Any]:
    """Return the JSON Schema of version 1."""
    made = _File.model_json_schema()
    made.pop("title")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "PGCN Studio annotations, version 1",
        "description": "Segments are half-open [start_s, end_s), seconds from the first frame.",
        **made,
    }


def encode_json(contents: Contents, options: ExportOptions) -> str:
    """Return the text.

    Raises:
        ExchangeError: two videos share one name.
    """
    unique_names(contents.videos, str)
    colors = {one.name: one.color for one in contents.labels}
    content = {
        "format": MARK,
        "version": VERSION,
        "project": options.title,
        "labels": [{"name": name, "color": colors.get(name, "")} for name in contents.label_names],
        "videos": [_said(video) for video in contents.videos],
    }
    return dump_json(content, levels=4)


def decode_json(incoming: Incoming) -> Contents:
    """Return the contents.

    Raises:
        ExchangeError: the text is not of this form, or of a newer version.
    """
    found = validate_json(_File, incoming.text, "a PGCN Studio JSON file")
    if found.version > VERSION:
        raise ExchangeError(
            f"The file is of version {found.version}; this program reads up to {VERSION}.",
            "Update the program, or export it in another format.",
        )
    labels = tuple(ExchangedLabel(one.name, one.color) for one in found.labels)
    return Contents(tuple(map(_video, found.videos)), labels)


def _said(video: ExchangedVideo) -> dict[str, Any]:
    return {
        "name": video.name,
        "fingerprint": video.fingerprint,
        "duration_s": video.duration_s,
        "fps": video.fps,
        "width_px": video.width_px,
        "height_px": video.height_px,
        "is_vfr": video.is_vfr,
        "sheet": {**asdict(video.sheet), "tags": list(video.sheet.tags)},
        "segments": [
            {
                "label": one.label,
                "start_s": one.segment.start_s,
                "end_s": one.segment.end_s,
                "source": one.source,
                "score": one.score,
                "note": one.note,
                "tags": list(one.tags),
            }
            for one in video.segments
        ],
    }


def _video(found: _Video) -> ExchangedVideo:
    segments = []
    for one in found.segments:
        segment = segment_or_none(one.start_s, one.end_s)
        if segment is not None:
            tags = tuple(one.tags)
            segments.append(
                ExchangedSegment(one.label, segment, one.score, one.note, one.source, tags)
            )
    noted = found.sheet
    return ExchangedVideo(
        found.name,
        found.duration_s,
        found.fps,
        tuple(segments),
        len(found.segments) - len(segments),
        fingerprint=found.fingerprint,
        width_px=found.width_px,
        height_px=found.height_px,
        is_vfr=found.is_vfr,
        sheet=Sheet(noted.note, tuple(noted.tags), noted.assignee, noted.is_empty),
    )


PGCN_JSON = Format(
    FormatCard(
        id="pgcn-json",
        name="PGCN Studio (JSON, complete)",
        summary="Everything: both layers, scores, notes and tags, colours, content of videos.",
        suffixes=(".json",),
        carries=Carries(
            scores=True,
            layers=True,
            label_list=True,
            colors=True,
            notes=True,
            tags=True,
            sheets=True,
            durations=True,
            fingerprints=True,
        ),
        layer="both",
    ),
    encode_json,
    decode_json,
    lambda _name, head: b'"pgcn-studio"' in head[:200],
)
