"""Puts theme, label colours, language and keys on a window, and remembers them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.ui.action_table import MENUS
from app.ui.actions import ActionSet
from app.ui.command_palette import CommandPalette
from app.ui.dialogs.looks import LooksDialog
from app.ui.dialogs.shortcuts import ShortcutSheet
from app.ui.keymap import Keymap
from app.ui.language import LanguageChoice, translate
from app.ui.player.mouse_help import PICTURE_WORDS
from app.ui.preferences import LabelColours, Preferences, ThemeChoice
from app.ui.tagging.key_help import TAG_WORDS
from app.ui.theme import apply_theme
from app.ui.timeline.canvas import moves_by_itself
from app.ui.timeline.mouse_help import MOUSE_WORDS

N_RECENT = 8


class Looks(QObject):
    """What a window looks like and which keys it hears.

    Args:
        actions: Get the keys.
        preferences: Where the choices are kept.
        redraw: Called when colours are others.
        window: Parent of what is shown.

    Signals:
        language_chosen: Another language may be wanted.
        motion_reduced: Whether nothing is to move by itself any more.
    """

    language_chosen = Signal()
    motion_reduced = Signal(bool)

    def __init__(
        self,
        actions: ActionSet,
        preferences: Preferences,
        redraw: Callable[[], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._actions, self._preferences = actions, preferences
        self._redraw, self._window = redraw, window
        self._palette: CommandPalette | None = None
        self.keymap = Keymap.from_json(preferences.keymap_json)
        actions.set_keys(self.keymap.keys)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def show_dialog(self) -> None:
        """Show the choices."""
        chosen = self._preferences
        dialog = LooksDialog(
            chosen.theme, chosen.label_colours, chosen.language, self.keymap, self._window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        is_systems = not moves_by_itself(self._window)
        dialog.show_motion(is_reduced=chosen.reduces_motion, is_systems=is_systems)
        dialog.motion_reduced.connect(self.reduce_motion)
        dialog.theme_chosen.connect(self.set_theme)
        dialog.label_colours_chosen.connect(self.set_label_colours)
        dialog.language_chosen.connect(self.set_language)
        dialog.keymap_changed.connect(self.set_keymap)
        dialog.show()

    def show_shortcuts(self) -> None:
        """Show the keys as they are now in the middle of the window."""
        menus = {
            translate("Actions", title): [self._actions[one] for one in ids if one is not None]
            for title, ids in MENUS
        }
        mouse = [(_mouse(what), _mouse(how)) for what, how in MOUSE_WORDS]
        picture = [
            (translate("Player", what), translate("Player", how)) for what, how in PICTURE_WORDS
        ]
        tags = [(translate("Tagging", what), translate("Tagging", how)) for what, how in TAG_WORDS]
        others = {
            translate("Window", "Tagging while it plays"): tags,
            translate("Window", "Mouse on the timeline"): mouse,
            translate("Window", "Mouse on the picture"): picture,
        }
        sheet = ShortcutSheet(menus, self._window, others)
        sheet.show_over(self._window)

    def show_palette(self) -> None:
        """Show the field that finds actions by name."""
        palette = CommandPalette(
            list(self._actions), self._preferences.recent_commands, self._window
        )
        palette.accepted.connect(self._call_chosen)
        self._palette = palette
        palette.open_over(self._window)

    def set_theme(self, choice: ThemeChoice) -> None:
        """Choose the colours of the window."""
        self._preferences.theme = choice
        self._paint()

    def set_label_colours(self, choice: LabelColours) -> None:
        """Choose the colours of labels."""
        self._preferences.label_colours = choice
        self._redraw()

    def reduce_motion(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Choose whether nothing is to move that nobody holds."""
        self._preferences.reduces_motion = on
        self.motion_reduced.emit(on)

    def set_language(self, choice: LanguageChoice) -> None:
        """Choose the language; who shows the window builds it anew."""
        self._preferences.language = choice
        self._preferences.save()
        self.language_chosen.emit()

    def set_keymap(self, keymap: Keymap) -> None:
        """Choose the keys."""
        self.keymap = keymap
        self._preferences.keymap_json = keymap.to_json()
        self._preferences.save()
        self._actions.set_keys(keymap.keys)

    def _call_chosen(self) -> None:
        chosen = self._palette.chosen if self._palette else None
        self._palette = None
        if chosen is None:
            return
        older = [one for one in self._preferences.recent_commands if one != chosen.objectName()]
        self._preferences.recent_commands = [chosen.objectName(), *older][:N_RECENT]
        chosen.trigger()

    def _follow_system(self) -> None:
        if self._preferences.theme == "system":
            self._paint()

    def _paint(self) -> None:
        apply_theme(self._preferences.theme)
        self._actions.redraw_icons()
        self._redraw()


def _mouse(words: str) -> str:
    return translate("Timeline", words)
