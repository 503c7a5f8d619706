"""Which part of the picture is seen: zoom and pan, as plain geometry."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt

MAX_ZOOM = 16.0


@dataclass(frozen=True, slots=True)
class PictureView:
    """Where a picture lies in a room.

    Attributes:
        zoom: 1 fits the whole picture into the room.
        centre_x: The point of the picture in the middle of the room, as a share of its width.
        centre_y: Likewise of its height.
    """

    zoom: float = 1.0
    centre_x: float = 0.5
    centre_y: float = 0.5

    def rect(self, room: QSizeF, picture: QSize, ratio: float) -> QRectF:
        """Return where the picture lies, in the room's units, on whole pixels of the screen.

        Args:
            room: Size of the widget.
            picture: Size of the picture; only its shape counts.
            ratio: Pixels of the screen per unit.
        """
        whole = QSize(round(room.width() * ratio), round(room.height() * ratio))
        fitted = picture.scaled(whole, Qt.AspectRatioMode.KeepAspectRatio)
        width, height = round(fitted.width() * self.zoom), round(fitted.height() * self.zoom)
        left = _place(whole.width(), width, self.centre_x)
        top = _place(whole.height(), height, self.centre_y)
        return QRectF(left / ratio, top / ratio, width / ratio, height / ratio)

    def zoomed(self, factor: float, at: QPointF, rect: QRectF, room: QSizeF) -> PictureView:
        """Return the view closer by ``factor``, with the point under ``at`` held in place.

        Args:
            factor: Above 1 is closer; the result stays within 1 and ``MAX_ZOOM``.
            at: A point of the room.
            rect: Where the picture lies now.
            room: Size of the widget.
        """
        zoom = min(max(self.zoom * factor, 1.0), MAX_ZOOM)
        if zoom == 1.0 or rect.isEmpty():
            return PictureView()
        grown = zoom / self.zoom
        share_x = (at.x() - rect.left()) / rect.width()
        share_y = (at.y() - rect.top()) / rect.height()
        middle_x = share_x + (room.width() / 2 - at.x()) / (rect.width() * grown)
        middle_y = share_y + (room.height() / 2 - at.y()) / (rect.height() * grown)
        return PictureView(zoom, _share(middle_x), _share(middle_y))

    def panned(self, by: QPointF, rect: QRectF) -> PictureView:
        """Return the view after the picture was dragged ``by`` that far."""
        if self.zoom == 1.0 or rect.isEmpty():
            return self
        x = self.centre_x - by.x() / rect.width()
        y = self.centre_y - by.y() / rect.height()
        return replace(self, centre_x=_share(x), centre_y=_share(y))


def _place(room: int, size: int, centre: float) -> int:
    """Return where to begin so that no blank shows that the picture could fill."""
    if size <= room:
        return (room - size) // 2
    return min(max(round(room / 2 - centre * size), room - size), 0)


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0)
