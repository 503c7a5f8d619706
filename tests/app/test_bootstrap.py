"""The program put together: it starts whatever its settings are, and leaves nothing behind."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import bootstrap
from app.config.logs import stop_logging
from app.domain.errors import ProjectError, StudioError
from app.ui.preferences import Preferences
from tests.videos import make_video


@pytest.fixture(autouse=True)
def own_config(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("PGCN_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("PGCN_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "config").mkdir()
    yield tmp_path / "config"
    stop_logging()


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        (b"{", "settings.json is not JSON; the defaults are used."),
        (b"\xff\xfe", "settings.json is not JSON; the defaults are used."),
        (b"[]", "settings.json holds no settings; defaults are used."),
        (b'{"device": "abacus"}', "The setting 'device' has its default"),
        (b'{"colour": "red"}', "There is no setting 'colour'."),
    ],
)
def test_damaged_settings_are_told_and_do_not_stop_it(own_config, content, warning):
    (own_config / "settings.json").write_bytes(content)
    parts = bootstrap.build_parts()
    (told,) = parts.warnings
    assert told.startswith(warning)
    assert parts.localizer is not None


def test_good_settings_have_no_warning(own_config):
    assert bootstrap.build_parts().warnings == ()
    (own_config / "settings.json").write_text(json.dumps({"device": "cpu", "flow": "none"}))
    assert bootstrap.build_parts().warnings == ()


def test_a_project_is_made_found_and_closed(tmp_path):
    parts = bootstrap.build_parts()
    with (
        pytest.raises(ProjectError, match="There is no file"),
        bootstrap.opened(parts, tmp_path / "new"),
    ):
        pytest.fail("there is nothing to open")
    with bootstrap.opened(parts, tmp_path / "new", create=True) as store:
        assert store.path == tmp_path / "new.pgcn"
    with bootstrap.opened(parts, tmp_path / "new", create=True) as again:
        assert again.path == tmp_path / "new.pgcn"
    with pytest.raises(ProjectError, match="has been closed"):
        again.videos()


def test_a_demo_without_footage_says_what_to_do():
    with pytest.raises(StudioError, match="no sample footage") as caught:
        bootstrap.show_demo([], None)
    assert "packaging/studio.py" in caught.value.next_step


def test_the_window_opens_a_project_and_leaves_nothing(qtbot, qapp, tmp_path, own_config):
    (own_config / "settings.json").write_text(json.dumps({"device": "cpu", "flow": "none"}))
    video = make_video(tmp_path / "match.mp4", n_frames=30)
    # The engine itself is tried elsewhere; here it would only be waited for.
    preferences = Preferences(own_config / "window.ini")
    preferences.detects_by_itself = False
    preferences.save()
    parts = bootstrap.build_parts()
    widgets = set(QApplication.topLevelWidgets())
    threads = set(threading.enumerate())
    window = bootstrap.build_window(parts)
    document = window._document
    window.show()
    window.open_paths([video])
    qtbot.waitUntil(lambda: document.video is not None)
    assert document.path is not None
    assert document.video.entry.name == "match.mp4"
    qtbot.waitUntil(lambda: len(document.videos) == 1)
    window.close()
    window.deleteLater()
    qtbot.waitUntil(lambda: set(QApplication.topLevelWidgets()) <= widgets)
    qtbot.waitUntil(lambda: not window_threads(threads))


def window_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Return the Python threads that run and were not there before.

    What Python keeps of a Qt thread that once ran Python stays listed, so Linux is asked.
    """
    tasks = Path("/proc/self/task")
    new = [one for one in threading.enumerate() if one not in before]
    return [one for one in new if not tasks.is_dir() or (tasks / str(one.native_id)).is_dir()]
