import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from app.domain.errors import MediaError
from app.ui.player.frame_loader import to_image
from app.ui.player.surface import DROP_HINT, Badge
from app.ui.player.widget import PlayerWidget
from tests.app.ui.player.conftest import FakeAccess, facts_of, number_in
from tests.places import REPO


def test_nothing_open_shows_where_to_drop_and_every_setter_is_harmless(player, heard):
    assert player.surface.words == DROP_HINT
    for act in (player.play, player.pause, player.toggle_play, player.close_video, player.end_loop):
        act()
    player.go_to(3.0)
    player.scrub_to(3.0)
    player.step(1)
    player.go_to_end()
    assert (player.time_s, player.frame_idx, player.is_playing, player.facts) == (0, 0, False, None)
    assert heard.shown == []
    assert not player.bar.buttons["play"].isEnabled()


def test_opening_shows_the_first_frame_exactly(player, heard, opened):
    access = opened()
    assert heard.shown == [(0, True)]
    assert heard.times == [0.0]
    assert access.exact_asked == [0]
    assert player.surface.words == ""
    assert player.bar.time_label.text() == "00:00.000  /  00:02.400"


def test_steps_are_exact_either_way_and_stop_at_the_ends(player, qtbot, opened):
    opened(n=5)
    for n_frames, expected in ((1, 1), (1, 2), (-1, 1), (3, 4), (-9, 0), (99, 4)):
        with qtbot.waitSignal(player.frame_shown) as shown:
            player.step(n_frames)
        assert shown.args == [expected, True]
        assert number_in(player) == player.frame_idx == expected
        assert player.time_s == pytest.approx(expected / 25)


def test_quick_steps_add_up_before_any_picture_came(player, qtbot, opened):
    opened()
    for _ in range(7):
        player.step(1)
    player.step(-2)
    assert player.frame_idx == 5
    qtbot.waitUntil(lambda: number_in(player) == 5)


def test_go_to_takes_the_frame_that_is_on_screen_then(player, qtbot, opened):
    opened(pts_s=np.array([0.0, 0.04, 0.5, 0.52]))
    with qtbot.waitSignal(player.frame_shown) as shown:
        player.go_to(0.49)
    assert shown.args == [1, True]
    assert player.time_s == 0.04


def test_a_scrub_shows_the_keyframe_at_once_and_settles_on_the_frame(player, qtbot, heard, opened):
    opened()
    player.scrub_to(27 / 25)
    assert player.frame_idx == 27
    qtbot.waitUntil(lambda: len(heard.shown) == 3)
    assert heard.shown[1:] == [(20, False), (27, True)]
    assert number_in(player) == 27


def test_a_scrub_onto_a_keyframe_is_exact_at_once(player, qtbot, heard, opened):
    access = opened()
    player.scrub_to(20 / 25)
    qtbot.waitUntil(lambda: len(heard.shown) == 2)
    assert heard.shown[1:] == [(20, True)]
    qtbot.wait(120)
    assert access.exact_asked == [0]


def test_the_newest_scrub_wins(player, qtbot, heard, opened):
    access = opened(slow_s=0.02)
    for frame_idx in range(1, 51):
        player.scrub_to(frame_idx / 25)
        qtbot.wait(2)
    player.scrub_to(57 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1] == (57, True), timeout=3000)
    assert len(access.key_asked) + len(access.exact_asked) < 30
    assert access.exact_asked[-1] == 57
    assert number_in(player) == 57
    assert heard.times == sorted(heard.times)


def test_a_scrub_does_not_wait_for_the_exact_frame_of_the_last_one(player, qtbot, heard, opened):
    access = opened()
    access.n_to_decode = 200
    player.scrub_to(27 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1] == (20, False))
    # It rests, so the exact frame is being decoded: 2 s if nobody called it off.
    qtbot.wait(150)
    began_s = time.monotonic()
    player.scrub_to(38 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1] == (30, False))
    assert time.monotonic() - began_s < 1.0
    access.n_to_decode = 0
    player.go_to(38 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1] == (38, True))
    assert 27 not in access.exact_asked
    assert heard.failures == []


