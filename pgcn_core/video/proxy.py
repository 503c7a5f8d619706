"""A small stand-in for a heavy video: every frame by itself, at the very times of the original."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from threading import Event

import av
import numpy as np
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from pgcn_core.errors import OutputError, VideoError
from pgcn_core.runtime import Progress, no_progress, raise_if_cancelled
from pgcn_core.video.opening import open_video
from pgcn_core.video.products import Video
from pgcn_core.video.reading import read_frames

PROXY_LINES = 360
STAGE = "Proxy"
# What a person feels while dragging: many lines to decode, or many frames to the next keyframe.
_HEAVY_LINES = 2000
_HEAVY_GOP_FRAMES = 120
_HEAVY_CODECS = {"hevc", "av1", "vp9"}
# Still pictures of 640 x 360 at this quality; the room asked for is on the safe side.
_QUALITY = {"crf": "23", "preset": "veryfast", "tune": "fastdecode"}
_FRAME_BYTES = 40_000
_SPARE_BYTES = 64 << 20
_BATCH_FRAMES = 8
_MAKE_ROOM = "Free some space there, then make the proxy again."


def why_heavy(video: Video) -> str:
    """Return what makes a video slow to scrub, as two or three words; '' when nothing does."""
    info = video.info
    if min(info.width_px, info.height_px) >= _HEAVY_LINES:
        return "4K"
    if info.codec in _HEAVY_CODECS:
        return info.codec.upper()
    frames = np.searchsorted(video.index.pts, video.index.key_pts)
    gop_frames = int(np.diff(np.append(frames, info.n_frames)).max())
    return f"a keyframe only every {gop_frames} frames" if gop_frames > _HEAVY_GOP_FRAMES else ""


def make_proxy(
    video: Video,
    out: Path,
    *,
    progress: Progress = no_progress,
    cancel: Event | None = None,
) -> None:
    """Write a small video with exactly one frame per frame of ``video``, at the same times.

    Each frame stands by itself (all-intra H.264, at most 360 lines on the short side, upright), in
    the time base of the original and beginning with 0. It is written beside ``out``, checked frame
    by frame, and put in place whole; a failure leaves nothing behind.

    Args:
        video: What ``open_video`` gave.
        out: An .mp4 file; its folder is made if need be, an older file is replaced.
        progress: Told of every few frames.
        cancel: Checked at every decoded frame.

    Raises:
        OutputError: the folder cannot be written, or there is no room.
        VideoError: the original cannot be read, or the written times are not its times.
        Cancelled: ``cancel`` was set.
    """
    part = out.with_name(f"{out.stem}.part{out.suffix}")
    name = video.info.path.name
    try:
        with _told_about_disk(out.parent, name):
            out.parent.mkdir(parents=True, exist_ok=True)
            _require_room(video, out.parent, name)
            _write(video, part, progress, cancel)
        verify(video, part, cancel=cancel)
        with _told_about_disk(out.parent, name):
            part.replace(out)
    finally:
        with suppress(OSError):  # what cannot be removed was told above
            part.unlink()


def verify(video: Video, proxy: Path, *, cancel: Event | None = None) -> Video:
    """Return the opened proxy after comparing the pts of every frame with the original's.

    Raises:
        VideoError: it cannot be opened, or a frame is missing, too many, or at another time.
        Cancelled: ``cancel`` was set.
    """
    opened = open_video(proxy, cancel=cancel)
    if not has_same_times(video, opened):
        raise VideoError(
            f"The proxy of {video.info.path.name} does not have its frames.",
            "It is not used; the video itself can be reviewed as usual.",
        )
    return opened


def has_same_times(video: Video, proxy: Video) -> bool:
    """Say whether both have the same frames: as many, each at exactly the same time from the first.

    Times are compared as whole numbers of ticks, never as rounded seconds.
    """
    ours, theirs = video.index, proxy.index
    if len(ours.pts) != len(theirs.pts):
        return False
    ratio = ours.time_base / theirs.time_base
    wanted = (ours.pts - ours.pts[0]) * ratio.numerator
    return bool(np.array_equal(wanted, (theirs.pts - theirs.pts[0]) * ratio.denominator))


def _write(video: Video, part: Path, progress: Progress, cancel: Event | None) -> None:
    """Encode every frame; MP4 is told the time base, it would choose a finer one by itself."""
    base = video.index.time_base
    ticks = (video.index.pts - video.index.pts[0]) * base.numerator
    options = {"video_track_timescale": str(base.denominator)}
    lines = min(PROXY_LINES, video.info.width_px, video.info.height_px)
    with av.open(str(part), "w", format="mp4", options=options) as container:
        stream: VideoStream | None = None
        batches = read_frames(video, short_side_px=lines, batch_frames=_BATCH_FRAMES, cancel=cancel)
        done = 0
        for batch in batches:
            for pixels in batch.pixels:
                if stream is None:
                    stream = _add_stream(container, pixels.shape, base.denominator)
                frame = VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
                    stream.width, stream.height, "yuv420p"
                )
                frame.pts, frame.time_base = int(ticks[done]), Fraction(1, base.denominator)
                container.mux(stream.encode(frame))
                done += 1
            progress(STAGE, done, len(ticks))
            raise_if_cancelled(cancel)
        if stream is not None:
            container.mux(stream.encode(None))


def _add_stream(
    container: OutputContainer, shape: tuple[int, ...], ticks_per_s: int
) -> VideoStream:
    stream: VideoStream = container.add_stream("libx264", options=dict(_QUALITY))
    height_px, width_px = shape[:2]
    # 4:2:0 has no odd sizes.
    stream.width, stream.height = max(2, width_px & ~1), max(2, height_px & ~1)
    stream.pix_fmt = "yuv420p"
    stream.codec_context.gop_size = 1
    stream.codec_context.max_b_frames = 0
    stream.codec_context.time_base = Fraction(1, ticks_per_s)
    stream.time_base = Fraction(1, ticks_per_s)
    # Two more threads than this one would take the window's processor from it.
    stream.codec_context.thread_count = 1
    return stream


def _require_room(video: Video, folder: Path, name: str) -> None:
    wanted = video.info.n_frames * _FRAME_BYTES + _SPARE_BYTES
    free = shutil.disk_usage(folder).free
    if free < wanted:
        raise OutputError(
            f"A proxy of {name} takes up to {wanted / 1e9:.1f} GB and {folder} has "
            f"{free / 1e9:.1f} GB left.",
            _MAKE_ROOM,
        )


@contextmanager
def _told_about_disk(folder: Path, name: str) -> Iterator[None]:
    """Tell what the disk refuses in a sentence; the encoder hands on the system's error number."""
    try:
        yield
    except (OSError, av.FFmpegError) as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise OutputError(
                f"There is no room left for a proxy of {name}.", _MAKE_ROOM
            ) from error
        reason = (error.strerror or str(error)).lower()
        raise OutputError(
            f"A proxy of {name} cannot be written to {folder}: {reason}.",
            "Check that the folder can be written to.",
        ) from error
