"""Precision over recall of the labels; the point under the mouse says its score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.services.evaluating import LabelMeasure
from app.ui.evaluation.chart import Chart
from app.ui.evaluation.words import percent
from app.ui.language import translate
from app.ui.theme import Colours

# More at once nobody tells apart, and they would take longer than a frame to paint.
MOST_CURVES = 12
NEAR_PX = 40
GRID_ALPHA = 50
DARKER = 145
STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
UNKNOWN_COLOUR = "#888888"


class CurvePlot(Chart):
    """The curves of the labels with the most annotations, or of the chosen one before them.

    Signals:
        pointed: What the point under the mouse says, or ''.
    """

    pointed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Evaluation", "Precision over recall"), with_bottom=True, parent=parent
        )
        self._labels: Sequence[LabelMeasure] = ()
        self._colours: Mapping[str, str] = {}
        self._chosen = ""
        self.setMinimumHeight(150)
        self.box.setRange(xRange=(0, 1), yRange=(0, 1), padding=0.04)
        for axis in self.axes.values():
            axis.setTicks([[(step, f"{step:g}") for step in STEPS]])
            axis.setGrid(GRID_ALPHA)
        self._point = pyqtgraph.ScatterPlotItem(size=9)
        self._is_made = True

    @property
    def shown(self) -> list[LabelMeasure]:
        """The labels whose curves are drawn, the chosen one last and so on top."""
        most = sorted(self._labels, key=lambda one: -one.n_truths)[:MOST_CURVES]
        chosen = [one for one in self._labels if one.name == self._chosen]
        return [one for one in most if one.name != self._chosen] + chosen

    def show_curves(self, labels: Sequence[LabelMeasure], colours: Mapping[str, str]) -> None:
        """Show curves in the colours of their labels."""
        self._labels, self._colours = labels, colours
        self.renew()

    def choose(self, label: str) -> None:
        """Bring a label's curve to the front; '' treats all alike."""
        if label != self._chosen:
            self._chosen = label
            self.renew()

    def place_of(self, recall: float, precision: float) -> QPoint:
        """Return where a point is in the widget."""
        return self.place_at(recall, precision)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Say the score of the point under the mouse."""
        self.pointed.emit(self._words_at(event.position().toPoint()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Let the point go."""
        self._point.setData([], [])
        self.pointed.emit("")
        super().leaveEvent(event)

    def _words_at(self, place: QPoint) -> str:
        here = self.point_at(place)
        width, height = self.box.viewPixelSize()
        best: tuple[float, LabelMeasure, int] | None = None
        # The last is on top.
        for one in reversed(self.shown):
            if not len(one.recall):
                continue
            far = np.hypot((one.recall - here.x()) / width, (one.precision - here.y()) / height)
            at = int(far.argmin())
            if best is None or far[at] < best[0]:
                best = (float(far[at]), one, at)
        if best is None or best[0] > NEAR_PX:
            self._point.setData([], [])
            return ""
        _, label, at = best
        self._point.setData([label.recall[at]], [label.precision[at]])
        told = translate("Evaluation", "{label}, score from {score:.3f}: precision {p}, recall {r}")
        return told.format(
            label=label.name,
            score=float(label.score[at]),
            p=percent(float(label.precision[at])),
            r=percent(float(label.recall[at])),
        )

    def draw(self, colours: Colours) -> None:
        """Draw the curves."""
        self.axes["left"].setLabel(translate("Evaluation", "Precision"), color=colours.faint)
        self.axes["bottom"].setLabel(translate("Evaluation", "Recall"), color=colours.faint)
        self.box.clear()
        is_light = QColor(colours.window).lightness() > 128
        for one in self.shown:
            is_chosen = one.name == self._chosen
            colour = QColor(self._colours.get(one.name, UNKNOWN_COLOUR))
            if is_light:
                # A thin line of yellow on white is hardly there.
                colour = colour.darker(DARKER)
            colour.setAlpha(255 if is_chosen or not self._chosen else 130)
            pen = pyqtgraph.mkPen(colour, width=3 if is_chosen else 1.6)
            self.box.addItem(pyqtgraph.PlotCurveItem(*_line(one), pen=pen, antialias=True))
        self._point.setPen(pyqtgraph.mkPen(QColor(colours.text), width=2))
        self._point.setBrush(pyqtgraph.mkBrush(QColor(colours.accent)))
        self._point.setData([], [])
        self.box.addItem(self._point)


def _line(one: LabelMeasure) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
    """Return the curve from recall 0 on."""
    if not len(one.recall):
        return one.recall, one.precision
    return np.concatenate([[0.0], one.recall]), np.concatenate([one.precision[:1], one.precision])
