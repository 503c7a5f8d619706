"""Which frame plays when: by the true time of every frame, over loops, at any speed."""

from __future__ import annotations

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
    begun = int(np.searchsorted(pts_s, time_s + TIME_SLACK_S, side="right"))
    return max(begun - 1, 0)


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
    """

    pts_s: NDArray[np.float64]
    first_idx: int
    last_idx: int
    end_s: float
    is_loop: bool

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

    def start(self, frame_idx: int) -> Due:
        """Return where playing begins when the playhead stands at ``frame_idx``."""
        is_inside = self.first_idx <= frame_idx <= self.last_idx
        at_end = frame_idx == self.last_idx and not self.is_loop
        return Due(frame_idx if is_inside and not at_end else self.first_idx, 0.0)

    def is_last(self, due: Due) -> bool:
        """Whether nothing follows."""
        return due.frame_idx == self.last_idx and not self.is_loop

    def after(self, due: Due, now_s: float, speed: float) -> Due | None:
        """Return the frame to decode next.

        Args:
            due: The frame decoded last.
            now_s: Media seconds that have played by the clock; later than ``due`` means late.
            speed: Media seconds per second.

        Returns:
            The next frame, or a later one when late or when frames come faster than a screen
            shows; None after the last.
        """
        if due.frame_idx >= self.last_idx:
            return self._start_again(due) if self.is_loop else None
        here_s = float(self.pts_s[due.frame_idx])
        want_s = here_s + max(now_s - due.at_s, MIN_GAP_S * speed)
        wanted = int(np.searchsorted(self.pts_s, want_s, side="right")) - 1
        most = min(due.frame_idx + MAX_SKIP_FRAMES, self.last_idx)
        idx = min(max(wanted, due.frame_idx + 1), most)
        return Due(idx, due.at_s + float(self.pts_s[idx]) - here_s)

    def _start_again(self, due: Due) -> Due:
        left_s = self.end_s - float(self.pts_s[due.frame_idx])
        return Due(self.first_idx, due.at_s + max(left_s, MIN_GAP_S))


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
