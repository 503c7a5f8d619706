"""Brings playhead, selection, zoom, scroll and lanes back as they were, and remembers them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.ui.document import Document
from app.ui.project_memory import ProjectMemory
from app.ui.review.desk import DeskViews, ReviewDesk
from app.ui.review.reviewing import Reviewer
from app.ui.timeline.lane_view import LaneView
from app.ui.view_memory import LibraryView, ProjectView, QueueView, VideoView

# A playhead that moves writes no file; one that rests does, a little later.
WRITE_AFTER_MS = 1500


class ViewKeeper(QObject):
    """Follows the views of one document.

    Make it after the desk: its slots have to come after the desk's own.

    Args:
        document: Whose project and video are looked at.
        desk: Brings a selection back without playing it.
        reviewer: Says what is selected.
        views: What is looked at.
        memory: Where it is kept between two starts.

    Attributes:
        take_old_lanes: Gives the lanes of a project that older versions kept elsewhere, once.

    Signals:
        queue_recalled: ``QueueView`` of the project that has been opened.
        library_recalled: ``LibraryView`` of it.
    """

    queue_recalled = Signal(object)
    library_recalled = Signal(object)

    def __init__(
        self,
        document: Document,
        desk: ReviewDesk,
        reviewer: Reviewer,
        views: DeskViews,
        memory: ProjectMemory[ProjectView],
    ) -> None:
        super().__init__(desk)
        self._document = document
        self._desk = desk
        self._reviewer = reviewer
        self._views = views
        self._memory = memory
        self._project_id = ""
        self._view = ProjectView()
        self._written = ProjectView()
        self._shown_id = ""
        self.take_old_lanes: Callable[[Path], object] = _none_kept
        self._timer = QTimer(self, singleShot=True, interval=WRITE_AFTER_MS)
        self._timer.timeout.connect(self.write)
        document.project_changed.connect(self._take_project)
        document.video_opened.connect(self._restore)
        document.video_closed.connect(self._forget)
        views.player.time_changed.connect(self._note)
        views.timeline.board.view_changed.connect(self._note)
        views.timeline.lane_view_changed.connect(self._note_lanes)
        views.header.threshold_changed.connect(self._note)
        reviewer.selected.connect(self._note)

    def keep_queue(self, queue: QueueView) -> None:
        """Remember how the queue is gone through."""
        self._view.queue = queue
        if not self._timer.isActive():
            self._timer.start()

    def keep_library(self, library: LibraryView) -> None:
        """Remember how the videos are listed."""
        if not self._project_id:
            return
        self._view.library = library
        if not self._timer.isActive():
            self._timer.start()

    def write(self) -> None:
        """Write what has changed now."""
        self._timer.stop()
        if self._project_id and self._view != self._written:
            self._memory.save(self._project_id, self._view)
            self._written = self._view.model_copy(deep=True)

    def _take_project(self) -> None:
        self.write()
        store = self._document.store
        self._project_id = store.project_id if store else ""
        self._view = self._memory.load(self._project_id) if store else ProjectView()
        self._written = self._view.model_copy(deep=True)
        path = self._document.path
        if store is None or path is None:
            return
        # The queue first: it is kept again with every threshold.
        self.queue_recalled.emit(self._view.queue)
        self.library_recalled.emit(self._view.library)
        self._views.header.recall(self._view.min_score, self._view.score_share)
        old = self.take_old_lanes(path)
        if self._view.lanes is None and isinstance(old, dict):
            self._view.lanes = old
            self._timer.start()
        self._views.timeline.set_lane_view(self._view.lanes)

    def _note_lanes(self) -> None:
        lanes = self._views.timeline.lane_view()
        if self._project_id and lanes != (self._view.lanes or LaneView().to_json()):
            self._view.lanes = lanes
            self._timer.start()

    def _restore(self) -> None:
        video = self._document.video
        if video is None:
            return
        view = self._view.videos.get(video.entry.id, VideoView())
        board = self._views.timeline.board
        self._desk.restore(view.selected_id, view.playhead_s)
        board.set_axis(board.axis.window(view.start_s, view.span_s or board.axis.duration_s))
        board.scroll_to(view.scroll_px)
        self._shown_id = video.entry.id

    def _forget(self) -> None:
        self._shown_id = ""

    def _note(self) -> None:
        video = self._document.video
        if video is None or video.entry.id != self._shown_id:
            return
        axis = self._views.timeline.board.axis
        self._view.score_share = self._views.header.share
        self._view.min_score = self._views.header.min_score
        self._view.videos[self._shown_id] = VideoView(
            playhead_s=self._views.player.time_s,
            selected_id=self._reviewer.selected_id,
            start_s=axis.start_s,
            span_s=0.0 if axis.span_s >= axis.duration_s else axis.span_s,
            scroll_px=self._views.timeline.board.scroll_px,
        )
        if not self._timer.isActive():
            self._timer.start()


def _none_kept(_project: Path) -> None:
    """Return no lanes: there is no older place."""
