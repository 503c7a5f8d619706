"""Lanes hidden, singled out, folded, sorted and moved, by mouse and by keys."""

import json

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from app.domain.labels import Label
from app.domain.timeline import Timeline
from app.ui.timeline.lane_menu import LaneActs, lane_menu
from app.ui.timeline.lane_view import LaneView
from app.ui.timeline.layout import THIN_LANE_PX
from app.ui.timeline.tints import PATTERNS, Tints
from tests.app.ui.timeline.mouse import ALT, LEFT, NONE
from tests.app.ui.timeline.scenes import FRAMES_S, suggestion

A, B, C = (Label(one, name, "#56b4e9") for one, name in (("a", "Zeta"), ("b", "eta"), ("c", "Al")))


@pytest.fixture
def three(bare):
    """Lanes a (from 5 s, 1 segment), b (from 1 s, 3), c (from 9 s, 2)."""
    found = [
        suggestion("a1", A, 5, 6), suggestion("b1", B, 1, 2), suggestion("b2", B, 11, 12),
        suggestion("b3", B, 21, 22), suggestion("c1", C, 9, 10), suggestion("c2", C, 19, 20),
    ]  # fmt: skip
    bare.show_timeline(Timeline("v", 100.0, [], found), (A, B, C), FRAMES_S)
    return bare


def lanes(widget):
    return [lane.label_id for lane in widget.board.layout.lanes[:-1]]


def spot(widget, label_id, x):
    row = widget.headers.row(label_id)
    return QPoint(x if x >= 0 else widget.headers.width() + x, round(row.center().y()))


def hit(widget, label_id, x, keys=NONE):
    QTest.mouseClick(widget.headers, LEFT, keys, spot(widget, label_id, x))


def choose(widget, label_id):
    hit(widget, label_id, 70)
    widget.headers.setFocus()


def test_lanes_stand_in_order_of_first_use_and_can_be_sorted(three):
    assert lanes(three) == ["b", "a", "c"]
    acts = LaneActs(three.board)
    acts.sort("name")
    assert lanes(three) == ["c", "b", "a"]
    acts.sort("count")
    assert lanes(three) == ["b", "c", "a"]
    acts.sort("first")
    assert lanes(three) == ["b", "a", "c"]


def test_the_eye_hides_and_the_note_shows_all_again(three):
    assert not three.headers._show_all.isVisible()
    hit(three, "a", -10)
    assert lanes(three) == ["b", "c"]
    assert three.board.hits(three.board.axis.to_px(5.5), three.board.strips.lanes_top_px + 5) == []
    button = three.headers._show_all
    assert button.isVisible()
    assert button.text() == "1 hidden · Show all"
    QTest.mouseClick(button, LEFT)
    assert lanes(three) == ["b", "a", "c"]
    assert not button.isVisible()


def test_solo_by_its_button_and_by_alt_click(three):
    hit(three, "a", -34)
    assert lanes(three) == ["a"]
    hit(three, "a", 70, ALT)
    assert lanes(three) == ["b", "a", "c"]


def test_folding_makes_a_lane_thin_and_keeps_its_segments_reachable(three):
    full = three.headers.row("b").height()
    hit(three, "b", 8)
    assert three.headers.row("b").height() == THIN_LANE_PX < full
    rect = three.board.rect("b1")
    assert three.board.hits(rect.center().x(), rect.center().y()) == ["b1"]
    hit(three, "b", 8)
    assert three.headers.row("b").height() == full


