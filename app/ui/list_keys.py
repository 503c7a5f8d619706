"""The keys that a list with the focus keeps for itself, before the window's shortcuts take them."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

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
