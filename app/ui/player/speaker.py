"""The loudspeaker, through miniaudio; any other thing that pulls samples can stand in its place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Protocol

import miniaudio
import numpy as np
from numpy.typing import NDArray

Pull = Callable[[int], NDArray[np.float32]]

_PERIOD_MS = 20
# One period plays, one waits; that is what lies between a pull and the ear.
_PERIODS_AHEAD = 2
# Makes no sound, or starts a server of its own.
_SILENT = {"NULL", "CUSTOM", "JACK", "WEBAUDIO"}


class Speaker(Protocol):
    """Pulls samples at its own pace from a thread of its own until closed.

    Attributes:
        latency_s: From pull to ear.
    """

    latency_s: float

    def close(self) -> None:
        """Stop pulling; returns when no pull runs any more."""


OpenSpeaker = Callable[[Pull, int], Speaker | None]


class DeviceSpeaker:
    """The system's default output.

    Args:
        pull: Gives the next (n, 2) float32 samples; called from the device's thread.
        rate_hz: Samples per second; the device converts where it must.
        backends: Which of the system's ways to sound to try.

    Raises:
        miniaudio.MiniaudioError: there is no output.
    """

    latency_s = _PERIODS_AHEAD * _PERIOD_MS / 1000

    def __init__(self, pull: Pull, rate_hz: int, backends: list[miniaudio.Backend]) -> None:
        self._device = miniaudio.PlaybackDevice(
            output_format=miniaudio.SampleFormat.FLOAT32,
            nchannels=2,
            sample_rate=rate_hz,
            buffersize_msec=_PERIOD_MS,
            backends=backends,
            app_name="PGCN Studio",
        )
        samples = _samples(pull)
        next(samples)
        self._device.start(samples)

    def close(self) -> None:
        """Stop and free the device."""
        self._device.close()


def open_device(pull: Pull, rate_hz: int) -> Speaker | None:
    """Open the system's default output; None when there is none."""
    backends = _backends()
    if not backends:
        return None
    try:
        return DeviceSpeaker(pull, rate_hz, backends)
    except miniaudio.MiniaudioError:
        return None


def _samples(pull: Pull) -> Generator[bytes, int, None]:
    n_samples = yield b""
    while True:
        n_samples = yield pull(n_samples).tobytes()


def _backends() -> list[miniaudio.Backend]:
    """Return what can sound here; ALSA without a card would only print complaints."""
    has_card = not sys.platform.startswith("linux") or Path("/dev/snd").is_dir()
    unusable = _SILENT if has_card else _SILENT | {"ALSA"}
    return [each for each in miniaudio.get_enabled_backends() if each.name not in unusable]
