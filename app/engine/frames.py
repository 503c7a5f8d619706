"""Videos for probing and for the player, through the engine's video room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import MediaError
from app.engine.failures import translated
from app.services.ports import FrameAccess, MediaFacts, Progress, SoundAccess
from pgcn_core.video.access import FrameReader
from pgcn_core.video.opening import open_video
from pgcn_core.video.products import Video
from pgcn_core.video.sound import SOUND_RATE_HZ, SoundReader

# A group of 250 pictures in 720p fits with room for its neighbour's end.
CACHE_BYTES = 512 << 20
_N_REMEMBERED = 4
_INDEXING = "Indexing"

_Opener = Callable[[], Video]
_State = tuple[int, int]


class EngineFrames:
    """The ``FrameSource`` of the program; remembers the last indexes it made."""

    def __init__(self) -> None:
        self._recent: OrderedDict[tuple[Path, _State], Video] = OrderedDict()
        self._lock = Lock()

    def probe(self, video: Path, *, progress: Progress | None = None) -> MediaFacts:
        with translated():
            opened = self._open(video, progress)
        info = opened.info
        warning = ""
        if info.unreadable_after_s is not None:
            warning = (
                f"{video.name} is damaged and cannot be read after {info.unreadable_after_s:.1f} s."
            )
        return MediaFacts(
            path=video,
            fingerprint=info.fingerprint,
            duration_s=info.duration_s,
            fps=info.fps,
            width_px=info.width_px,
            height_px=info.height_px,
            is_vfr=info.is_vfr,
            has_audio=info.has_audio,
            pts_s=opened.index.pts_s,
            warning=warning,
            unreadable_after_s=info.unreadable_after_s,
        )

    def access(self, video: Path, *, max_height_px: int) -> FrameAccess:
        return _Access(video, max_height_px, partial(self._open, video))

    def sound(self, video: Path) -> SoundAccess:
        return _Sound(video, partial(self._open, video))

    def _open(self, path: Path, progress: Progress | None = None) -> Video:
        """Return the video with its index, made anew when the file is new or has changed."""
        key = (path, _state(path))
        with self._lock:
            known = self._recent.get(key)
        if known is not None:
            return known
        opened = open_video(path, progress=None if progress is None else _in_percent(progress))
        with self._lock:
            self._recent[key] = opened
            while len(self._recent) > _N_REMEMBERED:
                self._recent.popitem(last=False)
        return opened


def _state(path: Path) -> _State:
    """Return what changes when a file's content does; a missing file has no state."""
    try:
        stat = path.stat()
    except OSError:
        return (0, 0)
    return stat.st_size, stat.st_mtime_ns


def _in_percent(progress: Progress) -> Callable[[float], None]:
    return lambda share: progress(_INDEXING, round(share * 100), 100)


class _Access:
    """A ``FrameReader`` that opens where it is entered and speaks the program's errors."""

    def __init__(self, video: Path, max_height_px: int, opener: _Opener) -> None:
        self._video = video
        self._max_height_px = max_height_px
        self._opener = opener
        self._reader: FrameReader | None = None

    def exact(
        self, frame_idx: int, *, cancel: Callable[[], bool] | None = None
    ) -> NDArray[np.uint8]:
        with translated():
            return self._open_reader().exact(frame_idx, cancel=cancel)

    def nearest_keyframe(self, frame_idx: int) -> tuple[int, NDArray[np.uint8]]:
        with translated():
            return self._open_reader().nearest_keyframe(frame_idx)

    def prepare_back(self, frame_idx: int, *, cancel: Callable[[], bool] | None = None) -> None:
        with translated():
            self._open_reader().prepare_back(frame_idx, cancel=cancel)

    def __enter__(self) -> Self:
        with translated():
            reader = FrameReader(
                self._opener(), max_height_px=self._max_height_px, cache_bytes=CACHE_BYTES
            )
            self._reader = reader.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._reader is not None:
            self._reader.__exit__(kind, error, trace)
            self._reader = None

    def _open_reader(self) -> FrameReader:
        if self._reader is None:
            raise MediaError(f"{self._video.name} is not open any more.", "Open it again.")
        return self._reader


class _Sound:
    """A ``SoundReader`` that opens where it is entered and speaks the program's errors."""

    rate_hz = SOUND_RATE_HZ

    def __init__(self, video: Path, opener: _Opener) -> None:
        self._video = video
        self._opener = opener
        self._reader: SoundReader | None = None

    def blocks(
        self, start_s: float, end_s: float, *, tempo: float = 1.0
    ) -> Iterator[NDArray[np.float32]]:
        if self._reader is None:
            raise MediaError(f"{self._video.name} is not open any more.", "Open it again.")
        with translated():
            yield from self._reader.blocks(start_s, end_s, tempo=tempo)

    def __enter__(self) -> Self:
        with translated():
            self._reader = SoundReader(self._opener()).__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._reader is not None:
            self._reader.__exit__(kind, error, trace)
            self._reader = None
