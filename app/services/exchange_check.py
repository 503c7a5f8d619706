"""Compares what was meant with what a reader finds in the file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.services.exchange_losses import overlapped, overlapping
from app.services.exchange_precision import TimeGrid
from app.services.exchange_values import (
    Carries,
    Contents,
    ExchangedSegment,
    ExchangedVideo,
    plain_name,
)

_MAX_TOLD = 20
_DURATION_SLACK_S = 1e-3
# What the results forms write for a person's segment; nothing is lost by it.
_SURE = 1.0


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of reading a file back.

    Attributes:
        n_segments: How many were meant.
        n_same: How many were found again within the format's precision.
        n_told: How many are gone as was told before: what overlaps, and suggestions.
        worst_s: The furthest a time of the found ones moved, seconds.
        differences: A sentence for each thing that should have been kept and was not, at most 20.
    """

    n_segments: int
    n_same: int
    n_told: int
    worst_s: float
    differences: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything is there that the format can carry."""
        return not self.differences


def compare(
    meant: Contents, said: Contents, carries: Carries, declared_fps: float = 0.0
) -> Checked:
    """Compare contents within what a format says it carries."""
    differences = list(_label_differences(meant, said, carries))
    n_same = n_told = 0
    worst_s = 0.0
    for video, again in _pairs(meant.videos, said.videos):
        if again is None:
            if video.segments or carries.empty_videos:
                differences.append(f"{video.name} is not in the file.")
            continue
        one = _compare_video(video, again, carries, declared_fps)
        n_same, n_told = n_same + one.n_same, n_told + one.n_told
        worst_s = max(worst_s, one.worst_s)
        differences += one.differences
    told = tuple(differences[:_MAX_TOLD])
    return Checked(meant.n_segments, n_same, n_told, worst_s, told)


def _compare_video(
    video: ExchangedVideo, again: ExchangedVideo, carries: Carries, declared_fps: float
) -> Checked:
    grid = TimeGrid(carries, video, declared_fps)
    found = _Found(again.segments, grid, carries)
    kept = [one for one in video.segments if carries.suggestions or one.source == "annotation"]
    gone_as_told = _allowed_to_go(video, carries)
    moved_s = [(one, found.take(one)) for one in kept]
    missing = [one for one, moved in moved_s if moved is None]
    same_s = [moved for _, moved in moved_s if moved is not None]
    differences = [
        f"{video.name}: {_said(one)} is not in the file as it was."
        for one in missing
        if one not in gone_as_told
    ]
    # What a merged or split overlap became cannot be counted.
    if found.n_left > 0 and carries.overlaps == "all":
        differences.append(f"{video.name}: the file holds {found.n_left} segments more.")
    if carries.sheets and again.sheet != video.sheet:
        differences.append(f"{video.name}: what was noted of the video is not in the file.")
    if carries.durations and abs(again.duration_s - video.duration_s) > _DURATION_SLACK_S:
        differences.append(f"{video.name}: its duration is {again.duration_s:g} s in the file.")
    n_told = sum(one in gone_as_told for one in missing) + len(video.segments) - len(kept)
    worst_s = max(same_s, default=0.0)
    return Checked(len(video.segments), len(same_s), n_told, worst_s, tuple(differences))


class _Found:
    """The segments of a file, each to be taken once."""

    def __init__(
        self, segments: Sequence[ExchangedSegment], grid: TimeGrid, carries: Carries
    ) -> None:
        self._grid, self._carries = grid, carries
        self.n_left = len(segments)
        self._by_label: dict[str, list[ExchangedSegment]] = {}
        for one in sorted(segments, key=lambda one: one.segment):
            self._by_label.setdefault(one.label, []).append(one)
        self._starts = {
            label: [one.segment.start_s for one in ones] for label, ones in self._by_label.items()
        }

    def take(self, meant: ExchangedSegment) -> float | None:
        """Take the segment that says the same; return how far it moved, or None without any."""
        ones, starts = self._by_label.get(meant.label, []), self._starts.get(meant.label, [])
        # A segment shorter than a step may have been widened to one.
        is_short = meant.segment.duration_s <= self._grid.step_s
        limit_s = self._grid.tolerance_s * (2 if is_short else 1)
        at = bisect_left(starts, meant.segment.start_s - limit_s)
        while at < len(ones) and starts[at] <= meant.segment.start_s + limit_s:
            moved_s = _moved_s(meant, ones[at])
            if moved_s <= limit_s and self._is_same(meant, ones[at]):
                del ones[at], starts[at]
                self.n_left -= 1
                return moved_s
            at += 1
        return None

    def _is_same(self, meant: ExchangedSegment, said: ExchangedSegment) -> bool:
        kept = self._carries
        if kept.scores and said.score != meant.score:
            both_sure = meant.score is None and said.score == _SURE
            if not both_sure and not _is_close(meant.score, said.score):
                return False
        if (kept.notes and said.note != meant.note) or (kept.tags and said.tags != meant.tags):
            return False
        return not kept.layers or said.source == meant.source


def _is_close(meant: float | None, said: float | None) -> bool:
    if meant is None or said is None:
        return False
    return abs(meant - said) <= 1e-9 * max(1.0, abs(meant))


def _moved_s(meant: ExchangedSegment, said: ExchangedSegment) -> float:
    return max(
        abs(meant.segment.start_s - said.segment.start_s),
        abs(meant.segment.end_s - said.segment.end_s),
    )


def _allowed_to_go(video: ExchangedVideo, carries: Carries) -> frozenset[ExchangedSegment]:
    if carries.overlaps == "all":
        return frozenset()
    per_label = carries.overlaps == "other-labels"
    # A merged pair is neither of the two.
    later = overlapping(video.segments, per_label=per_label)
    return later | overlapped(video.segments, per_label=per_label)


def _pairs(
    meant: Sequence[ExchangedVideo], said: Sequence[ExchangedVideo]
) -> Iterator[tuple[ExchangedVideo, ExchangedVideo | None]]:
    by_name = {plain_name(video.name): video for video in said} | {one.name: one for one in said}
    # A file of one video often does not say which.
    only = said[0] if len(meant) == len(said) == 1 else None
    by_content = {one.fingerprint: one for one in said if one.fingerprint}
    for video in meant:
        named = by_name.get(video.name, by_name.get(plain_name(video.name), only))
        yield video, by_content.get(video.fingerprint, named)


def _label_differences(meant: Contents, said: Contents, carries: Carries) -> Iterator[str]:
    if carries.label_list:
        missing = [name for name in meant.label_names if name not in said.label_names]
        yield from (f"The label {name} is not in the file." for name in missing)
    if carries.colors:
        colors = {one.name: one.color.lower() for one in said.labels}
        yield from (
            f"The colour of {one.name} is {colors[one.name] or 'missing'} in the file."
            for one in meant.labels
            if one.name in colors and colors[one.name] != one.color.lower()
        )


def _said(one: ExchangedSegment) -> str:
    return f"{one.label} from {one.segment.start_s:.3f} s to {one.segment.end_s:.3f} s"
