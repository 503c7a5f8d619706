"""Every action, and where it stands in menus and tool bar: the one table of them."""

from __future__ import annotations

from dataclasses import dataclass

from app.ui.language import QT_TRANSLATE_NOOP


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
    ActionSpec("new_project", QT_TRANSLATE_NOOP("Actions", "New project…"), ("Ctrl+N",),
               QT_TRANSLATE_NOOP("Actions", "Make a project file"), "new"),
    ActionSpec("open_project", QT_TRANSLATE_NOOP("Actions", "Open project…"), ("Ctrl+O",),
               QT_TRANSLATE_NOOP("Actions", "Open a project file"), "folder"),
    ActionSpec("import_videos", QT_TRANSLATE_NOOP("Actions", "Import videos…"), ("Ctrl+I",),
               QT_TRANSLATE_NOOP("Actions", "Add video files"), "add_video"),
    ActionSpec("import_folder", QT_TRANSLATE_NOOP("Actions", "Import folder…"), ("Ctrl+Shift+I",),
               QT_TRANSLATE_NOOP("Actions", "Add all videos of a folder"), "folder"),
    ActionSpec("import_annotations", QT_TRANSLATE_NOOP("Actions", "Import annotations…"), (),
               QT_TRANSLATE_NOOP("Actions", "Read ActivityNet JSON for the videos of this project"),
               "import"),
    ActionSpec("export", QT_TRANSLATE_NOOP("Actions", "Export annotations…"), ("Ctrl+E",),
               QT_TRANSLATE_NOOP("Actions", "Write a file of labels"), "export"),
    ActionSpec("backups", QT_TRANSLATE_NOOP("Actions", "Show backups"), (),
               QT_TRANSLATE_NOOP("Actions", "Open the folder with the copies of this project"),
               "folder"),
    ActionSpec("quit", QT_TRANSLATE_NOOP("Actions", "Quit"), ("Ctrl+Q",),
               QT_TRANSLATE_NOOP("Actions", "Everything is saved already")),
    ActionSpec("undo", QT_TRANSLATE_NOOP("Actions", "Undo"), ("Ctrl+Z",),
               QT_TRANSLATE_NOOP("Actions", "Take the last act back"), "undo"),
    ActionSpec("redo", QT_TRANSLATE_NOOP("Actions", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"),
               QT_TRANSLATE_NOOP("Actions", "Do it again after all"), "redo"),
    ActionSpec("delete", QT_TRANSLATE_NOOP("Actions", "Delete annotation"), ("Del",),
               QT_TRANSLATE_NOOP("Actions", "Its suggestion waits again"), "delete"),
    ActionSpec("set_start", QT_TRANSLATE_NOOP("Actions", "Set start to playhead"), ("[",),
               QT_TRANSLATE_NOOP("Actions", "The shown frame is the first inside")),
    ActionSpec("set_end", QT_TRANSLATE_NOOP("Actions", "Set end to playhead"), ("]",),
               QT_TRANSLATE_NOOP("Actions", "The shown frame is the first outside")),
    ActionSpec("edit_times", QT_TRANSLATE_NOOP("Actions", "Type times…"), ("F2",),
               QT_TRANSLATE_NOOP("Actions", "Start, end and frames as numbers")),
    ActionSpec("split", QT_TRANSLATE_NOOP("Actions", "Split at playhead"), ("S",),
               QT_TRANSLATE_NOOP("Actions", "Cut the selected segments in two")),
    ActionSpec("merge", QT_TRANSLATE_NOOP("Actions", "Merge selected"), ("M",),
               QT_TRANSLATE_NOOP("Actions", "One segment of all selected of one label")),
    ActionSpec("duplicate", QT_TRANSLATE_NOOP("Actions", "Duplicate"), ("D",),
               QT_TRANSLATE_NOOP("Actions", "A copy of each selected segment")),
    ActionSpec("nudge_back", QT_TRANSLATE_NOOP("Actions", "Move a frame back"), ("Alt+Left",),
               QT_TRANSLATE_NOOP("Actions", "Whole selected segments")),
    ActionSpec("nudge_on", QT_TRANSLATE_NOOP("Actions", "Move a frame on"), ("Alt+Right",),
               QT_TRANSLATE_NOOP("Actions", "Whole selected segments")),
    ActionSpec("nudge_start_back", QT_TRANSLATE_NOOP("Actions", "Start a frame earlier"),
               ("Shift+Alt+Left",),
               ""),
    ActionSpec("nudge_start_on", QT_TRANSLATE_NOOP("Actions", "Start a frame later"),
               ("Shift+Alt+Right",),
               ""),
    ActionSpec("nudge_end_back", QT_TRANSLATE_NOOP("Actions", "End a frame earlier"),
               ("Ctrl+Alt+Left", "Ctrl+Shift+Left"),
               ""),
    ActionSpec("nudge_end_on", QT_TRANSLATE_NOOP("Actions", "End a frame later"),
               ("Ctrl+Alt+Right", "Ctrl+Shift+Right"),
               ""),
    ActionSpec("select_lane", QT_TRANSLATE_NOOP("Actions", "Select all in lane"), ("Ctrl+A",),
               QT_TRANSLATE_NOOP(
                   "Actions",
                   "Of the selection's lane or the one under the mouse, else of all lanes; "
                   "rejected ones are left out",
               )),
    ActionSpec("select_none", QT_TRANSLATE_NOOP("Actions", "Select nothing"), ("Esc",),
               QT_TRANSLATE_NOOP("Actions", "Every segment is let go")),
    ActionSpec("play", QT_TRANSLATE_NOOP("Actions", "Play or pause"), ("Space",),
               QT_TRANSLATE_NOOP("Actions", "Play, or stop at the shown frame")),
    ActionSpec("shuttle_back", QT_TRANSLATE_NOOP("Actions", "Play backwards"), ("J",),
               QT_TRANSLATE_NOOP("Actions", "Again for twice the speed")),
    ActionSpec("shuttle_stop", QT_TRANSLATE_NOOP("Actions", "Pause at normal speed"), ("K",),
               QT_TRANSLATE_NOOP("Actions", "Stop and forget the speed")),
    ActionSpec("shuttle_on", QT_TRANSLATE_NOOP("Actions", "Play, or faster"), ("L",),
               QT_TRANSLATE_NOOP("Actions", "Play; again for twice the speed")),
    ActionSpec("slower", QT_TRANSLATE_NOOP("Actions", "Slower"), ("Shift+J",),
               QT_TRANSLATE_NOOP("Actions", "The next lower speed, down to a tenth")),
    ActionSpec("faster", QT_TRANSLATE_NOOP("Actions", "Faster"), ("Shift+L",),
               QT_TRANSLATE_NOOP("Actions", "The next higher speed, up to 8 times")),
    ActionSpec("mark_in", QT_TRANSLATE_NOOP("Actions", "Mark in"), ("I",),
               QT_TRANSLATE_NOOP("Actions", "A span begins with the shown frame")),
    ActionSpec("mark_out", QT_TRANSLATE_NOOP("Actions", "Mark out"), ("O",),
               QT_TRANSLATE_NOOP("Actions", "A span ends before the shown frame")),
    ActionSpec("clear_marks", QT_TRANSLATE_NOOP("Actions", "Clear in and out"), ("Shift+X",),
               QT_TRANSLATE_NOOP("Actions", "Mark nothing")),
    ActionSpec("go_to_place", QT_TRANSLATE_NOOP("Actions", "Go to time or frame…"), ("G", "Ctrl+G"),
               QT_TRANSLATE_NOOP("Actions", "Type 1:23.45 or f1234")),
    ActionSpec("previous_edge", QT_TRANSLATE_NOOP("Actions", "Previous segment edge"),
               ("Ctrl+Left",),
               QT_TRANSLATE_NOOP("Actions", "A beginning or an end")),
    ActionSpec("next_edge", QT_TRANSLATE_NOOP("Actions", "Next segment edge"), ("Ctrl+Right",),
               QT_TRANSLATE_NOOP("Actions", "A beginning or an end")),
    ActionSpec("mute", QT_TRANSLATE_NOOP("Actions", "Mute"), ("Shift+M",),
               QT_TRANSLATE_NOOP("Actions", "Silence the sound, or no longer")),
    ActionSpec("picture_in", QT_TRANSLATE_NOOP("Actions", "Picture closer"), ("Ctrl++", "Ctrl+="),
               QT_TRANSLATE_NOOP("Actions", "Like Ctrl and the wheel")),
    ActionSpec("picture_out", QT_TRANSLATE_NOOP("Actions", "Picture farther"), ("Ctrl+-",),
               QT_TRANSLATE_NOOP("Actions", "Like Ctrl and the wheel")),
    ActionSpec("picture_fit", QT_TRANSLATE_NOOP("Actions", "Whole picture"), ("Ctrl+0",),
               QT_TRANSLATE_NOOP("Actions", "So does a double click on it")),
    ActionSpec("make_proxy", QT_TRANSLATE_NOOP("Actions", "Make a proxy"), (),
               QT_TRANSLATE_NOOP("Actions", "A small copy that scrubs fast; cuts stay exact")),
    ActionSpec("delete_proxy", QT_TRANSLATE_NOOP("Actions", "Delete the proxy"), (),
               QT_TRANSLATE_NOOP("Actions", "Free its space; the video itself stays")),
    ActionSpec("frame_back", QT_TRANSLATE_NOOP("Actions", "One frame back"), (",", "Left"),
               QT_TRANSLATE_NOOP("Actions", "Exactly one frame back")),
    ActionSpec("frame_on", QT_TRANSLATE_NOOP("Actions", "One frame on"), (".", "Right"),
               QT_TRANSLATE_NOOP("Actions", "Exactly one frame on")),
    ActionSpec("second_back", QT_TRANSLATE_NOOP("Actions", "One second back"), ("Shift+Left",),
               ""),
    ActionSpec("second_on", QT_TRANSLATE_NOOP("Actions", "One second on"), ("Shift+Right",),
               ""),
    ActionSpec("to_begin", QT_TRANSLATE_NOOP("Actions", "Go to the beginning"), ("Home",),
               ""),
    ActionSpec("to_end", QT_TRANSLATE_NOOP("Actions", "Go to the end"), ("End",),
               ""),
    ActionSpec("zoom_in", QT_TRANSLATE_NOOP("Actions", "Zoom in"), ("+", "="),
               QT_TRANSLATE_NOOP("Actions", "Show less time, larger")),
    ActionSpec("zoom_out", QT_TRANSLATE_NOOP("Actions", "Zoom out"), ("-",),
               QT_TRANSLATE_NOOP("Actions", "Show more time, smaller")),
    ActionSpec("strip_film", QT_TRANSLATE_NOOP("Actions", "Film"), (),
               QT_TRANSLATE_NOOP("Actions", "Pictures of the video above the lanes"),
               is_toggle=True),
    ActionSpec("strip_sound", QT_TRANSLATE_NOOP("Actions", "Sound"), (),
               QT_TRANSLATE_NOOP("Actions", "How loud it is, above the lanes"), is_toggle=True),
    ActionSpec("strip_cuts", QT_TRANSLATE_NOOP("Actions", "Shot cuts"), (),
               QT_TRANSLATE_NOOP(
                   "Actions", "Marks where one shot ends and the next begins; hard cuts only"
               ),
               is_toggle=True),
    ActionSpec("strip_actionness", QT_TRANSLATE_NOOP("Actions", "Actionness"), (),
               QT_TRANSLATE_NOOP("Actions", "How sure the engine is that anything happens"),
               is_toggle=True),
    ActionSpec("strip_scores", QT_TRANSLATE_NOOP("Actions", "Score curves"), (),
               QT_TRANSLATE_NOOP("Actions", "The best score over time, behind each lane"),
               is_toggle=True),
    ActionSpec("graph_all", QT_TRANSLATE_NOOP("Actions", "Graph of all proposals"), (),
               QT_TRANSLATE_NOOP("Actions", "All edges in view, not only the selected proposal's"),
               is_toggle=True),
    ActionSpec("all_lanes", QT_TRANSLATE_NOOP("Actions", "Show all lanes"), (),
               QT_TRANSLATE_NOOP("Actions", "Those that were hidden too")),
    ActionSpec("fit", QT_TRANSLATE_NOOP("Actions", "Show the whole video"), ("F",),
               QT_TRANSLATE_NOOP("Actions", "Fit the timeline to the window")),
    ActionSpec("zoom_selection", QT_TRANSLATE_NOOP("Actions", "Show the selection"), ("Z",),
               QT_TRANSLATE_NOOP("Actions", "Once more goes back")),
    ActionSpec("looks", QT_TRANSLATE_NOOP("Actions", "Colours and keys…"), ("Ctrl+,",),
               QT_TRANSLATE_NOOP("Actions", "Theme, label colours, language, shortcuts")),
    ActionSpec("next_video", QT_TRANSLATE_NOOP("Actions", "Next video"), ("Ctrl+Down", "PgDown"),
               QT_TRANSLATE_NOOP("Actions", "Open the next video of the library")),
    ActionSpec("previous_video", QT_TRANSLATE_NOOP("Actions", "Previous video"),
               ("Ctrl+Up", "PgUp"),
               QT_TRANSLATE_NOOP("Actions", "Open the video before this one")),
    ActionSpec("detect", QT_TRANSLATE_NOOP("Actions", "Detect actions"), ("Ctrl+D",),
               QT_TRANSLATE_NOOP("Actions", "Run the engine over this video"), "detect"),
    ActionSpec("detect_all", QT_TRANSLATE_NOOP("Actions", "Detect in all videos"),
               ("Ctrl+Shift+D",),
               QT_TRANSLATE_NOOP("Actions", "Those without a run yet")),
    ActionSpec("stop", QT_TRANSLATE_NOOP("Actions", "Stop detection"), ("Ctrl+.",),
               QT_TRANSLATE_NOOP("Actions", "Finished parts are kept"), "cancel"),
    ActionSpec("model", QT_TRANSLATE_NOOP("Actions", "Model…"), (),
               QT_TRANSLATE_NOOP("Actions", "Which network finds actions from the next run on")),
    ActionSpec("why", QT_TRANSLATE_NOOP("Actions", "Why?"), ("Y",),
               QT_TRANSLATE_NOOP("Actions", "What made the score of the selected segment")),
    ActionSpec("by_itself", QT_TRANSLATE_NOOP("Actions", "Detect by itself"), (),
               QT_TRANSLATE_NOOP("Actions", "Analyse added videos without being asked"),
               is_toggle=True),
    ActionSpec("next_pending", QT_TRANSLATE_NOOP("Actions", "Next to review"), ("N",),
               QT_TRANSLATE_NOOP("Actions", "The next pending suggestion"), "next"),
    ActionSpec("previous_pending", QT_TRANSLATE_NOOP("Actions", "Previous to review"), ("P",),
               QT_TRANSLATE_NOOP("Actions", "The one before"), "previous"),
    ActionSpec("next_entry", QT_TRANSLATE_NOOP("Actions", "Next segment"), ("Down",),
               QT_TRANSLATE_NOOP("Actions", "Reviewed or not")),
    ActionSpec("previous_entry", QT_TRANSLATE_NOOP("Actions", "Previous segment"), ("Up",),
               QT_TRANSLATE_NOOP("Actions", "Reviewed or not")),
    ActionSpec("accept", QT_TRANSLATE_NOOP("Actions", "Accept"), ("A", "Return", "Enter"),
               QT_TRANSLATE_NOOP("Actions", "Right; go to the next"), "accept"),
    ActionSpec("reject", QT_TRANSLATE_NOOP("Actions", "Reject"), ("X", "Backspace"),
               QT_TRANSLATE_NOOP("Actions", "Not there; go to the next"), "reject"),
    ActionSpec("relabel", QT_TRANSLATE_NOOP("Actions", "Relabel…"), ("R",),
               QT_TRANSLATE_NOOP("Actions", "Pick another label"), "relabel"),
    ActionSpec("labels", QT_TRANSLATE_NOOP("Actions", "Labels…"), ("Ctrl+Shift+L",),
               QT_TRANSLATE_NOOP("Actions", "Add, rename, merge, recolour, hide them")),
    ActionSpec("tag_mode", QT_TRANSLATE_NOOP("Actions", "Tag while playing"), ("T",),
               QT_TRANSLATE_NOOP("Actions", "Hold a label's key; under 0.3 s it is a tap"),
               "tag", is_toggle=True),
    ActionSpec("loop", QT_TRANSLATE_NOOP("Actions", "Loop the selection"), ("Ctrl+L",),
               QT_TRANSLATE_NOOP("Actions", "Play the selected segment over and over"),
               "loop", is_toggle=True),
    ActionSpec("palette", QT_TRANSLATE_NOOP("Actions", "Commands…"), ("Ctrl+K",),
               QT_TRANSLATE_NOOP("Actions", "Every action by a few letters of its name")),
    ActionSpec("shortcuts", QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts"), ("?", "F1"),
               QT_TRANSLATE_NOOP("Actions", "The keys as they are"), "keyboard"),
    ActionSpec("about", QT_TRANSLATE_NOOP("Actions", "About PGCN Studio"), (),
               QT_TRANSLATE_NOOP("Actions", "Version and licence"), "info"),
)  # fmt: skip

