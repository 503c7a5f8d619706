"""Opens projects on a server, and keeps one that is open."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, func, insert, inspect, select

from app.domain.conflicts import EditConflict
from app.domain.errors import ProjectError
from app.domain.label_edits import LabelSet
from app.domain.timeline import Timeline
from app.services.ports import News, Way
from app.storage import aside, history, tables
from app.storage.jobs import ServerQueue
from app.storage.rivals import Together
from app.storage.schema import MIGRATIONS, Schema
from app.storage.server_database import ServerDatabase, user_name
from app.storage.store import SqlProjectStore


class ServerProjects:
    """Opens projects on servers.

    Args:
        folder: Where what belongs to such projects on this computer lies.
        video_root: Folder below which this computer has the videos of all of them; None where
            every computer has them at the same place.
    """

    def __init__(self, folder: Path, video_root: Path | None = None) -> None:
        self._folder = folder
        self._video_root = video_root
        self._schema = Schema(MIGRATIONS)

    def open(self, place: Path) -> ServerProjectStore:
        """Open the project of a database; an empty database becomes a project.

        Raises:
            ProjectError: the server cannot be reached or does not let one in, the database is
                something else's, or newer.
        """
        database = ServerDatabase(place)
        try:
            self._set_up(database)
            database.read_only_reason = _why_only_read(database)
            if not database.read_only_reason:
                aside.forget_old(database)
            home = self._video_root / "project" if self._video_root else None
            return ServerProjectStore(database, self._folder, home)
        except BaseException:
            database.close()
            raise

    def _set_up(self, database: ServerDatabase) -> None:
        with database.reading() as connection:
            if self._schema.is_newest(connection, database.name):
                return
        with database.setting_up() as connection:
            found = set(inspect(connection).get_table_names())
            if found and "project" not in found:
                raise ProjectError(
                    f"The database {database.name} belongs to something else.",
                    "Use an empty database of its own for the project.",
                )
            self._schema.upgrade(connection)
            _make_project(connection)


def _make_project(connection: Connection) -> None:
    if connection.execute(select(tables.project.c.id)).first() is None:
        values = {"id": uuid4().hex, "made_at": datetime.now(UTC).isoformat()}
        connection.execute(insert(tables.project).values(values))


def _why_only_read(database: ServerDatabase) -> str:
    with database.reading() as connection:
        may_write = select(func.has_table_privilege("history", "INSERT"))
        if connection.execute(may_write).scalar():
            return ""
    return f"The server lets you look at {database.name}, but not change it."


class ServerProjectStore(SqlProjectStore):
    """A project on a server; others may write to it at the same time.

    Args:
        database: The database.
        folder: Where what belongs to such projects on this computer lies.
        home: See ``SqlProjectStore``.
    """

    def __init__(self, database: ServerDatabase, folder: Path, home: Path | None) -> None:
        me = user_name(database.path) or getpass.getuser()
        super().__init__(database, Together(me), home)
        self.backup_folder = folder / self.project_id
        self.colleagues = ServerColleagues(database, me)
        self.queue = ServerQueue(database, me)

    def commit_turn(
        self, timelines: Sequence[Timeline], way: Way, labels: LabelSet | None = None
    ) -> None:
        """See ``SqlProjectStore``; an act that others have built on is not turned any more.

        Raises:
            EditRefused: they are not the next acts to undo or redo.
            EditConflict: somebody else has changed the same. A single act is then passed over by
                the next undo or redo.
        """
        try:
            super().commit_turn(timelines, way, labels)
        except EditConflict as error:
            if len(way.entries) == 1:
                with self._database.writing() as connection:
                    history.settle(connection, [way.entries[0].id])
            raise EditConflict(
                "Somebody else has changed the same since, so this step stays as it is.",
                "The next undo or redo passes it over.",
            ) from error

    def back_up(self) -> Path | None:
        """Do nothing: whoever looks after the server makes its backups."""
        return None


class ServerColleagues:
    """The others who work on the same project.

    Args:
        database: The database.
        me: My own name.
    """

    def __init__(self, database: ServerDatabase, me: str) -> None:
        self._database = database
        self.me = me
        with database.reading() as connection:
            self.begin: int = connection.execute(select(tables.project.c.revision)).scalar_one()

    def news(self, since: int) -> News:
        """Return what others have done since a revision.

        Raises:
            ProjectError: the server cannot be reached.
        """
        videos = tables.videos.c
        with self._database.reading() as connection:
            now = connection.execute(select(tables.project.c.revision)).scalar_one()
            if now == since:
                return News(now)
            own = self._database.own_revisions
            if all(revision in own for revision in range(since + 1, now + 1)):
                return News(now)
            changed = connection.execute(select(videos.id).where(videos.revision > since))
            return News(now, is_new=True, video_ids=frozenset(changed.scalars()))
