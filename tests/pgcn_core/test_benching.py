"""The command ``pgcn bench``."""

import json

import pytest
from click.testing import CliRunner

from pgcn_core.benching import bench, source_tree
from pgcn_core.errors import SettingsError
from tests.bench import engine


@pytest.fixture(autouse=True)
def _leave_the_threads_alone(monkeypatch):
    monkeypatch.setattr(engine, "one_thread", lambda: None)


def test_a_stage_is_printed_and_written(tmp_path, monkeypatch):
    row = {"ours_s": 0.5, "reference_s": 2.0, "ratio": 4.0, "difference": 0, "what": "a thing"}
    monkeypatch.setitem(engine.STAGES, "graph", lambda: row)
    out = tmp_path / "out.json"
    done = CliRunner().invoke(bench, ["--only", "graph", "--json", str(out)])
    assert done.exit_code == 0, done.output
    assert "a thing" in done.output
    assert json.loads(out.read_text())["graph"] == row


def test_a_stage_that_cannot_run_says_why(tmp_path, monkeypatch):
    def refuse():
        raise SettingsError("There is no video.", "Get one.")

    monkeypatch.setitem(engine.STAGES, "tvl1", refuse)
    out = tmp_path / "out.json"
    assert CliRunner().invoke(bench, ["--only", "tvl1", "--json", str(out)]).exit_code == 0
    row = json.loads(out.read_text())["tvl1"]
    assert row["ratio"] is None
    assert "no video" in row["not_measured"]


def test_an_unknown_stage_is_named():
    done = CliRunner().invoke(bench, ["--only", "speed"])
    assert isinstance(done.exception, SettingsError)
    assert "'speed'" in str(done.exception)


def test_without_the_source_tree_it_says_so(tmp_path):
    with pytest.raises(SettingsError, match="source tree"):
        source_tree(tmp_path)
