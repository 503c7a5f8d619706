"""Loudspeakers for tests: they pull as a device does, and remember every sample and when."""

import threading
import time

import numpy as np

PERIOD_SAMPLES = 480


class TestSpeaker:
    """Pulls 10 ms at a time from a thread of its own.

    Args:
        pace: Its seconds per second of the wall: a real device's clock is never quite the wall's.
    """

    __test__ = False
    latency_s = 0.03

    def __init__(self, pull, rate_hz, *, pace=1.0):
        self._pull, self._rate_hz, self._pace = pull, rate_hz, pace
        self.pulled: list[tuple[float, int]] = []
        self.samples: list[np.ndarray] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self):
        self._over.set()
        self._thread.join(2)

    def _run(self):
        began_s, n_pulled = time.monotonic(), 0
        while not self._over.is_set():
            due_s = began_s + n_pulled / (self._rate_hz * self._pace)
            if self._over.wait(max(due_s - time.monotonic(), 0)):
                return
            self.pulled.append((time.monotonic(), n_pulled))
            self.samples.append(self._pull(PERIOD_SAMPLES))
            n_pulled += PERIOD_SAMPLES

    def track(self) -> np.ndarray:
        """Everything pulled so far, mono."""
        return np.concatenate([block[:, 0] for block in list(self.samples)])

    def heard_at(self, times_s) -> np.ndarray:
        """The number of the sample that is heard at monotonic times."""
        pulled = np.array(list(self.pulled))
        return np.interp(np.asarray(times_s) - self.latency_s, pulled[:, 0], pulled[:, 1])
