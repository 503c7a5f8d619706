"""The whole engine with a small network in place of I3D, for children of programs under test."""

from __future__ import annotations

import os
import time
from pathlib import Path
from threading import Event
from typing import Literal

import numpy as np

from app.engine.localizer import EngineLocalizer
from pgcn_core import pipeline
from pgcn_core.runtime import raise_if_cancelled
from tests.pgcn_core.features.networks import PictureMeans

LABELS = ("jump", "throw", "run")
# One piece of features is 320 frames; the next begins 216 frames on.
FIRST_PIECE, NEXT_PIECE = 320, 216
Ill = Literal["", "memory", "disk"]


class Counting(PictureMeans):
    """Notes each piece in a file and takes its time over it; falls ill when told to."""

    def __init__(self, calls: Path, piece_s: float, ill: Ill) -> None:
        super().__init__("rgb")
        self._file = calls
        self._piece_s = piece_s
        self._ill = ill

    def features(self, clips: np.ndarray, cancel: Event | None = None) -> np.ndarray:
        with self._file.open("a") as stream:
            stream.write(f"{os.getpid()} {clips.shape[2]}\n")
        if self._ill == "memory":
            self._ill = ""
            limit_memory()
        until_s = time.monotonic() + self._piece_s
        while time.monotonic() < until_s:
            raise_if_cancelled(cancel)
            time.sleep(0.01)
        # A network makes copies of what it is given; so does this.
        return super().features(clips * np.float32(1), cancel)


def limit_memory() -> None:
    """Give this process no more address space than it has, as a container or ulimit does."""
    import resource  # noqa: PLC0415 - not on Windows

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize(), -1))


def limit_files(n_bytes: int) -> None:
    """Let no file of this process grow beyond some bytes; Python hears it as a failed write."""
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, -1))


def small_localizer(
    cache: Path, calls: Path, *, piece_s: float = 0.0, ill: Ill = "", once: Path | None = None
) -> EngineLocalizer:
    """Make the localizer in the child.

    Args:
        cache: Folder of the feature cache.
        calls: File that gets a line for each piece the network saw: process and frames.
        piece_s: How long the network takes over a piece.
        ill: What befalls the child.
        once: A file that is made when it befalls, so that the next child is well.
    """
    if ill and once is not None:
        if once.exists():
            ill = ""
        once.touch()
    if ill == "disk":
        limit_files(20_000)
    network = Counting(calls, piece_s, ill)
    pipeline.load_backbone = lambda stream, **_how: network
    pipeline.kinetics_labels = lambda: LABELS
    return EngineLocalizer(cache, device="cpu", flow="none")
