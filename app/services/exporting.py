"""Takes labels out of a project: what is chosen, what would be lost, and the check afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import MediaError
from app.domain.project import VideoEntry
from app.domain.segment import Segment
from app.domain.timeline import Timeline, Verdict
from app.services.exchange_check import Checked, compare
from app.services.exchange_losses import Loss, losses
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedLabel,
    ExchangedSegment,
    ExchangedVideo,
    ExportOptions,
    FormatId,
    Layer,
)
from app.services.ports import Exchange, FrameSource, MediaFacts, ProjectStore

_PREVIEW_BYTES = 4000


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a project goes out.

    Attributes:
        layer: ``annotations`` people own; pending ``suggestions``; ``both``, where an accepted
            suggestion keeps its score and takes the corrected boundaries; or all that the newest
            ``run`` found, whatever was said of it since.
        video_ids: None for all.
        label_ids: None for all.
        with_empty: Whether videos without a chosen segment go too, where the format can say so.
    """

    layer: Layer = "annotations"
    video_ids: frozenset[str] | None = None
    label_ids: frozenset[str] | None = None
    with_empty: bool = False


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """All that an export needs to know."""

    format_id: FormatId
    selection: Selection
    options: ExportOptions
    file: Path


@dataclass(frozen=True, slots=True)
class ExportPreview:
    """What an export would write.

    Attributes:
        text: The beginning of the first file.
        names: The files, for formats of several.
    """

    text: str
    names: tuple[str, ...]
    n_segments: int
    n_videos: int
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What came of an export.

    Attributes:
        losses: What the format could not carry.
        checked: What the file says, compared with what was meant; None where nobody can read it.
    """

    file: Path
    n_segments: int
    n_videos: int
    losses: tuple[Loss, ...]
    checked: Checked | None


def gather(
    store: ProjectStore, carries: Carries, selection: Selection, frames: FrameSource | None = None
) -> Contents:
    """Return what of a project goes out.

    Args:
        store: The project.
        carries: What the format keeps; it says whether frames and proposals are needed.
        selection: What is chosen.
        frames: Tells the true frames of videos to formats that count them; without it, or where
            a video is not there, the mean rate must do.

    Raises:
        ProjectError: the project cannot be read.
    """
    labels = [one for one in store.labels() if _is_chosen(one.id, selection.label_ids)]
    names = {one.id: one.name for one in labels}
    videos = []
    for entry in store.videos():
        if not _is_chosen(entry.id, selection.video_ids):
            continue
        segments = _segments(store.timeline(entry.id), names, selection.layer, entry.last_run_id)
        if segments or selection.with_empty:
            videos.append(_video(store, entry, segments, carries, frames))
    return Contents(tuple(videos), tuple(ExchangedLabel(one.name, one.color) for one in labels))


def export_contents(
    exchange: Exchange,
    format_id: FormatId,
    contents: Contents,
    file: Path,
    options: ExportOptions | None = None,
) -> ExportReport:
    """Write contents, read them back, and tell what the file says.

    Raises:
        ExchangeError: the file cannot be written, or the format cannot say it.
    """
    options = options or ExportOptions()
    carries = exchange.carried(format_id, options)
    said = exchange.write(format_id, contents, file, options)
    card = next(one for one in exchange.cards() if one.id == format_id)
    readable = card.direction != "out"
    return ExportReport(
        file,
        contents.n_segments,
        len(contents.videos),
        losses(contents, carries, options.fps),
        compare(contents, said, carries, options.fps) if readable else None,
    )


def preview_export(
    store: ProjectStore, exchange: Exchange, frames: FrameSource, request: ExportRequest
) -> ExportPreview:
    """Return what an export would write and lose; nothing is written.

    Raises:
        ExchangeError: the format cannot say it.
        ProjectError: the project cannot be read.
    """
    carries = exchange.carried(request.format_id, request.options)
    contents = gather(store, carries, request.selection, frames)
    files = exchange.encode(request.format_id, contents, request.options)
    first = next(iter(files.values()), b"")
    return ExportPreview(
        first[:_PREVIEW_BYTES].decode(errors="replace"),
        tuple(name for name in files if name),
        contents.n_segments,
        len(contents.videos),
        losses(contents, carries, request.options.fps),
    )


def export_request(
    store: ProjectStore, exchange: Exchange, frames: FrameSource, request: ExportRequest
) -> ExportReport:
    """Write what was asked for and read it back.

    Raises:
        ExchangeError: the file cannot be written, or the format cannot say it.
        ProjectError: the project cannot be read.
    """
    carries = exchange.carried(request.format_id, request.options)
    contents = gather(store, carries, request.selection, frames)
    return export_contents(exchange, request.format_id, contents, request.file, request.options)


def export_project(store: ProjectStore, exchange: Exchange, format_id: FormatId, file: Path) -> int:
    """Write what a format usually carries of a whole project; return how many segments.

    Raises:
        ExchangeError: the file cannot be written, or the format cannot say it.
        ProjectError: the project cannot be read.
    """
    card = next(one for one in exchange.cards() if one.id == format_id)
    contents = gather(store, card.carries, Selection(card.layer))
    return export_contents(exchange, format_id, contents, file).n_segments


def _is_chosen(one_id: str, chosen: Iterable[str] | None) -> bool:
    return chosen is None or one_id in chosen


def _segments(
    timeline: Timeline, names: dict[str, str], layer: Layer, run_id: str | None
) -> tuple[ExchangedSegment, ...]:
    found: list[ExchangedSegment] = []
    if layer in {"annotations", "both"}:
        found += _owned(timeline, names, with_scores=layer == "both")
    if layer != "annotations":
        found += [
            ExchangedSegment(
                names[one.label_id],
                one.segment,
                one.score,
                one.remark.note,
                "suggestion",
                one.remark.tags,
            )
            for one in timeline.suggestions.values()
            if one.label_id in names
            and (one.run_id == run_id if layer == "run" else one.verdict is Verdict.PENDING)
        ]
    if layer == "annotations":
        return tuple(found)
    # Best first, as evaluation tools want it; a person is sure.
    return tuple(sorted(found, key=lambda one: (-_sureness(one), one.segment)))


def _owned(
    timeline: Timeline, names: dict[str, str], *, with_scores: bool
) -> list[ExchangedSegment]:
    scores = {one.id: one.score for one in timeline.suggestions.values()} if with_scores else {}
    owned = sorted(timeline.annotations.values(), key=lambda one: (one.segment, one.id))
    return [
        ExchangedSegment(
            names[one.label_id],
            one.segment,
            scores.get(one.suggestion_id or ""),
            one.remark.note,
            tags=one.remark.tags,
        )
        for one in owned
        if one.label_id in names
    ]


def _sureness(one: ExchangedSegment) -> float:
    return 1.0 if one.score is None else one.score


def _video(
    store: ProjectStore,
    entry: VideoEntry,
    segments: tuple[ExchangedSegment, ...],
    carries: Carries,
    frames: FrameSource | None,
) -> ExchangedVideo:
    video = known_video(entry, frames if carries.frames != "no" else None)
    proposals = _proposals(store, entry) if carries.proposals else ()
    return replace(video, segments=segments, proposals=proposals)


def known_video(entry: VideoEntry, frames: FrameSource | None = None) -> ExchangedVideo:
    """Return what a project knows of a video, with its true frames where they can be had."""
    facts = _facts(entry, frames) if frames is not None else None
    return ExchangedVideo(
        entry.name,
        entry.duration_s,
        entry.fps,
        (),
        path=entry.path,
        fingerprint=entry.fingerprint,
        width_px=entry.width_px,
        height_px=entry.height_px,
        is_vfr=facts.is_vfr if facts else False,
        sheet=entry.sheet,
        frame_times_s=_times(facts),
    )


def _facts(entry: VideoEntry, frames: FrameSource) -> MediaFacts | None:
    try:
        return frames.probe(entry.path)
    except MediaError:
        # The labels of a video that is not there go out too, by its mean rate.
        return None


def _times(facts: MediaFacts | None) -> Callable[[], NDArray[np.float64]] | None:
    if facts is None:
        return None
    return lambda: facts.pts_s


def _proposals(store: ProjectStore, entry: VideoEntry) -> tuple[Segment, ...]:
    if entry.last_run_id is None:
        return ()
    graph = store.run_graph(entry.last_run_id)
    best_first = np.argsort(-graph.actionness, kind="stable")
    return tuple(
        Segment(float(start), float(end))
        for start, end in graph.segments[best_first]
        if 0 <= start < end
    )
