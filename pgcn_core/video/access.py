"""Random access for the player: the exact frame, or a quick picture near it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import ExitStack
from threading import Event
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from pgcn_core.errors import Cancelled
from pgcn_core.video.container import damaged, open_unchanged
from pgcn_core.video.decoding import Decoder
from pgcn_core.video.pictures import PictureMaker, fitted_size
from pgcn_core.video.products import Video

Picture = NDArray[np.uint8]
Cancel = Event | Callable[[], bool]

_DEFAULT_CACHE_BYTES = 256 << 20
_BACK_STEPS = 64  # frames kept before the target when a person steps backwards
_NEAR_FRAMES = 8  # decoding on over a keyframe this near is no slower than a seek
_TRIES = 3


class FrameCache:
    """Pictures by frame number; the least recently used go when the bytes run out."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._pictures: OrderedDict[int, Picture] = OrderedDict()
        self.n_bytes = 0

    def __contains__(self, frame_idx: int) -> bool:
        return frame_idx in self._pictures

    def get(self, frame_idx: int) -> Picture | None:
        """Return a picture and mark it as used, or None."""
        picture = self._pictures.get(frame_idx)
        if picture is not None:
            self._pictures.move_to_end(frame_idx)
        return picture

    def put(self, frame_idx: int, picture: Picture) -> None:
        """Keep a picture; the newest is kept even if it alone is over the bound."""
        old = self._pictures.pop(frame_idx, None)
        self.n_bytes += picture.nbytes - (0 if old is None else old.nbytes)
        self._pictures[frame_idx] = picture
        while self.n_bytes > self._max_bytes and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self.n_bytes -= dropped.nbytes


class FrameReader:
    """Frame-exact pictures of one video at display size; a context manager.

    Not thread-safe: the thread that enters it is the only one that may call it.

    Args:
        video: What ``open_video`` gave.
        max_height_px: Pictures are scaled down to this height, never up; None keeps the size.
        cache_bytes: Bound of the decoded pictures kept.

    Raises:
        VideoError: on entering, when the file has gone or changed.
    """

    def __init__(
        self,
        video: Video,
        *,
        max_height_px: int | None = None,
        cache_bytes: int = _DEFAULT_CACHE_BYTES,
    ) -> None:
        self._video = video
        self._index = video.index
        size_px = fitted_size(video.info, max_height_px)
        self._maker = PictureMaker(size_px, video.info.rotation_deg)
        self._cache = FrameCache(cache_bytes)
        self._back_steps = max(1, min(_BACK_STEPS, cache_bytes // (3 * size_px[0] * size_px[1])))
        self._asked_last = 0
        self._open_files = ExitStack()
        self._opened: Decoder | None = None

    def __enter__(self) -> Self:
        container, stream = self._open_files.enter_context(open_unchanged(self._video.info))
        self._opened = Decoder(container, stream, self._index)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened = None
        self._open_files.close()

    def exact(self, frame_idx: int, *, cancel: Cancel | None = None) -> Picture:
        """Return exactly this frame, (H, W, 3) uint8 RGB, read-only.

        A frame too damaged to decode shows the nearest one before it.

        Args:
            frame_idx: In [0, T).
            cancel: Checked between decoded frames.

        Raises:
            IndexError: there is no such frame.
            VideoError: nothing near the frame can be decoded.
            Cancelled: ``cancel`` was set or returned True.
        """
        self._check(frame_idx)
        keep_from = frame_idx
        if 0 < self._asked_last - frame_idx <= _BACK_STEPS:
            keep_from = max(0, frame_idx - self._back_steps + 1)
        self._asked_last = frame_idx
        cached = self._cache.get(frame_idx)
        if cached is not None:
            return cached
        if self._decoder.continues_to(frame_idx, _NEAR_FRAMES):
            picture = self._decode_to(frame_idx, keep_from, cancel)
            if picture is not None:
                return picture
        return self._after_seek(frame_idx, keep_from, cancel)

    def nearest_keyframe(self, frame_idx: int) -> tuple[int, Picture]:
        """Return the number and the picture of the keyframe nearest in time: quick, for scrubbing.

        Raises:
            IndexError: there is no such frame.
            VideoError: nothing near the frame can be decoded.
        """
        self._check(frame_idx)
        key, key_frame = self._nearest_key(frame_idx)
        cached = self._cache.get(key_frame)
        if cached is not None:
            return key_frame, cached
        frame = self._decoder.key_picture(key)
        if frame is None:
            return key_frame, self.exact(key_frame)
        return key_frame, self._keep(key_frame, self._maker.pixels(frame))

    @property
    def _decoder(self) -> Decoder:
        if self._opened is None:
            raise RuntimeError("FrameReader is used outside its with block")
        return self._opened

    def _check(self, frame_idx: int) -> None:
        if not 0 <= frame_idx < len(self._index.pts):
            raise IndexError(f"frame {frame_idx} is not in [0, {len(self._index.pts)})")

    def _nearest_key(self, frame_idx: int) -> tuple[int, int]:
        """Return the keyframe's place among the keyframes and among the shown frames."""
        frames = np.searchsorted(self._index.pts, self._index.key_pts)
        frames = np.minimum(frames, len(self._index.pts) - 1)
        times_s = self._index.pts_s[frames]
        key = int(np.argmin(np.abs(times_s - self._index.pts_s[frame_idx])))
        return key, int(frames[key])

    def _after_seek(self, frame_idx: int, keep_from: int, cancel: Cancel | None) -> Picture:
        """Seek and decode; on a miss start one keyframe earlier, as MPEG-TS needs at times."""
        for earlier_keys in range(min(_TRIES, self._index.key_before(frame_idx) + 1)):
            self._decoder.place(frame_idx, earlier_keys)
            picture = self._decode_to(frame_idx, keep_from, cancel)
            if picture is not None:
                return picture
        return self._stand_in(frame_idx, cancel)

    def _decode_to(self, frame_idx: int, keep_from: int, cancel: Cancel | None) -> Picture | None:
        """Decode up to the frame, keep pictures from ``keep_from`` on; None if it never came."""
        for found, frame in self._decoder.frames(skip_below=keep_from):
            _raise_if(cancel)
            if found > frame_idx:
                break
            if found >= keep_from:
                picture = self._keep(found, self._maker.pixels(frame))
                if found == frame_idx:
                    return picture
        return None

    def _stand_in(self, frame_idx: int, cancel: Cancel | None) -> Picture:
        """Show the nearest decodable frame before a damaged one, else the first one after it."""
        self._decoder.place(frame_idx)
        held = None
        for found, frame in self._decoder.frames():
            _raise_if(cancel)
            if found <= frame_idx or held is None:
                held = frame
            if found >= frame_idx:
                break
        if held is None:
            raise damaged(self._video.info.path)
        return self._keep(frame_idx, self._maker.pixels(held))

    def _keep(self, frame_idx: int, picture: Picture) -> Picture:
        picture.flags.writeable = False
        self._cache.put(frame_idx, picture)
        return picture


def _raise_if(cancel: Cancel | None) -> None:
    if cancel is None:
        return
    if cancel.is_set() if isinstance(cancel, Event) else cancel():
        raise Cancelled
