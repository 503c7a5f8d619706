"""Small videos whose every frame carries its own number in its pixels."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

_COLUMNS, _ROWS = 4, 3  # twelve bits, most significant first
_QUIET = {
    "libx264": {"preset": "veryfast", "sc_threshold": "0", "b_strategy": "0"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none:scenecut=0"},
    "mpeg4": {"qscale": "3", "sc_threshold": "1000000000"},
    "mpeg2video": {"qscale": "3", "sc_threshold": "1000000000"},
}
# tkhd matrix (a, b, c, d) that players turn clockwise by the key.
_MATRICES = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def number_picture(number: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return (H, W, 3) uint8 with ``number`` (below 4096) written as black and white blocks."""
    bits = (number >> np.arange(_COLUMNS * _ROWS - 1, -1, -1)) & 1
    grid = bits.reshape(_ROWS, _COLUMNS).astype(np.uint8) * 220 + 16
    width, height = size
    rows = np.arange(height) * _ROWS // height
    columns = np.arange(width) * _COLUMNS // width
    return np.repeat(grid[rows][:, columns, None], 3, axis=2)


def read_number(pixels: NDArray[np.uint8]) -> int:
    """Return the number that ``number_picture`` wrote, from a picture of any size."""
    height, width = pixels.shape[:2]
    rows = ((np.arange(_ROWS) + 0.5) * height / _ROWS).astype(int)
    columns = ((np.arange(_COLUMNS) + 0.5) * width / _COLUMNS).astype(int)
    bits = pixels[rows][:, columns].mean(axis=2).ravel() > 127
    return int("".join("1" if bit else "0" for bit in bits), 2)


def make_video(
    path: Path,
    *,
    n_frames: int = 60,
    fps: float = 25,
    size: tuple[int, int] = (96, 64),
    codec: str = "libx264",
    gop: int = 12,
    b_frames: int = 2,
    vfr_pts: Sequence[int] | None = None,
    start_pts: int = 0,
    rotation: int = 0,
    sample_aspect: Fraction | None = None,
    audio: bool = False,
    sound_codec: str = "aac",
    muxer_options: dict[str, str] | None = None,
    codec_options: dict[str, str] | None = None,
    pix_fmt: str = "yuv420p",
) -> Path:
    """Write a video of numbered frames; the container follows from the suffix.

    Args:
        path: Where to write.
        n_frames: Frames, numbered from 0.
        fps: Constant rate, used without ``vfr_pts``.
        size: (width, height) of the picture as a person sees it, before ``sample_aspect``.
        codec: Encoder.
        gop: Frames from keyframe to keyframe.
        b_frames: Most B-frames in a row.
        vfr_pts: One pts per frame in milliseconds; its length replaces ``n_frames``.
        start_pts: Added to every pts, in frames (milliseconds with ``vfr_pts``).
        rotation: Clockwise turn the container asks players for (MP4 and MOV only).
        sample_aspect: Width of a pixel over its height.
        audio: Add a sound track that beeps for 50 ms at every whole second of the first shown
            frame's clock.
        sound_codec: Encoder of the sound.
        muxer_options: Passed to the container.
        codec_options: Passed to the encoder, over the quiet fixed-GOP defaults.
        pix_fmt: How the encoder stores pixels.
    """
    rate = Fraction(fps).limit_denominator(1001)
    tick = 1 / rate if vfr_pts is None else Fraction(1, 1000)
    pts = range(n_frames) if vfr_pts is None else vfr_pts
    with av.open(str(path), "w", options=muxer_options or {}) as container:
        options = _QUIET.get(codec, {}) | (codec_options or {})
        stream = container.add_stream(codec, rate=rate, options=options)
        stream.width, stream.height = size if rotation in {0, 180} else size[::-1]
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else pix_fmt
        stream.codec_context.time_base = tick
        stream.codec_context.gop_size = gop
        stream.codec_context.max_b_frames = b_frames
        if sample_aspect is not None:
            stream.codec_context.sample_aspect_ratio = sample_aspect
        sound = _add_sound(container, sound_codec) if audio else None
        for number, ticks in enumerate(pts):
            upright = number_picture(number, size)
            stored = np.ascontiguousarray(np.rot90(upright, rotation // 90))
            frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
            frame.pts = ticks + start_pts
            frame.time_base = tick
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if sound is not None:
            first_s = float((pts[0] + start_pts) * tick)
            seconds = float((pts[-1] - pts[0] + 1) * tick)
            _mux_sound(container, sound, beeps(seconds, sound.rate), first_s)
    if rotation:
        _turn(path, rotation)
    return path


def make_sound(path: Path, *, seconds: float = 1.0) -> Path:
    """Write a file with a silent sound track and no picture."""
    with av.open(str(path), "w") as container:
        sound = _add_sound(container, "aac")
        _mux_sound(container, sound, np.zeros(max(1024, int(seconds * sound.rate)), np.float32))
    return path


def beeps(seconds: float, rate_hz: int = 48000) -> NDArray[np.float32]:
    """Return mono sound with a 1 kHz beep of 50 ms at every whole second but 0."""
    at_s = np.arange(int(seconds * rate_hz)) / rate_hz
    is_on = (at_s % 1 < 0.05) & (at_s >= 0.5)
    return np.where(is_on, np.sin(2 * np.pi * 1000 * at_s) * 0.8, 0).astype(np.float32)


def beep_starts(samples: NDArray[np.float32], rate_hz: int = 48000) -> list[float]:
    """Return the seconds at which beeps begin in mono sound: loud after 0.2 s of quiet."""
    loud = np.flatnonzero(np.abs(samples) > 0.2)
    quiet_before = np.diff(loud, prepend=-rate_hz) > 0.2 * rate_hz
    return [float(at) / rate_hz for at in loud[quiet_before]]


def _add_sound(container, codec):
    return container.add_stream(codec, rate=48000, layout="mono")


def _mux_sound(container, stream, samples, first_s=0.0):
    for at in range(0, len(samples), 1024):
        block = np.ascontiguousarray(samples[None, at : at + 1024])
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
        frame.sample_rate = 48000
        frame.pts = at + round(first_s * 48000)
        frame.time_base = Fraction(1, 48000)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _turn(path: Path, rotation: int) -> None:
    """Write a rotation into the (version 0) track header of an MP4."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 44
    a, b, c, d = (value << 16 for value in _MATRICES[rotation])
    data[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
