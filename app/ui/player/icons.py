"""The transport's icons: drawn in one colour, taken from the palette of the widget."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

# Widths a tool button asks for on screens of scale 1, 1.5, 2 and 3.
_SIZES_PX = (20, 30, 40, 60)


def tinted_icon(name: str, palette: QPalette) -> QIcon:
    """Return ``resources/icons/NAME.svg`` in the palette's button text colours."""
    icon = QIcon()
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        colour = palette.color(group, QPalette.ColorRole.ButtonText)
        for size_px in _SIZES_PX:
            icon.addPixmap(_drawn(name, colour, size_px), mode)
    return icon


def _drawn(name: str, colour: QColor, size_px: int) -> QPixmap:
    svg = _source(name).replace("currentColor", colour.name())
    pixmap = QPixmap(size_px, size_px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return pixmap


@cache
def _source(name: str) -> str:
    return files("resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
