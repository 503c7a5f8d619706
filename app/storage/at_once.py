"""Several statements in one exchange with a server: on a slow line only their number counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import Connection, Executable, Row
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement

from app.storage.database import ConnectionLost, Transactions
from app.storage.dialects import SERVER, Upsert

if TYPE_CHECKING:
    import psycopg

K = TypeVar("K")
# The option of a connection to a server that says how its transaction begins.
BEGINS = "pgcn_begins"
Rows = list[Row[Any]]


@dataclass(frozen=True, slots=True)
class Step:
    """A statement, run once, or once for each mapping of values."""

    statement: Executable | Upsert
    values: Sequence[Mapping[str, Any]] | None = None


def read(database: Transactions, *chosen: Executable) -> list[Rows]:
    """Return the rows of some statements, all of one moment.

    Raises:
        ProjectError: see ``Transactions.reading``.
    """
    found = read_each(database, {at: [Step(one)] for at, one in enumerate(chosen)})
    return list(found.values())


def read_each(database: Transactions, plan: Mapping[K, Sequence[Step]]) -> dict[K, Rows]:
    """Return all rows of each part of a plan that only reads; see ``read``."""
    try:
        return _read(database, plan)
    except ConnectionLost:
        # The server was started anew since the last time.
        return _read(database, plan)


def _read(database: Transactions, plan: Mapping[K, Sequence[Step]]) -> dict[K, Rows]:
    with database.reading() as connection:
        return take_each(connection, plan, ends=True)


def take(connection: Connection, steps: Sequence[Step], *, ends: bool = False) -> list[Rows]:
    """Run statements in order and return the rows of each; one without rows has none.

    Args:
        connection: In a transaction.
        steps: None of them needs what another one answers.
        ends: On a server the transaction is over with the last of them, without another exchange.

    Raises:
        DBAPIError: one of them failed; those behind it have not been run.
    """
    if connection.dialect.name != SERVER:
        return [_run(connection, step) for step in steps]
    return _send(connection, steps, ends=ends) if steps else []


def take_each(
    connection: Connection, plan: Mapping[K, Sequence[Step]], *, ends: bool = False
) -> dict[K, Rows]:
    """Run the steps of a plan and return all rows of each of its parts; see ``take``."""
    keys = [key for key, steps in plan.items() for _ in steps]
    found = take(connection, [one for steps in plan.values() for one in steps], ends=ends)
    rows: dict[K, Rows] = {key: [] for key in plan}
    for key, some in zip(keys, found, strict=True):
        rows[key] += some
    return rows


def _run(connection: Connection, step: Step) -> Rows:
    values = None if step.values is None else list(step.values)
    result = connection.execute(_on(connection, step), values)
    return list(result.all()) if result.returns_rows else []


def _on(connection: Connection, step: Step) -> Executable:
    statement = step.statement
    return statement.on(connection) if isinstance(statement, Upsert) else statement


def _send(connection: Connection, steps: Sequence[Step], *, ends: bool) -> list[Rows]:
    import psycopg  # noqa: PLC0415 - optional
    from psycopg.rows import namedtuple_row  # noqa: PLC0415 - optional

    raw = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    # All in one text. The protocol's pipelines would do as well, but that the driver ends them
    # with a message that keeps the server from noticing that its client stands still.
    cursor = psycopg.ClientCursor(raw, row_factory=namedtuple_row)
    is_idle = raw.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    begin = [str(connection.get_execution_options()[BEGINS])] if is_idle else []
    try:
        texts = [_texts(connection, cursor, step) for step in steps]
        said = [*begin, *(text for some in texts for text in some), *(["COMMIT"] if ends else [])]
        cursor.execute(";\n".join(said))
        answers = list(_answers(cursor))[len(begin) :]
    except psycopg.Error as error:
        is_lost = raw.closed or raw.broken
        if is_lost:
            connection.invalidate(error)
        raise _wrapped(error, is_lost=is_lost) from error
    ends_at = accumulate(len(some) for some in texts)
    # Run several times, a step has no rows.
    return [answers[at - 1] for at in ends_at]


def _texts(connection: Connection, cursor: psycopg.ClientCursor[Any], step: Step) -> list[str]:
    """Return a step in the server's language, with its values in it."""
    names = list(step.values[0]) if step.values else None
    # Lists of ids become part of the words.
    compiled = cast("ClauseElement", _on(connection, step)).compile(
        dialect=connection.dialect,
        column_keys=names,
        compile_kwargs={"render_postcompile": True},
    )
    every = [{}] if step.values is None else step.values
    words = str(compiled)
    return [cursor.mogrify(words, compiled.construct_params(dict(one))) for one in every]


def _answers(cursor: psycopg.ClientCursor[Any]) -> Iterator[Rows]:
    while True:
        yield cursor.fetchall() if cursor.description else []
        if not cursor.nextset():
            return


def _wrapped(error: psycopg.Error, *, is_lost: bool) -> DBAPIError:
    """Return the failure as SQLAlchemy would tell it."""
    import psycopg  # noqa: PLC0415 - optional

    found = DBAPIError.instance(None, None, error, psycopg.Error, connection_invalidated=is_lost)
    return cast("DBAPIError", found)
