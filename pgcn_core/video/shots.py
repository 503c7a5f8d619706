"""Room 1, a side door: where one shot ends and the next begins, exact to the frame.

Decoding every picture of an hour for a few cuts is waste. Keyframes are compared first; only the
stretches between two that differ, or whose packets betray a picture coded anew, are decoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import numpy as np
from numpy.typing import NDArray

from pgcn_core.runtime import Progress, no_progress, raise_if_cancelled
from pgcn_core.video.container import demux, open_container, open_unchanged
from pgcn_core.video.decoding import Decoder
from pgcn_core.video.pictures import PictureMaker
from pgcn_core.video.products import FrameIndex, Video

KEYS_STAGE = "Comparing keyframes"
STAGE = "Looking for cuts"
# Pictures are compared this small: motion of a few pixels vanishes, a new scene does not.
SMALL_PX = (32, 24)
# Mean absolute difference of two small pictures, of 255: below it nothing was cut.
LEAST_JUMP = 14.0
# A cut stands out of the motion around it by this factor.
LEAST_RATIO = 3.0
# Pictures on each side that tell how much motion there is.
AROUND = 6
# A flash or a photographer's light is over after this many pictures.
FLASH_FRAMES = 3
LEAST_SHOT_S = 0.2
MARGIN = AROUND + FLASH_FRAMES + 1
# Small pictures held at once: about 14 MB.
PIECE_FRAMES = 1500
# With keyframes closer than this, decoding on is faster than seeking from one to the next.
LEAST_GOP_FRAMES = 12
# Two keyframes that differ less show the same shot; less strict than a cut, it only saves work.
LEAST_KEY_JUMP = 9.0
# A packet between keyframes this large beside them holds a picture coded anew.
TELLING_SHARE = 0.5

Pictures = NDArray[np.float32]


def find_cuts(
    video: Video, *, progress: Progress = no_progress, cancel: Event | None = None
) -> NDArray[np.float64]:
    """Return (C,) float64 seconds of the first frame of each shot but the first, increasing.

    Only hard cuts are found; dissolves and fades are motion.

    Args:
        video: What ``open_video`` gave.
        progress: Told the frames passed, of all.
        cancel: Checked at every decoded frame.

    Raises:
        VideoError: the file has gone or changed.
        Cancelled: ``cancel`` was set.
    """
    index = video.index
    starts = _stretches(index)
    is_wanted = _telling_stretches(video, starts, cancel)
    found: list[int] = []
    with open_unchanged(video.info) as (container, stream):
        small = _Small(Decoder(container, stream, index), index, cancel)
        if len(index.pts) >= LEAST_GOP_FRAMES * len(starts):
            is_wanted |= _differing(small, starts, progress)
        else:
            is_wanted[:] = True
        for first, behind in _pieces(starts, is_wanted, len(index.pts)):
            progress(STAGE, first, len(index.pts))
            numbers, pictures = small.stretch(first - MARGIN, behind + MARGIN)
            begun = numbers[jumps(pictures)]
            found += begun[(first <= begun) & (begun < behind)].tolist()
    progress(STAGE, len(index.pts), len(index.pts))
    return _apart(index.pts_s[np.unique(np.array(found, np.int64))])


def jumps(pictures: Pictures) -> list[int]:
    """Return which of (T, H, W, 3) pictures, in order, begin a shot.

    A picture does when it differs from the one before it, more than pictures around it do from
    theirs, and when what follows does not go back to what was before (a flash).
    """
    if len(pictures) < 2:
        return []
    steps = _differences(pictures[:-1], pictures[1:])
    return [
        k + 1
        for k in np.flatnonzero(steps >= LEAST_JUMP).tolist()
        if steps[k] >= LEAST_RATIO * _motion(steps, k) and not _is_flash(pictures, k)
    ]


def _motion(steps: NDArray[np.float64], at: int) -> float:
    around = np.concatenate([steps[max(at - AROUND, 0) : at], steps[at + 1 : at + 1 + AROUND]])
    return float(np.median(around)) if len(around) else 0.0


def _is_flash(pictures: Pictures, at: int) -> bool:
    """Whether the pictures go back within a moment to the one before the jump, or came from it."""
    before, behind = pictures[at], pictures[at + 1]
    later = pictures[at + 2 : at + 2 + FLASH_FRAMES]
    earlier = pictures[max(at - FLASH_FRAMES, 0) : at]
    goes_back = len(later) and _differences(before[None], later).min() < LEAST_JUMP / 2
    came_back = len(earlier) and _differences(behind[None], earlier).min() < LEAST_JUMP / 2
    return bool(goes_back or came_back)


def _differences(first: Pictures, second: Pictures) -> NDArray[np.float64]:
    """Return (T,) mean absolute differences of pictures, in [0, 255]."""
    return np.abs(first - second).mean(axis=(1, 2, 3)).astype(np.float64)


def _apart(times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    kept: list[float] = []
    for time_s in times_s.tolist():
        if not kept or time_s - kept[-1] >= LEAST_SHOT_S:
            kept.append(time_s)
    return np.array(kept, np.float64)


def _stretches(index: FrameIndex) -> NDArray[np.int64]:
    """Return (S,) the first frame of each stretch between keyframes; the first is 0."""
    keys = np.searchsorted(index.pts, index.key_pts)
    return np.unique(np.concatenate([[0], keys[keys < len(index.pts)]])).astype(np.int64)


def _telling_stretches(
    video: Video, starts: NDArray[np.int64], cancel: Event | None
) -> NDArray[np.bool_]:
    """Return (S,) whether a packet inside the stretch is nearly as large as a keyframe's."""
    pts, sizes, is_key = _packets(video, cancel)
    stretch = np.searchsorted(video.index.pts[starts], pts, side="right") - 1
    stretch = np.clip(stretch, 0, len(starts) - 1)
    usual = float(np.median(sizes[is_key])) if is_key.any() else 0.0
    key_size = np.full(len(starts), usual)
    np.minimum.at(key_size, stretch[is_key], sizes[is_key])
    inner = np.zeros(len(starts))
    np.maximum.at(inner, stretch[~is_key], sizes[~is_key])
    return inner >= TELLING_SHARE * np.maximum(key_size, 1.0)


