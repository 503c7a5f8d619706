"""The verb that compares two people's work, on real project files."""

import json

import pytest
from click.testing import CliRunner

from app import bootstrap
from app.cli.agreement import agreement_command
from app.exchange.files import FileExchange
from app.services.projects import ProjectService
from app.storage.files import SqliteProjectFiles
from tests.app.services.test_agreement import BEN, MINE, make_project
from tests.fakes import FakeFrameSource


@pytest.fixture
def run():
    frames = FakeFrameSource()
    projects = ProjectService(SqliteProjectFiles(), frames)
    parts = bootstrap.Parts(projects, frames, None, FileExchange(), *[None] * 6)
    command = agreement_command(lambda: parts)

    def invoke(*args):
        found = CliRunner().invoke(command, [*map(str, args)], catch_exceptions=False)
        assert found.exit_code == 0, found.output
        return found.output

    return invoke


@pytest.fixture
def two(tmp_path):
    paths = []
    for name, work in (("mine", MINE), ("ben", BEN)):
        store = make_project(tmp_path / name, work)
        store.close()
        paths.append(store.path)
    return paths


def test_two_projects_are_compared_and_neither_is_changed(run, two, tmp_path):
    before = [path.read_bytes() for path in two]
    told = run(*two, "--json", tmp_path / "a.json", "--out", tmp_path / "a.html")
    assert "0 of 3 disagreements settled" in told
    value = json.loads((tmp_path / "a.json").read_text())
    assert value["annotator"] == "ben"
    assert value["total"]["f1"] == pytest.approx(2 * 2 / 6)
    assert "agreement with ben" in (tmp_path / "a.html").read_text()
    assert [path.read_bytes() for path in two] == before


def test_videos_and_labels_are_matched_by_hand(run, two, tmp_path):
    file = tmp_path / "ada.csv"
    file.write_text("video,label,start_s,end_s\nclip,hop,0,6\n")
    told = run(two[0], file, "--format", "csv", "--match", "clip=mine-a.mp4", "--map", "hop=jump")
    jump = next(line for line in told.splitlines() if line.startswith("jump"))
    assert jump.split()[1:5] == ["1", "1", "1", "1.000"]


def test_a_stricter_tiou_is_asked_for(run, two):
    assert "0.333" in next(
        line for line in run(*two, "--tiou", "0.9").splitlines() if line.startswith("All")
    )
