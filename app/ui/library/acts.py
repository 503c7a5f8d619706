"""What a person does with whole videos: notes on several at once, removing, runs, moved files."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.errors import EditRefused, StudioError
from app.domain.project import RunSummary
from app.services.editing import ProjectEditor, Turned
from app.services.ports import DeletedRuns, FrameSource, Progress, ProjectStore
from app.services.relinking import Relinked, relink_file, relink_folder
from app.services.sheets import SheetChange, SheetsChanged, change_sheets, sheet_edit
from app.ui import told as sentences
from app.ui.captions import caption_words
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import PLURAL, translate
from app.ui.library.words import video_words

NOTHING = SheetsChanged({}, 0, ())


class LibraryActs(QObject):
    """Acts on the videos of a document, open or not.

    Args:
        document: The project.
        frames: Tells files by their content.
    """

    def __init__(self, document: Document, frames: FrameSource, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._frames = frames
        self._errands = Errands(self)
        self._errands.failed.connect(document.show_problem)
        self._errands.busy_changed.connect(document.busy_changed)
        document.about_to_close.connect(self._errands.call_off)

    @property
    def is_busy(self) -> bool:
        """Whether something is being looked for or written."""
        return self._errands.is_busy

    # ------------------------------------------------------------ sheets
    def change_sheets(self, video_ids: Sequence[str], change: SheetChange, caption: str) -> None:
        """Change what is noted of videos, in one act that the toast takes back."""
        store = self._store()
        if store is None or not video_ids:
            return
        # The open video alone changes here and now: its timeline may be edited meanwhile.
        open_id = self._document.video.entry.id if self._document.video else ""
        if list(video_ids) == [open_id]:
            self._tell_changed(caption, self._change_open(store, change, caption))
            return

        def work(_progress: Progress, _cancel: threading.Event) -> SheetsChanged:
            return change_sheets(store, video_ids, change, caption)

        self._errands.start("", work, partial(self._take_sheets, caption))

    def _change_open(self, store: ProjectStore, change: SheetChange, caption: str) -> SheetsChanged:
        video = self._document.video
        if video is None:
            return NOTHING
        try:
            edit = sheet_edit(video.timeline, change)
        except EditRefused:
            return SheetsChanged({}, 0, (video.entry.id,))
        if edit is None or not self._document.do(edit, caption):
            return NOTHING
        # On a server it has no number yet.
        act = None if self._document.is_shared else store.next_act(is_undone=True)
        return SheetsChanged({video.entry.id: edit}, act.id if act else 0, ())

    def _take_sheets(self, caption: str, done: SheetsChanged) -> None:
        if done.edits:
            self._document.take_acts(done.edits)
        self._tell_changed(caption, done)

    def _tell_changed(self, caption: str, done: SheetsChanged) -> None:
        if done.refused:
            self._tell_refused(done.refused)
        if not done.edits:
            return
        words = caption_words(caption)
        if len(done.edits) > 1:
            words = translate("Library", "{caption}: {videos}").format(
                caption=words, videos=video_words(len(done.edits))
            )
        self._document.undoable.emit(words, partial(self._take_back, done.act))

    def _take_back(self, act: int) -> None:
        """Undo an act and all behind it, in a thread: it may be on a thousand videos."""
        store = self._store()
        if store is None:
            return
        if not act:
            self._document.undo()
            return

        def work(_progress: Progress, _cancel: threading.Event) -> Turned | None:
            return ProjectEditor(store).go_to(act - 1)

        self._errands.start("", work, self._show_taken_back)

    def _show_taken_back(self, turned: Turned | None) -> None:
        if turned is not None:
            self._document.take_acts(turned.edits)

    def _tell_refused(self, video_ids: Sequence[str]) -> None:
        video = self._document.shelf.video(video_ids[0])
        if len(video_ids) == 1 and video is not None:
            told = translate("Library", "There are annotations on {name}, so it is not empty.")
            told = told.format(name=video.name)
        else:
            n = len(video_ids)
            told = translate("Library", "%n videos with annotations are not empty.", "", PLURAL, n)
        self._document.problem.emit(told, translate("Library", "Delete the annotations first."))

    # ------------------------------------------------------------ removing
    def remove(self, video_ids: Sequence[str]) -> None:
        """Take videos out of the project; their files stay, and they can come back."""
        names = [video.name for one in video_ids if (video := self._document.shelf.video(one))]

        def change(store: ProjectStore) -> None:
            for video_id in video_ids:
                store.remove_video(video_id)

        if not names or not self._change(change):
            return
        if self._document.wanted_video_id in video_ids:
            self._document.close_video()
        for video_id in video_ids:
            self._document.shelf.drop(video_id)
        told = translate("Window", "{name} left the project.").format(name=names[0])
        if len(names) > 1:
            told = translate("Library", "%n videos left the project.", "", PLURAL, len(names))
        self._document.undoable.emit(told, partial(self._restore, video_ids))

    def _restore(self, video_ids: Sequence[str]) -> None:
        def change(store: ProjectStore) -> None:
            for video_id in video_ids:
                store.restore_video(video_id)

        if self._change(change):
            self._document.shelf.read_again(partial(self._document.open_video, video_ids[0]))

    # ------------------------------------------------------------ runs
    def runs_of(self, video_id: str) -> list[RunSummary]:
        """Return the runs over a video, newest first; none when they cannot be read."""
        store = self._document.store
        if store is None:
            return []
        try:
            return self._document.on_server.call(partial(store.runs_of, video_id))
        except StudioError as error:
            self._document.show_problem(error)
            return []

    def show_run(self, video_id: str, run_id: str) -> bool:
        """Put another run's suggestions on a video's timeline; say whether that was done."""
        is_done = self._change(lambda store: store.show_run(video_id, run_id))
        if is_done:
            self._document.reload_timeline(video_id)
        return is_done

    def delete_runs(self, run_ids: Sequence[str], then: Callable[[], object]) -> None:
        """Delete runs nobody worked on; the toast brings them back."""
        gone: list[DeletedRuns] = []
        if not self._change(lambda store: gone.append(store.delete_runs(run_ids))):
            return
        deleted = gone[0]
        then()
        n = deleted.n_runs
        told = translate("Library", "%n runs were deleted.", "", PLURAL, n)
        if n == 1:
            told = translate("Library", "1 run was deleted.")
        if n:
            self._document.undoable.emit(told, partial(self._bring_back, deleted, then))

    def _bring_back(self, deleted: DeletedRuns, then: Callable[[], object]) -> None:
        if self._change(lambda store: store.restore_runs(deleted)):
            then()

    # ------------------------------------------------------------ moved files
    def find_file(self, video_id: str, file: Path) -> None:
        """Take a file for a video if it is the one, then look beside it for the other missing."""
        store, video = self._store(), self._document.shelf.video(video_id)
        if store is None or video is None:
            return

        def work(progress: Progress, cancel: threading.Event) -> Relinked:
            found = relink_file(store, self._frames, video, file)
            beside = relink_folder(
                store, self._frames, file.parent, progress=progress, cancel=cancel
            )
            return Relinked(found | beside.found, beside.n_missing)

        self._find(work)

    def find_below(self, folder: Path) -> None:
        """Look for every missing file below a folder, by content."""
        store = self._store()
        if store is None:
            return

        def work(progress: Progress, cancel: threading.Event) -> Relinked:
            return relink_folder(store, self._frames, folder, progress=progress, cancel=cancel)

        self._find(work)

    def _find(self, work: Callable[[Progress, threading.Event], Relinked]) -> None:
        words = translate("Library", "Looking for missing files…")
        self._errands.start(words, work, self._take_found)

    def _take_found(self, done: Relinked) -> None:
        self._document.shelf.read_again(partial(self._open_found, done))
        if done.found:
            self._document.told.emit(sentences.found_words(len(done.found), done.n_missing))
        else:
            self._document.problem.emit(
                translate("Library", "None of the missing files is in this folder."),
                translate("Library", "Files are told by their content; choose another folder."),
            )

    def _open_found(self, done: Relinked) -> None:
        if not self._document.wanted_video_id and done.found:
            self._document.open_video(next(iter(done.found)))

    # ------------------------------------------------------------ inside
    def _store(self) -> ProjectStore | None:
        """Return the project if it may be changed."""
        return None if self._document.read_only_reason else self._document.store

    def _change(self, change: Callable[[ProjectStore], object]) -> bool:
        """Change the project beside its history; on a refusal nothing changes and it is told."""
        store = self._document.store
        if store is None:
            return False
        try:
            self._document.on_server.call(partial(change, store))
        except StudioError as error:
            self._document.show_problem(error)
            return False
        self._document.take_acts({})
        return True
