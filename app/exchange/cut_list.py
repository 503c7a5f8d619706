"""Segments as editing programs take them: cuts of one video in frames of a declared rate."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from app.exchange.format import unique_names
from app.exchange.frame_clock import RateClock, declared_rate
from app.exchange.whole_times import whole_frames
from app.services.exchange_values import (
    Contents,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
)

# What stands for 30 in a file of 29.97 frames a second.
_NTSC = Fraction(1000, 1001)
_SAME_RATE = 0.005
_RATE_OF_NOTHING = 25.0


class Cut(NamedTuple):
    """A segment in frames from 0: the first, and the one after the last."""

    first: int
    after: int
    one: ExchangedSegment

    @property
    def n_frames(self) -> int:
        """How many frames it has, at least one."""
        return self.after - self.first

    @property
    def comment(self) -> str:
        """Score and note in one line."""
        score = "" if self.one.score is None else f"score {self.one.score!r}"
        words = [score, " ".join(self.one.note.split())]
        return ", ".join(word for word in words if word)


class CutList(NamedTuple):
    """One video and its cuts in time.

    Attributes:
        name: The video's file name.
        url: Where the video lies, or its name.
        rate: Frames per second, exact for 23.976, 29.97 and 59.94.
        n_frames: Length of the video, at least 1.
    """

    name: str
    url: str
    rate: Fraction
    n_frames: int
    cuts: tuple[Cut, ...]
    width_px: int
    height_px: int

    @property
    def timebase(self) -> int:
        """Frames a second of timecode has."""
        return max(round(self.rate), 1)

    @property
    def is_ntsc(self) -> bool:
        """Whether the rate is 1000/1001 of the timebase."""
        return self.rate.denominator == _NTSC.denominator


def cut_list(contents: Contents, options: ExportOptions) -> CutList:
    """Return the cuts of the only video; an empty list without one.

    Raises:
        ExchangeError: two videos share one name, or the rate is not known.
    """
    unique_names(contents.videos, str)
    nothing = ExchangedVideo("", 0.0, _RATE_OF_NOTHING, ())
    video = contents.videos[0] if contents.videos else nothing
    rate = exact_rate(declared_rate(video, options.fps))
    clock = RateClock(float(rate))
    found = [Cut(*whole_frames(one.segment, clock), one) for one in video.segments]
    cuts = sorted(found, key=lambda cut: (cut.first, cut.after))
    n_frames = max([1, clock.frame(video.duration_s), *(cut.after for cut in cuts)])
    url = video.path.as_uri() if video.path and video.path.is_absolute() else video.name
    return CutList(video.name, url, rate, n_frames, tuple(cuts), video.width_px, video.height_px)


def exact_rate(fps: float) -> Fraction:
    """Return the rate a rounded number stands for, such as 30000/1001 for 29.97."""
    nominal = max(round(fps), 1)
    for rate in (Fraction(nominal), nominal * _NTSC):
        if abs(fps - rate) < _SAME_RATE:
            return rate
    return Fraction(fps).limit_denominator(1000)


def timecode(frame: int, timebase: int) -> str:
    """Return ``HH:MM:SS:FF``, counted without leaving frames out."""
    seconds, frames = divmod(frame, timebase)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{frames:02d}"