def _packets(
    video: Video, cancel: Event | None
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]:
    rows: list[tuple[int, int, bool]] = []
    with open_container(video.info.path) as (container, stream):
        for packet in demux(container, stream):
            raise_if_cancelled(cancel)
            pts = packet.dts if packet.pts is None else packet.pts
            rows.append((pts or 0, packet.size, packet.is_keyframe))
    columns = np.array(rows, np.int64).reshape(-1, 3)
    return columns[:, 0], columns[:, 1].astype(np.float64), columns[:, 2].astype(bool)


def _differing(small: _Small, starts: NDArray[np.int64], progress: Progress) -> NDArray[np.bool_]:
    """Return (S,) whether a stretch begins with another picture than the next one does.

    The last stretch has no next one, so it is decoded.
    """
    found = np.ones(len(starts), bool)
    before = small.key(int(starts[0]))
    for k in range(1, len(starts)):
        progress(KEYS_STAGE, k, len(starts))
        picture = small.key(int(starts[k]))
        found[k - 1] = picture is None or before is None or _is_other(before, picture)
        before = picture
    return found


def _is_other(first: Pictures, second: Pictures) -> bool:
    return float(np.abs(first - second).mean()) >= LEAST_KEY_JUMP


def _pieces(
    starts: NDArray[np.int64], is_wanted: NDArray[np.bool_], n_frames: int
) -> Iterator[tuple[int, int]]:
    """Yield [first, behind) of the frames that may begin a shot, at most ``PIECE_FRAMES`` each."""
    # The keyframe behind a stretch may be the cut itself.
    ends = np.minimum(np.append(starts[1:] + 1, n_frames), n_frames)
    spans: list[list[int]] = []
    for first, behind in zip(starts[is_wanted].tolist(), ends[is_wanted].tolist(), strict=True):
        if spans and first <= spans[-1][1]:
            spans[-1][1] = behind
        else:
            spans.append([first, behind])
    for first, behind in spans:
        for begin in range(first, behind, PIECE_FRAMES):
            yield begin, min(begin + PIECE_FRAMES, behind)


class _Small:
    """Decodes small pictures as float32, (H, W, 3) each, as they are stored (not upright)."""

    def __init__(self, decoder: Decoder, index: FrameIndex, cancel: Event | None) -> None:
        self._decoder = decoder
        self._index = index
        self._maker = PictureMaker(SMALL_PX, 0)
        self._cancel = cancel

    def key(self, frame_idx: int) -> Pictures | None:
        """Return the picture of the keyframe a frame is shown from; None if not to be had fast."""
        raise_if_cancelled(self._cancel)
        frame = self._decoder.key_picture(self._index.key_before(frame_idx))
        return None if frame is None else self._maker.pixels(frame).astype(np.float32)

    def stretch(self, first: int, behind: int) -> tuple[NDArray[np.int64], Pictures]:
        """Return the numbers and pictures of the frames of [first, behind) that can be decoded."""
        first = max(first, 0)
        self._decoder.place(first)
        numbers: list[int] = []
        pictures: list[NDArray[np.uint8]] = []
        for frame_idx, frame in self._decoder.frames(skip_below=first):
            raise_if_cancelled(self._cancel)
            if frame_idx >= behind:
                break
            if frame_idx >= first:
                numbers.append(frame_idx)
                pictures.append(self._maker.pixels(frame))
        width, height = SMALL_PX
        shown = np.array(pictures, np.float32).reshape(-1, height, width, 3)
        return np.array(numbers, np.int64), shown
