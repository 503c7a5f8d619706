"""Decoding from any frame on: seek, feed packets, name each picture by its place in the index."""

from __future__ import annotations

from collections.abc import Iterator

import av
import numpy as np
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from pgcn_core.video.container import decode, demux, drain
from pgcn_core.video.products import FrameIndex

# Only here does a skipped "non-reference" picture never serve another one. HEVC marks pictures
# that its higher temporal layers may still need, so it decodes everything.
_SKIPPABLE_CODECS = {"h264", "mpeg4", "mpeg2video", "mpeg1video"}
_MAX_EARLIER_KEYS = 3
_HIDDEN_PTS = -1


class Decoder:
    """Decodes an open container forwards from where it was last placed; one thread owns it.

    Attributes:
        last_idx: Frame given last, or the one before the keyframe it was placed at; None when it
            has to be placed first.
        skipped_below: Frames below this number may be missing since the last placing.
    """

    def __init__(self, container: InputContainer, stream: VideoStream, index: FrameIndex) -> None:
        self._container = container
        self._stream = stream
        self._index = index
        self._can_skip = stream.codec_context.name in _SKIPPABLE_CODECS
        self._packets: Iterator[Packet[VideoStream]] = iter(())
        self._ready: list[tuple[int, VideoFrame]] = []
        self._drained = False
        self.last_idx: int | None = None
        self.skipped_below = 0
        self._pts_by_dts: dict[int, int] = {}
        if index.packet_dts is not None:
            pairs = zip(index.packet_dts.tolist(), index.pts.tolist(), strict=True)
            self._pts_by_dts = dict(pairs)

    def place(self, frame_idx: int, earlier_keys: int = 0) -> None:
        """Seek so that the next frames lead to ``frame_idx``.

        Args:
            frame_idx: The frame that must be reachable.
            earlier_keys: How many keyframes before the needed one to start.
        """
        first = self._land(max(self._index.key_before(frame_idx) - earlier_keys, 0))
        self._packets = self._chained(first)
        self._ready = []
        self._drained = False
        # Pictures shown before the keyframe but coded after it (open GOP) lack their references.
        start_pts = 0 if first is None else self._pts_of(first)
        self.last_idx = int(np.searchsorted(self._index.pts, start_pts)) - 1
        self.skipped_below = 0

    def continues_to(self, frame_idx: int, near_frames: int) -> bool:
        """Say whether decoding on reaches the frame at least as fast as a seek.

        Args:
            frame_idx: The frame wanted.
            near_frames: How far it pays to decode across a keyframe.
        """
        last = self.last_idx
        if last is None or frame_idx <= last or frame_idx < self.skipped_below:
            return False
        key_pts = self._index.key_pts[self._index.key_before(frame_idx)]
        key_is_behind = int(np.searchsorted(self._index.pts, key_pts)) <= last + 1
        return key_is_behind or frame_idx - last <= near_frames

    def frames(self, skip_below: int = 0) -> Iterator[tuple[int, VideoFrame]]:
        """Yield (frame_idx, frame) in increasing order to the end of the video.

        Stopping early loses nothing: a later call goes on from there.

        Args:
            skip_below: Frames below this number are not wanted; they may be left out.
        """
        self.skipped_below = max(self.skipped_below, skip_below)
        limit = int(self._index.pts[min(skip_below, len(self._index.pts) - 1)])
        while True:
            while self._ready:
                frame_idx, frame = self._ready.pop(0)
                self.last_idx = frame_idx
                yield frame_idx, frame
            if self._drained:
                return
            packet = next(self._packets, None)
            if packet is None:
                self._drained = True
                self._collect(drain(self._stream))
            elif self._prepare(packet, limit):
                self._collect(decode(self._stream, packet))

    def key_picture(self, key: int) -> VideoFrame | None:
        """Decode one keyframe alone, fast; None when it cannot be had that way.

        The decoder has to be placed anew afterwards.
        """
        self.last_idx = None
        packet = self._land(key)
        wanted_pts = int(self._index.key_pts[key])
        if packet is None or not self._prepare(packet, wanted_pts) or packet.pts != wanted_pts:
            return None
        frames = [*decode(self._stream, packet), *drain(self._stream)]
        self._stream.codec_context.flush_buffers()
        return next((f for _, f in self._named(frames) if f.pts == wanted_pts), None)

    def packets_from(
        self, key: int, *, with_hidden: bool = False
    ) -> Iterator[tuple[int, Packet[VideoStream]]]:
        """Yield (frame_idx, packet) from a keyframe on, undecoded, in the order of the file.

        Frames before the keyframe and packets without a frame are passed over. The decoder has to
        be placed anew afterwards.

        Args:
            key: Which keyframe.
            with_hidden: Whether packets that an edit list hides come too, as frame -1: what is
                shown after them cannot be decoded without them.
        """
        self.last_idx = None
        key_pts = self._index.key_pts[key]
        first_idx = int(np.searchsorted(self._index.pts, key_pts))
        for packet in self._chained(self._land(key)):
            frame_idx = self._frame_of(self._pts_of(packet))
            if frame_idx is not None and frame_idx >= first_idx:
                yield frame_idx, packet
            elif with_hidden and key_pts <= self._pts_of(packet) < self._index.pts[0]:
                yield -1, packet

    def _chained(self, first: Packet[VideoStream] | None) -> Iterator[Packet[VideoStream]]:
        if first is not None:
            yield first
            yield from self._demuxed()

    def _land(self, key: int) -> Packet[VideoStream] | None:
        """Seek to a keyframe and return its packet; in the worst case the first of the file.

        MPEG-TS seeks by bisection and often lands after the keyframe; then an earlier one is tried,
        and in the end the start of the file. What lies between is read, not decoded.
        """
        for attempt in range(key, max(key - _MAX_EARLIER_KEYS, 0) - 1, -1):
            if self._seek(int(self._index.key_dts[attempt]), self._stream):
                packet = self._next_key_packet(key)
                if packet is not None:
                    return packet
        self._seek(self._container.start_time or 0, None)
        return next(self._demuxed(), None)

    def _next_key_packet(self, key: int) -> Packet[VideoStream] | None:
        """Read on to the packet of the keyframe; None when it does not lie ahead."""
        wanted_pts, key_bytes = int(self._index.key_pts[key]), self._index.key_bytes
        for packet in self._demuxed():
            if not packet.is_keyframe:
                continue
            pts = self._pts_of(packet)
            if pts > wanted_pts:
                return None
            if pts == wanted_pts and (key_bytes is None or key_bytes[key] == packet.size):
                return packet
        return None

    def _demuxed(self) -> Iterator[Packet[VideoStream]]:
        return demux(self._container, self._stream)

    def _seek(self, offset: int, stream: VideoStream | None) -> bool:
        try:
            self._container.seek(offset, stream=stream)
        except av.FFmpegError:
            return False
        return True

    def _pts_of(self, packet: Packet[VideoStream]) -> int:
        if self._pts_by_dts:
            return self._pts_by_dts.get(packet.dts or 0, _HIDDEN_PTS)
        pts = packet.dts if packet.pts is None else packet.pts
        return _HIDDEN_PTS if pts is None else pts

    def _prepare(self, packet: Packet[VideoStream], limit_pts: int) -> bool:
        """Set the packet's true pts and how much of it to decode; False when not to decode it."""
        packet.pts = self._pts_of(packet)
        if self._can_skip:
            unwanted = packet.pts < limit_pts
            self._stream.codec_context.skip_frame = "NONREF" if unwanted else "DEFAULT"
        # The half packet at a cut is not in the index; its error would take good frames with it.
        return not packet.is_corrupt or self._frame_of(packet.pts) is not None

    def _collect(self, frames: list[VideoFrame]) -> None:
        last = -1 if self.last_idx is None else self.last_idx
        for frame_idx, frame in self._named(frames):
            if frame_idx > last:
                self._ready.append((frame_idx, frame))
                last = frame_idx

    def _named(self, frames: list[VideoFrame]) -> Iterator[tuple[int, VideoFrame]]:
        for frame in frames:
            found = None if frame.pts is None else self._frame_of(frame.pts)
            if found is not None:
                yield found, frame

    def _frame_of(self, pts: int) -> int | None:
        found = int(np.searchsorted(self._index.pts, pts))
        is_there = found < len(self._index.pts) and self._index.pts[found] == pts
        return found if is_there else None
