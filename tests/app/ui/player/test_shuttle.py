"""Backwards, faster, slower, in loops with a lead-in."""

import time

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.ui.player.play_plan import Due, PlayPlan
from app.ui.player.transport import LEAD_INS_S, SPEEDS
from tests.app.ui.player.conftest import number_in

PTS_S = np.array([0.0, 0.04, 0.08, 0.20, 0.24])


def test_backwards_every_frame_has_its_true_length():
    plan = PlayPlan.whole(PTS_S, 0.28).reversed()
    due, got = plan.start(4), []
    while due is not None:
        got.append((due.frame_idx, round(due.at_s, 9)))
        due = plan.after(due, 0.0, 1.0)
    assert got == [(4, 0.0), (3, 0.04), (2, 0.16), (1, 0.2), (0, 0.24)]
    assert plan.is_last(0)
    assert not plan.is_last(4)


def test_backwards_in_a_loop_comes_back_to_its_end():
    plan = PlayPlan.loop(PTS_S, 0.04, 0.24).reversed()
    first = Due(1, 0.5)
    assert plan.after(first, 0.5, 1.0) == Due(3, pytest.approx(0.54))


def test_late_backwards_frames_are_dropped():
    plan = PlayPlan.whole(np.arange(100) / 25, 4.0).reversed()
    assert plan.after(Due(50, 0.0), 0.2, 1.0) == Due(45, pytest.approx(0.2))
    assert plan.after(Due(3, 0.0), 9.0, 1.0).frame_idx == 0


def test_the_stretches_that_are_heard():
    pts_s = np.arange(100) / 25
    whole = PlayPlan.whole(pts_s, 4.0)
    assert list(whole.spans_from(50, 0.5)) == [(2.5, 4.0)]
    assert list(whole.spans_from(50, 9.0)) == []
    spans = PlayPlan.loop(pts_s, 1.0, 2.0).spans_from(30, 0.0)
    assert [next(spans) for _ in range(3)] == [(1.2, 2.0), (1.0, 2.0), (1.0, 2.0)]
    later = PlayPlan.loop(pts_s, 1.0, 2.0).spans_from(30, 3.1)
    assert next(later) == (pytest.approx(1.3), 2.0)


def test_the_shuttle_runs_backwards_by_every_frame_and_stops_at_the_start(
    player, qtbot, heard, opened
):
    opened(n=40)
    player.go_to(14 / 25)
    qtbot.waitUntil(lambda: number_in(player) == 14)
    del heard.shown[:]
    player.shuttle(-1)
    assert player.is_reverse
    assert player.bar.speed_combo.currentText() == "◀ 1\N{MULTIPLICATION SIGN}"
    qtbot.waitUntil(lambda: not player.is_playing)
    numbers = [n for n, _ in heard.shown]
    assert numbers[-1] == player.frame_idx == number_in(player) == 0
    assert numbers == sorted(set(numbers), reverse=True)
    assert len(numbers) > 7
    assert all(exact for _, exact in heard.shown)
    assert player.bar.speed_combo.currentText() == "1\N{MULTIPLICATION SIGN}"


def test_pressing_again_doubles_and_the_other_way_turns_round(player, qtbot, opened):
    opened(n=2000)
    player.go_to(40.0)
    for direction, speed, is_reverse in (
        (1, 1, False), (1, 2, False), (1, 4, False), (1, 8, False), (1, 8, False),
        (-1, 1, True), (-1, 2, True), (1, 1, False),
    ):  # fmt: skip
        player.shuttle(direction)
        assert (player.speed, player.is_reverse) == (speed, is_reverse)
        qtbot.wait(30)
        assert player.is_playing
    player.pause()
    here = player.frame_idx
    qtbot.wait(60)
    assert player.frame_idx == here


def test_backwards_from_the_first_frame_there_is_nothing_to_play(player, heard, opened):
    opened(n=20)
    player.shuttle(-1)
    assert not player.is_playing
    assert heard.playing == []


def test_backwards_while_pictures_wait_more_are_prepared(player, qtbot, opened):
    access = opened(n=200)
    player.go_to(150 / 25)
    qtbot.waitUntil(lambda: number_in(player) == 150)
    player.shuttle(-1)
    qtbot.waitUntil(lambda: player.frame_idx < 145)
    assert any(130 < idx < 150 for idx in access.prepared)


def test_a_rest_prepares_the_steps_back(player, qtbot, opened):
    access = opened(n=200)
    player.go_to(150 / 25)
    qtbot.waitUntil(lambda: 150 in access.prepared)
    player.step(-1)
    qtbot.waitUntil(lambda: 149 in access.prepared)


def test_speeds_go_up_and_down_the_list(player, opened):
    opened()
    assert (SPEEDS[0], SPEEDS[-1]) == (0.1, 8.0)
    player.step_speed(1)
    assert player.speed == 1.5
    for _ in range(9):
        player.step_speed(1)
    assert player.speed == 8.0
    for _ in range(20):
        player.step_speed(-1)
    assert player.speed == 0.1
    assert player.bar.speed_combo.currentText() == "0.1\N{MULTIPLICATION SIGN}"


def test_slow_motion_takes_its_time(player, qtbot, heard, opened):
    opened(n=100)
    player.set_speed(0.1)
    began_s = time.monotonic()
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx >= 1)
    # A tenth of 25 frames a second; a busy machine may be later, never earlier.
    assert time.monotonic() - began_s >= 0.38 * player.frame_idx


def test_a_loop_begins_with_its_lead_in(player, qtbot, heard, opened):
    opened(n=100)
    player.looping.set_lead_in(0.2)
    player.loop(1.0, 1.2)
    del heard.shown[:]
    player.play()
    qtbot.waitUntil(lambda: [n for n, _ in heard.shown].count(20) >= 2)
    numbers = {n for n, _ in heard.shown}
    assert numbers <= set(range(20, 30))
    assert max(numbers) == 29


def test_the_lead_in_is_picked_in_the_loop_buttons_menu(player, qtbot, opened):
    opened(n=100)
    menu = player.bar.buttons["play_loop"].menu()
    half = next(action for action in menu.actions() if action.text() == "0.5 s")
    half.trigger()
    assert player.looping.lead_in_s == 0.5
    assert half.isChecked()
    assert LEAD_INS_S[0] == 0.0


def test_the_loop_button_takes_the_marks_where_nothing_is_selected(player, qtbot, opened):
    opened(n=100)
    player.marks.set_in(1.0)
    assert player.marks.span is None
    player.marks.set_out(2.0)
    qtbot.mouseClick(player.bar.buttons["play_loop"], Qt.MouseButton.LeftButton)
    assert player.looping.span == (1.0, 2.0)
    player.offer_loop((0.2, 0.4))
    assert player.looping.span == (0.2, 0.4)


def test_marks_keep_their_order(player):
    told = []
    player.marks.changed.connect(lambda *span: told.append(span))
    player.marks.set_out(2.0)
    player.marks.set_in(3.0)
    player.marks.set_out(4.0)
    player.marks.set_out(3.0)
    player.marks.clear()
    player.marks.clear()
    assert told == [(None, 2.0), (3.0, None), (3.0, 4.0), (None, 3.0), (None, None)]
