"""CVAT for video 1.1: a segment is a box over the whole picture, in one track of its own.

Frames are counted from 0 as the file is decoded. The box appears in the first frame and is marked
``outside`` in the one after the last; a box without end lasts to the end of the video.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from app.exchange.format import Format, Incoming, foreign, segment_or_none, unique_names, video_of
from app.exchange.frame_clock import FrameClock, true_clock
from app.exchange.label_colors import known_color, label_colors
from app.exchange.plain_numbers import number_or_none
from app.exchange.safe_xml import add, read_xml, text_in, xml_text
from app.exchange.unnamed_video import video_name_of
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

_FORM = "a CVAT for video file"
_ATTRIBUTES = ("score", "note")
# CVAT itself refuses videos of more frames; a number beyond it is damage.
_MAX_FRAME = 10**9


def encode(contents: Contents, options: ExportOptions) -> str:
    """Return the tracks of one video.

    Raises:
        ExchangeError: its rate is not known, or a name cannot be in XML.
    """
    unique_names(contents.videos, str)
    root = ET.Element("annotations")
    add(root, "version", "1.1")
    for video in contents.videos[:1]:
        clock = true_clock(video, options.fps)
        spans = [whole_frames(one.segment, clock) for one in video.segments]
        n_frames = _n_frames(video, clock, [after for _, after in spans])
        _add_meta(root, video, contents, n_frames)
        for number, (one, span) in enumerate(zip(video.segments, spans, strict=True)):
            _add_track(root, number, one, (*span, n_frames), video)
    return xml_text(root)


def decode(incoming: Incoming) -> Contents:
    """Return the video of a file.

    Raises:
        ExchangeError: it is not of CVAT for video, or neither frames nor a rate are known.
    """
    root = read_xml(incoming, "annotations", _FORM)
    tracks = root.findall("track")
    if not tracks and root.find("image") is not None:
        raise foreign(_FORM, "it is one of CVAT for images")
    job = root.find("meta/task")
    if job is None:
        job = root.find("meta/job")
    if job is None and not tracks:
        return Contents(())
    head = job if job is not None else root
    source = text_in(head, "source") or root.findtext("meta/source") or ""
    name = source.replace("\\", "/").rsplit("/", 1)[-1] or video_name_of(incoming)
    found: list[ExchangedSegment | None] = []
    if tracks:
        clock = true_clock(incoming.video_named(name), incoming.options.fps)
        size = _frame(text_in(head, "size") or "0")
        for track in tracks:
            found.extend(_segments(track, clock, size))
    return Contents((video_of(name, found),), tuple(_labels(head)))


def _n_frames(video: ExchangedVideo, clock: FrameClock, ends: list[int]) -> int:
    """Return how many frames the video has; as many as the segments need when that is unknown."""
    counted = len(video.frame_times_s()) if video.frame_times_s else 0
    return counted or max([clock.frame(video.duration_s), *ends])


def _add_meta(root: ET.Element, video: ExchangedVideo, contents: Contents, n_frames: int) -> None:
    task = add(add(root, "meta"), "task")
    add(task, "name", video.name)
    add(task, "size", str(n_frames))
    add(task, "mode", "interpolation")
    add(task, "overlap", "0")
    add(task, "start_frame", "0")
    add(task, "stop_frame", str(max(n_frames - 1, 0)))
    labels = add(task, "labels")
    for name, color in label_colors(contents).items():
        label = add(labels, "label")
        add(label, "name", name)
        add(label, "color", color)
        add(label, "type", "rectangle")
        attributes = add(label, "attributes")
        for attribute in _ATTRIBUTES:
            _add_attribute_of_label(attributes, attribute)
    size = add(task, "original_size")
    add(size, "width", str(max(video.width_px, 1)))
    add(size, "height", str(max(video.height_px, 1)))
    add(task, "source", video.name)


def _add_attribute_of_label(attributes: ET.Element, name: str) -> None:
    attribute = add(attributes, "attribute")
    add(attribute, "name", name)
    add(attribute, "mutable", "False")
    add(attribute, "input_type", "text")
    add(attribute, "default_value")
    add(attribute, "values")


def _add_track(
    root: ET.Element,
    number: int,
    one: ExchangedSegment,
    span: tuple[int, int, int],
    video: ExchangedVideo,
) -> None:
    first, after, n_frames = span
    source = "manual" if one.source == "annotation" else "auto"
    track = add(root, "track", id=str(number), label=one.label, source=source)
    values = ("" if one.score is None else repr(one.score), one.note)
    # CVAT refuses frames that the video does not have: the end of the last one is left out.
    frames = [(min(first, n_frames - 1), "0"), *([(after, "1")] if after < n_frames else [])]
    for frame, outside in frames:
        box = add(
            track, "box", frame=str(frame), outside=outside, occluded="0", keyframe="1",
            xtl="0.00", ytl="0.00", z_order="0",
            xbr=f"{max(video.width_px, 1)}.00", ybr=f"{max(video.height_px, 1)}.00",
        )  # fmt: skip
        for name, value in zip(_ATTRIBUTES, values, strict=True):
            if value:
                add(box, "attribute", value, name=name)


def _segments(track: ET.Element, clock: FrameClock, size: int) -> Iterator[ExchangedSegment | None]:
    """Yield one segment for each run of frames that the track is to be seen in."""
    boxes = [one for one in track if one.tag != "attribute"]
    seen = sorted((_frame(one.get("frame", "")), one.get("outside") == "1") for one in boxes)
    values = {one.get("name", ""): one.text or "" for box in boxes[:1] for one in box}
    source: Source = "suggestion" if track.get("source") == "auto" else "annotation"
    label = track.get("label", "")
    for first, after in _runs(seen, size):
        segment = segment_or_none(clock.time_s(first), clock.time_s(after))
        score = number_or_none(values.get("score", ""))
        note = values.get("note", "")
        usable = segment is not None and label
        yield ExchangedSegment(label, segment, score, note, source) if usable and segment else None


def _runs(seen: list[tuple[int, bool]], size: int) -> Iterator[tuple[int, int]]:
    """Yield first frame, and the one after the last, of each run inside."""
    first = -1
    for frame, outside in seen:
        if not outside and first < 0:
            first = frame
        elif outside and first >= 0:
            yield first, frame
            first = -1
    if first >= 0:
        yield first, max(size, seen[-1][0] + 1)


def _frame(text: str) -> int:
    number = number_or_none(text)
    if number is None or not 0 <= number <= _MAX_FRAME or number != int(number):
        raise foreign(_FORM, f"{text[:40]!r} is not a frame number")
    return int(number)


def _labels(head: ET.Element) -> Iterator[ExchangedLabel]:
    for one in head.findall("labels/label"):
        if name := text_in(one, "name"):
            yield ExchangedLabel(name, known_color(text_in(one, "color")))


FORMAT = Format(
    FormatCard(
        id="cvat",
        name="CVAT for video 1.1 (XML)",
        summary="A track over the whole picture for every segment, counted in true frames.",
        suffixes=(".xml",),
        carries=Carries(
            scores=True,
            layers=True,
            label_list=True,
            colors=True,
            notes=True,
            several_videos=False,
            frames="true",
        ),
        layer="both",
        time_bases=("frames",),
    ),
    encode,
    decode,
    lambda _name, head: b"<annotations" in head and b"<version>1.1" in head,
)
