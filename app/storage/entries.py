"""What is on the timelines: annotations, suggestions with their verdicts, remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
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

from app.domain.project import VideoEntry
from app.domain.timeline import (
    NO_SHEET,
    Annotation,
    Changes,
    Remark,
    Sheet,
    Suggestion,
    Timeline,
    Verdict,
)
from app.storage import aside, opinions, rows, tables
from app.storage.dialects import Upsert
from app.storage.rows import Values

Entry = TypeVar("Entry", Annotation, Suggestion)
Entries = tuple[list[Annotation], list[Suggestion]]
# SQLite takes at least 999 values in one statement.
IDS_AT_ONCE = 500
_DELETE_ANNOTATION = delete(tables.annotations).where(tables.annotations.c.id == bindparam("gone"))
_DELETE_REMARK = delete(tables.remarks).where(tables.remarks.c.entry_id == bindparam("gone"))
_UPSERT_ANNOTATION = Upsert(tables.annotations, ["id"])
_UPSERT_VERDICT = Upsert(tables.verdicts, ["suggestion_id"])
_UPSERT_REMARK = Upsert(tables.remarks, ["entry_id"], ["note", "tags"])
_WAITING = (Verdict.PENDING.value, Verdict.SNOOZED.value)


def read(connection: Connection, empty: Timeline) -> Callable[[], Timeline]:
    """Read what is on an ``empty`` timeline; the answer makes sense of it outside the lock.

    Suggestions are the newest run's, and those of older ones that somebody judged.
    """
    video_id = empty.video_id
    owned = connection.execute(_annotations_of(video_id)).all()
    shown = connection.execute(_suggestions_of(video_id)).all()
    said = connection.execute(opinions.of_video(video_id)).all()
    make = _making(
        owned, shown, _remark_rows(connection, video_id), _sheet_row(connection, video_id)
    )
    return _with_opinions(make, empty, said, _upheld(connection, video_id))


def read_part(
    connection: Connection, video_id: str, duration_s: float, changes: Changes
) -> Callable[[], Timeline]:
    """Read only these entries, shown or not; see ``read``."""
    wanted, judged = sorted(changes.annotation_ids), sorted(changes.suggestion_ids)
    owned = _by_id(connection, _annotations(), (tables.annotations, video_id, wanted))
    # All of a video with their verdicts, shown or not.
    asked = _by_id(connection, _judged(), (tables.suggestions, video_id, judged))
    ruled = sorted(changes.opinion_ids)
    said = _by_id(connection, select(tables.opinions), (tables.opinions, video_id, ruled))
    noted = _by_entry(connection, sorted({*wanted, *judged}))
    sheet = _sheet_row(connection, video_id) if changes.sheet else None
    upheld = _upheld(connection, video_id) if changes.upheld_ids else ()
    make = _making(owned, asked, noted, sheet)
    return _with_opinions(make, Timeline(video_id, duration_s), said, upheld)


def read_parts(
    connection: Connection, touched: Mapping[str, Changes]
) -> list[Callable[[], Timeline]]:
    """Read only these entries of videos that are in the project, by video id; see ``read``.

    Of a thousand videos of which only the sheets are touched, that is a few statements.
    """
    ids, v = list(touched), tables.videos.c
    there: list[Row[Any]] = []
    for at in range(0, len(ids), IDS_AT_ONCE):
        mine = v.id.in_(ids[at : at + IDS_AT_ONCE])
        there += connection.execute(select(tables.videos).where(mine, aside.IN_PROJECT)).all()
    return [_part_of(connection, row, touched[row.id]) for row in there]


def _part_of(connection: Connection, row: Row[Any], changes: Changes) -> Callable[[], Timeline]:
    if changes == Changes(sheet=True):
        return lambda: Timeline(row.id, row.duration_s, sheet=rows.sheet_of(row))
    return read_part(connection, row.id, row.duration_s, changes)


def _with_opinions(
    make: Callable[[], tuple[Entries, Sheet]],
    empty: Timeline,
    said: Sequence[Row[Any]],
    upheld: Sequence[Row[Any]],
) -> Callable[[], Timeline]:
    def whole() -> Timeline:
        (annotations, suggestions), sheet = make()
        timeline = Timeline(
            empty.video_id, empty.duration_s, annotations, suggestions, sheet, empty.stand_ins
        )
        return timeline.hear(map(opinions.opinion_of, said), opinions.upheld_of(upheld))

    return whole


def _upheld(connection: Connection, video_id: str) -> Sequence[Row[Any]]:
    return connection.execute(opinions.upheld_of_video(video_id)).all()


def _making(
    owned: Sequence[Row[Any]],
    shown: Sequence[Row[Any]],
    remark_rows: Sequence[Row[Any]],
    sheet_row: Row[Any] | None,
) -> Callable[[], tuple[Entries, Sheet]]:
    def make() -> tuple[Entries, Sheet]:
        remarks = {row.entry_id: rows.remark_of(row) for row in remark_rows}
        annotations = [_with_remark(rows.annotation_of(row), remarks) for row in owned]
        suggestions = [_with_remark(rows.suggestion_of(row), remarks) for row in shown]
        sheet = NO_SHEET if sheet_row is None else rows.sheet_of(sheet_row)
        return (annotations, suggestions), sheet

    return make


def _with_remark(entry: Entry, remarks: dict[str, Remark]) -> Entry:
    remark = remarks.get(entry.id)
    return entry if remark is None else replace(entry, remark=remark)


def save_touched(connection: Connection, timeline: Timeline, changes: Changes) -> None:
    """Make the touched rows what the timeline says."""
    _save_annotations(connection, timeline, sorted(changes.annotation_ids))
    judged = [
        timeline.suggestions[one]
        for one in sorted(changes.suggestion_ids)
        if one in timeline.suggestions
    ]
    if judged:
        _UPSERT_VERDICT.execute(connection, [_verdict_values(one) for one in judged])
    _save_remarks(connection, timeline, changes.annotation_ids | changes.suggestion_ids)
    if changes.sheet:
        mine = tables.videos.c.id == timeline.video_id
        values = rows.sheet_values(timeline.sheet)
        connection.execute(update(tables.videos).where(mine).values(values))
    opinions.save_rulings(connection, timeline, changes)


def _save_annotations(connection: Connection, timeline: Timeline, touched: Sequence[str]) -> None:
    gone = [one for one in touched if one not in timeline.annotations]
    if gone:
        connection.execute(_DELETE_ANNOTATION, [{"gone": one} for one in gone])
    kept = [timeline.annotations[one] for one in touched if one in timeline.annotations]
    if kept:
        values = [rows.annotation_values(one, timeline.video_id) for one in kept]
        _UPSERT_ANNOTATION.execute(connection, values)


def _save_remarks(connection: Connection, timeline: Timeline, touched: Iterable[str]) -> None:
    found: dict[str, Remark] = {}
    for one in touched:
        entry = timeline.find(one)
        found[one] = Remark() if entry is None else entry.remark
    gone = [{"gone": one} for one, remark in found.items() if remark.is_empty]
    if gone:
        connection.execute(_DELETE_REMARK, gone)
    kept = [
        rows.remark_values(one, timeline.video_id, remark)
        for one, remark in found.items()
        if not remark.is_empty
    ]
    if kept:
        _UPSERT_REMARK.execute(connection, kept)


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


def counts(connection: Connection, video_id: str = "") -> Counts:
    """Count what lies on one video, or on all of them with ''."""
    owned, asked = tables.annotations.c.video_id, tables.suggestions.c.video_id
    n_owned = select(owned, func.count()).group_by(owned)
    n_asked = _counted_by_video()
    if video_id:
        n_owned, n_asked = n_owned.where(owned == video_id), n_asked.where(asked == video_id)
    return Counts(
        {row[0]: (row[1], row[2]) for row in connection.execute(n_asked)},
        {row[0]: row[1] for row in connection.execute(n_owned)},
    )


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


def _remark_rows(connection: Connection, video_id: str) -> Sequence[Row[Any]]:
    mine = select(tables.remarks).where(tables.remarks.c.video_id == video_id)
    return connection.execute(mine).all()


def _by_entry(connection: Connection, entry_ids: Sequence[str]) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    for at in range(0, len(entry_ids), IDS_AT_ONCE):
        mine = tables.remarks.c.entry_id.in_(entry_ids[at : at + IDS_AT_ONCE])
        found += connection.execute(select(tables.remarks).where(mine)).all()
    return found


def _sheet_row(connection: Connection, video_id: str) -> Row[Any] | None:
    chosen: Select[Any] = select(tables.videos).where(tables.videos.c.id == video_id)
    return connection.execute(chosen).first()


def _by_id(
    connection: Connection, chosen: Select[Any], of: tuple[Table, str, Sequence[str]]
) -> list[Row[Any]]:
    """Select what lies in a table, on a video, under some ids."""
    (table, video_id, ids), found = of, list[Row[Any]]()
    # An expression no index has: by the one of the video SQLite would go through all of it.
    mine = table.c.video_id.concat("") == video_id
    for at in range(0, len(ids), IDS_AT_ONCE):
        some = table.c.id.in_(ids[at : at + IDS_AT_ONCE])
        found += connection.execute(chosen.where(some, mine)).all()
    return found
