"""The evidence of a run comes back as it was stored; older runs have none."""

import sqlite3

import numpy as np
import pytest

from app.domain.errors import ProjectError
from app.storage.files import SqliteProjectFiles
from tests.factories import make_evidence, make_graph, make_run, make_video


@pytest.fixture
def store(tmp_path):
    made = SqliteProjectFiles().create(tmp_path / "p.pgcn")
    made.add_video(make_video())
    yield made
    made.close()


@pytest.mark.parametrize("extra", [{}, {"trees": np.arange(63).reshape(3, 21)}])
def test_it_comes_back_as_it_was(store, extra):
    evidence = make_evidence(3, checkpoint="abc", video_scores=np.array([0.0, 0.5]), **extra)
    store.record_run(make_run(), [], make_graph(), evidence)
    found = store.run_evidence("run-1")
    for name in evidence.__dataclass_fields__:
        was, now = getattr(evidence, name), getattr(found, name)
        np.testing.assert_array_equal(now, was, err_msg=name)
        assert getattr(was, "dtype", None) == getattr(now, "dtype", None), name
    assert found.is_trained


def test_an_older_run_has_none(store):
    store.record_run(make_run(), [], make_graph())
    assert store.run_evidence("run-1") is None
    assert store.run("run-1") == make_run()


def test_there_must_be_such_a_run(store):
    with pytest.raises(ProjectError, match="not in the project any more"):
        store.run_evidence("nobody")


@pytest.mark.parametrize("blob", [b"", b"not an archive", b"PK\x03\x04 cut off"])
def test_damaged_evidence_is_named(store, blob):
    store.record_run(make_run(), [], make_graph(), make_evidence())
    with sqlite3.connect(store.path) as connection:
        connection.execute("update runs set evidence = ?", (blob,))
    connection.close()
    with pytest.raises(ProjectError, match="damaged"):
        store.run_evidence("run-1")


def test_labels_are_found_by_name():
    evidence = make_evidence(3)
    assert evidence.place_of(1, "Throw discus") == 0
    assert evidence.place_of(0, "Throw discus") == 1
    assert evidence.place_of(0, "Nothing") is None
    assert evidence.place_of(9, "High jump") is None
    assert [evidence.best_label(k) for k in range(3)] == ["High jump", "Throw discus", "High jump"]
    assert not evidence.is_trained
