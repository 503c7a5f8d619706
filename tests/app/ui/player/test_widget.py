import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from app.ui.pixels import to_image
from app.ui.player.surface import DROP_HINT, Badge
from tests.app.ui.player.conftest import number_in


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
    assert player.bar.time_label.text() == "0:00.000  /  0:02.400"


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
    access = opened()
    access.gate.clear()
    for frame_idx in range(1, 51):
        player.scrub_to(frame_idx / 25)
        qtbot.wait(2)
    player.scrub_to(57 / 25)
    access.gate.set()
    qtbot.waitUntil(lambda: heard.shown[-1] == (57, True))
    assert len(access.key_asked) + len(access.exact_asked) < 10
    assert access.exact_asked[-1] == 57
    assert number_in(player) == 57
    assert heard.times == sorted(heard.times)


def test_a_scrub_does_not_wait_for_the_exact_frame_of_the_last_one(player, qtbot, heard, opened):
    access = opened()
    access.n_to_decode = 2000
    player.scrub_to(27 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1] == (20, False))
    # It rests, so the exact frame is being decoded: 20 s if nobody called it off.
    qtbot.wait(150)
    began_s = time.monotonic()
    player.scrub_to(38 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1] == (30, False))
    assert time.monotonic() - began_s < 10
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
    assert player.surface.badge.words() == ["0:01.080", "frame 27", "exact"]
    assert Badge(0.0, 0, is_exact=False, is_vfr=True).words() == [
        "0:00.000",
        "frame 0",
        "…",
        "VFR",
    ]


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
    assert player.speed == 0.1


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


@pytest.fixture
def program_palette(qapp):
    before = qapp.palette()
    yield QPalette(before)
    qapp.setPalette(before)


def test_icons_follow_the_palette(player, qapp, qtbot, program_palette):
    button = player.bar.buttons["play"]
    for colour in (QColor(230, 10, 10), QColor(10, 230, 10)):
        program_palette.setColor(QPalette.ColorRole.ButtonText, colour)
        qapp.setPalette(program_palette)
        qtbot.wait(1)
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
