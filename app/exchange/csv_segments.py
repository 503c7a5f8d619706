"""One segment a line: ``video,label,start_s,end_s,score`` in UTF-8, with this heading.

``score`` is empty for annotations. Times are seconds and keep every bit. Read back, columns may
stand in any order, ``score`` may be missing, and unknown columns are passed over. Durations, frame
rates and videos without segments are not said by this format.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence

from app.domain.errors import EditRefused, ExchangeError
from app.domain.segment import Segment
from app.services.ports import ExchangedSegment, ExchangedVideo

COLUMNS = ("video", "label", "start_s", "end_s", "score")
_DEMANDED = COLUMNS[:4]


def encode_csv(videos: Sequence[ExchangedVideo]) -> str:
    """Return the text of the table.

    Raises:
        ExchangeError: two videos share one name.
    """
    names = [video.name for video in videos]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ExchangeError(
            f"Two videos are named {twice}; lines could not tell them apart.",
            "Rename one of the files.",
        )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for video in videos:
        for one in video.segments:
            times = (repr(one.segment.start_s), repr(one.segment.end_s))
            score = "" if one.score is None else repr(one.score)
            writer.writerow((video.name, one.label, *times, score))
    return text.getvalue()


def decode_csv(text: str) -> list[ExchangedVideo]:
    """Return the videos in the order they first appear.

    Raises:
        ExchangeError: the heading or a line is not of this form; the sentence names the line.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    found: dict[str, list[ExchangedSegment | None]] = {}
    try:
        missing = [name for name in _DEMANDED if name not in (reader.fieldnames or ())]
        if missing:
            raise ExchangeError(
                f"The table has no column {missing[0]}.",
                f"Its first line must name {', '.join(_DEMANDED)}.",
            )
        for row in reader:
            found.setdefault(row["video"], []).append(_segment(row, reader.line_num))
    except csv.Error as error:
        raise _bad_line(reader.reader.line_num, str(error)) from error
    return [_video(name, segments) for name, segments in found.items()]


def _segment(row: dict[str, str | None], line: int) -> ExchangedSegment | None:
    # A line shorter than the heading may have been cut off in the middle of a number.
    if None in row.values() or any(not row[name] for name in _DEMANDED):
        raise _bad_line(line, "a field is empty or missing")
    start_s, end_s = _number(row["start_s"], line), _number(row["end_s"], line)
    score = _number(row["score"], line) if row.get("score") else None
    try:
        segment = Segment(start_s, end_s)
    except EditRefused:
        return None
    return ExchangedSegment(str(row["label"]), segment, score)


def _number(text: str | None, line: int) -> float:
    try:
        number = float(text or "")
    except ValueError:
        raise _bad_line(line, f"{text!r} is not a number") from None
    if not math.isfinite(number):
        raise _bad_line(line, f"{text!r} is not a finite number")
    return number


def _video(name: str, found: Sequence[ExchangedSegment | None]) -> ExchangedVideo:
    segments = tuple(one for one in found if one is not None)
    return ExchangedVideo(name, 0.0, 0.0, segments, len(found) - len(segments))


def _bad_line(line: int, reason: str) -> ExchangeError:
    return ExchangeError(
        f"Line {line} of the table cannot be read: {reason}.", "Correct the line, then try again."
    )
