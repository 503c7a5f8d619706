"""The panel of the queue: how much there is to do, in which order, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.review_queue import Order, Scope
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.list_keys import KeyedBox, KeyedList
from app.ui.queue.item_model import QueueDelegate, QueueModel
from app.ui.review.label_picker import swatch
from app.ui.theme import SPACING_PX, in_role

ORDER_WORDS = {
    Order.TIMELINE: QT_TRANSLATE_NOOP("Queue", "By time"),
    Order.SCORE: QT_TRANSLATE_NOOP("Queue", "Highest score first"),
    Order.INFORMATIVE: QT_TRANSLATE_NOOP("Queue", "Most informative first"),
    Order.DISAGREEMENT: QT_TRANSLATE_NOOP("Queue", "Disagreements first"),
}
ORDER_TIPS = {
    Order.TIMELINE: QT_TRANSLATE_NOOP("Queue", "Video after video, from beginning to end"),
    Order.SCORE: QT_TRANSLATE_NOOP("Queue", "What the engine is surest of"),
    Order.INFORMATIVE: QT_TRANSLATE_NOOP(
        "Queue", "What the engine is least sure of: your answer teaches it most"
    ),
    Order.DISAGREEMENT: QT_TRANSLATE_NOOP(
        "Queue", "What contradicts one of your annotations, or what an earlier run said"
    ),
}
SCOPE_WORDS = {
    Scope.ALL: QT_TRANSLATE_NOOP("Queue", "All videos"),
    Scope.OPEN: QT_TRANSLATE_NOOP("Queue", "This video"),
    Scope.BEGUN: QT_TRANSLATE_NOOP("Queue", "Videos in review"),
    Scope.FRESH: QT_TRANSLATE_NOOP("Queue", "Videos not begun"),
}
NOTHING = QT_TRANSLATE_NOOP(
    "Queue",
    "Suggestions of all videos line up here once they have been analysed.\n\n"
    "One key judges each of them: A is right, X is wrong, and the next one plays at once.",
)


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """A label to ask about only; an empty id stands for all."""

    id: str
    words: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class QueueWords:
    """What is said above and below the list.

    Attributes:
        title: How much is worth a person's time.
        more: How much waits in all.
        below: What is left out.
        offers_start: Whether to offer the most informative ones.
    """

    title: str
    more: str
    below: str
    offers_start: bool


class QueuePanel(QWidget):
    """Shows the queue.

    Signals:
        order_chosen: ``Order``.
        scope_chosen: ``Scope``.
        label_chosen: A label's id, '' for all.
        row_chosen: A row of the queue.
        start_asked: Begin with the most informative ones.
    """

    order_chosen = Signal(object)
    scope_chosen = Signal(object)
    label_chosen = Signal(str)
    row_chosen = Signal(int)
    start_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = in_role(QLabel(wordWrap=True), "title")
        self._more = _faint()
        self._below = _faint()
        self._start = in_role(QPushButton(translate("Queue", "Start with these")), "primary")
        self._start.setToolTip(translate("Queue", ORDER_TIPS[Order.INFORMATIVE]))
        self._start.clicked.connect(self.start_asked)
        self._start.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._make_boxes()
        self._model = QueueModel(self)
        self._list = KeyedList(translate("Queue", "Next suggestions"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(QueueDelegate(self._list))
        self._list.chosen.connect(self._choose_row)
        self._pages = QStackedWidget()
        hint = _faint(translate("Queue", NOTHING))
        hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        hint.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        self._pages.addWidget(hint)
        self._pages.addWidget(self._laid_out())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.setMinimumWidth(220)

    @property
    def model(self) -> QueueModel:
        """The rows."""
        return self._model

    @property
    def view(self) -> QListView:
        """The list."""
        return self._list

    @property
    def title(self) -> str:
        """How much is worth a person's time, as it is said."""
        return self._title.text()

    def show_nothing(self) -> None:
        """Say what will be here."""
        self._pages.setCurrentIndex(0)

    def show_words(self, words: QueueWords) -> None:
        """Show what there is to do."""
        self._pages.setCurrentIndex(1)
        for label, text in (
            (self._title, words.title), (self._more, words.more), (self._below, words.below),
        ):  # fmt: skip
            label.setText(text)
            label.setVisible(bool(text))
        self._start.setVisible(words.offers_start)

    def show_choice(self, order: Order, scope: Scope) -> None:
        """Show what is chosen."""
        self._orders.setCurrentIndex(list(ORDER_WORDS).index(order))
        self._scopes.setCurrentIndex(list(SCOPE_WORDS).index(scope))
        self._orders.setToolTip(translate("Queue", ORDER_TIPS[order]))

    def show_labels(self, labels: Sequence[LabelChoice], chosen_id: str) -> None:
        """Offer labels; the chosen one may have nothing left."""
        ids = [self._labels.itemData(at) for at in range(self._labels.count())]
        if ids != [one.id for one in labels]:
            self._labels.clear()
            for one in labels:
                sign = swatch(one.color) if one.color else QIcon()
                self._labels.addItem(sign, one.words, one.id)
        for at, one in enumerate(labels):
            self._labels.setItemText(at, one.words)
            if one.id == chosen_id:
                self._labels.setCurrentIndex(at)

    def scroll_to_current(self) -> None:
        """Bring the current row into view."""
        place = self._model.place_of(self._model.current)
        if place >= 0:
            index = self._model.index(place)
            self._list.setCurrentIndex(index)
            self._list.scrollTo(index, QListView.ScrollHint.EnsureVisible)
        else:
            self._list.scrollToTop()

    # ------------------------------------------------------------ making
    def _make_boxes(self) -> None:
        self._orders, self._scopes, self._labels = KeyedBox(), KeyedBox(), KeyedBox()
        self._orders.setAccessibleName(translate("Queue", "Order"))
        self._scopes.setAccessibleName(translate("Queue", "Videos"))
        self._labels.setAccessibleName(translate("Queue", "Label"))
        for order, words in ORDER_WORDS.items():
            self._orders.addItem(translate("Queue", words))
            tip = translate("Queue", ORDER_TIPS[order])
            self._orders.setItemData(self._orders.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        for words in SCOPE_WORDS.values():
            self._scopes.addItem(translate("Queue", words))
        self._orders.activated.connect(self._choose_order)
        self._scopes.activated.connect(self._choose_scope)
        self._labels.activated.connect(self._choose_label)

    def _laid_out(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        column.setSpacing(SPACING_PX // 2)
        for widget in (self._title, self._more, self._start):
            column.addWidget(widget)
        form = QFormLayout()
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(translate("Queue", "Order"), self._orders)
        form.addRow(translate("Queue", "Label"), self._labels)
        form.addRow(translate("Queue", "Videos"), self._scopes)
        column.addLayout(form)
        column.addWidget(self._list, 1)
        column.addWidget(self._below)
        return page

    # ------------------------------------------------------------ telling
    def _choose_order(self, at: int) -> None:
        self.order_chosen.emit(list(ORDER_WORDS)[at])

    def _choose_scope(self, at: int) -> None:
        self.scope_chosen.emit(list(SCOPE_WORDS)[at])

    def _choose_label(self, at: int) -> None:
        self.label_chosen.emit(self._labels.itemData(at))

    def _choose_row(self, place: int) -> None:
        row = self._model.at(place)
        if row is not None:
            self.row_chosen.emit(row.row)


def _faint(words: str = "") -> QLabel:
    return in_role(QLabel(words, wordWrap=True), "faint")
