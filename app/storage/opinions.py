"""What other annotators say, and the rulings on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from app.domain.opinions import Opinion, Reading, Ruling
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Changes, Timeline, Verdict
from app.services.ports import TwoSides
from app.storage import aside, tables
from app.storage.at_once import Step
from app.storage.dialects import Upsert
from app.storage.rows import Values, annotation_of

_READINGS, _OPINIONS, _UPHELD = tables.readings, tables.opinions, tables.upheld
_RULE = update(_OPINIONS).where(_OPINIONS.c.id == bindparam("ruled")).values(ruling=bindparam("as"))
_KEEP_READING = Upsert(_READINGS, ["annotator", "video_id"], ["source", "made_at"])
# A segment read again keeps what was chosen.
_KEEP_OPINION = Upsert(_OPINIONS, ["id"], ())


def opinion_of(row: Row[Any]) -> Opinion:
    """Return the opinion of a row of ``opinions``."""
    segment = Segment(row.start_s, row.end_s)
    return Opinion(row.id, row.annotator, row.label_id, segment, Ruling(row.ruling))


def opinion_values(opinion: Opinion, video_id: str) -> Values:
    """Return the columns of an opinion."""
    return {
        "id": opinion.id,
        "annotator": opinion.annotator,
        "video_id": video_id,
        "label_id": opinion.label_id,
        "start_s": opinion.segment.start_s,
        "end_s": opinion.segment.end_s,
        "ruling": opinion.ruling.value,
    }


def of_video(video_id: str) -> Select[Any]:
    """Select what others say of a video, by start."""
    mine = select(_OPINIONS).where(_OPINIONS.c.video_id == video_id)
    return mine.order_by(_OPINIONS.c.start_s, _OPINIONS.c.id)


def of_annotator(annotator: str) -> Select[Any]:
    """Select what one annotator says of all videos in the project, by video and start."""
    o = _OPINIONS.c
    here = select(_OPINIONS).join(tables.videos, tables.videos.c.id == o.video_id)
    return here.where(o.annotator == annotator, aside.IN_PROJECT).order_by(o.video_id, o.start_s)


def upheld_of_video(video_id: str) -> Select[Any]:
    """Select the rulings on annotations of a video."""
    return select(_UPHELD).where(_UPHELD.c.video_id == video_id)


def upheld_against(annotator: str) -> Select[Any]:
    """Select the rulings on annotations against one annotator."""
    return select(_UPHELD).where(_UPHELD.c.annotator == annotator)


def all_readings() -> Select[Any]:
    """Select who has worked on which video of the project, with how many segments."""
    r, o = _READINGS.c, _OPINIONS.c
    joined = _READINGS.join(tables.videos, tables.videos.c.id == r.video_id).outerjoin(
        _OPINIONS, and_(o.annotator == r.annotator, o.video_id == r.video_id)
    )
    counted = select(*_READINGS.c, func.count(o.id).label("n_opinions")).select_from(joined)
    by_reading = (r.annotator, r.video_id, tables.videos.c.position)
    grouped = counted.where(aside.IN_PROJECT).group_by(*by_reading)
    return grouped.order_by(r.annotator, tables.videos.c.position)


def reading_of(row: Row[Any]) -> Reading:
    """Return the reading of a row of ``all_readings``."""
    made_at = datetime.fromisoformat(row.made_at)
    return Reading(row.annotator, row.video_id, row.source, made_at, row.n_opinions)


def upheld_of(found: Iterable[Row[Any]]) -> dict[tuple[str, str], Ruling]:
    """Return rulings on annotations by (annotation id, annotator)."""
    return {(row.annotation_id, row.annotator): Ruling(row.ruling) for row in found}


def replace_reading(
    connection: Connection, annotator: str, video_id: str, source: str, said: Sequence[Opinion]
) -> None:
    """Make what an annotator says of a video exactly this; what was said keeps its ruling."""
    now = datetime.now(UTC).isoformat()
    reading = {"annotator": annotator, "video_id": video_id, "source": source, "made_at": now}
    _KEEP_READING.execute(connection, [reading])
    mine = and_(_OPINIONS.c.annotator == annotator, _OPINIONS.c.video_id == video_id)
    known = set(connection.execute(select(_OPINIONS.c.id).where(mine)).scalars())
    gone = known - {one.id for one in said}
    if gone:
        by_id = delete(_OPINIONS).where(_OPINIONS.c.id == bindparam("gone"))
        connection.execute(by_id, [{"gone": one} for one in sorted(gone)])
    new = [opinion_values(one, video_id) for one in said if one.id not in known]
    if new:
        _KEEP_OPINION.execute(connection, new)


def drop(connection: Connection, annotator: str) -> None:
    """Forget an annotator with all they say; nobody's annotations change."""
    for table in (_READINGS, _OPINIONS, _UPHELD):
        connection.execute(delete(table).where(table.c.annotator == annotator))


