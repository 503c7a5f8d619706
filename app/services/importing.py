"""Brings labels of other tools into a project: first a plan to look at, then the change itself.

Nothing of a person's is changed unless the plan's reader says so, and the file is kept as it came.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import uuid4

from app.config.durable import replace_file
from app.domain.edits import AddAnnotation, Edit, MoveAnnotation, SetRemark, SetSheet, Several
from app.domain.errors import ExchangeError
from app.domain.labels import stand_ins
from app.domain.project import Run, RunGraph, VideoEntry
from app.domain.segment import Segment
from app.domain.timeline import (
    NO_PROPOSAL,
    NO_REMARK,
    NO_SHEET,
    Annotation,
    Remark,
    Sheet,
    Suggestion,
    Timeline,
)
from app.services.editing import ProjectEditor
from app.services.exchange_values import Contents, ExchangedSegment, ExchangedVideo
from app.services.import_matching import MatchWay, VideoFinder, label_table, unused_labels
from app.services.ports import ProjectStore

# Files round seconds; two segments closer than this are one.
SAME_TIME_S = 1e-6
# From this tIoU on, an annotation of the same label is taken for the same action, moved.
CHANGED_TIOU = 0.5

RowKind = Literal["new", "known", "changed", "suggested", "outside", "skipped"]
OnChanged = Literal["keep", "replace", "add"]
AsWhat = Literal["nothing", "annotations", "run"]


@dataclass(frozen=True, slots=True)
class DiffRow:
    """What one segment of the file means for the project.

    Attributes:
        label: The project's label, after the table of labels.
        segment: Cut to the video.
        is_clipped: Whether it was cut.
        existing: The annotation it is, or is a changed form of.
        remark: What the file notes beside it.
        score: Of a suggestion.
    """

    kind: RowKind
    label: str
    segment: Segment
    is_clipped: bool = False
    existing: Annotation | None = None
    remark: Remark = NO_REMARK
    score: float = 0.0

    @property
    def notes_anew(self) -> bool:
        """Whether it notes something beside an annotation that has no note yet."""
        mine = self.existing.remark if self.existing else self.remark
        return mine.is_empty and not self.remark.is_empty


@dataclass(frozen=True, slots=True)
class VideoPlan:
    """What the file means for one video.

    Attributes:
        entry: The project's video, or None when nobody knows which.
        sheet: What the file notes of the whole video, where the project notes nothing yet.
    """

    incoming: ExchangedVideo
    entry: VideoEntry | None
    way: MatchWay
    rows: tuple[DiffRow, ...] = ()
    sheet: Sheet | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A dry run: what an import would do.

    Attributes:
        labels: The project's label for each of the file; '' leaves it out.
        colors: What colour the file gives labels of the project; only new ones take it.
        unused: Labels the file lists without a segment of theirs, and that the project lacks.
        takes_unused: Whether those come in too.
    """

    videos: tuple[VideoPlan, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    colors: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    takes_unused: bool = False

    @property
    def counts(self) -> Counter[RowKind]:
        """How many segments are of each kind."""
        return Counter(row.kind for video in self.videos for row in video.rows)

    @property
    def n_noted(self) -> int:
        """How many annotations and videos without a note get one."""
        rows = sum(row.notes_anew for video in self.videos for row in video.rows)
        return rows + sum(video.sheet is not None for video in self.videos)

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Videos of the file that none of the project, or more than one, goes by."""
        return tuple(one.incoming.name for one in self.videos if one.entry is None)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import.

    Attributes:
        n_added: New annotations.
        n_known: Segments the project had already, same label and times.
        unmatched: Videos of the file that no video of the project, or more than one, goes by.
        n_clipped: Added annotations that ended after their video and now end with it.
        n_unusable: Segments left behind: no length, or wholly outside the video.
        n_replaced: Annotations that took the file's boundaries.
        n_kept: Annotations the file has otherwise and that stayed as they were.
        n_skipped: Segments whose label was left out, or suggestions.
        n_suggested: Suggestions that became a run.
        n_noted: Annotations and videos that got the file's notes.
        n_labels: Labels without segments that came in.
    """

    n_added: int
    n_known: int
    unmatched: tuple[str, ...]
    n_clipped: int = 0
    n_unusable: int = 0
    n_replaced: int = 0
    n_kept: int = 0
    n_skipped: int = 0
    n_suggested: int = 0
    n_noted: int = 0
    n_labels: int = 0


def plan_import(
    store: ProjectStore,
    contents: Contents,
    *,
    by_hand: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    suggestions: AsWhat = "nothing",
    takes_unused: bool = False,
) -> ImportPlan:
    """Return what an import would do; nothing is changed.

    Args:
        store: The project.
        contents: What the file says.
        by_hand: Video id for names of the file, where the person said so.
        labels: The project's label for labels of the file; '' leaves one out. Others keep their
            name, in the spelling of the project where only case, spaces or dashes differ.
        suggestions: What becomes of what the file calls so: nothing, annotations as well, or a
            run of each video, to be reviewed.
        takes_unused: Whether labels that the file lists without a segment come in too.

    Raises:
        ProjectError: the project cannot be read.
    """
    known = store.labels()
    ends = stand_ins(known)
    table = label_table([one.name for one in known], contents, labels or {})
    ids = {one.name: ends.get(one.id, one.id) for one in known}
    finder = VideoFinder(store.videos(), by_hand or {})
    plans = []
    for incoming in contents.videos:
        entry, way = finder.match(incoming)
        rows: tuple[DiffRow, ...] = ()
        if entry is not None:
            differ = _Differ(store.timeline(entry.id), ids, table)
            rows = tuple(differ.rows(incoming.segments, suggestions))
        plans.append(VideoPlan(incoming, entry, way, rows, _new_sheet(incoming, entry)))
    colors = {table[one.name]: one.color for one in contents.labels if one.color}
    unused = unused_labels(contents, table, ids)
    return ImportPlan(tuple(plans), table, contents.remarks, colors, unused, takes_unused)


def apply_import(
    store: ProjectStore, plan: ImportPlan, *, on_changed: OnChanged = "keep", origin: str = ""
) -> ImportReport:
    """Do what a plan says, one act of the history per video.

    A failure half-way keeps the videos finished. What becomes a run is no act: it takes no
    annotation and no verdict away, as no run does.

    Args:
        store: The project.
        plan: What ``plan_import`` gave.
        on_changed: What becomes of annotations the file has otherwise: the project's stays, the
            file's takes its place, or both are there.
        origin: What a run made of suggestions is called, such as the name of the file.

    Raises:
        ProjectError: the project cannot be changed.
        EditRefused: the project has changed since the plan was made.
    """
    wanted = {"new", "suggested"} | ({"changed"} if on_changed == "add" else set())
    names = [row.label for video in plan.videos for row in video.rows if row.kind in wanted]
    names += plan.unused if plan.takes_unused else ()
    found = store.ensure_labels(dict.fromkeys(names), plan.colors)
    ids = {name: one.id for name, one in found.items()}
    for video in plan.videos:
        if video.entry is not None:
            _change(store, video, ids, on_changed)
            _record(store, video, ids, origin)
    return _report(plan, on_changed)


def keep_original(store: ProjectStore, file: Path) -> Path:
    """Copy an imported file, or the files of a folder, beside the project's backups.

    Returns:
        The copy; its name begins with what its content hashes to.

    Raises:
        ExchangeError: it cannot be copied.
    """
    try:
        parts = sorted(one for one in file.iterdir() if one.is_file()) if file.is_dir() else [file]
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part.read_bytes())
        kept = store.backup_folder / "imported" / f"{digest.hexdigest()[:12]}-{file.name}"
        folder = kept if file.is_dir() else kept.parent
        folder.mkdir(parents=True, exist_ok=True)
        for part in parts:
            copy = kept / part.name if file.is_dir() else kept
            if not copy.exists():
                replace_file(copy, part.read_bytes())
    except OSError as error:
        raise ExchangeError(
            f"The original of {file.name} cannot be kept: {error.strerror or error}.",
            "Free some space, or check that the folder of backups can be written.",
        ) from error
    return kept


