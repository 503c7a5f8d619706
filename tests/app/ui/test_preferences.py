import os

from PySide6.QtCore import QByteArray

from app.ui.preferences import Preferences


def test_defaults(tmp_path):
    preferences = Preferences(tmp_path / "none.ini")
    assert preferences.theme == "system"
    assert preferences.detects_by_itself
    assert preferences.loops_selection
    assert preferences.geometry() == (QByteArray(), QByteArray())
    assert preferences.placed_panels == ()
    assert preferences.last_video(tmp_path / "p.pgcn") == ""


def test_what_is_kept_comes_back(tmp_path):
    file = tmp_path / "window.ini"
    preferences = Preferences(file)
    preferences.theme = "light"
    preferences.detects_by_itself = False
    preferences.keep_geometry(QByteArray(b"\x00\x01"), QByteArray(b"docks"), ["Queue", "Why"])
    preferences.keep_last_video(tmp_path / "p.pgcn", "v1")
    preferences.save()
    again = Preferences(file)
    assert again.theme == "light"
    assert not again.detects_by_itself
    assert again.geometry() == (QByteArray(b"\x00\x01"), QByteArray(b"docks"))
    assert again.placed_panels == ("Queue", "Why")
    assert again.last_video(tmp_path / "p.pgcn") == "v1"


def test_a_damaged_file_counts_as_absent(tmp_path):
    file = tmp_path / "window.ini"
    file.write_bytes(os.urandom(500))
    preferences = Preferences(file)
    assert preferences.theme == "system"
    assert preferences.geometry() == (QByteArray(), QByteArray())
    file.write_text("[window]\ngeometry=17\ntheme=[]\n[detection]\nby_itself=perhaps\n")
    preferences = Preferences(file)
    assert preferences.theme == "system"
    assert preferences.geometry()[0].isEmpty()
    assert preferences.detects_by_itself
