"""What has just happened, with the way back: in place of asking "are you sure?" before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.ui.language import translate
from app.ui.theme import SPACING_PX

SHOWN_FOR_MS = 8000


class Toast(QFrame):
    """A line over the lower edge of a widget; a new one takes the place of the old.

    Args:
        over: What it floats on.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setProperty("role", "toast")
        self._back: Callable[[], object] | None = None
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.undo_button = QPushButton(translate("Window", "Undo"))
        self.undo_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.undo_button.clicked.connect(self._go_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING_PX * 2, SPACING_PX, SPACING_PX, SPACING_PX)
        row.setSpacing(SPACING_PX * 2)
        row.addWidget(self._words)
        row.addWidget(self.undo_button)
        self._leaving = QTimer(self, singleShot=True, interval=SHOWN_FOR_MS)
        self._leaving.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """The line, or '' when nothing is shown."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, words: str, back: Callable[[], object]) -> None:
        """Show a line for some seconds; ``back`` takes it back."""
        self.offer(words, translate("Window", "Undo"), back)

    def offer(self, words: str, button: str, act: Callable[[], object]) -> None:
        """Show a line for some seconds, with a button that does something about it."""
        self._words.setText(words)
        self.undo_button.setText(button)
        self._back = act
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._leaving.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay at the lower edge."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        over = self._over.rect()
        left = max((over.width() - self.width()) // 2, 0)
        self.move(left, over.height() - self.height() - SPACING_PX * 2)

    def _go_back(self) -> None:
        self.hide()
        self._leaving.stop()
        if self._back is not None:
            self._back()
