"""Connections to one SQLite file, its transactions, and its failures told in words."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from app.domain.errors import EditRefused, ProjectDamaged, ProjectError, StudioError

# "PGCN" in ASCII; marks our files in bytes 68 to 71 of the SQLite header.
APPLICATION_ID = 0x5047434E
# The window, a worker and a reader or two.
POOL_SIZE = 4


class ConnectionLost(ProjectError):
    """The line to a server broke; tried again it may go, for the server may be there again."""


class ServerSilent(ProjectError):
    """Nothing comes from a server any more; tried again, one would wait as long again."""


class Transactions(Protocol):
    """A place of rows that is read at one moment and changed wholly or not at all.

    Attributes:
        path: The file, or the place on a server.
        read_only_reason: Why it is only read, as one sentence; '' to write as well.
        n_writes: Transactions that wrote.
    """

    path: Path
    read_only_reason: str
    n_writes: int

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one moment."""

    def writing(self) -> AbstractContextManager[Connection]:
        """Give a connection whose changes are durable when the block ends, or not made at all."""

    def close(self) -> None:
        """Wait for a writer, then close every connection."""


class Database:
    """One SQLite file, used by any number of threads.

    Readers never wait (WAL). Writers of this process take turns by a lock; those of another
    process by SQLite's own lock, waited for ``busy_timeout_s``.

    Args:
        path: The file.
        busy_timeout_s: How long to wait for a writer of another process.
        read_only_reason: Why it is only read, as one sentence; '' to write as well.
    """

    def __init__(self, path: Path, *, busy_timeout_s: float, read_only_reason: str = "") -> None:
        self.path = path
        self.read_only_reason = read_only_reason
        self.n_writes = 0
        self.engine = _make_engine(path, busy_timeout_s, reads_only=bool(read_only_reason))
        self._writing = threading.Lock()
        self._is_closed = False
        self._inode = _inode(path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the file.

        Raises:
            ProjectError: see ``explain``.
        """
        self._check_open()
        with told(self.path), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are durable when the block ends, or not made at all.

        Raises:
            ProjectError: it is only read; the file is not in its place any more; see ``explain``.
            EditRefused: a row names a label, suggestion or video the project does not have.
        """
        with self._writing, told(self.path):
            self._check_open()
            self._check_may_write()
            writer = self.engine.connect().execution_options(pgcn_writes=True)
            with writer as connection, connection.begin():
                yield connection
            self.n_writes += 1

    def close(self) -> None:
        """Wait for a writer, then close every connection; SQLite folds the WAL into the file."""
        with self._writing:
            self._is_closed = True
            self.engine.dispose()

    def _check_open(self) -> None:
        if self._is_closed:
            raise ProjectError(f"{self.path.name} has been closed.", "Open the project again.")

    def _check_may_write(self) -> None:
        if self.read_only_reason:
            raise ProjectError(self.read_only_reason, "Nothing was changed.")
        # SQLite would go on writing to a file that has been deleted or replaced; all would be lost.
        if self._inode and _inode(self.path) != self._inode:
            raise ProjectError(
                f"{self.path.name} has been moved, deleted or replaced while it was open.",
                "Put the file back in its place, or open it where it is now.",
            )


def _inode(path: Path) -> int:
    """Return what tells a file from another of its name; 0 when it is not there yet."""
    try:
        return os.stat(path).st_ino  # noqa: PTH116 - on the path of every edit
    except OSError:
        return 0


def url_of(path: Path, *, reads_only: bool) -> URL:
    """Return the URL of a file; never a text, as "?" and "#" may stand in a file name."""
    if not reads_only:
        return URL.create("sqlite", database=str(path))
    query = {"uri": "true", "mode": "ro"}
    # Without a WAL and the right to make one, SQLite reads only what is declared not to change.
    if not may_make_files(path.parent) and not has_content(path.with_name(f"{path.name}-wal")):
        query = {"uri": "true", "immutable": "1"}
    return URL.create("sqlite", database=path.absolute().as_uri(), query=query)


def may_make_files(folder: Path) -> bool:
    """Whether a WAL can be made in a folder."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def has_content(path: Path) -> bool:
    """Whether a file is there and not empty."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _make_engine(path: Path, busy_timeout_s: float, *, reads_only: bool) -> Engine:
    engine = create_engine(
        url_of(path, reads_only=reads_only),
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        # pysqlite would begin and commit by guess; we say BEGIN ourselves.
        connect_args={
            "timeout": busy_timeout_s,
            "isolation_level": None,
            "check_same_thread": False,
        },
    )
    event.listen(engine, "connect", _prepare_reader if reads_only else _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_reader(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA query_only = ON")
    finally:
        cursor.close()


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    try:
        _set_pragmas(connection)
    except sqlite3.Error:
        # The pool forgets a connection whose hook failed without closing it.
        connection.close()
        raise


def _set_pragmas(connection: DBAPIConnection) -> None:
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA journal_mode = WAL")
        # WAL with NORMAL may lose the last commits in a power cut; an edit must not be lost.
        cursor.execute("PRAGMA synchronous = FULL")
    finally:
        cursor.close()


def _begin(connection: Connection) -> None:
    # A reader that turned writer half-way could not wait for the lock; say it at once.
    writes = connection.get_execution_options().get("pgcn_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn SQLite's failures into sentences about ``path``."""
    try:
        yield
    except IntegrityError as error:
        raise EditRefused(
            "This names a label, suggestion or video that the project does not have.",
            "Reopen the project and repeat the last step.",
        ) from error
    except DBAPIError as error:
        known = explain(error.orig, path)
        if known is None:
            raise
        raise known from error
    except sqlite3.Error as error:
        known = explain(error, path)
        if known is None:
            raise
        raise known from error


_BUSY = (
    "{name} is in use by another program.",
    "Close the other program, or wait until it is done, then try again.",
)
_READ_ONLY = (
    "{name} cannot be changed: the file or its folder is read-only.",
    "Allow writing to both, or copy the project to a folder of your own and open the copy.",
)
_DAMAGED = (
    "{name} is damaged.",
    "Close the project and open it again: it is then restored from its newest whole backup.",
)
_UNREACHABLE = (
    "{name} cannot be read or written.",
    "Check that the disk is connected and that you may write to the folder.",
)
_SENTENCES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_FULL: (
        "The disk is full, so {name} could not be changed.",
        "Free some space and repeat the last step; everything before it is stored.",
    ),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: _UNREACHABLE,
    sqlite3.SQLITE_IOERR: _UNREACHABLE,
    sqlite3.SQLITE_NOTADB: (
        "{name} is not a PGCN Studio project.",
        "Choose a file that ends in .pgcn, or open a backup if it was one.",
    ),
}


def explain(error: BaseException | None, path: Path) -> StudioError | None:
    """Return what to tell a person of an SQLite failure, or None when it is a bug of ours."""
    # The primary code is the low byte (https://sqlite.org/rescode.html).
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code not in _SENTENCES:
        return None
    sentence, next_step = _SENTENCES[code]
    if code == sqlite3.SQLITE_CORRUPT:
        return damaged(path)
    return ProjectError(sentence.format(name=path.name), next_step)


def damaged(path: Path) -> ProjectDamaged:
    """Return the failure of a file whose content makes no sense."""
    sentence, next_step = _DAMAGED
    return ProjectDamaged(sentence.format(name=path.name), next_step)
