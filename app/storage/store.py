"""One open project file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
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
from sqlalchemy.dialects.sqlite import insert as upsert

from app.domain.edit_json import edit_to_json
from app.domain.edits import Edit
from app.domain.errors import EditRefused, ProjectError
from app.domain.labels import Label, next_color
from app.domain.project import Run, RunGraph, VideoEntry
from app.domain.timeline import Changes, Suggestion, Timeline, Verdict
from app.services.ports import HistoryEntry
from app.storage import rows, tables
from app.storage.database import Database
from app.storage.rows import Values

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

    def __init__(self, database: Database) -> None:
        self._database = database
        self.path = database.path

    # ------------------------------------------------------------ videos
    def videos(self) -> list[VideoEntry]:
        """Return every video in the order it was added, with its counts."""
        with self._database.reading() as connection:
            found = connection.execute(select(tables.videos).order_by(tables.videos.c.position))
            return _with_counts(connection, found.all(), self._database)

    def add_video(self, video: VideoEntry) -> VideoEntry:
        """Add a video; known content (by fingerprint) returns its entry with the path renewed."""
        same_content = tables.videos.c.fingerprint == video.fingerprint
        with self._database.writing() as connection:
            known = connection.execute(select(tables.videos.c.id).where(same_content)).scalar()
            if known is None:
                values = rows.video_values(video, self.path)
                connection.execute(insert(tables.videos).values(values))
            else:
                place = rows.path_values(video.path, self.path)
                connection.execute(update(tables.videos).where(same_content).values(place))
            found = connection.execute(select(tables.videos).where(same_content)).all()
            return _with_counts(connection, found, self._database)[0]

    def remove_video(self, video_id: str) -> None:
        """Remove a video with its timeline, history and runs; an unknown id changes nothing."""
        with self._database.writing() as connection:
            connection.execute(delete(tables.videos).where(tables.videos.c.id == video_id))

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

        Entries that stood undone are dropped from the history.

        Raises:
            EditRefused: the edit names a label the project does not have.
        """
        entry = tables.history.c
        values = {
            "video_id": timeline.video_id,
            "caption": caption,
            "edit": edit_to_json(edit),
            "inverse": edit_to_json(inverse),
            "is_undone": False,
            "made_at": datetime.now(UTC).isoformat(),
        }
        with self._database.writing() as connection:
            _save_touched(connection, timeline, edit.changes)
            undone = and_(entry.video_id == timeline.video_id, entry.is_undone)
            connection.execute(delete(tables.history).where(undone))
            added = connection.execute(insert(tables.history).values(values))
            entry_id = added.inserted_primary_key[0] if added.inserted_primary_key else 0
        return HistoryEntry(entry_id, timeline.video_id, caption, edit, inverse, is_undone=False)

    def commit_undo(self, timeline: Timeline, entry: HistoryEntry) -> HistoryEntry:
        """Store that an entry's inverse has been applied.

        Raises:
            EditRefused: another act was done after it.
        """
        return self._turn(timeline, entry, is_undone=True)

    def commit_redo(self, timeline: Timeline, entry: HistoryEntry) -> HistoryEntry:
        """Store that an undone entry has been applied again.

        Raises:
            EditRefused: another act must be redone before it, or it is dropped.
        """
        return self._turn(timeline, entry, is_undone=False)

    def history(self, video_id: str) -> list[HistoryEntry]:
        """Return the acts on a video, oldest first, undone ones last."""
        acts = tables.history
        chosen = select(acts).where(acts.c.video_id == video_id)
        with self._database.reading() as connection:
            found = connection.execute(chosen.order_by(acts.c.is_undone, acts.c.id)).all()
        with rows.sensible(self.path):
            return [rows.history_of(row) for row in found]

    def _turn(self, timeline: Timeline, entry: HistoryEntry, *, is_undone: bool) -> HistoryEntry:
        acts = tables.history
        with self._database.writing() as connection:
            if (
                connection.execute(_next_to_turn(entry.video_id, is_undone=is_undone)).scalar()
                != entry.id
            ):
                raise EditRefused(
                    "This act is not the next one to undo or redo.",
                    "Undo later acts first, and redo in the order they were done.",
                )
            _save_touched(connection, timeline, entry.edit.changes)
            turned = update(acts).where(acts.c.id == entry.id).values(is_undone=is_undone)
            connection.execute(turned)
        return replace(entry, is_undone=is_undone)

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
        """Close the file; later calls fail."""
        self._database.close()

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
    duration_s = connection.execute(select(video.duration_s).where(video.id == video_id)).scalar()
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
    return columns.select_from(source.outerjoin(v, s.c.id == v.c.suggestion_id)).where(_shown())


def _suggestions_of(video_id: str) -> Select[Any]:
    s = tables.suggestions.c
    columns = select(
        s.id, s.run_id, s.label_id, s.start_s, s.end_s, s.score, s.proposal_idx,
        tables.verdicts.c.verdict,
    )  # fmt: skip
    return _joined(columns).where(s.video_id == video_id).order_by(s.start_s, s.id)


def _pending_by_video() -> Select[Any]:
    video_id = tables.suggestions.c.video_id
    verdict = func.coalesce(tables.verdicts.c.verdict, Verdict.PENDING.value)
    pending = _joined(select(video_id, func.count())).where(verdict == Verdict.PENDING.value)
    return pending.group_by(video_id)


def _next_to_turn(video_id: str, *, is_undone: bool) -> Select[Any]:
    """The newest standing act when it becomes undone, else the oldest undone one."""
    act = tables.history.c
    next_id = func.max(act.id) if is_undone else func.min(act.id)
    return select(next_id).where(act.video_id == video_id, act.is_undone.is_(not is_undone))


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
