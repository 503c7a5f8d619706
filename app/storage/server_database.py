"""Connections to one database on a PostgreSQL server, and its failures told in words."""

from __future__ import annotations

import shlex
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text, update
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)

from app.domain.errors import EditRefused, ProjectError, StudioError
from app.domain.places import database_name, server_url
from app.storage import tables

POOL_SIZE = 4
CONNECT_TIMEOUT_S = 5
# Whoever stops in the midst of a change (a computer asleep) must not hold the others up.
_IDLE_LIMIT_MS = 20_000
_LOCK_LIMIT_MS = 10_000
# "PGCN" in ASCII: only one program at a time makes or changes the tables.
_SET_UP_LOCK = 0x5047434E
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
        self._writing = threading.Lock()
        self._is_closed = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database.

        Raises:
            ProjectError: see ``explain``.
        """
        self._check_open()
        with told(self.name), self.engine.connect() as connection:
            # What READ COMMITTED sees changes from one statement to the next.
            moment = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            with moment.begin():
                yield moment

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are durable when the block ends, or not made at all.

        Raises:
            ProjectError: it is only read; see ``explain``.
            EditRefused: a row names a label, suggestion or video the project does not have.
        """
        if self.read_only_reason:
            raise ProjectError(self.read_only_reason, "Nothing was changed.")
        with self._writing, self.beside() as connection:
            count = tables.project.c.revision
            counted = update(tables.project).values(revision=count + 1).returning(count)
            revision = connection.execute(counted).scalar_one()
            # Before it can be seen by others: asked at once, it is known to be ours.
            self.own_revisions.add(revision)
            yield connection
        self.n_writes += 1

    @contextmanager
    def beside(self) -> Iterator[Connection]:
        """Give a connection that writes without a turn of its own: for the queue of jobs.

        Raises:
            ProjectError: see ``explain``.
        """
        self._check_open()
        with told(self.name), self.engine.connect() as connection, connection.begin():
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
    limits = f"-c idle_in_transaction_session_timeout={_IDLE_LIMIT_MS} "
    limits += f"-c lock_timeout={_LOCK_LIMIT_MS}"
    try:
        return create_engine(
            address(place),
            pool_size=POOL_SIZE,
            # A server that was started anew is found without anybody opening the project again.
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": CONNECT_TIMEOUT_S,
                "options": limits,
                "keepalives_idle": 10,
                "keepalives_interval": 3,
                "keepalives_count": 3,
                "tcp_user_timeout": 10_000,
            },
        )
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise ProjectError(
            "Projects on a server need the package psycopg, which is not installed.",
            f'Run: {shlex.quote(sys.executable)} -m pip install "pgcn-studio[server]".',
        ) from error


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
    return ProjectError(sentence.format(name=name), next_step)
