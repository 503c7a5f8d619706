"""Room 1, verb 1: a file becomes a ``Video``, its facts and the identity of every frame."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from threading import Event

import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from pgcn_core.runtime import raise_if_cancelled
from pgcn_core.video.container import damaged, decode, demux, drain, fingerprint, open_container
from pgcn_core.video.indexing import index_frames
from pgcn_core.video.pictures import display_size
from pgcn_core.video.products import FrameIndex, Video, VideoInfo

# A header may round or count a last frame differently; a cut file misses more than this.
_MISSING_S = 0.5
_MISSING_SHARE = 0.02


def open_video(
    path: Path,
    *,
    cancel: Event | None = None,
    progress: Callable[[float], object] | None = None,
) -> Video:
    """Open a video file and index its frames; about 0.3 s per ten minutes of footage.

    Args:
        path: The file, in any format FFmpeg reads.
        cancel: Checked every few packets.
        progress: Told now and then which share of the file has been read, in [0, 1].

    Returns:
        The facts and the frame index. ``info.unreadable_after_s`` is set when the file promises
        more than it holds.

    Raises:
        VideoError: one of the named failures: missing, folder, no permission, empty, not a video,
            sound only, never finished, no frames, no times, nothing decodable.
        Cancelled: ``cancel`` was set.
    """
    raise_if_cancelled(cancel)
    content = fingerprint(path)
    with open_container(path) as (container, stream):
        index = index_frames(container, stream, path, cancel, progress)
        facts = _facts(container, stream, index, path, content)
    return Video(facts, index)


def _facts(
    container: InputContainer,
    stream: VideoStream,
    index: FrameIndex,
    path: Path,
    content: str,
) -> VideoInfo:
    rotation_deg = _rotation_deg(_first_frame(path))
    width_px, height_px = display_size(
        stream.codec_context.width,
        stream.codec_context.height,
        stream.sample_aspect_ratio,
        rotation_deg,
    )
    return VideoInfo(
        path=path,
        codec=stream.codec_context.codec.canonical_name,
        n_frames=len(index.pts),
        fps=len(index.pts) / index.end_s,
        duration_s=index.end_s,
        width_px=width_px,
        height_px=height_px,
        rotation_deg=rotation_deg,
        is_vfr=_is_vfr(index.pts),
        has_audio=bool(container.streams.audio),
        fingerprint=content,
        unreadable_after_s=_unreadable_after_s(container, stream, index),
    )


def _first_frame(path: Path) -> VideoFrame:
    """Decode one picture: the proof that the file can be seen, and where its rotation is told."""
    with open_container(path) as (container, stream):
        stream.thread_type = "SLICE"  # frame threads would hold back the first picture
        for packet in demux(container, stream):
            for frame in decode(stream, packet):
                return frame
        for frame in drain(stream):
            return frame
    raise damaged(path)


def _rotation_deg(frame: VideoFrame) -> int:
    """Return the clockwise turn to upright; FFmpeg tells it counterclockwise."""
    return round(-frame.rotation / 90) % 4 * 90


def _is_vfr(pts: NDArray[np.int64]) -> bool:
    gaps = np.diff(pts)
    return bool(len(gaps)) and int(gaps.max() - gaps.min()) > 1


def _unreadable_after_s(
    container: InputContainer, stream: VideoStream, index: FrameIndex
) -> float | None:
    """Compare what the header promises with what was found.

    A cut file whose index stands at the front (faststart MP4) reads without any error.
    """
    promised_s = _promised_s(container, stream)
    missing_s = promised_s - index.end_s
    is_cut = missing_s > max(_MISSING_S, _MISSING_SHARE * promised_s)
    return index.end_s if is_cut else None


def _promised_s(container: InputContainer, stream: VideoStream) -> float:
    """Return the header's duration of the picture, 0 where only the whole file's is known."""
    if stream.duration is not None:
        return float(stream.duration * Fraction(stream.time_base or 0))
    if "DURATION" in stream.metadata:
        return _clock_s(stream.metadata["DURATION"])
    if container.duration is not None and not container.streams.audio:
        return container.duration / 1e6
    return 0.0


def _clock_s(text: str) -> float:
    """Return the seconds of Matroska's ``HH:MM:SS.fraction``, 0 when it is not one."""
    parts = text.strip("\x00 ").split(":")
    try:
        hours, minutes, seconds = (float(part) for part in parts)
    except ValueError:
        return 0.0
    return 3600 * hours + 60 * minutes + seconds