def test_a_held_arrow_key_shows_pictures_although_they_decode_slowly(player, qtbot, heard, opened):
    access = opened()
    access.n_to_decode = 5
    for _ in range(20):
        player.step(1)
        qtbot.wait(20)
    assert len(heard.shown) > 3
    qtbot.waitUntil(lambda: number_in(player) == 20)


def test_the_badge_waits_for_the_exact_frame(player, qtbot, opened):
    access = opened()
    access.gate.clear()
    player.scrub_to(27 / 25)
    assert player.surface.badge == Badge(27 / 25, 27, is_exact=False, is_vfr=False)
    access.gate.set()
    qtbot.waitUntil(lambda: player.surface.badge.is_exact)
    assert player.surface.badge.words() == ["00:01.080", "frame 27", "exact"]
    assert Badge(0.0, 0, is_exact=False, is_vfr=True).words() == [
        "00:00.000",
        "frame 0",
        "…",
        "VFR",
    ]


def test_play_advances_in_order_and_stops_on_the_last_frame(player, qtbot, heard, opened):
    opened(n=12)
    began_s = time.monotonic()
    player.play()
    assert player.is_playing
    qtbot.waitUntil(lambda: heard.playing == [True, False], timeout=4000)
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
    qtbot.waitUntil(lambda: heard.playing == [True, False], timeout=3000)
    assert heard.shown[2] == (0, True)
    assert player.frame_idx == 3


def test_frames_of_uneven_length_play_at_their_true_times(player, qtbot, heard, opened):
    opened(pts_s=np.array([0.0, 0.02, 0.80, 0.82]))
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx == 1)
    qtbot.wait(100)
    assert player.frame_idx == 1
    qtbot.waitUntil(lambda: heard.playing == [True, False], timeout=3000)


def test_speed_is_kept_within_its_range_and_shortens_playing(player, qtbot, heard, opened):
    opened(n=26)
    player.set_speed(99)
    assert (player.speed, player.bar.speed_combo.currentText()) == (4.0, "4\N{MULTIPLICATION SIGN}")
    player.set_speed(0.1)
    assert player.speed == 0.25
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx == 1)
    player.set_speed(4)
    began_s = time.monotonic()
    qtbot.waitUntil(lambda: heard.playing == [True, False], timeout=3000)
    assert time.monotonic() - began_s < 1.0
    assert player.frame_idx == 25


def test_a_slow_decoder_makes_playing_slower_not_stuck(player, qtbot, heard, opened):
    opened(n=40, slow_s=0.06)
    player.set_speed(4)
    player.play()
    qtbot.waitUntil(lambda: heard.playing == [True, False], timeout=5000)
    assert player.frame_idx == 39
    assert len(heard.shown) < 30


def test_a_loop_stays_inside_and_comes_round(player, qtbot, heard, opened):
    opened(n=50)
    player.loop(0.4, 0.6)
    player.play()
    qtbot.waitUntil(lambda: [n for n, _ in heard.shown].count(10) >= 3, timeout=4000)
    numbers = [n for n, _ in heard.shown[1:]]
    assert set(numbers) <= {10, 11, 12, 13, 14}
    assert len(set(numbers)) >= 3
    player.end_loop()
    qtbot.waitUntil(lambda: player.frame_idx > 16, timeout=3000)


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


def test_buttons_do_what_they_say_and_take_no_focus(player, qtbot, opened):
    opened(n=20)
    for name, expected in (
        ("step_forward", 1),
        ("go_to_end", 19),
        ("step_back", 18),
        ("go_to_start", 0),
    ):
        qtbot.mouseClick(player.bar.buttons[name], Qt.MouseButton.LeftButton)
        assert player.frame_idx == expected
    qtbot.mouseClick(player.bar.buttons["play"], Qt.MouseButton.LeftButton)
    assert player.is_playing
    assert player.bar.buttons["play"].toolTip() == "Pause (Space)"
    qtbot.mouseClick(player.surface, Qt.MouseButton.LeftButton)
    assert not player.is_playing
    player.set_shortcuts({"play": "K"})
    assert player.bar.buttons["play"].toolTip() == "Play (K)"
    for button in player.bar.buttons.values():
        assert button.focusPolicy() == Qt.FocusPolicy.NoFocus
        assert not button.icon().isNull()
    assert player.bar.speed_combo.focusPolicy() == Qt.FocusPolicy.NoFocus
    player.bar.speed_combo.setCurrentIndex(0)
    assert player.speed == 0.25


