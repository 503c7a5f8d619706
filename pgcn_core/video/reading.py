"""Room 1, verb 2: the frames of a video in order, upright, resized, at any rate."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from threading import Event

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from pgcn_core.runtime import raise_if_cancelled
from pgcn_core.video.container import check_unchanged, damaged, open_unchanged
from pgcn_core.video.decoding import Decoder
from pgcn_core.video.pictures import PictureMaker, short_side_size
from pgcn_core.video.products import FrameBatch, FrameIndex, Video

# MKV and FLV round times to the millisecond; a frame may be stamped this much after its true time.
_MOST_ROUNDING_S = 0.0005
_EPSILON_S = 1e-9


def sampled_times(
    index: FrameIndex, fps: float | None, start_s: float = 0.0, end_s: float | None = None
) -> NDArray[np.float64]:
    """Return when ``read_frames`` looks at the video: (T,) seconds in [start_s, end_s).

    Args:
        index: The video's frames.
        fps: Samples lie at k / fps for whole k; None takes the start of every frame.
        start_s: First time that counts.
        end_s: First time that no longer counts; None, or later than the video, means its end.
    """
    until = index.end_s if end_s is None else min(end_s, index.end_s)
    if fps is None:
        inside = (index.pts_s >= start_s - _EPSILON_S) & (index.pts_s < until - _EPSILON_S)
        return index.pts_s[inside]
    first = int(np.ceil(max(start_s, 0.0) * fps - 1e-6))
    last = int(np.ceil(until * fps - 1e-6))
    return np.arange(first, max(first, last), dtype=np.float64) / fps


def sampled_frames(index: FrameIndex, times_s: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the (T,) numbers of the frames on screen at (T,) times, seconds."""
    slack_s = min(0.5 * float(index.time_base), _MOST_ROUNDING_S) + _EPSILON_S
    found = np.searchsorted(index.pts_s, times_s + slack_s, side="right") - 1
    return np.clip(found, 0, len(index.pts) - 1).astype(np.int64)


def read_frames(  # noqa: PLR0913 - all but the video are optional and by name
    video: Video,
    *,
    short_side_px: int | None = None,
    fps: float | None = None,
    start_s: float = 0.0,
    end_s: float | None = None,
    batch_frames: int = 32,
    cancel: Event | None = None,
) -> Iterator[FrameBatch]:
    """Yield the frames on screen at ``sampled_times``, batch by batch.

    A frame that cannot be decoded is replaced by the one before it, so exactly as many frames come
    as there are sampled times. Memory stays at one batch and the decoder's own frames.

    Args:
        video: What ``open_video`` gave.
        short_side_px: Short side of the pictures, long side in proportion; None keeps the size.
        fps: Samples per second; None gives every frame once.
        start_s: First time that counts, seconds.
        end_s: First time that no longer counts; None means the video's end.
        batch_frames: Frames per batch, >= 1; the last batch may be smaller.
        cancel: Checked at every decoded frame.

    Yields:
        Batches of at least one frame; ``pts_s`` tells when each picture is first shown, so a
        picture sampled twice carries the same time twice.

    Raises:
        VideoError: the file has gone or changed, also while it is read, or no picture can be
            decoded.
        Cancelled: ``cancel`` was set.
    """
    times_s = sampled_times(video.index, fps, start_s, end_s)
    wanted = sampled_frames(video.index, times_s)
    maker = PictureMaker(short_side_size(video.info, short_side_px), video.info.rotation_deg)
    with closing(pictures_of(video, wanted, maker, cancel)) as pictures:
        for first in range(0, len(wanted), batch_frames):
            chosen = wanted[first : first + batch_frames]
            pixels = np.empty((len(chosen), maker.height_px, maker.width_px, 3), np.uint8)
            for row in pixels:
                row[:] = next(pictures)
            yield FrameBatch(pixels, video.index.pts_s[chosen])


def pictures_of(
    video: Video, wanted: NDArray[np.int64], maker: PictureMaker, cancel: Event | None = None
) -> Generator[NDArray[np.uint8], None, None]:
    """Yield the picture of each of (T,) wanted frames, which never decrease; close it at the end.

    Raises:
        VideoError: the file has gone or changed, or no picture can be decoded.
        Cancelled: ``cancel`` was set.
    """
    if not len(wanted):
        return
    with open_unchanged(video.info) as (container, stream):
        decoder = Decoder(container, stream, video.index)
        decoder.place(int(wanted[0]))
        held: _Held | None = None
        done = 0
        for frame_idx, frame in decoder.frames():
            raise_if_cancelled(cancel)
            current = _Held(frame, maker)
            while done < len(wanted) and wanted[done] < frame_idx:
                yield (held or current).pixels()
                done += 1
            while done < len(wanted) and wanted[done] == frame_idx:
                yield current.pixels()
                done += 1
            if done == len(wanted):
                return
            held = current
        # The rest cannot be read: the file is damaged there, or its disk has just been pulled out.
        check_unchanged(video.info)
        if held is None:
            raise damaged(video.info.path)
        for _ in range(done, len(wanted)):
            yield held.pixels()


class _Held:
    """One decoded frame, converted only when asked for and only once."""

    def __init__(self, frame: VideoFrame, maker: PictureMaker) -> None:
        self._frame = frame
        self._maker = maker
        self._pixels: NDArray[np.uint8] | None = None

    def pixels(self) -> NDArray[np.uint8]:
        """Return the (H, W, 3) uint8 picture."""
        if self._pixels is None:
            self._pixels = self._maker.pixels(self._frame)
        return self._pixels
