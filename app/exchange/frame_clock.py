"""Seconds to frame numbers and back, for formats that count frames."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import ExchangeError
from app.services.exchange_values import ExchangedVideo


class FrameClock(Protocol):
    """Frame numbers from 0; frame n is shown from ``time_s(n)`` to ``time_s(n + 1)``."""

    def frame(self, time_s: float) -> int:
        """Return the frame whose start is nearest to a time."""

    def time_s(self, frame: int) -> float:
        """Return when a frame starts."""


class RateClock:
    """Counts by a declared rate: frame n starts at n / rate, whatever the file holds."""

    def __init__(self, fps: float) -> None:
        self.fps = fps

    def frame(self, time_s: float) -> int:
        return round(time_s * self.fps)

    def time_s(self, frame: int) -> float:
        return frame / self.fps


class TrueClock:
    """Counts the frames the file really has; the end of the last one is frame T.

    Args:
        times_s: (T,) increasing seconds, T at least 1.
        duration_s: Where the last frame ends.
        fps: Rate for times behind the end.
    """

    def __init__(self, times_s: NDArray[np.float64], duration_s: float, fps: float) -> None:
        end_s = duration_s if duration_s > times_s[-1] else times_s[-1] + 1 / fps
        self._edges_s = np.append(times_s, end_s)
        self._fps = fps

    def frame(self, time_s: float) -> int:
        edges = self._edges_s
        after = int(np.searchsorted(edges, time_s))
        if after == len(edges):
            return len(edges) - 1 + round((time_s - edges[-1]) * self._fps)
        if after > 0 and time_s - edges[after - 1] <= edges[after] - time_s:
            return after - 1
        return after

    def time_s(self, frame: int) -> float:
        last = len(self._edges_s) - 1
        if frame > last:
            return float(self._edges_s[-1] + (frame - last) / self._fps)
        return float(self._edges_s[frame])


def declared_rate(video: ExchangedVideo | None, declared_fps: float = 0.0) -> float:
    """Return the rate that was declared, else the video's own.

    Raises:
        ExchangeError: neither is known.
    """
    fps = declared_fps or (video.fps if video else 0.0)
    if fps <= 0:
        name = video.name if video else "a video"
        raise ExchangeError(
            f"The format counts frames, and the frame rate of {name} is not known.",
            "Give the frame rate (--fps), or add the video to the project first.",
        )
    return fps


def true_clock(video: ExchangedVideo | None, declared_fps: float = 0.0) -> FrameClock:
    """Return the clock of a file's own frames, by its rate where its frames are not known.

    Raises:
        ExchangeError: neither frames nor a rate are known.
    """
    fps = declared_rate(video, declared_fps)
    if video is None or video.frame_times_s is None:
        return RateClock(fps)
    times_s = video.frame_times_s()
    return TrueClock(times_s, video.duration_s, fps) if len(times_s) else RateClock(fps)
