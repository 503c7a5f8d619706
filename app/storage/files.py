"""Makes and opens project files."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import insert, select, update

from app.domain.errors import ProjectDamaged, ProjectError
from app.services.ports import Restored
from app.storage import tables
from app.storage.aside import forget_old
from app.storage.backups import Backups, copy_database, is_project
from app.storage.database import APPLICATION_ID, Database, damaged, may_make_files, told
from app.storage.locking import ProjectLock
from app.storage.repair import damage_of, restore
from app.storage.schema import MIGRATIONS, Schema
from app.storage.store import SqliteProjectStore

BUSY_TIMEOUT_S = 5.0


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

        One that another program has open, or that cannot be written, is opened to be read; the
        store says why.

        Raises:
            ProjectDamaged: its content makes no sense; names the backup it can be restored from.
            ProjectError: missing, not a project, newer, or locked.
        """
        path = path.absolute()
        _check_is_project(path)
        lock = ProjectLock(path)
        reason = lock.take() or _write_protection(path)
        try:
            return self._open(path, lock, reason)
        except BaseException:
            lock.give_back()
            raise

    def open_copy(self, path: Path) -> SqliteProjectStore:
        """Open a copy of another person's project to be read; the file itself stays untouched.

        It may be open in another window, be of an older program, or lie where nothing can be
        written. The copy goes when the store is closed.

        Raises:
            ProjectError: it is not a project, is newer than this program, or cannot be copied.
        """
        path = path.absolute()
        _check_is_project(path)
        folder = TemporaryDirectory(prefix="pgcn-studio-", ignore_cleanup_errors=True)
        try:
            copy = Path(folder.name) / path.name
            copy_database(path, copy)
            store = self.open(copy)
        except BaseException:
            folder.cleanup()
            raise
        store.after_closing(folder.cleanup)
        return store

    def restore(self, path: Path) -> Restored:
        """Put the newest whole backup in the place of a damaged project, which is kept aside.

        Raises:
            ProjectError: there is none, the files cannot be written, or it is open elsewhere.
        """
        path = path.absolute()
        lock = ProjectLock(path)
        reason = lock.take()
        if reason:
            raise ProjectError(reason, "Close it there, then try again.")
        try:
            return restore(path)
        finally:
            lock.give_back()

    def _open(self, path: Path, lock: ProjectLock, reason: str) -> SqliteProjectStore:
        database = Database(path, busy_timeout_s=self._busy_timeout_s, read_only_reason=reason)
        try:
            _check_sound(database)
            copy = self._schema.bring_up(database)
            _check_writable(database)
            if not reason:
                forget_old(database)
        except ProjectDamaged:
            database.close()
            raise damage_of(path) from None
        except BaseException:
            database.close()
            raise
        return SqliteProjectStore(database, lock, migration_copy=copy)

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
        is_one = is_project(path)
    except FileNotFoundError:
        raise ProjectError(
            f"There is no file {path}.", "It may have been moved; look for it and open it there."
        ) from None
    except OSError as error:
        raise ProjectError(
            f"{path.name} cannot be read: {(error.strerror or str(error)).lower()}.",
            "Check that it is a file and that you may read it.",
        ) from error
    if not is_one and Backups(path).newest_good() is not None:
        raise damage_of(path)
    if not is_one:
        raise ProjectError(
            f"{path.name} is not a PGCN Studio project.",
            "Choose a file that ends in .pgcn, or open a backup if it was one.",
        )


def _write_protection(path: Path) -> str:
    """Return why a file cannot be written, or ''."""
    try:
        os.close(os.open(path, os.O_RDWR))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return f"{path.name} is read-only ({why}), so it can only be looked at."
    if not may_make_files(path.parent):
        return f"{path.name} can only be read: its folder cannot be written."
    return ""


def _check_sound(database: Database) -> None:
    """Raise ``ProjectDamaged`` when a page or the first table makes no sense."""
    with database.reading() as connection:
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
            raise damaged(database.path)
        if len(connection.execute(select(tables.project.c.id)).all()) != 1:
            raise damaged(database.path)


def _check_writable(database: Database) -> None:
    """Raise ``ProjectError`` when the file cannot be changed; it is not changed by this."""
    if database.read_only_reason:
        return
    with told(database.path), database.engine.connect() as connection:
        writer = connection.execution_options(pgcn_writes=True)
        # BEGIN IMMEDIATE is content with a read-only file; only a change finds out.
        with writer.begin() as transaction:
            writer.execute(update(tables.project).values(id=tables.project.c.id))
            transaction.rollback()
