"""Brings a clip of a card to the screen: its video, at its place."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.project import VideoEntry
from app.services.model_registry import ChangedClip
from app.ui.document import Document
from app.ui.language import translate
from app.ui.open_video import OpenVideo
from app.ui.review.desk import ReviewDesk
from app.ui.timeline.widget import TimelineWidget


class ClipOpener(QObject):
    """Opens videos of the project at a segment.

    Args:
        document: The project.
        desk: Plays the place over and over.
        timeline: Shows it.

    Signals:
        told: One sentence where a clip cannot be watched.
    """

    told = Signal(str)

    def __init__(self, document: Document, desk: ReviewDesk, timeline: TimelineWidget) -> None:
        super().__init__(desk)
        self._document, self._desk, self._timeline = document, desk, timeline
        self._wanted: tuple[str, ChangedClip] | None = None
        document.video_opened.connect(self._take_video)

    def watch(self, clip: ChangedClip) -> None:
        """Show a clip, if its video is in the project."""
        entry = self._entry(clip)
        if entry is None:
            told = translate("Models", "{name} is not in this project.")
            self.told.emit(told.format(name=clip.video.name))
            return
        self._wanted = entry.id, clip
        video = self._document.video
        if video is not None and video.entry.id == entry.id:
            self._take_video(video)
        else:
            self._document.open_video(entry.id)

    def _entry(self, clip: ChangedClip) -> VideoEntry | None:
        videos, path = self._document.videos, clip.video.absolute()
        same = [one for one in videos if one.path.absolute() == path]
        # A moved file has another folder; its name tells it where no other has it.
        alike = [one for one in videos if one.name == clip.video.name]
        found = same or (alike if len(alike) == 1 else [])
        return found[0] if found else None

    def _take_video(self, video: OpenVideo) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None or wanted[0] != video.entry.id:
            return
        span = wanted[1].segment
        self._desk.show_place("", span)
        self._timeline.show_span(span.start_s, span.end_s)
