"""Fills the strips above the lanes of the open video, one piece of work after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.project import RunGraph
from app.domain.timeline import Suggestion
from app.services.ports import FrameSource, Progress, VideoSurvey
from app.tasks.runner import Task
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.open_video import OpenVideo
from app.ui.timeline.strips.curves import StepCurve, upper_envelope
from app.ui.timeline.strips.film import PICTURE_PX, FilmStrip
from app.ui.timeline.strips.waveform import Waveform
from app.ui.timeline.web import Web
from app.ui.timeline.widget import TimelineWidget

# Pictures come one by one; painting them in sheaves is enough for the eye.
FILM_EVERY_MS = 60


@dataclass(frozen=True, slots=True, eq=False)
class GraphViews:
    """What one stored graph gives to look at."""

    web: Web
    actionness: StepCurve


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Progress, threading.Event], Any]
    take: Callable[[Any], None]


class StripFeed(QObject):
    """Gives the timeline film, sound, cuts, actionness and graph of whatever video is open.

    Everything is made off the window; what belongs to a video that was closed meanwhile is dropped.

    Args:
        document: Says which video is open.
        frames: Pictures for the film.
        survey: Sound and cuts of whole videos.
        timeline: What is fed.

    Signals:
        progressed: What is being done in words, '' when all is done.
    """

    progressed = Signal(str)

    def __init__(
        self, document: Document, frames: FrameSource, survey: VideoSurvey, timeline: TimelineWidget
    ) -> None:
        super().__init__(timeline)
        self._document = document
        self._frames = frames
        self._survey = survey
        self._timeline = timeline
        self._film: FilmStrip | None = None
        self._graph: GraphViews | None = None
        self._waiting: list[_Job] = []
        self._task: Task | None = None
        # A file that cannot be read is told by the player; its strips stay empty.
        self._errands = Errands(self)
        self._film_timer = QTimer(self, singleShot=True, interval=FILM_EVERY_MS)
        self._film_timer.timeout.connect(timeline.renew_film)
        document.video_opened.connect(self._open)
        document.video_closed.connect(self._close)
        document.timeline_replaced.connect(self._feed_graph)

    @property
    def is_busy(self) -> bool:
        """Whether anything is being made."""
        return self._task is not None or bool(self._waiting)

    def shut_down(self) -> None:
        """Stop; returns when the threads are over."""
        self._close()
        self._errands.call_off()

    # ------------------------------------------------------------ the video
    def _open(self, video: OpenVideo) -> None:
        self._close()
        facts, path = video.facts, video.entry.path
        aspect = facts.width_px / max(facts.height_px, 1)
        access = partial(self._frames.access, path, max_height_px=PICTURE_PX)
        self._film = FilmStrip(access, facts.pts_s, aspect, self)
        self._film.changed.connect(self._film_timer.start)
        self._timeline.set_film(self._film)
        self._feed_graph(video)
        if facts.has_audio:
            sound = partial(self._survey.sound, path, facts.fingerprint)
            self._add(partial(_waveform, sound), self._timeline.set_sound)
        cuts = partial(self._survey.cuts, path, facts.fingerprint)
        self._add(lambda progress, cancel: cuts(progress=progress, cancel=cancel),
                  self._timeline.set_cuts)  # fmt: skip

    def _close(self) -> None:
        self._waiting.clear()
        self._errands.drop()
        if self._task is not None:
            self._task = None
            self.progressed.emit("")
        self._film_timer.stop()
        self._graph = None
        if self._film is not None:
            self._timeline.set_film(None)
            self._film.close()
            self._film = None

    def _feed_graph(self, video: OpenVideo) -> None:
        run, store = video.run, self._document.store
        if run is None or store is None:
            return
        if self._graph is not None and self._graph.web.run_id == run.id:
            self._take_graph(self._graph)
            return
        read = partial(store.run_graph, run.id)
        suggestions = list(video.timeline.suggestions.values())
        self._add(lambda _progress, _cancel: graph_views(run.id, read(), suggestions),
                  self._take_graph)  # fmt: skip

    def _take_graph(self, views: GraphViews) -> None:
        self._graph = views
        self._timeline.set_actionness(views.actionness)
        self._timeline.set_web(views.web)

    # ------------------------------------------------------------ one after the other
    def _add(
        self, work: Callable[[Progress, threading.Event], Any], take: Callable[[Any], None]
    ) -> None:
        self._waiting.append(_Job(work, take))
        self._start_next()

    def _start_next(self) -> None:
        if self._task is not None:
            return
        if not self._waiting:
            self.progressed.emit("")
            return
        job = self._waiting.pop(0)
        self._task = self._errands.start("", job.work, job.take)
        self._task.progressed.connect(self._tell)
        self._task.ended.connect(self._go_on)

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self.sender() is self._task:
            share = f" {100 * done // total} %" if total > 1 else ""
            self.progressed.emit(f"{stage}…{share}")

    def _go_on(self) -> None:
        if self.sender() is self._task:
            self._task = None
            self._start_next()


def _waveform(
    sound: Callable[..., Any], progress: Progress, cancel: threading.Event
) -> Waveform | None:
    envelope = sound(progress=progress, cancel=cancel)
    return None if envelope is None else Waveform.of(envelope)


def graph_views(run_id: str, graph: RunGraph, suggestions: Iterable[Suggestion]) -> GraphViews:
    """Return the edges and the actionness of a run's graph, ready to be drawn."""
    entries: dict[int, tuple[str, ...]] = {}
    for one in suggestions:
        if one.run_id == run_id:
            entries[one.proposal_idx] = (*entries.get(one.proposal_idx, ()), one.id)
    return GraphViews(
        Web.of(run_id, graph, entries), upper_envelope(graph.segments, graph.actionness)
    )
