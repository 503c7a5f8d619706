"""``pgcn-studio`` without its window, as a script sees it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.__main__ import main
from app.storage.files import SqliteProjectFiles
from pgcn_core.features.labels import kinetics_labels
from tests.e2e.conftest import BAD, LABEL_IDX
from tests.videos import make_video

LABEL = kinetics_labels()[LABEL_IDX]
LOCKER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def analysed(commands, videos, tmp_path_factory) -> Path:
    """A project of two videos, both analysed."""
    project = tmp_path_factory.mktemp("project") / "athletics.pgcn"
    done = commands.studio("analyze", project, videos / "good.mp4", videos / "one.mp4")
    assert done.code == 0, done.err
    assert done.out == ""
    assert "good.mp4: RGB features" in done.err
    assert "No trained P-GCN was used" in done.err
    return project


@pytest.fixture
def project(analysed, tmp_path) -> Path:
    """A copy of it to do harm to."""
    return Path(shutil.copy(analysed, tmp_path / "copy.pgcn"))


def rows(project: Path, query: str) -> list[tuple]:
    with sqlite3.connect(project) as connection:
        found = connection.execute(query).fetchall()
    connection.close()
    return found


# --- analyze -----------------------------------------------------------------------------------


def test_an_analysed_project_holds_runs_and_suggestions(analysed):
    assert rows(analysed, "SELECT count(*) FROM videos") == [(2,)]
    assert rows(analysed, "SELECT count(*), max(is_trained) FROM runs") == [(2, 0)]
    assert rows(analysed, "SELECT count(*) FROM suggestions")[0][0] > 0
    assert rows(analysed, "SELECT DISTINCT name FROM labels") == [(LABEL,)]


def test_again_there_is_nothing_to_do(commands, analysed):
    done = commands.inside(main, "analyze", analysed)
    assert done.code == 0
    assert "Nothing to do: every video has been analysed." in done.err


def test_the_suffix_may_be_left_out(commands, project):
    done = commands.inside(main, "analyze", project.with_suffix(""))
    assert (done.code, done.out) == (0, "")


def test_every_bad_video_is_one_sentence_and_the_others_are_added(commands, videos, tmp_path):
    project = tmp_path / "new.pgcn"
    inputs = [videos / name for name in [*BAD, "folder.mp4"]]
    done = commands.inside(main, "analyze", project, *inputs)
    assert done.code == 3
    assert len(done.complaints) == len(inputs)
    for name, words in BAD.items():
        (line,) = [one for one in done.complaints if name in one]
        assert words in line
        assert ". " in line.partition(": ")[2]
        assert line.endswith(".")
    assert "There is no video in the folder folder.mp4." in done.err
    assert rows(project, "SELECT count(*) FROM videos") == [(0,)]


def test_a_video_removed_after_it_was_added(commands, videos, tmp_path):
    video = make_video(tmp_path / "gone.mp4", n_frames=20)
    project = tmp_path / "p.pgcn"
    add_only(commands, project, video, videos / "good.mp4")
    video.unlink()
    done = commands.studio("analyze", project)
    assert done.code == 3
    (line,) = done.complaints
    assert f"There is no file {video}." in line
    assert rows(project, "SELECT count(*) FROM runs") == [(1,)]


def add_only(commands, project: Path, *videos: Path) -> None:
    """Add videos without analysing them: no weights are to be had."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.services.projects.ProjectService.open", no_more)
        patch.setattr("app.cli.group._analyze_one", lambda *_: 0)
        done = commands.inside(main, "analyze", project, *videos)
    assert done.code == 0, done.err


def no_more(*_):
    raise AssertionError("a new project is made, not opened")


