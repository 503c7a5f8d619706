"""Acts on several segments, by keys and mouse, through the real window and project file."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.edits import draw
from app.domain.errors import ProjectError
from app.domain.segment import Segment
from app.ui.timeline.following import FollowMode
from app.ui.timeline.snapping import SnapChoice
from tests.app.ui.timeline.mouse import at, drag, move

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def segments(rig):
    rows = rig.rows("select start_s, end_s from annotations order by start_s, end_s")
    return [tuple(round(one, 6) for one in row) for row in rows]


def n_acts(rig):
    return rig.rows("select count(*) from history")[0][0]


@pytest.fixture
def desk(rig):
    """Annotations of one label at 2-4, 6-8 and 9-10 s of a video of 25 frames a second."""
    rig.open_one()
    label = rig.document.ensure_label("Hop")
    for start_s, end_s in ((2.0, 4.0), (6.0, 8.0), (9.0, 10.0)):
        rig.window.reviewer.draw(label.id, start_s, end_s)
    rig.key(Qt.Key.Key_Escape)
    assert rig.window.reviewer.selected_ids == frozenset()
    return rig


def ids(rig):
    owned = rig.timeline.annotations.values()
    return [one.id for one in sorted(owned, key=lambda one: one.segment)]


def select(rig, *which):
    chosen = [ids(rig)[k] for k in which]
    rig.window.reviewer.select_several(chosen, chosen[0])


def test_all_in_lane_deleted_at_once_and_brought_back(desk):
    select(desk, 1)
    desk.key("a", CTRL)
    assert len(desk.window.reviewer.selected_ids) == 3
    assert "3 selected" in desk.window.header.tools._selected.text()
    desk.key(Qt.Key.Key_Delete)
    assert segments(desk) == []
    assert n_acts(desk) == 4
    desk.key("z", CTRL)
    assert segments(desk) == [(2, 4), (6, 8), (9, 10)]
    assert len(desk.window.reviewer.selected_ids) == 3


def test_split_at_the_playhead_and_merge_again(desk):
    select(desk, 0)
    desk.window.player.go_to(3.0)
    desk.until(lambda: desk.window.player.time_s == 3.0)
    desk.key("s")
    assert segments(desk) == [(2, 3), (3, 4), (6, 8), (9, 10)]
    assert desk.window.reviewer.entry.segment == Segment(3.0, 4.0)
    select(desk, 0, 1, 2)
    desk.key("m")
    assert segments(desk) == [(2, 8), (9, 10)]
    assert desk.window.reviewer.entry.segment == Segment(2.0, 8.0)


def test_a_split_outside_the_selection_is_told(desk):
    select(desk, 1)
    desk.window.player.go_to(3.0)
    desk.key("s")
    assert len(segments(desk)) == 3
    assert desk.problems == ["There is no selected segment to split here."]


def test_duplicates_are_selected(desk):
    select(desk, 0, 2)
    before = set(ids(desk))
    desk.key("d")
    assert segments(desk) == [(2, 4), (2, 4), (6, 8), (9, 10), (9, 10)]
    assert desk.window.reviewer.selected_ids == set(ids(desk)) - before


def test_nudges_go_by_frames_and_are_one_act_each(desk):
    select(desk, 0, 1)
    desk.key(Qt.Key.Key_Right, ALT)
    assert segments(desk) == [(2.04, 4.04), (6.04, 8.04), (9, 10)]
    assert n_acts(desk) == 4
    desk.key(Qt.Key.Key_Left, ALT | SHIFT)
    desk.key(Qt.Key.Key_Right, ALT | CTRL)
    assert segments(desk) == [(2.0, 4.08), (6.0, 8.08), (9, 10)]
    assert len(desk.window.reviewer.selected_ids) == 2
    select(desk, 0)
    for _ in range(51):
        desk.key(Qt.Key.Key_Left, ALT)
    assert segments(desk)[0] == (0.0, 2.08)
    assert "no room" in desk.window.statusBar().currentMessage()


def test_several_are_relabelled_as_one_act(desk):
    select(desk, 0, 1)
    desk.key("r")
    picker = desk.window.desk.picker
    desk.until(picker.isVisible)
    desk.qtbot.keyClicks(picker._field, "Skip")
    desk.qtbot.keyClick(picker._field, Qt.Key.Key_Return)
    names = desk.rows(
        "select l.name from annotations a join labels l on l.id = a.label_id order by a.start_s"
    )
    assert names == [("Skip",), ("Skip",), ("Hop",)]
    assert n_acts(desk) == 4


def test_several_suggestions_are_accepted_or_rejected_at_once(rig):
    rig.open_one()
    found = list(rig.timeline.suggestions)
    rig.window.reviewer.select_several(found[:2])
    rig.key("a")
    assert len(segments(rig)) == 2
    assert rig.window.reviewer.selected_id == found[2]
    rig.key("z", CTRL)
    assert segments(rig) == []
    rig.window.reviewer.select_several(found)
    rig.key("x")
    assert rig.rows("select verdict from verdicts") == [("rejected",)] * 3
    assert n_acts(rig) == 1


def test_times_typed_as_numbers_are_one_act_on_frames(desk):
    select(desk, 0)
    desk.key(Qt.Key.Key_F2)
    popup = desk.window.desk._times
    desk.until(popup.isVisible)
    assert (popup.start.value(), popup.end.value(), popup.frames.value()) == (2.0, 4.0, 50)
    QTest.keyClicks(popup.start, "2.51")
    QTest.keyClick(popup.start, Qt.Key.Key_Tab)
    popup.frames.setFocus()
    popup.frames.selectAll()
    QTest.keyClicks(popup.frames, "25")
    QTest.keyClick(popup.frames, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert segments(desk)[0] == (2.52, 3.52)
    assert n_acts(desk) == 4


def test_escape_leaves_typed_times(desk):
    select(desk, 0)
    desk.key(Qt.Key.Key_F2)
    popup = desk.window.desk._times
    QTest.keyClicks(popup.start, "3")
    QTest.keyClick(popup.start, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert segments(desk)[0] == (2, 4)
    assert len(desk.window.reviewer.selected_ids) == 1


def test_a_dragged_selection_is_stored_as_one_act(desk):
    select(desk, 0, 1)
    timeline = desk.window.timeline
    timeline.set_snapping(SnapChoice(edges=False, playhead=False, cuts=False, model=False))
    held = ids(desk)[0]
    drag(timeline, at(timeline, 3.0, held), at(timeline, 3.2, held), at(timeline, 3.6, held))
    moved = segments(desk)
    assert moved[0][0] == pytest.approx(2.6, abs=0.07)
    assert moved[1][0] - moved[0][0] == pytest.approx(4.0)
    assert n_acts(desk) == 4
    assert len(desk.window.reviewer.selected_ids) == 2
    desk.key("z", CTRL)
    assert segments(desk)[0] == (2, 4)


def test_snapping_and_following_are_remembered(rig):
    tools = rig.window.header.tools
    tools._boxes["cuts"].click()
    tools._buttons[FollowMode.CENTRE].click()
    assert rig.window.timeline.board.snap_choice == SnapChoice(cuts=False)
    assert rig.window.timeline.board.follow_mode is FollowMode.CENTRE
    assert rig.preferences.snaps_not_to == {"cuts"}
    assert rig.preferences.following == "centre"
    assert tools.snap_button.text() == "Snap (4)"


def test_the_range_in_view_is_told(desk):
    tools = desk.window.header.tools
    whole = tools._range.text()
    desk.key("+")
    assert tools._range.text() != whole
    assert "1.5x" in tools._range.text()
    select(desk, 0)
    desk.key("z")
    axis = desk.window.timeline.board.axis
    assert axis.shows(2.0)
    assert axis.shows(4.0)
    assert axis.span_s == pytest.approx(2.6)


def test_the_sheet_tells_what_the_mouse_does(rig):
    rig.key(Qt.Key.Key_F1)
    sheet = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "ShortcutSheet")
    words = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Mouse on the timeline", "Rubber band", "Split at playhead"} <= words
    sheet.close()


# ------------------------------------------------------------ all of a lane
def test_ctrl_a_takes_the_lane_of_the_selection_or_under_the_mouse_or_all(rig):
    rig.open_one()
    timeline = rig.window.timeline
    board, told = timeline.board, []
    timeline.told.connect(told.append)
    jumps = {e.id for e in rig.timeline.suggestions.values() if e.segment.start_s in {3.0, 10.0}}
    discus = {e.id for e in rig.timeline.suggestions.values()} - jumps
    rig.key(Qt.Key.Key_Escape)
    rig.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert timeline.selection.ids == jumps | discus
    assert told[-1] == "3 selected on all lanes"
    assert rig.window.statusBar().currentMessage() == told[-1]
    rig.key(Qt.Key.Key_Escape)
    over = board.rect(next(iter(discus))).center()
    move(timeline, QPoint(round(over.x()) + 60, round(over.y())), button=Qt.MouseButton.NoButton)
    rig.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert timeline.selection.ids == discus
    assert told[-1] == "1 selected on Throw discus"
    timeline.select(next(iter(jumps)))
    board.pick(timeline.selection)
    rig.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert timeline.selection.ids == jumps


def test_a_segment_is_drawn_by_keys_alone(desk):
    desk.key("v")
    assert "Mark where it begins (I)" in desk.window.statusBar().currentMessage()
    for key, time_s in (("i", 4.0), ("o", 5.0)):
        desk.window.player.go_to(time_s)
        desk.until(lambda time_s=time_s: desk.window.player.time_s == time_s)
        desk.key(key)
    desk.key("v")
    picker = desk.window.desk.picker
    desk.until(picker.isVisible)
    desk.qtbot.keyClicks(picker._field, "Hop")
    desk.qtbot.keyClick(picker._field, Qt.Key.Key_Return)
    assert segments(desk) == [(2, 4), (4, 5), (6, 8), (9, 10)]
    assert desk.window.reviewer.entry.segment == Segment(4.0, 5.0)
    desk.key("z", CTRL)
    assert segments(desk) == [(2, 4), (6, 8), (9, 10)]


# ------------------------------------------------------------ crowds
@pytest.fixture
def crowd(desk):
    """Sixty more of the same label, and all of them selected."""
    label = desk.document.label(desk.timeline.annotations[ids(desk)[0]].label_id)
    for k in range(60):
        assert desk.document.do(draw(label.id, Segment(k * 0.08, k * 0.08 + 0.08)), "Draw Hop")
    select(desk, 1)
    desk.key("a", CTRL)
    assert len(desk.window.reviewer.selected_ids) == 63
    return desk


def test_a_crowd_is_changed_beside_the_window(crowd, monkeypatch):
    store, gate, threads = crowd.document.store, threading.Event(), []
    commit = store.commit_edit

    def held(*told):
        threads.append(threading.current_thread())
        assert gate.wait(10)
        return commit(*told)

    monkeypatch.setattr(store, "commit_edit", held)
    crowd.key(Qt.Key.Key_Delete)
    crowd.until(lambda: len(threads) == 1)
    assert threads[0] is not threading.main_thread()
    # Meanwhile the window shows what is stored, and lets nothing be done that would not fit.
    assert len(crowd.timeline.annotations) == 63
    crowd.key("z", CTRL)
    assert crowd.problems == ["Earlier changes are still being stored."]
    gate.set()
    crowd.until(lambda: crowd.timeline.annotations == {})
    assert segments(crowd) == []
    assert n_acts(crowd) == 64
    crowd.until(crowd.window.toast.isVisible)
    assert "63" in crowd.window.toast.words
    crowd.key("z", CTRL)
    crowd.until(lambda: len(crowd.timeline.annotations) == 63)
    crowd.until(lambda: len(crowd.window.reviewer.selected_ids) == 63)
    assert len(segments(crowd)) == 63


def test_a_crowd_is_nudged_together_and_stays_selected(crowd):
    before = segments(crowd)
    crowd.key(Qt.Key.Key_Right, SHIFT | ALT)
    crowd.until(lambda: n_acts(crowd) == 64)
    crowd.until(lambda: crowd.timeline.annotations[ids(crowd)[-1]].segment.start_s > before[-1][0])
    assert [round(b[0] - a[0], 6) for a, b in zip(before, segments(crowd), strict=True)] == [
        0.04
    ] * 63
    assert len(crowd.window.reviewer.selected_ids) == 63


def test_a_crowd_that_cannot_be_stored_is_as_it_was(crowd, monkeypatch):
    def fail(*_args):
        raise ProjectError("The disk is full.", "Free some space.")

    with monkeypatch.context() as patched:
        patched.setattr(crowd.document.store, "commit_edit", fail)
        crowd.key(Qt.Key.Key_Delete)
        crowd.until(lambda: crowd.problems == ["The disk is full."])
    assert len(crowd.timeline.annotations) == 63
    crowd.until(lambda: not crowd.document.is_busy)
    select(crowd, 0)
    crowd.key(Qt.Key.Key_Delete)
    assert len(segments(crowd)) == 62
