"""Asks before a fine-tuning begins: what it will learn from, and how the model is called."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.services.material import Material
from app.ui.language import translate
from app.ui.models.words import material_words
from app.ui.theme import SPACING_PX, in_role

WIDTH_PX = 360


class FineTunePopup(QFrame):
    """One small popup: facts, a name, and Start.

    Signals:
        started: The name, and the ``Material`` that was shown.
    """

    started = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(translate("Models", "Fine-tune"))
        self.setFixedWidth(WIDTH_PX)
        self._material: Material | None = None
        self._at = QPoint()
        title = in_role(QLabel(translate("Models", "Fine-tune")), "title")
        self._words = QLabel(wordWrap=True)
        self.name = QLineEdit()
        self.name.setAccessibleName(translate("Models", "Name of the new model"))
        self.name.textChanged.connect(self._allow)
        self.name.returnPressed.connect(self._start)
        self.start_button = QPushButton(translate("Models", "Start"), default=True)
        self.start_button.clicked.connect(self._start)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(QLabel(translate("Models", "Name:")))
        line.addWidget(self.name, 1)
        line.addWidget(self.start_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(SPACING_PX * 2,) * 4)
        column.setSpacing(SPACING_PX)
        for widget in (title, self._words, self._line):
            column.addWidget(widget)

    @property
    def words(self) -> str:
        """What is said."""
        return self._words.text()

    def ask(self, at: QPoint) -> None:
        """Open with its upper right corner at a place of the screen; the facts follow."""
        self._at, self._material = at, None
        self._tell(translate("Models", "Reading the corrections…"))
        self._line.hide()
        self._place()
        self.show()

    def show_material(self, material: Material, parent: str, name: str) -> None:
        """Say what will be learned from; it can be started."""
        self._material = material
        self._tell(material_words(material, parent))
        self.name.setText(name)
        self._line.show()
        self._place()
        self.name.setFocus()
        self.name.selectAll()

    def show_refusal(self, sentence: str, next_step: str) -> None:
        """Say why nothing can be learned, and what can be done about it."""
        self._tell(f"{sentence} {next_step}".strip())
        self._line.hide()
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close on Return too where there is nothing to start."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._line.isHidden():
            self.close()
        else:
            super().keyPressEvent(event)

    def _tell(self, words: str) -> None:
        self._words.setText(words)
        self.setAccessibleDescription(words)

    def _allow(self) -> None:
        self.start_button.setEnabled(bool(self.name.text().strip()))

    def _start(self) -> None:
        name = self.name.text().strip()
        if self._material is not None and name:
            self.hide()
            self.started.emit(name, self._material)

    def _place(self) -> None:
        self.adjustSize()
        left = self._at.x() - self.width()
        screen = self.screen().availableGeometry()
        self.move(max(left, screen.left()), self._at.y())
