"""Pictures of the video along the timeline, decoded in a thread of their own, newest wish first."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.domain.errors import Cancelled, StudioError
from app.services.ports import FrameAccess
from app.tasks.runner import lower_priority
from app.tasks.worker import Worker
from app.ui.pixels import to_image
from app.ui.timeline.geometry import TimeAxis

# Decoded at twice the height of the strip, for screens of twice the density.
PICTURE_PX = 92
# About 60 MB at 16:9; a pan over an hour of film comes back without decoding.
MOST_PICTURES = 1500
# More tiles than this are more than any screen shows.
MOST_TILES = 200

OpenAccess = Callable[[], FrameAccess]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the strip shows now.

    Attributes:
        frames: Numbers of the frames wished for, in time.
        slack: For each, how many frames away a quick picture may lie.
    """

    frames: tuple[int, ...]
    slack: tuple[int, ...]


class FilmLoader(Worker[Wish]):
    """Decodes the newest wish until closed: quick pictures first, then those that must be exact.

    Connect the signal to methods of QObjects of the window's thread.

    Attributes:
        loaded: The wish's frame number, its QImage, and whether it is near enough to stay.
    """

    loaded = Signal(int, QImage, bool)

    def __init__(self, open_access: OpenAccess, parent: QObject | None) -> None:
        super().__init__(parent)
        self._open_access = open_access

    def run(self) -> None:
        """Open at the first wish, answer until closed, close. Called by Qt in the new thread."""
        lower_priority()
        wish = self._mailbox.take()
        if wish is None:
            return
        try:
            with self._open_access() as access:
                while wish is not None:
                    self._answer(access, wish)
                    wish = self._mailbox.take()
        except (StudioError, OSError):
            # The player tells what is wrong with the file; the strip stays empty.
            self.close()

    def _answer(self, access: FrameAccess, wish: Wish) -> None:
        inexact: list[int] = []
        try:
            for frame_idx, slack in zip(wish.frames, wish.slack, strict=True):
                if self._is_called():
                    return
                found, pixels = access.nearest_keyframe(frame_idx)
                is_near = abs(found - frame_idx) <= slack
                self.loaded.emit(frame_idx, to_image(pixels), is_near)
                if not is_near:
                    inexact.append(frame_idx)
            for frame_idx in inexact:
                pixels = access.exact(frame_idx, cancel=self._is_called)
                is_near = True
                self.loaded.emit(frame_idx, to_image(pixels), is_near)
        except Cancelled:
            return


class FilmStrip(QObject):
    """The pictures of one video: keeps those that were decoded, asks for those that are missing.

    Args:
        open_access: Opens the frames of the video, low; entered in the film's own thread.
        pts_s: (T,) float64 seconds of every frame, at least one.
        aspect: Width of a picture over its height.
        parent: Qt's.

    Signals:
        changed: More pictures are there.
    """

    changed = Signal()

    def __init__(
        self, open_access: OpenAccess, pts_s: NDArray[np.float64], aspect: float, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.aspect = aspect
        self._pts_s = pts_s
        self._pictures: OrderedDict[int, tuple[QImage, bool]] = OrderedDict()
        self._known: list[int] = []
        self._asked: Wish | None = None
        self._loader = FilmLoader(open_access, self)
        self._loader.loaded.connect(self._take)
        parent.destroyed.connect(self._loader.leave)
        self._loader.start()

    def close(self) -> None:
        """Stop decoding; the film deletes itself when its thread is over."""
        self._loader.loaded.disconnect(self._take)
        # Listen before looking: the thread may end between the two.
        self._loader.finished.connect(self.deleteLater)
        self._loader.close()
        if self._loader.isFinished():
            self.deleteLater()

    def tiles(self, axis: TimeAxis, height_px: int) -> list[tuple[float, QImage]]:
        """Return the left pixel and the picture of each tile in view; ask for missing ones.

        Tiles lie side by side from time 0. A picture that is not there yet is the nearest there is.
        """
        frames, lefts, slack = self._wanted(axis, max(round(height_px * self.aspect), 1))
        missing = [k for k, idx in enumerate(frames) if not self._has(idx)]
        wish = Wish(tuple(frames[k] for k in missing), tuple(slack[k] for k in missing))
        if wish.frames and wish != self._asked:
            self._asked = wish
            self._loader.ask(wish)
        near = [(left, self._nearest(idx)) for left, idx in zip(lefts, frames, strict=True)]
        return [(left, image) for left, image in near if image is not None]

    def _wanted(self, axis: TimeAxis, width_px: int) -> tuple[list[int], list[float], list[int]]:
        tile_s = width_px * axis.s_per_px
        first, last = int(axis.start_s // tile_s), int(axis.end_s // tile_s)
        numbers = np.arange(first, min(last, first + MOST_TILES) + 1)
        # On a grid of its own, a picture serves neighbouring zooms too.
        grid_s = 2.0 ** np.floor(np.log2(tile_s / 2))
        middle_s = np.round((numbers + 0.5) * tile_s / grid_s) * grid_s
        frames = np.searchsorted(self._pts_s, middle_s + 1e-6, side="right") - 1
        frames = np.clip(frames, 0, len(self._pts_s) - 1)
        around = np.searchsorted(self._pts_s, np.array([middle_s - tile_s / 2, middle_s]))
        slack = np.maximum(around[1] - around[0], 0)
        lefts = axis.to_px(numbers.astype(np.float64) * tile_s)
        return frames.tolist(), np.floor(lefts).tolist(), slack.tolist()

    def _has(self, frame_idx: int) -> bool:
        held = self._pictures.get(frame_idx)
        return held is not None and held[1]

    def _nearest(self, frame_idx: int) -> QImage | None:
        if not self._known:
            return None
        at = bisect_left(self._known, frame_idx)
        around = self._known[max(at - 1, 0) : at + 1]
        best = min(around, key=lambda idx: abs(idx - frame_idx))
        if best == frame_idx:
            self._pictures.move_to_end(best)
        return self._pictures[best][0]

    def _take(self, frame_idx: int, image: QImage, is_near: bool) -> None:  # noqa: FBT001 - a signal
        if frame_idx not in self._pictures:
            insort(self._known, frame_idx)
        self._pictures[frame_idx] = (image, is_near)
        while len(self._pictures) > MOST_PICTURES:
            gone, _ = self._pictures.popitem(last=False)
            del self._known[bisect_left(self._known, gone)]
        self.changed.emit()
