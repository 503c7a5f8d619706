"""Decoded pixels as pictures that Qt paints."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def to_image(pixels: NDArray[np.uint8]) -> QImage:
    """Return a picture that owns its pixels, in the format that paints fastest.

    Args:
        pixels: (H, W, 3) uint8 RGB, any strides.
    """
    rows = np.ascontiguousarray(pixels)
    height_px, width_px, _ = rows.shape
    view = QImage(rows.data, width_px, height_px, rows.strides[0], QImage.Format.Format_RGB888)
    # Another format is always a new buffer, so nothing points at ``rows`` any more.
    return view.convertToFormat(QImage.Format.Format_RGB32)
