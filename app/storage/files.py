"""Makes and opens project files."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert, update

from app.domain.errors import ProjectError
from app.storage import tables
from app.storage.database import APPLICATION_ID, Database, damaged
from app.storage.schema import MIGRATIONS, Schema
from app.storage.store import SqliteProjectStore

BUSY_TIMEOUT_S = 5.0

# https://sqlite.org/fileformat.html#the_database_header
_MAGIC = b"SQLite format 3\x00"
_APPLICATION_ID_AT = 68


class SqliteProjectFiles:
    """Makes and opens ``.pgcn`` files.

    Args:
        busy_timeout_s: How long to wait for another process that writes to the file.
        migrations: Folder of the schemas; another one only in tests.
    """

    def __init__(
        self, *, busy_timeout_s: float = BUSY_TIMEOUT_S, migrations: Path = MIGRATIONS
    ) -> None:
        self._busy_timeout_s = busy_timeout_s
        self._schema = Schema(migrations)

    def create(self, path: Path) -> SqliteProjectStore:
        """Make a new project file and open it.

        The file is made whole under another name first: a half-made one is never seen.

        Raises:
            ProjectError: something stands there already, or the folder is missing or read-only.
        """
        path = path.absolute()
        if not path.parent.is_dir():
            raise ProjectError(
                f"The folder {path.parent} does not exist.", "Make it, or choose another folder."
            )
        _check_free(path)
        new = path.with_name(f".{path.name}.{uuid4().hex}")
        try:
            self._fill(new)
            _publish(new, path)
        finally:
            new.unlink(missing_ok=True)
        return self.open(path)

    def open(self, path: Path) -> SqliteProjectStore:
        """Open a project file, migrating an older one after a backup beside it.

        Raises:
            ProjectError: missing, not a project, damaged, newer, locked or read-only.
        """
        path = path.absolute()
        _check_is_project(path)
        database = Database(path, busy_timeout_s=self._busy_timeout_s)
        try:
            self._schema.bring_up(database)
            _check_sound(database)
        except BaseException:
            database.close()
            raise
        return SqliteProjectStore(database)

    def _fill(self, path: Path) -> None:
        database = Database(path, busy_timeout_s=self._busy_timeout_s)
        try:
            # Before any page is written to the WAL, so that the file's own header has it.
            with database.reading() as connection:
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID:d}")
            self._schema.bring_up(database)
            with database.writing() as connection:
                made_at = datetime.now(UTC).isoformat()
                connection.execute(insert(tables.project).values(id=uuid4().hex, made_at=made_at))
        finally:
            database.close()


def _check_free(path: Path) -> None:
    if path.exists():
        raise ProjectError(
            f"{path.name} exists already.", "Open it, or choose another name for the new project."
        )


def _publish(new: Path, path: Path) -> None:
    """Give the finished file its name; another file of that name wins."""
    try:
        os.link(new, path)
    except OSError:
        # No hard links here (exFAT, some network disks), or someone was quicker.
        _check_free(path)
        try:
            new.rename(path)
        except OSError as error:
            raise ProjectError(
                f"{path.name} cannot be made: {(error.strerror or str(error)).lower()}.",
                "Choose another folder.",
            ) from error


def _check_is_project(path: Path) -> None:
    """Look at the header only: opening by SQLite would change another program's file to WAL."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        raise ProjectError(
            f"There is no file {path}.", "It may have been moved; look for it and open it there."
        ) from None
    except OSError as error:
        raise ProjectError(
            f"{path.name} cannot be read: {(error.strerror or str(error)).lower()}.",
            "Check that it is a file and that you may read it.",
        ) from error
    found = int.from_bytes(header[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4], "big")
    if not header.startswith(_MAGIC) or found != APPLICATION_ID:
        raise ProjectError(
            f"{path.name} is not a PGCN Studio project.",
            "Choose a file that ends in .pgcn, or open a backup if it was one.",
        )


def _check_sound(database: Database) -> None:
    """Raise ``ProjectError`` when the file is damaged, locked, or cannot be written."""
    with database.writing() as connection:
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
            raise damaged(database.path)
        # BEGIN IMMEDIATE is content with a read-only file; only a change finds out.
        touched = connection.execute(update(tables.project).values(id=tables.project.c.id))
        if touched.rowcount != 1:
            raise damaged(database.path)
