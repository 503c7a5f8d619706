"""Dragging past an edge of the view: real mouse events, the clock by hand."""

import pytest
from PySide6.QtCore import QPoint, Qt

from app.ui.timeline.snapping import SnapChoice
from tests.app.ui.timeline.mouse import NONE, Heard, at, drag, move, press, release
from tests.app.ui.timeline.scenes import many

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def close(shown):
    """The small timeline from 10 s to 35 s; 40 pixels are a second."""
    shown.set_snapping(SnapChoice(frames=False))
    shown.board.set_axis(shown.board.axis.window(10.0, 25.0))
    return shown


def go_on(widget, seconds):
    widget.canvas._edges.step(seconds)


def right_edge(widget, past=100):
    return round(widget.board.axis.right_px) + past


def test_an_edge_dragged_past_the_view_takes_the_view_along(close):
    heard = Heard(close)
    close.select("a")
    close.board.set_axis(close.board.axis.window(10.0, 25.0))
    start = at(close, 30.0, "a")
    press(close, start)
    move(close, QPoint(right_edge(close), start.y()))
    before = close.board.axis.start_s
    go_on(close, 0.5)
    assert close.board.axis.start_s > before
    preview = close.board.edge_preview
    assert preview.time_s == pytest.approx(close.board.axis.time_at(right_edge(close)), abs=0.05)
    release(close, QPoint(right_edge(close), start.y()))
    assert heard.only("edge_dropped")[0][2] == pytest.approx(preview.time_s)
    stands = close.board.axis
    go_on(close, 0.0)
    assert close.board.axis == stands


def test_the_timer_itself_pans_and_stops_with_the_hand(close, qtbot):
    start = at(close, 20.0, y=15)
    press(close, start)
    move(close, QPoint(right_edge(close), 15))
    qtbot.waitUntil(lambda: close.board.axis.start_s > 15.0)
    assert close.board.time_s > 35.0
    release(close, QPoint(right_edge(close), 15))
    stands = close.board.axis
    qtbot.wait(80)
    assert close.board.axis == stands


def test_a_carried_segment_stays_under_the_hand(close):
    moved = []
    close.entries_moved.connect(moved.append)
    start = at(close, 25.0, "b")
    press(close, start)
    move(close, QPoint(start.x() + 300, start.y()))
    move(close, QPoint(right_edge(close, 0), start.y()))
    for _ in range(4):
        go_on(close, 0.5)
    held = close.board.move_preview.held_segment
    under = close.board.axis.time_at(right_edge(close, 0))
    assert held.start_s == pytest.approx(under - 5.0, abs=0.05)
    assert held.start_s > 40.0
    release(close, QPoint(right_edge(close, 0), start.y()))
    assert moved[0].segments["b"].start_s == pytest.approx(held.start_s, abs=0.05)


def test_drawing_goes_on_to_the_left_as_well(close):
    heard = Heard(close)
    lane = close.board.rect("a").center().y()
    start = at(close, 14.0, y=lane)
    press(close, start, CTRL)
    left = QPoint(round(close.board.axis.left_px) - 60, start.y())
    move(close, left, CTRL)
    go_on(close, 0.2)
    assert close.board.axis.start_s < 10.0
    release(close, left, CTRL)
    ((_, from_s, to_s),) = heard.only("segment_drawn")
    assert from_s < 10.0
    assert to_s == pytest.approx(14.0, abs=0.05)


def test_what_is_taken_near_an_edge_does_not_run_away(close):
    near = round(close.board.axis.right_px) - 5
    press(close, QPoint(near, 15))
    move(close, QPoint(near + 1, 15))
    assert not close.canvas._edges._timer.isActive()
    move(close, QPoint(near - 50, 15))
    move(close, QPoint(near, 15))
    assert not close.canvas._edges._timer.isActive()
    release(close, QPoint(near, 15))


def test_the_view_stops_at_the_end_of_the_video(close):
    press(close, at(close, 20.0, y=15))
    move(close, QPoint(right_edge(close), 15))
    for _ in range(40):
        go_on(close, 1.0)
    assert close.board.axis.end_s == pytest.approx(100.0)
    assert close.board.time_s == pytest.approx(100.0)
    release(close, QPoint(right_edge(close), 15))


def test_a_rubber_band_scrolls_lanes(bare):
    timeline, labels = many(200, n_labels=20)
    bare.show_timeline(timeline, labels, None)
    strips = bare.board.strips
    press(bare, QPoint(300, strips.lanes_top_px + 4), SHIFT)
    move(bare, QPoint(700, strips.lanes_bottom_px + 30), SHIFT)
    n_before = len(bare.selection)
    for _ in range(30):
        go_on(bare, 0.1)
    assert bare.board.scroll_px > 100
    assert len(bare.selection) > n_before
    release(bare, QPoint(700, strips.lanes_bottom_px + 30), SHIFT)


def test_escape_ends_the_scrolling_too(close, qtbot):
    press(close, at(close, 20.0, y=15))
    move(close, QPoint(right_edge(close), 15))
    close.canvas.cancel_gesture()
    stands = close.board.axis
    qtbot.wait(60)
    assert close.board.axis == stands
    drag(close, at(close, 20.0, y=15), at(close, 21.0, y=15), keys=NONE)
