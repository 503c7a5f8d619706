"""Takes annotations out of a project and brings them in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from app.domain.edits import AddAnnotation, Edit, Several
from app.domain.labels import Label
from app.domain.project import VideoEntry
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Timeline, Verdict
from app.services.editing import ProjectEditor
from app.services.exchange_values import (
    Contents,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatId,
    plain_name,
)
from app.services.ports import Exchange, ProjectStore

# Files round seconds; two segments closer than this are one.
SAME_TIME_S = 1e-6


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import.

    Attributes:
        n_added: New annotations.
        n_known: Segments the project had already, same label and times.
        unmatched: Videos of the file that no video of the project, or more than one, goes by.
        n_clipped: Added annotations that ended after their video and now end with it.
        n_unusable: Segments left behind: no length, or wholly outside the video.
    """

    n_added: int
    n_known: int
    unmatched: tuple[str, ...]
    n_clipped: int = 0
    n_unusable: int = 0


# These formats carry what the engine suggested, scores and all; the others what people own.
WITH_SUGGESTIONS: frozenset[FormatId] = frozenset({"activitynet-results"})


def export_project(store: ProjectStore, exchange: Exchange, format_id: FormatId, file: Path) -> int:
    """Write the project's annotations; return how many segments. Videos without any are left out.

    The results form also carries pending suggestions with their scores. There an accepted
    suggestion keeps its score and takes the corrected boundaries, what a person drew has 1.0, and
    what was rejected is left out.

    Raises:
        ExchangeError: the file cannot be written, or the format cannot say it.
        ProjectError: the project cannot be read.
    """
    names = {label.id: label.name for label in store.labels()}
    chosen = _with_suggestions if format_id in WITH_SUGGESTIONS else _annotations
    outgoing = []
    for video in store.videos():
        segments = chosen(store.timeline(video.id), names)
        if segments:
            outgoing.append(ExchangedVideo(video.name, video.duration_s, video.fps, segments))
    exchange.write(format_id, Contents(tuple(outgoing)), file, ExportOptions())
    return sum(len(video.segments) for video in outgoing)


def import_annotations(
    store: ProjectStore, exchange: Exchange, format_id: FormatId, file: Path
) -> ImportReport:
    """Add the segments of a file as annotations, one act of the history per video.

    Importing the same file again adds nothing. A failure half-way keeps the videos finished.

    Raises:
        ExchangeError: the file cannot be read.
        ProjectError: the project cannot be changed.
    """
    incoming = exchange.read(format_id, file).videos
    matches = _match(incoming, store.videos())
    labels = store.ensure_labels(
        segment.label for video, _ in matches for segment in video.segments
    )
    unmatched = _unmatched(incoming, matches)
    total = ImportReport(0, 0, unmatched)
    for video, entry in matches:
        total = _sum(total, _import_video(store, video, entry, labels))
    return total


def _annotations(timeline: Timeline, names: dict[str, str]) -> tuple[ExchangedSegment, ...]:
    owned = sorted(timeline.annotations.values(), key=lambda one: (one.segment, one.id))
    return tuple(ExchangedSegment(names[one.label_id], one.segment) for one in owned)


def _with_suggestions(timeline: Timeline, names: dict[str, str]) -> tuple[ExchangedSegment, ...]:
    """Return annotations and pending suggestions, best score first."""
    scores = {one.id: one.score for one in timeline.suggestions.values()}
    owned = [
        ExchangedSegment(names[one.label_id], one.segment, scores.get(one.suggestion_id or "", 1.0))
        for one in timeline.annotations.values()
    ]
    pending = [
        ExchangedSegment(names[one.label_id], one.segment, one.score)
        for one in timeline.suggestions.values()
        if one.verdict is Verdict.PENDING
    ]
    return tuple(sorted([*owned, *pending], key=lambda one: (-(one.score or 0.0), one.segment)))


def _match(
    incoming: Sequence[ExchangedVideo], known: Sequence[VideoEntry]
) -> list[tuple[ExchangedVideo, VideoEntry]]:
    matches = []
    for video in incoming:
        exact = [entry for entry in known if entry.name == video.name]
        alike = [entry for entry in known if plain_name(entry.name) == plain_name(video.name)]
        found = exact or alike
        if len(found) == 1:
            matches.append((video, found[0]))
    return matches


def _unmatched(
    incoming: Iterable[ExchangedVideo], matches: Iterable[tuple[ExchangedVideo, VideoEntry]]
) -> tuple[str, ...]:
    matched = {video.name for video, _ in matches}
    return tuple(video.name for video in incoming if video.name not in matched)


def _import_video(
    store: ProjectStore, video: ExchangedVideo, entry: VideoEntry, labels: dict[str, Label]
) -> ImportReport:
    timeline = store.timeline(entry.id)
    new: list[Annotation] = []
    n_known = n_clipped = n_outside = 0
    for label, segment, is_clipped in _fitting(video.segments, timeline.duration_s):
        if segment is None:
            n_outside += 1
        elif _is_known(timeline.annotations.values(), labels[label].id, segment) or _is_known(
            new, labels[label].id, segment
        ):
            n_known += 1
        else:
            new.append(Annotation(uuid4().hex, labels[label].id, segment))
            n_clipped += is_clipped
    if new:
        edits: tuple[Edit, ...] = tuple(AddAnnotation(one) for one in new)
        ProjectEditor(store).do(timeline, Several(edits), f"Import {len(new)} annotations")
    return ImportReport(len(new), n_known, (), n_clipped, n_outside + video.n_unusable)


def _fitting(
    segments: Iterable[ExchangedSegment], duration_s: float
) -> Iterator[tuple[str, Segment | None, bool]]:
    """Give each label with its segment inside the video (None: outside) and whether it was cut."""
    for one in segments:
        if one.segment.end_s <= duration_s:
            yield one.label, one.segment, False
        elif one.segment.start_s < duration_s:
            yield one.label, Segment(one.segment.start_s, duration_s), True
        else:
            yield one.label, None, False


def _is_known(known: Iterable[Annotation], label_id: str, segment: Segment) -> bool:
    return any(
        one.label_id == label_id
        and abs(one.segment.start_s - segment.start_s) <= SAME_TIME_S
        and abs(one.segment.end_s - segment.end_s) <= SAME_TIME_S
        for one in known
    )


def _sum(one: ImportReport, other: ImportReport) -> ImportReport:
    return ImportReport(
        one.n_added + other.n_added,
        one.n_known + other.n_known,
        one.unmatched + other.unmatched,
        one.n_clipped + other.n_clipped,
        one.n_unusable + other.n_unusable,
    )
