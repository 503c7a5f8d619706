"""Every action in one table; menus, tool bar and the shortcut sheet are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

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

from app.ui.theme import icon

TEXT_FIELDS = (QLineEdit, QAbstractSpinBox, QTextEdit, QPlainTextEdit)


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        id: What handlers are bound to.
        text: In menus and on buttons.
        keys: Shortcuts in Qt's portable form; the first is shown in the menu.
        tip: One sentence more than the text says.
        icon: File name in ``resources/icons`` without suffix, or empty.
        is_toggle: Whether it is switched on and off; its handler takes a bool.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    is_toggle: bool = False


ACTIONS = (
    ActionSpec("new_project", "New project…", ("Ctrl+N",), "Make a project file", "new"),
    ActionSpec("open_project", "Open project…", ("Ctrl+O",), "Open a project file", "folder"),
    ActionSpec(
        "import_videos", "Import videos…", ("Ctrl+I",), "Add video files", "add_video"
    ),
    ActionSpec(
        "import_folder", "Import folder…", ("Ctrl+Shift+I",), "Add all videos of a folder", "folder"
    ),
    ActionSpec(
        "import_annotations",
        "Import annotations…",
        (),
        "Read ActivityNet JSON for the videos of this project",
        "import",
    ),
    ActionSpec("export", "Export annotations…", ("Ctrl+E",), "Write a file of labels", "export"),
    ActionSpec(
        "backups", "Show backups", (), "Open the folder with the copies of this project", "folder"
    ),
    ActionSpec("quit", "Quit", ("Ctrl+Q",), "Everything is saved already"),
    ActionSpec("undo", "Undo", ("Ctrl+Z",), "Take the last act back", "undo"),
    ActionSpec("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do it again after all", "redo"),
    ActionSpec("delete", "Delete annotation", ("Del",), "Its suggestion waits again", "delete"),
    ActionSpec("set_start", "Set start to playhead", ("[",), "The shown frame is the first inside"),
    ActionSpec("set_end", "Set end to playhead", ("]",), "The shown frame is the first outside"),
    ActionSpec("edit_times", "Type times…", ("F2",), "Start, end and frames as numbers"),
    ActionSpec("split", "Split at playhead", ("S",), "Cut the selected segments in two"),
    ActionSpec("merge", "Merge selected", ("M",), "One segment of all selected of one label"),
    ActionSpec("duplicate", "Duplicate", ("D",), "A copy of each selected segment"),
    ActionSpec("nudge_back", "Move a frame back", ("Alt+Left",), "Whole selected segments"),
    ActionSpec("nudge_on", "Move a frame on", ("Alt+Right",), "Whole selected segments"),
    ActionSpec("nudge_start_back", "Start a frame earlier", ("Shift+Alt+Left",)),
    ActionSpec("nudge_start_on", "Start a frame later", ("Shift+Alt+Right",)),
    ActionSpec(
        "nudge_end_back", "End a frame earlier", ("Ctrl+Alt+Left", "Ctrl+Shift+Left")
    ),
    ActionSpec(
        "nudge_end_on", "End a frame later", ("Ctrl+Alt+Right", "Ctrl+Shift+Right")
    ),
    ActionSpec("select_lane", "Select all in lane", ("Ctrl+A",), "Rejected ones are left out"),
    ActionSpec("select_none", "Select nothing", ("Esc",), "Every segment is let go"),
    ActionSpec("play", "Play or pause", ("Space",), "Play, or stop at the shown frame"),
    ActionSpec("shuttle_back", "Play backwards", ("J",), "Again for twice the speed"),
    ActionSpec("shuttle_stop", "Pause at normal speed", ("K",), "Stop and forget the speed"),
    ActionSpec("shuttle_on", "Play, or faster", ("L",), "Play; again for twice the speed"),
    ActionSpec("slower", "Slower", ("Shift+J",), "The next lower speed, down to a tenth"),
    ActionSpec("faster", "Faster", ("Shift+L",), "The next higher speed, up to 8 times"),
    ActionSpec("mark_in", "Mark in", ("I",), "A span begins with the shown frame"),
    ActionSpec("mark_out", "Mark out", ("O",), "A span ends before the shown frame"),
    ActionSpec("clear_marks", "Clear in and out", ("Shift+X",), "Mark nothing"),
    ActionSpec("go_to_place", "Go to time or frame…", ("G", "Ctrl+G"), "Type 1:23.45 or f1234"),
    ActionSpec("previous_edge", "Previous segment edge", ("Ctrl+Left",), "A beginning or an end"),
    ActionSpec("next_edge", "Next segment edge", ("Ctrl+Right",), "A beginning or an end"),
    ActionSpec("mute", "Mute", ("Shift+M",), "Silence the sound, or no longer"),
    ActionSpec("picture_in", "Picture closer", ("Ctrl++", "Ctrl+="), "Like Ctrl and the wheel"),
    ActionSpec("picture_out", "Picture farther", ("Ctrl+-",), "Like Ctrl and the wheel"),
    ActionSpec("picture_fit", "Whole picture", ("Ctrl+0",), "So does a double click on it"),
    ActionSpec("make_proxy", "Make a proxy", (), "A small copy that scrubs fast; cuts stay exact"),
    ActionSpec("delete_proxy", "Delete the proxy", (), "Free its space; the video itself stays"),
    ActionSpec("frame_back", "One frame back", (",", "Left"), "Exactly one frame back"),
    ActionSpec("frame_on", "One frame on", (".", "Right"), "Exactly one frame on"),
    ActionSpec("second_back", "One second back", ("Shift+Left",)),
    ActionSpec("second_on", "One second on", ("Shift+Right",)),
    ActionSpec("to_begin", "Go to the beginning", ("Home",)),
    ActionSpec("to_end", "Go to the end", ("End",)),
    ActionSpec("zoom_in", "Zoom in", ("+", "="), "Show less time, larger"),
    ActionSpec("zoom_out", "Zoom out", ("-",), "Show more time, smaller"),
    ActionSpec("strip_film", "Film", (), "Pictures of the video above the lanes", is_toggle=True),
    ActionSpec("strip_sound", "Sound", (), "How loud it is, above the lanes", is_toggle=True),
    ActionSpec("strip_cuts", "Shot cuts", (), "Marks where one shot ends and the next begins",
               is_toggle=True),
    ActionSpec("strip_actionness", "Actionness", (), "How sure the engine is that anything happens",
               is_toggle=True),
    ActionSpec("strip_scores", "Score curves", (), "The best score over time, behind each lane",
               is_toggle=True),
    ActionSpec("graph_all", "Graph of all proposals", (),
               "Edges of all proposals in view, not only of the selected one", is_toggle=True),
    ActionSpec("all_lanes", "Show all lanes", (), "Those that were hidden too"),
    ActionSpec("fit", "Show the whole video", ("F",), "Fit the timeline to the window"),
    ActionSpec("zoom_selection", "Show the selection", ("Z",), "Once more goes back"),
    ActionSpec("looks", "Colours and keys…", ("Ctrl+,",), "Theme, label colours, shortcuts"),
    ActionSpec(
        "next_video", "Next video", ("Ctrl+Down", "PgDown"), "Open the next video of the library"
    ),
    ActionSpec(
        "previous_video", "Previous video", ("Ctrl+Up", "PgUp"), "Open the video before this one"
    ),
    ActionSpec("detect", "Detect actions", ("Ctrl+D",), "Run the engine over this video", "detect"),
    ActionSpec("detect_all", "Detect in all videos", ("Ctrl+Shift+D",), "Those without a run yet"),
    ActionSpec("stop", "Stop detection", ("Ctrl+.",), "Finished parts are kept", "cancel"),
    ActionSpec(
        "by_itself", "Detect by itself", (), "Analyse added videos without being asked",
        is_toggle=True,
    ),
    ActionSpec("next_pending", "Next to review", ("N",), "The next pending suggestion", "next"),
    ActionSpec("previous_pending", "Previous to review", ("P",), "The one before", "previous"),
    ActionSpec("next_entry", "Next segment", ("Down",), "Reviewed or not"),
    ActionSpec("previous_entry", "Previous segment", ("Up",), "Reviewed or not"),
    ActionSpec("accept", "Accept", ("A", "Return", "Enter"), "Right; go to the next", "accept"),
    ActionSpec("reject", "Reject", ("X", "Backspace"), "Not there; go to the next", "reject"),
    ActionSpec("relabel", "Relabel…", ("R",), "Pick another label", "relabel"),
    ActionSpec("loop", "Loop the selection", ("Ctrl+L",), "Play the selected segment over and over",
               "loop", is_toggle=True),
    ActionSpec("palette", "Commands…", ("Ctrl+K",), "Every action by a few letters of its name"),
    ActionSpec("shortcuts", "Keyboard shortcuts", ("?", "F1"), "The keys as they are", "keyboard"),
    ActionSpec("about", "About PGCN Studio", (), "Version and licence", "info"),
)  # fmt: skip

# None is a separator.
MENUS: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    (
        "&File",
        (
            "new_project", "open_project", None, "import_videos", "import_folder",
            "import_annotations", None, "export", "backups", None, "quit",
        ),
    ),
    (
        "&Edit",
        (
            "undo", "redo", None, "set_start", "set_end", "edit_times", None, "split", "merge",
            "duplicate", "delete", None, "nudge_back", "nudge_on", "nudge_start_back",
            "nudge_start_on", "nudge_end_back", "nudge_end_on", None, "select_lane", "select_none",
        ),
    ),
    (
        "&Play",
        (
            "play", "shuttle_back", "shuttle_stop", "shuttle_on", "slower", "faster", "loop",
            "mute", None, "frame_back", "frame_on", "second_back", "second_on", "to_begin",
            "to_end", "previous_edge", "next_edge", "go_to_place", None, "mark_in", "mark_out",
            "clear_marks", None, "make_proxy", "delete_proxy",
        ),
    ),
    (
        "&View",
        (
            "zoom_in", "zoom_out", "fit", "zoom_selection", None, "picture_in", "picture_out",
            "picture_fit", None, "next_video", "previous_video", None, "looks",
        ),
    ),
    (
        "&Strips",
        (
            "strip_film", "strip_sound", "strip_cuts", "strip_actionness", "strip_scores", None,
            "graph_all", None, "all_lanes",
        ),
    ),
    (
        "&Review",
        (
            "detect", "detect_all", "stop", "by_itself", None, "next_pending", "previous_pending",
            "next_entry", "previous_entry", None, "accept", "reject", "relabel",
        ),
    ),
    ("&Help", ("palette", "shortcuts", None, "about")),
)  # fmt: skip

TOOL_BAR: tuple[str | None, ...] = (
    "import_videos", None, "detect", None, "undo", "redo", None, "export",
)  # fmt: skip


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
        """Add the menus of ``MENUS`` and return them by title."""
        menus: dict[str, QMenu] = {}
        for title, action_ids in MENUS:
            menu = menus[title] = bar.addMenu(title)
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
        action = QAction(spec.text, self)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setToolTip(tool_tip(spec, shown_keys(action)))
        action.setStatusTip(spec.tip)
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
    told = plain_text(spec.text) + (f": {spec.tip}" if spec.tip else "")
    return f"{told} ({keys})" if keys else told


def plain_text(text: str) -> str:
    """Return the text of an action or a menu without mnemonic and dots."""
    return text.replace("&", "").rstrip("…")


def shown_keys(action: QAction) -> str:
    """Return the shortcuts as this system writes them: ``Ctrl+Shift+Z or Ctrl+Y``."""
    native = QKeySequence.SequenceFormat.NativeText
    return " or ".join(key.toString(native) for key in action.shortcuts())


def spec_of(action_id: str) -> ActionSpec:
    """Return the row of an action."""
    return next(spec for spec in ACTIONS if spec.id == action_id)


class TextFieldGuard(QObject):
    """Keeps unmodified keys from firing shortcuts while somebody types.

    Install it on every top-level container (window, docks): an unclaimed shortcut key climbs from
    the focused widget up to them.
    """

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Claim a typed key for the text field."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
            is_typing = isinstance(QApplication.focusWidget(), TEXT_FIELDS)
            if is_typing and not event.modifiers() & command:
                event.accept()
                return True
        return super().eventFilter(watched, event)