def _new_sheet(incoming: ExchangedVideo, entry: VideoEntry | None) -> Sheet | None:
    """Return what is noted of a video, unless the project has something there already."""
    is_new = entry is not None and entry.sheet == NO_SHEET != incoming.sheet
    return incoming.sheet if is_new else None


class _Differ:
    """Tells segments of a file apart by what the timeline has."""

    def __init__(
        self, timeline: Timeline, ids: Mapping[str, str], table: Mapping[str, str]
    ) -> None:
        self._duration_s = timeline.duration_s
        self._ids, self._table = ids, table
        self._mine: dict[str, list[Annotation]] = {}
        for one in sorted(timeline.annotations.values(), key=lambda one: one.segment):
            self._mine.setdefault(timeline.shown_label_id(one.label_id), []).append(one)
        self._starts = {
            label: [one.segment.start_s for one in ones] for label, ones in self._mine.items()
        }
        self._longest_s = {
            label: max(one.segment.duration_s for one in ones) for label, ones in self._mine.items()
        }
        self._taken: set[str] = set()
        self._seen: set[tuple[str, int, int]] = set()

    def rows(self, segments: Sequence[ExchangedSegment], suggestions: AsWhat) -> Iterator[DiffRow]:
        """Give a row for each segment; the known ones first, so that none is taken as changed."""
        later: list[DiffRow] = []
        for one in segments:
            row = self._first_look(one, suggestions)
            if row.kind == "new":
                later.append(row)
            else:
                yield row
        for row in later:
            existing = self._moved(row)
            if existing is None:
                yield row
            else:
                self._taken.add(existing.id)
                yield replace(row, kind="changed", existing=existing)

    def _first_look(self, one: ExchangedSegment, suggestions: AsWhat) -> DiffRow:
        label = self._table[one.label]
        is_suggested = one.source == "suggestion"
        if not label or (is_suggested and suggestions == "nothing"):
            return DiffRow("skipped", label or one.label, one.segment)
        if one.segment.start_s >= self._duration_s:
            return DiffRow("outside", label, one.segment)
        is_clipped = one.segment.end_s > self._duration_s
        end_s = min(one.segment.end_s, self._duration_s)
        segment = Segment(one.segment.start_s, end_s)
        row = DiffRow("new", label, segment, is_clipped, None, Remark(one.note, one.tags))
        if is_suggested and suggestions == "run":
            return replace(row, kind="suggested", score=1.0 if one.score is None else one.score)
        return self._compared(row)

    def _compared(self, row: DiffRow) -> DiffRow:
        known = self._known(row.label, row.segment)
        if known is not None:
            self._taken.add(known.id)
            return replace(row, kind="known", existing=known)
        start, end = (
            round(time_s / SAME_TIME_S) for time_s in (row.segment.start_s, row.segment.end_s)
        )
        key = (row.label, start, end)
        if key in self._seen:
            return replace(row, kind="known")
        self._seen.add(key)
        return row

    def _known(self, label: str, segment: Segment) -> Annotation | None:
        near = self._near(label, segment.start_s - SAME_TIME_S, segment.start_s + SAME_TIME_S)
        return next(
            (one for one in near if abs(one.segment.end_s - segment.end_s) <= SAME_TIME_S), None
        )

    def _moved(self, row: DiffRow) -> Annotation | None:
        reach_s = self._longest_s.get(self._ids.get(row.label, ""), 0.0)
        near = self._near(row.label, row.segment.start_s - reach_s, row.segment.end_s)
        free = [one for one in near if one.id not in self._taken]
        best = max(free, key=lambda one: one.segment.tiou(row.segment), default=None)
        is_same = best is not None and best.segment.tiou(row.segment) >= CHANGED_TIOU
        return best if is_same else None

    def _near(self, label: str, first_s: float, last_s: float) -> Iterable[Annotation]:
        """Give my annotations of a label that start in a span."""
        label_id = self._ids.get(label, "")
        starts, mine = self._starts.get(label_id, []), self._mine.get(label_id, [])
        for at in range(bisect_left(starts, first_s), len(starts)):
            if starts[at] > last_s:
                return
            yield mine[at]


