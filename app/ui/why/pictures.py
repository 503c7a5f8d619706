"""Small pictures of single moments of the open video, made off the window, newest wish first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from app.domain.errors import Cancelled, StudioError
from app.services.ports import FrameAccess, Progress
from app.ui.errands import Errands
from app.ui.pixels import to_image

HEIGHT_PX = 72
# Made between two looks at what is wanted now.
AT_ONCE = 4
MOST_KEPT = 400

Pixels = NDArray[np.uint8]


class MomentPictures(QObject):
    """Makes pictures of frames.

    Signals:
        made: More pictures are there.
    """

    made = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: Callable[[], FrameAccess] | None = None
        self._pictures: dict[int, QPixmap | None] = {}
        self._wanted: list[int] = []
        self._errands = Errands(self)

    def set_video(self, open_access: Callable[[], FrameAccess] | None) -> None:
        """Make pictures of another video, or of none; ``open_access`` is called in a thread."""
        self._open = open_access
        self._pictures.clear()
        self._wanted.clear()
        self._errands.drop()

    def picture(self, frame_idx: int) -> QPixmap | None:
        """Return a picture that is there."""
        return self._pictures.get(frame_idx)

    def want(self, frame_idxs: Sequence[int]) -> None:
        """Ask for pictures in place of those asked for before."""
        self._wanted = [one for one in frame_idxs if one not in self._pictures]
        self._make_next()

    def shut_down(self) -> None:
        """Stop; returns when the thread is over."""
        self.set_video(None)
        self._errands.call_off()

    def _make_next(self) -> None:
        if self._errands.is_busy or not self._wanted or self._open is None:
            return
        some, self._wanted = self._wanted[:AT_ONCE], self._wanted[AT_ONCE:]
        open_access = self._open

        def work(_progress: Progress, cancel: threading.Event) -> dict[int, Pixels | None]:
            return _read(open_access, some, cancel)

        self._errands.start("", work, self._take).ended.connect(self._make_next)

    def _take(self, found: dict[int, Pixels | None]) -> None:
        for frame_idx, pixels in found.items():
            self._pictures[frame_idx] = (
                None if pixels is None else QPixmap.fromImage(to_image(pixels))
            )
        while len(self._pictures) > MOST_KEPT:
            self._pictures.pop(next(iter(self._pictures)))
        self.made.emit()


def _read(
    open_access: Callable[[], FrameAccess], frame_idxs: Sequence[int], cancel: threading.Event
) -> dict[int, Pixels | None]:
    """Return the picture of every frame, None where it cannot be decoded."""
    found: dict[int, Pixels | None] = dict.fromkeys(frame_idxs)
    try:
        with open_access() as access:
            for frame_idx in frame_idxs:
                small = access.proxy(frame_idx)
                found[frame_idx] = (
                    access.exact(frame_idx, cancel=cancel.is_set) if small is None else small
                )
    except Cancelled:
        raise
    except StudioError:
        # The list works without pictures; the player tells what is wrong with the file.
        return found
    return found
