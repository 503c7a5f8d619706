"""Asks the server again and again what others have done, and renews what is shown."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QTimer

from app.domain.errors import StudioError
from app.services.ports import Colleagues, News, Progress
from app.tasks.runner import Work
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import translate

# One row is read; a colleague's act is there before one would say so.
ASKS_EVERY_MS = 1000


class ColleagueWatch(QObject):
    """Keeps the open project as it is on its server; does nothing for a file.

    Args:
        document: The open project.
        parent: Owner.
    """

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        self._errands = Errands(self)
        self._revision = 0
        self._is_lost = False
        self._timer = QTimer(self, singleShot=True, interval=ASKS_EVERY_MS)
        self._timer.timeout.connect(self.ask)
        document.project_changed.connect(self._take_project)
        document.about_to_close.connect(self._leave)

    def ask(self) -> None:
        """Ask once, in a thread; the next time follows by itself."""
        store = self._document.store
        colleagues = store.colleagues if store else None
        if colleagues is None:
            return
        self._errands.start("", _asking(colleagues, self._revision), self._take)

    def _take_project(self) -> None:
        store = self._document.store
        if store is not None and store.colleagues is not None:
            self._revision, self._is_lost = store.colleagues.begin, False
            self._timer.start()

    def _leave(self) -> None:
        self._timer.stop()
        self._errands.call_off()

    def _take(self, found: News | StudioError) -> None:
        self._timer.start()
        if isinstance(found, StudioError):
            # Once is news; every second is noise.
            if not self._is_lost:
                self._document.show_problem(found)
            self._is_lost = True
            return
        if self._is_lost:
            self._document.told.emit(translate("Together", "The server is there again."))
        self._is_lost = False
        self._revision = found.revision
        if found.is_new:
            shown = self._document.wanted_video_id
            # Another window of the same person may have acted: what comes next is read again.
            self._document.take_acts({})
            self._document.reload_timeline(shown if shown in found.video_ids else "")


def _asking(colleagues: Colleagues, since: int) -> Work:
    def work(_progress: Progress, _cancel: threading.Event) -> News | StudioError:
        try:
            return colleagues.news(since)
        except StudioError as error:
            return error

    return work
