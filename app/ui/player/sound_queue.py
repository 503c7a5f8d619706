"""Samples between the decoder and the loudspeaker, and the clock they make."""

from __future__ import annotations

import time
from collections import deque
from threading import Lock

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

N_CHANNELS = 2
# Hides a slow disk or a busy machine; what is queued is thrown away at every jump.
AHEAD_S = 1.0


class SoundQueue:
    """Holds the next samples of one stretch of playing; shared by three threads.

    The feeder puts, the loudspeaker pulls, the window asks what is heard.

    Args:
        rate_hz: Samples per second and channel.
    """

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._lock = Lock()
        self._blocks: deque[Samples] = deque()
        self._n_queued = 0
        self._stretch = 0
        self._tempo = 1.0
        self._begin_s = 0.0
        self._pulled_s = 0.0
        self._last_pull: tuple[float, float] | None = None
        self._is_released = False
        self._is_whole = False
        self.gain = 1.0

    def begin(self, at_s: float, tempo: float) -> int:
        """Start a new stretch, silent until released; return its number.

        Args:
            at_s: Media seconds of its first sample.
            tempo: Media seconds per second.
        """
        with self._lock:
            self._stretch += 1
            self._blocks.clear()
            self._n_queued = 0
            self._tempo = tempo
            self._begin_s = self._pulled_s = at_s
            self._last_pull = None
            self._is_released = self._is_whole = False
            return self._stretch

    def end(self) -> None:
        """Be silent; what is queued is forgotten."""
        self.begin(0.0, 1.0)

    def release(self) -> None:
        """Let the stretch be heard."""
        with self._lock:
            self._is_released = True

    def put(self, stretch: int, block: Samples) -> bool:
        """Add samples (n, 2); return False when the stretch is no longer the newest."""
        with self._lock:
            if stretch != self._stretch:
                return False
            self._blocks.append(block)
            self._n_queued += len(block)
            return True

    def close(self, stretch: int) -> None:
        """Say that a stretch is whole."""
        with self._lock:
            self._is_whole = self._is_whole or stretch == self._stretch

    def has_room(self) -> bool:
        """Whether another block may be decoded."""
        return self._n_queued < AHEAD_S * self._rate_hz

    def pull(self, n_samples: int) -> Samples:
        """Return (n_samples, 2) for the loudspeaker, silence where there is nothing."""
        out = np.zeros((n_samples, N_CHANNELS), np.float32)
        with self._lock:
            if not self._is_released:
                return out
            done = 0
            while done < n_samples and self._blocks:
                done += self._take(out[done:])
            if done:
                self._last_pull = (time.monotonic(), self._pulled_s)
                self._pulled_s += done * self._tempo / self._rate_hz
            return out * np.float32(self.gain)

    def heard_s(self, now_s: float, latency_s: float) -> float | None:
        """Return the media time heard at ``now_s`` on the monotonic clock.

        Args:
            now_s: Monotonic seconds.
            latency_s: From pull to ear.

        Returns:
            None while nothing has been pulled, and when all of the stretch has been heard.
        """
        with self._lock:
            if self._last_pull is None:
                return None
            pulled_at_s, from_s = self._last_pull
            at_s = from_s + (now_s - pulled_at_s - latency_s) * self._tempo
            if self._is_whole and not self._blocks and at_s >= self._pulled_s:
                return None
            return min(max(at_s, self._begin_s), self._pulled_s)

    def _take(self, out: Samples) -> int:
        block = self._blocks[0]
        n_taken = min(len(block), len(out))
        out[:n_taken] = block[:n_taken]
        self._n_queued -= n_taken
        if n_taken == len(block):
            self._blocks.popleft()
        else:
            self._blocks[0] = block[n_taken:]
        return n_taken
