"""The runs over a video: which there are, which one is shown, and how old ones go."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from app.domain.errors import ProjectError
from app.domain.project import RunSummary, checkpoint_in
from app.services.ports import DeletedRuns, FinishedRun, RunName
from app.storage import rows
from app.storage.aside import IN_PROJECT
from app.storage.dialects import Within
from app.storage.tables import annotations, history, remarks, runs, suggestions, verdicts, videos

# Beside the one that is shown and those a person worked on.
KEPT_UNTOUCHED = 5
# The blobs are large, and a list does not need them.
LIGHT = tuple(c for c in runs.c if c.name not in {"graph", "evidence"})


def summaries(connection: Connection, video_id: str) -> list[tuple[Any, ...]]:
    """Return row, suggestions, verdicts, shown and touched of each run, newest first."""
    n_suggestions = (
        select(func.count())
        .where(suggestions.c.run_id == runs.c.id)
        .correlate(runs)
        .scalar_subquery()
    )
    n_judged = (
        select(func.count())
        .select_from(suggestions.join(verdicts, suggestions.c.id == verdicts.c.suggestion_id))
        .where(suggestions.c.run_id == runs.c.id, verdicts.c.verdict.in_(("accepted", "rejected")))
        .correlate(runs)
        .scalar_subquery()
    )
    chosen = select(*LIGHT, n_suggestions, n_judged, _is_shown(), _is_touched())
    found = connection.execute(chosen.where(runs.c.video_id == video_id).order_by(*_NEWEST_FIRST))
    n_light = len(LIGHT)
    return [(row, row[n_light], row[n_light + 1], row[-2], row[-1]) for row in found]


def summary_of(
    row: Row[Any], n_suggestions: int, n_judged: int, is_shown: object, is_touched: object
) -> RunSummary:
    """Return the values of one of ``summaries``."""
    return RunSummary(rows.run_of(row), n_suggestions, n_judged, bool(is_shown), bool(is_touched))


def add(connection: Connection, found: FinishedRun) -> None:
    """Put a run in with its suggestions, and show it; see ``SqlProjectStore.record_run``."""
    run = found.run
    values = [rows.suggestion_values(one, run.video_id) for one in found.suggestions]
    connection.execute(insert(runs).values(rows.run_values(run, found.graph, found.evidence)))
    if values:
        connection.execute(insert(suggestions), values)
    noted = [
        rows.remark_values(one.id, run.video_id, one.remark)
        for one in found.suggestions
        if not one.remark.is_empty
    ]
    if noted:
        connection.execute(insert(remarks), noted)
    mine = update(videos).where(videos.c.id == run.video_id)
    connection.execute(mine.values(newest_run_id=run.id))
    prune(connection, run.video_id)


def names(connection: Connection) -> list[RunName]:
    """Return every run over a video of the project with its model's name, newest first."""
    source = runs.join(videos, runs.c.video_id == videos.c.id)
    chosen = select(runs.c.video_id, runs.c.id, runs.c.model_name, runs.c.settings_json)
    found = connection.execute(
        chosen.select_from(source).where(IN_PROJECT).order_by(*_NEWEST_FIRST)
    )
    # Thousands of runs have the settings of a few models.
    known: dict[str, str] = {}
    names = []
    for video_id, run_id, model_name, settings in found:
        if settings not in known:
            known[settings] = checkpoint_in(settings)
        names.append(RunName(video_id, run_id, model_name, known[settings]))
    return names


def show(connection: Connection, video_id: str, run_id: str) -> None:
    """Put a run's suggestions on the timeline in place of the present one's.

    Raises:
        ProjectError: there is no such run over this video.
    """
    mine = select(runs.c.id).where(runs.c.id == run_id, runs.c.video_id == video_id)
    if connection.execute(mine).first() is None:
        raise ProjectError("This run is not in the project any more.", "Analyse the video again.")
    change = update(videos).where(videos.c.id == video_id).values(newest_run_id=run_id)
    connection.execute(change)


def take_out(connection: Connection, run_ids: Sequence[str]) -> DeletedRuns:
    """Delete runs that nobody worked on and that are not shown; the others stay.

    Returns:
        What was deleted, for ``put_back``.
    """
    free = select(runs).where(runs.c.id.in_(run_ids), ~_is_shown(), ~_is_touched())
    gone = connection.execute(free).mappings().all()
    ids = [row["id"] for row in gone]
    theirs = select(suggestions).where(suggestions.c.run_id.in_(ids))
    found = connection.execute(theirs).mappings().all()
    connection.execute(delete(runs).where(runs.c.id.in_(ids)))
    return DeletedRuns(tuple(dict(row) for row in gone), tuple(dict(row) for row in found))


def put_back(connection: Connection, deleted: DeletedRuns) -> None:
    """Bring runs back as they were."""
    if deleted.runs:
        connection.execute(insert(runs), list(deleted.runs))
    if deleted.suggestions:
        connection.execute(insert(suggestions), list(deleted.suggestions))


def prune(connection: Connection, video_id: str) -> None:
    """Delete the oldest runs over a video that nobody worked on, past ``KEPT_UNTOUCHED``."""
    free = select(runs.c.id).where(runs.c.video_id == video_id, ~_is_shown(), ~_is_touched())
    old = free.order_by(*_NEWEST_FIRST).offset(KEPT_UNTOUCHED)
    ids = list(connection.execute(old).scalars())
    if ids:
        connection.execute(delete(runs).where(runs.c.id.in_(ids)))


_NEWEST_FIRST = (runs.c.made_at.desc(), runs.c.id)


def _is_shown() -> ColumnElement[bool]:
    return exists().where(videos.c.id == runs.c.video_id, videos.c.newest_run_id == runs.c.id)


def _is_touched() -> ColumnElement[bool]:
    mine = suggestions.c.run_id == runs.c.id
    judged = _of_run().where(mine, verdicts.c.suggestion_id == suggestions.c.id)
    owned = _of_run().where(mine, annotations.c.suggestion_id == suggestions.c.id)
    noted = _of_run().where(mine, remarks.c.entry_id == suggestions.c.id)
    # An act that stands undone names suggestions, too; ids of suggestions begin with their run's.
    acted = and_(
        or_(history.c.video_id == runs.c.video_id, history.c.video_id.is_(None)),
        or_(Within(history.c.edit, runs.c.id), Within(history.c.inverse, runs.c.id)),
    )
    return or_(
        judged.correlate(runs).exists(),
        owned.correlate(runs).exists(),
        noted.correlate(runs).exists(),
        select(history.c.id).where(acted).correlate(runs).exists(),
    )


def _of_run() -> Select[Any]:
    return select(suggestions.c.id)