def saving_rulings(timeline: Timeline, changes: Changes) -> list[Step]:
    """Return what makes the touched rulings what the timeline says."""
    steps: list[Step] = []
    ruled = [timeline.opinions[one] for one in changes.opinion_ids if one in timeline.opinions]
    if ruled:
        steps.append(Step(_RULE, [{"ruled": one.id, "as": one.ruling.value} for one in ruled]))
    if not changes.upheld_ids:
        return steps
    by_id = delete(_UPHELD).where(
        _UPHELD.c.annotation_id == bindparam("gone"), _UPHELD.c.video_id == timeline.video_id
    )
    steps.append(Step(by_id, [{"gone": one} for one in sorted(changes.upheld_ids)]))
    kept = [
        {"annotation_id": one, "annotator": who, "video_id": timeline.video_id, "ruling": r.value}
        for (one, who), r in timeline.upheld.items()
        if one in changes.upheld_ids
    ]
    return [*steps, Step(insert(_UPHELD), kept)] if kept else steps


def videos_read_by(annotator: str) -> Select[Any]:
    """Select (id, duration, rate, whether I have looked) of the videos an annotator worked on."""
    v, r = tables.videos.c, _READINGS.c
    judged = (
        select(tables.suggestions.c.video_id)
        .join(tables.verdicts, tables.verdicts.c.suggestion_id == tables.suggestions.c.id)
        .where(tables.verdicts.c.verdict.in_([Verdict.ACCEPTED.value, Verdict.REJECTED.value]))
    )
    owned = select(tables.annotations.c.video_id)
    upheld = select(_UPHELD.c.video_id)
    has_mine = or_(v.is_empty, v.id.in_(owned), v.id.in_(judged), v.id.in_(upheld))
    columns = select(v.id, v.duration_s, v.fps, has_mine.label("has_mine"))
    joined = columns.select_from(tables.videos.join(_READINGS, r.video_id == v.id))
    return joined.where(r.annotator == annotator, aside.IN_PROJECT).order_by(v.position)


def two_sides(
    videos: Iterable[Row[Any]],
    mine: Iterable[Row[Any]],
    said: Iterable[Row[Any]],
    upheld: Iterable[Row[Any]],
) -> list[TwoSides]:
    """Return what two annotators have on each video, of rows of all videos."""
    my_own: dict[str, list[Annotation]] = {}
    for video_id, *columns in map(tuple, mine):
        my_own.setdefault(video_id, []).append(annotation_of(columns))
    theirs: dict[str, list[Opinion]] = {}
    for one in said:
        theirs.setdefault(one.video_id, []).append(opinion_of(one))
    ruled: dict[str, dict[str, Ruling]] = {}
    for one in upheld:
        ruled.setdefault(one.video_id, {})[one.annotation_id] = Ruling(one.ruling)
    return [
        TwoSides(
            row.id,
            row.duration_s,
            row.fps,
            tuple(my_own.get(row.id, ())),
            tuple(theirs.get(row.id, ())),
            ruled.get(row.id, {}),
            has_mine=bool(row.has_mine),
        )
        for row in videos
    ]
