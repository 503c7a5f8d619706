"""The frame index: every frame's pts from the packets, undecoded where pts can be trusted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from threading import Event

import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream
from numpy.typing import NDArray

from pgcn_core.errors import VideoError
from pgcn_core.runtime import raise_if_cancelled
from pgcn_core.video.container import decode, demux, drain, open_container
from pgcn_core.video.products import FrameIndex

_CANCEL_EVERY = 256  # packets; under 20 ms even on slow disks
_CANCEL_DECODE_EVERY = 8
_LATE_SEEKERS = {"matroska", "mov", "asf"}
_HIDDEN_PTS = -1  # before time zero: never on screen
_FALLBACK_FRAME_S = Fraction(1, 25)  # a lone frame whose file states neither duration nor rate


@dataclass(slots=True)
class _Packets:
    """What the demuxer told about each packet of the video stream, in file order."""

    pts: list[int | None] = field(default_factory=list)
    dts: list[int | None] = field(default_factory=list)
    duration: list[int] = field(default_factory=list)
    n_bytes: list[int] = field(default_factory=list)
    is_key: list[bool] = field(default_factory=list)
    is_shown: list[bool] = field(default_factory=list)

    def add(self, packet: Packet[VideoStream]) -> None:
        """Note one packet."""
        self.pts.append(packet.pts)
        self.dts.append(packet.dts)
        self.duration.append(packet.duration or 0)
        self.n_bytes.append(packet.size)
        self.is_key.append(packet.is_keyframe)
        self.is_shown.append(not packet.is_discard)

    def drop_last(self) -> None:
        """Forget the packet noted last."""
        columns = (self.pts, self.dts, self.duration, self.n_bytes, self.is_key, self.is_shown)
        for column in columns:
            column.pop()


def index_frames(
    container: InputContainer,
    stream: VideoStream,
    path: Path,
    cancel: Event | None = None,
    progress: Callable[[float], object] | None = None,
) -> FrameIndex:
    """Read all packets of a freshly opened container and return the index of its frames.

    Frames an edit list hides, frames before time zero and frames before the first keyframe are left
    out: no player shows them. A container without true pts (AVI with B-frames) is decoded once,
    because only the decoder knows the order of its frames.

    Args:
        container: Freshly opened.
        stream: Its video stream.
        path: Of the file.
        cancel: Checked every few packets.
        progress: Told now and then which share of the file has been read, in [0, 1].

    Raises:
        VideoError: there are no frames, or they have no times.
        Cancelled: ``cancel`` was set.
    """
    packets = _read_packets(container, stream, cancel, progress)
    if not packets.pts:
        raise _no_frames(path)
    if all(value is None for value in packets.pts + packets.dts):
        raise VideoError(
            f"The frames of {path.name} have no times.", "Put it into an MP4 or MKV file first."
        )
    order = None
    if _pts_are_guesses(container, stream, packets):
        order = _decoded_order(path, cancel)
    pts, dts = _times(packets, order)
    shown, keys = _shown_and_keys(packets, pts, dts, order)
    if not shown.any():
        raise _no_frames(path)
    frame_pts, first_use = np.unique(pts[shown], return_index=True)
    time_base = Fraction(stream.time_base or 1)
    duration = int(np.asarray(packets.duration)[shown][first_use[-1]])
    end = int(frame_pts[-1]) + (duration or _usual_duration(frame_pts, stream, time_base))
    key_pts, key_use = np.unique(pts[keys], return_index=True)
    return FrameIndex(
        time_base=time_base,
        pts=frame_pts,
        pts_s=(frame_pts - frame_pts[0]) * float(time_base),
        end_s=float((end - int(frame_pts[0])) * time_base),
        key_pts=key_pts,
        key_dts=_seek_targets(container, dts, dts[keys][key_use]),
        packet_dts=order,
        key_bytes=np.asarray(packets.n_bytes, np.int64)[keys][key_use],
    )


def _no_frames(path: Path) -> VideoError:
    return VideoError(f"{path.name} contains no frames.", "Check that the recording succeeded.")


def _read_packets(
    container: InputContainer,
    stream: VideoStream,
    cancel: Event | None,
    progress: Callable[[float], object] | None,
) -> _Packets:
    packets = _Packets()
    half_read = False
    for number, packet in enumerate(demux(container, stream)):
        if number % _CANCEL_EVERY == 0:
            raise_if_cancelled(cancel)
            if progress is not None and packet.pos is not None and container.size > 0:
                progress(min(max(packet.pos / container.size, 0.0), 1.0))
        packets.add(packet)
        half_read = packet.is_corrupt
    if half_read and len(packets.pts) > 1:
        packets.drop_last()  # the file ends inside this packet
    return packets


def _pts_are_guesses(container: InputContainer, stream: VideoStream, packets: _Packets) -> bool:
    """Say whether presentation order has to be learned from the decoder.

    AVI stores no pts. With B-frames the demuxer guesses them from the coding types and is wrong on
    every such clip of UCF101 and HMDB51 at hand.
    """
    if not stream.codec_context.has_b_frames:
        return False
    missing = sum(value is None for value in packets.pts)
    return container.format.name == "avi" or 2 * missing > len(packets.pts)


def _decoded_order(path: Path, cancel: Event | None) -> NDArray[np.int64]:
    """Return the dts of the packet behind each decoded frame, in presentation order."""
    order: list[int] = []
    with open_container(path) as (container, stream):
        for number, packet in enumerate(demux(container, stream)):
            if number % _CANCEL_DECODE_EVERY == 0:
                raise_if_cancelled(cancel)
            # A tag that the decoder carries through its reordering.
            packet.pts = _HIDDEN_PTS if packet.dts is None else packet.dts
            order.extend(frame.pts for frame in decode(stream, packet) if frame.pts is not None)
        order.extend(frame.pts for frame in drain(stream) if frame.pts is not None)
    found, first_seen = np.unique(np.asarray(order, np.int64), return_index=True)
    kept = np.sort(first_seen[found != _HIDDEN_PTS])
    return np.asarray(order, np.int64)[kept]


def _times(
    packets: _Packets, order: NDArray[np.int64] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (P,) pts and (P,) dts of the packets; unknown ones are hidden."""
    dts = _filled(packets.dts, packets.pts)
    if order is None:
        return _filled(packets.pts, packets.dts), dts
    # The k-th frame on screen takes the k-th of the container's frame slots.
    slots = dict(zip(order.tolist(), np.sort(order).tolist(), strict=True))
    return np.asarray([slots.get(d, _HIDDEN_PTS) for d in dts.tolist()], np.int64), dts


