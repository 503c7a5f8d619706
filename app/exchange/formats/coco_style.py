"""COCO-style JSON: tables of videos, categories and annotations that refer to each other by id.

COCO knows no time, so ``segment`` with two seconds is a habit of the field and no standard. Times
keep every bit; ``source`` tells annotations from suggestions.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import Field

from app.exchange.checked_json import StrictModel, validate_json
from app.exchange.format import Format, Incoming, foreign, segment_or_none, unique_names, video_of
from app.exchange.label_colors import known_color, label_colors
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
    Source,
)

_FORM = "a COCO-style file of segments"
_Length = Annotated[float, Field(ge=0)]


class _Video(StrictModel):
    id: int | str
    file_name: str
    fps: _Length | None = None
    duration: _Length | None = None


class _Category(StrictModel):
    id: int
    name: str
    color: str | None = ""


class _Annotation(StrictModel):
    video_id: int | str
    category_id: int
    segment: Annotated[list[float], Field(min_length=2, max_length=2)]
    score: float | None = None
    note: str | None = ""
    source: Source = "annotation"


class _File(StrictModel):
    videos: list[_Video]
    categories: list[_Category]
    annotations: list[_Annotation]


def encode(contents: Contents, options: ExportOptions) -> str:
    """Return the three tables.

    Raises:
        ExchangeError: two videos share one name.
    """
    names = unique_names(contents.videos, str)
    number_of = {name: number for number, name in enumerate(contents.label_names, start=1)}
    pairs = [
        (number, one)
        for number, video in enumerate(contents.videos, start=1)
        for one in video.segments
    ]
    said = {
        "info": {"description": options.title, "segment": "[start, end) in seconds"},
        "videos": [
            _video_row(number, name, video)
            for number, (name, video) in enumerate(
                zip(names, contents.videos, strict=True), start=1
            )
        ],
        "categories": [
            {"id": number_of[name], "name": name, "color": color}
            for name, color in label_colors(contents).items()
        ],
        "annotations": [
            {"id": number, **_annotation_row(video_id, one, number_of)}
            for number, (video_id, one) in enumerate(pairs, start=1)
        ],
    }
    return json.dumps(said, ensure_ascii=False, allow_nan=False)


def decode(incoming: Incoming) -> Contents:
    """Return the videos of a file.

    Raises:
        ExchangeError: it is not of this form, or refers to an id that it does not have.
    """
    found = validate_json(_File, incoming.text, _FORM)
    names = {one.id: one.name for one in found.categories}
    by_video: dict[int | str, list[ExchangedSegment | None]] = {one.id: [] for one in found.videos}
    for number, one in enumerate(found.annotations):
        if one.video_id not in by_video or one.category_id not in names:
            raise foreign(_FORM, f"at annotations > {number}: no such video or category")
        by_video[one.video_id].append(_segment(one, names[one.category_id]))
    videos = tuple(
        video_of(
            one.file_name.replace("\\", "/").rsplit("/", 1)[-1],
            by_video[one.id],
            duration_s=one.duration or 0.0,
            fps=one.fps or 0.0,
        )
        for one in found.videos
    )
    labels = (ExchangedLabel(one.name, known_color(one.color or "")) for one in found.categories)
    return Contents(videos, tuple(one for one in labels if one.name))


def _video_row(number: int, name: str, video: ExchangedVideo) -> dict[str, Any]:
    return {
        "id": number,
        "file_name": name,
        "fps": video.fps,
        "duration": video.duration_s,
        "width": video.width_px,
        "height": video.height_px,
    }


def _annotation_row(
    video_id: int, one: ExchangedSegment, number_of: dict[str, int]
) -> dict[str, Any]:
    said: dict[str, Any] = {
        "video_id": video_id,
        "category_id": number_of[one.label],
        "segment": [one.segment.start_s, one.segment.end_s],
        "source": one.source,
    }
    if one.score is not None:
        said["score"] = one.score
    if one.note:
        said["note"] = one.note
    return said


def _segment(one: _Annotation, label: str) -> ExchangedSegment | None:
    segment = segment_or_none(one.segment[0], one.segment[1])
    if segment is None or not label:
        return None
    return ExchangedSegment(label, segment, one.score, one.note or "", one.source)


FORMAT = Format(
    FormatCard(
        id="coco-style",
        name="COCO-style (JSON)",
        summary="Tables of videos, categories and segments; a habit of the field, no standard.",
        suffixes=(".json",),
        carries=Carries(
            scores=True, layers=True, label_list=True, colors=True, notes=True, durations=True
        ),
        layer="both",
    ),
    encode,
    decode,
    lambda _name, head: b'"categories"' in head or b'"category_id"' in head,
)
