"""The controls of the proposal graph, beside its strip: whose edges, how far, how heavy, which."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.timeline.arcs import CONTEXTUAL, SURROUNDING
from app.ui.timeline.board import Board
from app.ui.timeline.colors import Colors
from app.ui.timeline.graph_strip import edge_pen, wanted_arcs
from app.ui.timeline.marks import small
from app.ui.timeline.web import MAX_LINES, WebChoice

# The slider leaves out at most this percentage of the lightest edges.
MOST_HIDDEN = 99
# Each kind: how many there are, its button, and what the button does.
KINDS = {
    CONTEXTUAL: (
        QT_TRANSLATE_NOOP("Timeline", "{count} contextual"),
        QT_TRANSLATE_NOOP("Timeline", "Contextual edges"),
        QT_TRANSLATE_NOOP("Timeline", "Show contextual edges"),
    ),
    SURROUNDING: (
        QT_TRANSLATE_NOOP("Timeline", "{count} surrounding"),
        QT_TRANSLATE_NOOP("Timeline", "Surrounding edges"),
        QT_TRANSLATE_NOOP("Timeline", "Show surrounding edges"),
    ),
}


# A strip lower than this has no room for the filter of weights.
FILTER_FROM_PX = 84


class GraphBar(QWidget):
    """Chooses which edges of the proposal graph show; seen while its strip is."""

    def __init__(self, board: Board, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._board = board
        self.setAutoFillBackground(True)
        self.setFont(small(self.font()))
        self.one = self._button(
            translate("Timeline", "Selection"),
            translate("Timeline", "Edges of the selected proposal"),
        )
        self.all = self._button(
            translate("Timeline", "All"), translate("Timeline", "Edges of all proposals in view")
        )
        self.two_hops = self._button(
            translate("Timeline", "2 hops"), translate("Timeline", "The neighbours' neighbours too")
        )
        self.kinds = {
            kind: self._kind_button(words, tip) for kind, (_, words, tip) in KINDS.items()
        }
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, MOST_HIDDEN)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.setAccessibleName(translate("Timeline", "Lightest edges left out"))
        self.slider.setToolTip(translate("Timeline", "Leave out the lightest edges"))
        self._least = QLabel()
        self._least.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lay_out()
        self._connect()
        self._dress()
        self._show()

    def _button(self, words: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _kind_button(self, words: str, tip: str) -> QToolButton:
        button = self._button("", translate("Timeline", tip))
        button.setAccessibleName(translate("Timeline", words))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(22, 10))
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 3, 6, 3)
        column.setSpacing(1)
        whose = QHBoxLayout()
        whose.setSpacing(1)
        for button in (self.one, self.all, self.two_hops):
            whose.addWidget(button)
        whose.addStretch(1)
        column.addLayout(whose)
        weight = QHBoxLayout()
        weight.addWidget(self.slider, 3)
        weight.addWidget(self._least, 2)
        column.addLayout(weight)
        for button in self.kinds.values():
            column.addWidget(button)
        column.addStretch(1)

    def _connect(self) -> None:
        board = self._board
        self.one.clicked.connect(lambda: self._choose(replace(board.web_choice, shows_all=False)))
        self.all.clicked.connect(lambda: self._choose(replace(board.web_choice, shows_all=True)))
        self.two_hops.clicked.connect(
            lambda on: self._choose(replace(board.web_choice, hops=2 if on else 1))
        )
        self.slider.valueChanged.connect(
            lambda percent: self._choose(replace(board.web_choice, hidden_share=percent / 100))
        )
        self.kinds[CONTEXTUAL].clicked.connect(
            lambda on: self._choose(replace(board.web_choice, contextual=on))
        )
        self.kinds[SURROUNDING].clicked.connect(
            lambda on: self._choose(replace(board.web_choice, surrounding=on))
        )
        board.content_changed.connect(self._show)
        board.view_changed.connect(self._show)

    def _choose(self, choice: WebChoice) -> None:
        self._board.set_web_choice(choice)
        self._show()

    # ------------------------------------------------------------ showing
    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the icons in another palette's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        colors = Colors.of(self.palette())
        for kind, button in self.kinds.items():
            button.setIcon(_edge_icon(kind, colors))

    def _show(self) -> None:
        board, strips, choice = self._board, self._board.strips, self._board.web_choice
        place = (0, strips.graph_top_px, max(strips.header_px - 1, 0), max(strips.graph_px - 1, 0))
        if self.geometry().getRect() != place:
            self.setGeometry(*place)
        self.setVisible(strips.graph_px > 0)
        if not strips.graph_px:
            return
        # On a small screen the legend is worth more than the filter; nothing is squeezed.
        for widget in (self.slider, self._least):
            widget.setVisible(strips.graph_px >= FILTER_FROM_PX)
        self.one.setChecked(not choice.shows_all)
        self.all.setChecked(choice.shows_all)
        self.all.setEnabled(board.web is not None)
        self.two_hops.setChecked(choice.hops > 1)
        self.two_hops.setEnabled(not choice.shows_all and board.web is not None)
        self.slider.blockSignals(True)  # noqa: FBT003 - Qt's argument
        self.slider.setValue(round(choice.hidden_share * 100))
        self.slider.blockSignals(False)  # noqa: FBT003 - Qt's argument
        self._show_counts()

    def _show_counts(self) -> None:
        board, choice = self._board, self._board.web_choice
        counts = self._counts()
        for kind, (counted, _, _) in KINDS.items():
            self.kinds[kind].setChecked(
                choice.contextual if kind == CONTEXTUAL else choice.surrounding
            )
            self.kinds[kind].setText(
                translate("Timeline", counted).format(count=f"{counts[kind]:,}")
            )
        least = board.web.least_weight(choice.hidden_share) if board.web else 0.0
        self._least.setText(
            f"≥ {least:.2f}" if choice.hidden_share else translate("Timeline", "all")
        )
        n_all = sum(counts.values())
        capped = choice.shows_all and n_all > MAX_LINES
        drawn = translate("Timeline", "The {count} heaviest in view are drawn")
        self._least.setToolTip(drawn.format(count=f"{MAX_LINES:,}") if capped else "")

    def _counts(self) -> dict[int, int]:
        """Return how many edges of each kind pass the weight filter, drawn or not."""
        board, choice = self._board, self._board.web_choice
        if choice.shows_all and board.web is not None:
            return board.web.counts(choice.hidden_share)
        if board.arcs is None:
            return dict.fromkeys(KINDS, 0)
        every = replace(choice, contextual=True, surrounding=True)
        wanted = wanted_arcs(board, board.arcs, every)
        return {kind: int((board.arcs.kind[wanted] == kind).sum()) for kind in KINDS}


def _edge_icon(kind: int, colors: Colors) -> QIcon:
    ratio = 2
    picture = QPixmap(22 * ratio, 10 * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setPen(edge_pen(kind, 0.7, colors))
    painter.drawLine(0, 5, 22, 5)
    painter.end()
    return QIcon(picture)
