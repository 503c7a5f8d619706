"""One film of many stretches of many videos: one size, one rate, even sound, cards, fades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from threading import Event

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray

from pgcn_core.errors import VideoError
from pgcn_core.runtime import Progress, no_progress, raise_if_cancelled
from pgcn_core.video.movie import Chapter, MovieLook, MovieWriter, put_in_place
from pgcn_core.video.opening import open_video
from pgcn_core.video.pictures import PictureMaker
from pgcn_core.video.products import Video, VideoInfo
from pgcn_core.video.reading import pictures_of, sampled_frames
from pgcn_core.video.sound import SOUND_RATE_HZ, Samples, SoundReader

Picture = NDArray[np.uint8]
# Asked for a picture of (width, height); gives (H, W, 3) uint8 RGB.
CardMaker = Callable[[tuple[int, int]], Picture]

STAGE = "Reel"
_RATES = (
    Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30),
    Fraction(50), Fraction(60000, 1001), Fraction(60),
)  # fmt: skip
_MOST_LINES = 1080
# Loudness every shot is brought to, as far as its peaks and this much gain allow.
_WANTED_RMS = 0.1
_MOST_GAIN = 8.0
_PEAK = 0.97
_QUIET_RMS = 0.001
_BT709 = {"colorspace": 1, "color_primaries": 1, "color_trc": 1, "color_range": 1}
_REPORT_EVERY = 8


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of a video in a reel.

    Attributes:
        start_s: Where it begins in the video, seconds.
        end_s: Where it ends, seconds; above ``start_s``.
        title: Of its chapter.
        card: Makes the picture shown before it; None for none.
    """

    video: Video
    start_s: float
    end_s: float
    title: str = ""
    card: CardMaker | None = None


@dataclass(frozen=True, slots=True)
class ReelStyle:
    """How a reel is made.

    Attributes:
        lines: Lines of the picture; 0 for those of most of the videos, at most 1080.
        fps: Pictures a second; 0 for what most of the videos have.
        fade_s: From black at the beginning and to black at the end of every shot, seconds.
        card_s: How long a card is shown, seconds.
        crf: Quality.
        has_sound: Whether there is a sound track.
        is_even: Whether every shot is brought to the same loudness.
        marks: What the file says of itself.
    """

    lines: int = 0
    fps: float = 0.0
    fade_s: float = 0.3
    card_s: float = 2.0
    crf: int = 20
    has_sound: bool = True
    is_even: bool = True
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reel:
    """A reel that was written, opened again and compared.

    Attributes:
        n_frames: What the file holds.
        duration_s: What it lasts, seconds.
        width_px: Of its pictures.
        height_px: Of its pictures.
        fps: Pictures a second.
        starts_s: Where each shot begins, with its card, seconds.
        differences: A sentence for each thing that is not as it was meant.
    """

    file: Path
    n_frames: int
    duration_s: float
    width_px: int
    height_px: int
    fps: float
    starts_s: tuple[float, ...]
    differences: tuple[str, ...]


def reel_rate(videos: Iterable[VideoInfo], asked_fps: float = 0.0) -> Fraction:
    """Return the usual rate nearest to what was asked, or to that of most of the videos."""
    if asked_fps > 0:
        wanted = asked_fps
    else:
        counted = Counter(_usual_rate(one.fps) for one in videos)
        return max(counted, key=lambda rate: (counted[rate], rate))
    return _usual_rate(wanted)


def _usual_rate(fps: float) -> Fraction:
    return min(_RATES, key=lambda rate: abs(float(rate) - fps))


