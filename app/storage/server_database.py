"""Connections to one database on a PostgreSQL server, and its failures told in words."""

from __future__ import annotations

import importlib
import shlex
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InvalidatePoolError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.pool import ConnectionPoolEntry

from app.domain.errors import EditRefused, ProjectError, StudioError
from app.domain.places import database_name, server_url
from app.storage import tables
from app.storage.at_once import BEGINS, Step, take
from app.storage.database import ConnectionLost, ServerSilent

if TYPE_CHECKING:
    import psycopg

POOL_SIZE = 4
# Whoever has a window open asks for news more often: nothing is tried out then.
SURE_FOR_S = 5.0
# "PGCN" in ASCII: only one program at a time makes or changes the tables.
_SET_UP_LOCK = 0x5047434E
_COUNT = tables.project.c.revision
_COUNTED = update(tables.project).values(revision=_COUNT + 1).returning(_COUNT)
_USED_AT = "pgcn_used_at"
_MADE_AFTER = "pgcn_made_after"
_BEGIN = "BEGIN"
# What READ COMMITTED sees changes from one statement to the next.
_ONE_MOMENT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_OWNER = """
    SELECT pg_get_userbyid(datdba) FROM pg_database
    WHERE datname = current_database() AND pg_has_role(current_user, datdba, 'MEMBER')
"""


class ServerDatabase:
    """One database on a server, used by any number of threads here and programs elsewhere.

    Readers never wait. Transactions that write take turns: each begins by counting the project's
    revision on, which holds its row until it ends. So acts have one order everywhere, and nobody
    who asks for what is newer than a revision misses any.

    Args:
        place: See ``app.domain.places``.
    """

    def __init__(self, place: Path) -> None:
        self.path = place
        self.name = database_name(place)
        self.read_only_reason = ""
        self.n_writes = 0
        self.own_revisions: set[int] = set()
        self.engine = _make_engine(place)
        # How often the line broke; connections made before it did are not used any more.
        self._n_breaks = 0
        event.listen(self.engine, "connect", self._mark)
        event.listen(self.engine, "checkin", _note_use)
        event.listen(self.engine, "checkout", self._see_whether_it_goes)
        self._writing = threading.Lock()
        self._is_closed = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database.

        Raises:
            ProjectError: see ``explain``.
        """
        self._check_open()
        with self._transaction(_ONE_MOMENT) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are durable when the block ends, or not made at all.

        Raises:
            ProjectError: it is only read; see ``explain``.
            EditRefused: a row names a label, suggestion or video the project does not have.
        """
        if self.read_only_reason:
            raise ProjectError(self.read_only_reason, "Nothing was changed.")
        with self._writing, ExitStack() as stack:
            yield self._take_turn(stack)
        self.n_writes += 1

    def _take_turn(self, stack: ExitStack) -> Connection:
        """Begin a transaction that others wait for; it ends with the stack."""
        try:
            return self._counted(stack)
        except ConnectionLost:
            # The server was started anew since the last time; nothing has been done yet.
            return self._counted(stack)

    def _counted(self, stack: ExitStack) -> Connection:
        with ExitStack() as mine:
            connection = mine.enter_context(self.beside())
            ((counted,),) = take(connection, [Step(_COUNTED)])
            # Before it can be seen by others: asked at once, it is known to be ours.
            self.own_revisions.add(counted.revision)
            stack.push(mine.pop_all())
        return connection

    @contextmanager
    def beside(self) -> Iterator[Connection]:
        """Give a connection that writes without a turn of its own: for the queue of jobs.

        Raises:
            ProjectError: see ``explain``.
        """
        with self._transaction(_BEGIN) as connection:
            yield connection

    @contextmanager
    def setting_up(self) -> Iterator[Connection]:
        """Give a connection that may make tables, while no other program does.

        Raises:
            ProjectError: see ``explain``.
        """
        with self.beside() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SET_UP_LOCK})
            owner = connection.execute(text(_OWNER)).scalar()
            if owner is not None:
                # Tables of the group that owns the database may be used by all its members.
                quoted = connection.dialect.identifier_preparer.quote_identifier(owner)
                connection.exec_driver_sql(f"SET LOCAL ROLE {quoted}")
            yield connection

    def close(self) -> None:
        """Wait for a writer, then close every connection."""
        with self._writing:
            self._is_closed = True
            self.engine.dispose()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        self._check_open()
        with self._told(), self.engine.connect() as connection, connection.begin():
            yield connection.execution_options(**{BEGINS: begin})

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn failures into sentences; of a line that broke, every connection is a new one."""
        try:
            with told(self.name):
                yield
        except (ConnectionLost, ServerSilent):
            self._n_breaks += 1
            raise

    def _mark(self, _connection: object, record: ConnectionPoolEntry) -> None:
        record.info[_MADE_AFTER] = self._n_breaks

    def _see_whether_it_goes(
        self, connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object
    ) -> None:
        """Have a connection renewed that will not go any more."""
        if record.info[_MADE_AFTER] != self._n_breaks:
            raise InvalidatePoolError
        if time.monotonic() - record.info.get(_USED_AT, time.monotonic()) > SURE_FOR_S:
            _try_out(connection)

    def _check_open(self) -> None:
        if self._is_closed:
            raise ProjectError(f"{self.name} has been closed.", "Open the project again.")


def address(place: Path) -> URL:
    """Return the URL for the driver."""
    return make_url(server_url(place)).set(drivername="postgresql+psycopg")


def user_name(place: Path) -> str:
    """Return who the address says one is: ``application_name``, else the user, else ''."""
    url = address(place)
    named = url.query.get("application_name", "")
    return (named if isinstance(named, str) else named[0]) or url.username or ""


def _make_engine(place: Path) -> Engine:
    try:
        watched = importlib.import_module("app.storage.watched_line")
        engine = create_engine(
            address(place),
            pool_size=POOL_SIZE,
            # The one used last was seen to work last.
            pool_use_lifo=True,
            use_native_hstore=False,
            # Transactions begin with their first statement, in one exchange with it.
            isolation_level="AUTOCOMMIT",
            connect_args=watched.LINE_OPTIONS,
        )
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise ProjectError(
            "Projects on a server need the package psycopg, which is not installed.",
            f'Run: {shlex.quote(sys.executable)} -m pip install "pgcn-studio[server]".',
        ) from error
    event.listen(engine, "before_cursor_execute", _begin)
    event.listen(
        engine, "do_connect", lambda _dialect, _record, _args, options:
        watched.WatchedConnection.connect(**options),
    )  # fmt: skip
    return engine


def _note_use(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[_USED_AT] = time.monotonic()


def _try_out(connection: DBAPIConnection) -> None:
    """See whether the server of a connection that has rested answers.

    Raises:
        InvalidatePoolError: it does not.
    """
    import psycopg  # noqa: PLC0415 - optional

    try:
        connection.cursor().execute("SELECT 1")
    except psycopg.Error as error:
        raise InvalidatePoolError from error


def _begin(connection: Connection, cursor: psycopg.Cursor[Any], *_: object) -> None:
    """Begin the transaction a connection is meant for, before its first statement."""
    words = connection.get_execution_options().get(BEGINS)
    # PQTRANS_IDLE
    if words and cursor.connection.info.transaction_status == 0:
        cursor.execute(words)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Turn the server's failures into sentences about the project ``name``."""
    try:
        yield
    except IntegrityError as error:
        raise EditRefused(
            "This names a label, suggestion or video that the project does not have.",
            "Reopen the project and repeat the last step.",
        ) from error
    except DataError as error:
        raise EditRefused(
            "There is a character in the text that the server cannot store.",
            "Type the text anew instead of pasting it.",
        ) from error
    except DBAPIError as error:
        known = explain(error, name)
        if known is None:
            raise
        raise known from error


