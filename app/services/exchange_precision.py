"""How finely a format says the times of a video."""

from __future__ import annotations

import numpy as np

from app.services.exchange_values import Carries, ExchangedVideo

# Of a number written in decimal and read again.
_NOISE_S = 1e-9


class TimeGrid:
    """The times a format can say of one video.

    Args:
        declared_fps: Rate for formats that count by rate; 0 for the video's own.
    """

    def __init__(self, carries: Carries, video: ExchangedVideo, declared_fps: float = 0.0) -> None:
        fps = declared_fps or video.fps
        self.step_s = carries.time_step_s
        self._edges_s: np.ndarray | None = None
        if carries.frames != "no" and fps > 0:
            self.step_s = 1 / fps
        if carries.frames == "true" and video.frame_times_s is not None:
            times_s = video.frame_times_s()
            end_s = max(video.duration_s, float(times_s[-1])) if len(times_s) else 0.0
            self._edges_s = np.append(times_s, end_s)
            self.step_s = float(np.diff(self._edges_s).max(initial=self.step_s))

    @property
    def tolerance_s(self) -> float:
        """How far a time may move, seconds: half a step."""
        return self.step_s / 2 + _NOISE_S

    def is_off(self, time_s: float) -> bool:
        """Return whether a time moves when it is written."""
        if self._edges_s is not None:
            after = int(np.searchsorted(self._edges_s, time_s - _NOISE_S))
            return after == len(self._edges_s) or abs(self._edges_s[after] - time_s) > _NOISE_S
        if self.step_s == 0:
            return False
        return abs(time_s - round(time_s / self.step_s) * self.step_s) > _NOISE_S
