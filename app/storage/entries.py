"""What is on the timelines: annotations, suggestions with their verdicts, remarks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Table,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)

from app.domain.errors import ProjectError
from app.domain.project import VideoEntry
from app.domain.timeline import (
    NO_SHEET,
    Annotation,
    Changes,
    Remark,
    Suggestion,
    Timeline,
    Verdict,
)
from app.storage import aside, at_once, opinions, rows, tables
from app.storage.at_once import Rows, Step
from app.storage.database import Transactions
from app.storage.dialects import Upsert
from app.storage.rows import Values

Entry = TypeVar("Entry", Annotation, Suggestion)
Plan = dict[str, list[Step]]
# SQLite takes at least 999 values in one statement.
IDS_AT_ONCE = 500
_DELETE_ANNOTATION = delete(tables.annotations).where(tables.annotations.c.id == bindparam("gone"))
_DELETE_REMARK = delete(tables.remarks).where(tables.remarks.c.entry_id == bindparam("gone"))
_UPSERT_ANNOTATION = Upsert(tables.annotations, ["id"])
_UPSERT_VERDICT = Upsert(tables.verdicts, ["suggestion_id"])
_UPSERT_REMARK = Upsert(tables.remarks, ["entry_id"], ["note", "tags"])
SHEET_ALONE = Changes(sheet=True)
_WAITING = (Verdict.PENDING.value, Verdict.SNOOZED.value)


def whole(video_id: str) -> Plan:
    """Return what to read of a timeline; ``timeline_of`` makes sense of it.

    Suggestions are the newest run's, and those of older ones that somebody judged.
    """
    remarks = select(tables.remarks).where(tables.remarks.c.video_id == video_id)
    return {
        "owned": [Step(_annotations_of(video_id))],
        "asked": [Step(_suggestions_of(video_id))],
        "said": [Step(opinions.of_video(video_id))],
        "noted": [Step(remarks)],
        "sheet": [Step(_sheet_of(video_id))],
        "upheld": [Step(opinions.upheld_of_video(video_id))],
    }


def part(video_id: str, changes: Changes) -> Plan:
    """Return what to read of only these entries, shown or not; see ``whole``."""
    wanted, judged = sorted(changes.annotation_ids), sorted(changes.suggestion_ids)
    ruled, noted = sorted(changes.opinion_ids), sorted({*wanted, *judged})
    said = select(tables.opinions)
    return {
        "owned": _by_id(_annotations(), tables.annotations, video_id, wanted),
        # All of a video with their verdicts, shown or not.
        "asked": _by_id(_judged(), tables.suggestions, video_id, judged),
        "said": _by_id(said, tables.opinions, video_id, ruled),
        "noted": _those(select(tables.remarks), tables.remarks.c.entry_id, noted),
        "sheet": [Step(_sheet_of(video_id))] if changes.sheet else [],
        "upheld": [Step(opinions.upheld_of_video(video_id))] if changes.upheld_ids else [],
    }


def timeline_of(empty: Timeline, found: Mapping[str, Rows]) -> Timeline:
    """Return what was read of an ``empty`` timeline."""
    remarks = {row.entry_id: rows.remark_of(row) for row in found["noted"]}
    annotations = [_with_remark(rows.annotation_of(row), remarks) for row in found["owned"]]
    suggestions = [_with_remark(rows.suggestion_of(row), remarks) for row in found["asked"]]
    sheet = rows.sheet_of(found["sheet"][0]) if found["sheet"] else NO_SHEET
    timeline = Timeline(
        empty.video_id, empty.duration_s, annotations, suggestions, sheet, empty.stand_ins
    )
    return timeline.hear(
        map(opinions.opinion_of, found["said"]), opinions.upheld_of(found["upheld"])
    )


def duration_of(video_id: str) -> Select[Any]:
    """Select the duration of a video that is in the project."""
    v = tables.videos.c
    return select(v.duration_s).where(v.id == video_id, aside.IN_PROJECT)


def duration_in(found: Rows) -> float:
    """Return the duration that was read, seconds.

    Raises:
        ProjectError: there is no such video.
    """
    if not found:
        raise ProjectError("This video is not in the project any more.", "Add it again.")
    return float(found[0].duration_s)


def read_parts(database: Transactions, touched: Mapping[str, Changes]) -> list[Timeline]:
    """Read only these entries of videos that are in the project, by video id.

    Of a thousand videos of which only the sheets are touched, that is a few statements.
    """
    chosen = select(tables.videos).where(aside.IN_PROJECT)
    plan: dict[tuple[str, str], list[Step]] = {
        ("", ""): _those(chosen, tables.videos.c.id, list(touched))
    }
    for video_id, changes in touched.items():
        # A sheet stands with the video.
        wanted = {} if changes == SHEET_ALONE else part(video_id, changes)
        plan |= {(video_id, name): steps for name, steps in wanted.items()}
    read = at_once.read_each(database, plan)
    found: dict[str, dict[str, Rows]] = {}
    for (video_id, name), some in read.items():
        found.setdefault(video_id, {})[name] = some
    return [_part_of(row, found.get(row.id, {})) for row in read["", ""]]


def _part_of(row: Row[Any], found: Mapping[str, Rows]) -> Timeline:
    if not found:
        return Timeline(row.id, row.duration_s, sheet=rows.sheet_of(row))
    return timeline_of(Timeline(row.id, row.duration_s), found)


def _with_remark(entry: Entry, remarks: dict[str, Remark]) -> Entry:
    remark = remarks.get(entry.id)
    return entry if remark is None else replace(entry, remark=remark)


def saving(timeline: Timeline, changes: Changes) -> list[Step]:
    """Return what makes the touched rows what the timeline says."""
    steps = _saving_annotations(timeline, sorted(changes.annotation_ids))
    judged = [
        timeline.suggestions[one]
        for one in sorted(changes.suggestion_ids)
        if one in timeline.suggestions
    ]
    if judged:
        steps.append(Step(_UPSERT_VERDICT, [_verdict_values(one) for one in judged]))
    steps += _saving_remarks(timeline, sorted(changes.annotation_ids | changes.suggestion_ids))
    if changes.sheet:
        mine = tables.videos.c.id == timeline.video_id
        values = rows.sheet_values(timeline.sheet)
        steps.append(Step(update(tables.videos).where(mine).values(values)))
    return [*steps, *opinions.saving_rulings(timeline, changes)]


def _saving_annotations(timeline: Timeline, touched: Sequence[str]) -> list[Step]:
    steps: list[Step] = []
    gone = [one for one in touched if one not in timeline.annotations]
    if gone:
        steps.append(Step(_DELETE_ANNOTATION, [{"gone": one} for one in gone]))
    kept = [timeline.annotations[one] for one in touched if one in timeline.annotations]
    if kept:
        values = [rows.annotation_values(one, timeline.video_id) for one in kept]
        steps.append(Step(_UPSERT_ANNOTATION, values))
    return steps


def _saving_remarks(timeline: Timeline, touched: Iterable[str]) -> list[Step]:
    found: dict[str, Remark] = {}
    for one in touched:
        entry = timeline.find(one)
        found[one] = Remark() if entry is None else entry.remark
    steps: list[Step] = []
    gone = [{"gone": one} for one, remark in found.items() if remark.is_empty]
    if gone:
        steps.append(Step(_DELETE_REMARK, gone))
    kept = [
        rows.remark_values(one, timeline.video_id, remark)
        for one, remark in found.items()
        if not remark.is_empty
    ]
    if kept:
        steps.append(Step(_UPSERT_REMARK, kept))
    return steps


def _verdict_values(suggestion: Suggestion) -> Values:
    return {"suggestion_id": suggestion.id, "verdict": suggestion.verdict.value}


@dataclass(frozen=True, slots=True)
class Counts:
    """What lies on videos, by video id.

    Attributes:
        asked: Suggestions that wait, and those that are judged, of timelines.
        owned: Annotations.
    """

    asked: dict[str, tuple[int, int]]
    owned: dict[str, int]


def counting(video_id: str = "") -> list[Select[Any]]:
    """Select what lies on one video, or on all of them with ''; see ``counts_of``."""
    owned, asked = tables.annotations.c.video_id, tables.suggestions.c.video_id
    n_owned = select(owned, func.count()).group_by(owned)
    n_asked = _counted_by_video()
    if video_id:
        n_owned, n_asked = n_owned.where(owned == video_id), n_asked.where(asked == video_id)
    return [n_asked, n_owned]


def counts_of(n_asked: Rows, n_owned: Rows) -> Counts:
    """Return what was counted."""
    asked = {row[0]: (row[1], row[2]) for row in map(tuple, n_asked)}
    return Counts(asked, {row[0]: row[1] for row in map(tuple, n_owned)})


def counted(video: VideoEntry, found: Counts) -> VideoEntry:
    """Return the video with its counts."""
    n_pending, n_judged = found.asked.get(video.id, (0, 0))
    n_owned = found.owned.get(video.id, 0)
    return replace(video, n_pending=n_pending, n_judged=n_judged, n_annotations=n_owned)


def _counted_by_video() -> Select[Any]:
    """Select (video id, suggestions that wait, suggestions that are judged) of timelines."""
    video_id = tables.suggestions.c.video_id
    verdict = func.coalesce(tables.verdicts.c.verdict, Verdict.PENDING.value)
    n_waiting = func.sum(case((verdict.in_(_WAITING), 1), else_=0))
    return shown(select(video_id, n_waiting, func.count() - n_waiting)).group_by(video_id)


def shown(columns: Select[Any]) -> Select[Any]:
    """Select columns of the suggestions on timelines, joined with their videos and verdicts."""
    return _joined(columns).where(_shown())


def with_verdicts(columns: Select[Any]) -> Select[Any]:
    """Select columns of all suggestions, joined with their videos and verdicts."""
    return _joined(columns)


def _annotations_of(video_id: str) -> Select[Any]:
    a = tables.annotations.c
    return _annotations().where(a.video_id == video_id).order_by(a.start_s, a.id)


def _annotations() -> Select[Any]:
    a = tables.annotations.c
    return select(a.id, a.label_id, a.start_s, a.end_s, a.suggestion_id)


def annotations_read_by(annotator: str) -> Select[Any]:
    """Select (video id, annotation) of every video an annotator has worked on."""
    a, r = tables.annotations.c, tables.readings.c
    columns = select(a.video_id, a.id, a.label_id, a.start_s, a.end_s, a.suggestion_id)
    joined = tables.annotations.join(tables.readings, r.video_id == a.video_id)
    return columns.select_from(joined).where(r.annotator == annotator).order_by(a.start_s, a.id)


def suggestions_of_run(run_id: str) -> Select[Any]:
    """Select all that a run found, by start, with the verdicts on it."""
    s = tables.suggestions.c
    return _judged().where(s.run_id == run_id).order_by(s.start_s, s.id)


def _suggestions_of(video_id: str) -> Select[Any]:
    s = tables.suggestions.c
    return _judged().where(s.video_id == video_id, _shown()).order_by(s.start_s, s.id)


def _judged() -> Select[Any]:
    s = tables.suggestions.c
    columns = select(
        s.id, s.run_id, s.label_id, s.start_s, s.end_s, s.score, s.proposal_idx,
        s.margin, s.entropy, s.spread, tables.verdicts.c.verdict,
    )  # fmt: skip
    return _joined(columns)


def _shown() -> ColumnElement[bool]:
    """Which suggestions, joined with videos and verdicts, are on a timeline."""
    is_newest = tables.suggestions.c.run_id == tables.videos.c.newest_run_id
    return or_(is_newest, tables.verdicts.c.suggestion_id.is_not(None))


def _joined(columns: Select[Any]) -> Select[Any]:
    s, v = tables.suggestions, tables.verdicts
    source = s.join(tables.videos, s.c.video_id == tables.videos.c.id)
    return columns.select_from(source.outerjoin(v, s.c.id == v.c.suggestion_id))


def _sheet_of(video_id: str) -> Select[Any]:
    return select(tables.videos).where(tables.videos.c.id == video_id)


def _by_id(chosen: Select[Any], table: Table, video_id: str, ids: Sequence[str]) -> list[Step]:
    """Select what lies in a table, on a video, under some ids."""
    # An expression no index has: by the one of the video SQLite would go through all of it.
    mine = table.c.video_id.concat("") == video_id
    return _those(chosen.where(mine), table.c.id, ids)


def _those(chosen: Select[Any], column: ColumnElement[str], ids: Sequence[str]) -> list[Step]:
    found = (ids[at : at + IDS_AT_ONCE] for at in range(0, len(ids), IDS_AT_ONCE))
    return [Step(chosen.where(column.in_(some))) for some in found]
