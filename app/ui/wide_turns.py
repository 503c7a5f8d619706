"""Undoing and redoing away from the window what is on several videos, or on very many segments."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.services.editing import ProjectEditor, Turned
from app.services.ports import Progress, ProjectStore
from app.ui.errands import Errands
from app.ui.told import turned_words


class WideTurns:
    """Turns such acts in a thread.

    Args:
        errands: Run the thread, and tell what fails.
        take: Called when it is stored.
        tell: Called with a sentence about it.
    """

    def __init__(
        self,
        errands: Errands,
        take: Callable[[], object],
        tell: Callable[[str], object],
    ) -> None:
        self._errands = errands
        self._take, self._tell = take, tell

    def take(self, editor: ProjectEditor, store: ProjectStore | None, *, is_back: bool) -> bool:
        """Undo (``is_back``) or redo what comes next if it is such an act; say if it is."""
        act = editor.undo_act if is_back else editor.redo_act
        if act is None or store is None or not (act.is_on_videos or act.is_long):
            return False

        def work(_progress: Progress, _cancel: threading.Event) -> Turned | None:
            # One of its own: the window's is the window's thread's.
            own = ProjectEditor(store)
            return own.undo() if is_back else own.redo()

        self._errands.start("", work, self._show)
        return True

    def _show(self, turned: Turned | None) -> None:
        if turned is not None:
            self._take()
            self._tell(turned_words(turned, ()))
