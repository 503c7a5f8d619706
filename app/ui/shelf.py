"""The videos and labels of the open project, as last read from its file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import StudioError
from app.domain.labels import Label, stand_ins
from app.domain.project import VideoEntry
from app.services.ports import Progress, ProjectStore
from app.ui.errands import Errands

T = TypeVar("T")
# Counts in the library follow a burst of edits once.
RECOUNT_AFTER_MS = 120


class Caller(Protocol):
    """Calls something and returns its answer."""

    def __call__(self, work: Callable[[], T]) -> T: ...


class Shelf(QObject):
    """Holds them, and reads them again when told: in a thread, for there may be thousands.

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
        self._place: dict[str, int] = {}
        # Counts changes, so that a list read in a thread meanwhile is known to be old.
        self._revision = 0
        self._to_count: set[str] = set()
        self.stand_ins: dict[str, str] = {}
        self._by_id: dict[str, Label] = {}
        self._recount = QTimer(self, singleShot=True, interval=RECOUNT_AFTER_MS)
        self._recount.timeout.connect(self._count_again)

    def fill(self, store: ProjectStore, videos: list[VideoEntry], labels: list[Label]) -> None:
        """Take the videos and labels of another project."""
        self._store = store
        self._keep(videos)
        self._take_labels(labels)
        self.labels_changed.emit()
        self.videos_changed.emit()

    def clear(self) -> None:
        """Hold nothing; says nothing."""
        self._recount.stop()
        self._to_count.clear()
        self._store = None
        self._keep([])
        self._take_labels([])

    def video(self, video_id: str) -> VideoEntry | None:
        """Return a video of the project."""
        at = self._place.get(video_id)
        return None if at is None else self.videos[at]

    def label(self, label_id: str) -> Label | None:
        """Return a label of the project; of a merged one what stands for it."""
        return self._by_id.get(self.stand_ins.get(label_id, label_id))

    def ensure_label(self, name: str, call: Caller) -> Label | None:
        """Return what stands for the label of a name, made when new; None when that failed.

        ``call`` calls what it is given, where that does not hold the window up.
        """
        if self._store is None:
            return None
        try:
            label = call(partial(self._store.ensure_labels, [name]))[name]
        except StudioError as error:
            self.failed.emit(error)
            return None
        self.read_labels(call)
        return self.label(label.id)

    def _take_labels(self, labels: list[Label]) -> None:
        self._revision += 1
        self.labels, self.stand_ins = labels, stand_ins(labels)
        self._by_id = {label.id: label for label in labels}

    def put(self, videos: Iterable[VideoEntry]) -> None:
        """Take entries that were read just now: in their old places, new ones last."""
        kept = list(self.videos)
        for video in videos:
            at = self._place.get(video.id)
            if at is None:
                self._place[video.id] = len(kept)
                kept.append(video)
            else:
                kept[at] = video
        self._keep(kept)
        self.videos_changed.emit()

    def drop(self, video_id: str) -> None:
        """Let go of a video that left the project."""
        self._keep([video for video in self.videos if video.id != video_id])
        self.videos_changed.emit()

    def read_again(self, then: Callable[[], object] | None = None) -> None:
        """Read videos and labels again in a thread, then call ``then``."""
        store, revision = self._store, self._revision
        if store is None:
            return

        def work(
            _progress: Progress, _cancel: threading.Event
        ) -> tuple[list[VideoEntry], list[Label]]:
            return store.videos(), store.labels()

        def take(read: tuple[list[VideoEntry], list[Label]]) -> None:
            if revision != self._revision:
                self.read_again(then)
                return
            if read[1] != self.labels:
                self._take_labels(read[1])
                self.labels_changed.emit()
            self._keep(read[0])
            self.videos_changed.emit()
            if then is not None:
                then()

        self._errands.start("", work, take)

    def read_labels(self, call: Caller) -> None:
        """Read the labels again, now."""
        if self._store is None:
            return
        try:
            self._take_labels(call(self._store.labels))
        except StudioError as error:
            self.failed.emit(error)
            return
        self.labels_changed.emit()

    def recount(self, video_ids: Iterable[str]) -> None:
        """Read what lies on some videos again soon, in a thread."""
        self._to_count.update(video_ids)
        self._recount.start()

    def _keep(self, videos: Sequence[VideoEntry]) -> None:
        self.videos = list(videos)
        self._place = {video.id: at for at, video in enumerate(self.videos)}
        self._revision += 1

    def _count_again(self) -> None:
        store, wanted = self._store, sorted(self._to_count)
        self._to_count.clear()
        if store is None:
            return

        def work(_progress: Progress, _cancel: threading.Event) -> list[VideoEntry | None]:
            return [store.video(video_id) for video_id in wanted]

        def take(found: list[VideoEntry | None]) -> None:
            # One that was removed meanwhile does not come back by being counted.
            self.put([video for video in found if video is not None and video.id in self._place])

        self._errands.start("", work, take)
