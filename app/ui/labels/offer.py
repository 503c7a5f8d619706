"""Offers to merge two labels after the name of one was typed for the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.labels import Label
from app.ui.language import translate
from app.ui.theme import SPACING_PX

OWN_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}


class MergeOffer(QFrame):
    """A bar with a question.

    Signals:
        accepted: Id of the label to merge, id of the one that will stand for it.
    """

    accepted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self._ids = ("", "")
        self.words = QLabel(wordWrap=True)
        self.button = QPushButton(translate("Labels", "Merge"))
        self.button.clicked.connect(self._accept)
        leave = QPushButton(translate("Labels", "Leave it"))
        leave.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(SPACING_PX,) * 4)
        column.addWidget(self.words)
        column.addLayout(row)
        self.hide()

    def ask(self, label: Label, other: Label) -> None:
        """Ask whether ``label`` is to be merged into ``other``."""
        self._ids = (label.id, other.id)
        told = translate("Labels", "There is a label “{other}” already. Merge “{one}” into it?")
        self.words.setText(told.format(other=other.name, one=label.name))
        self.show()
        self.button.setFocus()

    def event(self, event: QEvent) -> bool:
        """Claim Return and Escape before the window's shortcuts take them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() in OWN_KEYS)
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return merges, Escape leaves it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _accept(self) -> None:
        self.hide()
        self.accepted.emit(*self._ids)
