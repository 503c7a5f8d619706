from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.crash import show_crash
from app.ui.dialogs.export import FORMATS, ExportDialog
from app.ui.dialogs.files import with_suffix


@pytest.mark.parametrize(
    ("name", "path"),
    [("", None), ("a", Path("a.pgcn")), ("a.pgcn", Path("a.pgcn")), ("a.old", Path("a.old"))],
)
def test_suffixes(name, path):
    assert with_suffix(name, ".pgcn") == path


def test_each_format_suggests_its_own_file(qtbot):
    dialog = ExportDialog(Path("/p/games.pgcn"), lambda _: None)
    qtbot.addWidget(dialog)
    suggested = []
    for form in FORMATS:
        dialog.choose(form.id)
        suggested.append(dialog.file.name)
    assert suggested == ["games.json", "games-results.json", "games.csv"]


def test_without_a_file_nothing_can_be_exported(qtbot):
    dialog = ExportDialog(Path("/p/games.pgcn"), lambda _: None)
    qtbot.addWidget(dialog)
    dialog._file.clear()
    assert not dialog._export.isEnabled()
    dialog._ask_file()
    assert dialog._file.text() == ""
    dialog.set_file(Path("/p/x.json"))
    with qtbot.waitSignal(dialog.asked) as seen:
        dialog.accept()
    assert seen.args == ["activitynet", Path("/p/x.json")]


def test_a_crash_is_told_without_stopping(qtbot, tmp_path):
    box = show_crash(ValueError("ours"), tmp_path / "crash.log")
    qtbot.addWidget(box)
    assert isinstance(box, QMessageBox)
    assert not box.isModal()
    assert "crash.log" in box.informativeText()
    assert box.detailedText() == "ValueError: ours"


def test_about_names_the_method(qtbot):
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    assert dialog.windowTitle() == "About PGCN Studio"
