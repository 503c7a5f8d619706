"""FiftyOne's temporal detections: ``labels.json`` beside a folder ``data`` with the videos.

Written with ``timestamps`` in seconds, which do not depend on how frames are counted. Read back,
``support`` is understood too: true frames from 1, the last one included.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import Field

from app.domain.project import VIDEO_SUFFIXES
from app.exchange.checked_json import StrictModel, validate_json
from app.exchange.format import Format, Incoming, segment_or_none, unique_names, video_of
from app.exchange.frame_clock import FrameClock, true_clock
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExportOptions,
    FormatCard,
)

_Pair = Annotated[list[float], Field(min_length=2, max_length=2)]
_Frame = Annotated[int, Field(ge=1, le=10**9)]


class _Detection(StrictModel):
    label: int | str
    timestamps: _Pair | None = None
    support: Annotated[list[_Frame], Field(min_length=2, max_length=2)] | None = None
    confidence: float | None = None
    attributes: dict[str, Any] = Field(default={})


class _Labels(StrictModel):
    classes: list[str] | None = None
    labels: dict[str, list[_Detection] | None]


def encode(contents: Contents, options: ExportOptions) -> str:  # noqa: ARG001 - one shape
    """Return ``labels.json``.

    Raises:
        ExchangeError: two videos would share one id.
    """
    classes = list(contents.label_names)
    number_of = {name: number for number, name in enumerate(classes)}
    labels = {
        uuid: [_detection(one, number_of) for one in video.segments]
        for uuid, video in zip(unique_names(contents.videos, _stem), contents.videos, strict=True)
    }
    return json.dumps({"classes": classes, "labels": labels}, ensure_ascii=False, allow_nan=False)


def decode(incoming: Incoming) -> Contents:
    """Return the videos of ``labels.json``.

    Raises:
        ExchangeError: it is not of this form, or counts frames of a video of unknown rate.
    """
    found = validate_json(_Labels, incoming.text, "a FiftyOne temporal detection file")
    classes = found.classes or []
    videos = []
    for uuid, detections in found.labels.items():
        items = detections or []
        counts = any(one.timestamps is None and one.support for one in items)
        known = incoming.video_named(uuid)
        clock = true_clock(known, incoming.options.fps) if counts else None
        name = uuid.replace("\\", "/").rsplit("/", 1)[-1]
        videos.append(video_of(name, [_segment(one, classes, clock) for one in items]))
    return Contents(tuple(videos), tuple(ExchangedLabel(name) for name in classes if name))


def _stem(name: str) -> str:
    suffix = next((one for one in VIDEO_SUFFIXES if name.lower().endswith(one)), "")
    return name[: len(name) - len(suffix)] or name


def _detection(one: ExchangedSegment, number_of: dict[str, int]) -> dict[str, Any]:
    times = [one.segment.start_s, one.segment.end_s]
    said: dict[str, Any] = {"label": number_of[one.label], "timestamps": times}
    if one.score is not None:
        said["confidence"] = one.score
    if one.note:
        said["attributes"] = {"note": one.note}
    return said


def _segment(
    one: _Detection, classes: list[str], clock: FrameClock | None
) -> ExchangedSegment | None:
    label = one.label
    if isinstance(label, int):
        label = classes[label] if 0 <= label < len(classes) else str(label)
    if one.timestamps is not None:
        times = (one.timestamps[0], one.timestamps[1])
    elif one.support is not None and clock is not None:
        times = (clock.time_s(one.support[0] - 1), clock.time_s(one.support[1]))
    else:
        return None
    segment = segment_or_none(*times)
    note = one.attributes.get("note", "")
    if segment is None or not label:
        return None
    return ExchangedSegment(label, segment, one.confidence, note if isinstance(note, str) else "")


FORMAT = Format(
    FormatCard(
        id="fiftyone",
        name="FiftyOne temporal detections (JSON)",
        summary="labels.json of a FiftyOne dataset; put the videos into a folder data beside it.",
        suffixes=(".json",),
        carries=Carries(scores=True, notes=True, label_list=True, full_names=False),
        layer="both",
    ),
    encode,
    decode,
    lambda _name, head: b'"classes"' in head and b'"labels"' in head,
)
