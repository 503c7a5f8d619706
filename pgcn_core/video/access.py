"""Random access for the player: the exact frame, or a quick picture near it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from threading import Event
from types import TracebackType
from typing import Self

import numpy as np
from av.codec.hwaccel import HWAccel
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from pgcn_core.errors import Cancelled
from pgcn_core.video.container import damaged, open_unchanged
from pgcn_core.video.decoding import Decoder
from pgcn_core.video.hardware import pick_hardware
from pgcn_core.video.keys import KeyPictures
from pgcn_core.video.pictures import PictureMaker, fitted_size
from pgcn_core.video.products import Video
from pgcn_core.video.ring import FrameRing, HeldFrame

Picture = NDArray[np.uint8]
Cancel = Event | Callable[[], bool]

_DEFAULT_CACHE_BYTES = 256 << 20
_KEY_SHARE = 4  # of the cache, one part for keyframes
_FIRST_BACK_STEPS = 12  # kept on the way to a far frame, so that the first steps back are there
_SPARE_FRAMES = 8  # of the ring, for the frames on the other side of the playhead
_MOST_BEHIND = 500  # two groups of the usual 250; more would only warm the machine
_ENOUGH_BEHIND = 120  # four seconds of holding the key down: time to decode the next group
_NOT_YET = -1
_NEAR_FRAMES = 8  # decoding on over a keyframe this near is no slower than a seek
_FAR_FRAMES = 48  # farther ahead is a jump; playing at 8 times the speed is not
_TRIES = 3


class FrameReader:
    """Frame-exact pictures of one video at display size; a context manager.

    Not thread-safe: the thread that enters it is the only one that may call it.

    Args:
        video: What ``open_video`` gave.
        max_height_px: Pictures are scaled down to this height, never up; None keeps the size.
        cache_bytes: Bound of the decoded pictures kept.
        try_hardware: Let a graphics device decode exact frames where one is there and is right.

    Attributes:
        is_hardware: Whether a device decodes; set on entering, ends for good when it fails once.

    Raises:
        VideoError: on entering, when the file has gone or changed.
    """

    def __init__(
        self,
        video: Video,
        *,
        max_height_px: int | None = None,
        cache_bytes: int = _DEFAULT_CACHE_BYTES,
        try_hardware: bool = False,
    ) -> None:
        self._video = video
        self._index = video.index
        size_px = fitted_size(video.info, max_height_px)
        self._maker = PictureMaker(size_px, video.info.rotation_deg)
        self._keys = KeyPictures(video, self._maker, cache_bytes // _KEY_SHARE)
        self._ring = FrameRing(cache_bytes - cache_bytes // _KEY_SHARE)
        fitting = self._ring.capacity(3 * size_px[0] * size_px[1] // 2)
        self._reach = max(1, min(fitting - _SPARE_FRAMES, _MOST_BEHIND))
        self._asked_last = _NOT_YET
        self._open_files = ExitStack()
        self._opened: Decoder | None = None
        self._try_hardware = try_hardware
        self.is_hardware = False

    def __enter__(self) -> Self:
        hardware = pick_hardware(self._video.info) if self._try_hardware else None
        self.is_hardware = hardware is not None
        self._open(hardware)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened = None
        self._keys.close()
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
        backwards = frame_idx < self._asked_last
        is_step = backwards and self._asked_last - frame_idx <= _FIRST_BACK_STEPS
        self._ring.face(frame_idx, backwards=backwards)
        self._asked_last = frame_idx
        held = self._ring.get(frame_idx) or self._keys.of_frame(frame_idx)
        if held is None:
            keep_from = self._keep_from(frame_idx, is_step=is_step)
            held = self._decoded(frame_idx, keep_from, cancel)
        return self._pixels(held)

    def holds(self, frame_idx: int) -> bool:
        """Say whether ``exact`` has the frame ready."""
        self._check(frame_idx)
        return frame_idx in self._ring or self._keys.of_frame(frame_idx) is not None

    def prepare_back(self, frame_idx: int, *, cancel: Cancel | None = None) -> None:
        """Decode what steps back from ``frame_idx`` will need: its group of pictures, or two.

        Made for idle moments. Called off, it goes on where it was with the next call. Does nothing
        while enough frames wait already.

        Args:
            frame_idx: Where the playhead stands, in [0, T).
            cancel: Checked between decoded frames.

        Raises:
            IndexError: there is no such frame.
            VideoError: nothing near the frame can be decoded.
            Cancelled: ``cancel`` was set or returned True.
        """
        self._check(frame_idx)
        self._ring.face(frame_idx, backwards=True)
        enough = min(self._reach // 2, _ENOUGH_BEHIND)
        while True:
            n_ready = self._ring.run_behind(frame_idx)
            target = frame_idx - n_ready - 1
            if target < 0 or n_ready > enough:
                return
            first = max(self._first_decodable(target), frame_idx - self._reach, 0)
            while first < target and first in self._ring:
                first += 1
            self._decoded(target, first, cancel)

    def nearest_keyframe(self, frame_idx: int) -> tuple[int, Picture]:
        """Return the number and the picture of a frame nearby, at once: for scrubbing.

        It is the keyframe nearest in time, or a frame that is nearer still and decoded already.

        Raises:
            IndexError: there is no such frame.
            VideoError: nothing near the frame can be decoded.
        """
        self._check(frame_idx)
        key = self._keys.nearest(frame_idx)
        key_frame = int(self._keys.frames[key])
        near = self._ring.nearest(frame_idx, abs(key_frame - frame_idx))
        held = None if near is None else self._ring.get(near)
        if near is not None and held is not None:
            return near, self._pixels(held)
        held = self._keys.get(key, self._decoder)
        if held is None:
            return key_frame, self.exact(key_frame)
        return key_frame, self._pixels(held)

    def prepare_scrub(self, frame_idx: int, *, cancel: Cancel | None = None) -> None:
        """Decode the keyframes around ``frame_idx``, as many as are kept: for dragging from there.

        Made for idle moments. Called off, it goes on where it was with the next call.

        Raises:
            IndexError: there is no such frame.
            Cancelled: ``cancel`` was set or returned True.
        """
        self._check(frame_idx)
        for key in self._keys.missing_around(frame_idx):
            _raise_if(cancel)
            self._keys.get(key, self._decoder)

    def _open(self, hardware: HWAccel | None) -> None:
        opened = open_unchanged(self._video.info, hardware)
        container, stream = self._open_files.enter_context(opened)
        self._opened = Decoder(container, stream, self._index)

    @property
    def _decoder(self) -> Decoder:
        if self._opened is None:
            raise RuntimeError("FrameReader is used outside its with block")
        return self._opened

    def _check(self, frame_idx: int) -> None:
        if not 0 <= frame_idx < len(self._index.pts):
            raise IndexError(f"frame {frame_idx} is not in [0, {len(self._index.pts)})")

    def _keep_from(self, frame_idx: int, *, is_step: bool) -> int:
        """Return the first frame to keep on the way to one: after a jump people step back.

        What lies before the jump's own group of pictures is not worth decoding for that.
        """
        first = max(0, frame_idx - min(_FIRST_BACK_STEPS, self._reach) + 1)
        if is_step:
            return first
        last = self._decoder.last_idx
        is_far = last is None or not 0 <= frame_idx - last <= _FAR_FRAMES
        is_jump = is_far or not self._decoder.continues_to(frame_idx, _NEAR_FRAMES)
        return (
            max(first, min(self._first_decodable(frame_idx), frame_idx)) if is_jump else frame_idx
        )

    def _first_decodable(self, frame_idx: int) -> int:
        """Return the first frame of the group of pictures a frame belongs to."""
        key_pts = self._index.key_pts[self._index.key_before(frame_idx)]
        return int(np.searchsorted(self._index.pts, key_pts))

    def _decoded(self, frame_idx: int, keep_from: int, cancel: Cancel | None) -> HeldFrame:
        """Decode up to a frame, going on or after a seek; keep what lies from ``keep_from`` on.

        On a miss it starts one keyframe earlier, as MPEG-TS needs at times.
        """
        if self._decoder.continues_to(keep_from, _NEAR_FRAMES):
            held = self._decode_to(frame_idx, keep_from, cancel)
            if held is not None:
                return held
        for earlier_keys in range(min(_TRIES, self._index.key_before(keep_from) + 1)):
            self._decoder.place(keep_from, earlier_keys)
            held = self._decode_to(frame_idx, keep_from, cancel)
            if held is not None:
                return held
        if self.is_hardware:
            # What a device cannot decode is decoded, and everything after it, by the processor.
            self.is_hardware = False
            self._open_files.close()
            self._open(None)
            return self._decoded(frame_idx, keep_from, cancel)
        return self._stand_in(frame_idx, cancel)

    def _decode_to(self, frame_idx: int, keep_from: int, cancel: Cancel | None) -> HeldFrame | None:
        """Decode up to the frame, keep frames from ``keep_from`` on; None if it never came."""
        for found, frame in self._decoder.frames(skip_below=keep_from):
            if found > frame_idx:
                break
            if found >= keep_from:
                held = self._keep(found, frame)
                if found == frame_idx:
                    return held
            _raise_if(cancel)  # after keeping: what is called off goes on with the next frame
        return None

    def _stand_in(self, frame_idx: int, cancel: Cancel | None) -> HeldFrame:
        """Show the nearest decodable frame before a damaged one, else the first one after it."""
        self._decoder.place(frame_idx)
        kept = None
        for found, frame in self._decoder.frames():
            _raise_if(cancel)
            if found <= frame_idx or kept is None:
                kept = frame
            if found >= frame_idx:
                break
        if kept is None:
            raise damaged(self._video.info.path)
        return self._keep(frame_idx, kept)

    def _keep(self, frame_idx: int, frame: VideoFrame) -> HeldFrame:
        held = self._maker.held(frame)
        self._ring.put(frame_idx, held)
        return held

    def _pixels(self, held: HeldFrame) -> Picture:
        picture = self._maker.shown(held)
        picture.flags.writeable = False
        return picture


def _raise_if(cancel: Cancel | None) -> None:
    if cancel is None:
        return
    if cancel.is_set() if isinstance(cancel, Event) else cancel():
        raise Cancelled
