"""The window: library, player, review panel and lanes around one document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QMainWindow,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from app.services.explaining import Explainer
from app.services.ports import FrameSource, ProxyShop
from app.ui.actions import ActionSet, TextFieldGuard, shown_keys
from app.ui.agreement.room import PANEL, AgreementParts, AgreementRoom
from app.ui.analysis import AnalysisController
from app.ui.bench import Bench, Lanes, Panel
from app.ui.commands import CommandParts, Commands
from app.ui.dialogs.files import FileDialogs
from app.ui.document import Document
from app.ui.evaluation.desk import EvaluationDesk, EvaluationParts
from app.ui.history_panel import HistoryPanel
from app.ui.labelling import LABELLING_ACTIONS, Labelling
from app.ui.language import LanguageChoice, translate
from app.ui.library.desk import LibraryDesk
from app.ui.library.memory import LibraryMemory
from app.ui.library.panel import LibraryPanel
from app.ui.library.thumbnails import Thumbnails
from app.ui.looks import Looks
from app.ui.models.clip_opener import ClipOpener
from app.ui.models.desk import ModelParts, ModelsDesk
from app.ui.notes.desk import NotesDesk
from app.ui.notes.panel import NotesPanel
from app.ui.notices import NoticeBar
from app.ui.player.widget import PlayerWidget
from app.ui.preferences import Preferences
from app.ui.progress_strip import ProgressStrip
from app.ui.project_memory import ProjectMemory
from app.ui.proxies import Proxies
from app.ui.queue.desk import QueueDesk
from app.ui.read_only import EDITING
from app.ui.review.desk import DeskViews, ReviewDesk
from app.ui.review.panel import ReviewPanel
from app.ui.review.reviewing import Reviewer
from app.ui.review.strip_feed import StripFeed
from app.ui.review.timeline_header import TimelineHeader
from app.ui.review.timeline_looks import TimelineLooks
from app.ui.safekeeping import Safekeeping
from app.ui.theme import icon, in_role
from app.ui.timeline.widget import TimelineWidget
from app.ui.toast import Toast
from app.ui.together.desk import TogetherDesk
from app.ui.view_keeper import ViewKeeper
from app.ui.view_memory import ProjectView
from app.ui.watching import WATCHING_ACTIONS, Watching
from app.ui.why.desk import WhyDesk, WhyViews
from app.ui.why.panel import WhyPanel

TITLE = "PGCN Studio"
FIRST_SIZE_PX = (1440, 900)
TIMELINE_SHARE = 0.46
TOLD_FOR_MS = 6000
PLAYER_BUTTONS = {
    "go_to_start": "to_begin",
    "step_back": "frame_back",
    "play": "play",
    "step_forward": "frame_on",
    "go_to_end": "to_end",
    "play_loop": "loop",
}
WITH_VIDEO = (
    "set_start", "set_end", "delete", "play", "shuttle_back", "shuttle_stop", "shuttle_on",
    "frame_back", "frame_on", "second_back", "second_on", "to_begin", "to_end", "zoom_in",
    "zoom_out", "fit", "zoom_selection", "edit_times", "split", "merge", "duplicate", "nudge_back",
    "nudge_on", "nudge_start_back", "nudge_start_on", "nudge_end_back", "nudge_end_on",
    "select_lane", "select_none", "detect", "next_entry", "previous_entry", "accept", "reject",
    "relabel", "snooze", "threshold_up", "threshold_down", "why", "note_segment", "note_video",
    "nothing_here", "runs", *(f"label_{n}" for n in range(1, 10)), *WATCHING_ACTIONS,
    *LABELLING_ACTIONS, "draw_marked",
)  # fmt: skip
WITH_PROJECT = (
    "import_annotations", "export", "detect_all", "enqueue", "next_video", "previous_video",
    "next_pending", "previous_pending", "search_library", "find_missing",
)  # fmt: skip


class MainWindow(QMainWindow):
    """The program's window.

    Args:
        document: The open project and video.
        analysis: Runs the engine over its videos.
        preferences: What is remembered between two starts.
        thumbnails: Makes the pictures of the library.
        files: Asks for files.
        proxies: Makes small stand-ins of heavy videos; None offers none.

    Signals:
        problem_shown: The sentence of a problem told to the person.
    """

    problem_shown = Signal(str)

    def __init__(
        self,
        document: Document,
        analysis: AnalysisController,
        preferences: Preferences,
        thumbnails: Thumbnails,
        files: FileDialogs | None = None,
        proxies: ProxyShop | None = None,
    ) -> None:
        super().__init__()
        self._document = document
        self._analysis = analysis
        self._preferences = preferences
        self._thumbnails = thumbnails
        self._busy_words = ""
        self._feed: StripFeed | None = None
        self.setAcceptDrops(True)
        self.proxies = Proxies(document, proxies, self)
        self._make_parts()
        self._make_desks(files or FileDialogs())
        self._wire_actions()
        self._lay_out()
        self._connect()
        self._restore_geometry()
        self._show_document()

    # ------------------------------------------------------------ for the program
    @property
    def is_working(self) -> bool:
        """Whether videos are being opened, added or analysed, or wait for it."""
        is_adding = self._document.is_busy or self.library_desk.acts.is_busy
        return is_adding or self._analysis.is_busy

    @property
    def project(self) -> Path | None:
        """The open project's file."""
        return self._document.path

    @property
    def language(self) -> LanguageChoice:
        """The language that is chosen; the one shown may still be another."""
        return self._preferences.language

    def tell(self, sentence: str) -> None:
        """Say something in the status line for some seconds."""
        self.statusBar().showMessage(sentence, TOLD_FOR_MS)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open a project, or add videos and folders, as the command line gives them."""
        if paths:
            self._document.open_paths(paths)

    def take_feed(self, feed: StripFeed) -> None:
        """Tell what a feed of the strips is at, and end with it."""
        self._feed = feed
        self._feed_words = in_role(QLabel(), "faint")
        self.statusBar().addPermanentWidget(self._feed_words)
        feed.progressed.connect(self._feed_words.setText)

    def take_engine(self, explainer: Explainer, frames: FrameSource) -> None:
        """Take who answers questions about runs."""
        self.why.take(explainer, frames)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stop the work, close the files, remember the places."""
        self._preferences.keep_geometry(self.saveGeometry(), *self._bench.places())
        self._preferences.save()
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self.view_keeper.write()
        self._thumbnails.shut_down()
        if self._feed is not None:
            self._feed.shut_down()
        self._analysis.shut_down()
        self.why.shut_down()
        self.evaluation.shut_down()
        self.models.shut_down()
        self.proxies.shut_down()
        self._document.close()
        self.player.close_video()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and folders."""
        if _local_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was dropped."""
        event.acceptProposedAction()
        self.open_paths(_local_paths(event))

    # ------------------------------------------------------------ making
    def _make_parts(self) -> None:
        self.notices = NoticeBar()
        self.player = PlayerWidget()
        self.toast = Toast(self.player.surface)
        self.timeline = TimelineWidget()
        self.header = TimelineHeader()
        self.library = LibraryPanel()
        self.strip = ProgressStrip()
        self.reviewer = Reviewer(self._document, self)
        self.notes = NotesPanel()
        self.history = HistoryPanel(self._document, self.reviewer.go_to_act)
        self.safekeeping = Safekeeping(self._document, self)

    def _make_desks(self, files: FileDialogs) -> None:
        """Make what keeps parts of the window about the same thing."""
        document, reviewer, preferences = self._document, self.reviewer, self._preferences
        self.actions_by_id = ActionSet(self)
        panel_ids = (
            "accept", "reject", "relabel", "snooze", "delete", "previous_pending", "next_pending",
        )  # fmt: skip
        self.panel = ReviewPanel({each: self.actions_by_id[each] for each in panel_ids})
        views = DeskViews(self.player, self.timeline, self.header, self.panel)
        self.desk = ReviewDesk(document, reviewer, views, preferences)
        shared = AgreementParts(document, reviewer, self.desk, views, self.actions_by_id, files)
        self.agreement = AgreementRoom(shared, preferences, self)
        measured = EvaluationParts(document, self.desk, views, preferences, files)
        self.evaluation = EvaluationDesk(measured, self.actions_by_id["evaluation_report"], self)
        self.why_panel = WhyPanel()
        self.why = WhyDesk(document, reviewer, WhyViews(self.why_panel, self.timeline, self.player))
        memory = ProjectMemory(preferences.views_folder, ProjectView)
        self.view_keeper = ViewKeeper(document, self.desk, reviewer, views, memory)
        self.view_keeper.take_old_lanes = preferences.take_lane_view
        # After the keeper: a clip that is asked for goes before where the person left off.
        clips = ClipOpener(document, self.desk, self.timeline)
        self.models = ModelsDesk(
            ModelParts(document, self._analysis, self.actions_by_id, clips, files), self
        )
        self.queue = QueueDesk(document, reviewer, views, self.view_keeper, preferences)
        parts = CommandParts(
            document, self._analysis, reviewer, self.desk, self.player, self.timeline, files
        )
        self._commands = Commands(parts, self)
        self.library_desk = LibraryDesk(
            document, self._analysis, self.library, self._thumbnails, preferences, files
        )
        self.library_desk.set_covered(self.queue.feed.covered_by_video)
        self.queue.feed.changed.connect(self.library_desk.renew_covered)
        LibraryMemory(self.library.filters, self.view_keeper)
        self.notes_desk = NotesDesk(document, reviewer, self.notes, self.library_desk.toggle_empty)
        self.together = TogetherDesk(document, preferences, self)
        self._watching = Watching(document, self.player, self.timeline, preferences)
        self.looks = Looks(self.actions_by_id, preferences, self._redraw, self)
        self.timeline_looks = TimelineLooks(self.timeline, preferences, self.actions_by_id)
        self.labelling = Labelling(
            document, (self.player, self.timeline), reviewer, self.actions_by_id, preferences, self
        )

    def _wire_actions(self) -> None:
        self.why.changed.connect(self.panel.show_change)
        self.header.threshold_changed.connect(self.why.renew_threshold)
        self.actions_by_id.keys_changed.connect(self._name_player_keys)
        self.looks.motion_reduced.connect(self.timeline_looks.reduce_motion)
        self.actions_by_id["loop"].setChecked(self._preferences.loops_selection)
        self.actions_by_id["by_itself"].setChecked(self._preferences.detects_by_itself)
        rooms = (
            self._commands, self._watching, self.proxies, self.library_desk, self.notes_desk,
            self.timeline_looks, self.queue, self.agreement, self.labelling, self.models,
            self.together, self.evaluation,
        )  # fmt: skip
        theirs = {each: does for room in rooms for each, does in room.handlers().items()}
        self.actions_by_id.bind(
            {
                **theirs,
                "quit": self.close,
                "why": self._show_why,
                "backups": self.safekeeping.show_folder,
                "looks": self.looks.show_dialog,
                "palette": self.looks.show_palette,
                "shortcuts": self.looks.show_shortcuts,
                "pause_detection": lambda on: self._analysis.set_paused(on=on),
                "by_itself": lambda on: self._analysis.set_by_itself(on=on),
                "loop": lambda on: self.desk.set_loop(on=on),
            }
        )

    def _lay_out(self) -> None:
        self.setWindowIcon(icon("program"))
        tool_bar = QToolBar(translate("Window", "Tools"), movable=False)
        tool_bar.setObjectName("tools")
        tool_bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tool_bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.actions_by_id.fill_tool_bar(tool_bar)
        self.addToolBar(tool_bar)
        self._view_menu = self.actions_by_id.fill_menus(self.menuBar())["&View"]
        guard = TextFieldGuard(self)
        self.installEventFilter(guard)
        height_px = round(FIRST_SIZE_PX[1] * TIMELINE_SHARE)
        self._bench = Bench(self.player, self._panels(), guard, height_px)
        self._bench.dock("Why").visibilityChanged.connect(self.why.look)
        self._bench.dock("Evaluation").visibilityChanged.connect(self.evaluation.look)
        self.labelling.panel_asked.connect(partial(self._bench.show_panel, "Labels"))
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self.safekeeping.bar)
        column.addWidget(self._bench, 1)
        column.addWidget(self.strip)
        self.setCentralWidget(middle)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addPermanentWidget(self.proxies.words)
        self.proxies.show_on(self.actions_by_id)

    def _panels(self) -> tuple[Panel, ...]:
        """Return what stands around the player, in the order of the View menu."""
        area = Qt.DockWidgetArea
        left, right = area.LeftDockWidgetArea, area.RightDockWidgetArea
        lanes = Lanes(self.header, self.timeline)
        return (
            Panel("Library", translate("Window", "Library"), self.library, left, width_px=270),
            Panel("Queue", translate("Window", "Queue"), self.queue.panel, left),
            Panel(
                PANEL,
                translate("Agreement", "Disagreements"),
                self.agreement.panel,
                left,
                is_offered=False,
            ),
            Panel("Review", translate("Window", "Review"), self.panel, right, width_px=330),
            Panel("Why", translate("Window", "Why?"), self.why_panel, right),
            Panel("Timeline", translate("Window", "Timeline"), lanes, area.BottomDockWidgetArea),
            Panel("Notes", translate("Window", "Notes"), self.notes, right),
            Panel("Labels", translate("Window", "Labels"), self.labelling.panel, right),
            Panel("Models", translate("Models", "Models"), self.models.panel, right),
            Panel("Evaluation", translate("Window", "Evaluation"), self.evaluation.panel, right),
            Panel("History", translate("Window", "History"), self.history, right),
        )

    def _connect(self) -> None:
        document, analysis = self._document, self._analysis
        document.problem.connect(self.notices.problem)
        self.proxies.problem.connect(self.notices.problem)
        # What a toast would take back is the newest act only until there is another.
        document.history_changed.connect(self.toast.hide)
        document.undoable.connect(self.toast.tell)
        document.busy_changed.connect(self._tell_busy)
        document.project_changed.connect(self._take_project)
        document.video_opened.connect(self._remember_video)
        # A changed timeline is told as a changed history too.
        for signal in (document.video_opened, document.video_closed, document.timeline_replaced,
                       document.history_changed):  # fmt: skip
            signal.connect(self._show_document)
        analysis.problem.connect(self.notices.problem)
        analysis.progressed.connect(self.strip.show_progress)
        analysis.states_changed.connect(self._show_analysis)
        self.notices.problem_shown.connect(self.problem_shown)
        for told in (document.told, self.proxies.told, self.reviewer.told, self.agreement.told,
                     self.evaluation.told, self.models.told):  # fmt: skip
            told.connect(self.tell)
        self.evaluation.asked.connect(partial(self._bench.show_panel, "Evaluation"))
        self.agreement.offered.connect(partial(self._offer_panel, PANEL))
        self.agreement.asked.connect(partial(self._bench.show_panel, PANEL))
        self.models.asked.connect(partial(self._bench.show_panel, "Models"))
        self.models.offered.connect(self.toast.offer)
        self.strip.stop_asked.connect(analysis.stop)
        self.strip.pause_asked.connect(self.actions_by_id["pause_detection"].setChecked)
        self.player.failed.connect(self.notices.problem)
        self.desk.loop_changed.connect(self.actions_by_id["loop"].setChecked)
        for done in (self.library.left, self.notes.left):
            done.connect(self.player.setFocus)
        self.notes_desk.shown.connect(partial(self._bench.show_panel, "Notes"))

    def _restore_geometry(self) -> None:
        geometry, docks = self._preferences.geometry()
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(*FIRST_SIZE_PX)
        if not docks.isEmpty():
            self._bench.restore(docks, self._preferences.placed_panels)
            self._offer_panel(PANEL, on=False)
        self._view_menu.addSeparator()
        for dock in self._bench.docks:
            self._view_menu.addAction(dock.toggleViewAction())

    # ------------------------------------------------------------ showing
    def _take_project(self) -> None:
        path = self._document.path
        if path is not None and self._document.videos:
            last = self._preferences.last_video(path)
            known = [video.id for video in self._document.videos]
            self._document.open_video(last if last in known else known[0])
        self._show_document()

    def _remember_video(self) -> None:
        video, path = self._document.video, self._document.path
        if video is not None and path is not None:
            self._preferences.keep_last_video(path, video.entry.id)

    def _show_document(self) -> None:
        document = self._document
        names = [document.video.entry.name] if document.video else []
        names += [document.path.stem] if document.path else []
        self.setWindowTitle(" - ".join([*names, TITLE]))
        self.actions_by_id.enable(WITH_VIDEO, on=document.video is not None)
        self.actions_by_id.enable(WITH_PROJECT, on=document.path is not None)
        self._name_step(
            self.actions_by_id["undo"], translate("Window", "Undo"), document.undo_caption
        )
        self._name_step(
            self.actions_by_id["redo"], translate("Window", "Redo"), document.redo_caption
        )
        self._allow_editing(on=not document.read_only_reason)
        self.agreement.enable()

    def _offer_panel(self, name: str, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._bench.offer_panel(name, on=on)

    def _allow_editing(self, *, on: bool) -> None:
        """Turn everything off that changes the project, when it may only be looked at."""
        if not on:
            self.actions_by_id.enable(EDITING, on=False)
        for action_id in ("import_videos", "import_folder"):
            self.actions_by_id[action_id].setEnabled(on)
        self.history.list.setEnabled(on)
        self.panel.set_editable(on=on)
        self.library.set_editable(on=on)
        self.notes.set_editable(on=on)
        self.timeline.set_editable(on=on)
        self.labelling.panel.set_editable(on=on)

    @staticmethod
    def _name_step(action: QAction, verb: str, caption: str) -> None:
        named = translate("Window", "{verb} “{caption}”").format(verb=verb, caption=caption)
        action.setText(named if caption else verb)
        action.setIconText(verb)
        action.setEnabled(bool(caption))

    def _show_analysis(self) -> None:
        self.strip.show_queue(self._analysis)
        is_there = self._analysis.is_busy or self._analysis.is_paused
        self.actions_by_id.enable(("stop", "pause_detection"), on=is_there)
        self.actions_by_id["pause_detection"].setChecked(self._analysis.is_paused)

    def _tell_busy(self, words: str) -> None:
        if words:
            self.statusBar().showMessage(words)
        elif self.statusBar().currentMessage() == self._busy_words:
            self.statusBar().clearMessage()
        self._busy_words = words

    def _name_player_keys(self) -> None:
        keys = {button: self.actions_by_id[action] for button, action in PLAYER_BUTTONS.items()}
        self.player.set_shortcuts({button: shown_keys(action) for button, action in keys.items()})

    def _show_why(self) -> None:
        self._bench.show_panel("Why")
        self.why_panel.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _redraw(self) -> None:
        self.desk.redraw()
        self.labelling.redraw()
        self.models.panel.redraw()
        self.notices.redraw()
        self.library.filters.redraw()


def _local_paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
