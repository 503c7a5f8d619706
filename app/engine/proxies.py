"""Proxies of heavy videos, kept on disk by content and used only after every pts was compared."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Lock

from app.engine.failures import translated
from app.services.ports import Progress
from pgcn_core.errors import VideoError
from pgcn_core.video.opening import open_video
from pgcn_core.video.products import Video
from pgcn_core.video.proxy import make_proxy, verify

# Counted up when what a proxy is changes: older files are then no longer used.
_VERSION = 1


class EngineProxies:
    """The ``ProxyShop`` of the program.

    Args:
        folder: Where proxies are kept; made when the first one is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._verified: dict[str, Video] = {}
        self._lock = Lock()

    def has(self, fingerprint: str) -> bool:
        return self._file(fingerprint).is_file()

    def make(self, video: Path, *, progress: Progress, cancel: Event) -> None:
        with translated():
            opened = open_video(video, cancel=cancel)
            make_proxy(
                opened, self._file(opened.info.fingerprint), progress=progress, cancel=cancel
            )
        self.look_for(opened)

    def delete(self, fingerprint: str) -> None:
        with self._lock:
            self._verified.pop(fingerprint, None)
        self._file(fingerprint).unlink(missing_ok=True)

    def look_for(self, video: Video) -> None:
        """Open and compare the proxy of a video, if there is one; call it off the window.

        A file that is damaged, or not of this video after all, is deleted.
        """
        fingerprint = video.info.fingerprint
        if fingerprint in self._verified or not self.has(fingerprint):
            return
        try:
            found = verify(video, self._file(fingerprint))
        except VideoError:
            self.delete(fingerprint)
            return
        with self._lock:
            self._verified[fingerprint] = found

    def of(self, fingerprint: str) -> Video | None:
        """Return a proxy that was looked for and compared, at once; None without one."""
        return self._verified.get(fingerprint)

    def forget(self, fingerprint: str) -> None:
        """Use a proxy no longer, because its file went away."""
        with self._lock:
            self._verified.pop(fingerprint, None)

    def _file(self, fingerprint: str) -> Path:
        return self._folder / f"{fingerprint}.proxy{_VERSION}.mp4"
