"""Untrimmed videos composed from short clips, whose actions are known because each clip's is.

For trying the loop where nobody has labelled long videos yet. Cuts between clips are sharper than
between the actions of one take, and people and places change at every cut; figures measured on such
videos say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from threading import Event

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from pgcn_core.errors import OutputError, TrainingError
from pgcn_core.video.opening import open_video
from pgcn_core.video.reading import read_frames

FPS = 25
SIZE_PX = (340, 256)
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Clip:
    """One short clip as it is shown.

    Attributes:
        label: '' where nothing of interest happens.
        is_mirrored: Left and right change sides.
        speed: Seconds of the clip in one of the video.
        start_s: Where in its file it begins.
        end_s: Where in its file it ends; None for the file's end.
    """

    path: Path
    label: str = ""
    is_mirrored: bool = False
    speed: float = 1.0
    start_s: float = 0.0
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class ComposedVideo:
    """One composed video.

    Attributes:
        path: Where it lies.
        segments: (G, 2) float64 seconds of its actions.
        labels: (G,) their labels.
    """

    path: Path
    segments: NDArray[np.float64]
    labels: tuple[str, ...]


def divide(paths: Sequence[Path], share: float, seed: int) -> tuple[list[Path], list[Path]]:
    """Return clips to learn from and clips to measure on, at least one of each."""
    ordered = sorted(paths)
    if len(ordered) < 2:
        raise TrainingError("One clip cannot be divided.", "Add clips of every kind.")
    drawn = np.random.default_rng(seed).permutation(len(ordered)).tolist()
    count = min(max(round(share * len(ordered)), 1), len(ordered) - 1)
    return [ordered[at] for at in drawn[count:]], [ordered[at] for at in drawn[:count]]


def plan_videos(
    actions: Mapping[str, Sequence[Path]],
    background: Sequence[Path],
    n_videos: int,
    clips_each: int,
    seed: int = 0,
) -> list[list[Clip]]:
    """Return which clips follow each other in each video.

    A fifth to two fifths of the clips of a video are actions, no two of which touch; one video in
    eight has none. Clips come again in other videos, mirrored or not, 0.8 to 1.25 times as fast.

    Args:
        actions: Clips of each label, at least one.
        background: Clips without any of the labels, at least one.
        n_videos: How many videos.
        clips_each: Clips in each.
        seed: Of the draws.
    """
    rng = np.random.default_rng(seed)
    shown = [
        Clip(path, label) for label, paths in sorted(actions.items()) for path in sorted(paths)
    ]
    quiet = [Clip(path) for path in sorted(background)]
    few, most = max(clips_each // 5, 1), max(2 * clips_each // 5, 1)
    plans = []
    for number in range(n_videos):
        n_actions = 0 if number % 8 == 7 else int(rng.integers(few, most + 1))
        mine = _drawn(shown, n_actions, rng)
        plans.append(_mixed(mine, _drawn(quiet, clips_each - n_actions, rng), rng))
    return plans


def _drawn(clips: Sequence[Clip], count: int, rng: np.random.Generator) -> list[Clip]:
    """Draw clips, each once before any comes again, and how they are shown."""
    order = np.concatenate([rng.permutation(len(clips)) for _ in range(count // len(clips) + 1)])
    return [
        replace(
            clips[at], is_mirrored=bool(rng.random() < 0.5), speed=float(rng.uniform(0.8, 1.25))
        )
        for at in order[:count]
    ]


def _mixed(actions: list[Clip], quiet: list[Clip], rng: np.random.Generator) -> list[Clip]:
    """Put actions into different gaps between quiet clips, the ends among them."""
    gaps = sorted(rng.permutation(len(quiet) + 1)[: len(actions)].tolist(), reverse=True)
    mixed = list(quiet)
    for gap, action in zip(gaps, actions, strict=True):
        mixed.insert(gap, action)
    return mixed


def compose(clips: Sequence[Clip], out: Path, *, cancel: Event | None = None) -> ComposedVideo:
    """Write clips one after the other as one H.264 video of 25 frames a second.

    Pictures are scaled to 256 lines and cut or padded to 340 columns around the middle.

    Raises:
        VideoError: a clip cannot be decoded.
        OutputError: the video cannot be written.
        Cancelled: the flag was set; what was written is no video.
    """
    spans, labels, done = [], [], 0

    def pictures() -> Iterator[Pixels]:
        nonlocal done
        for clip in clips:
            first = done
            for pixels in _pictures(clip, cancel):
                done += 1
                yield pixels
            if clip.label:
                spans.append((first / FPS, done / FPS))
                labels.append(clip.label)

    write_video(pictures(), out)
    return ComposedVideo(out, np.array(spans, np.float64).reshape(-1, 2), tuple(labels))


def write_video(pictures: Iterable[Pixels], out: Path) -> None:
    """Write (256, 340, 3) RGB pictures as an H.264 video of 25 frames a second.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with av.open(str(out), "w", format="mp4") as container:
            stream = container.add_stream("libx264", rate=FPS, options={"crf": "20"})
            stream.width, stream.height, stream.pix_fmt = *SIZE_PX, "yuv420p"
            for number, pixels in enumerate(pictures):
                frame = VideoFrame.from_ndarray(pixels, format="rgb24")
                frame.pts, frame.time_base = number, Fraction(1, FPS)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    except (OSError, av.FFmpegError) as error:
        raise OutputError(
            f"{out.name} cannot be written: {error.strerror or error}.", "Free some space."
        ) from error


def _pictures(clip: Clip, cancel: Event | None) -> Iterator[Pixels]:
    """Yield the pictures of a clip, as they are at whole multiples of ``1 / rate`` in its file."""
    video = open_video(clip.path, cancel=cancel)
    rate = FPS / clip.speed
    batches = read_frames(
        video,
        short_side_px=SIZE_PX[1],
        fps=rate,
        start_s=clip.start_s,
        end_s=clip.end_s,
        cancel=cancel,
    )
    for batch in batches:
        for pixels in batch.pixels:
            framed = framed_picture(pixels)
            yield np.ascontiguousarray(framed[:, ::-1]) if clip.is_mirrored else framed


def framed_picture(pixels: Pixels) -> Pixels:
    """Return a picture cut or padded around its middle."""
    width, height = SIZE_PX
    framed = np.zeros((height, width, 3), np.uint8)
    rows, columns = min(height, pixels.shape[0]), min(width, pixels.shape[1])
    top, left = (pixels.shape[0] - rows) // 2, (pixels.shape[1] - columns) // 2
    to_top, to_left = (height - rows) // 2, (width - columns) // 2
    cut = pixels[top : top + rows, left : left + columns]
    framed[to_top : to_top + rows, to_left : to_left + columns] = cut
    return framed