def test_every_slot_runs_in_the_windows_thread_and_decoding_in_one_other(
    player, qtbot, heard, opened
):
    access = opened(n=60, fail_on={55: MediaError("Bad.", "Skip it.")})
    player.scrub_to(27 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1] == (27, True))
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx >= 30)
    player.go_to(55 / 25)
    qtbot.waitUntil(lambda: bool(heard.failures))
    player.close_video()
    assert heard.threads == {threading.get_ident()}
    assert len(access.threads) == 1
    assert threading.get_ident() not in access.threads


def test_a_frame_that_fails_is_told_and_others_still_work(player, qtbot, heard, opened):
    opened(fail_on={5: MediaError("The frame cannot be decoded.", "Try the next one.")})
    player.go_to(5 / 25)
    qtbot.waitUntil(lambda: bool(heard.failures))
    assert heard.failures == [("The frame cannot be decoded.", "Try the next one.")]
    assert player.surface.words == "The frame cannot be decoded. Try the next one."
    player.surface.grab()
    player.step(1)
    qtbot.waitUntil(lambda: number_in(player) == 6)
    assert player.surface.words == ""


def test_a_failure_while_playing_ends_it(player, qtbot, heard, opened):
    opened(fail_on={3: MediaError("The file ends here.", "")})
    player.play()
    qtbot.waitUntil(lambda: heard.playing == [True, False])
    assert heard.failures == [("The file ends here.", "")]


def test_a_removed_file_is_told_and_the_next_video_opens(player, qtbot, heard, opened, tmp_path):
    def open_missing():
        (tmp_path / "gone.mp4").read_bytes()
        raise AssertionError

    with qtbot.waitSignal(player.failed) as failed:
        player.show_video(facts_of(np.arange(3) / 25), open_missing)
    assert failed.args[0] == "The video cannot be read: No such file or directory."
    assert "still in its place" in failed.args[1]
    assert failed.args[0] in player.surface.words
    player.step(1)
    opened()
    assert player.surface.words == ""


def test_a_video_without_frames_is_told(player, heard):
    player.show_video(facts_of(np.zeros(0)), FakeAccess)
    assert heard.failures == [("This video has no frames.", "Open another video.")]
    assert player.facts is None


def test_a_bug_in_the_decoder_reaches_the_crash_log(player, qtbot, heard, opened):
    opened(fail_on={5: KeyError("bug")})
    with qtbot.captureExceptions() as caught:
        player.go_to(5 / 25)
        qtbot.waitUntil(lambda: bool(heard.failures) and bool(caught))
    assert caught[0][0] is KeyError
    assert heard.failures[0][0] == "The player broke down."


def test_closing_while_decoding_joins_within_a_second(player, opened):
    access = opened(slow_s=0.1)
    player.play()
    player.scrub_to(1.0)
    began_s = time.monotonic()
    player.close_video()
    assert time.monotonic() - began_s < 1.0
    assert access.is_closed
    assert player.facts is None
    assert player.surface.words == DROP_HINT


def test_a_decoder_that_hangs_does_not_hang_the_window(player, qtbot, opened):
    access = opened()
    access.gate.clear()
    player.go_to(1.0)
    qtbot.wait(20)
    began_s = time.monotonic()
    player.close_video()
    assert time.monotonic() - began_s < 1.5
    access.gate.set()
    qtbot.waitUntil(lambda: access.is_closed)


