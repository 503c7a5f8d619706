"""Program and engine each say where folders lie, since neither sees the other: they must agree."""

import pytest

from app.config import paths
from pgcn_core import runtime


@pytest.mark.parametrize("named", [None, "", "~/films", "here", "/srv/pgcn"])
def test_program_and_engine_work_in_the_same_folders(monkeypatch, tmp_path, named):
    monkeypatch.chdir(tmp_path)
    for variable in ("PGCN_DATA_DIR", "PGCN_CACHE_DIR"):
        if named is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, named)
    assert runtime.data_dir() == paths.data_dir()
    assert runtime.cache_dir() == paths.cache_dir()
    # The engine's process may start elsewhere.
    assert runtime.cache_dir().is_absolute()
    assert "~" not in str(runtime.cache_dir())
