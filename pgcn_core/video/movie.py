"""A new video file: pictures and sound encoded as they come; what the disk refuses, in words."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from pgcn_core.errors import OutputError
from pgcn_core.video.sound import SOUND_RATE_HZ, Samples

# Best first: H.264 plays everywhere, VP9 nearly; MPEG-4 Part 2 is in every build of FFmpeg.
_ENCODERS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("libx264", {"preset": "veryfast"}),
    ("libopenh264", {}),
    ("libvpx-vp9", {"crf": "24", "b": "0", "deadline": "realtime", "cpu-used": "6"}),
    ("mpeg4", {"qscale": "3"}),
)
_SOUND_BIT_RATE = 160_000
# More threads would take the window's processor; x264 holds many pictures for each.
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of a file, which players list.

    Attributes:
        start_s: Where it begins, seconds.
        end_s: Where it ends, seconds.
    """

    title: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class MovieLook:
    """What a new file is like.

    Attributes:
        width_px: Of the pictures as stored; an odd one loses a column, as 4:2:0 has none.
        height_px: Likewise.
        ticks_per_s: What the times of pictures count.
        fps: About how many pictures a second, for the encoder's rate control.
        crf: Quality of H.264: 18 cannot be told from the original, 23 is half the size.
        rotation_deg: Clockwise turn players are asked for: 0, 90, 180 or 270.
        sample_aspect: Width of a pixel over its height; None for square ones.
        colours: The codec context's names of range, matrix, primaries and transfer, with values.
        has_sound: Whether there is a sound track.
        marks: What the file says of itself, such as ``title`` and ``comment``.
        chapters: In order; the file has none when empty.
    """

    width_px: int
    height_px: int
    ticks_per_s: int
    fps: Fraction
    crf: int = 18
    rotation_deg: int = 0
    sample_aspect: Fraction | None = None
    colours: Mapping[str, int] = field(default_factory=dict)
    has_sound: bool = False
    marks: Mapping[str, str] = field(default_factory=dict)
    chapters: Sequence[Chapter] = ()


class MovieWriter:
    """Encodes pictures and sound into an MP4 or MKV file; a context manager of one thread.

    Args:
        file: What is written; the caller puts it in its place once it is whole.
        look: What it is like.
    """

    def __init__(self, file: Path, look: MovieLook) -> None:
        self._look = look
        self._container = open_movie(file, look.ticks_per_s, look.marks)
        self._video = self._add_video()
        self._sound = self._add_sound() if look.has_sound else None
        self._reformatter = VideoReformatter()
        self._n_samples = 0
        if look.chapters:
            self._container.set_chapters(_chapters(look.chapters))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            # What is thrown away need not be whole; what stopped it is what counts.
            with suppress(av.FFmpegError, OSError):
                self._container.close()
            return
        self._container.mux(self._video.encode(None))
        if self._sound is not None:
            self._container.mux(self._sound.encode(None))
        self._container.close()

    @property
    def sound_s(self) -> float:
        """How much sound there is so far, seconds."""
        return self._n_samples / SOUND_RATE_HZ

    def put_picture(self, frame: VideoFrame, tick: int) -> None:
        """Encode a picture that is shown from ``tick`` on."""
        even = self._reformatter.reformat(frame, self._video.width, self._video.height, "yuv420p")
        even.pts, even.time_base = tick, Fraction(1, self._look.ticks_per_s)
        # The encoder would repeat the original's kinds of pictures otherwise.
        even.pict_type = PictureType.NONE
        self._container.mux(self._video.encode(even))

    def put_sound(self, samples: Samples) -> None:
        """Encode (n, 2) float32 at ``SOUND_RATE_HZ``, following what was put before."""
        if self._sound is None or not len(samples):
            return
        planes = np.ascontiguousarray(samples.T)
        frame = AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = SOUND_RATE_HZ, self._n_samples
        frame.time_base = Fraction(1, SOUND_RATE_HZ)
        self._n_samples += len(samples)
        self._container.mux(self._sound.encode(frame))

    def _add_video(self) -> VideoStream:
        look = self._look
        name, options = encoder()
        if name == "libx264":
            options = options | {"crf": str(look.crf)}
        stream = self._container.add_stream(name, rate=look.fps, options=options)
        if not isinstance(stream, VideoStream):
            raise TypeError(f"{name} encodes no pictures")
        stream.width, stream.height = max(2, look.width_px & ~1), max(2, look.height_px & ~1)
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = stream.time_base = Fraction(1, look.ticks_per_s)
        context.thread_count = _THREADS
        if look.sample_aspect is not None:
            context.sample_aspect_ratio = look.sample_aspect
        for colour, value in look.colours.items():
            setattr(context, colour, value)
        if look.rotation_deg:
            # FFmpeg counts against the clock.
            stream.set_display_rotation(-look.rotation_deg)
        return stream

    def _add_sound(self) -> AudioStream:
        stream: AudioStream = self._container.add_stream("aac", rate=SOUND_RATE_HZ, layout="stereo")
        stream.bit_rate = _SOUND_BIT_RATE
        return stream


def encoder() -> tuple[str, dict[str, str]]:
    """Return the best encoder of pictures this FFmpeg has, with its options."""
    for name, options in _ENCODERS:
        with suppress(av.codec.codec.UnknownCodecError):
            av.Codec(name, "w")
            return name, dict(options)
    raise OutputError("This FFmpeg cannot encode video.", "Install PyAV from its own wheel.")


def open_movie(file: Path, ticks_per_s: int, marks: Mapping[str, str]) -> OutputContainer:
    """Open a new MP4 or MKV file, by its suffix; MP4 is told to count in exactly these ticks."""
    is_mp4 = file.suffix == ".mp4"
    options = {"video_track_timescale": str(ticks_per_s), "movflags": "+faststart"}
    container = av.open(
        f"file:{file}",
        "w",
        format="mp4" if is_mp4 else "matroska",
        options=options if is_mp4 else {},
    )
    container.metadata.update({name: value for name, value in marks.items() if value})
    return container


def part_of(file: Path) -> Path:
    """Return the name of a file while it is being written: hidden, beside it."""
    return file.with_name(f".{file.stem[:80]}.part{file.suffix}")


@contextmanager
def put_in_place(file: Path) -> Iterator[Path]:
    """Yield what to write to; it takes the place of ``file`` at the end, or nothing is left of it.

    Raises:
        OutputError: the disk is full or refuses, in words.
    """
    part = part_of(file)
    try:
        with telling_of_disk(file):
            yield part
            part.replace(file)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def telling_of_disk(file: Path) -> Iterator[None]:
    """Tell what the disk refuses in a sentence; the encoder hands on the system's error number.

    Raises:
        OutputError: the file cannot be written.
    """
    try:
        yield
    except (OSError, av.FFmpegError) as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise OutputError(
                f"There is no room left for {file.name} in {file.parent}.",
                "Free some space there, or choose another disk.",
            ) from error
        reason = (error.strerror or str(error)).lower()
        raise OutputError(
            f"{file.name} cannot be written to {file.parent}: {reason}.",
            "Check that the folder is there and can be written to.",
        ) from error


def _chapters(chapters: Sequence[Chapter]) -> list[Any]:
    return [
        {
            "id": number,
            "start": round(one.start_s * 1000),
            "end": round(one.end_s * 1000),
            "time_base": Fraction(1, 1000),
            "metadata": {"title": one.title},
        }
        for number, one in enumerate(chapters)
    ]