@pytest.mark.parametrize(
    ("taken", "onto", "shift", "order"),
    [("b", "c", -3, ["a", "b", "c"]), ("c", "b", -9, ["c", "b", "a"]),
     ("b", "c", 20, ["a", "c", "b"]), ("b", "b", 3, ["b", "a", "c"])],
)  # fmt: skip
def test_a_lane_is_dragged_elsewhere(three, taken, onto, shift, order):
    headers = three.headers
    start = spot(three, taken, 70)
    end = QPoint(70, round(headers.row(onto).top() + shift + (3 if shift < 0 else 0)))
    if shift == 20:
        end = QPoint(70, round(headers.row(onto).bottom()) + 2)
    QTest.mousePress(headers, LEFT, NONE, start)
    QTest.mouseMove(headers, end - QPoint(0, 1))
    _drag(headers, end)
    QTest.mouseRelease(headers, LEFT, NONE, end)
    assert lanes(three) == order


def _drag(headers, at):
    from PySide6.QtCore import QEvent  # noqa: PLC0415
    from PySide6.QtGui import QMouseEvent  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), QPointF(headers.mapToGlobal(at)),
        Qt.MouseButton.NoButton, LEFT, NONE,
    )  # fmt: skip
    QApplication.sendEvent(headers, event)


def test_keys_move_fold_single_out_and_hide_the_chosen_lane(three):
    choose(three, "b")
    QTest.keyClick(three.headers, Qt.Key.Key_Down, ALT)
    assert lanes(three) == ["a", "b", "c"]
    QTest.keyClick(three.headers, Qt.Key.Key_Down, ALT)
    QTest.keyClick(three.headers, Qt.Key.Key_Down, ALT)
    assert lanes(three) == ["a", "c", "b"]
    QTest.keyClick(three.headers, Qt.Key.Key_Up, ALT)
    assert lanes(three) == ["a", "b", "c"]
    QTest.keyClick(three.headers, Qt.Key.Key_C)
    assert three.lane_view()["collapsed"] == ["b"]
    QTest.keyClick(three.headers, Qt.Key.Key_S)
    assert lanes(three) == ["b"]
    QTest.keyClick(three.headers, Qt.Key.Key_S)
    QTest.keyClick(three.headers, Qt.Key.Key_Down)
    QTest.keyClick(three.headers, Qt.Key.Key_H)
    assert lanes(three) == ["a", "b"]


def test_the_menu_offers_every_act(three):
    menu = lane_menu(LaneActs(three.board), "b", three)
    acts = {action.text().split("\t")[0]: action for action in menu.actions()}
    acts["Hide “eta”"].trigger()
    assert lanes(three) == ["a", "c"]
    acts["Move down"].trigger()
    acts["By name"].trigger()
    acts["Collapse all"].trigger()
    assert three.lane_view()["collapsed"] == ["a", "b", "c"]
    assert "Show all (1 hidden)" in [
        a.text() for a in lane_menu(LaneActs(three.board), "", three).actions()
    ]
    assert {"Solo", "Move up", "By number of segments", "Expand all"} <= acts.keys()


def test_the_view_survives_json_and_damage(three):
    hit(three, "a", -10)
    hit(three, "b", 8)
    LaneActs(three.board).move("c", "b")
    kept = json.loads(json.dumps(three.lane_view()))
    three.set_lane_view({})
    assert lanes(three) == ["b", "a", "c"]
    three.set_lane_view(kept)
    assert lanes(three) == ["c", "b"]
    assert three.lane_view() == kept
    for damage in (None, 3, [], {"order": 5, "hidden": [1, None], "sorting": "x", "solo": "a"}):
        assert LaneView.from_json(damage) == LaneView()


def test_a_solo_of_another_video_hides_nothing(three):
    three.set_lane_view({"solo": ["elsewhere"]})
    assert lanes(three) == ["b", "a", "c"]


def test_labels_of_one_colour_differ_by_pattern(three):
    from app.ui.timeline.colors import Colors  # noqa: PLC0415

    tints = Tints(Colors.of(three.palette())).of_lanes(three.board)[:-1]
    assert len({tint.pattern for tint in tints}) == 3
    assert len({QColor(tint.color).name() for tint in tints}) == 1
    assert len(set(PATTERNS)) == len(PATTERNS)
