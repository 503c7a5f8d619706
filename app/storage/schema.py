"""Which schema a project file has, and the way to the newest."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.domain.errors import ProjectError
from app.storage.backups import copy_database
from app.storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


class Schema:
    """The schemas this program knows: one folder of migrations."""

    def __init__(self, migrations: Path = MIGRATIONS) -> None:
        self._config = Config()
        self._config.set_main_option("script_location", str(migrations).replace("%", "%%"))
        self._config.set_main_option("path_separator", "os")
        self._scripts = ScriptDirectory.from_config(self._config)

    def bring_up(self, database: Database) -> Path | None:
        """Bring a file to the newest schema; return the backup made on the way, if any.

        Raises:
            ProjectError: the file is newer than this program, or cannot be changed.
        """
        with database.reading() as connection:
            found = _revision(connection)
            if self.is_newest(connection, database.path.name):
                return None
        if database.read_only_reason:
            raise ProjectError(
                f"{database.path.name} is of an older PGCN Studio and has to be changed to be "
                f"opened. {database.read_only_reason}",
                "Copy it to a folder of your own and open the copy.",
            )
        backup = None if found is None else back_up(database.path, f"schema-{found}")
        with database.writing() as connection:
            self.upgrade(connection)
        return backup

    def is_newest(self, connection: Connection, name: str) -> bool:
        """Say whether a database has the newest schema.

        Raises:
            ProjectError: it has one of a newer program.
        """
        found = _revision(connection)
        if found is not None and found not in self._known():
            raise ProjectError(
                f"{name} was made by a newer PGCN Studio.",
                "Update PGCN Studio, then open the project again.",
            )
        return found == self._scripts.get_current_head()

    def upgrade(self, connection: Connection) -> None:
        """Bring a database to the newest schema, from whichever it has."""
        self._config.attributes["connection"] = connection
        command.upgrade(self._config, "head")
        del self._config.attributes["connection"]

    def _known(self) -> set[str]:
        return {script.revision for script in self._scripts.walk_revisions()}


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def back_up(path: Path, reason: str) -> Path:
    """Copy a project file beside itself while it may be in use; never over another file.

    Raises:
        ProjectError: the copy cannot be made; no part of it is left.
    """
    backup = _free_name(path, reason)
    copy_database(path, backup)
    return backup


def _free_name(path: Path, reason: str) -> Path:
    backup = path.with_name(f"{path.stem}.{reason}.backup{path.suffix}")
    number = 2
    while backup.exists():
        backup = path.with_name(f"{path.stem}.{reason}.backup-{number}{path.suffix}")
        number += 1
    return backup
