"""Acts on a project on a server: shown at once, stored behind one another, taken back if not."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from app.domain.conflicts import conflict_of
from app.domain.edits import Edit
from app.services.editing import NextActs, next_acts, store_upon
from app.services.ports import HistoryEntry, Progress
from app.ui.errands import Errands
from app.ui.open_video import OpenVideo
from app.ui.shown_project import ShownProject
from app.ui.storing import Errand, NotStored, Storing

T = TypeVar("T")


class ServerActs(QObject):
    """Does on a server what ``ProjectEditor`` does in a file, away from the window's thread.

    Args:
        document: Shows what is done.
        errands: Read what comes next.
    """

    def __init__(self, document: ShownProject, errands: Errands, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._errands = errands
        self.storing = Storing(self)
        self.storing.not_stored.connect(self._take_back)

    def do(self, video: OpenVideo, edit: Edit, caption: str) -> None:
        """Apply an edit to the open video's timeline, and let it be stored.

        Raises:
            EditRefused: it does not fit.
        """
        document, editor = self._document, self._document.editor
        if document.store is None or editor is None:
            return
        then = partial(self._note, video)
        self.storing.act(document.store, video.timeline, edit, caption, then)
        editor.expect(video.entry.id, caption)

    def do_upon_stored(self, video_id: str, edit: Edit, caption: str) -> None:
        """Apply an edit to what is stored on the server, and show it when it is stored, too."""
        store = self._document.store
        if store is None:
            return
        work = partial(store_upon, store, video_id, edit, caption)
        self.storing.put(Errand(work, partial(self._note_elsewhere, video_id), caption))

    def call(self, work: Callable[[], T]) -> T:
        """Return what some work with the project returns; see ``Storing.call``.

        Raises:
            StudioError: it could not be done.
        """
        return self.storing.call(work) if self._document.is_shared else work()

    def refresh(self) -> None:
        """Read again what undo and redo would turn, in a thread."""
        store = self._document.store
        if store is None:
            return

        def work(_progress: Progress, _cancel: threading.Event) -> NextActs:
            return next_acts(store)

        def take(found: NextActs) -> None:
            editor = self._document.editor
            # What is on its way comes before it.
            if editor is not None and self.storing.n_waiting == 0:
                editor.take_next(*found)
                self._document.stored.emit()

        self._errands.start("", work, take)

    # ------------------------------------------------------------ inside
    def _note(self, video: OpenVideo, entry: HistoryEntry) -> None:
        document = self._document
        if document.editor is None:
            return
        document.editor.note(entry)
        # What was read meanwhile may lack it.
        document.grow_old()
        document.shelf.recount([video.entry.id])
        document.stored.emit()
        if document.video is not None and document.video.timeline is not video.timeline:
            document.reload_if_open(video.entry.id)

    def _note_elsewhere(self, video_id: str, entry: HistoryEntry) -> None:
        document = self._document
        if document.editor is not None:
            document.editor.note(entry)
            document.history_changed.emit()
            document.reload_timeline(video_id)

    def _take_back(self, lost: NotStored) -> None:
        """Show again what is stored, and tell why."""
        document = self._document
        for timeline, changes in lost.changes:
            if document.video is not None and timeline is document.video.timeline:
                document.grow_old()
                document.timeline_changed.emit(changes)
                document.edit_refused.emit(changes)
        self.refresh()
        document.history_changed.emit()
        is_asked = conflict_of(lost.error) is not None
        if is_asked:
            document.show_problem(lost.error)
        if not is_asked or len(lost.captions) > 1:
            document.problem.emit(*lost.words)
