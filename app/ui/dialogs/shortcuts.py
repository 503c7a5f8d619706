"""The sheet of keyboard shortcuts, made from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.actions import MENUS, shown_keys, spec_of
from app.ui.theme import SPACING_PX

NAME_WIDTH_PX = 150


class ShortcutSheet(QDialog):
    """Every action that has a key, menu by menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        row = QHBoxLayout(self)
        row.setSpacing(SPACING_PX * 4)
        row.setContentsMargins(*(SPACING_PX * 2,) * 4)
        columns = (("&Review",), ("&View",), ("&File", "&Edit", "&Help"))
        menus = dict(MENUS)
        for titles in columns:
            column = QVBoxLayout()
            for title in titles:
                column.addLayout(_menu_keys(title, menus[title]))
            column.addStretch(1)
            row.addLayout(column)


def _menu_keys(title: str, action_ids: tuple[str | None, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACING_PX * 2)
    grid.setVerticalSpacing(3)
    grid.setColumnMinimumWidth(0, NAME_WIDTH_PX)
    head = QLabel(title.replace("&", ""))
    head.setProperty("role", "title")
    grid.addWidget(head, 0, 0, 1, 2)
    specs = [spec_of(action_id) for action_id in action_ids if action_id is not None]
    for at, spec in enumerate((spec for spec in specs if spec.keys), start=1):
        grid.addWidget(QLabel(spec.text.rstrip("…")), at, 0)
        keys = QLabel(shown_keys(spec))
        keys.setProperty("role", "faint")
        keys.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        grid.addWidget(keys, at, 1)
    return grid