# None is a separator.
MENUS: tuple[tuple[str, tuple[str | None, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("Actions", "&File"),
        (
            "new_project", "open_project", None, "import_videos", "import_folder",
            "import_annotations", None, "export", "backups", None, "quit",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&Edit"),
        (
            "undo", "redo", None, "set_start", "set_end", "edit_times", None, "split", "merge",
            "duplicate", "delete", None, "nudge_back", "nudge_on", "nudge_start_back",
            "nudge_start_on", "nudge_end_back", "nudge_end_on", None, "select_lane", "select_none",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&Play"),
        (
            "play", "shuttle_back", "shuttle_stop", "shuttle_on", "slower", "faster", "loop",
            "mute", None, "frame_back", "frame_on", "second_back", "second_on", "to_begin",
            "to_end", "previous_edge", "next_edge", "go_to_place", None, "mark_in", "mark_out",
            "clear_marks", None, "make_proxy", "delete_proxy",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&View"),
        (
            "zoom_in", "zoom_out", "fit", "zoom_selection", None, "picture_in", "picture_out",
            "picture_fit", None, "next_video", "previous_video", None, "looks",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&Strips"),
        (
            "strip_film", "strip_sound", "strip_cuts", "strip_actionness", "strip_scores", None,
            "graph_all", None, "all_lanes",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&Review"),
        (
            "detect", "detect_all", "stop", "by_itself", "model", None, "next_pending",
            "previous_pending", "next_entry", "previous_entry", None, "accept", "reject",
            "relabel", None, "tag_mode", "labels", "why",
        ),
    ),
    (QT_TRANSLATE_NOOP("Actions", "&Help"), ("palette", "shortcuts", None, "about")),
)  # fmt: skip

TOOL_BAR: tuple[str | None, ...] = (
    "import_videos", None, "detect", "model", None, "undo", "redo", None, "export",
)  # fmt: skip
