"""Theme, label colours, language and keys. Every choice holds at once; there is no "OK"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.action_table import MENUS
from app.ui.actions import plain_text, shown_text, shown_tip, spec_of
from app.ui.command_palette import matching
from app.ui.keymap import PRESET_NAMES, Keymap, portable
from app.ui.language import LANGUAGES, QT_TRANSLATE_NOOP, LanguageChoice, translate
from app.ui.preferences import LabelColours, ThemeChoice
from app.ui.theme import SPACING_PX

FIRST_SIZE_PX = (560, 640)
THEME_NAMES: Mapping[ThemeChoice, str] = {
    "system": QT_TRANSLATE_NOOP("Dialogs", "As the system"),
    "dark": QT_TRANSLATE_NOOP("Dialogs", "Dark"),
    "light": QT_TRANSLATE_NOOP("Dialogs", "Light"),
    "contrast": QT_TRANSLATE_NOOP("Dialogs", "High contrast"),
}
# Every language by its own name.
LANGUAGE_NAMES: Mapping[LanguageChoice, str] = {
    "system": QT_TRANSLATE_NOOP("Dialogs", "As the system"),
    "en": LANGUAGES["en"],
    "de": LANGUAGES["de"],
}
LABEL_COLOUR_NAMES: Mapping[LabelColours, str] = {
    "project": QT_TRANSLATE_NOOP("Dialogs", "As in the project"),
    "safe": QT_TRANSLATE_NOOP("Dialogs", "Safe for colour-blind eyes"),
    "contrast": QT_TRANSLATE_NOOP("Dialogs", "High contrast"),
}
ID_ROLE = Qt.ItemDataRole.UserRole


class LooksDialog(QDialog):
    """Colours above, the keys of every action below.

    Signals:
        theme_chosen: ``ThemeChoice``.
        label_colours_chosen: ``LabelColours``.
        language_chosen: ``LanguageChoice``.
        motion_reduced: Whether nothing is to move by itself.
        keymap_changed: ``Keymap``.
    """

    theme_chosen = Signal(str)
    label_colours_chosen = Signal(str)
    language_chosen = Signal(str)
    motion_reduced = Signal(bool)
    keymap_changed = Signal(object)

    def __init__(
        self,
        theme: ThemeChoice,
        colours: LabelColours,
        language: LanguageChoice,
        keymap: Keymap,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Dialogs", "Colours and keys"))
        self.resize(*FIRST_SIZE_PX)
        self.theme_box = _choices(THEME_NAMES, theme)
        self.colours_box = _choices(LABEL_COLOUR_NAMES, colours)
        self.language_box = _choices(LANGUAGE_NAMES, language)
        self.motion_box = QCheckBox(translate("Dialogs", "Reduce motion"))
        self.motion_box.toggled.connect(self.motion_reduced)
        self.keys = KeyEditor(keymap)
        self.theme_box.currentIndexChanged.connect(self._tell_theme)
        self.colours_box.currentIndexChanged.connect(self._tell_colours)
        self.language_box.currentIndexChanged.connect(self._tell_language)
        self.keys.keymap_changed.connect(self.keymap_changed)
        form = QFormLayout()
        form.addRow(translate("Dialogs", "Theme"), self.theme_box)
        form.addRow(translate("Dialogs", "Label colours"), self.colours_box)
        form.addRow(translate("Dialogs", "Language"), self.language_box)
        form.addRow("", self.motion_box)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.keys, 1)

    def show_motion(self, *, is_reduced: bool, is_systems: bool) -> None:
        """Show whether motion is reduced, and whether the system wants that of all programs."""
        self.motion_box.setChecked(is_reduced or is_systems)
        self.motion_box.setEnabled(not is_systems)
        self.motion_box.setToolTip(
            translate("Dialogs", "The system asks every program for it")
            if is_systems
            else translate("Dialogs", "A timeline that was thrown stands still at once")
        )

    def _tell_theme(self) -> None:
        self.theme_chosen.emit(self.theme_box.currentData())

    def _tell_colours(self) -> None:
        self.label_colours_chosen.emit(self.colours_box.currentData())

    def _tell_language(self) -> None:
        self.language_chosen.emit(self.language_box.currentData())


class KeyEditor(QWidget):
    """A table of actions; the chosen one gets the keys that are pressed.

    Signals:
        keymap_changed: ``Keymap``.
    """

    keymap_changed = Signal(object)

    def __init__(self, keymap: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keymap = keymap
        self.preset_box = _choices(PRESET_NAMES, keymap.preset)
        self.search = QLineEdit()
        self.search.setPlaceholderText(translate("Dialogs", "Find an action"))
        self.search.setClearButtonEnabled(True)
        self.table = QTreeWidget()
        self.field = QKeySequenceEdit()
        self.field.setMaximumSequenceLength(1)
        self.field.setAccessibleName(translate("Dialogs", "New key"))
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.give = QPushButton(translate("Dialogs", "Take it"))
        self.add = QPushButton(translate("Dialogs", "Add key"))
        self.clear = QPushButton(translate("Dialogs", "No key"))
        self.reset = QPushButton(translate("Dialogs", "As the preset"))
        self._fill()
        self._lay_out()
        self._connect()
        self.table.setCurrentItem(self._items()[0])

    @property
    def action_id(self) -> str:
        """The action whose keys are edited."""
        item = self.table.currentItem()
        return str(item.data(0, ID_ROLE)) if item else ""

    def choose(self, action_id: str) -> None:
        """Mark an action in the table."""
        for item in self._items():
            if item.data(0, ID_ROLE) == action_id:
                self.table.setCurrentItem(item)

    # ------------------------------------------------------------ inside
    def _fill(self) -> None:
        self.table.setHeaderLabels([translate("Dialogs", "Action"), translate("Dialogs", "Keys")])
        self.table.setRootIsDecorated(False)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for title, action_ids in MENUS:
            for action_id in action_ids:
                if action_id is None:
                    continue
                item = QTreeWidgetItem([plain_text(shown_text(spec_of(action_id))), ""])
                item.setData(0, ID_ROLE, action_id)
                menu = plain_text(translate("Actions", title))
                item.setToolTip(0, f"{menu}: {shown_tip(spec_of(action_id))}")
                self.table.addTopLevelItem(item)
        self._show_keys()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(QLabel(translate("Dialogs", "Keys of")))
        top.addWidget(self.preset_box)
        top.addWidget(self.search, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(QLabel(translate("Dialogs", "New key")))
        bottom.addWidget(self.field, 1)
        for button in (self.add, self.clear, self.reset):
            button.setAutoDefault(False)
            bottom.addWidget(button)
        clash = QHBoxLayout()
        clash.addWidget(self.told, 1)
        clash.addWidget(self.give)
        self.give.setAutoDefault(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACING_PX, 0, 0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(bottom)
        column.addLayout(clash)

    def _connect(self) -> None:
        self.preset_box.currentIndexChanged.connect(self._take_preset)
        self.search.textChanged.connect(self._filter)
        self.table.currentItemChanged.connect(self._begin)
        self.field.keySequenceChanged.connect(self._look)
        self.add.clicked.connect(self._add)
        self.give.clicked.connect(self._add)
        self.clear.clicked.connect(self._clear)
        self.reset.clicked.connect(self._reset)

    def _items(self) -> list[QTreeWidgetItem]:
        found = [self.table.topLevelItem(at) for at in range(self.table.topLevelItemCount())]
        return [item for item in found if item is not None]

    def _filter(self, typed: str) -> None:
        names = [(str(item.data(0, ID_ROLE)), item.text(0)) for item in self._items()]
        shown = set(matching(typed, names))
        for item in self._items():
            item.setHidden(item.data(0, ID_ROLE) not in shown)

    def _begin(self) -> None:
        self.field.clear()
        # Qt's own words, put back by every clearing, are cut where they are longer than in English.
        inner = self.field.findChild(QLineEdit)
        if inner is not None:
            inner.setPlaceholderText(translate("Dialogs", "Press keys"))
        self._look()

    def _look(self) -> None:
        """Say whose key was pressed, before it is taken from anybody."""
        key = self._pressed
        owner = self.keymap.owner(key, but=self.action_id) if key else ""
        name = plain_text(shown_text(spec_of(owner))) if owner else ""
        self.told.setText(
            translate("Dialogs", "{key} belongs to “{name}”, which would lose it.").format(
                key=key, name=name
            )
            if owner
            else ""
        )
        self.give.setVisible(bool(owner))
        self.add.setEnabled(bool(key) and not owner and bool(self.action_id))

    @property
    def _pressed(self) -> str:
        return portable(self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText))

    def _add(self) -> None:
        key = self._pressed
        if key and self.action_id:
            keys = [*self.keymap.keys(self.action_id), key]
            self._change(self.keymap.with_keys(self.action_id, keys))

    def _clear(self) -> None:
        self._change(self.keymap.with_keys(self.action_id, ()))

    def _reset(self) -> None:
        self._change(self.keymap.without_own(self.action_id))

    def _take_preset(self) -> None:
        self._change(Keymap(self.preset_box.currentData()))

    def _change(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self._show_keys()
        self._begin()
        self.keymap_changed.emit(keymap)

    def _show_keys(self) -> None:
        native = QKeySequence.SequenceFormat.NativeText
        for item in self._items():
            action_id = str(item.data(0, ID_ROLE))
            keys = [QKeySequence(key).toString(native) for key in self.keymap.keys(action_id)]
            item.setText(1, "  ".join(keys))
            font = item.font(1)
            font.setBold(action_id in self.keymap.own)
            item.setFont(1, font)


def _choices(names: Mapping[Any, str], now: str) -> QComboBox:
    box = QComboBox()
    for value, name in names.items():
        box.addItem(translate("Dialogs", name), value)
    box.setCurrentIndex(list(names).index(now))
    return box
