"""The bars of the kinds of error; a click on one chooses it."""

from __future__ import annotations

from collections.abc import Mapping

import pyqtgraph
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.services.evaluating import ErrorKind
from app.ui.evaluation.chart import Chart
from app.ui.evaluation.words import KIND_COLOURS, KIND_TIPS, kind_words
from app.ui.language import translate
from app.ui.theme import Colours

ROW_PX = 21
# What stands behind a bar takes this share of the longest.
ROOM_FOR_WORDS = 0.55


class ErrorBars(Chart):
    """A bar for each kind, as long as there are of it.

    Signals:
        chosen: An ``ErrorKind``.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Evaluation", "Errors by kind"), with_bottom=False, parent=parent
        )
        self._counts: dict[ErrorKind, int] = dict.fromkeys(ErrorKind, 0)
        self._gains: Mapping[ErrorKind, float] = {}
        self._kind = ErrorKind.LOCALIZATION
        self.setFixedHeight(ROW_PX * len(ErrorKind) + 6)
        self.box.invertY(b=True)
        self.box.setYRange(-0.6, len(ErrorKind) - 0.4, padding=0)
        axis = self.axes["left"]
        axis.setStyle(tickLength=0)
        axis.setTicks([[(float(kind), kind_words(kind)) for kind in ErrorKind]])
        self._make_items()
        self._is_made = True

    def show_counts(
        self, counts: Mapping[ErrorKind, int], gains: Mapping[ErrorKind, float]
    ) -> None:
        """Show how many there are of each kind, and what mAP gains without a kind's errors."""
        self._counts, self._gains = dict(counts), gains
        self.renew()

    def mark(self, kind: ErrorKind) -> None:
        """Show which kind is chosen; no signal."""
        if kind is not self._kind:
            self._kind = kind
            self.renew()

    def place_of(self, kind: ErrorKind) -> QPoint:
        """Return where the beginning of a kind's bar is in the widget."""
        return self.place_at(0, float(kind)) + QPoint(3, 0)

    def kind_at(self, place: QPoint) -> ErrorKind | None:
        """Return the kind whose row a place of the widget is in."""
        row = round(self.point_at(place).y())
        return ErrorKind(row) if 0 <= row < len(ErrorKind) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the kind of the row."""
        kind = self.kind_at(event.position().toPoint())
        if kind is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(kind)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Say what the kind under the mouse means."""
        kind = self.kind_at(event.position().toPoint())
        self.setToolTip("" if kind is None else translate("Evaluation", KIND_TIPS[kind]))
        event.accept()

    def draw(self, colours: Colours) -> None:
        """Draw the bars and what stands behind them."""
        longest = max(*self._counts.values(), 1)
        self.box.setXRange(0, longest * (1 + ROOM_FOR_WORDS), padding=0)
        self._bars.setOpts(
            width=[float(self._counts[kind]) for kind in ErrorKind],
            pens=[self._pen(kind, colours) for kind in ErrorKind],
        )
        for kind, words in self._words_of.items():
            words.setText(self._words(kind), QColor(colours.text))
            words.setPos(self._counts[kind] + longest * 0.01, float(kind))

    def _make_items(self) -> None:
        rows = [float(kind) for kind in ErrorKind]
        brushes = [QColor(KIND_COLOURS[kind]) for kind in ErrorKind]
        nothing = [0.0] * len(rows)
        self._bars = pyqtgraph.BarGraphItem(
            x0=0, y=rows, width=nothing, height=0.72, brushes=brushes
        )
        self.box.addItem(self._bars)
        self._words_of = {kind: pyqtgraph.TextItem(anchor=(0, 0.5)) for kind in ErrorKind}
        for words in self._words_of.values():
            self.box.addItem(words)

    def _pen(self, kind: ErrorKind, colours: Colours) -> object:
        is_chosen = kind is self._kind
        return pyqtgraph.mkPen(QColor(colours.text if is_chosen else colours.window), width=2)

    def _words(self, kind: ErrorKind) -> str:
        gain = self._gains.get(kind)
        count = f"{self._counts[kind]}"
        return count if gain is None else f"{count}  ({100 * gain:+.1f})"
