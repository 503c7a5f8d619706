"""Lists and choosers that keep their keys before the window's shortcuts take them."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QListView, QSizePolicy

CHOOSING = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
MOVING = {
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
}  # fmt: skip


def claims_key(event: QEvent) -> bool:
    """Say whether an event asks about a key that moves in a list or chooses; it is claimed then."""
    if event.type() != QEvent.Type.ShortcutOverride:
        return False
    key = cast("QKeyEvent", event)
    is_plain = not key.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if not (is_plain and key.key() in CHOOSING | MOVING):
        return False
    event.accept()
    return True


class ListKeys(QObject):
    """Gives a list its own keys while it has the focus; a row is chosen by click or by key.

    Args:
        view: The list; the arrows stay its own.

    Signals:
        chosen: The index of a row, by click, Return, Enter or Space.
    """

    chosen = Signal(QModelIndex)

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)
        view.clicked.connect(self._choose)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's name
        """Claim the keys before the window's shortcuts take them, and choose by them."""
        if event.type() == QEvent.Type.KeyPress and cast("QKeyEvent", event).key() in CHOOSING:
            self._choose(self._view.currentIndex())
            return True
        return claims_key(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index)


class KeyedBox(QComboBox):
    """A chooser that has arrows, Return and Space for itself while it has the focus."""

    def __init__(self) -> None:
        super().__init__()
        # A click must not take the keys of the review away.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def event(self, event: QEvent) -> bool:
        """Claim the keys before the window's shortcuts take them."""
        return claims_key(event) or super().event(event)


class KeyedList(QListView):
    """A list that does too.

    Args:
        name: What it lists, for readers of the screen.

    Signals:
        chosen: A place.
    """

    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setMinimumHeight(80)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        ListKeys(self).chosen.connect(self._choose)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())
