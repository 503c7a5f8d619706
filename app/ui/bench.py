"""The panels around the player, which a person can move, float, stack and hide."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QLayout,
    QMainWindow,
    QScrollArea,
    QTabBar,
    QVBoxLayout,
    QWidget,
)


@dataclass(frozen=True, slots=True)
class Panel:
    """One of them.

    Attributes:
        name: What its place is remembered by; never translated.
        title: On its tab and in the View menu.
        width_px: At the first start; 0 leaves it to the layout.
        is_offered: Whether it is there at all from the start; see ``Bench.offer_panel``.
    """

    name: str
    title: str
    widget: QWidget
    area: Qt.DockWidgetArea
    width_px: int = 0
    is_offered: bool = True


class Lanes(QWidget):
    """The timeline under its header."""

    def __init__(self, header: QWidget, timeline: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(timeline, 1)


# A panel that needs more scrolls: the tallest of a stack says how much is left for the timeline.
TALLEST_PX = 360


class Bench(QMainWindow):
    """An inner window of docks, so that messages stay above it.

    The panels of one side are tabs of one stack, the first of them in front. The timeline has the
    whole width below and no title: the lanes say themselves what they are.

    Args:
        middle: What they stand around.
        panels: In the order of their tabs.
        guard: Filters the keys of their text fields.
        height_px: Of what stands below, at the first start.
    """

    def __init__(
        self, middle: QWidget, panels: Sequence[Panel], guard: QObject, height_px: int
    ) -> None:
        super().__init__(None, Qt.WindowType.Widget)
        # What the panels needed side by side, before they were tabs, is no least size to keep.
        layout = self.layout()
        if layout is not None:
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setCentralWidget(middle)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        area = Qt.DockWidgetArea
        self.setCorner(Qt.Corner.BottomLeftCorner, area.BottomDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, area.BottomDockWidgetArea)
        self._area_of = {panel.name: panel.area for panel in panels}
        self.docks = [self._dock(panel, guard) for panel in panels]
        self._panels, self._height_px = panels, height_px
        self._stack_up()
        for panel in panels:
            if not panel.is_offered:
                self.offer_panel(panel.name, on=False)
        self._is_sized = False

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Give the panels their first sizes, unless the person has given them others."""
        super().showEvent(event)
        self._show_names()
        if not self._is_sized:
            self._is_sized = True
            self._size()

    def places(self) -> tuple[QByteArray, list[str]]:
        """Return where the panels are, and the names of those that this says it of."""
        return self.saveState(), [panel.name for panel in self._panels]

    def restore(self, state: QByteArray, placed: Collection[str]) -> None:
        """Take the places and sizes that a person left.

        Args:
            state: From ``places``, perhaps of an older version with fewer panels.
            placed: Names of the panels it knows. Qt would stand the others side by side and make
                the window as high as they are; they become tabs of their side's stack.
        """
        self._is_sized = self.restoreState(state)
        if self._is_sized:
            self._stack_up(placed)

    def _show_names(self) -> None:
        """Let tabs have their whole names; where they are too many, arrows lead to the others."""
        for bar in self.findChildren(QTabBar):
            bar.setElideMode(Qt.TextElideMode.ElideNone)
            bar.setExpanding(False)

    def _size(self) -> None:
        panels = self._panels
        wide = [at for at, panel in enumerate(panels) if panel.width_px]
        self.resizeDocks(
            [self.docks[at] for at in wide],
            [panels[at].width_px for at in wide],
            Qt.Orientation.Horizontal,
        )
        below = [d for d, p in zip(self.docks, panels, strict=True) if _is_below(p)]
        self.resizeDocks(below, [self._height_px] * len(below), Qt.Orientation.Vertical)

    def show_panel(self, name: str) -> None:
        """Bring a panel to the front, shown if it was hidden."""
        dock = self.dock(name)
        dock.show()
        dock.raise_()

    def dock(self, name: str) -> QDockWidget:
        """Return the dock of a panel.

        Raises:
            StopIteration: there is no such panel.
        """
        return next(dock for dock in self.docks if dock.objectName() == name)

    def offer_panel(self, name: str, *, on: bool) -> None:
        """Let a panel be there at all, or neither show nor list it."""
        dock = self.dock(name)
        is_there = dock.toggleViewAction().isVisible()
        dock.toggleViewAction().setVisible(on)
        if not on:
            # Hidden in its stack it would still take part in dividing the room.
            self.removeDockWidget(dock)
        elif not is_there:
            area = self._area_of[name]
            others = [one for one in self.docks if self.dockWidgetArea(one) == area]
            self.addDockWidget(area, dock)
            if others:
                self.tabifyDockWidget(others[-1], dock)
            dock.show()

    def _dock(self, panel: Panel, guard: QObject) -> QDockWidget:
        dock = QDockWidget(panel.title, self)
        dock.setObjectName(panel.name)
        dock.setWidget(_scrolled(panel.widget))
        dock.installEventFilter(guard)
        if _is_below(panel):
            dock.setTitleBarWidget(QWidget())
        self.addDockWidget(panel.area, dock)
        return dock

    def _stack_up(self, placed: Collection[str] = ()) -> None:
        """Make the panels of a side tabs of one stack, but for those that have a place."""
        both = list(zip(self.docks, self._panels, strict=True))
        new = [(dock, panel) for dock, panel in both if panel.name not in placed]
        for area in {panel.area for _, panel in new}:
            stack = [d for d, p in both if p.name in placed and self._is_docked(d, area)]
            stack += [dock for dock, panel in new if panel.area == area]
            for dock, panel in new:
                if panel.area == area and dock is not stack[0]:
                    self.tabifyDockWidget(stack[0], dock)
            stack[0].raise_()

    def _is_docked(self, dock: QDockWidget, area: Qt.DockWidgetArea) -> bool:
        return self.dockWidgetArea(dock) == area and not dock.isFloating()


def _scrolled(widget: QWidget) -> QWidget:
    """Return a widget that asks for no more height than a small screen has beside the timeline."""
    if widget.minimumSizeHint().height() <= TALLEST_PX:
        return widget
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    area.setMinimumWidth(widget.minimumSizeHint().width())
    return area


def _is_below(panel: Panel) -> bool:
    return panel.area == Qt.DockWidgetArea.BottomDockWidgetArea
