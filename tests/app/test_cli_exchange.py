"""Export, import and formats on the command line, on a real project."""

import json

import pytest
from click.testing import CliRunner

from app import bootstrap
from app.cli_exchange import exchange_commands
from app.domain.edits import draw
from app.domain.errors import ExchangeError
from app.domain.segment import Segment
from app.exchange.files import FileExchange
from app.services.projects import ProjectService
from app.storage.files import SqliteProjectFiles
from tests.editor import Editor
from tests.factories import make_video
from tests.fakes import FakeFrameSource


@pytest.fixture
def project(tmp_path):
    store = ProjectService(SqliteProjectFiles(), FakeFrameSource()).create(tmp_path / "games")
    video = store.add_video(make_video("a"))
    editor = Editor(store, video.id)
    label = store.ensure_labels(["jump"])["jump"]
    for start_s, end_s in ((1, 2), (10, 20)):
        editor.do(draw(label.id, Segment(start_s, end_s)), "Draw")
    store.close()
    return store.path


@pytest.fixture
def run():
    frames = FakeFrameSource()
    projects = ProjectService(SqliteProjectFiles(), frames)
    parts = bootstrap.Parts(projects, frames, None, FileExchange(), None, None)
    commands = {one.name: one for one in exchange_commands(lambda: parts)}

    def invoke(verb, *args):
        found = CliRunner().invoke(commands[verb], [*map(str, args)], catch_exceptions=False)
        assert found.exit_code == 0, found.output
        return found.output

    return invoke


def test_formats_are_listed_for_people_and_programs(run):
    assert "csv " in run("formats")
    cards = {one["id"]: one for one in json.loads(run("formats", "--json"))}
    assert cards["activitynet"]["direction"] == "both"
    assert cards["pgcn-json"]["carries"]["scores"] is True


def test_what_goes_out_is_read_back_and_comes_in_as_known(run, project, tmp_path):
    out = tmp_path / "o.csv"
    told = run(
        "export", project, "--format", "csv", "--out", out, "--columns", "video,label,start,end"
    )
    assert "read back: 2 as written" in told
    assert "1 label colour." in told
    assert out.read_text().startswith("video,label,start_s,end_s\n")
    assert "0 added, 2 known already" in run("import", project, out)


def test_a_dry_run_writes_nothing_and_a_changed_one_is_kept(run, project, tmp_path):
    file = tmp_path / "in.csv"
    file.write_text("video,label,start_s,end_s\na.mp4,Jump,10.5,20\nb.mp4,hop,3,4\n")
    told = run("import", project, file, "--dry-run", "--match", "b.mp4=a.mp4", "--map", "hop=jump")
    assert "1 changed, 1 new" in told
    assert "0 added, 0 known already" in run("import", project, file)
    assert "1 moved" in run("import", project, file, "--changed", "replace")
    dry = tmp_path / "dry.json"
    run("export", project, "--out", dry, "--dry-run")
    assert not dry.exists()


def test_what_a_format_does_not_have_is_told(run, project, tmp_path):
    with pytest.raises(ExchangeError, match="no variant tab"):
        run(
            "export",
            project,
            "--format",
            "activitynet",
            "--out",
            tmp_path / "x",
            "--variant",
            "tab",
        )
