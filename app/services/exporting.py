"""Takes labels out of a project: what is chosen, what would be lost, and the check afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import MediaError
from app.domain.labels import Label, stand_ins
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
    FormatCard,
    FormatId,
    Layer,
    Made,
)
from app.services.ports import Exchange, FrameSource, MediaFacts, Progress, ProjectStore
from app.services.provenance import provenance

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
        with_empty: Whether videos without a chosen segment go too, where the format can say so;
            they always do where it says what was noted of a video.
        entry_ids: Annotations and suggestions; None for all.
    """

    layer: Layer = "annotations"
    video_ids: frozenset[str] | None = None
    label_ids: frozenset[str] | None = None
    with_empty: bool = False
    entry_ids: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """All that an export needs to know."""

    format_id: FormatId
    selection: Selection
    options: ExportOptions
    file: Path


def _unheard(stage: str, done: int, total: int) -> None:
    """Progress nobody looks at."""


@dataclass(frozen=True, slots=True)
class Working:
    """How far work is and whether it shall stop."""

    progress: Progress = _unheard
    cancel: Event = field(default_factory=Event)


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
        made: What was made of the videos themselves; None for formats that hold labels.
    """

    file: Path
    n_segments: int
    n_videos: int
    losses: tuple[Loss, ...]
    checked: Checked | None
    made: Made | None = None


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
    labels, names = _chosen_labels(store.labels(), selection.label_ids)
    videos = []
    taken: dict[str, VideoEntry] = {}
    for entry in store.videos():
        if not _is_chosen(entry.id, selection.video_ids):
            continue
        timeline = _chosen(store.timeline(entry.id), selection.entry_ids)
        with_scores = selection.layer == "both" or carries.origin_scores
        segments = _segments(
            timeline, names, selection.layer, entry.last_run_id, with_scores=with_scores
        )
        if segments or selection.with_empty or carries.sheets:
            videos.append(_video(store, entry, segments, carries, frames))
            taken[entry.id] = entry
    return Contents(
        tuple(videos),
        tuple(ExchangedLabel(one.name, one.color) for one in labels),
        provenance=provenance(store, taken) if carries.provenance else None,
    )


def _chosen_labels(
    every: Sequence[Label], chosen_ids: Iterable[str] | None
) -> tuple[list[Label], dict[str, str]]:
    """Return the labels that go out, and the name that rows of each label go out under.

    Rows of a merged label go by the name of what stands for it.
    """
    ends = stand_ins(every)
    labels = [one for one in every if one.id not in ends and _is_chosen(one.id, chosen_ids)]
    name_of = {one.id: one.name for one in labels}
    shown = {one.id: ends.get(one.id, one.id) for one in every}
    return labels, {one: name_of[end] for one, end in shown.items() if end in name_of}


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
    readable = card_of(exchange, format_id).direction != "out" and carries.readable
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
    card = card_of(exchange, request.format_id)
    carries = exchange.carried(request.format_id, request.options)
    contents = gather(store, carries, request.selection, frames)
    if card.is_media:
        text = exchange.outline(request.format_id, contents, request.options)
        return ExportPreview(
            text[:_PREVIEW_BYTES], (), contents.n_segments, len(contents.videos), ()
        )
    files = exchange.encode(request.format_id, contents, request.options)
    first = next(iter(files.values()), b"")
    return ExportPreview(
        first[:_PREVIEW_BYTES].decode(errors="replace"),
        tuple(name for name in files if name),
        contents.n_segments,
        len(contents.videos),
        losses(contents, carries, request.options.fps),
    )


def make_contents(
    exchange: Exchange, request: ExportRequest, contents: Contents, work: Working
) -> ExportReport:
    """Make files of the videos themselves.

    Raises:
        ExchangeError: there is nothing to show, or a file cannot be written.
        MediaError: a video breaks off while it is read.
        EngineError: the disk is full or refuses.
        Cancelled: the person stopped it.
    """
    made = exchange.make(
        request.format_id,
        contents,
        request.file,
        request.options,
        progress=work.progress,
        cancel=work.cancel,
    )
    return ExportReport(
        request.file, contents.n_segments, len(contents.videos), (), checked=None, made=made
    )


def card_of(exchange: Exchange, format_id: FormatId) -> FormatCard:
    """Return the card of a format that is there."""
    return next(one for one in exchange.cards() if one.id == format_id)


def export_request(
    store: ProjectStore,
    exchange: Exchange,
    frames: FrameSource,
    request: ExportRequest,
    work: Working | None = None,
) -> ExportReport:
    """Write what was asked for and read it back.

    Args:
        store: The project.
        exchange: Who writes.
        frames: Tells the true frames of videos.
        request: What is asked for.
        work: How far it is and whether it shall stop; formats made of the videos need it.

    Raises:
        ExchangeError: the file cannot be written, or the format cannot say it.
        ProjectError: the project cannot be read.
        Cancelled: the person stopped it.
    """
    carries = exchange.carried(request.format_id, request.options)
    contents = gather(store, carries, request.selection, frames)
    if card_of(exchange, request.format_id).is_media:
        return make_contents(exchange, request, contents, work or Working())
    return export_contents(exchange, request.format_id, contents, request.file, request.options)


def export_project(store: ProjectStore, exchange: Exchange, format_id: FormatId, file: Path) -> int:
    """Write what a format usually carries of a whole project; return how many segments.

    Raises:
        ExchangeError: the file cannot be written, or the format cannot say it.
        ProjectError: the project cannot be read.
    """
    card = card_of(exchange, format_id)
    contents = gather(store, card.carries, Selection(card.layer))
    return export_contents(exchange, format_id, contents, file).n_segments


def _is_chosen(one_id: str, chosen: Iterable[str] | None) -> bool:
    return chosen is None or one_id in chosen


def _chosen(timeline: Timeline, entry_ids: frozenset[str] | None) -> Timeline:
    """Return a timeline with the chosen entries, and the suggestions they were accepted from."""
    if entry_ids is None:
        return timeline
    owned = [one for one in timeline.annotations.values() if one.id in entry_ids]
    origins = {one.suggestion_id for one in owned}
    suggested = [
        one for one in timeline.suggestions.values() if one.id in entry_ids or one.id in origins
    ]
    return Timeline(timeline.video_id, timeline.duration_s, owned, suggested)


def _segments(
    timeline: Timeline,
    names: dict[str, str],
    layer: Layer,
    run_id: str | None,
    *,
    with_scores: bool,
) -> tuple[ExchangedSegment, ...]:
    found: list[ExchangedSegment] = []
    if layer in {"annotations", "both"}:
        found += _owned(timeline, names, with_scores=with_scores)
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
