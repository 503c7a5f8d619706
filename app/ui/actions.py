"""The live actions of a window, made from the table; menus and tool bar are made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTextEdit,
    QToolBar,
    QWidget,
)

from app.ui.action_table import ACTIONS, MENUS, TOOL_BAR, ActionSpec
from app.ui.language import translate
from app.ui.theme import icon

TEXT_FIELDS = (QLineEdit, QAbstractSpinBox, QTextEdit, QPlainTextEdit)


class ActionSet(QObject):
    """The live actions of one window; they do nothing until they are bound.

    Args:
        window: Where the shortcuts are heard.

    Signals:
        keys_changed: The shortcuts are others now.
    """

    keys_changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions = {spec.id: self._make(spec, window) for spec in ACTIONS}

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def set_keys(self, keys_of: Callable[[str], tuple[str, ...]]) -> None:
        """Give every action the keys that ``keys_of`` its id returns."""
        for spec in ACTIONS:
            action = self._actions[spec.id]
            action.setShortcuts([QKeySequence(key) for key in keys_of(spec.id)])
            action.setToolTip(tool_tip(spec, shown_keys(action)))
        self.keys_changed.emit()

    def bind(self, handlers: Mapping[str, Callable[..., object]]) -> None:
        """Say what each action does.

        Raises:
            KeyError: an action has no handler.
        """
        for spec in ACTIONS:
            action, handler = self._actions[spec.id], handlers[spec.id]
            if spec.is_toggle:
                action.toggled.connect(handler)
            else:
                action.triggered.connect(_without_state(handler))

    def redraw_icons(self) -> None:
        """Draw the icons again after the palette changed."""
        for spec in ACTIONS:
            if spec.icon:
                self._actions[spec.id].setIcon(icon(spec.icon))

    def enable(self, action_ids: tuple[str, ...], *, on: bool) -> None:
        """Allow or forbid some actions."""
        for action_id in action_ids:
            self._actions[action_id].setEnabled(on)

    def fill_menus(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Add the menus of ``MENUS`` and return them by their titles in the table."""
        menus: dict[str, QMenu] = {}
        for title, action_ids in MENUS:
            menu = menus[title] = bar.addMenu(translate("Actions", title))
            for action_id in action_ids:
                if action_id is None:
                    menu.addSeparator()
                else:
                    menu.addAction(self._actions[action_id])
        return menus

    def fill_tool_bar(self, bar: QToolBar) -> None:
        """Add the actions of ``TOOL_BAR``."""
        for action_id in TOOL_BAR:
            if action_id is None:
                bar.addSeparator()
            else:
                bar.addAction(self._actions[action_id])

    def _make(self, spec: ActionSpec, window: QWidget) -> QAction:
        action = QAction(shown_text(spec), self)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setToolTip(tool_tip(spec, shown_keys(action)))
        action.setStatusTip(shown_tip(spec))
        if spec.icon:
            action.setIcon(icon(spec.icon))
        action.setCheckable(spec.is_toggle)
        window.addAction(action)
        return action


def _without_state(handler: Callable[..., object]) -> Callable[[bool], None]:
    def call(_checked: bool) -> None:  # noqa: FBT001 - a signal's argument
        handler()

    return call


def tool_tip(spec: ActionSpec, keys: str) -> str:
    """Return text, tip and keys as one line."""
    told = plain_text(shown_text(spec)) + (f": {shown_tip(spec)}" if spec.tip else "")
    return f"{told} ({keys})" if keys else told


def shown_text(spec: ActionSpec) -> str:
    """Return an action's text in the language of the window."""
    return translate("Actions", spec.text)


def shown_tip(spec: ActionSpec) -> str:
    """Return an action's tip in the language of the window; '' for none."""
    return translate("Actions", spec.tip) if spec.tip else ""


def plain_text(text: str) -> str:
    """Return the text of an action or a menu without mnemonic and dots."""
    return text.replace("&", "").rstrip("…")


def shown_keys(action: QAction) -> str:
    """Return the shortcuts as this system writes them: ``Ctrl+Shift+Z or Ctrl+Y``."""
    native = QKeySequence.SequenceFormat.NativeText
    either = translate("Actions", " or ")
    return either.join(key.toString(native) for key in action.shortcuts())


def spec_of(action_id: str) -> ActionSpec:
    """Return the row of an action."""
    return next(spec for spec in ACTIONS if spec.id == action_id)


class TextFieldGuard(QObject):
    """Keeps unmodified keys from firing shortcuts while somebody types.

    Install it on every top-level container (window, docks): an unclaimed shortcut key climbs from
    the focused widget up to them.

    Signals:
        left: Esc was pressed in a field that has no use for it.
    """

    left = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Claim a typed key for the text field; let Esc lead out of it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_typing = isinstance(QApplication.focusWidget(), TEXT_FIELDS)
            if is_typing and event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            is_typing = isinstance(QApplication.focusWidget(), TEXT_FIELDS)
            if is_typing and not event.modifiers() & command:
                event.accept()
                return True
        return super().eventFilter(watched, event)
