"""Everything in the window about projects on a server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QMainWindow

from app.domain.conflicts import Conflict
from app.domain.edits import Edit
from app.domain.places import server_url
from app.services.ports import JobQueue, Progress, QueueCounts
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import translate
from app.ui.preferences import Preferences
from app.ui.storing import StoringLabel
from app.ui.together.address import AddressDialog
from app.ui.together.merge import MergeDialog
from app.ui.together.watch import ColleagueWatch

N_REMEMBERED = 8


class TogetherDesk(QObject):
    """Opens projects on servers, settles conflicts, fills the queue.

    Args:
        document: The open project.
        preferences: Remember addresses, which have no password in them.
        window: Parent of the dialogs.
    """

    def __init__(self, document: Document, preferences: Preferences, window: QMainWindow) -> None:
        super().__init__(window)
        self._document = document
        self._preferences = preferences
        self._window = window
        self._errands = Errands(self)
        self._errands.failed.connect(document.show_problem)
        self.watch = ColleagueWatch(document, self)
        self.dialog: MergeDialog | AddressDialog | None = None
        document.conflicted.connect(self._ask)
        document.about_to_close.connect(self._errands.call_off)
        self.words = StoringLabel(document.storing)
        window.statusBar().addPermanentWidget(self.words)
        self._is_leaving = False
        document.storing.not_stored.connect(self._stay)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let the window close only when everything is stored; what was not is to be read."""
        if watched is self._window and event.type() == QEvent.Type.Close:
            self._document.finishing.emit()
            if self._document.storing.n_waiting:
                event.ignore()
                if not self._is_leaving:
                    self._is_leaving = True
                    self._document.storing.then(self._leave)
                return True
        return super().eventFilter(watched, event)

    def _leave(self) -> None:
        if self._is_leaving:
            self._is_leaving = False
            self._window.close()

    def _stay(self, _lost: object) -> None:
        self._is_leaving = False

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Return what to call for each action of this room."""
        return {"open_server": self._ask_address, "enqueue": self._enqueue}

    def _ask_address(self) -> None:
        dialog = AddressDialog(self._preferences.servers, self._window)
        dialog.chosen.connect(self._open)
        self.dialog = dialog
        dialog.open()

    def _open(self, place: Path) -> None:
        address = server_url(place)
        older = [one for one in self._preferences.servers if one != address]
        self._preferences.servers = (address, *older[: N_REMEMBERED - 1])
        self._document.open(place)

    def _ask(self, conflict: Conflict) -> None:
        # What is on the screen is old.
        self._document.reload_timeline(conflict.video_id)
        dialog = MergeDialog(conflict, self._document.shelf, self._window)
        dialog.settled.connect(lambda edit: self._settle(conflict, edit))
        self.dialog = dialog
        dialog.open()

    def _settle(self, conflict: Conflict, edit: Edit | None) -> None:
        if edit is None:
            self._document.told.emit(translate("Together", "Theirs stays."))
        else:
            # What is on the screen may still be old.
            self._document.on_server.do_upon_stored(conflict.video_id, edit, conflict.caption)

    def _enqueue(self) -> None:
        store = self._document.store
        queue = store.queue if store else None
        if queue is None:
            self._document.problem.emit(
                translate("Together", "Only a project on a server has a queue."),
                translate("Together", "Here “Detect in all” analyses on this computer."),
            )
            return
        wanted = [one.id for one in self._document.videos if one.last_run_id is None]

        def work(_progress: Progress, _cancel: threading.Event) -> tuple[int, QueueCounts]:
            return _filled(queue, wanted)

        words = translate("Together", "Filling the queue")
        self._errands.start(words, work, self._tell_queue)

    def _tell_queue(self, found: tuple[int, QueueCounts]) -> None:
        n_new, counts = found
        told = translate(
            "Together",
            "In the queue: {new} new, {waiting} waiting, {taken} being analysed, {failed} failed.",
        )
        self._document.told.emit(
            told.format(
                new=n_new, waiting=counts.n_waiting, taken=counts.n_taken, failed=counts.n_failed
            )
        )


def _filled(queue: JobQueue, video_ids: list[str]) -> tuple[int, QueueCounts]:
    return queue.put(video_ids), queue.counts()
