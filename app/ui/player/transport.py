"""The bar below the picture: buttons, speed, time."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QToolButton,
    QWidget,
)

from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.player.place_field import PlaceField
from app.ui.theme import icon
from app.ui.times import clock

SPEEDS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0, 8.0)
LEAD_INS_S = (0.0, 0.5, 1.0, 2.0)
_ICON_PX = 20
_PAUSE = QT_TRANSLATE_NOOP("Player", "Pause")

# Each button: its words, and the keys usually bound to it by the window.
_BUTTONS = {
    "go_to_start": (QT_TRANSLATE_NOOP("Player", "Go to start"), "Home"),
    "step_back": (QT_TRANSLATE_NOOP("Player", "Step back one frame"), "Left"),
    "play": (QT_TRANSLATE_NOOP("Player", "Play"), "Space"),
    "step_forward": (QT_TRANSLATE_NOOP("Player", "Step forward one frame"), "Right"),
    "go_to_end": (QT_TRANSLATE_NOOP("Player", "Go to end"), "End"),
    "play_loop": (QT_TRANSLATE_NOOP("Player", "Loop"), "Ctrl+L"),
}


class TransportBar(QWidget):
    """Speaks by signals; shows what it is told.

    Attributes:
        pressed: The name of the button: go_to_start, step_back, play, step_forward, go_to_end,
            play_loop.
        speed_picked: Media seconds per second, negative for backwards.
        lead_in_picked: Seconds that a loop begins before its span.
        place_typed: What was typed into the field that ``ask_place`` opens.
    """

    pressed = Signal(str)
    speed_picked = Signal(float)
    lead_in_picked = Signal(float)
    place_typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shortcuts = {name: keys for name, (_words, keys) in _BUTTONS.items()}
        self._is_playing = False
        self.buttons = {name: self._make_button(name) for name in _BUTTONS}
        self.buttons["play_loop"].setCheckable(True)
        self.time_label = QLabel(self)
        self.place_field = PlaceField(self)
        self.place_field.hide()
        self.place_field.typed.connect(self.place_typed)
        self.place_field.left.connect(self.close_place)
        self._lead_ins = self._make_lead_in_menu()
        self.speed_combo = self._make_speed_combo()
        self._lay_out()
        self._draw_icons()
        self._write_tooltips()
        self.show_time(0.0, 0.0)

    def set_shortcuts(self, shortcuts: Mapping[str, str]) -> None:
        """Name other keys in the tooltips, by button; the keys themselves are the window's."""
        self._shortcuts.update(shortcuts)
        self._write_tooltips()

    def set_usable(self, *, on: bool) -> None:
        """Allow or forbid the buttons."""
        for button in self.buttons.values():
            button.setEnabled(on)

    def show_playing(self, *, is_playing: bool) -> None:
        """Let the play button offer the other thing."""
        self._is_playing = is_playing
        self._draw_play_icon()
        self._write_tooltips()

    def show_looping(self, *, is_looping: bool) -> None:
        """Show whether playing repeats."""
        self.buttons["play_loop"].setChecked(is_looping)

    def show_speed(self, speed: float) -> None:
        """Show a speed, also one that the list does not offer."""
        with QSignalBlocker(self.speed_combo):
            while self.speed_combo.count() > len(SPEEDS):
                self.speed_combo.removeItem(len(SPEEDS))
            place = self.speed_combo.findData(speed)
            if place < 0:
                self.speed_combo.addItem(_speed_words(speed), speed)
                place = self.speed_combo.count() - 1
            self.speed_combo.setCurrentIndex(place)

    def show_lead_in(self, lead_in_s: float) -> None:
        """Show how long before its span a loop begins."""
        for action in self._lead_ins.actions():
            action.setChecked(action.data() == lead_in_s)

    def add_right(self, widget: QWidget) -> None:
        """Put another control at the right end."""
        self._right.addWidget(widget)

    def ask_place(self) -> None:
        """Open the field for a time or frame in place of the time."""
        self.time_label.hide()
        self.place_field.ask()

    @Slot()
    def close_place(self) -> None:
        """Show the time again."""
        if self.place_field.isHidden():
            return
        had_focus = self.place_field.hasFocus()
        self.place_field.hide()
        self.time_label.show()
        if had_focus:
            self.window().setFocus()

    def show_time(self, time_s: float, duration_s: float) -> None:
        """Show where the playhead stands in how long a video."""
        self.time_label.setText(f"{clock(time_s)}  /  {clock(duration_s)}")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the icons again when the theme changes."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icons()
        super().changeEvent(event)

    def _make_button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(translate("Player", _BUTTONS[name][0]))
        button.setAutoRaise(True)
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        # Keys belong to the whole window: a focused button would swallow Space.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAutoRepeat(name in {"step_back", "step_forward"})
        button.clicked.connect(self._tell_pressed)
        return button

    def _make_lead_in_menu(self) -> QActionGroup:
        menu = QMenu(self)
        menu.addSection(translate("Player", "Lead-in before a loop"))
        group = QActionGroup(self)
        for lead_in_s in LEAD_INS_S:
            action = QAction(
                f"{lead_in_s:g} s" if lead_in_s else translate("Player", "None"),
                group,
                checkable=True,
            )
            action.setData(lead_in_s)
            menu.addAction(action)
        group.triggered.connect(self._tell_lead_in)
        self.buttons["play_loop"].setMenu(menu)
        self.buttons["play_loop"].setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        return group

    def _make_speed_combo(self) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(translate("Player", "Speed"))
        combo.setToolTip(translate("Player", "Speed"))
        combo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for speed in SPEEDS:
            combo.addItem(_speed_words(speed), speed)
        combo.setCurrentIndex(SPEEDS.index(1.0))
        combo.currentIndexChanged.connect(self._tell_speed)
        return combo

    def _lay_out(self) -> None:
        moves = QHBoxLayout()
        moves.setSpacing(2)
        for name, button in self.buttons.items():
            if name != "play_loop":
                moves.addWidget(button)
        rest = QHBoxLayout()
        rest.setSpacing(8)
        rest.addWidget(self.buttons["play_loop"])
        rest.addWidget(self.speed_combo)
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 4, 10, 4)
        self._right = rest
        grid.addWidget(self.time_label, 0, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.place_field, 0, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addLayout(moves, 0, 1)
        grid.addLayout(rest, 0, 2, Qt.AlignmentFlag.AlignRight)
        # Equal sides keep the buttons in the middle.
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)

    def _draw_icons(self) -> None:
        for name, button in self.buttons.items():
            button.setIcon(icon(name))
        self._play_icons = (self.buttons["play"].icon(), icon("pause"))
        self._draw_play_icon()

    def _draw_play_icon(self) -> None:
        self.buttons["play"].setIcon(self._play_icons[self._is_playing])

    def _write_tooltips(self) -> None:
        for name, button in self.buttons.items():
            is_pause = name == "play" and self._is_playing
            words = translate("Player", _PAUSE if is_pause else _BUTTONS[name][0])
            keys = self._shortcuts[name]
            button.setToolTip(f"{words} ({keys})" if keys else words)

    @Slot()
    def _tell_pressed(self) -> None:
        self.pressed.emit(self.sender().objectName())

    @Slot(QAction)
    def _tell_lead_in(self, action: QAction) -> None:
        self.lead_in_picked.emit(float(action.data()))

    @Slot()
    def _tell_speed(self) -> None:
        self.speed_picked.emit(float(self.speed_combo.currentData()))


def _speed_words(speed: float) -> str:
    arrow = "\N{BLACK LEFT-POINTING TRIANGLE} " if speed < 0 else ""
    return f"{arrow}{abs(speed):g}\N{MULTIPLICATION SIGN}"
