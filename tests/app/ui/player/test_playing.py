import time

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.domain.errors import MediaError
from tests.app.ui.player.conftest import number_in


def test_play_advances_in_order_and_stops_on_the_last_frame(player, qtbot, heard, opened):
    opened(n=12)
    began_s = time.monotonic()
    player.play()
    assert player.is_playing
    qtbot.waitUntil(lambda: heard.playing == [True, False])
    # 11 gaps of 40 ms; a busy machine may be later, never earlier.
    assert time.monotonic() - began_s >= 0.42
    numbers = [n for n, _ in heard.shown[1:]]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == player.frame_idx == number_in(player) == 11
    assert all(exact for _, exact in heard.shown)
    assert not player.is_playing


def test_playing_again_at_the_end_starts_over(player, qtbot, heard, opened):
    opened(n=4)
    player.go_to_end()
    qtbot.waitUntil(lambda: heard.shown[-1] == (3, True))
    player.play()
    qtbot.waitUntil(lambda: heard.playing == [True, False])
    assert heard.shown[2] == (0, True)
    assert player.frame_idx == 3


def test_frames_of_uneven_length_play_at_their_true_times(player, qtbot, heard, opened):
    opened(pts_s=np.array([0.0, 0.02, 0.80, 0.82]))
    began_s = time.monotonic()
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx >= 2)
    assert time.monotonic() - began_s >= 0.78
    qtbot.waitUntil(lambda: heard.playing == [True, False])


def test_speed_is_kept_within_its_range_and_shortens_playing(player, qtbot, heard, opened):
    opened(n=26)
    player.set_speed(99)
    assert (player.speed, player.bar.speed_combo.currentText()) == (8.0, "8\N{MULTIPLICATION SIGN}")
    player.set_speed(0.01)
    assert player.speed == 0.1
    player.set_speed(0.25)
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx >= 1)
    player.set_speed(4)
    began_s = time.monotonic()
    qtbot.waitUntil(lambda: heard.playing == [True, False])
    # 4 s as slowly as before.
    assert time.monotonic() - began_s < 3
    assert player.frame_idx == 25


def test_a_slow_decoder_makes_playing_slower_not_stuck(player, qtbot, heard, opened):
    opened(n=40, slow_s=0.06)
    player.set_speed(4)
    player.play()
    qtbot.waitUntil(lambda: heard.playing == [True, False])
    assert player.frame_idx == 39
    assert len(heard.shown) < 30


def test_a_loop_stays_inside_and_comes_round(player, qtbot, heard, opened):
    opened(n=50)
    player.loop(0.4, 0.6)
    player.play()
    qtbot.waitUntil(lambda: [n for n, _ in heard.shown].count(10) >= 3)
    numbers = [n for n, _ in heard.shown[1:]]
    assert set(numbers) <= {10, 11, 12, 13, 14}
    assert len(set(numbers)) >= 3
    player.end_loop()
    qtbot.waitUntil(lambda: player.frame_idx > 16)


def test_an_empty_loop_is_refused(player):
    with pytest.raises(ValueError, match="start < end"):
        player.loop(2.0, 2.0)


def test_the_loop_button_repeats_what_is_offered(player, qtbot, opened):
    opened(n=50)
    player.offer_loop((0.4, 0.6))
    with qtbot.waitSignal(player.looping_changed) as changed:
        qtbot.mouseClick(player.bar.buttons["play_loop"], Qt.MouseButton.LeftButton)
    assert changed.args == [True]
    assert player.bar.buttons["play_loop"].isChecked()
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx == 10)
    player.offer_loop((1.2, 1.4))
    qtbot.waitUntil(lambda: player.frame_idx >= 30)
    qtbot.mouseClick(player.bar.buttons["play_loop"], Qt.MouseButton.LeftButton)
    assert not player.is_looping
    assert not player.bar.buttons["play_loop"].isChecked()


def test_pause_keeps_the_picture_and_step_goes_on_from_it(player, qtbot, heard, opened):
    opened()
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx >= 4)
    player.step(1)
    assert not player.is_playing
    here = player.frame_idx
    qtbot.waitUntil(lambda: heard.shown[-1] == (here, True))
    assert number_in(player) == here
    qtbot.wait(100)
    assert player.frame_idx == here


def test_go_to_while_playing_plays_on_from_there(player, qtbot, heard, opened):
    opened(n=400)
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx >= 2)
    player.go_to(200 / 25)
    qtbot.waitUntil(lambda: player.frame_idx >= 203)
    assert player.is_playing
    assert heard.playing == [True]


def test_a_quick_click_plays_on_and_a_drag_that_rests_stays(player, qtbot, heard, opened):
    opened(n=400)
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx >= 2)
    player.scrub_to(105 / 25)
    player.go_to(105 / 25)
    assert player.is_playing
    qtbot.waitUntil(lambda: player.frame_idx >= 107)
    player.scrub_to(205 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1] == (205, True))
    player.go_to(205 / 25)
    assert not player.is_playing


def test_pausing_before_the_first_picture_still_brings_the_frame(player, qtbot, opened):
    access = opened()
    access.gate.clear()
    player.play()
    player.go_to(33 / 25)
    player.pause()
    access.gate.set()
    qtbot.waitUntil(lambda: number_in(player) == 33)
    assert player.surface.badge.is_exact


def test_a_failure_while_playing_ends_it(player, qtbot, heard, opened):
    opened(fail_on={3: MediaError("The file ends here.", "")})
    player.play()
    qtbot.waitUntil(lambda: heard.playing == [True, False])
    assert heard.failures == [("The file ends here.", "")]
