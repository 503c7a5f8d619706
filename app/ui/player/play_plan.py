"""Which frame plays when: by the true time of every frame, either way, over loops, at any speed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

# Times that went through milliseconds still mean their frame; frames lie further apart than this.
TIME_SLACK_S = 0.0005
# Pictures closer than this on the wall clock are not worth converting: no screen shows them.
MIN_GAP_S = 0.012
# Catching up skips at most so many frames at once, or a slow decoder falls back ever further.
MAX_SKIP_FRAMES = 12


def frame_at(pts_s: NDArray[np.float64], time_s: float) -> int:
    """Return the number of the frame on screen at ``time_s``: the last that has begun.

    Args:
        pts_s: (T,) seconds, strictly increasing, T >= 1.
        time_s: Any time; before the first frame means the first.
    """
    return int(frames_at(pts_s, np.array([time_s]))[0])


def frames_at(pts_s: NDArray[np.float64], times_s: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the (N,) int64 numbers of the frames on screen at (N,) times; see ``frame_at``."""
    begun = np.searchsorted(pts_s, times_s + TIME_SLACK_S, side="right")
    return np.maximum(begun - 1, 0)


def first_at(pts_s: NDArray[np.float64], time_s: float) -> int:
    """Return the first frame that begins at or after ``time_s``; T when none does."""
    return int(np.searchsorted(pts_s, time_s - TIME_SLACK_S, side="left"))


@dataclass(frozen=True, slots=True)
class Due:
    """A frame and when it is due.

    Attributes:
        at_s: Media seconds since playing began; runs on over loops.
    """

    frame_idx: int
    at_s: float


@dataclass(frozen=True, slots=True, eq=False)
class PlayPlan:
    """The frames to play, in order.

    Attributes:
        pts_s: (T,) seconds, strictly increasing.
        first_idx: First frame of the range.
        last_idx: Last frame of the range, inclusive.
        end_s: Where the range ends: when a loop starts again.
        is_loop: Whether it starts again.
        is_reverse: Whether it runs from the last frame to the first.
    """

    pts_s: NDArray[np.float64]
    first_idx: int
    last_idx: int
    end_s: float
    is_loop: bool
    is_reverse: bool = False

    @classmethod
    def whole(cls, pts_s: NDArray[np.float64], duration_s: float) -> PlayPlan:
        """Return the plan of a whole video, once."""
        return cls(pts_s, 0, len(pts_s) - 1, duration_s, is_loop=False)

    @classmethod
    def loop(cls, pts_s: NDArray[np.float64], start_s: float, end_s: float) -> PlayPlan:
        """Return the plan that repeats the frames beginning in [start_s, end_s).

        A span in which no frame begins repeats the one frame on screen at its start.
        """
        first = int(np.searchsorted(pts_s, start_s - TIME_SLACK_S, side="left"))
        last = int(np.searchsorted(pts_s, end_s - TIME_SLACK_S, side="left")) - 1
        if last < first:
            first = last = frame_at(pts_s, start_s)
        return cls(pts_s, first, last, end_s, is_loop=True)

    def reversed(self) -> PlayPlan:
        """Return the same range played backwards."""
        return replace(self, is_reverse=True)

    def start(self, frame_idx: int) -> Due:
        """Return where playing begins when the playhead stands at ``frame_idx``."""
        is_inside = self.first_idx <= frame_idx <= self.last_idx
        at_end = self.is_last(frame_idx)
        begin_idx = self.last_idx if self.is_reverse else self.first_idx
        return Due(frame_idx if is_inside and not at_end else begin_idx, 0.0)

    def is_last(self, frame_idx: int) -> bool:
        """Whether nothing follows a frame."""
        return not self.is_loop and self._is_at_the_end(frame_idx)

    def after(self, due: Due, now_s: float, speed: float) -> Due | None:
        """Return the frame to decode next.

        Args:
            due: The frame decoded last.
            now_s: Media seconds that have played by the clock; later than ``due`` means late.
            speed: Media seconds per second, above 0 also when it runs backwards.

        Returns:
            The next frame, or a later one when late or when frames come faster than a screen
            shows; None after the last.
        """
        if self._is_at_the_end(due.frame_idx):
            return self._start_again(due) if self.is_loop else None
        here_s = float(self.pts_s[due.frame_idx])
        ahead_s = max(now_s - due.at_s, MIN_GAP_S * speed)
        if self.is_reverse:
            wanted = int(np.searchsorted(self.pts_s, here_s - ahead_s, side="left"))
            least = max(due.frame_idx - MAX_SKIP_FRAMES, self.first_idx)
            idx = max(min(wanted, due.frame_idx - 1), least)
        else:
            wanted = int(np.searchsorted(self.pts_s, here_s + ahead_s, side="right")) - 1
            most = min(due.frame_idx + MAX_SKIP_FRAMES, self.last_idx)
            idx = min(max(wanted, due.frame_idx + 1), most)
        return Due(idx, due.at_s + abs(float(self.pts_s[idx]) - here_s))

    def spans_from(self, frame_idx: int, at_s: float) -> Iterator[tuple[float, float]]:
        """Yield the stretches of the video that play from media time ``at_s`` on, forwards.

        Args:
            frame_idx: Where playing began.
            at_s: Media seconds since then, over loops.

        Yields:
            (start, end) in seconds of the video; without end when it loops.
        """
        first_s = float(self.pts_s[self.first_idx])
        start_s = float(self.pts_s[frame_idx]) + at_s
        if self.is_loop and start_s >= self.end_s:
            start_s = first_s + (start_s - self.end_s) % max(self.end_s - first_s, MIN_GAP_S)
        if start_s < self.end_s:
            yield start_s, self.end_s
        while self.is_loop and first_s < self.end_s:
            yield first_s, self.end_s

    def _is_at_the_end(self, frame_idx: int) -> bool:
        if self.is_reverse:
            return frame_idx <= self.first_idx
        return frame_idx >= self.last_idx

    def _start_again(self, due: Due) -> Due:
        here_s = float(self.pts_s[due.frame_idx])
        if self.is_reverse:
            next_s = float(self.pts_s[min(due.frame_idx + 1, self.last_idx)])
            return Due(self.last_idx, due.at_s + max(next_s - here_s, MIN_GAP_S))
        return Due(self.first_idx, due.at_s + max(self.end_s - here_s, MIN_GAP_S))


@dataclass(frozen=True, slots=True)
class PlayClock:
    """Maps the monotonic clock to media seconds since playing began."""

    wall_s: float
    media_s: float
    speed: float

    def media_at(self, wall_s: float) -> float:
        """Return the media seconds played by ``wall_s``."""
        return self.media_s + (wall_s - self.wall_s) * self.speed

    def wall_at(self, media_s: float) -> float:
        """Return when ``media_s`` is due."""
        return self.wall_s + (media_s - self.media_s) / self.speed

    def at_speed(self, wall_s: float, speed: float) -> PlayClock:
        """Return the clock that runs on from ``wall_s`` at another speed, without a jump."""
        return PlayClock(wall_s, self.media_at(wall_s), speed)

    def slipped_to(self, wall_s: float, media_s: float) -> PlayClock:
        """Return the clock on which ``media_s`` is due at ``wall_s``: it waited."""
        return replace(self, wall_s=wall_s, media_s=media_s)
