"""Backups, damage and repair, and two programs at one project."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.edits import draw
from app.domain.errors import ProjectDamaged, ProjectError
from app.domain.segment import Segment
from app.storage import backups
from app.storage.backups import N_DAYS, N_RECENT, Backups, is_sound
from tests.editor import Editor
from tests.places import REPO


def work(store, n_acts=1):
    editor = Editor(store)
    label = store.labels()[0]
    for i in range(n_acts):
        editor.do(draw(label.id, Segment(i, i + 1)), "Draw")


def n_annotations(path):
    with sqlite3.connect(path) as connection:
        (n,) = connection.execute("SELECT count(*) FROM annotations").fetchone()
    connection.close()
    return n


def damage(path):
    content = bytearray(path.read_bytes())
    for at in range(4096, len(content), 4096):
        content[at : at + 16] = bytes(byte ^ 0xFF for byte in content[at : at + 16])
    path.write_bytes(content)


# ---------------------------------------------------------------- backups
def test_a_backup_is_whole_while_the_project_is_in_use(files, project):
    store = files.open(project)
    work(store, 3)
    backup = store.back_up()
    assert backup.parent == store.backup_folder == project.with_name("p.backups")
    assert n_annotations(backup) == 3
    work(store)
    store.close()
    assert n_annotations(backup) == 3
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]
    opened = files.open(backup)
    assert len(opened.timeline("video-1").annotations) == 3
    opened.close()


def test_a_backup_is_made_only_of_what_has_changed(files, project):
    store = files.open(project)
    assert store.back_up() is not None
    assert store.back_up() is None
    store.close()
    store = files.open(project)
    assert store.back_up() is None
    work(store)
    assert Backups(project).is_due()
    store.close()


def test_the_newest_and_the_last_of_each_day_are_kept(project, monkeypatch):
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    class Clock(datetime):
        @classmethod
        def now(cls, zone=None):
            return now

    monkeypatch.setattr(backups, "datetime", Clock)
    kept = Backups(project)
    made = []
    for hour in range(0, 24 * 12, 4):
        now = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hour)
        made.append(kept.make())
    paths = kept.paths()
    assert paths[:N_RECENT] == made[::-1][:N_RECENT]
    days = {path.stem.split()[-1][:10] for path in paths}
    assert days == {f"2026-03-{12 - i:02}" for i in range(N_DAYS)}
    lasts = [path for path in paths if "T20-00-00Z" in path.name]
    assert len(lasts) == N_DAYS


def test_a_damaged_file_never_pushes_out_a_good_backup(files, project):
    store = files.open(project)
    good = store.back_up()
    store.close()
    damage(project)
    with pytest.raises(ProjectError):
        Backups(project).make()
    assert Backups(project).paths() == [good]
    assert len(list(good.parent.iterdir())) == 1


def test_no_room_for_a_backup_is_told(project):
    project.with_name("p.backups").write_text("in the way")
    with pytest.raises(ProjectError, match="No backup could be made"):
        Backups(project).make()


# ---------------------------------------------------------------- damage
@pytest.mark.parametrize("how", ["pages", "header", "half", "empty"])
def test_a_damaged_project_comes_back_from_its_newest_whole_backup(files, project, how):
    store = files.open(project)
    work(store, 2)
    store.back_up()
    store.close()
    content = project.read_bytes()
    if how == "pages":
        damage(project)
    else:
        project.write_bytes({"header": bytes(100) + content[100:], "empty": b"",
                             "half": content[: len(content) // 2]}[how])  # fmt: skip
    broken = project.read_bytes()
    newest = Backups(project).paths()[0]
    worse = newest.with_name("p 2099-01-01T00-00-00Z.pgcn")
    worse.write_bytes(newest.read_bytes()[:5000])
    with pytest.raises(ProjectDamaged, match="is damaged") as caught:
        files.open(project)
    assert caught.value.backup == newest
    assert str(newest) in caught.value.next_step
    assert project.read_bytes() == broken
    restored = files.restore(project)
    assert restored.aside.read_bytes() == broken
    assert restored.backup == newest
    again = files.open(project)
    assert len(again.timeline("video-1").annotations) == 2
    assert again.n_acts() == (2, 2)
    again.close()


def test_a_damaged_project_without_a_backup_is_left_as_it_is(files, project):
    damage(project)
    before = project.read_bytes()
    with pytest.raises(ProjectDamaged, match="no whole backup"):
        files.open(project)
    with pytest.raises(ProjectDamaged, match="no whole backup"):
        files.restore(project)
    assert project.read_bytes() == before


def test_another_file_is_no_sound_project(tmp_path):
    (tmp_path / "x").write_text("hello")
    assert not is_sound(tmp_path / "x")


def test_a_file_taken_away_while_open_takes_no_more_edits(files, project, tmp_path):
    store = files.open(project)
    work(store)
    project.rename(tmp_path / "away.pgcn")
    with pytest.raises(ProjectError, match="moved, deleted or replaced"):
        work(store)
    (tmp_path / "away.pgcn").rename(project)
    work(store)
    store.close()
    assert n_annotations(project) == 2


# ---------------------------------------------------------------- two programs
HOLDER = """
import sys
from pathlib import Path
from app.storage.files import SqliteProjectFiles
store = SqliteProjectFiles().open(Path(sys.argv[1]))
print(store.read_only_reason or "mine", flush=True)
sys.stdin.read()
store.close()
"""


@pytest.fixture
def elsewhere():
    started = []

    def hold(path: Path) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(path)], stdin=-1, stdout=-1, text=True, cwd=REPO
        )
        started.append(process)
        assert process.stdout.readline() == "mine\n"
        return process

    yield hold
    for process in started:
        process.communicate()


def test_a_project_open_elsewhere_can_be_read_and_says_who_has_it(files, project, elsewhere):
    holder = elsewhere(project)
    store = files.open(project)
    assert f"process {holder.pid}" in store.read_only_reason
    with pytest.raises(ProjectError, match="only be read"):
        work(store)
    assert len(store.labels()) == 200
    assert store.back_up() is None
    with pytest.raises(ProjectError, match="is open in"):
        files.restore(project)
    holder.communicate()
    assert "only be read" in store.read_only_reason
    again = files.open(project)
    assert again.read_only_reason == ""
    work(again)
    again.close()
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_program_blocks_nobody(files, project, elsewhere):
    holder = elsewhere(project)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    store = files.open(project)
    assert store.read_only_reason == ""
    work(store)
    store.close()
