"""A chart of pyqtgraph's parts, without the menus and windows that its own plots bring along."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme import Colours, colours_of


class Chart(pyqtgraph.GraphicsView):
    """A box to draw in between a left axis and, where there is one, a bottom axis.

    It draws when it is seen: what changes meanwhile costs nothing.

    Args:
        name: What it shows, for readers of the screen.
        with_bottom: Whether there is an axis below.
    """

    # pyqtgraph changes the palette before there is anything to draw on.
    _is_made = False
    _is_old = True

    def __init__(self, name: str, *, with_bottom: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        layout = pyqtgraph.GraphicsLayout()
        layout.setContentsMargins(0, 4, 4, 0)
        layout.setSpacing(0)
        self.box = pyqtgraph.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0)
        layout.addItem(self.box, 0, 1)
        self.axes = {"left": pyqtgraph.AxisItem("left", linkView=self.box)}
        layout.addItem(self.axes["left"], 0, 0)
        if with_bottom:
            self.axes["bottom"] = pyqtgraph.AxisItem("bottom", linkView=self.box)
            layout.addItem(self.axes["bottom"], 1, 1)
        self.setCentralItem(layout)

    def renew(self) -> None:
        """Draw again, at once or when it is seen."""
        self._is_old = True
        if self._is_made and self.isVisible():
            self._draw_now()

    def place_at(self, x: float, y: float) -> QPoint:
        """Return where a point is in the widget."""
        return self.mapFromScene(self.box.mapViewToScene(QPointF(x, y)))

    def point_at(self, place: QPoint) -> QPointF:
        """Return the point at a place of the widget."""
        return self.box.mapSceneToView(self.mapToScene(place))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Draw what has changed meanwhile."""
        super().showEvent(event)
        if self._is_old:
            self._draw_now()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.renew()

    def draw(self, colours: Colours) -> None:
        """Draw everything that is shown; for the kinds of chart."""
        raise NotImplementedError

    def _draw_now(self) -> None:
        self._is_old = False
        colours = colours_of(self.palette())
        self.setBackground(colours.window)
        for axis in self.axes.values():
            axis.setPen(QColor(colours.line))
            axis.setTextPen(QColor(colours.text))
        self.draw(colours)
