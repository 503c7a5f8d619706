"""What is looked for in the library: a field, a menu of kinds, chips of what is set, an order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.library_search import EVERYTHING, Order, Wanted
from app.domain.video_state import VideoState
from app.ui.language import translate
from app.ui.library.flow import FlowLayout
from app.ui.library.words import ICONS, NAMES, ORDERS
from app.ui.theme import SPACING_PX, icon

INTO_LIST = {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown}


@dataclass(frozen=True, slots=True)
class Facets:
    """What there is to filter by.

    Attributes:
        counts: How many videos are in each state.
        me: The person's own name.
    """

    counts: dict[VideoState, int]
    tags: Sequence[str] = ()
    assignees: Sequence[str] = ()
    me: str = ""
    n_missing: int = 0


class FilterBar(QWidget):
    """Holds what is wanted.

    Signals:
        changed: ``Wanted`` or the order is another.
        left_down: The person goes on into the list.
        left: The person is done here.
        name_asked: The person wants to say who they are.
    """

    changed = Signal()
    left_down = Signal()
    left = Signal()
    name_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wanted = EVERYTHING
        self.order = Order.ADDED
        self.is_reversed = False
        self._facets_of: Callable[[], Facets] = lambda: Facets({})
        self._facets = Facets({})
        self.field = QLineEdit(clearButtonEnabled=True)
        self.field.setPlaceholderText(translate("Library", "Search"))
        self.field.setAccessibleName(translate("Library", "Search videos"))
        self.field.setToolTip(translate("Library", "Words in name, tags, note or assignee"))
        # Where a button that had the focus goes away, Tab's order would lead here, and the next
        # keys would be words instead of acts. Its own key leads here.
        self.field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.filter_button = _button("filter", translate("Library", "Filter"))
        self.order_button = _button("sort", translate("Library", "Sort"))
        for button, fill in (
            (self.filter_button, self.fill_filters),
            (self.order_button, self.fill_orders),
        ):
            menu = QMenu(button)
            menu.aboutToShow.connect(partial(_refill, menu, fill))
            button.setMenu(menu)
        self._chips = QWidget()
        self._line = FlowLayout(self._chips)
        row = QHBoxLayout()
        row.setSpacing(SPACING_PX // 2)
        row.addWidget(self.field, 1)
        row.addWidget(self.filter_button)
        row.addWidget(self.order_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX // 2)
        column.setSpacing(SPACING_PX // 2)
        column.addLayout(row)
        column.addWidget(self._chips)
        self._show_chips()

    @property
    def chips(self) -> list[QToolButton]:
        """What is set, each a button that takes it away."""
        return self._chips.findChildren(QToolButton)

    def set_facets(self, facets_of: Callable[[], Facets]) -> None:
        """Take what tells what there is to filter by; it is asked when a menu opens."""
        self._facets_of = facets_of

    def set_wanted(self, wanted: Wanted) -> None:
        """Look for something else."""
        if wanted == self.wanted:
            return
        self.wanted = wanted
        if self.field.text() != wanted.text:
            self.field.setText(wanted.text)
        self._show_chips()
        self.changed.emit()

    def set_order(self, order: Order, *, is_reversed: bool) -> None:
        """Sort otherwise."""
        self.order, self.is_reversed = order, is_reversed
        self.changed.emit()

    def clear(self) -> None:
        """Look for everything."""
        self.set_wanted(EVERYTHING)

    def go_in(self) -> None:
        """Take the focus with all of the text selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def redraw(self) -> None:
        """Draw the icons again after the palette changed."""
        self.filter_button.setIcon(icon("filter"))
        self.order_button.setIcon(icon("sort"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Go on into the list with Down or Return; Escape clears, then leaves."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in INTO_LIST:
                self.left_down.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.field.clear() if self.field.text() else self.left.emit()
                return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------ menus
    def fill_filters(self, menu: QMenu) -> None:
        """Add what there is to filter by to a menu."""
        self._facets = self._facets_of()
        for state in VideoState:
            words = f"{translate('Library', NAMES[state])}\t{self._facets.counts.get(state, 0)}"
            act = self._check(menu, words, state in self.wanted.states, self._toggle_state, state)
            act.setIcon(icon(ICONS[state]))
        missing = translate("Library", "File is missing") + f"\t{self._facets.n_missing}"
        self._check(menu, missing, self.wanted.only_missing, self._toggle_missing).setIcon(
            icon("missing")
        )
        menu.addSeparator()
        tags = menu.addMenu(translate("Library", "Tags"))
        for tag in self._facets.tags:
            self._check(tags, tag, tag in self.wanted.tags, self._toggle_tag, tag)
        tags.setEnabled(bool(self._facets.tags))
        self._fill_people(menu)
        menu.addSeparator()
        clear = menu.addAction(translate("Library", "Show all videos"))
        clear.setEnabled(not self.wanted.is_all)
        clear.triggered.connect(self.clear)

    def fill_orders(self, menu: QMenu) -> None:
        """Add the orders to a menu."""
        group = QActionGroup(menu)
        for order, words in ORDERS.items():
            act = self._check(
                menu, translate("Library", words), order is self.order, self._choose_order, order
            )
            group.addAction(act)
        menu.addSeparator()
        turned = translate("Library", "Other way round")
        self._check(menu, turned, self.is_reversed, self._turn)

    def _fill_people(self, menu: QMenu) -> None:
        me, who = self._facets.me, self.wanted.assignee
        mine = translate("Library", "Mine ({name})").format(name=me)
        is_mine = bool(me) and who == me
        self._check(menu, mine, is_mine, self._toggle_person, me).setEnabled(bool(me))
        people = menu.addMenu(translate("Library", "Assigned to"))
        nobody = translate("Library", "Nobody")
        self._check(people, nobody, who == "", self._toggle_person, "")
        for name in self._facets.assignees:
            self._check(people, name, who == name, self._toggle_person, name)
        menu.addAction(translate("Library", "My name…")).triggered.connect(self.name_asked)

    @staticmethod
    def _check(
        menu: QMenu,
        words: str,
        is_on: bool,  # noqa: FBT001 - what a check box shows
        act: Callable[..., object],
        *arguments: object,
    ) -> QAction:
        # A single & would underline the letter behind it.
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(is_on)
        action.triggered.connect(lambda _on: act(*arguments))
        return action

    def _toggle_state(self, state: VideoState) -> None:
        self.set_wanted(replace(self.wanted, states=self.wanted.states ^ {state}))

    def _toggle_tag(self, tag: str) -> None:
        self.set_wanted(replace(self.wanted, tags=self.wanted.tags ^ {tag}))

    def _toggle_person(self, name: str) -> None:
        who = None if self.wanted.assignee == name else name
        self.set_wanted(replace(self.wanted, assignee=who))

    def _toggle_missing(self) -> None:
        self.set_wanted(replace(self.wanted, only_missing=not self.wanted.only_missing))

    def _choose_order(self, order: Order) -> None:
        self.set_order(order, is_reversed=self.is_reversed)

    def _turn(self) -> None:
        self.set_order(self.order, is_reversed=not self.is_reversed)

    def _search(self, text: str) -> None:
        self.set_wanted(replace(self.wanted, text=text))

    # ------------------------------------------------------------ chips
    def _show_chips(self) -> None:
        for chip in self.chips:
            self._line.removeWidget(chip)
            chip.setParent(None)
            chip.deleteLater()
        for words, act in self._set():
            chip = QToolButton(self._chips)
            chip.setText(f"{words} ✕")
            chip.setAccessibleName(translate("Library", "Without {filter}").format(filter=words))
            chip.setToolTip(chip.accessibleName())
            chip.clicked.connect(lambda _on, act=act: act())
            self._line.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(self.chips))

    def _set(self) -> list[tuple[str, Callable[[], object]]]:
        wanted = self.wanted
        found: list[tuple[str, Callable[[], object]]] = [
            (translate("Library", NAMES[state]), partial(self._toggle_state, state))
            for state in VideoState
            if state in wanted.states
        ]
        found += [(f"#{tag}", partial(self._toggle_tag, tag)) for tag in sorted(wanted.tags)]
        if wanted.assignee is not None:
            words = wanted.assignee or translate("Library", "Nobody's")
            found.append((words, partial(self._toggle_person, wanted.assignee)))
        if wanted.only_missing:
            found.append((translate("Library", "File is missing"), self._toggle_missing))
        return found


def _button(name: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(name))
    button.setAutoRaise(True)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


def _refill(menu: QMenu, fill: Callable[[QMenu], object]) -> None:
    menu.clear()
    fill(menu)
