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
from app.storage import (
    aside,
    at_once,
    entries,
    history,
    label_rows,
    opinions,
    review,
    rows,
    runs,
    tables,
)
from app.storage.at_once import Step
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
        here = select(tables.videos).where(aside.IN_PROJECT).order_by(tables.videos.c.position)
        found, *counted = at_once.read(self._database, here, *entries.counting())
        counts = entries.counts_of(*counted)
        with rows.sensible(self.path):
            return [entries.counted(rows.video_of(row, self._home), counts) for row in found]

    def video(self, video_id: str) -> VideoEntry | None:
        """Return one video with its counts; None when it is not in the project."""
        one = select(tables.videos).where(tables.videos.c.id == video_id, aside.IN_PROJECT)
        found, *counted = at_once.read(self._database, one, *entries.counting(video_id))
        counts = entries.counts_of(*counted)
        with rows.sensible(self.path):
            made = [entries.counted(rows.video_of(row, self._home), counts) for row in found]
            return made[0] if made else None

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
            counting = [Step(one) for one in entries.counting(row.id)]
            counts = entries.counts_of(*at_once.take(connection, counting))
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
        return label_rows.labels_in(at_once.read(self._database, label_rows.ALL)[0])

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
            new = history.New("", edit, inverse, caption, self._rivals.me)
            return new.entry(at_once.take(connection, new.steps, ends=True))

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
        around = {
            "duration": [Step(entries.duration_of(video_id))],
            "labels": [Step(label_rows.ALL)],
        }
        found = at_once.read_each(self._database, entries.whole(video_id) | around)
        with rows.sensible(self.path):
            ends = stand_ins(label_rows.labels_in(found["labels"]))
            duration_s = entries.duration_in(found["duration"])
            empty = Timeline(video_id, duration_s, stand_ins=ends)
            return entries.timeline_of(empty, found)

    def commit_edit(
        self, timeline: Timeline, edit: Edit, inverse: Edit, caption: str
    ) -> HistoryEntry:
        """Store an edit that has been applied: touched rows and history row in one transaction.

        Acts that stood undone, on whatever video, are dropped from the history.

        Raises:
            EditRefused: the edit names a label the project does not have.
            EditConflict: somebody else has changed the same.
        """
        new = history.New(timeline.video_id, edit, inverse, caption, self._rivals.me)
        return self._store_act([NewAct(timeline, edit, inverse)], new)

    def commit_together(self, parts: Sequence[NewAct], caption: str) -> HistoryEntry:
        """Store one act on several videos, in one transaction.

        Raises:
            EditRefused: an edit names a label the project does not have; nothing is stored.
        """
        edit = OnVideos(tuple((one.timeline.video_id, one.edit) for one in parts))
        inverse = OnVideos(tuple((one.timeline.video_id, one.inverse) for one in parts))
        return self._store_act(parts, history.New("", edit, inverse, caption, self._rivals.me))

    def _store_act(self, parts: Sequence[NewAct], new: history.New) -> HistoryEntry:
        """Store an act if nobody else has changed the same."""
        steps = [step for one in parts for step in entries.saving(one.timeline, one.edit.changes)]
        steps += self._rivals.touching([one.timeline.video_id for one in parts])
        steps += new.steps
        with self._database.writing() as connection:
            for one in parts:
                told = (one.edit.changes, new.caption)
                self._rivals.check(connection, one.timeline, [one.inverse], told)
            return new.entry(at_once.take(connection, steps, ends=True))

    # ------------------------------------------------------------ the history
    def part(self, video_id: str, changes: Changes) -> Timeline:
        """Return a timeline with only these entries on it, enough to turn acts that touch them.

        Raises:
            ProjectError: there is no such video.
        """
        duration = [Step(entries.duration_of(video_id))]
        plan = entries.part(video_id, changes) | {"duration": duration}
        found = at_once.read_each(self._database, plan)
        with rows.sensible(self.path):
            empty = Timeline(video_id, entries.duration_in(found["duration"]))
            return entries.timeline_of(empty, found)

    def parts(self, touched: Mapping[str, Changes]) -> list[Timeline]:
        """Return such timelines of many videos; of those that are not in the project, none."""
        with rows.sensible(self.path):
            return entries.read_parts(self._database, touched)

    def way_to(self, act_id: int) -> Way:
        """Return the acts to turn to come to the moment after an act; 0 is before the first."""
        chosen = history.on_the_way(act_id, self._rivals.me)
        back, forth = at_once.read(self._database, *chosen)
        with rows.sensible(self.path):
            return Way(tuple(rows.history_of(row) for row in forth or back), is_back=not forth)

    def next_way(self, *, is_back: bool) -> Way:
        """Return the one act to turn next, to undo or to redo; none where there is none."""
        chosen = history.next_whole(is_undone=is_back, mine=self._rivals.me)
        (found,) = at_once.read(self._database, chosen)
        with rows.sensible(self.path):
            return Way(tuple(rows.history_of(row) for row in found), is_back)

    def is_far(self, act_id: int) -> bool:
        """Say whether so much lies on that way that a window's thread should not walk it."""
        back, forth = at_once.read(self._database, *history.measured(act_id, self._rivals.me))
        return history.are_far(forth or back)

    def commit_turn(
        self, timelines: Sequence[Timeline], way: Way, labels: LabelSet | None = None
    ) -> None:
        """Store that acts have been undone or redone, in one transaction.

        Raises:
            EditRefused: they are not the next acts to undo or redo.
            EditConflict: somebody else has changed the same.
        """
        mine, ids = self._rivals.me, [one.id for one in way.entries]
        following = history.next_ones(len(ids), is_undone=way.is_back, mine=mine)
        steps = history.turning(ids, is_undone=way.is_back, mine=mine)
        for timeline in timelines:
            steps += entries.saving(timeline, way.changes_of(timeline.video_id))
        steps += self._rivals.touching([one.video_id for one in timelines])
        with self._database.writing() as connection:
            history.check_next(at_once.take(connection, [Step(following)])[0], ids)
            self._check_turned(connection, timelines, way, labels)
            # A label is there before what has it, and goes after it.
            if labels is not None and not way.is_back:
                label_rows.save(connection, labels.labels)
            at_once.take(connection, steps, ends=labels is None)
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
        return self.next_acts()[0 if is_undone else 1]

    def next_acts(self) -> tuple[Act | None, Act | None]:
        """Return the acts that undo and redo would turn."""
        chosen = (history.next_listed(is_undone=one, mine=self._rivals.me) for one in (True, False))
        found = at_once.read(self._database, *chosen)
        with rows.sensible(self.path):
            undo, redo = (rows.act_of(some[0]) if some else None for some in found)
            return undo, redo

    def acts(self, first: int, count: int) -> list[Act]:
        """Return acts of all videos, oldest first, undone ones last: a page of the history."""
        (found,) = at_once.read(self._database, history.listed(first, count, self._rivals.me))
        with rows.sensible(self.path):
            return [rows.act_of(row) for row in found]

    def n_acts(self) -> tuple[int, int]:
        """Return how many acts stand, and how many there are with those undone."""
        ((row,),) = at_once.read(self._database, history.counted(self._rivals.me))
        n_standing, n_all = tuple(row)
        return n_standing, n_all

    def history(self, video_id: str) -> list[HistoryEntry]:
        """Return the acts on one video, oldest first, undone ones last."""
        (found,) = at_once.read(self._database, history.of_video(video_id))
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
            at_once.take(connection, self._rivals.touching([run.video_id]))

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
            at_once.take(connection, self._rivals.touching([video_id]))

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
        (found,) = at_once.read(self._database, entries.suggestions_of_run(run_id))
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
        (found,) = at_once.read(self._database, opinions.all_readings())
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
            at_once.take(connection, self._rivals.touching(said))

    def drop_annotator(self, annotator: str) -> None:
        """Forget an annotator with all they say; annotations stay as they are."""
        with self._database.writing() as connection:
            opinions.drop(connection, annotator)

    def two_sides(self, annotator: str) -> list[TwoSides]:
        """Return mine and theirs for every video an annotator has worked on."""
        owned = entries.annotations_read_by(annotator)
        videos, mine, said, upheld = at_once.read(
            self._database,
            opinions.videos_read_by(annotator),
            owned,
            opinions.of_annotator(annotator),
            opinions.upheld_against(annotator),
        )
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
        (found,) = at_once.read(self._database, chosen.where(tables.runs.c.id == run_id))
        if not found:
            raise ProjectError(
                "This run is not in the project any more.", "Analyse the video again."
            )
        return found[0]


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


def _unless(cancel: Event) -> Callable[[], None]:
    """Return what raises ``Cancelled`` once the flag is set."""

    def go_on() -> None:
        if cancel.is_set():
            raise Cancelled

    return go_on
