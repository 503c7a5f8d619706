"""One open project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from app.domain.edits import Edit, OnVideos
from app.domain.errors import Cancelled, ProjectError
from app.domain.evidence import RunEvidence
from app.domain.label_edits import LabelEdit, LabelSet
from app.domain.labels import Label, stand_ins
from app.domain.opinions import Opinion, Reading
from app.domain.project import Run, RunGraph, RunSummary, VideoEntry
from app.domain.reaction import Tap
from app.domain.timeline import Changes, Suggestion, Timeline
from app.services.ports import (
    Act,
    Colleagues,
    DeletedRuns,
    FinishedRun,
    HistoryEntry,
    JobQueue,
    LabelCount,
    NewAct,
    RunName,
    TwoSides,
    Way,
)
from app.services.review_columns import ReviewColumns, RunColumns
from app.storage import aside, entries, history, label_rows, opinions, review, rows, runs, tables
from app.storage.backups import Backups
from app.storage.database import Database, Transactions
from app.storage.evidence_bytes import evidence_of
from app.storage.locking import ProjectLock
from app.storage.rivals import Alone, Rivals

# Columns of a run that are read by themselves.
_HEAVY = {"graph", "evidence"}


class SqlProjectStore:
    """A ``ProjectStore`` over one database; any thread may call any method.

    Every method raises ``ProjectError`` when the database is damaged, locked, read-only, out of
    reach or closed, or the disk is full; it is then as it was before the call.

    Args:
        database: Where the rows are.
        rivals: Who looks after acts of several people.
        home: Videos are found by their way from this file, too; None where there is no such way.
    """

    queue: JobQueue | None = None
    colleagues: Colleagues | None = None

    def __init__(
        self, database: Transactions, rivals: Rivals | None = None, home: Path | None = None
    ) -> None:
        self._database = database
        self._rivals = rivals or Alone()
        self._home = home
        self._after_closing: list[Callable[[], object]] = []
        self.path = database.path
        self.read_only_reason = database.read_only_reason
        self.migration_copy: Path | None = None
        with database.reading() as connection:
            self.project_id: str = connection.execute(select(tables.project.c.id)).scalar_one()

    # ------------------------------------------------------------ videos
    def videos(self) -> list[VideoEntry]:
        """Return every video in the order it was added, with its counts."""
        with self._database.reading() as connection:
            here = select(tables.videos).where(aside.IN_PROJECT)
            found = connection.execute(here.order_by(tables.videos.c.position)).all()
            counts = entries.counts(connection)
        with rows.sensible(self.path):
            return [entries.counted(rows.video_of(row, self._home), counts) for row in found]

    def video(self, video_id: str) -> VideoEntry | None:
        """Return one video with its counts; None when it is not in the project."""
        one = select(tables.videos).where(tables.videos.c.id == video_id, aside.IN_PROJECT)
        with self._database.reading() as connection:
            row = connection.execute(one).first()
            counts = entries.counts(connection, video_id)
        with rows.sensible(self.path):
            return None if row is None else entries.counted(rows.video_of(row, self._home), counts)

    def add_video(self, video: VideoEntry) -> VideoEntry:
        """Add a video; known content (by fingerprint) returns its entry with the path renewed.

        A video that was removed comes back with all that was on it.
        """
        same_content = tables.videos.c.fingerprint == video.fingerprint
        with self._database.writing() as connection:
            known = connection.execute(select(tables.videos.c.id).where(same_content)).scalar()
            if known is None:
                values = rows.video_values(video, self._home)
                connection.execute(insert(tables.videos).values(values))
            else:
                place = rows.path_values(video.path, self._home)
                connection.execute(update(tables.videos).where(same_content).values(place))
                aside.bring_back(connection, known)
            row = connection.execute(select(tables.videos).where(same_content)).one()
            counts = entries.counts(connection, row.id)
        with rows.sensible(self.path):
            return entries.counted(rows.video_of(row, self._home), counts)

    def relink(self, paths: Mapping[str, Path]) -> None:
        """Note where the files of videos are now, by video id; unknown ids change nothing."""
        with self._database.writing() as connection:
            for video_id, path in paths.items():
                here = update(tables.videos).where(tables.videos.c.id == video_id)
                connection.execute(here.values(rows.path_values(path, self._home)))

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
            return label_rows.read(connection)

    def ensure_labels(
        self, names: Iterable[str], colors: Mapping[str, str] | None = None
    ) -> dict[str, Label]:
        """Return the label of each name, adding those that are new; see ``label_rows.ensure``.

        Raises:
            EditRefused: a name is empty.
        """
        with self._database.writing() as connection:
            return label_rows.ensure(connection, names, colors or {})

    def label_counts(self) -> list[LabelCount]:
        """Return how much every label has; those that have nothing are left out."""
        with self._database.reading() as connection:
            return label_rows.counts(connection)

    def commit_labels(
        self, labels: LabelSet, edit: LabelEdit, inverse: LabelEdit, caption: str
    ) -> HistoryEntry:
        """Store an edit of the labels that has been applied, with its row of the history."""
        with self._database.writing() as connection:
            self._rivals.check_labels(connection, labels, [inverse])
            label_rows.save(connection, labels.labels)
            return history.add(connection, "", edit, inverse, (caption, self._rivals.me))

    def keep_tap(self, tap: Tap, video_id: str) -> None:
        """Remember what was pressed for an annotation."""
        made_at = datetime.now(UTC).isoformat()
        with self._database.writing() as connection:
            label_rows.keep_tap(connection, tap, video_id, made_at)

    def taps(self) -> list[tuple[Tap, float, float]]:
        """Return every tap whose annotation is there, with its start and end now."""
        with self._database.reading() as connection, rows.sensible(self.path):
            return label_rows.taps(connection)

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
            ends = stand_ins(label_rows.read(connection))
            empty = Timeline(video_id, duration_s, stand_ins=ends)
            make = entries.read(connection, empty)
        with rows.sensible(self.path):
            return make()

    def commit_edit(
        self, timeline: Timeline, edit: Edit, inverse: Edit, caption: str
    ) -> HistoryEntry:
        """Store an edit that has been applied: touched rows and history row in one transaction.

        Acts that stood undone, on whatever video, are dropped from the history.

        Raises:
            EditRefused: the edit names a label the project does not have.
            EditConflict: somebody else has changed the same.
        """
        with self._database.writing() as connection:
            self._put(connection, NewAct(timeline, edit, inverse), caption)
            told = (caption, self._rivals.me)
            return history.add(connection, timeline.video_id, edit, inverse, told)

    def commit_together(self, parts: Sequence[NewAct], caption: str) -> HistoryEntry:
        """Store one act on several videos, in one transaction.

        Raises:
            EditRefused: an edit names a label the project does not have; nothing is stored.
        """
        edit = OnVideos(tuple((one.timeline.video_id, one.edit) for one in parts))
        inverse = OnVideos(tuple((one.timeline.video_id, one.inverse) for one in parts))
        with self._database.writing() as connection:
            for one in parts:
                self._put(connection, one, caption)
            return history.add(connection, "", edit, inverse, (caption, self._rivals.me))

    def _put(self, connection: Connection, part: NewAct, caption: str) -> None:
        """Store what an act does on one video, if nobody else has changed the same."""
        changes = part.edit.changes
        self._rivals.check(connection, part.timeline, [part.inverse], (changes, caption))
        entries.save_touched(connection, part.timeline, changes)
        self._rivals.touched(connection, [part.timeline.video_id])

    # ------------------------------------------------------------ the history
    def part(self, video_id: str, changes: Changes) -> Timeline:
        """Return a timeline with only these entries on it, enough to turn acts that touch them.

        Raises:
            ProjectError: there is no such video.
        """
        with self._database.reading() as connection:
            duration_s = _duration_s(connection, video_id)
            make = entries.read_part(connection, video_id, duration_s, changes)
        with rows.sensible(self.path):
            return make()

    def parts(self, touched: Mapping[str, Changes]) -> list[Timeline]:
        """Return such timelines of many videos; of those that are not in the project, none."""
        with self._database.reading() as connection:
            made = entries.read_parts(connection, touched)
        with rows.sensible(self.path):
            return [make() for make in made]

    def way_to(self, act_id: int) -> Way:
        """Return the acts to turn to come to the moment after an act; 0 is before the first."""
        with self._database.reading() as connection:
            chosen, is_back = history.on_the_way(connection, act_id, self._rivals.me)
            found = connection.execute(chosen).all()
        with rows.sensible(self.path):
            return Way(tuple(rows.history_of(row) for row in found), is_back)

    def is_far(self, act_id: int) -> bool:
        """Say whether so much lies on that way that a window's thread should not walk it."""
        with self._database.reading() as connection:
            return history.is_far(connection, act_id, self._rivals.me)

    def commit_turn(
        self, timelines: Sequence[Timeline], way: Way, labels: LabelSet | None = None
    ) -> None:
        """Store that acts have been undone or redone, in one transaction.

        Raises:
            EditRefused: they are not the next acts to undo or redo.
            EditConflict: somebody else has changed the same.
        """
        mine, ids = self._rivals.me, [one.id for one in way.entries]
        with self._database.writing() as connection:
            history.turn(connection, ids, is_undone=way.is_back, mine=mine)
            self._check_turned(connection, timelines, way, labels)
            # A label is there before what has it, and goes after it.
            if labels is not None and not way.is_back:
                label_rows.save(connection, labels.labels)
            for timeline in timelines:
                entries.save_touched(connection, timeline, way.changes_of(timeline.video_id))
            self._rivals.touched(connection, [one.video_id for one in timelines])
            if labels is not None and way.is_back:
                label_rows.save(connection, labels.labels)

    def _check_turned(
        self,
        connection: Connection,
        timelines: Sequence[Timeline],
        way: Way,
        labels: LabelSet | None,
    ) -> None:
        """See that nobody else has built on what is turned."""
        if labels is not None:
            self._rivals.check_labels(connection, labels, way.label_edits_back())
        for timeline in timelines:
            told = (way.changes_of(timeline.video_id), way.entries[-1].caption)
            self._rivals.check(connection, timeline, way.edits_back(timeline.video_id), told)

    def next_act(self, *, is_undone: bool) -> Act | None:
        """Return the act that undo (``is_undone``) or redo would turn."""
        with self._database.reading() as connection:
            chosen = history.next_listed(is_undone=is_undone, mine=self._rivals.me)
            row = connection.execute(chosen).first()
        with rows.sensible(self.path):
            return None if row is None else rows.act_of(row)

    def acts(self, first: int, count: int) -> list[Act]:
        """Return acts of all videos, oldest first, undone ones last: a page of the history."""
        with self._database.reading() as connection:
            found = connection.execute(history.listed(first, count, self._rivals.me)).all()
        with rows.sensible(self.path):
            return [rows.act_of(row) for row in found]

    def n_acts(self) -> tuple[int, int]:
        """Return how many acts stand, and how many there are with those undone."""
        with self._database.reading() as connection:
            n_standing, n_all = connection.execute(history.counted(self._rivals.me)).one()
        return n_standing, n_all

    def history(self, video_id: str) -> list[HistoryEntry]:
        """Return the acts on one video, oldest first, undone ones last."""
        with self._database.reading() as connection:
            found = connection.execute(history.of_video(video_id)).all()
        with rows.sensible(self.path):
            return [rows.history_of(row) for row in found]

    # ------------------------------------------------------------ the review
    def review_columns(self, cancel: Event) -> ReviewColumns:
        """Return what is to be reviewed in the whole project; see ``review.read``.

        Raises:
            Cancelled: the flag was set.
        """
        with self._database.reading() as connection, rows.sensible(self.path):
            return review.read(connection, _unless(cancel))

    def judged_at(self, count: int) -> list[datetime]:
        """Return when the newest ``count`` judging acts were done, UTC, oldest first."""
        with self._database.reading() as connection, rows.sensible(self.path):
            return review.judged_at(connection, count)

    # ------------------------------------------------------------ runs
    def record_run(
        self,
        run: Run,
        suggestions: Sequence[Suggestion],
        graph: RunGraph,
        evidence: RunEvidence | None = None,
    ) -> None:
        """Store a run with its suggestions, all pending; annotations and verdicts stay.

        Of older runs that nobody worked on, the newest ``runs.KEPT_UNTOUCHED`` stay.

        Raises:
            EditRefused: the video has been removed, or a label is unknown.
        """
        found = FinishedRun(run, suggestions, graph, evidence)
        with self._database.writing() as connection:
            runs.add(connection, found)
            self._rivals.touched(connection, [run.video_id])

    def run(self, run_id: str) -> Run:
        """Return a run.

        Raises:
            ProjectError: there is no such run.
        """
        row = self._run_row(run_id, select(*(c for c in tables.runs.c if c.name not in _HEAVY)))
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

    def runs_of(self, video_id: str) -> list[RunSummary]:
        """Return the runs over a video, newest first."""
        with self._database.reading() as connection:
            found = runs.summaries(connection, video_id)
        with rows.sensible(self.path):
            return [runs.summary_of(*each) for each in found]

    def show_run(self, video_id: str, run_id: str) -> None:
        """Put a run's suggestions on the timeline in place of the present one's.

        Raises:
            ProjectError: there is no such run over this video.
        """
        with self._database.writing() as connection:
            runs.show(connection, video_id, run_id)
            self._rivals.touched(connection, [video_id])

    def delete_runs(self, run_ids: Sequence[str]) -> DeletedRuns:
        """Delete runs that nobody worked on and that are not shown; the others stay."""
        with self._database.writing() as connection:
            return runs.take_out(connection, run_ids)

    def restore_runs(self, deleted: DeletedRuns) -> None:
        """Bring deleted runs back as they were."""
        with self._database.writing() as connection:
            runs.put_back(connection, deleted)

    def run_evidence(self, run_id: str) -> RunEvidence | None:
        """Return what the engine said of every proposal; None for a run of an older program.

        Raises:
            ProjectError: there is no such run, or its evidence is damaged.
        """
        row = self._run_row(run_id, select(tables.runs.c.evidence))
        with rows.sensible(self.path):
            return None if row[0] is None else evidence_of(row[0])

    def suggestions_of_run(self, run_id: str) -> list[Suggestion]:
        """Return all that a run found, by start, with the verdicts on it."""
        with self._database.reading() as connection:
            found = connection.execute(entries.suggestions_of_run(run_id)).all()
        with rows.sensible(self.path):
            return [rows.suggestion_of(row) for row in found]

    def run_names(self) -> list[RunName]:
        """Return every run with its model's name, newest first."""
        with self._database.reading() as connection:
            return runs.names(connection)

    def run_columns(self, run_ids: Sequence[str], cancel: Event) -> RunColumns:
        """Return all that some runs found, and all annotations.

        Raises:
            Cancelled: the flag was set.
        """
        with self._database.reading() as connection, rows.sensible(self.path):
            return review.read_runs(connection, run_ids, _unless(cancel))

    # ------------------------------------------------------------ other annotators
    def readings(self) -> list[Reading]:
        """Return which annotator has worked on which video, by annotator."""
        with self._database.reading() as connection:
            found = connection.execute(opinions.all_readings()).all()
        with rows.sensible(self.path):
            return [opinions.reading_of(row) for row in found]

    def put_readings(
        self, annotator: str, source: str, said: Mapping[str, Sequence[Opinion]]
    ) -> None:
        """Make what an annotator says of these videos exactly this; other videos stay.

        Opinions that are there already keep what was chosen.

        Raises:
            EditRefused: a video or a label is unknown.
        """
        with self._database.writing() as connection:
            for video_id, ones in said.items():
                opinions.replace_reading(connection, annotator, video_id, source, ones)
            self._rivals.touched(connection, said)

    def drop_annotator(self, annotator: str) -> None:
        """Forget an annotator with all they say; annotations stay as they are."""
        with self._database.writing() as connection:
            opinions.drop(connection, annotator)

    def two_sides(self, annotator: str) -> list[TwoSides]:
        """Return mine and theirs for every video an annotator has worked on."""
        owned = entries.annotations_read_by(annotator)
        with self._database.reading() as connection:
            videos = connection.execute(opinions.videos_read_by(annotator)).all()
            mine = connection.execute(owned).all()
            said = connection.execute(opinions.of_annotator(annotator)).all()
            upheld = connection.execute(opinions.upheld_against(annotator)).all()
        with rows.sensible(self.path):
            return opinions.two_sides(videos, mine, said, upheld)

    def close(self) -> None:
        """Close the project and let others change it; later calls fail."""
        self._database.close()
        for act in self._after_closing:
            act()

    def after_closing(self, act: Callable[[], object]) -> None:
        """Do something when the project has been closed."""
        self._after_closing.append(act)

    def _run_row(self, run_id: str, chosen: Select[Any]) -> Row[Any]:
        with self._database.reading() as connection:
            row = connection.execute(chosen.where(tables.runs.c.id == run_id)).first()
        if row is None:
            raise ProjectError(
                "This run is not in the project any more.", "Analyse the video again."
            )
        return row


