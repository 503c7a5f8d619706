"""Label Studio: a folder with the tasks and the labelling config they belong to.

Annotations stand in ``annotations``, suggestions in ``predictions``. Times are frames at the rate
the config declares, counted from 1, the last one included; each task says its rate in ``fps``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from pydantic import BaseModel, ConfigDict

from app.exchange.checked_json import validate_json
from app.exchange.format import (
    Format,
    Incoming,
    foreign,
    passed_over,
    segment_or_none,
    text_of,
    unique_names,
    video_of,
)
from app.exchange.frame_clock import RateClock, declared_rate
from app.exchange.label_colors import known_color, label_colors
from app.exchange.safe_xml import add, read_xml, xml_text
from app.exchange.whole_times import whole_frames
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

TASKS_FILE, CONFIG_FILE = "tasks.json", "labeling-config.xml"
_FORM = "a Label Studio export"
_LENIENT = ConfigDict(allow_inf_nan=False)
_KIND = "timelinelabels"


class _Range(BaseModel):
    model_config = _LENIENT
    start: float
    end: float


class _Value(BaseModel):
    ranges: list[_Range] = []
    timelinelabels: list[str] = []


class _Meta(BaseModel):
    text: list[str] | str = []


class _Region(BaseModel):
    model_config = _LENIENT
    type: str = ""
    value: _Value = _Value()
    score: float | None = None
    meta: _Meta | None = None


class _Work(BaseModel):
    result: list[_Region] = []
    was_cancelled: bool = False


class _Data(BaseModel):
    model_config = _LENIENT
    video: str
    fps: float = 0.0
    duration: float = 0.0


class _Task(BaseModel):
    data: _Data
    annotations: list[_Work] = []
    predictions: list[_Work] = []


class _Tasks(BaseModel):
    tasks: list[_Task]


def encode(contents: Contents, options: ExportOptions) -> dict[str, str]:
    """Return the tasks and the config, by file name.

    Raises:
        ExchangeError: two videos share one name, a rate is not known, or a label cannot be in XML.
    """
    names = unique_names(contents.videos, str)
    tasks = [
        _task(name, video, declared_rate(video, options.fps))
        for name, video in zip(names, contents.videos, strict=True)
    ]
    text = json.dumps(tasks, ensure_ascii=False, allow_nan=False)
    return {TASKS_FILE: text, CONFIG_FILE: _config(contents)}


def decode(incoming: Incoming) -> Contents:
    """Return the videos of a folder, or of its file of tasks alone.

    Raises:
        ExchangeError: it is not an export of Label Studio, or a rate is not known.
    """
    files = incoming.files or {incoming.name: incoming.data}
    labels: list[ExchangedLabel] = []
    videos: list[ExchangedVideo] = []
    n_others = 0
    for name, data in files.items():
        part = Incoming(name, data, {}, incoming.known, incoming.options)
        if name.lower().endswith(".xml"):
            labels.extend(_labels(part))
        else:
            tasks = _tasks(text_of(name, data))
            videos.extend(_video(task, incoming) for task in tasks)
            n_others += sum(map(_n_others, tasks))
    return Contents(tuple(videos), tuple(labels), passed_over(n_others))


def _task(name: str, video: ExchangedVideo, fps: float) -> dict[str, Any]:
    by_person = [one for one in video.segments if one.source == "annotation"]
    by_engine = [one for one in video.segments if one.source == "suggestion"]
    regions = [_region(f"s{n}", one, fps) for n, one in enumerate(by_engine)]
    scores = [one.score for one in by_engine if one.score is not None]
    prediction = {
        "model_version": "pgcn",
        "score": sum(scores) / len(scores) if scores else 0.0,
        "result": regions,
    }
    annotation = {"result": [_region(f"a{n}", one, fps) for n, one in enumerate(by_person)]}
    return {
        "data": {"video": name, "fps": fps, "duration": video.duration_s},
        "annotations": [annotation] if by_person else [],
        "predictions": [prediction] if regions else [],
    }


def _region(region_id: str, one: ExchangedSegment, fps: float) -> dict[str, Any]:
    first, after = whole_frames(one.segment, RateClock(fps))
    region: dict[str, Any] = {
        "id": region_id,
        "type": _KIND,
        "from_name": "label",
        "to_name": "video",
        "origin": "manual" if one.source == "annotation" else "prediction",
        "value": {"ranges": [{"start": first + 1, "end": after}], _KIND: [one.label]},
    }
    if one.score is not None:
        region["score"] = one.score
    if one.note:
        region["meta"] = {"text": [one.note]}
    return region


def _config(contents: Contents) -> str:
    view = ET.Element("View")
    add(view, "Video", name="video", value="$video", frameRate="$fps")
    control = add(view, "TimelineLabels", name="label", toName="video")
    for name, color in label_colors(contents).items():
        add(control, "Label", value=name, background=color)
    # The config is pasted as text, where Label Studio refuses a declaration of the encoding.
    return xml_text(view).split("\n", 1)[1]


def _labels(incoming: Incoming) -> Iterator[ExchangedLabel]:
    for one in read_xml(incoming, "View", "a labelling config").iter("Label"):
        name = one.get("value", "")
        if name:
            yield ExchangedLabel(name, known_color(one.get("background", "")))


def _tasks(text: str) -> Sequence[_Task]:
    if not text.lstrip().startswith("["):
        raise foreign(_FORM, "it is not a list of tasks")
    return validate_json(_Tasks, f'{{"tasks":{text}}}', _FORM).tasks


def _video(task: _Task, incoming: Incoming) -> ExchangedVideo:
    name = task.data.video.replace("\\", "/").rsplit("/", 1)[-1]
    fps = max(task.data.fps, 0.0)
    found: list[ExchangedSegment | None] = []
    works: list[tuple[Source, _Work]] = [("annotation", one) for one in task.annotations]
    works += [("suggestion", one) for one in task.predictions]
    regions = [
        (source, region)
        for source, work in works
        if not work.was_cancelled
        for region in work.result
        if region.type == _KIND
    ]
    if regions:
        clock = RateClock(incoming.options.fps or fps or _known_rate(name, incoming))
        for source, region in regions:
            found.extend(_segments(region, clock, source))
    return video_of(name, found, duration_s=max(task.data.duration, 0.0), fps=fps)


def _n_others(task: _Task) -> int:
    works = (one for one in [*task.annotations, *task.predictions] if not one.was_cancelled)
    return sum(region.type != _KIND for work in works for region in work.result)


def _known_rate(name: str, incoming: Incoming) -> float:
    return declared_rate(incoming.video_named(name))


def _segments(
    region: _Region, clock: RateClock, source: Source
) -> Iterator[ExchangedSegment | None]:
    value = region.value
    notes = region.meta.text if region.meta else []
    note = notes if isinstance(notes, str) else "\n".join(notes)
    for label in value.timelinelabels:
        for one in value.ranges:
            segment = segment_or_none((one.start - 1) / clock.fps, one.end / clock.fps)
            yield (
                ExchangedSegment(label, segment, region.score, note, source)
                if segment and label
                else None
            )


FORMAT = Format(
    FormatCard(
        id="label-studio",
        name="Label Studio (tasks and labelling config)",
        summary="Annotations and predictions on a timeline, with the config that shows them.",
        suffixes=(".json", ".xml"),
        carries=Carries(
            scores=True,
            layers=True,
            label_list=True,
            colors=True,
            notes=True,
            durations=True,
            frames="rate",
        ),
        is_folder=True,
        layer="both",
        time_bases=("frames",),
    ),
    encode,
    decode,
    lambda _name, head: b'"timelinelabels"' in head or b"<TimelineLabels" in head,
)
