"""A small picture of each video, one after the other, off the window."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from app.domain.errors import StudioError
from app.domain.project import VideoEntry
from app.services.ports import FrameSource, Progress
from app.ui.errands import Errands
from app.ui.language import translate
from app.ui.pixels import to_image

HEIGHT_PX = 96
# Many videos begin black; a tenth in, something is to be seen.
TAKEN_AT_SHARE = 0.1


class Thumbnails(QObject):
    """Makes the pictures of videos it has not made yet: of those in view, nothing else.

    Signals:
        made: Fingerprint and QPixmap.
    """

    made = Signal(str, QPixmap)

    def __init__(self, frames: FrameSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frames = frames
        self._tried: set[str] = set()
        self._waiting: list[VideoEntry] = []
        self._is_busy = False
        self._errands = Errands(self)

    def want(self, videos: Sequence[VideoEntry]) -> None:
        """Ask for the pictures of videos; those asked for before are not waited for any more."""
        self._waiting = [video for video in videos if video.fingerprint not in self._tried]
        self._make_next()

    def shut_down(self) -> None:
        """Stop; returns when the thread is over."""
        self._waiting.clear()
        self._errands.call_off()

    def _make_next(self) -> None:
        if self._is_busy or not self._waiting:
            return
        video = self._waiting.pop(0)
        self._tried.add(video.fingerprint)

        def work(_progress: Progress, _cancel: threading.Event) -> NDArray[np.uint8] | None:
            try:
                with self._frames.access(video.path, max_height_px=HEIGHT_PX) as access:
                    at = round(video.duration_s * TAKEN_AT_SHARE * video.fps)
                    return access.nearest_keyframe(at)[1]
            except StudioError:
                # The list works without a picture; opening the video tells what is wrong.
                return None

        def take(pixels: NDArray[np.uint8] | None) -> None:
            self._is_busy = False
            if pixels is not None:
                self.made.emit(video.fingerprint, QPixmap.fromImage(to_image(pixels)))
            self._make_next()

        self._is_busy = True
        self._errands.start(
            translate("Library", "Picture of {name}").format(name=video.name), work, take
        )
