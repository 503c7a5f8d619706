from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.files import SqliteProjectFiles
from app.storage.places import ProjectPlaces
from app.storage.server import ServerProjects
from app.storage.store import SqlProjectStore
from tests.factories import make_video


@pytest.fixture
def files(tmp_path) -> ProjectPlaces:
    servers = ServerProjects(tmp_path / "servers")
    return ProjectPlaces(SqliteProjectFiles(busy_timeout_s=0.1), servers)


@pytest.fixture
def project(files, tmp_path) -> Path:
    """The file of a project with one video and many labels."""
    store = files.create(tmp_path / "p.pgcn")
    store.add_video(make_video())
    store.ensure_labels([f"label {i}" for i in range(200)])
    store.close()
    return store.path


@pytest.fixture(params=["file", "server"])
def store(request, files, tmp_path) -> Iterator[SqlProjectStore]:
    """A project with one video; every test runs on a file and, where there is one, on a server."""
    if request.param == "file":
        store = files.create(tmp_path / "p.pgcn")
    else:
        postgres = request.getfixturevalue("postgres")
        place = postgres.new_place(like=request.getfixturevalue("server_template"))
        store = files.open(place)
    store.add_video(make_video())
    yield store
    store.close()
