"""One segment a line: ``video,label,start_s,end_s,score`` in UTF-8, with a heading.

The columns can be chosen. ``score`` is empty for annotations; ``source`` and ``note`` are there
when something has them. Times are seconds that keep every bit, whole milliseconds, or frames by
the rate of the video; the heading says which. Without the column of the video it is a table of one.
Read back, columns may stand in any order, only label, start and end are demanded, and unknown
columns are passed over. Videos without segments are not said.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from dataclasses import replace
from typing import get_args

from app.domain.errors import ExchangeError
from app.exchange.format import Format, Incoming, bad_line, segment_or_none, unique_names, video_of
from app.exchange.frame_clock import declared_rate
from app.exchange.unnamed_video import video_name_of
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
    Source,
    TimeBase,
)

COLUMNS = ("video", "label", "start", "end", "duration", "score", "source", "note")
_ALWAYS = ("video", "label", "start", "end", "score")
_DEMANDED = ("label", "start", "end")
_UNITS: dict[str, str] = {"seconds": "s", "milliseconds": "ms", "frames": "frame"}
_DELIMITERS = {"comma": ",", "tab": "\t", "semicolon": ";"}
_CARRIES = Carries(scores=True, layers=True, notes=True, empty_videos=False)


def encode_table(contents: Contents, options: ExportOptions) -> str:
    """Return the text of the table.

    Raises:
        ExchangeError: two videos share one name, a column is unknown, or frames are wanted of a
            video without a rate.
    """
    unique_names(contents.videos, str)
    columns = _columns(contents, options)
    unit = _UNITS[options.time_base or "seconds"]
    text = io.StringIO()
    delimiter = _DELIMITERS[options.variant or "comma"]
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([_heading(name, unit) for name in columns])
    for video in contents.videos:
        said = _time_writer(video, unit, options.fps) if video.segments else repr
        for one in video.segments:
            cells = _cells(video.name, one, said)
            writer.writerow([cells[name] for name in columns])
    return text.getvalue()


def decode_table(incoming: Incoming) -> Contents:
    """Return the videos in the order they first appear.

    Raises:
        ExchangeError: the heading or a line is not of this form; the sentence names the line.
    """
    text = incoming.text
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS.values(), key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: dict[str, list[ExchangedSegment | None]] = {}
    only = video_name_of(incoming)
    try:
        names, unit = _read_heading(reader.fieldnames or ())
        for row in reader:
            cells = _Row(row, names, reader.line_num)
            name = cells.text("video") or only
            factor = _seconds_in(unit, incoming, name)
            found.setdefault(name, []).append(_segment(cells, factor))
    except csv.Error as error:
        raise bad_line("the table", reader.reader.line_num, str(error)) from error
    return Contents(tuple(video_of(name, segments) for name, segments in found.items()))


def carried(options: ExportOptions) -> Carries:
    """Return what is kept with these columns and times."""
    chosen = options.columns or COLUMNS
    kept = replace(
        _CARRIES,
        scores="score" in chosen,
        layers="source" in chosen,
        notes="note" in chosen,
        several_videos="video" in chosen,
        full_names="video" in chosen,
        readable=all(name in chosen for name in _DEMANDED),
    )
    if options.time_base == "milliseconds":
        return replace(kept, time_step_s=0.001)
    return replace(kept, frames="rate") if options.time_base == "frames" else kept


def _columns(contents: Contents, options: ExportOptions) -> tuple[str, ...]:
    unknown = next((name for name in options.columns if name not in COLUMNS), None)
    if unknown is not None:
        raise ExchangeError(
            f"There is no column {unknown}.", f"The columns are {', '.join(COLUMNS)}."
        )
    if options.columns:
        return options.columns
    segments = [one for video in contents.videos for one in video.segments]
    source = ("source",) if any(one.source != "annotation" for one in segments) else ()
    note = ("note",) if any(one.note for one in segments) else ()
    return _ALWAYS + source + note


def _heading(column: str, unit: str) -> str:
    return f"{column}_{unit}" if column in {"start", "end", "duration"} else column


def _time_writer(video: ExchangedVideo, unit: str, declared_fps: float) -> Callable[[float], str]:
    if unit == "s":
        return repr
    per_s = 1000.0 if unit == "ms" else declared_rate(video, declared_fps)
    return lambda time_s: str(round(time_s * per_s))


def _cells(video: str, one: ExchangedSegment, said: Callable[[float], str]) -> dict[str, str]:
    return {
        "video": video,
        "label": one.label,
        "start": said(one.segment.start_s),
        "end": said(one.segment.end_s),
        "duration": said(one.segment.duration_s),
        "score": "" if one.score is None else repr(one.score),
        "source": one.source,
        "note": one.note,
    }


def _read_heading(heading: object) -> tuple[dict[str, str], str]:
    """Return the file's word for each column, and the unit of its times."""
    words = {str(word).strip().lower(): str(word) for word in heading or ()}  # type: ignore[attr-defined]
    unit = next((one for one in _UNITS.values() if f"start_{one}" in words), "s")
    names = {name: words[_heading(name, unit)] for name in COLUMNS if _heading(name, unit) in words}
    missing = [_heading(name, unit) for name in _DEMANDED if name not in names]
    if missing:
        demanded = ", ".join(_heading(name, unit) for name in _DEMANDED)
        raise ExchangeError(
            f"The table has no column {missing[0]}.", f"Its first line must name {demanded}."
        )
    return names, unit


