"""A pan that goes on by itself for a moment after the hand let go."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

# Only how fast the hand was at last counts; a hand that rested does not throw.
MEMORY_S = 0.1
# Speed falls to a third in this time.
DECAY_S = 0.28
SLOWEST_PX_S = 30.0
# Slower than this somebody put the view down, faster than that nobody can follow.
THROW_PX_S = 180.0
FASTEST_PX_S = 8000.0
TICK_MS = 16


class Speedometer:
    """How fast a hand moves.

    Args:
        clock: Seconds of any beginning.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, float, float]] = deque(maxlen=32)

    def add(self, x_px: float, y_px: float) -> None:
        """Take where the hand is now."""
        self._seen.append((self._clock(), x_px, y_px))

    def speed_px_s(self) -> tuple[float, float]:
        """Return the speed right and down, (0, 0) for a hand at rest."""
        now = self._clock()
        recent = [one for one in self._seen if now - one[0] <= MEMORY_S]
        if len(recent) < 2 or recent[-1][0] <= recent[0][0]:
            return 0.0, 0.0
        (from_s, from_x, from_y), (to_s, to_x, to_y) = recent[0], recent[-1]
        # The way a slow screen saw is spread over the time up to now.
        taken_s = max(to_s, now) - from_s
        return (to_x - from_x) / taken_s, (to_y - from_y) / taken_s


class Glide(QObject):
    """Runs on with a falling speed.

    Signals:
        moved: Pixels right and down since the last time.
    """

    moved = Signal(float, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_allowed = True
        self._speed_px_s = (0.0, 0.0)
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def is_running(self) -> bool:
        """Whether it is still moving."""
        return self._timer.isActive()

    def throw(self, right_px_s: float, down_px_s: float) -> None:
        """Begin with a speed; one too low to be meant does nothing."""
        self.stop()
        speed = math.hypot(right_px_s, down_px_s)
        if not self.is_allowed or speed < THROW_PX_S:
            return
        share = min(1.0, FASTEST_PX_S / speed)
        self._speed_px_s = (right_px_s * share, down_px_s * share)
        self._clock.start()
        self._timer.start()

    def stop(self) -> None:
        """Stand still."""
        self._timer.stop()
        self._speed_px_s = (0.0, 0.0)

    def step(self, seconds: float) -> None:
        """Move by what the speed gives in a time, and slow down."""
        right, down = self._speed_px_s
        fall = math.exp(-seconds / DECAY_S)
        way_s = DECAY_S * (1 - fall)
        self._speed_px_s = (right * fall, down * fall)
        if math.hypot(*self._speed_px_s) < SLOWEST_PX_S:
            self.stop()
        self.moved.emit(right * way_s, down * way_s)

    def _tick(self) -> None:
        self.step(self._clock.restart() / 1000)
