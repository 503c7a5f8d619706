"""Undoing and redoing: here, or away from the window where that takes long."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject

from app.domain.errors import StudioError
from app.domain.timeline import Changes, Timeline
from app.services.editing import ProjectEditor, Turned
from app.services.ports import Progress, ProjectStore
from app.ui.errands import Errands
from app.ui.shown_project import ShownProject
from app.ui.storing import Errand
from app.ui.told import turned_words, turning_words

Walk = Callable[[ProjectEditor, Timeline | None], Turned | None]
Far = tuple[Turned, dict[str, Changes]] | None


class Turns(QObject):
    """Turns acts of a document, on a server behind what is being stored.

    In a file they are turned here and now. Acts on several videos, on very many segments, or very
    many acts are turned in a thread, in one transaction; until that is over nothing else is done.

    Args:
        document: Shows what came of it.
        errands: Run threads, and tell what fails.
        parent: Owns it.
    """

    def __init__(self, document: ShownProject, errands: Errands, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._errands = errands
        self._held: ProjectEditor | None = None
        self._touched_elsewhere: tuple[str, Changes] | None = None

    def step(self, *, is_back: bool) -> Changes:
        """Undo or redo what comes next; see ``Document.undo``."""
        editor = self._document.editor
        act = None if editor is None else editor.undo_act if is_back else editor.redo_act
        is_far = act is not None and (act.is_on_videos or act.is_long)
        return self._turn(partial(_step, is_back=is_back), lambda _store: is_far)

    def go_to(self, act_id: int) -> Changes:
        """Undo or redo up to the moment after an act."""
        walk = partial(_go_to, act_id=act_id)
        return self._turn(walk, lambda store: store.is_far(act_id))

    def forget(self) -> None:
        """Forget what was touched on a video on its way to the screen."""
        self._touched_elsewhere = None

    def tell_stepped(self) -> None:
        """Tell what was touched, now that its video is on the screen."""
        video = self._document.video
        if self._touched_elsewhere is None or video is None:
            return
        video_id, changes = self._touched_elsewhere
        self._touched_elsewhere = None
        if video_id == video.entry.id:
            self._document.stepped.emit(changes)

    # ------------------------------------------------------------ inside
    def _turn(self, walk: Walk, is_far: Callable[[ProjectStore], bool]) -> Changes:
        editor, store = self._document.editor, self._document.store
        if editor is None or store is None:
            return Changes()
        if self._document.is_shared:
            self._turn_on_server(store, walk)
            return Changes()
        shown = self._document.video.timeline if self._document.video else None
        try:
            if is_far(store):
                self._turn_in_thread(editor, store, walk)
                return Changes()
            turned = walk(editor, shown)
        except StudioError as error:
            self._document.tell_not_turned(error)
            return Changes()
        return Changes() if turned is None else self._show(turned)

    # ------------------------------------------------------------ far ways
    def _turn_in_thread(self, editor: ProjectEditor, store: ProjectStore, walk: Walk) -> None:
        editor.hold()
        self._held = editor

        def work(_progress: Progress, _cancel: threading.Event) -> Far:
            # One of its own: the window's is the window's thread's.
            turned = walk(ProjectEditor(store), None)
            return None if turned is None else (turned, turned.touched_last)

        self._errands.start(turning_words(), work, self._show_far).ended.connect(self._end)

    def _show_far(self, found: Far) -> None:
        if found is not None:
            self._release()
            self._document.take_stored()
            self._arrive(*found)

    def _end(self) -> None:
        # Still held where nothing was shown: it failed, or the project was closed.
        if self._held is not None:
            self._release()
            self._document.history_changed.emit()

    def _release(self) -> None:
        if self._held is not None:
            self._held.release()
            self._held = None

    # ------------------------------------------------------------ on a server
    def _turn_on_server(self, store: ProjectStore, walk: Walk) -> None:
        def work() -> tuple[Turned | None, ProjectEditor]:
            own = ProjectEditor(store, reads=False)
            turned = walk(own, None)
            if turned is None:
                own.refresh()
            return turned, own

        self._document.storing.put(Errand(work, self._take, is_turn=True))

    def _take(self, found: tuple[Turned | None, ProjectEditor]) -> None:
        turned, own = found
        if self._document.editor is not None:
            self._document.editor.take_next(own.undo_act, own.redo_act)
        if turned is None:
            self._document.history_changed.emit()
            return
        try:
            self._document.apply_here(turned.edits)
        except StudioError:
            # The screen was old.
            self._document.take_stored()
        mine = self._show(turned)
        if mine != Changes():
            self._document.stepped.emit(mine)

    # ------------------------------------------------------------ what came of it
    def _show(self, turned: Turned) -> Changes:
        """Show what was turned; return what it touched on the open video."""
        self._document.follow(turned)
        open_id = self._document.video.entry.id if self._document.video else ""
        if turned.last.video_id == open_id:
            return turned.changes.get(open_id, Changes())
        self._arrive(turned, turned.changes)
        return Changes() if turned.last.video_id else turned.changes.get(open_id, Changes())

    def _arrive(self, turned: Turned, touched: Mapping[str, Changes]) -> None:
        """Say what was turned last, and go where it is."""
        last_id = turned.last.video_id
        self._document.told.emit(turned_words(turned, self._document.shelf.videos))
        changes = touched.get(last_id, Changes(sheet=True))
        # What was said of a whole video shows in the library; nothing on its lanes has changed.
        if changes != Changes(sheet=True):
            self._touched_elsewhere = (last_id, changes)
            self._document.open_video(last_id)


def _step(editor: ProjectEditor, shown: Timeline | None, *, is_back: bool) -> Turned | None:
    return editor.undo(shown) if is_back else editor.redo(shown)


def _go_to(editor: ProjectEditor, shown: Timeline | None, *, act_id: int) -> Turned | None:
    return editor.go_to(act_id, shown)
