"""Runs the engine over a video and records what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from threading import Event
from typing import Protocol
from uuid import uuid4

from app.domain.errors import StudioError
from app.domain.labels import Label
from app.domain.project import Run, VideoEntry
from app.domain.segment import Segment
from app.domain.timeline import Suggestion
from app.services.ports import (
    FinishedRun,
    FoundSegment,
    Localization,
    Localizer,
    Progress,
    ProjectStore,
)


def analyse(
    store: ProjectStore,
    localizer: Localizer,
    video: VideoEntry,
    *,
    progress: Progress,
    cancel: Event,
    warn: Callable[[StudioError], object] | None = None,
) -> Run:
    """Localize actions in a video and record the run; may be called from a worker thread.

    Args:
        store: Where it is recorded.
        localizer: The engine.
        video: Of the store.
        progress: Told how far it has come.
        cancel: Heard within a second.
        warn: Told what went wrong though the run is there, such as a full disk of the cache.

    Raises:
        MediaError, EngineError: the engine cannot do it.
        Cancelled: the flag was set; nothing is recorded.
        ProjectError, EditRefused: the run cannot be stored.
    """
    found = find(store, localizer, video, progress=progress, cancel=cancel)
    store.record_run(found.run, found.suggestions, found.graph, found.evidence)
    if found.warning is not None and warn is not None:
        warn(found.warning)
    return found.run


class LabelBook(Protocol):
    """Knows the labels of a project."""

    def ensure_labels(self, names: Iterable[str]) -> Mapping[str, Label]:
        """Return the label of each name, adding those that are new."""


def find(
    store: LabelBook,
    localizer: Localizer,
    video: VideoEntry,
    *,
    progress: Progress,
    cancel: Event,
) -> FinishedRun:
    """Localize actions in a video; only labels that are new are stored.

    Raises:
        MediaError, EngineError: the engine cannot do it.
        Cancelled: the flag was set.
    """
    result = localizer.localize(video.path, progress=progress, cancel=cancel)
    run = Run(
        id=make_run_id(),
        video_id=video.id,
        made_at=datetime.now(UTC),
        model_name=result.model_name,
        is_trained=result.is_trained,
        note=result.note,
        settings_json=result.settings_json,
    )
    suggestions = _suggestions(store, run, result, video.duration_s)
    return FinishedRun(run, suggestions, result.graph, result.evidence, result.warning)


def make_run_id() -> str:
    """Return an id no other run has."""
    return uuid4().hex


def _suggestions(
    store: LabelBook, run: Run, result: Localization, duration_s: float
) -> list[Suggestion]:
    inside = [
        (found, segment)
        for found in result.found
        if (segment := _inside(found, duration_s)) is not None
    ]
    labels = store.ensure_labels(found.label for found, _ in inside)
    return [
        Suggestion(
            id=f"{run.id}-{number}",
            run_id=run.id,
            label_id=labels[found.label].id,
            segment=segment,
            score=found.score,
            proposal_idx=found.proposal_idx,
            doubt=found.doubt,
        )
        for number, (found, segment) in enumerate(inside)
    ]


def _inside(found: FoundSegment, duration_s: float) -> Segment | None:
    """Return the part inside the video: regressed boundaries may reach past its end."""
    segment = found.segment
    if segment.end_s <= duration_s:
        return segment
    if segment.start_s >= duration_s:
        return None
    return Segment(segment.start_s, duration_s)
