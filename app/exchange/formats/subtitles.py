"""WebVTT and SRT: every segment is a cue whose text is the label, in whole milliseconds.

Read here rather than by webvtt-py, which leaves out cues that it does not understand without a
word; the tests read our files with it. Settings, styles and notes are passed over, tags within
cues are taken out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import partial

from app.domain.errors import ExchangeError
from app.exchange.format import Format, Incoming, foreign, segment_or_none, unique_names, video_of
from app.exchange.unnamed_video import video_name_of
from app.exchange.whole_times import clock_text, whole_ms
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedSegment,
    ExportOptions,
    FormatCard,
)

_TIME = r"(?:(\d{1,9}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?", re.ASCII)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LINE_END = re.compile(r"\r\n|\r|\n")
_CARRIES = Carries(several_videos=False, full_names=False, time_step_s=0.001)


def encode_webvtt(contents: Contents, options: ExportOptions) -> str:  # noqa: ARG001 - one shape
    """Return the cues of one video, in time.

    Raises:
        ExchangeError: two videos share one name, or a label is not one line of text.
    """
    cues = [f"{times}\n{_escaped(text)}\n" for times, text in _cues(contents, ".")]
    return "\n".join(["WEBVTT\n", *cues])


def encode_srt(contents: Contents, options: ExportOptions) -> str:  # noqa: ARG001 - one shape
    """Return the numbered cues of one video, in time.

    Raises:
        ExchangeError: two videos share one name, or a label is not one line of text.
    """
    cues = enumerate(_cues(contents, ","), start=1)
    return "\n".join(f"{number}\n{times}\n{text}\n" for number, (times, text) in cues)


def decode_webvtt(incoming: Incoming) -> Contents:
    """Return the video of a WebVTT file.

    Raises:
        ExchangeError: it is not WebVTT; the sentence names the line.
    """
    lines = _LINE_END.split(incoming.text)
    if not re.match(r"WEBVTT(?=[ \t]|$)", lines[0]):
        raise foreign("a WebVTT file", "its first line is not WEBVTT")
    return _read(lines[1:], 2, incoming, lambda text: html.unescape(_TAG.sub("", text)))


def decode_srt(incoming: Incoming) -> Contents:
    """Return the video of an SRT file.

    Raises:
        ExchangeError: it is not SRT; the sentence names the line.
    """
    return _read(_LINE_END.split(incoming.text), 1, incoming, str)


def _cues(contents: Contents, decimal_mark: str) -> Iterator[tuple[str, str]]:
    unique_names(contents.videos, str)
    segments = contents.videos[0].segments if contents.videos else ()
    for one in sorted(segments, key=lambda one: whole_ms(one.segment)):
        start_ms, end_ms = whole_ms(one.segment)
        clock = partial(clock_text, decimal_mark=decimal_mark)
        yield f"{clock(start_ms)} --> {clock(end_ms)}", _one_line(one.label)


def _one_line(label: str) -> str:
    if not label.strip() or _LINE_END.search(label) or "\0" in label or "-->" in label:
        raise ExchangeError(
            f"The label {label!r} cannot be the text of a subtitle.",
            "Rename it to one line without -->.",
        )
    return label


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _read(
    lines: list[str], first_line: int, incoming: Incoming, plain: Callable[[str], str]
) -> Contents:
    found: list[ExchangedSegment | None] = []
    for line, block in _blocks(lines, first_line):
        if block[0].startswith(("NOTE", "STYLE", "REGION")) and "-->" not in "".join(block[:2]):
            continue
        place = 0 if "-->" in block[0] else 1
        if place >= len(block) or "-->" not in block[place]:
            if line == 2:
                continue  # Words of the head of a WebVTT file.
            raise _bad_line(line + place, "times were expected")
        found.append(_segment(block[place], " ".join(map(plain, block[place + 1 :])), line + place))
    if not (found or incoming.known):
        return Contents(())
    return Contents((video_of(video_name_of(incoming), found),))


def _blocks(lines: list[str], first_line: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each run of lines that are not empty, and the number of its first one."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=first_line):
        if line:
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _segment(times: str, label: str, line: int) -> ExchangedSegment | None:
    said = _TIMES.fullmatch(times)
    if said is None:
        raise _bad_line(line, f"{times[:60]!r} are not two times")
    parts = said.groups("0")
    segment = segment_or_none(_seconds(parts[:4]), _seconds(parts[4:]))
    return ExchangedSegment(label, segment) if segment and label.strip() else None


def _seconds(parts: tuple[str, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return (whole * 1000 + int(fraction.ljust(3, "0"))) / 1000


def _bad_line(line: int, reason: str) -> ExchangeError:
    return ExchangeError(
        f"Line {line} of the subtitles cannot be read: {reason}.",
        "Correct the line, then try again.",
    )


WEBVTT = Format(
    FormatCard(
        id="webvtt",
        name="WebVTT subtitles",
        summary="Labels as subtitles, for players and web pages.",
        suffixes=(".vtt",),
        carries=_CARRIES,
        time_bases=("milliseconds",),
    ),
    encode_webvtt,
    decode_webvtt,
    lambda _name, head: head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"),
)
SRT = Format(
    FormatCard(
        id="srt",
        name="SRT subtitles",
        summary="Labels as subtitles, for nearly every player.",
        suffixes=(".srt",),
        carries=_CARRIES,
        time_bases=("milliseconds",),
    ),
    encode_srt,
    decode_srt,
)
