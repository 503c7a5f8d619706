"""The keyframes as pictures: what is shown at once while a person drags."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import ExitStack

import numpy as np
from av.video.frame import VideoFrame

from pgcn_core.errors import VideoError
from pgcn_core.video.container import open_container
from pgcn_core.video.decoding import Decoder
from pgcn_core.video.pictures import PictureMaker
from pgcn_core.video.products import Video
from pgcn_core.video.ring import HeldFrame

# Where keyframes are this close, any seek is quick and nothing has to be decoded beforehand.
_DENSE_FRAMES = 12


class KeyPictures:
    """The latest keyframes shown or warmed, at display size; one thread owns it.

    They have a decoder of their own, so that dragging leaves the one of the exact frames where it
    is. It runs in a single thread: a lone frame gains nothing from more, and on a busy machine each
    hand-over waits for its turn.

    Args:
        video: What ``open_video`` gave.
        maker: Makes the pictures.
        max_bytes: Bound of what is kept; the newest is kept even if it alone is over the bound.

    Attributes:
        frames: (G,) int64, the number of each keyframe's frame.
    """

    def __init__(self, video: Video, maker: PictureMaker, max_bytes: int) -> None:
        self._video = video
        self._maker = maker
        self._max_bytes = max_bytes
        self._n_bytes = 0
        self._held: OrderedDict[int, HeldFrame] = OrderedDict()
        self._open_files = ExitStack()
        self._opened: Decoder | None = None
        index = video.index
        found = np.searchsorted(index.pts, index.key_pts)
        self.frames = np.minimum(found, len(index.pts) - 1).astype(np.int64)
        self._times_s = index.pts_s[self.frames]

    def nearest(self, frame_idx: int) -> int:
        """Return which keyframe (in [0, G)) is nearest in time to a frame."""
        time_s = self._video.index.pts_s[frame_idx]
        after = int(np.searchsorted(self._times_s, time_s))
        near = [key for key in (after - 1, after) if 0 <= key < len(self.frames)]
        return min(near, key=lambda key: abs(self._times_s[key] - time_s))

    def of_frame(self, frame_idx: int) -> HeldFrame | None:
        """Return a frame that is a keyframe and is here already, else None."""
        key = int(np.searchsorted(self.frames, frame_idx))
        is_key = key < len(self.frames) and self.frames[key] == frame_idx
        return self._held.get(key) if is_key else None

    def get(self, key: int, spare: Decoder) -> HeldFrame | None:
        """Return a keyframe's picture, decoded if need be; None when it cannot be had alone.

        Args:
            key: In [0, G).
            spare: Decodes when the file cannot be opened a second time, because it was moved.
        """
        held = self._held.get(key)
        if held is None:
            frame = self._decode(key, spare)
            if frame is None:
                return None
            held = self._maker.held(frame)
            self._put(key, held)
        self._held.move_to_end(key)
        return held

    def missing_around(self, frame_idx: int) -> Iterator[int]:
        """Yield the keyframes worth decoding in an idle moment, the nearest ones first."""
        n_fitting = self._max_bytes // max(self._picture_bytes(), 1)
        if len(self._video.index.pts) < _DENSE_FRAMES * len(self.frames):
            return
        order = np.argsort(np.abs(self.frames - frame_idx), kind="stable")[:n_fitting].tolist()
        for key in order:
            if key in self._held:
                self._held.move_to_end(key)
        yield from (key for key in order if key not in self._held)

    def close(self) -> None:
        """Close the file; the pictures stay."""
        self._opened = None
        self._open_files.close()

    def _decode(self, key: int, spare: Decoder) -> VideoFrame | None:
        if self._opened is None:
            try:
                container, stream = self._open_files.enter_context(
                    open_container(self._video.info.path)
                )
            except VideoError:
                return spare.key_picture(key)
            stream.codec_context.thread_count = 1
            self._opened = Decoder(container, stream, self._video.index)
        return self._opened.key_picture(key)

    def _put(self, key: int, held: HeldFrame) -> None:
        self._held[key] = held
        self._n_bytes += held.n_bytes
        while self._n_bytes > self._max_bytes and len(self._held) > 1:
            _, dropped = self._held.popitem(last=False)
            self._n_bytes -= dropped.n_bytes

    def _picture_bytes(self) -> int:
        if self._held:
            return next(iter(self._held.values())).n_bytes
        return 3 * self._maker.width_px * self._maker.height_px
