import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from app.domain.labels import Label
from app.ui.review.frame_time_box import FrameTimeBox
from app.ui.review.label_picker import LabelPicker

LABELS = (Label("1", "Throw discus", "#ff0000"), Label("2", "High jump", "#00ff00"))


@pytest.fixture
def picker(qtbot):
    picker = LabelPicker()
    qtbot.addWidget(picker)
    picker.ask(LABELS, "1", QPoint(10, 10))
    return picker


@pytest.fixture
def box(qtbot):
    box = FrameTimeBox()
    qtbot.addWidget(box)
    # A video of variable frame rate.
    box.set_frames(np.array([0.0, 0.1, 0.15, 0.5]), 0.6)
    box.show_time(0.1)
    return box


def test_labels_come_by_name_and_the_present_one_is_marked(picker):
    assert picker.rows() == ["High jump", "Throw discus"]
    assert picker._list.currentItem().text() == "Throw discus"


def test_enter_picks_and_the_arrows_move(picker, qtbot):
    qtbot.keyClick(picker._field, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.picked) as seen:
        qtbot.keyClick(picker._field, Qt.Key.Key_Return)
    assert seen.args == ["2"]
    assert not picker.isVisible()


def test_typing_filters_by_every_word(picker, qtbot):
    qtbot.keyClicks(picker._field, "disc th")
    assert picker.rows() == ["Throw discus", "New label “disc th”"]


def test_a_known_name_in_other_case_is_not_new(picker, qtbot):
    qtbot.keyClicks(picker._field, "HIGH jump ")
    assert picker.rows() == ["High jump"]


def test_a_click_picks(picker, qtbot):
    item = picker._list.item(0)
    with qtbot.waitSignal(picker.picked) as seen:
        place = picker._list.visualItemRect(item).center()
        qtbot.mouseClick(picker._list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert seen.args == ["2"]


def test_enter_without_rows_does_nothing(qtbot):
    picker = LabelPicker()
    qtbot.addWidget(picker)
    picker.ask((), "", QPoint(0, 0))
    qtbot.keyClick(picker._field, Qt.Key.Key_Return)
    assert picker.isVisible()


def test_a_typed_time_goes_to_the_nearest_frame(box, qtbot):
    box.selectAll()
    qtbot.keyClicks(box, "0.41")
    with qtbot.waitSignal(box.time_entered) as seen:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert seen.args == [0.5]
    assert box.value() == 0.5


def test_steps_go_by_the_frames_and_stop_at_the_ends(box, qtbot):
    times = []
    box.time_entered.connect(times.append)
    for _ in range(4):
        box.stepUp()
    assert times == [0.15, 0.5, 0.6]
    for _ in range(9):
        box.stepDown()
    assert times[3:] == [0.5, 0.15, 0.1, 0.0]


def test_the_same_frame_is_no_news(box, qtbot):
    with qtbot.assertNotEmitted(box.time_entered):
        box.selectAll()
        qtbot.keyClicks(box, "0.104")
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 0.1
