"""Many rectangles or lines in one call. The only place that knows pyqtgraph's private arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.Qt import internals
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter


class RectBatch:
    """A block of memory that Qt reads as rectangles, used again for each batch."""

    def __init__(self) -> None:
        self._rects = internals.PrimitiveArray(QRectF, 4)

    def draw(self, painter: QPainter, rects: NDArray[np.float64]) -> None:
        """Draw (n, 4) rectangles, left, top, width, height in pixels, with pen and brush as set."""
        if not len(rects):
            return
        self._rects.resize(len(rects))
        self._rects.ndarray()[:] = rects
        painter.drawRects(*self._rects.drawargs())


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
