"""Several entries by mouse: choose, rubber band, carry."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.edits import delete, draw
from app.domain.segment import Segment
from app.domain.several import relabel, retime
from app.domain.timeline import Annotation, Timeline, Verdict
from app.ui.timeline import stacks
from app.ui.timeline.following import FollowMode
from app.ui.timeline.geometry import OVERVIEW_PX
from app.ui.timeline.snapping import SnapChoice
from tests.app.ui.timeline.mouse import (
    ALT,
    LEFT,
    NONE,
    Heard,
    at,
    click,
    drag,
    move,
    press,
    release,
    wheel,
)
from tests.app.ui.timeline.scenes import FRAMES_S, LABELS, annotation, many, suggestion

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
JUMP, VAULT = LABELS


@pytest.fixture
def row(bare):
    """Jump: p 10-14, q 20-24, r 30-34, s 60-70; vault: v 40-44."""
    spans = {"p": (10, 14), "q": (20, 24), "r": (30, 34), "s": (60, 70)}
    owned = [annotation(one, JUMP, *map(float, span)) for one, span in spans.items()]
    timeline = Timeline("v", 100.0, [*owned, annotation("v", VAULT, 40.0, 44.0)])
    bare.show_timeline(timeline, LABELS, FRAMES_S)
    return bare


def clicked(widget, entry_id, keys=NONE):
    row = widget.board.table.row(entry_id)
    middle_s = (widget.board.table.start_s[row] + widget.board.table.end_s[row]) / 2
    point = at(widget, float(middle_s), entry_id)
    QTest.mouseClick(widget.canvas.viewport(), LEFT, keys, point)


def moves(widget):
    heard = []
    widget.entries_moved.connect(heard.append)
    return heard


# ------------------------------------------------------------ choose
def test_ctrl_click_adds_and_takes_out(row):
    heard = Heard(row)
    for one in ("p", "r", "v"):
        clicked(row, one, CTRL)
    assert row.selection.ids == {"p", "r", "v"}
    assert row.selection.current == "v"
    clicked(row, "v", CTRL)
    assert row.selection.ids == {"p", "r"}
    # The nearest of those that are left.
    assert row.selection.current == "r"
    assert heard.only("entry_selected") == [["p"], ["r"], ["v"], ["r"]]
    assert heard.only("segment_drawn") == []
    clicked(row, "q")
    assert row.selection.ids == {"q"}


def test_shift_click_selects_up_to_there_on_the_lane(row):
    clicked(row, "q")
    clicked(row, "s", SHIFT)
    assert row.selection.ids == {"q", "r", "s"}
    assert row.selection.current == "q"
    clicked(row, "p", SHIFT)
    assert row.selection.ids == {"p", "q", "r", "s"}
    clicked(row, "v", SHIFT)
    assert row.selection.ids == {"p", "q", "r", "s", "v"}
    assert row.selection.current == "v"


def test_all_in_the_lane_leaves_rejected_ones_out(shown):
    shown.select("c")
    shown.select_lane()
    assert shown.selection.ids == {"c"}
    shown.select("b")
    shown.select_lane()
    assert shown.selection.ids == {"a", "b"}
    assert shown.selection.current == "b"
    shown.select_none()
    assert len(shown.selection) == 0


def test_a_removed_entry_leaves_the_selection(row):
    row.select_several(["p", "q", "r"], "q")
    edit = delete(row.board.timeline, "q")
    edit.apply(row.board.timeline)
    row.refresh(edit.changes)
    assert row.selection.ids == {"p", "r"}
    assert row.selection.current in {"p", "r"}
    rows = row.board.selected_rows.tolist()
    assert {row.board.table.ids[k] for k in rows} == {"p", "r"}


# ------------------------------------------------------------ rubber band
def test_a_rubber_band_selects_what_it_touches(row):
    heard = Heard(row)
    y = row.board.rect("p").center().y()
    drag(row, at(row, 12.0, y=y - 2), at(row, 15.0, y=y), at(row, 31.0, y=y + 2), keys=SHIFT)
    assert row.selection.ids == {"p", "q", "r"}
    assert heard.said == [("entry_selected", row.selection.current)]
    assert row.board.band_preview is None


def test_ctrl_and_shift_add_to_the_selection(row):
    row.select("s")
    below = row.board.rect("v").bottom() + 1
    drag(row, at(row, 38.0, y=below), at(row, 42.0, y=below - 4), keys=SHIFT | CTRL)
    assert row.selection.ids == {"s", "v"}
    assert row.selection.current == "s"


def test_escape_takes_a_rubber_band_back(row, qtbot):
    row.select("s")
    heard = Heard(row)
    y = row.board.rect("p").center().y()
    press(row, at(row, 5.0, y=y), SHIFT)
    move(row, at(row, 35.0, y=y), SHIFT)
    assert row.selection.ids == {"p", "q", "r"}
    row.grab()
    qtbot.keyClick(row.canvas, Qt.Key.Key_Escape)
    release(row, at(row, 35.0, y=y), SHIFT)
    assert row.selection.ids == {"s"}
    assert heard.said == []


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.floats(0, 100), st.floats(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_a_band_finds_what_a_plain_loop_finds(row, from_s, to_s, from_y, to_y):
    board = row.board
    top = board.strips.lanes_top_px
    start, stop = at(row, from_s, y=top + from_y), at(row, to_s, y=top + to_y)
    row.select(None)
    press(row, start, SHIFT)
    move(row, stop, SHIFT)
    band = board.band_preview
    chosen = row.selection.ids
    row.canvas.cancel_gesture()
    release(row, stop, SHIFT)
    if band is None:
        return
    (left, right), (low, high) = band.span_s, band.inner_px
    expected = set()
    for one, entry in board.timeline.annotations.items():
        rect = board.rect(one)
        is_level = rect.top() - top <= high and rect.bottom() - top >= low
        is_timely = entry.segment.start_s <= right and entry.segment.end_s >= left
        expected |= {one} if is_level and is_timely else set()
    assert chosen == expected


# ------------------------------------------------------------ carry
def test_a_dragged_body_moves_the_segment_by_whole_frames(row):
    heard, done = Heard(row), moves(row)
    drag(row, at(row, 62.0, "s"), at(row, 65.0, "s"), at(row, 67.2, "s"))
    assert [(one.ids, one.held_id, one.label_id) for one in done] == [(("s",), "s", None)]
    assert done[0].segments == {"s": Segment(65.2, 75.2)}
    assert heard.only("entry_selected") == []
    assert row.selection.ids == {"s"}
    assert row.board.timeline.annotations["s"].segment == Segment(60.0, 70.0)


def test_the_whole_selection_goes_along_and_stops_at_the_beginning(row):
    done = moves(row)
    row.select_several(["p", "q"], "q")
    drag(row, at(row, 22.0, "q"), at(row, 15.0, "q"), at(row, 2.0, "q"))
    assert done[0].segments == {"p": Segment(0.0, 4.0), "q": Segment(10.0, 14.0)}


def test_a_carried_edge_snaps_to_a_neighbour_and_alt_does_not(row):
    done = moves(row)
    # The end of p comes within six pixels (0.6 s) of the start of q.
    drag(row, at(row, 12.0, "p"), at(row, 15.0, "p"), at(row, 17.7, "p"))
    assert done[-1].segments == {"p": Segment(16.0, 20.0)}
    drag(row, at(row, 12.0, "p"), at(row, 15.0, "p"), at(row, 17.7, "p"), keys=ALT)
    assert done[-1].segments["p"].start_s == pytest.approx(15.7)
    row.set_snapping(SnapChoice(edges=False))
    drag(row, at(row, 12.0, "p"), at(row, 15.0, "p"), at(row, 17.7, "p"))
    assert done[-1].segments["p"].start_s == pytest.approx(15.68, abs=0.03)


def test_cuts_attract_when_they_are_chosen(row):
    done = moves(row)
    row.set_cuts(np.array([50.3, 17.36]))
    drag(row, at(row, 12.0, "p"), at(row, 15.0, "p"), at(row, 19.0, "p"))
    assert done[-1].segments["p"].start_s == 17.36
    row.set_snapping(SnapChoice(cuts=False))
    drag(row, at(row, 12.0, "p"), at(row, 15.0, "p"), at(row, 19.0, "p"))
    assert done[-1].segments["p"].start_s == pytest.approx(17.0, abs=0.05)


def test_a_corrected_annotation_snaps_back_to_where_the_model_had_it(bare):
    found = suggestion("found", JUMP, 10.0, 20.0, verdict=Verdict.ACCEPTED)
    mine = Annotation("mine", JUMP.id, Segment(12.0, 20.0), "found")
    timeline = Timeline("v", 100.0, [mine], [found])
    bare.show_timeline(timeline, LABELS, FRAMES_S)
    bare.select("mine")
    heard = Heard(bare)
    drag(bare, at(bare, 12.0, "mine"), at(bare, 11.0, "mine"), at(bare, 10.3, "mine"))
    assert heard.only("edge_dropped") == [["mine", "start", 10.0]]
    # The end stands where the model had it: small corrections are not held back.
    drag(bare, at(bare, 20.0, "mine"), at(bare, 21.0, "mine"), at(bare, 20.4, "mine"))
    assert heard.only("edge_dropped")[1][2] == pytest.approx(20.4)


def test_carried_to_another_lane_is_another_label(row):
    done = moves(row)
    x, y = at(row, 12.0, "p"), row.board.rect("v").center().y()
    drag(row, x, QPoint(x.x(), round(y)), QPoint(x.x() + 1, round(y)))
    assert (done[0].segments, done[0].label_id, done[0].ids) == ({}, "vault", ("p",))


def test_escape_and_a_hand_that_comes_back_move_nothing(row, qtbot):
    done, heard = moves(row), Heard(row)
    row.select("s")
    press(row, at(row, 12.0, "p"))
    move(row, at(row, 16.0, "p"))
    assert row.board.move_preview is not None
    row.grab()
    qtbot.keyClick(row.canvas, Qt.Key.Key_Escape)
    release(row, at(row, 16.0, "p"))
    assert row.selection.ids == {"s"}
    drag(row, at(row, 62.0, "s"), at(row, 66.0, "s"), at(row, 62.0, "s"))
    assert done == []
    assert heard.only("entry_selected") == []


def test_a_rejected_suggestion_is_not_carried(shown):
    done = moves(shown)
    drag(shown, at(shown, 80.0, "d"), at(shown, 85.0, "d"))
    assert done == []
    assert shown.selection.ids == {"d"}


def test_the_edit_that_a_drag_asks_for_fits(row):
    done = moves(row)
    row.select_several(["p", "q"], "p")
    x, y = at(row, 12.0, "p"), row.board.rect("v").center().y()
    drag(row, x, QPoint(x.x() + 30, round(y)), QPoint(x.x() + 30, round(y)))
    timeline = row.board.timeline
    for edit in (retime(timeline, done[0].segments), relabel(timeline, done[0].ids, "vault")):
        edit.apply(timeline)
        row.refresh(edit.changes)
    assert timeline.annotations["q"].segment == Segment(23.0, 27.0)
    assert {one.label_id for one in timeline.annotations.values()} == {"jump", "vault"}


# ------------------------------------------------------------ view
def test_zoom_to_the_selection_and_back(row):
    assert row.zoom_to_selection() is False
    row.select_several(["p", "r"])
    assert row.zoom_to_selection() is True
    assert row.board.axis.start_s == pytest.approx(10 - 0.15 * 24)
    assert row.board.axis.end_s == pytest.approx(34 + 0.15 * 24)
    row.zoom_to_selection()
    assert row.board.axis == row.board.axis.fitted()


def test_the_view_stays_when_following_is_off(shown):
    shown.set_following(FollowMode.OFF)
    shown.board.set_axis(shown.board.axis.window(0.0, 10.0))
    shown.set_time(9.99)
    shown.set_time(10.02)
    assert shown.board.axis.start_s == 0.0


def test_a_thrown_view_goes_on_until_a_press(shown, qtbot):
    shown.set_reduced_motion(on=False)
    shown.board.set_axis(shown.board.axis.window(40.0, 10.0))
    shown.canvas.glide.throw(3000.0, 0.0)
    qtbot.waitUntil(lambda: shown.board.axis.start_s < 40.0)
    press(shown, at(shown, shown.board.axis.start_s + 1, y=10))
    assert not shown.canvas.glide.is_running
    shown.set_reduced_motion(on=True)
    shown.canvas.glide.throw(3000.0, 0.0)
    assert not shown.canvas.glide.is_running


def test_fingers_that_throw_a_touchpad_pan_on(shown, qtbot):
    shown.set_reduced_motion(on=False)
    shown.board.set_axis(shown.board.axis.window(40.0, 10.0))
    point, phase = at(shown, 45.0, y=100), Qt.ScrollPhase
    wheel(shown, point, 0, side=0, phase=phase.ScrollBegin)
    for _ in range(5):
        wheel(shown, point, 0, side=60, phase=phase.ScrollUpdate)
        qtbot.wait(8)
    left_s = shown.board.axis.start_s
    assert left_s == pytest.approx(40.0 - 5 * 60 * 0.01)
    wheel(shown, point, 0, phase=phase.ScrollEnd)
    qtbot.waitUntil(lambda: shown.board.axis.start_s < left_s - 0.2)
    wheel(shown, point, 0, side=-1)
    assert not shown.canvas.glide.is_running


def test_an_edit_from_elsewhere_ends_a_carry_and_gives_the_selection_back(row):
    done = moves(row)
    row.select("s")
    press(row, at(row, 12.0, "p"))
    move(row, at(row, 16.0, "p"))
    edit = delete(row.board.timeline, "q")
    edit.apply(row.board.timeline)
    row.refresh(edit.changes)
    release(row, at(row, 16.0, "p"))
    assert done == []
    assert row.selection.ids == {"s"}


def test_the_scroll_bar_is_as_high_as_the_lanes(bare):
    timeline, labels = many(400, n_labels=40)
    bare.show_timeline(timeline, labels, None)
    bare.grab()
    bar, strips = bare._scroll_bar, bare.board.strips
    assert bar.isVisible()
    assert bar.y() == strips.lanes_top_px
    assert bar.y() + bar.height() == bare.height() - OVERVIEW_PX


# ------------------------------------------------------------ painting
@pytest.mark.parametrize("n_entries", [5, 4000])
def test_a_part_painted_again_equals_all_painted_again(bare, n_entries):
    timeline, labels = many(n_entries, n_labels=4, duration_s=200.0)
    bare.show_timeline(timeline, labels, FRAMES_S)
    bare.grab()
    acts = [
        lambda: draw("L0", Segment(3.0, 4.0)),
        lambda: retime(timeline, {next(iter(timeline.annotations), "s0"): Segment(1.0, 2.0)}),
        lambda: delete(timeline, next(iter(timeline.annotations))),
    ]
    for act in acts:
        edit = act()
        edit.apply(timeline)
        bare.refresh(edit.changes)
        after_part = bare.grab().toImage()
        bare.board.content_changed.emit()
        assert bare.grab().toImage() == after_part


def test_an_edit_stacks_its_own_lane_only(bare, monkeypatch):
    timeline, labels = many(4000, n_labels=4, duration_s=200.0)
    bare.show_timeline(timeline, labels, FRAMES_S)
    stacked = []
    real = stacks.LaneStack.of.__func__
    monkeypatch.setattr(
        stacks.LaneStack, "of",
        classmethod(lambda cls, table, code, score, before: (
            stacked.append(table.label_ids[code]), real(cls, table, code, score, before)
        )[1]),
    )  # fmt: skip
    edit = draw("L2", Segment(3.0, 4.0))
    edit.apply(timeline)
    bare.refresh(edit.changes)
    assert stacked == ["L2"]


def test_many_selected_are_painted(bare):
    timeline, labels = many(2000, n_labels=2, duration_s=600.0)
    bare.show_timeline(timeline, labels, None)
    before = bare.grab().toImage()
    bare.select_lane()
    assert len(bare.selection) > 500
    assert bare.grab().toImage() != before
    click(bare, QPoint(400, 5))
