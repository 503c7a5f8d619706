"""The queue of analyses on a server, which any number of workers empty together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    and_,
    cast,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from app.services.ports import FinishedRun, Job, QueueCounts
from app.storage import aside, at_once, runs, tables
from app.storage.server_database import ServerDatabase

_JOBS = tables.jobs
# A worker that is not heard of for so long has lost its job.
LEASE_S = 60.0
# A job whose workers die again and again is not tried for ever.
MAX_TRIES = 3
_TRIED_TOO_OFTEN = "Its worker ended without a word, three times."


class ServerQueue:
    """Videos that wait to be analysed. Taking one never waits for another worker.

    Args:
        database: The database.
        me: Who asks for analyses here.
        lease_s: After how many seconds without a word a job is somebody else's.
    """

    def __init__(self, database: ServerDatabase, me: str, lease_s: float = LEASE_S) -> None:
        self._database = database
        self._me = me
        self.lease_s = lease_s

    def put(self, video_ids: Sequence[str]) -> int:
        """Let videos wait, but those that do so already; return how many are new."""
        now = datetime.now(UTC).isoformat()
        with self._database.writing() as connection:
            waits = select(_JOBS.c.video_id).where(_JOBS.c.state.in_(["waiting", "taken"]))
            known = set(connection.execute(waits).scalars())
            new = [
                {"video_id": one, "state": "waiting", "asked_by": self._me, "asked_at": now}
                for one in dict.fromkeys(video_ids)
                if one not in known
            ]
            if new:
                connection.execute(insert(_JOBS), new)
        return len(new)

    def take(self, worker: str) -> Job | None:
        """Take the job that has waited longest, or whose worker was not heard of; maybe none."""
        is_here = exists().where(tables.videos.c.id == _JOBS.c.video_id, aside.IN_PROJECT)
        free = select(_JOBS).where(_is_free(), is_here).order_by(_JOBS.c.id).limit(1)
        with self._database.beside() as connection:
            connection.execute(
                update(_JOBS)
                .where(_is_lost(), _JOBS.c.n_tries >= MAX_TRIES)
                .values(state="failed", failure=_TRIED_TOO_OFTEN)
            )
            row = connection.execute(free.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            job = Job(row.id, row.video_id, row.n_tries + 1)
            mine = update(_JOBS).where(_JOBS.c.id == job.id)
            connection.execute(
                mine.values(
                    state="taken", worker=worker, n_tries=job.n_tries, leased_until_s=self._until()
                )
            )
        return job

    def keep(self, job: Job, worker: str) -> bool:
        """Say that one still works on it; False when somebody else has it by now."""
        return self._change(job, worker, {"leased_until_s": self._until()})

    def finish(self, job: Job, worker: str, result: FinishedRun) -> bool:
        """Store the run and end the job in one transaction; False when it is another's by now."""
        with self._database.writing() as connection:
            done = update(_JOBS).where(_is_mine(job, worker))
            values = {"state": "done", "run_id": result.run.id}
            if connection.execute(done.values(values)).rowcount != 1:
                return False
            runs.add(connection, result)
            now = select(tables.project.c.revision).scalar_subquery()
            mine = update(tables.videos).where(tables.videos.c.id == job.video_id)
            connection.execute(mine.values(revision=now))
        return True

    def fail(self, job: Job, worker: str, failure: str) -> None:
        """Say in words why a job cannot be done."""
        self._change(job, worker, {"state": "failed", "failure": failure})

    def give_back(self, job: Job, worker: str) -> None:
        """Let somebody else do a job."""
        free = {"state": "waiting", "worker": "", "n_tries": job.n_tries - 1}
        self._change(job, worker, free)

    def counts(self) -> QueueCounts:
        """Return how things stand."""
        counted = select(_JOBS.c.state, func.count()).group_by(_JOBS.c.state)
        (rows,) = at_once.read(self._database, counted)
        found = {row[0]: row[1] for row in map(tuple, rows)}
        return QueueCounts(*(found.get(one, 0) for one in ("waiting", "taken", "done", "failed")))

    def _change(self, job: Job, worker: str, values: Mapping[str, Any]) -> bool:
        with self._database.beside() as connection:
            mine = update(_JOBS).where(_is_mine(job, worker))
            return connection.execute(mine.values(dict(values))).rowcount == 1

    def _until(self) -> ColumnElement[float]:
        return _now_s() + self.lease_s


def _now_s() -> ColumnElement[float]:
    # By the server's clock: those of the workers may differ by minutes.
    return cast(func.extract("epoch", func.clock_timestamp()), Float)


def _is_lost() -> ColumnElement[bool]:
    return and_(_JOBS.c.state == "taken", _JOBS.c.leased_until_s < _now_s())


def _is_free() -> ColumnElement[bool]:
    return or_(_JOBS.c.state == "waiting", _is_lost())


def _is_mine(job: Job, worker: str) -> ColumnElement[bool]:
    # A worker may have lost the job and taken it again: only the newest try counts.
    return and_(
        _JOBS.c.id == job.id,
        _JOBS.c.state == "taken",
        _JOBS.c.worker == worker,
        _JOBS.c.n_tries == job.n_tries,
    )
