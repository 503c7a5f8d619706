"""The button behind which a panel keeps what is seldom wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton


def more_button(name: str, actions: Sequence[QAction]) -> QToolButton:
    """Return a button with three dots and a menu; ``name`` is for readers of the screen."""
    button = QToolButton()
    button.setText("\N{MIDLINE HORIZONTAL ELLIPSIS}")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setAccessibleName(name)
    button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
    button.addActions(list(actions))
    return button
