"""vidat 2: one video's actions in seconds, with the label set that they index."""

from __future__ import annotations

import json
from typing import Any

from app.exchange.checked_json import StrictModel, validate_json
from app.exchange.format import Format, Incoming, segment_or_none, unique_names, video_of
from app.exchange.label_colors import known_color, label_colors
from app.exchange.unnamed_video import video_name_of
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
)

VERSION = "2.0.0"
_ANY_OBJECT = {"id": 0, "name": "default", "color": "#00FF00"}


class _Action(StrictModel):
    start: float | None
    end: float | None
    action: int
    description: str | None = ""


class _Video(StrictModel):
    src: str | None = None
    fps: float | None = None
    duration: float | None = None


class _Annotation(StrictModel):
    video: _Video
    actionAnnotationList: list[_Action]  # noqa: N815 - vidat's word


class _Label(StrictModel):
    id: int
    name: str
    color: str = ""


class _Config(StrictModel):
    actionLabelData: list[_Label]  # noqa: N815 - vidat's word


class _File(StrictModel):
    annotation: _Annotation
    config: _Config


def encode(contents: Contents, options: ExportOptions) -> str:  # noqa: ARG001 - one shape
    """Return the annotation file of one video.

    Raises:
        ExchangeError: two videos share one name.
    """
    unique_names(contents.videos, str)
    colors = label_colors(contents)
    number_of = {name: number for number, name in enumerate(colors)}
    video = contents.videos[0] if contents.videos else ExchangedVideo("", 0.0, 0.0, ())
    actions = [_action(one, number_of, colors) for one in video.segments]
    said = {
        "version": VERSION,
        "annotation": {
            "video": _video(video),
            "keyframeList": [0],
            "objectAnnotationListMap": {},
            "regionAnnotationListMap": {},
            "skeletonAnnotationListMap": {},
            "actionAnnotationList": actions,
        },
        "config": {
            "objectLabelData": [_ANY_OBJECT],
            "actionLabelData": [
                {"id": number_of[name], "name": name, "color": color, "objects": [0]}
                for name, color in colors.items()
            ],
            "skeletonTypeData": [],
        },
    }
    return json.dumps(said, ensure_ascii=False, allow_nan=False)


def decode(incoming: Incoming) -> Contents:
    """Return the video of an annotation file.

    Raises:
        ExchangeError: it is not one of vidat.
    """
    found = validate_json(_File, incoming.text, "a vidat annotation file")
    names = {one.id: one.name for one in found.config.actionLabelData}
    video = found.annotation.video
    labels = tuple(
        ExchangedLabel(one.name, known_color(one.color))
        for one in found.config.actionLabelData
        if one.name
    )
    items = found.annotation.actionAnnotationList
    source = video.src or ""
    if not (source or items):
        return Contents((), labels)
    # The page shows local videos by an address of its own, which names no file.
    name = "" if source.startswith("blob:") else source.replace("\\", "/").rsplit("/", 1)[-1]
    read = video_of(
        name or video_name_of(incoming),
        [_segment(one, names) for one in items],
        duration_s=max(video.duration or 0.0, 0.0),
        fps=max(video.fps or 0.0, 0.0),
    )
    return Contents((read,), labels)


def _video(video: ExchangedVideo) -> dict[str, Any]:
    return {
        "src": video.name,
        "fps": video.fps,
        "frames": round(video.duration_s * video.fps),
        "duration": video.duration_s,
        "height": video.height_px,
        "width": video.width_px,
    }


def _action(
    one: ExchangedSegment, number_of: dict[str, int], colors: dict[str, str]
) -> dict[str, Any]:
    return {
        "start": one.segment.start_s,
        "end": one.segment.end_s,
        "action": number_of[one.label],
        "object": 0,
        "color": colors[one.label],
        "description": one.note,
    }


def _segment(one: _Action, names: dict[int, str]) -> ExchangedSegment | None:
    if one.start is None or one.end is None:
        return None
    segment = segment_or_none(one.start, one.end)
    label = names.get(one.action, str(one.action))
    if segment is None or not label:
        return None
    return ExchangedSegment(label, segment, None, one.description or "")


FORMAT = Format(
    FormatCard(
        id="vidat",
        name="vidat (JSON)",
        summary="Actions with labels and colours for the vidat page, one file a video.",
        suffixes=(".json",),
        carries=Carries(
            label_list=True, colors=True, notes=True, several_videos=False, durations=True
        ),
    ),
    encode,
    decode,
    lambda _name, head: b'"actionAnnotationList"' in head or b'"keyframeList"' in head,
)
