"""LosslessCut: its project of one video (``.llc``, JSON5) and its table of cuts (CSV).

The table has no heading: start, end and name in seconds; a line without an end is a marker, which
has no length. Both keep every bit of a time.
"""

from __future__ import annotations

import csv
import io
import json

from app.exchange.checked_json import StrictModel, validate_json
from app.exchange.format import Format, Incoming, bad_line, segment_or_none, unique_names, video_of
from app.exchange.json5_text import json_from_json5
from app.exchange.plain_numbers import number_or_none
from app.exchange.unnamed_video import video_name_of
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
)

PROJECT, TABLE = "llc", "csv"
_PROJECT_CARRIES = Carries(scores=True, notes=True, several_videos=False)
_TABLE_CARRIES = Carries(several_videos=False, full_names=False)


class _Tags(StrictModel):
    score: str = ""
    note: str = ""


class _Cut(StrictModel):
    start: float | None = 0.0
    end: float | None = None
    name: str | None = ""
    tags: _Tags | None = None


class _Project(StrictModel):
    mediaFileName: str = ""  # noqa: N815 - LosslessCut's word
    cutSegments: list[_Cut]  # noqa: N815 - LosslessCut's word


def encode(contents: Contents, options: ExportOptions) -> str:
    """Return the project of one video, or the table when the variant is ``csv``.

    Raises:
        ExchangeError: two videos share one name.
    """
    unique_names(contents.videos, str)
    video = contents.videos[0] if contents.videos else ExchangedVideo("", 0.0, 0.0, ())
    if options.variant == TABLE:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        for one in video.segments:
            writer.writerow((repr(one.segment.start_s), repr(one.segment.end_s), one.label))
        return text.getvalue()
    said = {
        "version": 2,
        "mediaFileName": video.name,
        "cutSegments": [_cut(one) for one in video.segments],
    }
    return json.dumps(said, ensure_ascii=False, allow_nan=False) + "\n"


def decode(incoming: Incoming) -> Contents:
    """Return the video of a project or of a table.

    Raises:
        ExchangeError: it is neither.
    """
    text = incoming.text
    if not text.lstrip().startswith(("{", "[", "/")):
        found = list(map(_segment, _rows(text)))
        video = video_of(video_name_of(incoming), found)
        return Contents((video,) if found or incoming.known else ())
    project = validate_json(_Project, json_from_json5(text), "a LosslessCut project")
    cuts = project.cutSegments
    if not (cuts or project.mediaFileName):
        return Contents(())
    name = project.mediaFileName.replace("\\", "/").rsplit("/", 1)[-1]
    return Contents((video_of(name or video_name_of(incoming), list(map(_segment, cuts))),))


def carried(options: ExportOptions) -> Carries:
    """Return what is kept: the table names no video and has no scores."""
    return _TABLE_CARRIES if options.variant == TABLE else _PROJECT_CARRIES


def _cut(one: ExchangedSegment) -> dict[str, object]:
    tags = {"note": one.note} if one.note else {}
    if one.score is not None:
        tags["score"] = repr(one.score)
    said: dict[str, object] = {"start": one.segment.start_s, "end": one.segment.end_s}
    return said | {"name": one.label} | ({"tags": tags} if tags else {})


def _rows(text: str) -> list[_Cut]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    try:
        for row in reader:
            if row and row != ["start", "end", "label"]:
                rows.append(_row(row, reader.line_num))
    except csv.Error as error:
        raise bad_line("the cuts", reader.line_num, str(error)) from error
    return rows


def _row(row: list[str], line: int) -> _Cut:
    if len(row) < 3:
        raise bad_line("the cuts", line, "it has not three fields")
    times = [number_or_none(text) for text in row[:2]]
    # An empty start is the beginning of the video, an empty end makes a marker.
    if any(time is None and text.strip() for time, text in zip(times, row[:2], strict=True)):
        raise bad_line("the cuts", line, f"{row[0][:40]!r} and {row[1][:40]!r} are not two times")
    return _Cut(start=times[0], end=times[1], name=row[2])


def _segment(cut: _Cut) -> ExchangedSegment | None:
    segment = segment_or_none(cut.start or 0.0, cut.end) if cut.end is not None else None
    if segment is None or not cut.name:
        return None
    tags = cut.tags or _Tags()
    return ExchangedSegment(cut.name, segment, number_or_none(tags.score), tags.note)


FORMAT = Format(
    FormatCard(
        id="losslesscut",
        name="LosslessCut (project or CSV)",
        summary="Cuts of one video, to be split without loss in LosslessCut.",
        suffixes=(".llc", ".csv"),
        carries=_PROJECT_CARRIES,
        variants=(PROJECT, TABLE),
    ),
    encode,
    decode,
    lambda _name, head: b"cutSegments" in head,
    carried,
)
