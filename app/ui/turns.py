"""Undoing and redoing: here, or away from the window where that takes long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from app.domain.errors import StudioError
from app.domain.timeline import Changes
from app.services.editing import ProjectEditor, Turned
from app.services.ports import Progress
from app.ui.errands import Errands
from app.ui.shown_project import ShownProject
from app.ui.storing import Errand, Storing
from app.ui.told import turned_words

Step = Callable[[ProjectEditor], Turned | None]


class Turns:
    """Turns acts of a document, on a server behind what is being stored.

    In a file they are turned here and now, unless they are on several videos or very long.

    Args:
        document: Shows what came of it.
        errands: Run threads, and tell what fails.
        storing: Stores acts on a server.
    """

    def __init__(self, document: ShownProject, errands: Errands, storing: Storing) -> None:
        self._document = document
        self._errands = errands
        self._storing = storing
        self._touched_elsewhere: tuple[str, Changes] | None = None

    def step(self, *, is_back: bool) -> Changes:
        """Undo or redo what comes next; see ``Document.undo``."""
        editor, store = self._document.editor, self._document.store
        if editor is None or store is None:
            return Changes()
        act = editor.undo_act if is_back else editor.redo_act
        if self._document.is_shared:
            self._turn_on_server(partial(_step, is_back=is_back))
            return Changes()
        if act is None or not (act.is_on_videos or act.is_long):
            shown = self._document.video.timeline if self._document.video else None
            return self._walk(partial(editor.undo if is_back else editor.redo, shown))

        def work(_progress: Progress, _cancel: threading.Event) -> Turned | None:
            # One of its own: the window's is the window's thread's.
            return _step(ProjectEditor(store), is_back=is_back)

        self._errands.start("", work, self._show_wide)
        return Changes()

    def go_to(self, act_id: int) -> Changes:
        """Undo or redo up to the moment after an act."""
        editor = self._document.editor
        if editor is None:
            return Changes()
        if self._document.is_shared:
            self._turn_on_server(lambda own: own.go_to(act_id))
            return Changes()
        shown = self._document.video.timeline if self._document.video else None
        return self._walk(partial(editor.go_to, act_id, shown))

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
    def _walk(self, step: Callable[[], Turned | None]) -> Changes:
        try:
            turned = step()
        except StudioError as error:
            self._document.tell_not_turned(error)
            return Changes()
        return Changes() if turned is None else self._show(turned)

    def _turn_on_server(self, step: Step) -> None:
        store = self._document.store
        if store is None:
            return

        def work() -> tuple[Turned | None, ProjectEditor]:
            own = ProjectEditor(store, reads=False)
            turned = step(own)
            if turned is None:
                own.refresh()
            return turned, own

        self._storing.put(Errand(work, self._take, is_turn=True))

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

    def _show_wide(self, turned: Turned | None) -> None:
        if turned is not None:
            self._document.take_stored()
            self._document.told.emit(turned_words(turned, ()))

    def _show(self, turned: Turned) -> Changes:
        """Show what was turned; return what it touched on the open video."""
        document = self._document
        document.follow(turned)
        open_id = document.video.entry.id if document.video else ""
        mine = turned.changes.get(open_id, Changes())
        last = turned.last
        if not last.video_id:
            document.told.emit(turned_words(turned, document.shelf.videos))
        if last.video_id in {"", open_id}:
            return mine
        document.told.emit(turned_words(turned, document.shelf.videos))
        elsewhere = turned.changes[last.video_id]
        # What was said of a whole video shows in the library; nothing on its lanes has changed.
        if elsewhere != Changes(sheet=True):
            self._touched_elsewhere = (last.video_id, elsewhere)
            document.open_video(last.video_id)
        return Changes()


def _step(editor: ProjectEditor, *, is_back: bool) -> Turned | None:
    return editor.undo() if is_back else editor.redo()
