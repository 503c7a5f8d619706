"""Videos for probing and for the player, through the engine's video room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event, Lock
from typing import Self

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import Cancelled, MediaError
from app.engine.failures import translated
from app.engine.proxies import EngineProxies
from app.services.ports import FrameAccess, MediaFacts, Progress, SoundAccess
from pgcn_core.errors import VideoError
from pgcn_core.video.access import FrameReader
from pgcn_core.video.container import fingerprint
from pgcn_core.video.memory import cache_share
from pgcn_core.video.opening import open_video
from pgcn_core.video.products import Video
from pgcn_core.video.proxy import why_heavy
from pgcn_core.video.sound import SOUND_RATE_HZ, SoundReader

# A group of 250 pictures in 720p fits with room for its neighbour's end.
MOST_CACHE_BYTES = 512 << 20
LEAST_CACHE_BYTES = 48 << 20
# Film strip and thumbnails have readers of their own, and the engine wants the most.
CACHE_SHARE = 0.125
_PROXY_CACHE_BYTES = 32 << 20
_N_REMEMBERED = 4
_INDEXING = "Indexing"

_Opener = Callable[[], Video]
_State = tuple[int, int]


class EngineFrames:
    """The ``FrameSource`` of the program; remembers the last indexes it made.

    Args:
        proxies: Where the proxies of heavy videos are; None uses none.
        try_hardware: Let a graphics device decode where one is there and decodes right.
    """

    def __init__(self, proxies: EngineProxies | None = None, *, try_hardware: bool = False) -> None:
        self._proxies = proxies
        self._try_hardware = try_hardware
        self._recent: OrderedDict[tuple[Path, _State], Video] = OrderedDict()
        self._lock = Lock()

    def probe(self, video: Path, *, progress: Progress | None = None) -> MediaFacts:
        with translated():
            opened = self._open(video, progress)
            if self._proxies is not None:
                self._proxies.look_for(opened)
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
            heavy=why_heavy(opened),
        )

    def fingerprint(self, video: Path) -> str:
        with translated():
            return fingerprint(video)

    def access(self, video: Path, *, max_height_px: int) -> FrameAccess:
        return _Access(
            video,
            max_height_px,
            partial(self._open, video),
            self._proxies,
            try_hardware=self._try_hardware,
        )

    def sound(self, video: Path) -> SoundAccess:
        return _Sound(video, partial(self._open, video))

    def opened(self, path: Path, cancel: Event) -> Video:
        """Return the engine's video of a file, for the rooms beside this one.

        Raises:
            MediaError: the file cannot be opened.
            Cancelled: the flag was set.
        """

        def look_up(stage: str, done: int, total: int) -> None:
            del stage, done, total
            if cancel.is_set():
                raise Cancelled

        with translated():
            return self._open(path, look_up)

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

    def __init__(
        self,
        video: Path,
        max_height_px: int,
        opener: _Opener,
        proxies: EngineProxies | None,
        *,
        try_hardware: bool,
    ) -> None:
        self._video = video
        self._max_height_px = max_height_px
        self._opener = opener
        self._try_hardware = try_hardware
        self._proxies = None if proxies is None else _ProxyPictures(proxies, max_height_px)
        self._fingerprint = ""
        self._reader: FrameReader | None = None

    def exact(
        self, frame_idx: int, *, cancel: Callable[[], bool] | None = None
    ) -> NDArray[np.uint8]:
        with translated():
            return self._open_reader().exact(frame_idx, cancel=cancel)

    def nearest_keyframe(self, frame_idx: int) -> tuple[int, NDArray[np.uint8]]:
        with translated():
            return self._open_reader().nearest_keyframe(frame_idx)

    def proxy(self, frame_idx: int) -> NDArray[np.uint8] | None:
        with translated():
            if self._proxies is None or self._open_reader().holds(frame_idx):
                return None
            return self._proxies.picture(self._fingerprint, frame_idx)

    def prepare_back(self, frame_idx: int, *, cancel: Callable[[], bool] | None = None) -> None:
        with translated():
            self._open_reader().prepare_back(frame_idx, cancel=cancel)

    def prepare_scrub(self, frame_idx: int, *, cancel: Callable[[], bool] | None = None) -> None:
        with translated():
            if self._proxies is not None and self._proxies.has(self._fingerprint):
                self._proxies.picture(self._fingerprint, frame_idx)  # opens it
            else:
                self._open_reader().prepare_scrub(frame_idx, cancel=cancel)

    def __enter__(self) -> Self:
        with translated():
            video = self._opener()
            reader = FrameReader(
                video,
                max_height_px=self._max_height_px,
                cache_bytes=cache_share(MOST_CACHE_BYTES, LEAST_CACHE_BYTES, CACHE_SHARE),
                try_hardware=self._try_hardware,
            )
            self._fingerprint = video.info.fingerprint
            self._reader = reader.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        if self._proxies is not None:
            self._proxies.close()
        if self._reader is not None:
            self._reader.__exit__(None, None, None)
            self._reader = None

    def _open_reader(self) -> FrameReader:
        if self._reader is None:
            raise MediaError(f"{self._video.name} is not open any more.", "Open it again.")
        return self._reader


class _ProxyPictures:
    """Small pictures from a proxy, which may be made or deleted while the video is open."""

    def __init__(self, proxies: EngineProxies, max_height_px: int) -> None:
        self._proxies = proxies
        self._max_height_px = max_height_px
        self._opened: tuple[Video, FrameReader] | None = None

    def has(self, fingerprint: str) -> bool:
        """Say whether there is a proxy to be used."""
        return self._proxies.of(fingerprint) is not None

    def picture(self, fingerprint: str, frame_idx: int) -> NDArray[np.uint8] | None:
        """Return the small picture of a frame; None when there is no proxy any more."""
        try:
            reader = self._reader_of(fingerprint)
            # Every frame is a keyframe, and those are decoded without the delay of threads.
            found = None if reader is None else reader.nearest_keyframe(frame_idx)
        except VideoError:
            # The file went away or broke; the video itself is still there.
            self._proxies.forget(fingerprint)
            self.close()
            return None
        return found[1] if found is not None and found[0] == frame_idx else None

    def _reader_of(self, fingerprint: str) -> FrameReader | None:
        wanted = self._proxies.of(fingerprint)
        if self._opened is None or self._opened[0] is not wanted:
            self.close()
            if wanted is not None:
                self._open(wanted)
        return None if self._opened is None else self._opened[1]

    def close(self) -> None:
        """Close the file."""
        if self._opened is not None:
            self._opened[1].__exit__(None, None, None)
            self._opened = None

    def _open(self, proxy: Video) -> None:
        reader = FrameReader(
            proxy, max_height_px=self._max_height_px, cache_bytes=_PROXY_CACHE_BYTES
        )
        self._opened = (proxy, reader.__enter__())


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

    def __exit__(self, *_: object) -> None:
        if self._reader is not None:
            self._reader.__exit__(None, None, None)
            self._reader = None
