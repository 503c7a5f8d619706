"""Which frames a clip has, and which of them can be taken over without encoding them anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from threading import Event

import numpy as np
from av.packet import Packet
from av.video.stream import VideoStream

from pgcn_core.runtime import raise_if_cancelled
from pgcn_core.video.container import open_unchanged
from pgcn_core.video.decoding import Decoder
from pgcn_core.video.products import FrameIndex, Video

# Containers round times; a boundary this close to a frame's start means that frame.
_ROUNDING_S = 0.0005
_CANCEL_EVERY = 64


@dataclass(frozen=True, slots=True)
class FrameSpan:
    """Frames that follow each other.

    Attributes:
        first: Number of the first one.
        after: Number of the one after the last; above ``first``.
    """

    first: int
    after: int

    @property
    def n_frames(self) -> int:
        """How many there are."""
        return self.after - self.first

    def start_s(self, index: FrameIndex) -> float:
        """Return when the first one comes on screen, seconds."""
        return float(index.pts_s[self.first])

    def end_s(self, index: FrameIndex) -> float:
        """Return when the last one leaves the screen, seconds."""
        return index.frame_end_s(self.after - 1)


def frames_within(index: FrameIndex, start_s: float, end_s: float) -> FrameSpan:
    """Return the frames that are on screen at some time of [start_s, end_s); at least one.

    What lies outside the video is cut off.
    """
    slack_s = min(_ROUNDING_S, 0.5 * float(np.diff(index.pts_s).min(initial=_ROUNDING_S)))
    first = int(np.searchsorted(index.pts_s, start_s + slack_s, side="right")) - 1
    first = min(max(first, 0), len(index.pts) - 1)
    after = int(np.searchsorted(index.pts_s, end_s - slack_s, side="left"))
    return FrameSpan(first, max(after, first + 1))


def copyable_span(video: Video, wanted: FrameSpan, cancel: Event | None = None) -> FrameSpan | None:
    """Return the least frames that hold the wanted ones and can be taken over packet by packet.

    They begin with a keyframe, or with the first frame where an edit list hides the keyframe that
    they need, and end where no later frame is needed to decode them. None where a packet is lost.

    Raises:
        VideoError: the file has gone or changed.
        Cancelled: ``cancel`` was set.
    """
    index = video.index
    key = index.key_before(wanted.first)
    first = int(np.searchsorted(index.pts, index.key_pts[key]))
    with packets_from_key(video, key) as packets:
        after = _end_of_packets(FrameSpan(first, wanted.after), packets, cancel)
    return None if after is None else FrameSpan(first, after)


def has_hidden_key(video: Video, span: FrameSpan) -> bool:
    """Return whether an edit list hides the keyframe that a span needs."""
    index = video.index
    return bool(index.key_pts[index.key_before(span.first)] < index.pts[0])


@contextmanager
def packets_from_key(
    video: Video, key: int, *, with_hidden: bool = False
) -> Iterator[Iterator[tuple[int, Packet[VideoStream]]]]:
    """Yield (frame number, packet) from a keyframe on, in the order they are decoded.

    Packets of frames before the keyframe, which follow it in an open group, are left out. Those
    that an edit list hides come as frame -1 where they are asked for.
    """
    with open_unchanged(video.info) as (container, stream):
        decoder = Decoder(container, stream, video.index)
        yield decoder.packets_from(key, with_hidden=with_hidden)


def decoding_times(video: Video, span: FrameSpan) -> list[int] | None:
    """Return when each packet of a span is to be decoded, ticks, in the order of the file.

    None where the container says so itself. AVI numbers packets as they come, whatever is shown
    first, so a frame would be decoded after it was to be seen: as many ticks as the worst of them
    is late, all are decoded earlier.
    """
    if video.index.packet_dts is None:
        return None
    shown = video.index.pts[span.first : span.after]
    with packets_from_key(video, video.index.key_before(span.first)) as packets:
        coded = [video.index.pts[frame_idx] for frame_idx, _ in islice(packets, span.n_frames)]
    late = int((shown[: len(coded)] - np.array(coded)).max(initial=0))
    return [int(ticks) - late for ticks in shown[: len(coded)]]


def _end_of_packets(
    wanted: FrameSpan,
    packets: Iterator[tuple[int, Packet[VideoStream]]],
    cancel: Event | None,
) -> int | None:
    """Return the frame after the last of the shortest run of packets without a hole."""
    seen, highest = 0, wanted.first - 1
    for number, (frame_idx, _) in enumerate(packets):
        if number % _CANCEL_EVERY == 0:
            raise_if_cancelled(cancel)
        seen, highest = seen + 1, max(highest, frame_idx)
        is_whole = seen == highest + 1 - wanted.first
        if is_whole and highest + 1 >= wanted.after:
            return highest + 1
    # The end of the file; a hole in it is a packet that was lost.
    return highest + 1 if seen == highest + 1 - wanted.first and seen else None
