"""A person exports media from the real window: it is made, shown, stopped, told on failure."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.errors import Cancelled, EngineError
from app.services.exchange_values import Made, MadeFile
from tests.app.ui.window_rig import Rig


@pytest.fixture
def opened(rig):
    rig.open_one()
    rig.pick_first()
    rig.key("a")
    return rig


def shown(kind):
    found = (w for w in QApplication.topLevelWidgets() if type(w).__name__ == kind)
    return next((w for w in found if w.isVisible()), None)


def start(rig: Rig, format_id="clips"):
    rig.window.actions_by_id["export"].trigger()
    dialog = shown("ExportDialog")
    dialog.choose(format_id)
    dialog.set_file(rig.folder / "made")
    rig.until(dialog.isActiveWindow)
    rig.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    return shown("MakingDialog")


def making(monkeypatch, rig, work):
    monkeypatch.setattr(rig.exchange, "make", work)


def test_what_was_made_is_listed(opened, monkeypatch):
    rig = opened
    asked = []

    def work(format_id, contents, file, options, *, progress, cancel):
        asked.append((format_id, contents.n_segments, file.name))
        progress("Clips", 1, 2)
        return Made((MadeFile(file / "a.mp4", "exact, 1.00 s"),), ("b.mp4: gone.",), (), "0 copied")

    making(monkeypatch, rig, work)
    dialog = start(rig)
    rig.until(lambda: dialog._list.count() == 2)
    rig.until(dialog.isActiveWindow)
    assert asked == [("clips", 1, "made")]
    assert [dialog._list.item(n).text() for n in range(2)] == [
        "Left out: b.mp4: gone.", "a.mp4: exact, 1.00 s",
    ]  # fmt: skip
    assert dialog.words == "1 made, opened again and compared: all as meant. (0 copied)"
    assert "left out: b.mp4: gone." in rig.window.statusBar().currentMessage()
    rig.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    rig.until(lambda: shown("MakingDialog") is None)


def test_escape_stops_it_and_says_so(opened, monkeypatch):
    rig = opened
    heard = []

    def work(*args, progress, cancel):
        progress("Clips", 3, 9)
        heard.append(cancel.wait(10))
        raise Cancelled

    making(monkeypatch, rig, work)
    dialog = start(rig)
    rig.until(lambda: dialog.words == "Clips: 3 of 9")
    rig.until(dialog.isActiveWindow)
    rig.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    rig.until(lambda: dialog.words.startswith("Stopped."))
    assert heard == [True]
    assert dialog.isVisible()
    rig.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    rig.until(lambda: shown("MakingDialog") is None)


def test_a_failure_is_told_by_the_window(opened, monkeypatch):
    rig = opened

    def work(*args, progress, cancel):
        raise EngineError("There is no room left for a.mp4 in /x.", "Free some space there.")

    making(monkeypatch, rig, work)
    start(rig)
    rig.until(lambda: shown("MakingDialog") is None)
    assert rig.problems == ["There is no room left for a.mp4 in /x."]


def test_quick_formats_need_no_dialog(opened):
    rig = opened
    rig.window.actions_by_id["export"].trigger()
    dialog = shown("ExportDialog")
    dialog.choose("csv")
    dialog.set_file(rig.folder / "x.csv")
    rig.until(dialog.isActiveWindow)
    rig.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    rig.until(lambda: bool(rig.exchange.written))
    assert shown("MakingDialog") is None
