"""``pgcn-studio evaluate`` as a script sees it."""

import json
import subprocess
import sys

import pytest

from app.cli.group import main
from app.config import paths
from app.storage.files import SqliteProjectFiles
from tests import measured_project as known
from tests.app.engine.model_folders import model_in
from tests.measured_project import X
from tests.pages import CheckedPage
from tests.places import REPO
from tests.running import run_main


@pytest.fixture
def project(tmp_path, monkeypatch):
    for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    store = SqliteProjectFiles().create(tmp_path / "meet.pgcn")
    known.fill(store)
    store.close()
    return tmp_path / "meet.pgcn"


def studio(*args):
    return run_main(main, "pgcn-studio", *args)


def test_a_table_json_and_a_page(project, tmp_path):
    before = project.read_bytes()
    out, page_file = tmp_path / "out.json", tmp_path / "page.html"
    code, table, err = studio(
        "evaluate", project, "--tiou", "0.5,0.6", "--json", out, "--html", page_file
    )
    assert code == 0
    assert table.splitlines()[1].split() == ["High", "jump", "2", "50.00", "50.00", "50.00"]
    assert "wrong label" in table
    assert f"Never annotated, in no mean: {X}" in table
    assert "2 reviewed videos (2 of 3 are reviewed)" in err
    values = json.loads(out.read_text())
    assert values["map"] == {"0.5": 0.75, "0.6": 0.5}
    assert values["videos"] == ["video-1.mp4", "video-2.mp4"]
    page = CheckedPage(page_file.read_text())
    assert page.faults == []
    assert "meet: evaluation" in page.text
    assert X in page.text
    assert project.read_bytes() == before


def test_a_page_in_german(project, tmp_path):
    page_file = tmp_path / "page.html"
    code, _, _ = studio("evaluate", project, "--html", page_file, "--language", "de")
    assert code == 0
    page = CheckedPage(page_file.read_text())
    assert "meet: Auswertung" in page.text
    assert "gegen die Annotationen von 2 geprüften Videos (2 von 3 sind geprüft)." in page.text
    assert "75,0 %" in page.text
    assert "evaluation" not in page.text


def test_a_device_gets_the_json_alone(project):
    command = [sys.executable, "-m", "app", "evaluate", str(project), "--json", "/dev/stdout"]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["average_map"] > 0
    assert "wrong label" in done.stderr


def test_a_model_that_did_not_run(project):
    code, _, err = studio("evaluate", project, "--model", "nobody")
    assert code == 1
    assert "No reviewed video has such a run." in err


def test_a_grid_that_is_none(project):
    code, _, err = studio("evaluate", project, "--tiou", "2")
    assert code == 2
    assert "0.5:0.95:0.05" in err


def test_a_page_that_cannot_be_written(project, tmp_path):
    code, _, err = studio("evaluate", project, "--html", tmp_path / "none" / "page.html")
    assert code == 9
    assert "page.html cannot be written" in err


def test_videos_that_a_model_of_this_machine_learned_from(project):
    model_in(paths.data_dir() / "checkpoints" / "cold start", learned_from=["video-1"])
    code, _, err = studio("evaluate", project)
    assert code == 0
    assert "Left out, since the model learned from them: video-1.mp4." in err
    code, _, err = studio("evaluate", project, "--with-learned")
    assert "flatters the model: video-1.mp4" in err
