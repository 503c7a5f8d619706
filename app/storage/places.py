"""Makes and opens projects wherever they lie."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import ProjectError
from app.domain.places import is_on_server, project_place
from app.services.ports import ProjectStore, Restored
from app.storage.files import SqliteProjectFiles
from app.storage.server import ServerProjects


class ProjectPlaces:
    """``ProjectFiles`` over files and servers; see ``app.domain.places``."""

    def __init__(self, files: SqliteProjectFiles, servers: ServerProjects) -> None:
        self._files = files
        self._servers = servers

    def create(self, path: Path) -> ProjectStore:
        """Make a new project; on a server whoever looks after it makes the empty database.

        Raises:
            ProjectError: something stands there already, or it cannot be made.
        """
        place = project_place(path)
        return self._servers.open(place) if is_on_server(place) else self._files.create(place)

    def open(self, path: Path) -> ProjectStore:
        """Open a project.

        Raises:
            ProjectError: it cannot be opened.
        """
        place = project_place(path)
        return self._servers.open(place) if is_on_server(place) else self._files.open(place)

    def open_copy(self, path: Path) -> ProjectStore:
        """Open a copy of another person's project file to be read.

        Raises:
            ProjectError: it is none, or is on a server.
        """
        return self._files.open_copy(_file(path))

    def restore(self, path: Path) -> Restored:
        """Put the newest whole backup in the place of a damaged project file.

        Raises:
            ProjectError: there is none, or the project is on a server.
        """
        return self._files.restore(_file(path))


def _file(path: Path) -> Path:
    place = project_place(path)
    if is_on_server(place):
        raise ProjectError(
            "This can be done with project files only, not on a server.",
            "Export the annotations from there, then use the file.",
        )
    return place