def test_a_cut_video_is_told_and_used(commands, videos, tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.cli.group._analyze_one", lambda *_: 0)
        done = commands.inside(main, "analyze", tmp_path / "p.pgcn", videos / "cut.mp4")
    assert done.code == 0
    assert "cut.mp4 is damaged and cannot be read after" in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_and_started_again(commands, videos, tmp_path):
    project = tmp_path / "p.pgcn"
    process = commands.start("app", ["analyze", project, videos / "good.mp4"])
    wait_until(lambda: project.exists() and is_added(project))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert rows(project, "PRAGMA integrity_check") == [("ok",)]
    assert commands.studio("analyze", project).code == 0
    assert rows(project, "SELECT count(*) FROM runs") == [(1,)]
    assert rows(project, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_in_the_features_it_goes_on_where_it_was(commands, tmp_path, make_long):
    project, cache = tmp_path / "p.pgcn", tmp_path / "cache"
    weights = {"PGCN_CACHE_DIR": str(cache)}
    args = ["analyze", project, make_long(tmp_path / "long.mp4")]
    process = commands.start("app", args, **weights)
    wait_until(lambda: bool(list(cache.glob("features/*.journal"))))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    (journal,) = cache.glob("features/*.journal")
    was = journal.stat().st_size
    time.sleep(0.3)
    assert journal.stat().st_size == was, "the engine outlived the program"
    assert commands.studio("analyze", project, **weights).code == 0
    assert rows(project, "SELECT count(*) FROM runs") == [(1,)]
    assert rows(project, "SELECT max(end_s) <= 16 FROM suggestions") == [(1,)]


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT to a process group")
def test_ctrl_c_ends_soon_without_a_word_too_many(commands, videos, tmp_path):
    project = tmp_path / "p.pgcn"
    process = commands.start("app", ["analyze", project, videos / "other.mp4"])
    wait_until(lambda: project.exists() and is_added(project))
    time.sleep(0.8)  # the engine's process is starting
    os.killpg(process.pid, signal.SIGINT)
    asked_s = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - asked_s < 2
    assert process.returncode == 130
    assert out == ""
    assert "pgcn-studio: Stopped." in err.splitlines()[-1]
    assert "Traceback" not in err
    assert "Warning" not in err


def wait_until(is_so) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_added(project: Path) -> bool:
    return rows(project, "SELECT count(*) FROM videos") != [(0,)]


# --- export and import -------------------------------------------------------------------------


def test_all_three_formats(commands, project, videos, tmp_path):
    results = tmp_path / "results.json"
    done = commands.studio("export", project, "--format", "activitynet-results", "--out", results)
    assert (done.code, done.out) == (0, f"{results}\n")
    found = json.loads(results.read_text())["results"]["good"]
    assert found
    assert {one["label"] for one in found} == {LABEL}
    truth = tmp_path / "truth.json"
    segment = {"segment": [0.25, 0.75], "label": "High jump"}
    video = {"duration": 1.28, "subset": "training", "annotations": [segment]}
    truth.write_text(json.dumps({"version": "1", "database": {"good": video, "else": video}}))
    done = commands.inside(main, "import", project, truth)
    assert (done.code, done.out) == (0, "1 added, 0 known already\n")
    assert "not in the project: else" in done.err
    assert commands.inside(main, "import", project, truth).out == "0 added, 1 known already\n"
    back, table = tmp_path / "back.json", tmp_path / "back.csv"
    assert commands.inside(main, "export", project, "--out", back).code == 0
    assert json.loads(back.read_text())["database"]["good"]["annotations"] == [segment]
    assert commands.inside(main, "export", project, "--format", "csv", "--out", table).code == 0
    (row,) = csv.DictReader(table.read_text().splitlines())
    assert (row["video"], row["label"], row["start_s"]) == ("good.mp4", "High jump", "0.25")


def test_exports_that_cannot_be_written(commands, project, tmp_path):
    def export(out):
        return commands.inside(main, "export", project, "--out", out)

    export(tmp_path / "none" / "x.json").refused(9, "There is no folder")
    export(tmp_path).refused(9, "is a folder")
    if Path("/dev/full").exists():
        export("/dev/full").refused(9, "There is no room left for full")
        assert Path("/dev/full").is_char_device()


def test_imports_that_cannot_be_read(commands, project, tmp_path):
    file = tmp_path / "notes.json"
    file.write_text("not JSON")
    commands.inside(main, "import", project, file).refused(9, "notes.json is not known")
    named = commands.inside(main, "import", project, file, "--format", "activitynet")
    named.refused(9, "it is not JSON")
    missing = tmp_path / "none.json"
    commands.inside(main, "import", project, missing).refused(9, "There is no file")
    commands.inside(main, "import", project, file, "--format", "csv").refused(9, "no column label")


# --- project files -----------------------------------------------------------------------------


def test_projects_that_cannot_be_opened(commands, project, videos, tmp_path):
    def export(path):
        return commands.inside(main, "export", path, "--out", tmp_path / "x.json")

    export(tmp_path / "none.pgcn").refused(8, "There is no file")
    export(videos / "good.mp4").refused(8, "is not a PGCN Studio project")
    export(tmp_path).refused(8, "cannot be read: is a directory")
    damaged = bytearray(project.read_bytes())
    for at in range(4096, len(damaged), 4096):
        damaged[at : at + 16] = bytes(byte ^ 0xFF for byte in damaged[at : at + 16])
    project.write_bytes(damaged)
    export(project).refused(8, "is damaged", "backup")
    assert project.read_bytes() == damaged
    assert not (tmp_path / "x.json").exists()


def test_a_newer_project_is_left_alone(commands, project, tmp_path):
    with sqlite3.connect(project) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = commands.inside(main, "export", project, "--out", tmp_path / "x.json")
    done.refused(8, "newer PGCN Studio", "Update")


def test_a_project_in_use_by_another_program(commands, project, tmp_path):
    other = subprocess.Popen(
        [sys.executable, "-c", LOCKER, str(project)], stdin=-1, stdout=-1, text=True
    )
    assert other.stdout.readline() == "locked\n"
    done = commands.inside(main, "export", project, "--out", tmp_path / "x.json")
    other.communicate()
    done.refused(8, "is in use by another program")
    assert commands.inside(main, "export", project, "--out", tmp_path / "x.json").code == 0


def test_a_read_only_project(commands, common_user):
    project = common_user / "p.pgcn"
    SqliteProjectFiles().create(project).close()
    project.chmod(0o400)
    own = {"PGCN_DATA_DIR": str(common_user), "PGCN_CONFIG_DIR": str(common_user)}
    commands.inside(main, "analyze", project, **own).refused(8, "read-only")


def test_a_video_that_may_not_be_read(commands, common_user):
    video = common_user / "secret.mp4"
    video.write_bytes(b"a video")
    video.chmod(0)
    done = commands.inside(main, "analyze", common_user / "p.pgcn", video)
    assert done.code == 3
    assert f"There is no permission to read {video}." in done.err


def test_settings_that_are_damaged_are_told_and_do_not_stop_it(commands, analysed, tmp_path):
    (tmp_path / "settings.json").write_text("{")
    done = commands.studio("analyze", analysed, PGCN_CONFIG_DIR=str(tmp_path))
    assert done.code == 0
    assert done.complaints == ["pgcn-studio: settings.json is not JSON; the defaults are used."]
