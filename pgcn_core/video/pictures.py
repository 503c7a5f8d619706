"""From a decoded frame to pixels: upright, square, resized, RGB."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from pgcn_core.video.products import VideoInfo
from pgcn_core.video.ring import HeldFrame

_FULL_RANGE = int(ColorRange.JPEG)
# Kept as they are they need half the bytes of RGB, and showing one costs little.
_KEPT_FORMATS = {"yuv420p", "yuvj420p"}
# Up to here (480 lines) RGB is small enough, and scaling in one step keeps colours sharper.
_SMALL_RGB_BYTES = 5 << 18
_UNSPECIFIED = 2  # AVCOL_SPC_UNSPECIFIED
# Untagged video is BT.601 up to PAL's 576 lines and BT.709 above: what players assume.
_LAST_BT601_LINES = 576


def display_size(
    width_px: int, height_px: int, sample_aspect: Fraction | None, rotation_deg: int
) -> tuple[int, int]:
    """Return (width, height) on screen: pixels made square by width, then turned upright."""
    wide = max(1, round(width_px * (sample_aspect or 1)))
    return (height_px, wide) if rotation_deg in {90, 270} else (wide, height_px)


def short_side_size(info: VideoInfo, short_side_px: int | None) -> tuple[int, int]:
    """Return (width, height) with the short side as asked; None keeps the display size."""
    if short_side_px is None:
        return info.width_px, info.height_px
    scale = Fraction(short_side_px, min(info.width_px, info.height_px))
    return max(1, round(info.width_px * scale)), max(1, round(info.height_px * scale))


def fitted_size(info: VideoInfo, max_height_px: int | None) -> tuple[int, int]:
    """Return (width, height) not taller than asked, never enlarged."""
    if max_height_px is None or info.height_px <= max_height_px:
        return info.width_px, info.height_px
    scale = Fraction(max_height_px, info.height_px)
    return max(1, round(info.width_px * scale)), max_height_px


class PictureMaker:
    """Turns decoded frames into (H, W, 3) uint8 RGB of one size; one thread at a time.

    Args:
        size_px: (width, height) of the upright result.
        rotation_deg: Clockwise turn that makes the picture upright: 0, 90, 180 or 270.
    """

    def __init__(self, size_px: tuple[int, int], rotation_deg: int) -> None:
        self.width_px, self.height_px = size_px
        self._quarter_turns = -(rotation_deg // 90)
        self._lying = rotation_deg in {90, 270}
        self._reformatter = VideoReformatter()
        self._shrinker = VideoReformatter()

    def pixels(self, frame: VideoFrame, n_lines: int | None = None) -> NDArray[np.uint8]:
        """Return the frame as contiguous (H, W, 3) uint8 RGB, bilinear, in full range.

        Args:
            frame: As decoded, or scaled since.
            n_lines: Lines of the file's own picture when ``frame`` was scaled.
        """
        width, height = self._stored_size()
        untagged = frame.colorspace == _UNSPECIFIED
        rgb = self._reformatter.reformat(
            frame,
            width=width,
            height=height,
            format="rgb24",
            src_colorspace=_usual_colorspace(n_lines or frame.height) if untagged else None,
            interpolation=Interpolation.BILINEAR,
            dst_color_range=_FULL_RANGE,
        )
        return np.ascontiguousarray(np.rot90(rgb.to_ndarray(), self._quarter_turns))

    def held(self, frame: VideoFrame) -> HeldFrame:
        """Return the frame at display size, in the form that takes the least memory."""
        width, height = self._stored_size()
        is_kept = frame.format.name in _KEPT_FORMATS
        if is_kept and frame.width * frame.height <= width * height:
            return HeldFrame(frame, frame.height)
        if not is_kept or 3 * width * height <= _SMALL_RGB_BYTES:
            return HeldFrame(self.pixels(frame), frame.height)
        small = self._shrinker.reformat(
            frame,
            width=width,
            height=height,
            format=frame.format.name,
            interpolation=Interpolation.BILINEAR,
        )
        # The colours stay what they were; only the size is another.
        small.colorspace, small.color_range = frame.colorspace, frame.color_range
        return HeldFrame(small, frame.height)

    def shown(self, held: HeldFrame) -> NDArray[np.uint8]:
        """Return a held frame as (H, W, 3) uint8 RGB."""
        if isinstance(held.content, VideoFrame):
            return self.pixels(held.content, held.n_lines)
        return held.content

    def _stored_size(self) -> tuple[int, int]:
        """Return (width, height) of the result as it lies in the file, before it is turned."""
        lying = (self.height_px, self.width_px)
        return lying if self._lying else (self.width_px, self.height_px)


def _usual_colorspace(height_px: int) -> Colorspace:
    return Colorspace.ITU601 if height_px <= _LAST_BT601_LINES else Colorspace.ITU709
