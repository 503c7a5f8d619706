"""Joins the library to a document: which rows it shows, and what its wishes do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QInputDialog, QMenu

from app.domain.library_search import (
    Listed,
    Order,
    arranged,
    assignees_in,
    found,
    searched,
    tags_in,
)
from app.domain.project import VideoEntry
from app.domain.video_state import VideoState, Work, review_counts, state_of
from app.services.projects import AddedVideos
from app.services.sheets import SheetChange, tidy_tags
from app.ui import told as sentences
from app.ui.analysis import AnalysisController, AnalysisState
from app.ui.dialogs.files import FileDialogs
from app.ui.document import Document
from app.ui.language import translate
from app.ui.library.acts import LibraryActs
from app.ui.library.filter_bar import Facets
from app.ui.library.item_model import LibraryRow
from app.ui.library.menus import (
    ASSIGN,
    EMPTY,
    NOT_EMPTY,
    TAG,
    Known,
    MenuHands,
    fill_menu,
    new_menu,
)
from app.ui.library.panel import LibraryPanel
from app.ui.library.runs_dialog import RunsDialog
from app.ui.library.thumbnails import Thumbnails
from app.ui.preferences import Preferences

SHOW_AFTER_MS = 10
# A burst of acts is counted once.
COUNT_AFTER_MS = 150
WORK_OF = {
    AnalysisState.IDLE: Work.IDLE,
    AnalysisState.WAITING: Work.WAITING,
    AnalysisState.WORKING: Work.WORKING,
    AnalysisState.STOPPING: Work.WORKING,
    AnalysisState.FAILED: Work.FAILED,
}


class LibraryDesk(QObject):
    """Keeps the panel true and does what is asked of it.

    Args:
        document: The open project.
        analysis: Says which videos are being analysed.
        panel: What is shown.
        thumbnails: Makes pictures of what is in view.
        preferences: Who sits here, and how the list is sorted.
        files: Asks for files.
    """

    def __init__(
        self,
        document: Document,
        analysis: AnalysisController,
        panel: LibraryPanel,
        thumbnails: Thumbnails,
        preferences: Preferences,
        files: FileDialogs,
    ) -> None:
        super().__init__(panel)
        self._document = document
        self._analysis = analysis
        self._panel = panel
        self._preferences = preferences
        self._files = files
        # What is shown of a video that has not changed is not made again: there may be thousands.
        self._listed: dict[str, Listed] = {}
        self._rows: dict[str, LibraryRow] = {}
        self._covered_of: Callable[[], Mapping[str, int]] = dict
        self._covered: Mapping[str, int] = {}
        self._less: dict[str, tuple[VideoEntry, int, VideoEntry]] = {}
        self._placeholders: dict[Path, LibraryRow] = {}
        # In a turn of the loop of its own, after what told of the change.
        self._soon = QTimer(self, singleShot=True, interval=SHOW_AFTER_MS)
        self._soon.timeout.connect(self.show_all)
        self._later = QTimer(self, singleShot=True, interval=COUNT_AFTER_MS)
        self._later.timeout.connect(self._show_covered)
        self.acts = LibraryActs(document, document.frames, self)
        self._restore_order()
        self._connect(thumbnails)
        self.show_all()

    def set_covered(self, covered_of: Callable[[], Mapping[str, int]]) -> None:
        """Take what tells how many suggestions of each video are annotated already.

        They are not asked about, so they do not wait.
        """
        self._covered_of = covered_of
        self._later.start()

    def _show_covered(self) -> None:
        if self._covered_of() != self._covered:
            self._soon.start()

    def renew_covered(self) -> None:
        """Count again soon: after an act, and after what follows from it."""
        self._later.start()

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Return what to call for the actions about the library."""
        return {
            "search_library": self._search,
            "next_video": partial(self.step, 1),
            "previous_video": partial(self.step, -1),
            "runs": self._show_open_runs,
            "find_missing": self.find_missing,
        }

    def step(self, direction: int) -> None:
        """Open the next (+1) or previous (-1) video of those listed, in their order."""
        if self._soon.isActive():
            self.show_all()  # a key may come before the list has had its turn
        ids = self._panel.model.ids
        if not ids:
            return
        wanted = self._document.wanted_video_id
        at = ids.index(wanted) + direction if wanted in ids else 0
        if 0 <= at < len(ids):
            self._document.open_video(ids[at])

    def toggle_empty(self) -> None:
        """Say that nothing is on the open video, or take that back."""
        video = self._document.video
        if video is None:
            self._document.told.emit(translate("Library", "Open a video first."))
            return
        is_empty = video.timeline.sheet.is_empty
        caption = NOT_EMPTY if is_empty else EMPTY
        self.acts.change_sheets([video.entry.id], SheetChange(is_empty=not is_empty), caption)

    def find_missing(self) -> None:
        """Ask for a folder and look there for every missing file."""
        folder = self._files.moved_folder(self._panel)
        if folder is not None:
            self.acts.find_below(folder)

    # ------------------------------------------------------------ showing
    def show_all(self) -> None:
        """Show every video that is looked for, as it is now."""
        self._soon.stop()
        listed = self._list()
        bar = self._panel.filters
        wanted = arranged(found(listed, bar.wanted), bar.order, is_reversed=bar.is_reversed)
        kept, self._rows = self._rows, {}
        rows = [self._row(one, kept.get(one.video.id)) for one in wanted]
        self._rows = {row.video.id: row for row in rows}
        expected = self._expected()
        self._panel.show_rows(rows + expected, len(listed) + len(expected))
        n_judged, n_all = review_counts(one.video for one in listed)
        self._panel.show_progress(n_judged, n_all, len(rows), len(listed))
        self._panel.show_missing(sum(one.video.is_missing for one in listed))

    def show_one(self, video_id: str) -> None:
        """Show what is new of one video; the order stays until the next time all are shown."""
        video = self._document.shelf.video(video_id)
        if video is not None:
            row = self._row(self._list_one(video, self._listed.get(video_id)))
            self._rows[video_id] = row
            self._panel.model.show_row(row)

    def _list(self) -> list[Listed]:
        kept, self._covered = self._listed, dict(self._covered_of())
        listed = [self._list_one(one, kept.get(one.id)) for one in self._document.videos]
        self._listed = {one.video.id: one for one in listed}
        return listed

    def _waiting(self, video: VideoEntry) -> VideoEntry:
        """Return a video without what is annotated already; the same again for the same."""
        n = min(self._covered.get(video.id, 0), video.n_pending)
        if not n:
            return video
        known = self._less.get(video.id)
        if known is None or known[0] is not video or known[1] != n:
            known = (video, n, replace(video, n_pending=video.n_pending - n))
            self._less[video.id] = known
        return known[2]

    def _list_one(self, entry: VideoEntry, before: Listed | None) -> Listed:
        video = self._waiting(entry)
        state = self._state(video)
        if before is None or before.video is not video:
            return Listed(video, state, searched(video))
        return before if before.state is state else Listed(video, state, before.searched)

    def _row(self, one: Listed, before: LibraryRow | None = None) -> LibraryRow:
        video, state = one.video, one.state
        is_running = state is VideoState.ANALYSING
        is_open = video.id == self._document.wanted_video_id
        if before is not None and not is_running:
            same = (before.video is video, before.state is state, before.is_open == is_open)
            if all(same):
                return before
        return LibraryRow(
            video,
            state,
            self._analysis.share(video.id) if is_running else None,
            is_stopping=is_running and self._analysis.is_stopping,
            is_open=is_open,
        )

    def _expected(self) -> list[LibraryRow]:
        """Return rows for files that are still to be looked at; a filter knows nothing of them."""
        intake, bar = self._document.intake, self._panel.filters
        if not intake.expected or not bar.wanted.is_all:
            return []
        if not self._placeholders.keys() >= intake.expected.keys():
            self._placeholders = {path: _placeholder(path) for path in intake.expected}
        return [self._placeholders[path] for path in intake.expected]

    def _state(self, video: VideoEntry) -> VideoState:
        return state_of(video, WORK_OF[self._analysis.state(video.id)])

    def _facets(self) -> Facets:
        counts: dict[VideoState, int] = {}
        for one in self._list():
            counts[one.state] = counts.get(one.state, 0) + 1
        videos = self._document.videos
        n_missing = sum(video.is_missing for video in videos)
        return Facets(
            counts, tags_in(videos), assignees_in(videos), self._preferences.person, n_missing
        )

    def _show_progress(self) -> None:
        if self._analysis.current is not None:
            self.show_one(self._analysis.current.id)

    def _show_adding(self) -> None:
        intake = self._document.intake
        self._panel.show_adding(*intake.counts, is_adding=intake.is_adding)
        self._soon.start()

    # ------------------------------------------------------------ adding
    def _open_first(self, videos: Sequence[VideoEntry]) -> None:
        if not self._document.wanted_video_id:
            self._document.open_video(videos[0].id)

    def _tell_added(self, result: AddedVideos) -> None:
        self._document.shelf.read_again()
        for error in sentences.few_of(result.refused):
            self._document.show_problem(error)
        if words := sentences.added_words(result):
            self._document.told.emit(words)
        if result.added:
            self._open_first(result.added)

    def _tell_stopped(self, n_done: int, n_all: int) -> None:
        self._document.told.emit(sentences.stopped_words(n_done, n_all))

    # ------------------------------------------------------------ the menu
    def menu_of(self, video_ids: Sequence[str]) -> QMenu:
        """Return the menu of some videos."""
        menu = new_menu(self._panel, is_editable=not self._document.read_only_reason)
        videos = [video for one in video_ids if (video := self._document.shelf.video(one))]
        everybody = self._document.videos
        known = Known(assignees_in(everybody), tags_in(everybody), self._preferences.person)
        if videos:
            fill_menu(menu, videos, known, self._hands([video.id for video in videos]))
        return menu

    def _show_menu(self, video_ids: Sequence[str], at: QPoint) -> None:
        menu = self.menu_of(video_ids)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _hands(self, ids: list[str]) -> MenuHands:
        return MenuHands(
            open=partial(self._document.open_video, ids[0]),
            detect=partial(self._analysis.start, ids),
            change=partial(self.acts.change_sheets, ids),
            ask_name=partial(self._ask_name, ids),
            ask_tag=partial(self._ask_tag, ids),
            show_runs=partial(self.show_runs, ids[0]),
            find_file=partial(self._find_file, ids[0]),
            find_folder=self.find_missing,
            remove=partial(self.acts.remove, ids),
        )

    def show_runs(self, video_id: str) -> None:
        """Show the runs over a video."""
        video = self._document.shelf.video(video_id)
        if video is None:
            return
        is_editable = not self._document.read_only_reason
        dialog = RunsDialog(video, self.acts, self._panel.window(), is_editable=is_editable)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show_open_runs(self) -> None:
        if self._document.wanted_video_id:
            self.show_runs(self._document.wanted_video_id)
        else:
            self._document.told.emit(translate("Library", "Open a video first."))

    def _find_file(self, video_id: str) -> None:
        video = self._document.shelf.video(video_id)
        file = self._files.moved_file(self._panel, video.name) if video else None
        if file is not None:
            self.acts.find_file(video_id, file)

    # ------------------------------------------------------------ questions
    def _ask_name(self, ids: list[str]) -> None:
        def take(name: str) -> None:
            if tidy := name.strip():
                self.acts.change_sheets(ids, SheetChange(assignee=tidy), f"{ASSIGN} {tidy}")

        self._ask(translate("Library", "Assign to"), translate("Library", "Name:"), "", take)

    def _ask_tag(self, ids: list[str]) -> None:
        def take(text: str) -> None:
            for tag in tidy_tags(text.split(",")):
                self.acts.change_sheets(ids, SheetChange(add_tag=tag), f"{TAG} {tag}")

        self._ask(translate("Library", "New tag"), translate("Library", "Tag:"), "", take)

    def _ask_me(self) -> None:
        def take(name: str) -> None:
            self._preferences.person = name.strip()
            self.show_all()

        title, field = translate("Library", "My name"), translate("Library", "Name:")
        self._ask(title, field, self._preferences.person, take)

    def _ask(self, title: str, field: str, text: str, take: Callable[[str], None]) -> None:
        dialog = QInputDialog(self._panel.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(field)
        dialog.setTextValue(text)
        dialog.textValueSelected.connect(take)
        dialog.open()

    # ------------------------------------------------------------ joining
    def _connect(self, thumbnails: Thumbnails) -> None:
        document, panel = self._document, self._panel
        for signal in (document.videos_changed, document.video_opened, document.video_closed):
            signal.connect(self._soon.start)
        document.intake.changed.connect(self._show_adding)
        document.intake.arrived.connect(self._open_first)
        document.intake.ended.connect(self._tell_added)
        document.intake.stopped.connect(self._tell_stopped)
        self._analysis.states_changed.connect(self._soon.start)
        self._analysis.progressed.connect(self._show_progress)
        panel.video_chosen.connect(document.open_video)
        panel.menu_asked.connect(self._show_menu)
        panel.pictures_wanted.connect(thumbnails.want)
        panel.find_asked.connect(self.find_missing)
        panel.stop_asked.connect(document.intake.stop)
        panel.filters.set_facets(self._facets)
        panel.filters.changed.connect(self._arrange)
        panel.filters.name_asked.connect(self._ask_me)
        thumbnails.made.connect(panel.show_picture)

    def _arrange(self) -> None:
        bar = self._panel.filters
        self._preferences.library_order = f"{bar.order.value}{' reversed' * bar.is_reversed}"
        self.show_all()

    def _restore_order(self) -> None:
        name, _, way = self._preferences.library_order.partition(" ")
        if name in {order.value for order in Order}:
            self._panel.filters.set_order(Order(name), is_reversed=way == "reversed")

    def _search(self) -> None:
        self._panel.filters.go_in()


def _placeholder(path: Path) -> LibraryRow:
    return LibraryRow(VideoEntry("", path.absolute(), "", 0.0, 0.0, 0, 0), None)
