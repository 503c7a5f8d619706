"""Two frames side by side while an edge is on its way."""

import numpy as np
import pytest

from tests.app.ui.player.conftest import number_in


def number_of(image) -> int:
    pixel = image.pixelColor(0, 0)
    return pixel.red() * 256 + pixel.green()


def halves(player):
    edge = player.surface.edge
    return [(number_of(h.image), h.caption, h.is_inside) for h in (edge.before, edge.after)]


def test_the_end_edge_shows_last_in_and_first_out(player, qtbot, opened):
    opened()
    with qtbot.waitSignal(player.edge_shown, check_params_cb=bool):
        player.show_edge("end", 27 / 25)
    assert halves(player) == [
        (26, "last in  ·  frame 26", True),
        (27, "first out  ·  frame 27", False),
    ]
    assert player.frame_idx == 27


def test_the_start_edge_shows_last_out_and_first_in(player, qtbot, opened):
    opened()
    with qtbot.waitSignal(player.edge_shown, check_params_cb=bool):
        player.show_edge("start", 27 / 25)
    assert halves(player) == [
        (26, "last out  ·  frame 26", False),
        (27, "first in  ·  frame 27", True),
    ]


def test_keyframes_come_at_once_and_the_exact_frames_on_rest(player, qtbot, opened):
    access = opened()
    told = []
    player.edge_shown.connect(told.append)
    for frame_idx in range(22, 29):
        player.show_edge("end", frame_idx / 25)
        qtbot.wait(15)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0] is False
    assert number_of(player.surface.edge.before.image) == 20
    assert player.surface.edge.before.caption.endswith("…")
    qtbot.waitUntil(lambda: told[-1])
    assert [number for number, *_ in halves(player)] == [27, 28]
    # Only where it rested were exact frames decoded.
    assert access.exact_asked[1:] == [27, 28]


def test_between_two_frames_the_first_out_is_the_next_to_begin(player, qtbot, opened):
    opened(pts_s=np.array([0.0, 0.04, 0.5, 0.52]))
    with qtbot.waitSignal(player.edge_shown, check_params_cb=bool):
        player.show_edge("end", 0.3)
    assert [number for number, *_ in halves(player)] == [1, 2]


@pytest.mark.parametrize(
    ("time_s", "missing", "words"),
    [(0.0, "before", "The video begins here"), (9.0, "after", "The video ends here")],
)
def test_at_the_ends_of_the_video_one_side_is_empty(player, qtbot, opened, time_s, missing, words):
    opened()
    with qtbot.waitSignal(player.edge_shown, check_params_cb=bool):
        player.show_edge("start", time_s)
    half = getattr(player.surface.edge, missing)
    assert half.image.isNull()
    assert half.caption == words
    player.surface.grab()


def test_the_end_of_the_drag_brings_the_picture_back(player, qtbot, heard, opened):
    opened()
    player.show_edge("end", 27 / 25)
    player.end_edge()
    assert player.surface.edge is None
    qtbot.waitUntil(lambda: number_in(player) == 27 and heard.shown[-1] == (27, True))
    player.end_edge()
    assert player.surface.edge is None


def test_moving_otherwise_ends_it_and_playing_pauses_for_it(player, qtbot, opened):
    opened()
    player.play()
    player.show_edge("end", 1.0)
    assert not player.is_playing
    player.step(1)
    assert player.surface.edge is None
    qtbot.waitUntil(lambda: number_in(player) == 26)


def test_what_is_inside_is_lit_and_what_is_outside_lies_in_the_shade(player, qtbot, opened):
    opened()
    player.surface.setFixedSize(400, 200)
    with qtbot.waitSignal(player.edge_shown, check_params_cb=bool):
        player.show_edge("end", 27 / 25)
    painted = player.surface.grab().toImage()
    inside, outside = painted.pixelColor(100, 120), painted.pixelColor(300, 120)
    assert inside.lightness() == 90
    assert outside.lightness() < 70
