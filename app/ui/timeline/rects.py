"""Many rectangles or lines in one call. The only place that lays out memory as Qt reads it."""

from __future__ import annotations

from typing import cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from pyqtgraph.Qt import internals
from PySide6.QtCore import QLineF, QRect, QRectF
from PySide6.QtGui import QBrush, QImage, QPainter

# Places in its memory that a batch keeps for the next frame, which begins at the same ones mostly.
MOST_VIEWS = 4096


class RectBatch:
    """A block of memory that Qt reads as rectangles of whole pixels, used again for each batch.

    Qt fills those twice as fast as rectangles of fractions, which it has to rasterize.
    """

    def __init__(self) -> None:
        self._hold(0)

    def _hold(self, n: int) -> None:
        self._corners = np.empty((n, 4), np.int32)
        self._at, self._stride = self._corners.ctypes.data, self._corners.strides[0]
        # Making such a view of the memory takes longer than filling some rectangles.
        self._views: dict[int, QRect] = {}

    def draw(self, painter: QPainter, rects: NDArray[np.float64] | NDArray[np.int64]) -> None:
        """Draw (n, 4) rectangles, left, top, width, height in pixels, with pen and brush as set."""
        self.load(rects)
        self.draw_some(painter, 0, len(rects))

    def load(self, rects: NDArray[np.float64] | NDArray[np.int64]) -> None:
        """Take (n, 4) rectangles, to be drawn a part at a time; edges go to the nearest pixel."""
        if len(self._corners) < len(rects):
            self._hold(len(rects) * 5 // 4)
        corners = self._corners[: len(rects)]
        first, behind = rects[:, :2], rects[:, :2] + rects[:, 2:]
        if rects.dtype.kind == "f":
            first, behind = np.floor(first + 0.5), np.floor(behind + 0.5)
        # Qt keeps the first and the last pixel of each side.
        corners[:, :2] = first
        np.subtract(behind, 1, out=corners[:, 2:], casting="unsafe")

    def draw_some(self, painter: QPainter, first: int, behind: int) -> None:
        """Draw those of the loaded rectangles from ``first`` up to ``behind``."""
        if first < behind:
            view = self._views.get(first)
            if view is None:
                if len(self._views) >= MOST_VIEWS:
                    self._views.clear()
                at = self._at + first * self._stride
                view = self._views[first] = cast("QRect", shiboken6.wrapInstance(at, QRect))
            painter.drawRects(view, behind - first)


def stretch_lines(
    painter: QPainter, left_px: int, pixels: NDArray[np.uint32], spans_px: list[tuple[int, int]],
    *, has_gaps: bool = False,
) -> None:  # fmt: skip
    """Draw lines of pixels, each as high as asked: a thousand rectangles at the price of one.

    Args:
        painter: Without antialiasing; its brush origin is moved.
        left_px: Where the lines begin.
        pixels: (n, width) premultiplied ARGB, C-contiguous.
        spans_px: Top and height of each.
        has_gaps: Whether pixels may be 0 and leave what is there; else all are opaque.
    """
    picture, width = painter.device(), pixels.shape[1]
    if not has_gaps and isinstance(picture, QImage) and picture.devicePixelRatioF() == 1:
        whole = QRectF(picture.rect())
        clip = painter.clipBoundingRect().intersected(whole) if painter.hasClipping() else whole
        _copy_lines(picture, clip, left_px, pixels, spans_px)
        return
    painter.setBrushOrigin(left_px, 0)
    for line, (top, height) in zip(pixels, spans_px, strict=True):
        image = QImage(line.data, width, 1, QImage.Format.Format_ARGB32_Premultiplied)
        painter.fillRect(left_px, top, width, height, QBrush(image))


def _copy_lines(
    picture: QImage, clip: QRectF, left_px: int, pixels: NDArray[np.uint32],
    spans_px: list[tuple[int, int]],
) -> None:  # fmt: skip
    # Straight into the picture's memory, at the speed of memory.
    memory = np.frombuffer(picture.bits(), np.uint32).reshape(picture.height(), -1)
    clip_left, clip_right = int(clip.left()), int(clip.right())
    clip_top, clip_below = int(clip.top()), int(clip.bottom())
    left, right = max(left_px, clip_left), min(left_px + pixels.shape[1], clip_right)
    if left >= right:
        return
    for line, (top, height) in zip(pixels, spans_px, strict=True):
        rows = slice(max(top, clip_top), max(min(top + height, clip_below), 0))
        memory[rows, left:right] = line[left - left_px : right - left_px]


class LineBatch:
    """The same for lines."""

    def __init__(self) -> None:
        self._lines = internals.PrimitiveArray(QLineF, 4)

    def draw(self, painter: QPainter, lines: NDArray[np.float64]) -> None:
        """Draw (n, 4) lines, x and y of both ends in pixels, with the pen as set."""
        if not len(lines):
            return
        self._lines.resize(len(lines))
        self._lines.ndarray()[:] = lines
        painter.drawLines(*self._lines.drawargs())
