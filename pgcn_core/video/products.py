"""What the video room hands on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """The facts of one video file.

    Attributes:
        fps: Mean frames per second over the whole video (n_frames / duration_s).
        duration_s: From the first frame's start to the last frame's end, seconds.
        width_px: Display width: after rotation and with square pixels.
        height_px: Display height, likewise.
        rotation_deg: Clockwise turn that makes the picture upright: 0, 90, 180 or 270.
        is_vfr: Whether frame durations differ by more than one time-base tick.
        unreadable_after_s: Where a damaged file stops decoding, or None.
        fingerprint: Hash of the content, the same wherever the file lies.
    """

    path: Path
    codec: str
    n_frames: int
    fps: float
    duration_s: float
    width_px: int
    height_px: int
    rotation_deg: int
    is_vfr: bool
    has_audio: bool
    fingerprint: str
    unreadable_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class FrameIndex:
    """Every frame's identity in presentation order, read from packets without decoding.

    Attributes:
        pts: (T,) int64, strictly increasing, in ``time_base`` units: the identity of a frame.
        pts_s: (T,) float64 seconds since the first shown frame, so ``pts_s[0] == 0``.
        end_s: End of the last frame, seconds.
        key_pts: (G,) int64, pts of the keyframes, increasing; the first may lie before ``pts[0]``
            when an edit list hides it.
        key_dts: (G,) int64, where to seek for each keyframe.
        packet_dts: (T,) int64, dts of the packet behind each frame, only where the container keeps
            no pts worth having (AVI with B-frames); None elsewhere.
        key_bytes: (G,) int64, size of each keyframe's packet: how a seek knows it has landed, since
            MPEG program streams label packets wrongly after one. None: not checked.
    """

    time_base: Fraction
    pts: NDArray[np.int64]
    pts_s: NDArray[np.float64]
    end_s: float
    key_pts: NDArray[np.int64]
    key_dts: NDArray[np.int64]
    packet_dts: NDArray[np.int64] | None = None
    key_bytes: NDArray[np.int64] | None = None

    def frame_at(self, time_s: float) -> int:
        """Return the number of the frame on screen at ``time_s``, clipped to the video."""
        found = int(np.searchsorted(self.pts_s, time_s + 1e-9, side="right")) - 1
        return min(max(found, 0), len(self.pts) - 1)

    def frame_end_s(self, frame_idx: int) -> float:
        """Return when the frame leaves the screen, seconds."""
        last = frame_idx + 1 >= len(self.pts_s)
        return self.end_s if last else float(self.pts_s[frame_idx + 1])

    def key_before(self, frame_idx: int) -> int:
        """Return which keyframe (in [0, G)) decoding has to start from to show the frame."""
        return max(int(np.searchsorted(self.key_pts, self.pts[frame_idx], side="right")) - 1, 0)


@dataclass(frozen=True, slots=True)
class Video:
    """A video file that was opened once: its facts and the identity of every frame."""

    info: VideoInfo
    index: FrameIndex


@dataclass(frozen=True, slots=True)
class FrameBatch:
    """Some frames in order.

    Attributes:
        pixels: (T, H, W, 3) uint8 RGB.
        pts_s: (T,) float64 seconds, when each frame is first shown.
    """

    pixels: NDArray[np.uint8]
    pts_s: NDArray[np.float64]