class _Row:
    """The cells of one line by the name of their column."""

    def __init__(self, row: dict[str, str | None], names: dict[str, str], line: int) -> None:
        # A line shorter than the heading may have been cut off in the middle of a number.
        demanded = [name for name in ("video", *_DEMANDED) if name in names]
        if None in row.values() or any(not row[names[name]] for name in demanded):
            raise bad_line("the table", line, "a field is empty or missing")
        self._row, self._names, self.line = row, names, line

    def text(self, name: str) -> str:
        return str(self._row[self._names[name]]) if name in self._names else ""

    def number(self, name: str) -> float:
        text = self.text(name)
        try:
            number = float(text)
        except ValueError:
            raise bad_line("the table", self.line, f"{text!r} is not a number") from None
        if not math.isfinite(number):
            raise bad_line("the table", self.line, f"{text!r} is not a finite number")
        return number


def _segment(cells: _Row, factor: float) -> ExchangedSegment | None:
    segment = segment_or_none(cells.number("start") / factor, cells.number("end") / factor)
    score = cells.number("score") if cells.text("score") else None
    source = cells.text("source") or "annotation"
    if source not in get_args(Source):
        raise bad_line(
            "the table", cells.line, f"the source {source!r} is neither {get_args(Source)}"
        )
    if segment is None:
        return None
    kind: Source = "suggestion" if source == "suggestion" else "annotation"
    return ExchangedSegment(cells.text("label"), segment, score, cells.text("note"), kind)


def _seconds_in(unit: str, incoming: Incoming, video: str) -> float:
    """Return how many of a unit are in a second."""
    if unit == "frame":
        return declared_rate(incoming.video_named(video), incoming.options.fps)
    return 1000.0 if unit == "ms" else 1.0


_BASES: tuple[TimeBase, ...] = ("seconds", "milliseconds", "frames")
TABLE = Format(
    FormatCard(
        id="csv",
        name="Table (CSV, TSV)",
        summary="One line a segment, for spreadsheets; the columns can be chosen.",
        suffixes=(".csv", ".tsv"),
        carries=_CARRIES,
        time_bases=_BASES,
        variants=tuple(_DELIMITERS),
        columns=COLUMNS,
    ),
    encode_table,
    decode_table,
    lambda _name, head: b"label" in head.lower() and b"start_" in head.lower(),
    carried,
)
