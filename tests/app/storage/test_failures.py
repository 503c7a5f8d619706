"""Everything the world can do to a project file ends in a sentence, and memory follows the file."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.edits import draw
from app.domain.errors import ProjectError
from app.domain.segment import Segment
from app.storage.files import SqliteProjectFiles
from app.storage.schema import MIGRATIONS
from tests.editor import Editor


def refused(files, path) -> ProjectError:
    with pytest.raises(ProjectError) as caught:
        files.open(path)
    assert caught.value.sentence.endswith(".")
    assert caught.value.next_step.endswith(".")
    return caught.value


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00" + bytes(84)])
def test_another_file_is_not_a_project(files, tmp_path, content):
    path = tmp_path / "x.pgcn"
    path.write_bytes(content)
    assert "not a PGCN Studio project" in refused(files, path).sentence
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(files, tmp_path):
    path = tmp_path / "x.pgcn"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    before = path.read_bytes()
    assert "not a PGCN Studio project" in refused(files, path).sentence
    assert path.read_bytes() == before


def test_a_folder_and_a_missing_file_are_told(files, tmp_path):
    assert "cannot be read" in refused(files, tmp_path).sentence
    assert "There is no file" in refused(files, tmp_path / "none.pgcn").sentence


def test_a_truncated_project_is_damaged(files, project):
    content = project.read_bytes()
    project.write_bytes(content[: len(content) // 2])
    assert "damaged" in refused(files, project).sentence


def test_flipped_bytes_are_noticed(files, project):
    content = bytearray(project.read_bytes())
    for at in range(4096, len(content), 4096):
        content[at : at + 16] = bytes(byte ^ 0xFF for byte in content[at : at + 16])
    project.write_bytes(content)
    assert "damaged" in refused(files, project).sentence


@pytest.mark.parametrize(
    "change",
    ['UPDATE history SET edit = \'{"kind": "no"}\'', "UPDATE annotations SET end_s = -1"],
)
def test_rows_that_make_no_sense_are_damage(files, project, change):
    store = files.open(project)
    editor = Editor(store)
    editor.do(draw(store.labels()[0].id, Segment(1, 2)), "Draw")
    with sqlite3.connect(project) as direct:
        direct.execute(change)
    direct.close()
    look = store.history if "history" in change else store.timeline
    with pytest.raises(ProjectError, match="damaged"):
        look("video-1")
    store.close()


def test_a_damaged_graph_is_told(files, project):
    store = files.open(project)
    with sqlite3.connect(project) as direct:
        direct.execute(
            "INSERT INTO runs VALUES ('r', 'video-1', '2026-01-01T00:00:00+00:00', 'm', 0, '', '',"
            " x'504b0304', NULL)"
        )
    direct.close()
    with pytest.raises(ProjectError, match="damaged"):
        store.run_graph("r")
    store.close()


def with_one_more_schema(folder: Path) -> SqliteProjectFiles:
    shutil.copytree(MIGRATIONS, folder)
    (folder / "versions" / "v9999_note.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        "revision, down_revision = '9999', '0006'\nbranch_labels = depends_on = None\n"
        "def upgrade():\n    op.add_column('project', sa.Column('note', sa.Text))\n"
    )
    return SqliteProjectFiles(busy_timeout_s=0.1, migrations=folder)


def test_an_older_project_is_backed_up_then_migrated(files, project, tmp_path):
    newer = with_one_more_schema(tmp_path / "migrations")
    before = files.open(project)
    videos = before.videos()
    before.close()
    store = newer.open(project)
    assert store.videos() == videos
    store.close()
    backup = project.with_name("p.schema-0006.backup.pgcn")
    old = files.open(backup)
    assert old.videos() == videos
    old.close()


def test_a_newer_project_is_refused_and_left_alone(files, project, tmp_path):
    newer = with_one_more_schema(tmp_path / "migrations")
    newer.open(project).close()
    before = project.read_bytes()
    error = refused(files, project)
    assert "newer PGCN Studio" in error.sentence
    assert "Update" in error.next_step
    assert project.read_bytes() == before


def test_a_failing_migration_changes_nothing(files, project, tmp_path):
    newer = with_one_more_schema(tmp_path / "migrations")
    version = tmp_path / "migrations" / "versions" / "v9999_note.py"
    version.write_text(version.read_text() + "    raise RuntimeError('half-way')\n")
    with pytest.raises(RuntimeError, match="half-way"):
        newer.open(project)
    files.open(project).close()


LOCKER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def locker():
    started = []

    def lock(path: Path) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", LOCKER, str(path)], stdin=-1, stdout=-1, text=True
        )
        started.append(process)
        assert process.stdout.readline() == "locked\n"
        return process

    yield lock
    for process in started:
        process.communicate()


def test_a_project_locked_by_another_process_is_told(files, project, locker):
    locker(project)
    assert "in use by another program" in refused(files, project).sentence


def test_an_edit_meets_a_lock_and_is_taken_back(files, project, locker):
    store = files.open(project)
    editor = Editor(store)
    edit = draw(store.labels()[0].id, Segment(1, 2))
    process = locker(project)
    with pytest.raises(ProjectError, match="in use"):
        editor.do(edit, "Draw")
    assert editor.timeline.annotations == {} == store.timeline("video-1").annotations
    process.communicate()
    editor.do(edit, "Draw")
    assert editor.timeline.annotations == store.timeline("video-1").annotations
    store.close()


def test_a_full_disk_is_told_and_the_edit_taken_back(files, project):
    store = files.open(project)
    editor = Editor(store)
    label = store.labels()[0].id
    with store._database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    def draw_many():
        for _ in range(500):
            editor.do(draw(label, Segment(1, 2)), "Draw")

    with pytest.raises(ProjectError, match="disk is full") as caught:
        draw_many()
    assert "Free some space" in caught.value.next_step
    stored = store.timeline("video-1").annotations
    assert stored == editor.timeline.annotations
    assert len(editor.history()) == len(stored)
    store.close()


def test_a_read_only_file_is_told(files, common_user):
    store = files.create(common_user / "p.pgcn")
    store.close()
    store.path.chmod(0o400)
    again = files.open(store.path)
    assert "read-only" in again.read_only_reason
    with pytest.raises(ProjectError, match="read-only"):
        again.ensure_labels(["a"])
    assert again.labels() == []
    again.close()


def test_a_read_only_folder_is_told(files, common_user):
    store = files.create(common_user / "p.pgcn")
    store.close()
    common_user.chmod(0o500)
    again = files.open(store.path)
    assert "its folder cannot be written" in again.read_only_reason
    with pytest.raises(ProjectError, match="can only be read"):
        again.ensure_labels(["a"])
    assert again.labels() == []
    again.close()
    with pytest.raises(ProjectError):
        files.create(common_user / "new.pgcn")


def test_an_unreadable_file_is_told(files, common_user):
    store = files.create(common_user / "p.pgcn")
    store.close()
    store.path.chmod(0)
    assert "cannot be read" in refused(files, store.path).sentence


def test_a_missing_folder_and_an_existing_file_are_told(files, tmp_path, project):
    with pytest.raises(ProjectError, match="does not exist"):
        files.create(tmp_path / "none" / "p.pgcn")
    before = project.read_bytes()
    with pytest.raises(ProjectError, match="exists already"):
        files.create(project)
    assert project.read_bytes() == before


def test_awkward_names_work(files, tmp_path):
    for name in ("a b.pgcn", "100%?#.pgcn", "Weitsprung ü 跳.pgcn"):
        files.create(tmp_path / name).close()
        files.open(tmp_path / name).close()
