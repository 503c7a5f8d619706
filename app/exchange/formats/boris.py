"""BORIS: its aggregated events, one line a segment, and its tabular events, a line for each edge.

Tab-separated, seconds with three decimals as BORIS writes them. BORIS knows no two events of one
behaviour and subject at a time, so segments that overlap one of the same label get a further
subject. Source: ``export_observation.py`` of BORIS names the columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from app.exchange.format import (
    Format,
    Incoming,
    bad_line,
    foreign,
    segment_or_none,
    unique_names,
    video_of,
)
from app.exchange.free_rows import free_rows
from app.exchange.plain_numbers import number_or_none
from app.exchange.unnamed_video import video_name_of
from app.exchange.whole_times import whole_ms
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
)

AGGREGATED, TABULAR = "aggregated", "tabular"
_FORM = "a table of BORIS events"
_NOBODY = "No focal subject"
_MISSING = {"", "NA", "Not found"}
_COMMON = ("Observation id", "Observation date", "Description")
_AGGREGATED_COLUMNS = (
    *_COMMON, "Observation type", "Source", "Time offset (s)", "Coding duration",
    "Media duration (s)", "FPS (frame/s)", "Subject",
    "Observation duration by subject by observation", "Behavior", "Behavioral category",
    "Behavior type", "Start (s)", "Stop (s)", "Duration (s)", "Media file name",
    "Image index start", "Image index stop", "Image file path start", "Image file path stop",
    "Comment start", "Comment stop",
)  # fmt: skip
_TABULAR_COLUMNS = (
    *_COMMON, "Observation duration", "Observation type", "Source", "Time offset (s)",
    "Media duration (s)", "FPS", "Subject", "Behavior", "Behavioral category", "Behavior type",
    "Time", "Media file name", "Image index", "Image file path", "Comment",
)  # fmt: skip

_Row = dict[str, str]


def encode(contents: Contents, options: ExportOptions) -> str:
    """Return the table of the variant, aggregated when none is named.

    Raises:
        ExchangeError: two videos share one name.
    """
    tabular = options.variant == TABULAR
    text = io.StringIO()
    columns = _TABULAR_COLUMNS if tabular else _AGGREGATED_COLUMNS
    writer = csv.DictWriter(text, columns, "", delimiter="\t", lineterminator="\r\n")
    writer.writeheader()
    for name, video in zip(unique_names(contents.videos, str), contents.videos, strict=True):
        rows = [_cells(name, video, one, subject) for one, subject in _subjects(video)]
        writer.writerows(_edges(rows) if tabular else rows)
    return text.getvalue()


def decode(incoming: Incoming) -> Contents:
    """Return the videos of either table; edges without their other one are told in remarks.

    Raises:
        ExchangeError: it is not a table of BORIS, or a time is none.
    """
    columns, rows = _table(incoming.text)
    if {"Behavior", "Start (s)", "Stop (s)"} <= columns:
        found = [(row, _segment(row, row["Start (s)"], row["Stop (s)"])) for row in rows]
        remarks: list[str] = []
    elif {"Behavior", "Behavior type", "Time"} <= columns:
        remarks = []
        found = list(_paired(rows, remarks))
    else:
        raise foreign(_FORM, "it has neither the columns Start (s) and Stop (s) nor Time")
    by_video: dict[str, list[ExchangedSegment | None]] = {}
    for row, segment in found:
        by_video.setdefault(_video_name(row) or video_name_of(incoming), []).append(segment)
    videos = tuple(video_of(name, segments) for name, segments in by_video.items())
    return Contents(videos, (), tuple(remarks))


def _subjects(video: ExchangedVideo) -> Iterator[tuple[ExchangedSegment, str]]:
    """Yield the segments of each label in time, with a subject free of that label then."""
    by_label: dict[str, list[ExchangedSegment]] = {}
    for one in sorted(video.segments, key=lambda one: whole_ms(one.segment)):
        by_label.setdefault(one.label, []).append(one)
    for ones in by_label.values():
        rows = free_rows(whole_ms(one.segment) for one in ones)
        for one, row in zip(ones, rows, strict=True):
            yield one, _NOBODY if row == 0 else f"{_NOBODY} {row + 1}"


def _cells(name: str, video: ExchangedVideo, one: ExchangedSegment, subject: str) -> _Row:
    start_ms, end_ms = whole_ms(one.segment)
    fps = f"{video.fps:.3f}" if video.fps > 0 else "NA"
    duration = f"{video.duration_s:.3f}"
    return {
        "Observation id": name.rsplit(".", 1)[0] or name,
        "Observation type": "Media file",
        "Source": f"player #1:{name}",
        "Time offset (s)": "0.0",
        "Coding duration": duration,
        "Media duration (s)": duration,
        "FPS (frame/s)": fps,
        "Subject": subject,
        "Behavior": one.label,
        "Behavioral category": "Not defined",
        "Behavior type": "STATE",
        "Start (s)": _seconds(start_ms),
        "Stop (s)": _seconds(end_ms),
        "Duration (s)": _seconds(end_ms - start_ms),
        "Media file name": name,
        "Comment start": one.note,
    }


def _edges(rows: Sequence[_Row]) -> list[_Row]:
    """Return a line for each start and stop in time; a stop stands before a start of its time."""
    edges = []
    for row in rows:
        common = {name: row[name] for name in _TABULAR_COLUMNS if name in row}
        common |= {"Observation duration": row["Coding duration"], "FPS": row["FPS (frame/s)"]}
        common |= {"Image file path": "NA"}
        start = {
            "Behavior type": "START",
            "Time": row["Start (s)"],
            "Comment": row["Comment start"],
        }
        edges.append(common | start)
        edges.append(common | {"Behavior type": "STOP", "Time": row["Stop (s)"]})
    return sorted(edges, key=lambda row: (float(row["Time"]), row["Behavior type"] == "START"))


def _seconds(time_ms: int) -> str:
    return f"{time_ms // 1000}.{time_ms % 1000:03d}"


def _table(text: str) -> tuple[set[str], list[_Row]]:
    heading = text.split("\n", 1)[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter="\t" if "\t" in heading else ",", strict=True
    )
    try:
        columns = {str(name) for name in reader.fieldnames or ()}
        rows: list[_Row] = []
        for row in reader:
            if None in row or None in row.values():
                raise bad_line(
                    "the table", reader.line_num, "it has not as many fields as the heading"
                )
            rows.append({**row, "": str(reader.line_num)})
    except csv.Error as error:
        raise bad_line("the table", reader.reader.line_num, str(error)) from error
    return columns, rows


def _paired(
    rows: Iterable[_Row], remarks: list[str]
) -> Iterator[tuple[_Row, ExchangedSegment | None]]:
    """Yield a segment for each start and the next stop of the same behaviour."""
    started: dict[tuple[str, ...], list[_Row]] = {}
    for row in rows:
        kind = row["Behavior type"].upper()
        waiting = started.setdefault(_key(row), [])
        if kind == "START":
            waiting.append(row)
        elif kind == "STOP" and waiting:
            start = waiting.pop(0)
            yield start, _segment(start | {"": row[""]}, start["Time"], row["Time"])
        elif kind == "STOP":
            remarks.append(f"{row['Behavior']} stops at {row['Time']} s and starts nowhere.")
        else:
            yield row, None
    remarks.extend(
        f"{row['Behavior']} starts at {row['Time']} s and stops nowhere."
        for waiting in started.values()
        for row in waiting
    )


def _key(row: _Row) -> tuple[str, ...]:
    modifiers = [row[name] for name in row if name.startswith("Modifier")]
    return (row.get("Observation id", ""), row.get("Subject", ""), row["Behavior"], *modifiers)


def _segment(row: _Row, start: str, stop: str) -> ExchangedSegment | None:
    if start in _MISSING or stop in _MISSING or not row["Behavior"]:
        return None
    start_s, end_s = number_or_none(start), number_or_none(stop)
    if start_s is None or end_s is None:
        raise bad_line(
            "the table", int(row[""]), f"{start[:40]!r} to {stop[:40]!r} are not two times"
        )
    segment = segment_or_none(start_s, end_s)
    note = row.get("Comment start") or row.get("Comment") or ""
    return ExchangedSegment(row["Behavior"], segment, None, note) if segment else None


def _video_name(row: _Row) -> str:
    media = row.get("Media file name", "")
    if media in _MISSING:
        first = row.get("Source", "").split(";")[0].split("|")[0]
        media = first.split(":", 1)[1] if first.startswith("player #") and ":" in first else ""
    return media.replace("\\", "/").rsplit("/", 1)[-1] or row.get("Observation id", "")


FORMAT = Format(
    FormatCard(
        id="boris",
        name="BORIS events (TSV)",
        summary="Aggregated or tabular events, as BORIS exports them.",
        suffixes=(".tsv", ".csv"),
        carries=Carries(notes=True, empty_videos=False, time_step_s=0.001),
        variants=(AGGREGATED, TABULAR),
    ),
    encode,
    decode,
    lambda _name, head: b"Observation id" in head and b"Behavior" in head,
)
