"""The losses of a fine-tuning over its epochs, drawn while they come."""

from __future__ import annotations

from collections.abc import Mapping

from pyqtgraph import PlotCurveItem, PlotWidget, ScatterPlotItem, mkPen
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.services.fine_tuning import CurvePoint
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.list_keys import claims_key
from app.ui.theme import Colours, colours_of

HEIGHT_PX = 130
MOST_TICKS = 10
TOTAL = "total"
LOSS_NAMES: Mapping[str, str] = {
    TOTAL: QT_TRANSLATE_NOOP("Models", "Total loss"),
    "activity": QT_TRANSLATE_NOOP("Models", "Activity loss"),
    "completeness": QT_TRANSLATE_NOOP("Models", "Completeness loss"),
    "regression": QT_TRANSLATE_NOOP("Models", "Boundary loss"),
}


class LossBox(QComboBox):
    """Chooses a loss; the arrows are its own while it has the focus."""

    def event(self, event: QEvent) -> bool:
        """Claim the keys before the window's shortcuts take them."""
        return claims_key(event) or super().event(event)


class Curves(QWidget):
    """One curve a stream; which loss is shown can be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: dict[str, list[CurvePoint]] = {}
        self._curves: dict[str, tuple[PlotCurveItem, ScatterPlotItem]] = {}
        self.losses = LossBox()
        self.losses.setAccessibleName(translate("Models", "Loss that is drawn"))
        self.losses.currentIndexChanged.connect(self._draw)
        self._legend = QLabel()
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self.plot = _plot()
        head = QHBoxLayout()
        head.addWidget(self.losses)
        head.addStretch(1)
        head.addWidget(self._legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.plot)
        self.clear()

    @property
    def values(self) -> dict[str, list[float]]:
        """What is drawn, by stream."""
        name = self.losses.currentData() or TOTAL
        return {
            stream: [point.losses[name] for point in points if name in point.losses]
            for stream, points in self._points.items()
        }

    def clear(self) -> None:
        """Draw nothing; another fine-tuning begins."""
        self._points.clear()
        for parts in self._curves.values():
            for part in parts:
                self.plot.removeItem(part)
        self._curves.clear()
        self._offer([TOTAL])
        self._draw()

    def add(self, point: CurvePoint) -> None:
        """Take in an epoch; one that is there already is the same again."""
        mine = self._points.setdefault(point.stream, [])
        mine[:] = [one for one in mine if one.epoch < point.epoch] + [point]
        self._offer(list(point.losses))
        self._draw()

    def redraw(self) -> None:
        """Draw again after the palette changed."""
        self._draw()

    def _offer(self, names: list[str]) -> None:
        known = [self.losses.itemData(at) for at in range(self.losses.count())]
        if known and set(names) <= set(known):
            return
        chosen = self.losses.currentData()
        self.losses.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.losses.clear()
        for name in sorted(names, key=lambda one: one != TOTAL):
            self.losses.addItem(translate("Models", LOSS_NAMES.get(name, name)), name)
        self.losses.setCurrentIndex(max(self.losses.findData(chosen), 0))
        self.losses.blockSignals(False)  # noqa: FBT003 - Qt's signature

    def _draw(self) -> None:
        colours = colours_of(self.palette())
        _colour(self.plot, colours)
        inks = dict(zip(("rgb", "flow"), (colours.accent, colours.warn), strict=True))
        told, spoken = [], []
        n_epochs = max((one[-1].n_epochs for one in self._points.values() if one), default=1)
        for stream, values in self.values.items():
            ink = inks.get(stream, colours.good)
            self._draw_one(stream, values, ink)
            if values:
                told.append(f'<span style="color:{ink}">●</span> {stream} {values[-1]:.3f}')
                spoken.append(f"{stream} {values[-1]:.3f}")
        self.plot.setXRange(1, max(n_epochs, 2), padding=0.03)
        step = max(n_epochs // MOST_TICKS, 1)
        marks = [(float(n), str(n)) for n in range(step, max(n_epochs, 2) + 1, step)]
        self.plot.getAxis("bottom").setTicks([marks])
        top = max((max(each) for each in self.values.values() if each), default=1.0)
        self.plot.setYRange(0, max(top, 1e-6), padding=0.05)
        self._legend.setText("&nbsp; ".join(told))
        name = f"{self.losses.currentText()}: {', '.join(spoken)}"
        self.plot.setAccessibleName(name)

    def _draw_one(self, stream: str, values: list[float], ink: str) -> None:
        if stream not in self._curves:
            parts = PlotCurveItem(antialias=True), ScatterPlotItem(size=5)
            for part in parts:
                self.plot.addItem(part)
            self._curves[stream] = parts
        curve, dots = self._curves[stream]
        epochs = [point.epoch for point in self._points[stream]][: len(values)]
        curve.setData(epochs, values, pen=mkPen(ink, width=2))
        dots.setData(epochs, values, pen=None, brush=ink)


def _plot() -> PlotWidget:
    before = set(QApplication.topLevelWidgets())
    plot = PlotWidget()
    for orphan in set(QApplication.topLevelWidgets()) - before - {plot}:
        # Its menus belong to nobody and would stay when the window goes.
        orphan.setParent(plot, orphan.windowFlags())
    plot.setFixedHeight(HEIGHT_PX)
    plot.setMinimumWidth(120)
    plot.setMenuEnabled(False)
    # A menu without a parent would outlive the window.
    plot.getPlotItem().ctrlMenu = None
    plot.setMouseEnabled(x=False, y=False)
    plot.hideButtons()
    plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    plot.getAxis("left").setWidth(38)
    plot.getAxis("bottom").setHeight(18)
    return plot


def _colour(plot: PlotWidget, colours: Colours) -> None:
    plot.setBackground(colours.base)
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(colours.line)
        axis.setTextPen(colours.faint)