def reel_size(videos: Iterable[VideoInfo], lines: int = 0) -> tuple[int, int]:
    """Return (width, height), even, of the shape most of the videos have; bars fill the others.

    Args:
        videos: At least one; a video counts as often as it is named.
        lines: Of the short side; 0 for the most of the videos of that shape, at most 1080.
    """
    sizes = [(one.width_px, one.height_px) for one in videos]
    counted = Counter(_shape(size) for size in sizes)
    shape = max(counted, key=lambda one: (counted[one], one))
    width, height = max((size for size in sizes if _shape(size) == shape), key=min)
    short = lines or min(width, height, _MOST_LINES)
    scale = Fraction(short, min(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def _shape(size: tuple[int, int]) -> float:
    """Return width over height, roughly: a coded 1088 lines are the shape of 1080."""
    return round(size[0] / size[1], 1)


def make_reel(
    shots: Sequence[Shot],
    out: Path,
    style: ReelStyle,
    *,
    progress: Progress = no_progress,
    cancel: Event | None = None,
) -> Reel:
    """Write shots one after another into one MP4 file, which replaces what is at ``out``.

    Pictures are upright, with square pixels, in bars where they have another shape; at the reel's
    rate each is the one on screen at its time. Sound is stereo at 48 kHz, silence where there is
    none. Every shot has a chapter.

    Args:
        shots: At least one, in order.
        out: An .mp4 file in a folder that is there.
        style: How.
        progress: Told of frames.
        cancel: Checked at every frame; nothing is left then and the old file stays.

    Raises:
        OutputError: the disk is full or refuses.
        VideoError: a video has gone or changed, or cannot be decoded.
        Cancelled: ``cancel`` was set.
    """
    job = _Job(shots, style, progress, cancel)
    with put_in_place(out) as part:
        with MovieWriter(part, job.look()) as writer:
            for shot, plan in zip(shots, job.plans, strict=True):
                job.write(writer, shot, plan)
        opened = open_video(part, cancel=cancel)
    return Reel(
        file=out,
        n_frames=opened.info.n_frames,
        duration_s=opened.info.duration_s,
        width_px=opened.info.width_px,
        height_px=opened.info.height_px,
        fps=float(job.rate),
        starts_s=tuple(float(plan.first / job.rate) for plan in job.plans),
        differences=tuple(job.differences(opened, out.name)),
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where a shot lies in the reel, in frames: its card, then its pictures."""

    first: int
    n_card: int
    n_frames: int

    @property
    def after(self) -> int:
        return self.first + self.n_card + self.n_frames


class _Job:
    """A reel while it is being made."""

    def __init__(
        self, shots: Sequence[Shot], style: ReelStyle, progress: Progress, cancel: Event | None
    ) -> None:
        self._style, self._progress, self._cancel = style, progress, cancel
        self._shots = shots
        infos = [one.video.info for one in shots]
        self.rate = reel_rate(infos, style.fps)
        self.size = reel_size(infos, style.lines)
        self.plans = self._planned(shots)
        self._reformatter = VideoReformatter()
        self._done = 0

    def look(self) -> MovieLook:
        """Return what the file is like."""
        chapters = [
            Chapter(shot.title, float(plan.first / self.rate), float(plan.after / self.rate))
            for shot, plan in zip(self._shots, self.plans, strict=True)
        ]
        return MovieLook(
            *self.size,
            ticks_per_s=self.rate.numerator,
            fps=self.rate,
            crf=self._style.crf,
            colours=_BT709,
            has_sound=self._style.has_sound,
            marks=self._style.marks,
            chapters=chapters,
        )

    def write(self, writer: MovieWriter, shot: Shot, plan: _Plan) -> None:
        """Encode the card and the pictures of one shot, and its sound beside them."""
        if shot.card is not None and plan.n_card:
            card = shot.card(self.size)
            still = (card for _ in range(plan.n_card))
            self._put(writer, self._faded(still, plan.n_card), iter(()))
        with closing(self._pictures(shot, plan.n_frames)) as pictures:
            blocks = self._sound(shot, plan.n_frames)
            self._put(writer, self._faded(pictures, plan.n_frames), blocks)

    def differences(self, opened: Video, name: str) -> Iterator[str]:
        """Yield what the file has otherwise than it was meant."""
        meant = self.plans[-1].after
        if opened.info.n_frames != meant:
            yield f"{name} has {opened.info.n_frames} frames, not {meant}."
        lasts_s = float(meant / self.rate)
        if abs(opened.info.duration_s - lasts_s) > 1.5 / self.rate:
            yield f"{name} lasts {opened.info.duration_s:.3f} s, not {lasts_s:.3f} s."

    def _planned(self, shots: Sequence[Shot]) -> list[_Plan]:
        n_card = round(self._style.card_s * self.rate)
        sizes = [
            (
                n_card if one.card is not None else 0,
                max(1, round((one.end_s - one.start_s) * self.rate)),
            )
            for one in shots
        ]
        firsts = accumulate((sum(size) for size in sizes), initial=0)
        return [
            _Plan(first, *size) for size, (first, _) in zip(sizes, pairwise(firsts), strict=True)
        ]

    def _pictures(self, shot: Shot, n_frames: int) -> Generator[Picture, None, None]:
        """Yield the reel's pictures of a shot, with bars where the shape is another."""
        times_s = shot.start_s + np.arange(n_frames) / float(self.rate)
        wanted = sampled_frames(shot.video.index, times_s)
        width, height = _fitted(shot.video.info, self.size)
        maker = PictureMaker((width, height), shot.video.info.rotation_deg)
        left, top = (self.size[0] - width) // 2, (self.size[1] - height) // 2
        with closing(pictures_of(shot.video, wanted, maker, self._cancel)) as pictures:
            for picture in pictures:
                whole = np.zeros((self.size[1], self.size[0], 3), np.uint8)
                whole[top : top + height, left : left + width] = picture
                yield whole

    def _faded(self, pictures: Iterable[Picture], n_frames: int) -> Iterator[Picture]:
        ramp = _ramp(n_frames, round(self._style.fade_s * self.rate))
        for picture, strength in zip(pictures, ramp, strict=False):
            yield picture if strength >= 1 else (picture * strength).astype(np.uint8)

    def _sound(self, shot: Shot, n_frames: int) -> Iterator[Samples]:
        """Yield the sound of a shot, faded and as loud as the others; nothing where it has none."""
        if not (self._style.has_sound and shot.video.info.has_audio):
            return
        end_s = shot.start_s + float(n_frames / self.rate)
        n_samples = round((end_s - shot.start_s) * SOUND_RATE_HZ)
        n_fade = max(round(self._style.fade_s * SOUND_RATE_HZ), 1)
        with suppress(VideoError), SoundReader(shot.video) as reader:
            gain = self._gain(reader.blocks(shot.start_s, end_s)) if self._style.is_even else 1.0
            done = 0
            for block in reader.blocks(shot.start_s, end_s):
                at = np.arange(done, done + len(block), dtype=np.float32)
                ramp = np.minimum(np.minimum(at, n_samples - at) / n_fade, 1)
                yield (block * (gain * ramp)[:, None]).astype(np.float32)
                done += len(block)

    def _gain(self, blocks: Iterable[Samples]) -> float:
        """Return the gain that brings sound to the wanted loudness without clipping."""
        peak, loud = 0.0, []
        for block in blocks:
            raise_if_cancelled(self._cancel)
            peak = max(peak, float(np.abs(block).max()))
            loud.append(float(np.square(block).mean()))
        # Pauses say nothing of how loud something is.
        heard = [power for power in loud if power > _QUIET_RMS**2]
        if not heard:
            return 1.0
        rms = float(np.sqrt(np.mean(heard)))
        return min(max(_WANTED_RMS / rms, 1 / _MOST_GAIN), _MOST_GAIN, _PEAK / peak)

    def _put(
        self, writer: MovieWriter, pictures: Iterable[Picture], blocks: Iterator[Samples]
    ) -> None:
        """Encode pictures, and sound exactly as long."""
        for picture in pictures:
            raise_if_cancelled(self._cancel)
            writer.put_picture(self._frame(picture), self._done * self.rate.denominator)
            self._done += 1
            self._put_sound(writer, blocks)
            total = self.plans[-1].after
            if self._done % _REPORT_EVERY == 0 or self._done == total:
                self._progress(STAGE, self._done, total)

    def _put_sound(self, writer: MovieWriter, blocks: Iterator[Samples]) -> None:
        """Bring the sound up to the pictures; what runs out is silence."""
        if not self._style.has_sound:
            return
        until_s = float(self._done / self.rate)
        while (missing := round((until_s - writer.sound_s) * SOUND_RATE_HZ)) > 0:
            block = next(blocks, None)
            writer.put_sound(np.zeros((missing, 2), np.float32) if block is None else block)

    def _frame(self, picture: Picture) -> VideoFrame:
        """Return pixels as the encoder takes them, by the colours the file declares."""
        frame = VideoFrame.from_ndarray(picture, format="rgb24")
        made = self._reformatter.reformat(
            frame,
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=int(ColorRange.MPEG),
        )
        made.colorspace, made.color_range = int(Colorspace.ITU709), int(ColorRange.MPEG)
        return made


def _fitted(info: VideoInfo, size: tuple[int, int]) -> tuple[int, int]:
    """Return the largest (width, height) of a video's shape inside ``size``."""
    scale = min(Fraction(size[0], info.width_px), Fraction(size[1], info.height_px))
    return max(1, min(size[0], round(info.width_px * scale))), max(
        1, min(size[1], round(info.height_px * scale))
    )


def _ramp(n_frames: int, n_fade: int) -> NDArray[np.float64]:
    """Return (T,) in (0, 1]: up over the first frames, down over the last."""
    n_fade = min(n_fade, n_frames // 2)
    at = np.arange(n_frames)
    return np.minimum(np.minimum(at + 1, n_frames - at) / (n_fade + 1), 1.0)
