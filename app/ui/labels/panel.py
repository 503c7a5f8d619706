"""The panel of a project's labels: find, add, change, merge, and how each is tapped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.label_edits import named_alike
from app.domain.labels import Label, offered
from app.ui.document import Document
from app.ui.label_colours import recoloured
from app.ui.labels.label_desk import LabelDesk
from app.ui.labels.label_list import LabelList
from app.ui.labels.model import KEY, NAME, SWATCH, LabelModel
from app.ui.labels.offer import MergeOffer
from app.ui.labels.popups import ColourPopup, KeyPopup
from app.ui.labels.rows import LabelRow, Listing, listing
from app.ui.labels.tap_bar import TapBar
from app.ui.language import PLURAL, QT_TRANSLATE_NOOP, translate
from app.ui.preferences import Preferences
from app.ui.review.label_picker import LabelPicker
from app.ui.theme import SPACING_PX, icon, in_role

NO_LABELS = QT_TRANSLATE_NOOP(
    "Labels",
    "Labels appear here as soon as a project has some. Type a name above and press Return to add "
    "one.",
)
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class LabelPanel(QWidget):
    """Lists the labels and asks the desk for what a person wants with them.

    Args:
        document: Whose labels.
        desk: Changes them.
        preferences: Say in which colours they are shown.
    """

    def __init__(
        self,
        document: Document,
        desk: LabelDesk,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._desk, self._preferences = document, desk, preferences
        self._listing = Listing()
        self._merging_id = ""
        self._is_editable = True
        self._is_stale = True
        self.model = LabelModel(self)
        self.list = LabelList(self.model)
        self.colours, self.keys = ColourPopup(self), KeyPopup(self)
        self.picker = LabelPicker(self)
        self.offer = MergeOffer()
        self.tap_bar = TapBar()
        self._make_top()
        self._lay_out()
        self._connect()
        self.setMinimumWidth(250)
        self._redraw_now()

    # ------------------------------------------------------------ for the window
    def set_editable(self, *, on: bool) -> None:
        """Allow or forbid changes."""
        self._is_editable = self.model.is_editable = on
        self.list.setEnabled(on)
        self.add_button.setEnabled(on and self._is_new(self.field.text()))
        self.tap_bar.setEnabled(on)

    def redraw(self) -> None:
        """Show the labels as they are now, as soon as anybody looks."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self._redraw_now()

    def _redraw_now(self) -> None:
        self._is_stale = False
        current = self.list.current
        labels = self._document.labels
        shown = recoloured(labels, self._preferences.label_colours)
        self._listing = listing(
            labels, shown, self._desk.counts,
            typed=self.field.text(), shows_all=self.all_box.isChecked(),
        )  # fmt: skip
        self.model.show(self._listing.rows)
        if current is None or not self.list.choose(current.label.id):
            self.list.setCurrentIndex(self.model.index(0, NAME))
        self._pages.setCurrentIndex(1 if labels else 0)
        self._tell_rest()
        self._show_current()

    def begin(self, act: str, label_id: str) -> None:
        """Choose a label and ask what to do with it, as its own keys would."""
        self._redraw_now()
        if self.model.row_of(label_id) < 0:
            self.field.setText("")
            self.all_box.setChecked(True)
            self._redraw_now()
        if self.list.choose(label_id):
            self.list.setFocus()
            self._act(act)

    def focus_list(self) -> None:
        """Give the keys to the field, from which Down goes to the list."""
        self.field.setFocus()
        self.field.selectAll()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Count while somebody looks."""
        super().showEvent(event)
        if self._is_stale:
            self._redraw_now()
        self._desk.watch(on=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Count no longer."""
        super().hideEvent(event)
        self._desk.watch(on=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let Return add or choose, and Down go to the list, while the field has the keys."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in ENTER:
                self._add_or_choose()
                return True
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------ making
    def _make_top(self) -> None:
        self.field = QLineEdit(placeholderText=translate("Labels", "Type to filter or to add"))
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName(translate("Labels", "Filter labels"))
        self.field.installEventFilter(self)
        self.add_button = QToolButton(autoRaise=True)
        self.add_button.setEnabled(False)
        self.add_button.setIcon(icon("new"))
        self.add_button.setToolTip(translate("Labels", "Add a label of this name (Return)"))
        self.add_button.setAccessibleName(translate("Labels", "Add label"))
        self.all_box = QCheckBox()
        self.rest = in_role(QLabel(wordWrap=True), "faint")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.field, 1)
        top.addWidget(self.add_button)
        hint = QLabel(
            translate("Labels", NO_LABELS), wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop
        )
        hint.setProperty("role", "faint")
        self._pages = QStackedWidget()
        self._pages.addWidget(hint)
        self._pages.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        column.setSpacing(SPACING_PX // 2)
        column.addLayout(top)
        column.addWidget(self.offer)
        self.list.setMinimumHeight(7 * self.list.verticalHeader().defaultSectionSize())
        column.addWidget(self._pages, 1)
        column.addWidget(self.all_box)
        column.addWidget(self.rest)
        column.addWidget(self.tap_bar)

    def _connect(self) -> None:
        desk = self._desk
        desk.changed.connect(self.redraw)
        desk.merge_offered.connect(self._offer_merge)
        self.offer.accepted.connect(desk.merge)
        self.field.textChanged.connect(self._take_typed)
        self.add_button.clicked.connect(self._add_or_choose)
        self.all_box.toggled.connect(lambda _on: self.redraw())
        self.model.renamed.connect(desk.rename)
        self.list.asked.connect(self._act)
        self.list.dropped_on.connect(desk.merge)
        self.list.dropped_before.connect(desk.move)
        self.list.menu_asked.connect(self._show_menu)
        self.list.current_changed.connect(self._show_current)
        self.colours.picked.connect(self._take_colour)
        self.keys.pressed.connect(self._take_key)
        self.picker.picked.connect(self._take_merge)
        self.tap_bar.changed.connect(desk.set_tap)

    # ------------------------------------------------------------ finding and adding
    def _take_typed(self, text: str) -> None:
        self.add_button.setEnabled(self._is_editable and self._is_new(text))
        self.redraw()

    def _is_new(self, text: str) -> bool:
        return bool(text.strip()) and named_alike(self._desk.labels, text) is None

    def _add_or_choose(self) -> None:
        name = self.field.text().strip()
        if self._is_new(name):
            label_id = self._desk.add(name) if self._is_editable else ""
            if label_id:
                self.all_box.setChecked(True)
                self.field.setText("")
                self.list.choose(label_id)
                # The field would keep Ctrl+Z for itself; the list has the keys of the new label.
                self.list.setFocus()
            return
        known = named_alike(self._desk.labels, name)
        if known is not None:
            self.list.choose(known.id)
        self.list.setFocus()

    def _offer_merge(self, label_id: str, other_id: str) -> None:
        labels = self._desk.labels
        self.offer.ask(labels.label(label_id), labels.label(other_id))

    # ------------------------------------------------------------ acts on the current label
    def _act(self, act: str) -> None:
        row = self.list.current
        if row is None or not self._is_editable:
            return
        if row.into is not None:
            # A merged label only leads to another; the one thing to do is to separate it.
            if act in {"merge", "hide"}:
                self._desk.separate(row.label.id)
            return
        acts: dict[str, Callable[[LabelRow], object]] = {
            "rename": lambda _row: self.list.type_name(),
            "colour": self._ask_colour,
            "key": self._ask_key,
            "hide": lambda row: self._desk.hide([row.label.id], on=not row.label.is_hidden),
            "merge": self._ask_merge,
            "up": lambda row: self._step(row, -1),
            "down": lambda row: self._step(row, 1),
        }
        acts[act](row)

    def _ask_colour(self, row: LabelRow) -> None:
        is_own = self._preferences.label_colours == "project"
        self.colours.ask(row.label.color, self.list.place_below(SWATCH), is_own=is_own)

    def _ask_key(self, row: LabelRow) -> None:
        self.keys.ask(row.label.name, self.list.place_below(KEY))

    def _ask_merge(self, row: LabelRow) -> None:
        self._merging_id = row.label.id
        labels = recoloured(self._document.labels, self._preferences.label_colours)
        others = [one for one in offered(labels) if one.id != row.label.id]
        into = translate("Labels", "Merge “{name}” into…").format(name=row.label.name)
        self.picker.ask(others, "", self.list.place_below(NAME), can_make=False, hint=into)

    def _step(self, row: LabelRow, by: int) -> None:
        heads = [one.label.id for one in self._listing.rows if one.into is None]
        at = heads.index(row.label.id) + by
        if not 0 <= at < len(heads):
            return
        behind = at + 1 if by > 0 else at
        self._desk.move(row.label.id, heads[behind] if behind < len(heads) else "")

    def _take_colour(self, color: str) -> None:
        if self.list.current is not None:
            self._desk.recolour(self.list.current.label.id, color)

    def _take_key(self, key: str) -> None:
        if self.list.current is not None:
            self._desk.set_key(self.list.current.label.id, key)

    def _take_merge(self, into_id: str) -> None:
        self._desk.merge(self._merging_id, into_id)

    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def menu(self) -> QMenu:
        """Return what can be done with the current label."""
        menu = QMenu(self)
        row = self.list.current
        if row is None:
            return menu
        for words, act in _menu_words(row):
            menu.addAction(words).triggered.connect(lambda _on=False, act=act: self._act(act))
        unused = [
            one.label.id
            for one in self._listing.rows
            if not one.is_used and not one.label.is_hidden and one.into is None
        ]
        if unused:
            menu.addSeparator()
            words = translate("Labels", "Hide %n listed without use", "", PLURAL, len(unused))
            menu.addAction(words).triggered.connect(lambda: self._desk.hide(unused, on=True))
        return menu

    # ------------------------------------------------------------ showing
    def _show_current(self) -> None:
        row = self.list.current
        label: Label | None = row.label if row and row.into is None else None
        self.tap_bar.show_label(label)

    def _tell_rest(self) -> None:
        found = self._listing
        is_long = found.n_left_out > 0 or self.all_box.isChecked()
        self.all_box.setVisible(is_long and not self.field.text() and found.n_unused > 0)
        n_unused = found.n_unused
        words = translate("Labels", "Show %n without use too", "", PLURAL, n_unused)
        self.all_box.setText(words)
        parts = [
            translate("Labels", "Hidden, but in use: {names}.").format(names=_in_use(found.hidden)),
            translate("Labels", "Merged, but given before: {names}.").format(
                names=_in_use(found.merged)
            ),
        ]
        told = [one for one, rows in zip(parts, (found.hidden, found.merged), strict=True) if rows]
        self.rest.setText(" ".join(told))
        self.rest.setVisible(bool(told))


def _in_use(rows: tuple[LabelRow, ...]) -> str:
    return ", ".join(f"{row.label.name} ({row.n_annotations + row.n_waiting})" for row in rows)


def _menu_words(row: LabelRow) -> list[tuple[str, str]]:
    if row.into is not None:
        return [(translate("Labels", "Separate from “{name}”").format(name=row.into.name), "merge")]
    is_hidden = row.label.is_hidden
    return [
        (translate("Labels", "Rename…\tF2"), "rename"),
        (translate("Labels", "Colour…\tC"), "colour"),
        (translate("Labels", "Key…\tK"), "key"),
        (translate("Labels", "Merge into…\tM"), "merge"),
        (translate("Labels", "Offer again\tH") if is_hidden else translate("Labels", "Hide\tH"),
         "hide"),
        (translate("Labels", "Move up\tAlt+Up"), "up"),
        (translate("Labels", "Move down\tAlt+Down"), "down"),
    ]  # fmt: skip
