"""One open project file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.edits import Edit, Several
from app.domain.errors import EditRefused, ProjectError
from app.domain.labels import Label, next_color
from app.domain.project import Run, RunGraph, VideoEntry
from app.domain.timeline import Changes, Suggestion, Timeline, Verdict
from app.services.ports import Act, HistoryEntry, Way
from app.storage import aside, history, rows, tables
from app.storage.backups import Backups
from app.storage.database import Database
from app.storage.locking import ProjectLock
from app.storage.rows import Values

# SQLite takes at least 999 values in one statement.
IDS_AT_ONCE = 500
_DELETE_ANNOTATION = delete(tables.annotations).where(tables.annotations.c.id == bindparam("gone"))
_NEW_ANNOTATION = upsert(tables.annotations)
_UPSERT_ANNOTATION = _NEW_ANNOTATION.on_conflict_do_update(
    index_elements=["id"],
    set_={c.name: c for c in _NEW_ANNOTATION.excluded if c.name != "id"},
)
_NEW_VERDICT = upsert(tables.verdicts)
_UPSERT_VERDICT = _NEW_VERDICT.on_conflict_do_update(
    index_elements=["suggestion_id"], set_={"verdict": _NEW_VERDICT.excluded.verdict}
)


class SqliteProjectStore:
    """A ``ProjectStore`` over one SQLite file; any thread may call any method.

    Every method raises ``ProjectError`` when the file is damaged, locked, read-only or closed, or
    the disk is full; the file is then as it was before the call.
    """

    def __init__(
        self, database: Database, lock: ProjectLock, migration_copy: Path | None = None
    ) -> None:
        self._database = database
        self._lock = lock
        self._backups = Backups(database.path)
        self.path = database.path
        self.read_only_reason = database.read_only_reason
        self.backup_folder = self._backups.folder
        self.migration_copy = migration_copy
        with database.reading() as connection:
            self.project_id: str = connection.execute(select(tables.project.c.id)).scalar_one()

    # ------------------------------------------------------------ videos
    def videos(self) -> list[VideoEntry]:
        """Return every video in the order it was added, with its counts."""
        with self._database.reading() as connection:
            here = select(tables.videos).where(aside.IN_PROJECT)
            found = connection.execute(here.order_by(tables.videos.c.position))
            return _with_counts(connection, found.all(), self._database)

    def add_video(self, video: VideoEntry) -> VideoEntry:
        """Add a video; known content (by fingerprint) returns its entry with the path renewed.

        A video that was removed comes back with all that was on it.
        """
        same_content = tables.videos.c.fingerprint == video.fingerprint
        with self._database.writing() as connection:
            known = connection.execute(select(tables.videos.c.id).where(same_content)).scalar()
            if known is None:
                values = rows.video_values(video, self.path)
                connection.execute(insert(tables.videos).values(values))
            else:
                place = rows.path_values(video.path, self.path)
                connection.execute(update(tables.videos).where(same_content).values(place))
                aside.bring_back(connection, known)
            found = connection.execute(select(tables.videos).where(same_content)).all()
            return _with_counts(connection, found, self._database)[0]

    def remove_video(self, video_id: str) -> None:
        """Put a video aside with all that is on it; an unknown id changes nothing.

        After ``aside.KEPT_DAYS`` it is deleted when the project is opened.
        """
        with self._database.writing() as connection:
            aside.put_aside(connection, video_id)

    def restore_video(self, video_id: str) -> None:
        """Take back that a video was removed; an unknown id changes nothing."""
        with self._database.writing() as connection:
            aside.bring_back(connection, video_id)

    # ------------------------------------------------------------ labels
    def labels(self) -> list[Label]:
        """Return the labels in the order they came."""
        with self._database.reading() as connection:
            return _labels(connection)

    def ensure_labels(self, names: Iterable[str]) -> dict[str, Label]:
        """Return the label of each name, adding those that are new with the next colours.

        Raises:
            EditRefused: a name is empty.
        """
        wanted = list(dict.fromkeys(names))
        if not all(name.strip() for name in wanted):
            raise EditRefused("A label needs a name.")
        with self._database.writing() as connection:
            known = {label.name: label for label in _labels(connection)}
            for name in wanted:
                if name not in known:
                    known[name] = Label(uuid4().hex, name, next_color(len(known)))
                    _insert_label(connection, known[name])
            return {name: known[name] for name in wanted}

    # ------------------------------------------------------------ the timeline
    def timeline(self, video_id: str) -> Timeline:
        """Return annotations and the newest run's suggestions.

        Suggestions of older runs stay when somebody judged them, even if that stands undone:
        the history must stay applicable.

        Raises:
            ProjectError: there is no such video.
        """
        with self._database.reading() as connection:
            duration_s = _duration_s(connection, video_id)
            owned = connection.execute(_annotations_of(video_id)).all()
            shown = connection.execute(_suggestions_of(video_id)).all()
        with rows.sensible(self.path):
            annotations = [rows.annotation_of(row) for row in owned]
            suggestions = [rows.suggestion_of(row) for row in shown]
        return Timeline(video_id, duration_s, annotations, suggestions)

    def commit_edit(
        self, timeline: Timeline, edit: Edit, inverse: Edit, caption: str
    ) -> HistoryEntry:
        """Store an edit that has been applied: touched rows and history row in one transaction.

        Acts that stood undone, on whatever video, are dropped from the history.

        Raises:
            EditRefused: the edit names a label the project does not have.
        """
        with self._database.writing() as connection:
            _save_touched(connection, timeline, edit.changes)
            return history.add(connection, timeline.video_id, edit, inverse, caption)

    # ------------------------------------------------------------ the history
    def part(self, video_id: str, changes: Changes) -> Timeline:
        """Return a timeline with only these entries on it, enough to turn acts that touch them.

        Raises:
            ProjectError: there is no such video.
        """
        owned = sorted(changes.annotation_ids)
        judged = sorted(changes.suggestion_ids)
        with self._database.reading() as connection:
            duration_s = _duration_s(connection, video_id)
            annotations = _by_id(connection, _annotations_of(video_id), tables.annotations, owned)
            suggestions = _by_id(connection, _judgeable_of(video_id), tables.suggestions, judged)
        with rows.sensible(self.path):
            return Timeline(
                video_id,
                duration_s,
                [rows.annotation_of(row) for row in annotations],
                [rows.suggestion_of(row) for row in suggestions],
            )

    def way_to(self, act_id: int) -> Way:
        """Return the acts to turn to come to the moment after an act; 0 is before the first."""
        with self._database.reading() as connection:
            chosen, is_back = history.on_the_way(connection, act_id)
            found = connection.execute(chosen).all()
        with rows.sensible(self.path):
            return Way(tuple(rows.history_of(row) for row in found), is_back)

    def commit_turn(self, timelines: Sequence[Timeline], way: Way) -> None:
        """Store that acts have been undone or redone on these timelines, in one transaction.

        Raises:
            EditRefused: they are not the next acts to undo or redo.
        """
        with self._database.writing() as connection:
            history.turn(connection, [one.id for one in way.entries], is_undone=way.is_back)
            for timeline in timelines:
                edits = [e.edit for e in way.entries if e.video_id == timeline.video_id]
                _save_touched(connection, timeline, Several(tuple(edits)).changes)

    def next_act(self, *, is_undone: bool) -> Act | None:
        """Return the act that undo (``is_undone``) or redo would turn."""
        with self._database.reading() as connection:
            row = connection.execute(history.next_listed(is_undone=is_undone)).first()
        with rows.sensible(self.path):
            return None if row is None else rows.act_of(row)

    def acts(self, first: int, count: int) -> list[Act]:
        """Return acts of all videos, oldest first, undone ones last: a page of the history."""
        with self._database.reading() as connection:
            found = connection.execute(history.listed(first, count)).all()
        with rows.sensible(self.path):
            return [rows.act_of(row) for row in found]

    def n_acts(self) -> tuple[int, int]:
        """Return how many acts stand, and how many there are with those undone."""
        with self._database.reading() as connection:
            n_standing, n_all = connection.execute(history.counted()).one()
        return n_standing, n_all

    def history(self, video_id: str) -> list[HistoryEntry]:
        """Return the acts on one video, oldest first, undone ones last."""
        with self._database.reading() as connection:
            found = connection.execute(history.of_video(video_id)).all()
        with rows.sensible(self.path):
            return [rows.history_of(row) for row in found]

    def back_up(self) -> Path | None:
        """Copy the file into the folder of backups if it changed since the newest one.

        Raises:
            ProjectError: the copy cannot be made.
        """
        if self.read_only_reason or not self._backups.is_due():
            return None
        return self._backups.make()

    # ------------------------------------------------------------ runs
    def record_run(self, run: Run, suggestions: Sequence[Suggestion], graph: RunGraph) -> None:
        """Store a run with its suggestions, all pending; annotations and verdicts stay.

        Raises:
            EditRefused: the video has been removed, or a label is unknown.
        """
        values = [rows.suggestion_values(suggestion, run.video_id) for suggestion in suggestions]
        videos = tables.videos
        newest = update(videos).where(videos.c.id == run.video_id).values(newest_run_id=run.id)
        run_values = rows.run_values(run, graph)
        with self._database.writing() as connection:
            connection.execute(insert(tables.runs).values(run_values))
            if values:
                connection.execute(insert(tables.suggestions), values)
            connection.execute(newest)

    def run(self, run_id: str) -> Run:
        """Return a run.

        Raises:
            ProjectError: there is no such run.
        """
        row = self._run_row(run_id, select(*(c for c in tables.runs.c if c.name != "graph")))
        with rows.sensible(self.path):
            return rows.run_of(row)

    def run_graph(self, run_id: str) -> RunGraph:
        """Return the proposal graph of a run.

        Raises:
            ProjectError: there is no such run, or its graph is damaged.
        """
        row = self._run_row(run_id, select(tables.runs.c.graph))
        with rows.sensible(self.path):
            return rows.graph_of(row[0])

    def close(self) -> None:
        """Close the file and let others change it; later calls fail."""
        self._database.close()
        self._lock.give_back()

    def _run_row(self, run_id: str, chosen: Select[Any]) -> Row[Any]:
        with self._database.reading() as connection:
            row = connection.execute(chosen.where(tables.runs.c.id == run_id)).first()
        if row is None:
            raise ProjectError(
                "This run is not in the project any more.", "Analyse the video again."
            )
        return row


def _with_counts(
    connection: Connection, found: Sequence[Any], database: Database
) -> list[VideoEntry]:
    owned = tables.annotations.c.video_id
    n_owned = _counts(connection, select(owned, func.count()).group_by(owned))
    n_pending = _counts(connection, _pending_by_video())
    return [
        rows.video_of(row, database.path, (n_pending.get(row.id, 0), n_owned.get(row.id, 0)))
        for row in found
    ]


def _counts(connection: Connection, chosen: Select[Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(chosen)}


def _labels(connection: Connection) -> list[Label]:
    label = tables.labels.c
    found = connection.execute(select(label.id, label.name, label.color).order_by(label.position))
    return [Label(*row) for row in found]


def _insert_label(connection: Connection, label: Label) -> None:
    values = {"id": label.id, "name": label.name, "color": label.color}
    connection.execute(insert(tables.labels).values(values))


def _duration_s(connection: Connection, video_id: str) -> float:
    video = tables.videos.c
    one = select(video.duration_s).where(video.id == video_id, aside.IN_PROJECT)
    duration_s = connection.execute(one).scalar()
    if duration_s is None:
        raise ProjectError("This video is not in the project any more.", "Add it again.")
    return duration_s


def _annotations_of(video_id: str) -> Select[Any]:
    a = tables.annotations.c
    columns = select(a.id, a.label_id, a.start_s, a.end_s, a.suggestion_id)
    return columns.where(a.video_id == video_id).order_by(a.start_s, a.id)


def _shown() -> ColumnElement[bool]:
    """Which suggestions, joined with videos and verdicts, are on a timeline."""
    is_newest = tables.suggestions.c.run_id == tables.videos.c.newest_run_id
    return or_(is_newest, tables.verdicts.c.suggestion_id.is_not(None))


def _joined(columns: Select[Any]) -> Select[Any]:
    s, v = tables.suggestions, tables.verdicts
    source = s.join(tables.videos, s.c.video_id == tables.videos.c.id)
    return columns.select_from(source.outerjoin(v, s.c.id == v.c.suggestion_id))


def _judgeable_of(video_id: str) -> Select[Any]:
    """All suggestions of a video with their verdicts, shown or not."""
    s = tables.suggestions.c
    columns = select(
        s.id, s.run_id, s.label_id, s.start_s, s.end_s, s.score, s.proposal_idx,
        tables.verdicts.c.verdict,
    )  # fmt: skip
    return _joined(columns).where(s.video_id == video_id)


def _suggestions_of(video_id: str) -> Select[Any]:
    s = tables.suggestions.c
    return _judgeable_of(video_id).where(_shown()).order_by(s.start_s, s.id)


def _pending_by_video() -> Select[Any]:
    video_id = tables.suggestions.c.video_id
    verdict = func.coalesce(tables.verdicts.c.verdict, Verdict.PENDING.value)
    shown = _joined(select(video_id, func.count())).where(_shown())
    return shown.where(verdict == Verdict.PENDING.value).group_by(video_id)


def _by_id(
    connection: Connection, chosen: Select[Any], table: Table, ids: Sequence[str]
) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    for at in range(0, len(ids), IDS_AT_ONCE):
        found += connection.execute(chosen.where(table.c.id.in_(ids[at : at + IDS_AT_ONCE]))).all()
    return found


def _save_touched(connection: Connection, timeline: Timeline, changes: Changes) -> None:
    """Make the touched rows what the timeline says."""
    touched = sorted(changes.annotation_ids)
    gone = [one for one in touched if one not in timeline.annotations]
    if gone:
        connection.execute(_DELETE_ANNOTATION, [{"gone": one} for one in gone])
    kept = [timeline.annotations[one] for one in touched if one in timeline.annotations]
    if kept:
        values = [rows.annotation_values(one, timeline.video_id) for one in kept]
        connection.execute(_UPSERT_ANNOTATION, values)
    judged = [timeline.suggestion(one) for one in sorted(changes.suggestion_ids)]
    if judged:
        connection.execute(_UPSERT_VERDICT, [_verdict_values(one) for one in judged])


def _verdict_values(suggestion: Suggestion) -> Values:
    return {"suggestion_id": suggestion.id, "verdict": suggestion.verdict.value}
