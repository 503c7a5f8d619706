"""X-AnyLabeling's file beside a video (``type`` is ``video_classification``), in milliseconds."""

from __future__ import annotations

import json
from typing import Any

from pydantic import Field

from app.exchange.checked_json import StrictModel, validate_json
from app.exchange.format import Format, Incoming, segment_or_none, unique_names, video_of
from app.exchange.unnamed_video import video_name_of
from app.exchange.whole_times import whole_ms
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
)


class _Segment(StrictModel):
    label: str
    start_ms: float
    end_ms: float
    description: str | None = ""


class _File(StrictModel):
    video: str = ""
    fps: float | None = None
    labels: list[str] = Field(default=[])
    segments: list[_Segment]


def encode(contents: Contents, options: ExportOptions) -> str:  # noqa: ARG001 - one shape
    """Return the file of one video.

    Raises:
        ExchangeError: two videos share one name.
    """
    unique_names(contents.videos, str)
    video = contents.videos[0] if contents.videos else ExchangedVideo("", 0.0, 0.0, ())
    said = {
        "version": "1.0",
        "type": "video_classification",
        "video": video.name,
        "fps": video.fps,
        "duration_ms": round(video.duration_s * 1000),
        "labels": list(contents.label_names),
        "segments": [_said(n, one, video.fps) for n, one in enumerate(video.segments, start=1)],
    }
    return json.dumps(said, ensure_ascii=False, allow_nan=False)


def decode(incoming: Incoming) -> Contents:
    """Return the video of a file.

    Raises:
        ExchangeError: it is not of X-AnyLabeling.
    """
    found = validate_json(_File, incoming.text, "an X-AnyLabeling video file")
    labels = tuple(ExchangedLabel(name) for name in found.labels if name)
    if not (found.video or found.segments):
        return Contents((), labels)
    name = found.video.replace("\\", "/").rsplit("/", 1)[-1] or video_name_of(incoming)
    segments = [_segment(one) for one in found.segments]
    return Contents((video_of(name, segments, fps=max(found.fps or 0.0, 0.0)),), labels)


def _said(number: int, one: ExchangedSegment, fps: float) -> dict[str, Any]:
    start_ms, end_ms = whole_ms(one.segment)
    return {
        "id": str(number),
        "label": one.label,
        "start_ms": start_ms,
        "end_ms": end_ms,
        "start_frame": round(start_ms * fps / 1000),
        "end_frame": round(end_ms * fps / 1000),
        "description": one.note,
    }


def _segment(one: _Segment) -> ExchangedSegment | None:
    segment = segment_or_none(one.start_ms / 1000, one.end_ms / 1000)
    if segment is None or not one.label:
        return None
    return ExchangedSegment(one.label, segment, None, one.description or "")


FORMAT = Format(
    FormatCard(
        id="x-anylabeling",
        name="X-AnyLabeling (JSON)",
        summary="The file X-AnyLabeling keeps beside a video whose segments are classified.",
        suffixes=(".json",),
        carries=Carries(label_list=True, notes=True, several_videos=False, time_step_s=0.001),
        time_bases=("milliseconds",),
    ),
    encode,
    decode,
    lambda _name, head: b'"video_classification"' in head,
)
