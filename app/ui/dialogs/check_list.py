"""A list of names with boxes to tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget


class CheckList(QListWidget):
    """Names to tick; all are at first.

    Signals:
        ticked: The choice has changed.
    """

    ticked = Signal()

    def __init__(
        self, entries: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None
    ) -> None:
        """Take (id, shown name) pairs, and the name screen readers say."""
        super().__init__(parent)
        self.setAccessibleName(name)
        for one_id, shown in entries:
            item = QListWidgetItem(shown, self)
            item.setData(Qt.ItemDataRole.UserRole, one_id)
            item.setCheckState(Qt.CheckState.Checked)
        self.itemChanged.connect(lambda _item: self.ticked.emit())

    @property
    def chosen(self) -> frozenset[str] | None:
        """The ids that are ticked; None when all are."""
        items = [self.item(row) for row in range(self.count())]
        ticked = [one for one in items if one.checkState() == Qt.CheckState.Checked]
        if len(ticked) == len(items):
            return None
        return frozenset(one.data(Qt.ItemDataRole.UserRole) for one in ticked)
