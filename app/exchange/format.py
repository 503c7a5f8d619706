"""The one shape of a format: a card, how to write it, how to read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Event

from app.domain.errors import Cancelled, EditRefused, ExchangeError
from app.domain.segment import Segment
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatCard,
    Made,
    plain_name,
)
from app.services.media import MediaTools
from app.services.ports import FrameSource, Progress

# What an encoder gives: one file, or the files of a folder by name.
Encoded = str | bytes | Mapping[str, str | bytes]


@dataclass(frozen=True)
class Incoming:
    """What a decoder gets.

    Attributes:
        name: Name of the file or folder, for formats that do not say which video is meant.
        data: The file; b'' for a folder.
        files: The files of a folder by name; empty for a file.
        known: Videos of the project, for formats that count frames.
        options: What the person says of the file: rate, time base, columns.
    """

    name: str
    data: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    known: Sequence[ExchangedVideo] = ()
    options: ExportOptions = field(default_factory=ExportOptions)

    @cached_property
    def text(self) -> str:
        """The file as text, without a byte-order mark.

        Raises:
            ExchangeError: it is not UTF-8.
        """
        return text_of(self.name, self.data)

    @cached_property
    def _known_by_name(self) -> dict[str, ExchangedVideo]:
        by_name = {plain_name(video.name): video for video in self.known}
        return by_name | {video.name: video for video in self.known}

    def video_named(self, name: str) -> ExchangedVideo | None:
        """Return the project's video of a name, whole or plain; None when there is none."""
        known = self._known_by_name
        return known.get(name) or known.get(plain_name(name))


@dataclass(frozen=True, slots=True)
class Making:
    """What a maker of files from videos works with.

    Attributes:
        file: The file or folder asked for; its folder is there.
        tools: Who cuts, joins and paints.
        frames: Opens videos for single pictures.
        progress: To be told often.
        cancel: To be looked at at least twice a second.
    """

    file: Path
    tools: MediaTools
    frames: FrameSource
    progress: Progress
    cancel: Event

    def check_cancel(self) -> None:
        """Raise ``Cancelled`` when the person stopped it."""
        if self.cancel.is_set():
            raise Cancelled

    def heed_cancel(self, stage: str, done: int, total: int) -> None:
        """Raise ``Cancelled`` when the person stopped it: the progress of what nobody watches."""
        del stage, done, total
        self.check_cancel()


@dataclass(frozen=True, slots=True)
class Format:
    """One interchange format.

    Attributes:
        encode: Writes contents. Raises ``ExchangeError`` for what the format cannot say at all.
        decode: Reads a file. Raises ``ExchangeError``, and nothing else, for one that is not so.
        recognize: Whether a file looks like this format: its lower-case name and its first 4096
            bytes (folders: b''). None for formats known by their suffix alone.
        narrow: What is kept under options that keep less than the card says; None when none do.
        make: Makes files of the videos themselves, in place of ``encode``. A video that is not
            there is told in what it returns, and the others are made all the same.
        outline: What ``make`` would write, in words, for the preview.
    """

    card: FormatCard
    encode: Callable[[Contents, ExportOptions], Encoded] | None = None
    decode: Callable[[Incoming], Contents] | None = None
    recognize: Callable[[str, bytes], bool] | None = None
    narrow: Callable[[ExportOptions], Carries] | None = None
    make: Callable[[Contents, ExportOptions, Making], Made] | None = None
    outline: Callable[[Contents, ExportOptions], str] | None = None

    def carried(self, options: ExportOptions) -> Carries:
        """Return what is kept under these options."""
        return self.narrow(options) if self.narrow else self.card.carries


def text_of(name: str, data: bytes) -> str:
    """Return UTF-8 bytes as text, without a byte-order mark.

    Raises:
        ExchangeError: they are not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ExchangeError(
            f"{name} is not UTF-8 text.", "Save it as UTF-8, or choose another file."
        ) from None


def segment_or_none(start_s: float, end_s: float) -> Segment | None:
    """Return the segment, or None for one without length or before the video."""
    try:
        return Segment(start_s, end_s)
    except EditRefused:
        return None


def video_of(
    name: str,
    found: Sequence[ExchangedSegment | None],
    *,
    duration_s: float = 0.0,
    fps: float = 0.0,
) -> ExchangedVideo:
    """Return a video that was read; each None among its segments is counted as unusable."""
    segments = tuple(one for one in found if one is not None)
    return ExchangedVideo(name, duration_s, fps, segments, len(found) - len(segments))


def unique_names(
    videos: Sequence[ExchangedVideo], name_of: Callable[[str], str] = plain_name
) -> list[str]:
    """Return the name each video goes by in a file.

    Raises:
        ExchangeError: two videos would go by one name.
    """
    by_name: dict[str, ExchangedVideo] = {}
    for video in videos:
        written = name_of(video.name)
        if written in by_name:
            one, other = (_told(each) for each in (by_name[written], video))
            raise ExchangeError(
                f"{one} and {other} would both be written as {written}.",
                "Rename one of the files, or leave one of them out.",
            )
        by_name[written] = video
    return list(by_name)


def _told(video: ExchangedVideo) -> str:
    """Return the name of a video with its folder, which may be all that differs."""
    return f"{video.path.parent.name}/{video.name}" if video.path else video.name


def passed_over(n: int) -> tuple[str, ...]:
    """Return the remark about what of a file is no segment of time: boxes, stills, whole videos."""
    noun = "annotation" if n == 1 else "annotations"
    return (f"{n} {noun} of something else than a stretch of time passed over.",) if n else ()


def foreign(file_form: str, reason: str) -> ExchangeError:
    """Return the error for a file that is not of a format; ``file_form`` has its article."""
    return ExchangeError(
        f"The file is not {file_form}: {reason}.",
        "Choose the format it was written in, or export it again.",
    )


def bad_line(whole: str, line: int, reason: str) -> ExchangeError:
    """Return the error for one line of a file; ``whole`` has its article."""
    return ExchangeError(
        f"Line {line} of {whole} cannot be read: {reason}.", "Correct the line, then try again."
    )
