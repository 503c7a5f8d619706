"""Undoing and redoing: in the window's thread, or beside it where that would hold the window."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.timeline import Changes, Timeline
from app.services.editing import ProjectEditor, Turned
from app.services.ports import Progress, ProjectStore
from app.ui.errands import Errands
from app.ui.told import turning_words

Walk = Callable[[ProjectEditor], Turned | None]
Shown = tuple[Turned, dict[str, Changes]] | None


class Turning(QObject):
    """Walks the history of one project.

    Acts on several videos, on very many segments, or very many acts are walked in a thread, in one
    transaction; until that is over nothing else can be done.

    Args:
        errands: Run the thread, and tell what fails.
        parent: Owns it.

    Signals:
        turned: ``Turned`` by a thread, and what of it was touched last; it is stored.
        missed: Nothing came of what a thread did.
    """

    turned = Signal(object, object)
    missed = Signal()

    def __init__(self, errands: Errands, parent: QObject) -> None:
        super().__init__(parent)
        self._errands = errands
        self._held: ProjectEditor | None = None

    def step(
        self, editor: ProjectEditor, store: ProjectStore, shown: Timeline | None, *, is_back: bool
    ) -> Turned | None:
        """Undo (``is_back``) or redo the next act; None when there is none, or in a thread.

        Raises:
            StudioError: see ``ProjectEditor.undo``.
        """
        act = editor.undo_act if is_back else editor.redo_act
        walk = ProjectEditor.undo if is_back else ProjectEditor.redo
        if act is None or not (act.is_on_videos or act.is_long):
            return walk(editor, shown)
        self._start(editor, store, walk)
        return None

    def go_to(
        self, editor: ProjectEditor, store: ProjectStore, shown: Timeline | None, *, act_id: int
    ) -> Turned | None:
        """Turn all up to the moment after an act; see ``step``."""
        if not store.is_far(act_id):
            return editor.go_to(act_id, shown)
        self._start(editor, store, lambda own: own.go_to(act_id))
        return None

    def _start(self, editor: ProjectEditor, store: ProjectStore, walk: Walk) -> None:
        editor.hold()
        self._held = editor

        def work(_progress: Progress, _cancel: threading.Event) -> Shown:
            # One of its own: the window's is the window's thread's.
            turned = walk(ProjectEditor(store))
            return None if turned is None else (turned, turned.touched_last)

        self._errands.start(turning_words(), work, self._show).ended.connect(self._end)

    def _show(self, shown: Shown) -> None:
        if shown is not None:
            self._release()
            self.turned.emit(*shown)

    def _end(self) -> None:
        # Still held where nothing was shown: it failed, or the project was closed.
        if self._held is not None:
            self._release()
            self.missed.emit()

    def _release(self) -> None:
        if self._held is not None:
            self._held.release()
            self._held = None
