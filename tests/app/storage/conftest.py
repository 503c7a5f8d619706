from collections.abc import Iterator

import pytest

from app.storage.files import SqliteProjectFiles
from app.storage.store import SqliteProjectStore
from tests.factories import make_video


@pytest.fixture
def files() -> SqliteProjectFiles:
    return SqliteProjectFiles(busy_timeout_s=0.1)


@pytest.fixture
def store(files, tmp_path) -> Iterator[SqliteProjectStore]:
    store = files.create(tmp_path / "p.pgcn")
    store.add_video(make_video())
    yield store
    store.close()
