from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.crash import show_crash
from app.ui.dialogs.files import with_suffix


@pytest.mark.parametrize(
    ("name", "path"),
    [("", None), ("a", Path("a.pgcn")), ("a.pgcn", Path("a.pgcn")), ("a.old", Path("a.old"))],
)
def test_suffixes(name, path):
    assert with_suffix(name, ".pgcn") == path


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
