"""Every action by a few letters of its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import plain_text, shown_keys, spec_of
from app.ui.language import translate
from app.ui.theme import SPACING_PX

WIDTH_PX, ROWS_SHOWN, ROW_PX = 520, 12, 30
KEYS_ROLE = Qt.ItemDataRole.UserRole + 1
ID_ROLE = Qt.ItemDataRole.UserRole
LIST_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


def matching(typed: str, names: Iterable[tuple[str, str]]) -> list[str]:
    """Return the ids whose names hold every typed word, the best first.

    Args:
        typed: Words, in any order and case.
        names: (id, name), in the order that decides between equals.
    """
    words = typed.casefold().split()
    found = []
    for at, (action_id, name) in enumerate(names):
        plain = name.casefold()
        if all(word in plain for word in words):
            found.append((_distance(words, plain), at, action_id))
    return [action_id for _, _, action_id in sorted(found)]


def _distance(words: Sequence[str], name: str) -> int:
    """0 when the name begins as typed, 1 when every word begins a word of it, else 2."""
    if words and name.startswith(" ".join(words)):
        return 0
    starts = name.split()
    return 1 if all(any(one.startswith(word) for one in starts) for word in words) else 2


class CommandPalette(QDialog):
    """A field over the window; Return does what is marked, Escape goes away.

    Args:
        actions: What can be done now; others are shown faint and do nothing.
        recent: Ids of actions called from here before, newest first; they lead an empty search.
    """

    def __init__(
        self, actions: Sequence[QAction], recent: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(translate("Window", "Commands"))
        self._actions = {action.objectName(): action for action in actions}
        first = [action_id for action_id in recent if action_id in self._actions]
        rest = [action_id for action_id in self._actions if action_id not in first]
        self._order = [*first, *rest]
        self.chosen: QAction | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(translate("Window", "What shall be done?"))
        self.field.setAccessibleName(translate("Window", "Command"))
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._show_matches)
        self.list = QListWidget()
        self.list.setItemDelegate(_Row(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(SPACING_PX,) * 4)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.resize(WIDTH_PX, ROWS_SHOWN * ROW_PX + 60)
        self._show_matches("")

    def open_over(self, window: QWidget) -> None:
        """Show it in the upper middle of a window."""
        place = QRect(window.mapToGlobal(window.rect().topLeft()), window.size())
        self.move(place.center().x() - self.width() // 2, place.top() + place.height() // 8)
        self.open()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Hand the keys that walk the list to the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in LIST_KEYS:
                self.list.keyPressEvent(event)
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._take(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _show_matches(self, typed: str) -> None:
        names = [
            (action_id, plain_text(self._actions[action_id].text())) for action_id in self._order
        ]
        # English names are found too: a guide or a colleague may speak of them.
        english = [(action_id, plain_text(spec_of(action_id).text)) for action_id in self._order]
        found = dict.fromkeys([*matching(typed, names), *matching(typed, english)])
        self.list.clear()
        for action_id in found:
            action = self._actions[action_id]
            item = QListWidgetItem(action.icon(), plain_text(action.text()))
            item.setData(ID_ROLE, action_id)
            item.setData(KEYS_ROLE, shown_keys(action))
            item.setToolTip(action.statusTip())
            if not action.isEnabled():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        usable = (row for row in range(self.list.count()) if self.list.item(row).flags())
        self.list.setCurrentRow(next(usable, -1))

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None or not item.flags():
            return
        self.chosen = self._actions[item.data(ID_ROLE)]
        self.accept()


class _Row(QStyledItemDelegate):
    """A name at the left, its keys faint at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:  # noqa: N802, ARG002
        return QSize(WIDTH_PX - 4 * SPACING_PX, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        super().paint(painter, option, index)  # type: ignore[arg-type]
        keys = index.data(KEYS_ROLE)  # type: ignore[attr-defined]
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        role = option.palette.ColorRole
        painter.setPen(
            option.palette.color(role.HighlightedText if is_marked else role.PlaceholderText)
        )
        place = option.rect.adjusted(0, 0, -SPACING_PX, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, keys)
