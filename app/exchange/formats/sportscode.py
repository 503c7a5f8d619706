"""Sportscode's timeline XML, which LongoMatch, Nacsport and Wyscout read too.

Every segment is an instance with a code; score and note are labels of it. Times are seconds and
keep every bit. Colours have 16 bits a channel.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from app.exchange.format import Format, Incoming, foreign, segment_or_none, unique_names, video_of
from app.exchange.label_colors import label_colors, rgb
from app.exchange.plain_numbers import number_or_none
from app.exchange.safe_xml import add, read_xml, text_in, xml_text
from app.exchange.unnamed_video import video_name_of
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExportOptions,
    FormatCard,
)

_FORM = "a Sportscode timeline"
_SCORE, _NOTE = "Score", "Note"
# 255 of 8 bits is 65535 of 16.
_PER_STEP = 257


def encode(contents: Contents, options: ExportOptions) -> str:  # noqa: ARG001 - one shape
    """Return the timeline of one video.

    Raises:
        ExchangeError: a name cannot be in XML.
    """
    unique_names(contents.videos, str)
    root = ET.Element("file")
    instances = add(root, "ALL_INSTANCES")
    segments = contents.videos[0].segments if contents.videos else ()
    for number, one in enumerate(segments, start=1):
        _add_instance(instances, number, one)
    rows = add(root, "ROWS")
    for name, color in label_colors(contents).items():
        row = add(rows, "row")
        add(row, "code", name)
        for channel, value in zip("RGB", rgb(color), strict=True):
            add(row, channel, str(value * _PER_STEP))
    return xml_text(root)


def decode(incoming: Incoming) -> Contents:
    """Return the video of a timeline, named as the file is.

    Raises:
        ExchangeError: it is not of Sportscode, or a time is none.
    """
    root = read_xml(incoming, "file", _FORM)
    instances = root.find("ALL_INSTANCES")
    if instances is None:
        raise foreign(_FORM, "it has no ALL_INSTANCES")
    found = [_segment(one) for one in instances.iterfind("instance")]
    labels = tuple(_label(row) for row in root.iterfind("ROWS/row") if text_in(row, "code"))
    if not (found or incoming.known):
        return Contents((), labels)
    return Contents((video_of(video_name_of(incoming), found),), labels)


def _add_instance(instances: ET.Element, number: int, one: ExchangedSegment) -> None:
    instance = add(instances, "instance")
    add(instance, "ID", str(number))
    add(instance, "start", repr(one.segment.start_s))
    add(instance, "end", repr(one.segment.end_s))
    add(instance, "code", one.label)
    score = "" if one.score is None else repr(one.score)
    for group, text in ((_SCORE, score), (_NOTE, one.note)):
        if text:
            label = add(instance, "label")
            add(label, "group", group)
            add(label, "text", text)


def _segment(instance: ET.Element) -> ExchangedSegment | None:
    times = [number_or_none(text_in(instance, tag)) for tag in ("start", "end")]
    start_s, end_s = times
    if start_s is None or end_s is None:
        number = text_in(instance, "ID")[:40]
        raise foreign(_FORM, f"the instance {number!r} has not two times")
    segment = segment_or_none(start_s, end_s)
    code = text_in(instance, "code")
    if segment is None or not code:
        return None
    said = {text_in(one, "group"): text_in(one, "text") for one in instance.iterfind("label")}
    score = number_or_none(said.get(_SCORE, ""))
    return ExchangedSegment(code, segment, score, said.get(_NOTE, ""))


def _label(row: ET.Element) -> ExchangedLabel:
    channels = [number_or_none(text_in(row, channel)) for channel in "RGB"]
    if any(value is None or not 0 <= value <= 65535 for value in channels):
        return ExchangedLabel(text_in(row, "code"))
    color = "".join(f"{round((value or 0.0) / _PER_STEP):02x}" for value in channels)
    return ExchangedLabel(text_in(row, "code"), f"#{color}")


FORMAT = Format(
    FormatCard(
        id="sportscode",
        name="Sportscode timeline (XML)",
        summary="Instances with code and colour for Sportscode, LongoMatch, Nacsport, Wyscout.",
        suffixes=(".xml",),
        carries=Carries(
            scores=True,
            notes=True,
            label_list=True,
            colors=True,
            several_videos=False,
            full_names=False,
        ),
    ),
    encode,
    decode,
    lambda _name, head: b"<ALL_INSTANCES" in head,
)
