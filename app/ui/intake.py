"""Brings files into the project in the background; the list shows them as they come."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.project import VideoEntry
from app.services.ports import Progress, ProjectStore
from app.services.projects import AddedVideos, ProjectService
from app.tasks.runner import Task
from app.ui.errands import Errands
from app.ui.language import translate
from app.ui.shelf import Shelf

# Rows come in handfuls: a list of a thousand is arranged anew for each.
HANDFUL_EVERY_MS = 150


class Intake(QObject):
    """Adds files and folders, one request after the other.

    Signals:
        changed: How far it is, or which files are still to be looked at.
        arrived: New entries, a tuple; the shelf has them.
        ended: ``AddedVideos`` of a request that came to its end.
        stopped: How many files of a request had been looked at when it was stopped, of how many.

    Attributes:
        expected: New files that are still to be looked at, in order.
    """

    changed = Signal()
    arrived = Signal(object)
    ended = Signal(object)
    stopped = Signal(int, int)

    def __init__(
        self, projects: ProjectService, errands: Errands, shelf: Shelf, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._projects = projects
        self._errands = errands
        self._shelf = shelf
        self._requests: list[tuple[ProjectStore, Sequence[Path]]] = []
        self._task: Task | None = None
        self._number = 0
        self._n_done = self._n_all = 0
        self.expected: dict[Path, None] = {}
        self._looked_at: list[Path] = []
        self._come: list[VideoEntry] = []
        self._handful = QTimer(self, singleShot=True, interval=HANDFUL_EVERY_MS)
        self._handful.timeout.connect(self._show_handful)

    @property
    def is_adding(self) -> bool:
        """Whether files are being added."""
        return self._task is not None

    @property
    def counts(self) -> tuple[int, int]:
        """How many files of the present request have been looked at, of how many."""
        return self._n_done, self._n_all

    def add(self, store: ProjectStore, paths: Sequence[Path]) -> None:
        """Add files and folders, after what is being added already."""
        self._requests.append((store, paths))
        self._start_next()

    def stop(self) -> None:
        """Stop adding; what was added stays, and adding the same again goes on from here."""
        self._requests.clear()
        if self._task is not None:
            self.stopped.emit(*self.counts)
            self._task.cancel()
            self._forget()

    def forget(self) -> None:
        """Forget everything: the project is closing and its work was called off."""
        self._requests.clear()
        self._handful.stop()
        self._come = []
        self._forget()

    def _start_next(self) -> None:
        if self._task is not None or not self._requests:
            return
        store, paths = self._requests.pop(0)
        self._number += 1
        ear = _Ear(self._number, self)
        ear.listing.connect(self._expect)
        ear.arriving.connect(self._take)

        def work(progress: Progress, cancel: threading.Event) -> AddedVideos:
            return self._projects.add_paths(
                store, paths, progress=progress, cancel=cancel, watcher=ear
            )

        words = translate("Window", "Adding videos…")
        self._task = self._errands.start(words, work, self._end)
        self._task.ended.connect(self._be_over)
        self._task.ended.connect(ear.deleteLater)
        self.changed.emit()

    def _expect(self, number: int, paths: Sequence[Path]) -> None:
        if number == self._number and self._task is not None:
            known = {video.path for video in self._shelf.videos}
            self.expected = {path: None for path in paths if path.absolute() not in known}
            self._n_all = len(paths)
            self.changed.emit()

    def _take(self, number: int, path: Path, video: VideoEntry | None) -> None:
        if number == self._number:
            self._looked_at.append(path)
            self._n_done += 1
        # Also of a request that was stopped: it is in the project by now.
        self._come += [] if video is None else [video]
        if not self._handful.isActive():
            self._handful.start()

    def _show_handful(self) -> None:
        for path in self._looked_at:
            self.expected.pop(path, None)
        fresh = tuple(video for video in self._come if self._is_news(video))
        self._looked_at, self._come = [], []
        if fresh:
            self._shelf.put(fresh)
            self.arrived.emit(fresh)
        self.changed.emit()

    def _end(self, result: AddedVideos) -> None:
        self._show_handful()
        self.ended.emit(result)

    def _is_news(self, video: VideoEntry) -> bool:
        known = self._shelf.video(video.id)
        return known is None or (known.path, known.is_missing) != (video.path, video.is_missing)

    def _be_over(self) -> None:
        if self.sender() is self._task:
            self._forget()
        self._start_next()

    def _forget(self) -> None:
        self._task = None
        self.expected = {}
        self._n_done = self._n_all = 0
        self._looked_at = []
        self.changed.emit()


class _Ear(QObject):
    """Hears the working thread and speaks to the window's."""

    listing = Signal(int, object)
    arriving = Signal(int, object, object)

    def __init__(self, number: int, parent: QObject) -> None:
        super().__init__(parent)
        self._number = number

    def listed(self, paths: Sequence[Path]) -> None:
        self.listing.emit(self._number, paths)

    def arrived(self, path: Path, video: VideoEntry | None) -> None:
        self.arriving.emit(self._number, path, video)