_UNREACHABLE = (
    "The server of {name} cannot be reached.",
    "What was done before is stored there; check the network, then repeat the last step.",
)
_NOT_LET_IN = (
    "The server of {name} did not let you in.",
    "Check the name in the address, and the password in the file .pgpass or in PGPASSWORD.",
)
_NO_DATABASE = (
    "There is no database {name} on the server.",
    "Check the address, or ask whoever looks after the server to make it.",
)
_BUSY = (
    "{name} is held up by somebody else's change.",
    "Nothing was changed; repeat the last step in a moment.",
)
_FORBIDDEN = (
    "You lack the right to use {name} on the server.",
    "Ask whoever looks after the server for it.",
)
_FULL = (
    "The server's disk is full, so {name} could not be changed.",
    "Tell whoever looks after the server; everything before the last step is stored.",
)
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_SENTENCES = {
    "3D000": _NO_DATABASE,
    "28000": _NOT_LET_IN,
    "28P01": _NOT_LET_IN,
    "42501": _FORBIDDEN,
    "25006": _FORBIDDEN,
    "53100": _FULL,
    "55P03": _BUSY,
    "40P01": _BUSY,
    "40001": _BUSY,
    "57014": _BUSY,
    "25P03": _UNREACHABLE,
    "53300": _UNREACHABLE,
    "57P01": _UNREACHABLE,
    "57P02": _UNREACHABLE,
    "57P03": _UNREACHABLE,
}
# While connecting, the server's answer comes as words only.
_WORDS = (
    ("password", _NOT_LET_IN),
    ("authentication", _NOT_LET_IN),
    ("pg_hba.conf", _NOT_LET_IN),
    ('database "', _NO_DATABASE),
)


def _is_silent(error: DBAPIError) -> bool:
    """Say whether one has waited in vain, so that trying again would only wait as long."""
    return type(error.orig).__name__ in {"LineSilent", "ConnectionTimeout"}


def explain(error: DBAPIError, name: str) -> StudioError | None:
    """Return what to tell a person of a failure, or None when it is a bug of ours."""
    code = getattr(error.orig, "sqlstate", None) or ""
    found = _SENTENCES.get(code)
    is_lost = isinstance(error, (OperationalError, InterfaceError)) and not code
    if found is None and (code.startswith("08") or error.connection_invalidated or is_lost):
        words = str(error.orig)
        is_answer = "FATAL" in words
        found = next((told for part, told in _WORDS if is_answer and part in words), _UNREACHABLE)
    if found is None:
        return None
    sentence, next_step = found
    kind: type[ProjectError] = ProjectError
    if found is _UNREACHABLE:
        kind = ServerSilent if _is_silent(error) else ConnectionLost
    return kind(sentence.format(name=name), next_step)