class SqliteProjectStore(SqlProjectStore):
    """A project file.

    Args:
        database: The file.
        lock: The right to change it, given back when it is closed.
        migration_copy: The copy made when an older file was brought up.
    """

    def __init__(
        self, database: Database, lock: ProjectLock, migration_copy: Path | None = None
    ) -> None:
        super().__init__(database, home=database.path)
        self.migration_copy = migration_copy
        self._backups = Backups(database.path)
        self.backup_folder = self._backups.folder
        self.after_closing(lock.give_back)

    def back_up(self) -> Path | None:
        """Copy the file into the folder of backups if it changed since the newest one.

        Raises:
            ProjectError: the copy cannot be made.
        """
        if self.read_only_reason or not self._backups.is_due():
            return None
        return self._backups.make()


def _duration_s(connection: Connection, video_id: str) -> float:
    video = tables.videos.c
    one = select(video.duration_s).where(video.id == video_id, aside.IN_PROJECT)
    duration_s = connection.execute(one).scalar()
    if duration_s is None:
        raise ProjectError("This video is not in the project any more.", "Add it again.")
    return duration_s


def _unless(cancel: Event) -> Callable[[], None]:
    """Return what raises ``Cancelled`` once the flag is set."""

    def go_on() -> None:
        if cancel.is_set():
            raise Cancelled

    return go_on
