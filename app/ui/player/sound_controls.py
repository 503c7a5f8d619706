"""Mute and volume, and a word when nothing can be heard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QToolButton, QWidget

from app.ui.language import translate
from app.ui.player.sound import PlayerSound, SoundState
from app.ui.theme import icon

_ICON_PX = 20
_SLIDER_PX = 64


class SoundControls(QWidget):
    """The two controls of a ``PlayerSound``.

    Attributes:
        changed: Volume in [0, 1] and whether it is muted, by the person's own hand.
    """

    changed = Signal(float, bool)

    def __init__(self, sound: PlayerSound, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sound = sound
        self.mute_button = QToolButton(self)
        self.mute_button.setAutoRaise(True)
        self.mute_button.setCheckable(True)
        self.mute_button.setObjectName("mute")
        self.mute_button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.mute_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(translate("Player", "Volume"))
        self.slider.setRange(0, 100)
        self.slider.setFixedWidth(_SLIDER_PX)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.mute_button)
        row.addWidget(self.slider)
        self.mute_button.clicked.connect(self._take_hand)
        self.slider.valueChanged.connect(self._take_hand)
        sound.state_changed.connect(self.show_sound)
        self.show_sound()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the icon again when the theme changes."""
        if event.type() == QEvent.Type.PaletteChange:
            self.show_sound()
        super().changeEvent(event)

    @Slot()
    def show_sound(self) -> None:
        """Show how loud it is, and what stands in the way of hearing it."""
        sound = self._sound
        is_heard = sound.state is SoundState.READY
        with QSignalBlocker(self.slider), QSignalBlocker(self.mute_button):
            self.mute_button.setChecked(sound.is_muted)
            self.slider.setValue(round(sound.volume * 100))
        silent = sound.is_muted or not is_heard
        self.mute_button.setIcon(icon("muted" if silent else "sound"))
        words = translate("Player", sound.state.value)
        if is_heard:
            words = translate("Player", "Unmute") if sound.is_muted else translate("Player", "Mute")
            percent = round(sound.volume * 100)
            self.slider.setToolTip(
                translate("Player", "Volume {percent} %").format(percent=percent)
            )
        self.mute_button.setToolTip(words)
        self.mute_button.setAccessibleName(words)
        self.mute_button.setEnabled(is_heard)
        self.slider.setVisible(is_heard)

    @Slot()
    def toggle_mute(self) -> None:
        """Silence it, or no longer."""
        if self.mute_button.isEnabled():
            self.mute_button.click()

    @Slot()
    def _take_hand(self) -> None:
        is_muted = self.mute_button.isChecked()
        if self.sender() is self.slider:
            is_muted = False  # who moves the slider wants to hear
        self._sound.set_volume(self.slider.value() / 100, is_muted=is_muted)
        self.show_sound()
        self.changed.emit(self._sound.volume, self._sound.is_muted)
