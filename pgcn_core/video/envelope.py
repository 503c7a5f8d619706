"""Room 1, a side door: how loud a file is over time, for drawing, not for listening."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event

import numpy as np
from numpy.typing import NDArray

from pgcn_core.runtime import Progress, no_progress
from pgcn_core.video.container import open_container
from pgcn_core.video.products import Video
from pgcn_core.video.sound import sound_track, timed_samples

# Five milliseconds a bin: finer than a pixel until a window shows five seconds.
BINS_PER_S = 200
STAGE = "Reading the sound"
# Encoders stamp their blocks a little early or late; only a larger gap is a gap.
_JITTER_S = 0.05
_SAMPLE_RATE = 16_000
_PER_BIN = _SAMPLE_RATE // BINS_PER_S
# Bins kept waiting before they are reduced: about ten seconds of sound.
_BATCH_SAMPLES = 10 * _SAMPLE_RATE


@dataclass(frozen=True, slots=True, eq=False)
class SoundEnvelope:
    """The lowest and the highest sample of every 1 / ``bins_per_s`` of a second.

    Attributes:
        bins_per_s: Bins in a second; bin k covers [k, k + 1) / bins_per_s of the video's time.
        low: (B,) int8 in [-127, 0], full scale 127.
        high: (B,) int8 in [0, 127].
    """

    bins_per_s: int
    low: NDArray[np.int8]
    high: NDArray[np.int8]


def read_envelope(
    video: Video, *, progress: Progress = no_progress, cancel: Event | None = None
) -> SoundEnvelope | None:
    """Return the envelope of the first sound track, all channels mixed; None without one.

    Time 0 is the first shown picture, so sound and picture agree where a container starts them
    apart. Blocks that cannot be decoded are silent.

    Args:
        video: What ``open_video`` gave.
        progress: Told the seconds done.
        cancel: Checked at every packet.

    Raises:
        VideoError: the file cannot be opened any more.
        Cancelled: ``cancel`` was set.
    """
    with open_container(video.info.path) as (container, _):
        track = sound_track(container)
        if track is None:
            return None
        zero_s = int(video.index.pts[0]) * video.index.time_base
        drawing = EnvelopeDrawing(video.info.duration_s)
        total_s = max(round(video.info.duration_s), 1)
        blocks = timed_samples(container, track, rate_hz=_SAMPLE_RATE, n_channels=1, cancel=cancel)
        for begins_s, samples in blocks:
            at_s = float(begins_s - zero_s)
            drawing.add(at_s, samples[:, 0])
            progress(STAGE, min(int(max(at_s, 0.0)), total_s), total_s)
        progress(STAGE, total_s, total_s)
        return drawing.finished()


class EnvelopeDrawing:
    """Collects samples at 16 kHz into bins.

    Args:
        duration_s: What lies behind it is left out.
    """

    def __init__(self, duration_s: float) -> None:
        n_bins = int(np.ceil(duration_s * BINS_PER_S - 1e-9))
        self._low = np.zeros(n_bins, np.float32)
        self._high = np.zeros(n_bins, np.float32)
        self._waiting: list[NDArray[np.float32]] = []
        self._n_waiting = 0
        self._from = 0
        self._next: int | None = None

    def add(self, at_s: float, samples: NDArray[np.float32]) -> None:
        """Take (n,) samples in [-1, 1] that begin at a time; a small disagreement is jitter."""
        begin = round(at_s * _SAMPLE_RATE)
        if self._next is None or abs(begin - self._next) > _JITTER_S * _SAMPLE_RATE:
            self._reduce()
            self._from = self._next = begin
        self._waiting.append(samples)
        self._n_waiting += len(samples)
        self._next += len(samples)
        if self._n_waiting >= _BATCH_SAMPLES:
            self._reduce()

    def finished(self) -> SoundEnvelope:
        """Return what was collected."""
        self._reduce()
        low = np.round(np.clip(self._low, -1, 1) * 127).astype(np.int8)
        high = np.round(np.clip(self._high, -1, 1) * 127).astype(np.int8)
        return SoundEnvelope(BINS_PER_S, low, high)

    def _reduce(self) -> None:
        if self._waiting:
            samples = np.concatenate(self._waiting)
            begin, self._from = self._from, self._from + len(samples)
            self._waiting, self._n_waiting = [], 0
            self._put(begin, samples)

    def _put(self, begin: int, samples: NDArray[np.float32]) -> None:
        # Sound before the first picture, or behind the last, is not drawn.
        samples = samples[max(-begin, 0) : max(len(self._low) * _PER_BIN - begin, 0)]
        begin = max(begin, 0)
        if not len(samples):
            return
        first, last = begin // _PER_BIN, (begin + len(samples) - 1) // _PER_BIN
        cuts = np.maximum(np.arange(first, last + 1) * _PER_BIN - begin, 0)
        low = np.minimum.reduceat(samples, cuts)
        high = np.maximum.reduceat(samples, cuts)
        bins = slice(first, last + 1)
        self._low[bins] = np.minimum(self._low[bins], low)
        self._high[bins] = np.maximum(self._high[bins], high)