def _change(
    store: ProjectStore, video: VideoPlan, ids: Mapping[str, str], on_changed: OnChanged
) -> None:
    edits: list[Edit] = []
    n_moved = 0
    for row in video.rows:
        if row.kind == "changed" and on_changed == "replace" and row.existing is not None:
            edits.append(MoveAnnotation(row.existing.id, row.segment))
            n_moved += 1
        elif row.kind == "new" or (row.kind == "changed" and on_changed == "add"):
            added = Annotation(uuid4().hex, ids[row.label], row.segment, remark=row.remark)
            edits.append(AddAnnotation(added))
        elif row.existing is not None and row.notes_anew:
            edits.append(SetRemark(row.existing.id, row.remark))
    n_new = sum(isinstance(edit, AddAnnotation) for edit in edits)
    edits += [] if video.sheet is None else [SetSheet(video.sheet)]
    if not edits or video.entry is None:
        return
    caption = f"Import {n_new} annotations" + (f", move {n_moved}" if n_moved else "")
    timeline = store.timeline(video.entry.id)
    ProjectEditor(store).do(timeline, Several(tuple(edits)), caption)


def _record(store: ProjectStore, video: VideoPlan, ids: Mapping[str, str], origin: str) -> None:
    """Store what the file suggests for a video as a run."""
    found = [row for row in video.rows if row.kind == "suggested"]
    if not found or video.entry is None:
        return
    run = Run(
        id=uuid4().hex,
        video_id=video.entry.id,
        made_at=datetime.now(UTC),
        model_name=origin,
        is_trained=False,
        note=f"Read from {origin}: another program made these suggestions.",
        settings_json="{}",
    )
    suggestions = [
        Suggestion(
            f"{run.id}-{at}",
            run.id,
            ids[row.label],
            row.segment,
            row.score,
            NO_PROPOSAL,
            remark=row.remark,
        )
        for at, row in enumerate(found)
    ]
    store.record_run(run, suggestions, RunGraph.empty())


