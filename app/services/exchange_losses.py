"""What of these videos a format cannot carry, counted, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from app.domain.timeline import NO_SHEET
from app.services.exchange_precision import TimeGrid
from app.services.exchange_values import Carries, Contents, ExchangedSegment, ExchangedVideo

LossKind = Literal[
    "overlaps", "short", "times", "vfr", "scores", "notes", "tags", "sheets",
    "layers", "labels", "colors", "empty", "files", "reading",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that does not survive.

    Attributes:
        n: How many segments, labels or videos it concerns; above 0.
        sentence: For the person.
    """

    kind: LossKind
    n: int
    sentence: str


def losses(contents: Contents, carries: Carries, declared_fps: float = 0.0) -> tuple[Loss, ...]:
    """Return what a format would lose, the gravest first; empty when nothing."""
    n_unread = 0 if carries.readable else contents.n_segments
    counted: tuple[_Counted, ...] = (
        ("reading", n_unread, "{} segment{s} could not be read again, for want of a column"),
        *_of_times(contents.videos, carries, declared_fps),
        *_of_segments(contents.videos, carries),
        *_of_labels(contents, carries),
        *_of_videos(contents.videos, carries),
    )
    return tuple(Loss(kind, n, _words(n, words)) for kind, n, words in counted if n)


def overlapping(
    segments: Sequence[ExchangedSegment], *, per_label: bool
) -> frozenset[ExchangedSegment]:
    """Return the segments that start before an earlier one, of their label or any, is over."""
    found = set()
    for lane in _lanes(segments, per_label=per_label):
        over_s = -1.0
        for one in lane:
            if one.segment.start_s < over_s:
                found.add(one)
            over_s = max(over_s, one.segment.end_s)
    return frozenset(found)


def overlapped(
    segments: Sequence[ExchangedSegment], *, per_label: bool
) -> frozenset[ExchangedSegment]:
    """Return the segments that a later one, of their label or any, starts inside of."""
    found = set()
    for lane in _lanes(segments, per_label=per_label):
        found |= {one for one, then in pairwise(lane) if then.segment.start_s < one.segment.end_s}
    return frozenset(found)


def _lanes(
    segments: Sequence[ExchangedSegment], *, per_label: bool
) -> Iterable[list[ExchangedSegment]]:
    lanes: dict[str, list[ExchangedSegment]] = {}
    for one in sorted(segments, key=lambda one: one.segment):
        lanes.setdefault(one.label if per_label else "", []).append(one)
    return lanes.values()


_Counted = tuple[LossKind, int, str]


def _of_times(
    videos: Sequence[ExchangedVideo], carries: Carries, declared_fps: float
) -> Iterator[_Counted]:
    n_overlapping = n_short = n_off = 0
    for video in videos:
        if carries.overlaps != "all":
            per_label = carries.overlaps == "other-labels"
            n_overlapping += len(overlapping(video.segments, per_label=per_label))
        grid = TimeGrid(carries, video, declared_fps)
        off = [one for one in video.segments if _is_off(grid, one)]
        n_short += sum(one.segment.duration_s < grid.step_s for one in off)
        n_off += len(off)
    what = " of one label" if carries.overlaps == "other-labels" else ""
    yield "overlaps", n_overlapping, f"{{}} overlapping segment{{s}}{what} would be lost or merged"
    yield "short", n_short, "{} segment{s} shorter than a time step would become one long"
    step = "one frame" if carries.frames != "no" else f"{carries.time_step_s * 1000:g} ms"
    yield "times", n_off, f"{{}} segment{{s}} would be moved to the next time in steps of {step}"
    if carries.frames == "rate":
        n_vfr = sum(video.is_vfr for video in videos)
        yield "vfr", n_vfr, "{} video{s} with a varying frame rate: its frame numbers are not true"


def _is_off(grid: TimeGrid, one: ExchangedSegment) -> bool:
    return grid.step_s > 0 and (grid.is_off(one.segment.start_s) or grid.is_off(one.segment.end_s))


def _of_segments(videos: Sequence[ExchangedVideo], carries: Carries) -> Iterator[_Counted]:
    segments = [one for video in videos for one in video.segments]
    if not carries.scores:
        yield "scores", _count(one.score is not None for one in segments), "{} score{s}"
    if not carries.notes:
        yield "notes", _count(bool(one.note) for one in segments), "{} note{s}"
    if not carries.tags:
        yield "tags", _count(bool(one.tags) for one in segments), "the tags of {} segment{s}"
    if not carries.suggestions:
        n_suggested = _count(one.source == "suggestion" for one in segments)
        yield "layers", n_suggested, "{} suggestion{s} would not come back as such"
    elif not carries.layers:
        n_suggested = _count(one.source == "suggestion" for one in segments)
        words = "{} suggestion{s} would look like annotations of a person"
        # Where all is suggested, or the scores are there, nobody takes them for a person's.
        if carries.annotations:
            yield "layers", 0 if n_suggested == len(segments) else n_suggested, words
        else:
            words = "{} annotation{s} would come back as suggestions"
            yield "layers", len(segments) - n_suggested, words


def _of_labels(contents: Contents, carries: Carries) -> Iterator[_Counted]:
    used = {one.label for video in contents.videos for one in video.segments}
    if not carries.label_list:
        n_unused = _count(one.name not in used for one in contents.labels)
        yield "labels", n_unused, "{} label{s} without segments"
    if not carries.colors:
        n_colored = _count(bool(one.color) for one in contents.labels)
        yield "colors", n_colored, "{} label colour{s}"


def _of_videos(videos: Sequence[ExchangedVideo], carries: Carries) -> Iterator[_Counted]:
    if not carries.empty_videos:
        yield (
            "empty",
            _count(not video.segments for video in videos),
            "{} video{s} without segments",
        )
    if not carries.sheets:
        n_noted = _count(video.sheet != NO_SHEET for video in videos)
        yield "sheets", n_noted, "what was noted of {} whole video{s}"
    if not carries.several_videos and len(videos) > 1:
        yield "files", len(videos), "{} videos become one file each, in a folder"


def _count(found: Iterable[bool]) -> int:
    return sum(found)


def _words(n: int, words: str) -> str:
    return words.replace("{s}", "" if n == 1 else "s").format(n) + "."
