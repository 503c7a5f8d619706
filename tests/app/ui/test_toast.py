import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui import toast as room
from app.ui.toast import Toast


@pytest.fixture
def over(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(600, 300)
    widget.show()
    return widget


def test_it_says_what_happened_and_takes_it_back_once(qtbot, over):
    back = []
    toast = Toast(over)
    assert toast.words == ""
    toast.tell("High jump deleted.", lambda: back.append(1))
    assert toast.words == "High jump deleted."
    qtbot.mouseClick(toast.undo_button, Qt.MouseButton.LeftButton)
    assert back == [1]
    assert toast.words == ""


def test_the_newest_takes_the_place_and_the_way_back(qtbot, over):
    back = []
    toast = Toast(over)
    toast.tell("First.", lambda: back.append("first"))
    toast.tell("Second.", lambda: back.append("second"))
    assert toast.words == "Second."
    qtbot.mouseClick(toast.undo_button, Qt.MouseButton.LeftButton)
    assert back == ["second"]


def test_it_stays_in_the_lower_middle_and_goes_by_itself(qtbot, over, monkeypatch):
    monkeypatch.setattr(room, "SHOWN_FOR_MS", 60)
    toast = Toast(over)
    toast.tell("Gone soon.", lambda: None)
    over.resize(900, 500)
    assert abs(toast.geometry().center().x() - 450) <= 2
    assert 440 < toast.geometry().bottom() < 500
    qtbot.waitUntil(lambda: toast.words == "")