def _report(plan: ImportPlan, on_changed: OnChanged) -> ImportReport:
    counts = plan.counts
    n_changed = counts["changed"]
    added = {"new", "changed"} if on_changed == "add" else {"new"}
    rows = [row for video in plan.videos for row in video.rows]
    matched = [video.incoming.n_unusable for video in plan.videos if video.entry is not None]
    return ImportReport(
        n_added=sum(row.kind in added for row in rows),
        n_known=counts["known"],
        unmatched=plan.unmatched,
        n_clipped=sum(row.is_clipped and row.kind in added for row in rows),
        n_unusable=counts["outside"] + sum(matched),
        n_replaced=n_changed if on_changed == "replace" else 0,
        n_kept=n_changed if on_changed == "keep" else 0,
        n_skipped=counts["skipped"],
        n_suggested=counts["suggested"],
        n_noted=plan.n_noted,
        n_labels=len(plan.unused) if plan.takes_unused else 0,
    )


def carry_out(
    store: ProjectStore, plan: ImportPlan, file: Path, *, on_changed: OnChanged = "keep"
) -> ImportReport:
    """Keep the original, then do what a plan says.

    Raises:
        ExchangeError: the original cannot be kept; nothing was changed.
        ProjectError: the project cannot be changed.
    """
    counts = plan.counts
    if (
        counts["new"]
        or counts["suggested"]
        or plan.n_noted
        or (plan.unused and plan.takes_unused)
        or (counts["changed"] and on_changed != "keep")
    ):
        keep_original(store, file)
    return apply_import(store, plan, on_changed=on_changed, origin=file.name)
