"""Two small popups: one asks for a colour, one for a key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.labels import PALETTE
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.theme import SPACING_PX, in_role

# As ``PALETTE`` has them.
COLOUR_NAMES = (
    QT_TRANSLATE_NOOP("Labels", "sky blue"),
    QT_TRANSLATE_NOOP("Labels", "orange"),
    QT_TRANSLATE_NOOP("Labels", "bluish green"),
    QT_TRANSLATE_NOOP("Labels", "reddish purple"),
    QT_TRANSLATE_NOOP("Labels", "yellow"),
    QT_TRANSLATE_NOOP("Labels", "vermilion"),
    QT_TRANSLATE_NOOP("Labels", "blue"),
    QT_TRANSLATE_NOOP("Labels", "light blue"),
    QT_TRANSLATE_NOOP("Labels", "light orange"),
    QT_TRANSLATE_NOOP("Labels", "light green"),
    QT_TRANSLATE_NOOP("Labels", "light pink"),
    QT_TRANSLATE_NOOP("Labels", "brown"),
    QT_TRANSLATE_NOOP("Labels", "lavender"),
    QT_TRANSLATE_NOOP("Labels", "mint"),
)
N_COLUMNS = 7
SWATCH_PX = 22
NO_KEYS = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta,
           Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock}  # fmt: skip
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class ColourPopup(QFrame):
    """Offers the colours that are safe for colour-blind eyes, then all others.

    Signals:
        picked: ``#rrggbb``.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(translate("Labels", "Colour"))
        told = in_role(QLabel(translate("Labels", "Told apart by colour-blind eyes too:")), "faint")
        grid = QGridLayout()
        grid.setSpacing(3)
        self.buttons = [
            self._button(color, translate("Labels", name))
            for color, name in zip(PALETTE, COLOUR_NAMES, strict=True)
        ]
        for at, button in enumerate(self.buttons):
            grid.addWidget(button, at // N_COLUMNS, at % N_COLUMNS)
        self.more = QPushButton(translate("Labels", "Another colour…"))
        self.more.clicked.connect(self._ask_any)
        self._note = QLabel(
            translate(
                "Labels",
                "Labels are shown in the colours of a palette now; their own show after "
                "View, Colours and keys, Label colours: of the project.",
            ),
            wordWrap=True,
        )
        self._note.setProperty("role", "faint")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(SPACING_PX,) * 4)
        column.addWidget(told)
        column.addLayout(grid)
        column.addWidget(self.more)
        column.addWidget(self._note)
        self._current = ""

    def ask(self, color: str, at: QPoint, *, is_own: bool) -> None:
        """Open at a place of the screen; ``is_own`` tells whether labels show their own colours."""
        self._current = color
        self._note.setVisible(not is_own)
        self.adjustSize()
        self.move(at)
        self.show()
        known = [one for one, safe in zip(self.buttons, PALETTE, strict=True) if safe == color]
        (known or self.buttons)[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move among the colours with the arrows; Return takes one, Escape none."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -N_COLUMNS,
                 Qt.Key.Key_Down: N_COLUMNS}  # fmt: skip
        focus = self.focusWidget()
        every: list[QWidget] = [*self.buttons, self.more]
        if event.key() in steps and focus in every:
            at = every.index(focus) + steps[Qt.Key(event.key())]
            every[min(max(at, 0), len(every) - 1)].setFocus()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and focus in every:
            (self.more if focus is self.more else self.buttons[every.index(focus)]).click()
        else:
            super().keyPressEvent(event)

    def _button(self, color: str, name: str) -> QToolButton:
        picture = QPixmap(SWATCH_PX, SWATCH_PX)
        picture.fill(QColor(color))
        button = QToolButton(autoRaise=True)
        button.setIcon(QIcon(picture))
        button.setIconSize(picture.size())
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.installEventFilter(self)
        button.clicked.connect(partial(self._take, color))
        return button

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]  # noqa: N802 - Qt's name
        """Let the arrows and Return reach the popup instead of the button."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _take(self, color: str) -> None:
        self.hide()
        self.picked.emit(color)

    def _ask_any(self) -> None:
        self.hide()
        dialog = QColorDialog(QColor(self._current), self.parentWidget())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda color: self.picked.emit(color.name()))
        dialog.open()


class KeyPopup(QFrame):
    """Waits for one key.

    Signals:
        pressed: The key as Qt writes it the same everywhere, '' to take it away.
    """

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = QLabel(wordWrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(SPACING_PX * 2,) * 4)
        column.addWidget(self._words)

    def ask(self, name: str, at: QPoint) -> None:
        """Open at a place of the screen."""
        told = translate(
            "Labels",
            "Press the key for “{name}”: one to hold, without Ctrl and Alt.\n"
            "Backspace takes it away, Escape leaves it.",
        )
        self._words.setText(told.format(name=name))
        self.setAccessibleName(self._words.text())
        self.adjustSize()
        self.move(at)
        self.show()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Keep every key from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take the key."""
        key = Qt.Key(event.key())
        if key in NO_KEYS or event.modifiers() & HELD:
            return
        self.hide()
        if key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self.pressed.emit("")
        elif key != Qt.Key.Key_Escape:
            self.pressed.emit(key_text(event))


def key_text(event: QKeyEvent) -> str:
    """Return a pressed key as Qt writes it the same on every system, the number pad's as digits."""
    shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    whole = QKeySequence(int(event.key()) | shift.value)
    return whole.toString(QKeySequence.SequenceFormat.PortableText)
