"""Sound and cuts of whole videos, made once and kept on disk by content."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path
from threading import Event

import numpy as np
from numpy.typing import NDArray

from app.config.durable import replace_file
from app.engine.failures import translated
from app.services.ports import Progress, SoundEnvelope
from pgcn_core.video.envelope import read_envelope
from pgcn_core.video.opening import open_video
from pgcn_core.video.shots import find_cuts

# Counted up when what is kept means something else: older files are then made again.
SOUND_VERSION, CUTS_VERSION = 1, 1
Arrays = dict[str, NDArray[np.generic]]


class EngineSurvey:
    """The ``VideoSurvey`` of the program.

    Args:
        folder: Where what was found is kept; made when first written to. A file that cannot be
            read is made again, one that cannot be written is done without.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sound(
        self, video: Path, fingerprint: str, *, progress: Progress, cancel: Event
    ) -> SoundEnvelope | None:
        file = self._folder / f"{fingerprint}.sound{SOUND_VERSION}.npz"
        kept = _read(file, ("bins_per_s", "low", "high"))
        if kept is not None:
            return _envelope(kept)
        with translated():
            found = read_envelope(
                open_video(video, cancel=cancel), progress=progress, cancel=cancel
            )
        # A silent file is remembered as no bins at all, so that it is read only once.
        nothing = np.empty(0, np.int8)
        arrays: Arrays = {
            "bins_per_s": np.array([found.bins_per_s if found else 0], np.int64),
            "low": found.low if found else nothing,
            "high": found.high if found else nothing,
        }
        _write(file, arrays)
        return _envelope(arrays)

    def cuts(
        self, video: Path, fingerprint: str, *, progress: Progress, cancel: Event
    ) -> NDArray[np.float64]:
        file = self._folder / f"{fingerprint}.cuts{CUTS_VERSION}.npz"
        kept = _read(file, ("times_s",))
        if kept is not None:
            return kept["times_s"].astype(np.float64)
        with translated():
            times_s = find_cuts(open_video(video, cancel=cancel), progress=progress, cancel=cancel)
        _write(file, {"times_s": times_s})
        return times_s


def _envelope(arrays: Arrays) -> SoundEnvelope | None:
    bins_per_s = int(arrays["bins_per_s"][0])
    if not bins_per_s:
        return None
    return SoundEnvelope(bins_per_s, arrays["low"].astype(np.int8), arrays["high"].astype(np.int8))


def _read(file: Path, names: tuple[str, ...]) -> Arrays | None:
    try:
        with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as stored:
            return {name: stored[name] for name in names}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _write(file: Path, arrays: Arrays) -> None:
    content = io.BytesIO()
    np.savez_compressed(content, allow_pickle=False, **arrays)
    # A full disk costs the second look, not the first.
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, content.getvalue())