def _filled(first: list[int | None], second: list[int | None]) -> NDArray[np.int64]:
    pairs = zip(first, second, strict=True)
    values = [b if a is None else a for a, b in pairs]
    return np.asarray([_HIDDEN_PTS if v is None else v for v in values], np.int64)


def _shown_and_keys(
    packets: _Packets,
    pts: NDArray[np.int64],
    dts: NDArray[np.int64],
    order: NDArray[np.int64] | None,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return (P,) masks: packets whose frame is shown, and packets decoding can start from."""
    is_key = np.asarray(packets.is_key) & (pts != _HIDDEN_PTS)
    if not is_key.any():
        is_key[0] = True  # intra refresh without marked keyframes: only the start is certain
    first_key = int(np.argmax(is_key))
    start_pts = max(int(pts[first_key]), 0)
    in_time = (np.arange(len(pts)) >= first_key) & (pts >= start_pts)
    shown = in_time & np.asarray(packets.is_shown)
    if order is not None:
        shown &= np.isin(dts, order)
    return shown, is_key


def _usual_duration(frame_pts: NDArray[np.int64], stream: VideoStream, time_base: Fraction) -> int:
    """Return how long the last frame is shown when its packet does not say, in ticks."""
    if len(frame_pts) > 1:
        return int(np.median(np.diff(frame_pts)))
    rate = stream.average_rate or stream.guessed_rate
    frame_s = 1 / Fraction(rate) if rate else _FALLBACK_FRAME_S
    return max(1, round(frame_s / time_base))


def _seek_targets(
    container: InputContainer, dts: NDArray[np.int64], key_dts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return (G,) times that make the demuxer land on each keyframe.

    MPEG-TS and AVI find a dts. MP4 takes the time for a pts and subtracts a delay it does not tell,
    so that a keyframe's own dts lands a whole GOP early; the last tick before the next keyframe
    lands right. Matroska's cues work the same way.
    """
    names = set(container.format.name.split(","))
    if not names & _LATE_SEEKERS:
        return key_dts
    return np.maximum(np.append(key_dts[1:] - 1, dts.max()), key_dts)
