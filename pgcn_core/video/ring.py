"""Decoded frames kept around the playhead, bounded by bytes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

# While a person goes backwards, a frame ahead is worth as much as one this much further behind.
_AHEAD_COUNTS = 8


@dataclass(frozen=True, slots=True)
class HeldFrame:
    """One decoded frame at display size, waiting to be asked for.

    Attributes:
        content: The frame in its own 4:2:0 format (half the bytes of RGB), or (H, W, 3) uint8 RGB.
        n_lines: Lines of the file's own picture, which tell the colours of untagged video.
    """

    content: VideoFrame | NDArray[np.uint8]
    n_lines: int

    @property
    def n_bytes(self) -> int:
        """How much memory it holds."""
        if isinstance(self.content, VideoFrame):
            return sum(plane.buffer_size for plane in self.content.planes)
        return int(self.content.nbytes)


class FrameRing:
    """Frames by number; the one farthest from the playhead goes when the bytes run out.

    Attributes:
        n_bytes: Bytes held now.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._frames: dict[int, HeldFrame] = {}
        self._at_idx = 0
        self._is_backwards = False
        self.n_bytes = 0

    def __contains__(self, frame_idx: int) -> bool:
        return frame_idx in self._frames

    def face(self, frame_idx: int, *, backwards: bool) -> None:
        """Say where the playhead stands and which way it goes."""
        self._at_idx, self._is_backwards = frame_idx, backwards

    def get(self, frame_idx: int) -> HeldFrame | None:
        """Return a frame, or None."""
        return self._frames.get(frame_idx)

    def put(self, frame_idx: int, frame: HeldFrame) -> None:
        """Keep a frame; the newest is kept even if it alone is over the bound."""
        self.drop(frame_idx)
        self._frames[frame_idx] = frame
        self.n_bytes += frame.n_bytes
        while self.n_bytes > self._max_bytes and len(self._frames) > 1:
            self.drop(max((k for k in self._frames if k != frame_idx), key=self._distance))

    def drop(self, frame_idx: int) -> None:
        """Forget a frame, if it is there."""
        dropped = self._frames.pop(frame_idx, None)
        if dropped is not None:
            self.n_bytes -= dropped.n_bytes

    def run_behind(self, frame_idx: int) -> int:
        """Return how many frames in a row before ``frame_idx`` are here."""
        first = frame_idx
        while first - 1 in self._frames:
            first -= 1
        return frame_idx - first

    def nearest(self, frame_idx: int, within_frames: int) -> int | None:
        """Return the number of the frame nearest to ``frame_idx``, None when all are farther."""
        near = min(self._frames, key=lambda k: abs(k - frame_idx), default=None)
        return near if near is not None and abs(near - frame_idx) <= within_frames else None

    def capacity(self, frame_bytes: int) -> int:
        """Return how many frames of a size fit."""
        return max(1, self._max_bytes // max(frame_bytes, 1))

    def _distance(self, frame_idx: int) -> int:
        ahead = frame_idx - self._at_idx
        if ahead <= 0:
            return -ahead
        return ahead * _AHEAD_COUNTS if self._is_backwards else ahead
