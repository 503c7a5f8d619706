"""The videos and labels of the open project, as last read from its file."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import StudioError
from app.domain.labels import Label, stand_ins
from app.domain.project import VideoEntry
from app.services.ports import ProjectStore
from app.ui.errands import Errands

# Counts in the library follow a burst of edits once.
RECOUNT_AFTER_MS = 120


class Shelf(QObject):
    """Holds them, and reads them again when told.

    Signals:
        videos_changed: The list, or the counts in it.
        labels_changed: The list of labels.
        failed: A ``StudioError``; what was read before stays.
    """

    videos_changed = Signal()
    labels_changed = Signal()
    failed = Signal(object)

    def __init__(self, errands: Errands, parent: QObject) -> None:
        super().__init__(parent)
        self._errands = errands
        self._store: ProjectStore | None = None
        self.videos: list[VideoEntry] = []
        self.labels: list[Label] = []
        self.stand_ins: dict[str, str] = {}
        self._by_id: dict[str, Label] = {}
        self._recount = QTimer(self, singleShot=True, interval=RECOUNT_AFTER_MS)
        self._recount.timeout.connect(self._count_again)

    def fill(self, store: ProjectStore, videos: list[VideoEntry], labels: list[Label]) -> None:
        """Take the videos and labels of another project."""
        self._store, self.videos = store, videos
        self._take_labels(labels)
        self.labels_changed.emit()
        self.videos_changed.emit()

    def clear(self) -> None:
        """Hold nothing; says nothing."""
        self._recount.stop()
        self._store, self.videos = None, []
        self._take_labels([])

    def video(self, video_id: str) -> VideoEntry | None:
        """Return a video of the project."""
        return next((video for video in self.videos if video.id == video_id), None)

    def label(self, label_id: str) -> Label | None:
        """Return a label of the project; of a merged one what stands for it."""
        return self._by_id.get(self.stand_ins.get(label_id, label_id))

    def ensure_label(self, name: str) -> Label | None:
        """Return what stands for the label of a name, made when new; None when that failed."""
        if self._store is None:
            return None
        try:
            label = self._store.ensure_labels([name])[name]
        except StudioError as error:
            self.failed.emit(error)
            return None
        self.read_labels()
        return self.label(label.id)

    def _take_labels(self, labels: list[Label]) -> None:
        self.labels, self.stand_ins = labels, stand_ins(labels)
        self._by_id = {label.id: label for label in labels}

    def read_videos(self) -> None:
        """Read the videos again, now."""
        if self._store is None:
            return
        try:
            self.videos = self._store.videos()
        except StudioError as error:
            self.failed.emit(error)
            return
        self.videos_changed.emit()

    def read_labels(self) -> None:
        """Read the labels again, now."""
        if self._store is None:
            return
        try:
            self._take_labels(self._store.labels())
        except StudioError as error:
            self.failed.emit(error)
            return
        self.labels_changed.emit()

    def recount(self) -> None:
        """Read the counts again soon, in a thread: among 100,000 suggestions they take time."""
        self._recount.start()

    def _count_again(self) -> None:
        store, before = self._store, self.videos
        if store is None:
            return

        def take(videos: list[VideoEntry]) -> None:
            if self.videos is before:
                self.videos = videos
                self.videos_changed.emit()

        self._errands.start("", lambda _progress, _cancel: store.videos(), take)