def test_the_next_video_does_not_wait_for_the_last_and_hears_nothing_of_it(
    player, qtbot, heard, opened
):
    first = opened()
    first.gate.clear()
    player.go_to(31 / 25)
    qtbot.wait(20)
    opened(n=10)
    first.gate.set()
    qtbot.waitUntil(lambda: first.is_closed)
    qtbot.wait(20)
    assert heard.shown == [(0, True), (0, True)]
    assert player.frame_idx == number_in(player) == 0


def test_clear_says_what_it_is_given(player, opened):
    opened()
    player.clear("Choose a video on the left")
    assert player.surface.words == "Choose a video on the left"
    assert player.surface.image.isNull()
    player.clear()
    assert player.surface.words == DROP_HINT


def test_slow_opening_names_the_file(player, qtbot):
    access = FakeAccess()
    access.gate.clear()
    player.show_video(facts_of(np.arange(3) / 25), lambda: access)
    assert player.surface.words == ""
    qtbot.waitUntil(lambda: player.surface.words == "Opening match.mp4…", timeout=2000)
    access.gate.set()
    qtbot.waitUntil(lambda: not player.surface.image.isNull())


def test_a_picture_owns_its_pixels_whatever_the_strides():
    wide = np.zeros((6, 20, 3), dtype=np.uint8)
    wide[2, 3] = (10, 200, 30)
    image = to_image(wide[:, 1:14])
    wide[:] = 0
    assert (image.width(), image.height()) == (13, 6)
    assert image.pixelColor(2, 2) == QColor(10, 200, 30)


def test_the_picture_is_letterboxed_on_neutral_black(player, opened):
    opened()
    surface = player.surface
    surface.setFixedSize(400, 400)
    box = surface.picture_rect()
    assert (box.width(), box.height(), box.left(), box.top()) == (400, 225, 0, 87)
    painted = surface.grab().toImage()
    margin = painted.pixelColor(200, 20)
    assert margin.lightness() < 20
    assert max(margin.getRgb()[:3]) - min(margin.getRgb()[:3]) <= 1
    middle = painted.pixelColor(painted.width() // 2, painted.height() // 2)
    assert middle == QColor(90, 90, 90)


def test_icons_follow_the_palette(player):
    button = player.bar.buttons["play"]
    button.setEnabled(True)
    for colour in (QColor(230, 10, 10), QColor(10, 230, 10)):
        palette = QPalette(player.palette())
        palette.setColor(QPalette.ColorRole.ButtonText, colour)
        player.setPalette(palette)
        pixels = button.icon().pixmap(20, 20).toImage()
        assert pixels.pixelColor(10, 10) == colour


def test_every_icon_is_coloured_by_the_palette():
    folder = Path(__file__).parents[4] / "resources" / "icons"
    for name in (
        "play",
        "pause",
        "go_to_start",
        "go_to_end",
        "step_back",
        "step_forward",
        "play_loop",
    ):
        assert "currentColor" in (folder / f"{name}.svg").read_text(encoding="utf-8")


def test_a_widget_deleted_with_a_video_open_takes_its_thread_along(qtbot):
    access = FakeAccess(slow_s=0.05)
    widget = PlayerWidget()
    with qtbot.waitSignal(widget.frame_shown):
        widget.show_video(facts_of(np.arange(50) / 25), lambda: access)
    widget.play()
    qtbot.wait(30)
    widget.deleteLater()
    qtbot.waitUntil(lambda: access.is_closed)


def test_a_program_that_ends_with_a_video_open_ends_cleanly(tmp_path):
    program = """
import numpy as np
from PySide6.QtWidgets import QApplication
from app.ui.player.widget import PlayerWidget
from tests.app.ui.player.conftest import FakeAccess, facts_of
app = QApplication([])
player = PlayerWidget()
player.show_video(facts_of(np.arange(50) / 25), lambda: FakeAccess(slow_s=0.05))
player.play()
raise SystemExit(3)
"""
    file = tmp_path / "program.py"
    file.write_text(program, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(REPO)}
    command = [sys.executable, str(file)]
    ended = subprocess.run(
        command, check=False, cwd=REPO, env=env, capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (3, "")
