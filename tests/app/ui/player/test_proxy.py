"""The player shows a proxy's picture at once and the exact frame when the hand rests."""

import numpy as np

from app.ui.pixels import to_image
from app.ui.player.edge_view import EdgeView
from app.ui.player.frame_loader import EdgePictures, Picture, ShowEdge
from tests.app.ui.player.conftest import number_in, picture_of


def badge_state(player):
    return player.surface.badge.words()[2]


def test_scrubbing_shows_the_very_frame_from_the_proxy_then_itself(player, opened, heard, qtbot):
    access = opened()
    heard.shown.clear()
    access.has_proxy = True
    states = []
    player.frame_shown.connect(lambda *_: states.append(badge_state(player)))
    player.scrub_to(17 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1:] == [(17, True)])
    assert heard.shown == [(17, False), (17, True)]
    assert states == ["proxy", "exact"]
    assert access.key_asked == []
    assert number_in(player) == 17


def test_a_far_step_shows_the_proxy_first_a_near_one_waits(player, opened, heard, qtbot):
    access = opened()
    heard.shown.clear()
    access.has_proxy = True
    player.step(30)
    qtbot.waitUntil(lambda: heard.shown[-1:] == [(30, True)])
    player.step(1)
    qtbot.waitUntil(lambda: heard.shown[-1:] == [(31, True)])
    player.step(-1)
    qtbot.waitUntil(lambda: heard.shown[-1:] == [(30, True)])
    assert heard.shown == [(30, False), (30, True), (31, True), (30, False), (30, True)]
    assert access.proxy_asked == [30, 30]


def test_a_held_key_runs_through_proxies_and_rests_on_the_exact_frame(player, opened, heard, qtbot):
    access = opened(n=60)
    access.has_proxy = True
    player.go_to(50 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1:] == [(50, True)])
    access.n_to_decode = 20  # 0.2 s for every exact frame
    heard.shown.clear()
    for wanted in range(49, 41, -1):
        player.step(-1)
        qtbot.waitUntil(lambda wanted=wanted: (wanted, False) in heard.shown)
    qtbot.waitUntil(lambda: heard.shown[-1:] == [(42, True)])
    assert [idx for idx, is_exact in heard.shown if is_exact] == [42]


def test_a_frame_that_is_ready_needs_no_proxy(player, opened, heard, qtbot):
    access = opened()
    heard.shown.clear()
    access.has_proxy, access.near = True, {20}
    player.go_to(20 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1:] == [(20, True)])
    assert heard.shown == [(20, True)]


def test_the_badge_forgets_the_proxy_when_the_playhead_moves_on(player, opened, heard, qtbot):
    access = opened()
    heard.shown.clear()
    access.has_proxy = True
    player.scrub_to(17 / 25)
    qtbot.waitUntil(lambda: heard.shown[-1:] == [(17, True)])
    access.gate.clear()
    access.has_proxy = False
    player.scrub_to(30 / 25)
    assert badge_state(player) == "\N{HORIZONTAL ELLIPSIS}"
    access.gate.set()


def test_an_edge_from_proxies_is_not_exact_yet():
    small = [Picture(idx, to_image(picture_of(idx)), is_proxy=True) for idx in (4, 5)]
    view = EdgeView.of("end", EdgePictures(ShowEdge(4, 5), *small))
    assert not view.is_exact
    exact = [Picture(idx, to_image(np.asarray(picture_of(idx)))) for idx in (4, 5)]
    assert EdgeView.of("end", EdgePictures(ShowEdge(4, 5), *exact)).is_exact


def test_resting_prepares_steps_back_and_scrubbing(player, opened, qtbot):
    access = opened()
    player.go_to(1.0)
    qtbot.waitUntil(lambda: 25 in access.scrub_prepared)
    assert 25 in access.prepared


# ------------------------------------------------------------ playing
def test_a_proxy_as_high_as_the_player_is_played_and_the_frame_follows(
    player, opened, heard, qtbot
):
    access = opened()
    access.has_proxy, access.proxy_scale = True, 30
    assert player.surface.shown_px < 18 * 30
    n_before, states = len(access.exact_asked), []
    player.frame_shown.connect(lambda *_: states.append(badge_state(player)))
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx > 5)
    assert len(access.exact_asked) == n_before
    assert set(states) == {"proxy"}
    player.pause()
    qtbot.waitUntil(lambda: heard.shown[-1:] == [(player.frame_idx, True)])
    assert badge_state(player) == "exact"
    assert number_in(player) == player.frame_idx


def test_playing_to_the_end_on_a_proxy_rests_on_the_frame_itself(player, opened, heard, qtbot):
    access = opened(n=8)
    access.has_proxy, access.proxy_scale = True, 30
    player.play()
    qtbot.waitUntil(lambda: heard.playing == [True, False])
    qtbot.waitUntil(lambda: heard.shown[-1:] == [(7, True)])


def test_a_proxy_smaller_than_the_player_is_not_played(player, opened, heard, qtbot):
    access = opened()
    access.has_proxy, access.proxy_scale = True, 2
    heard.shown.clear()
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx > 5)
    player.pause()
    assert all(is_exact for _, is_exact in heard.shown)
    # One look at the proxy was enough to know.
    assert len(access.proxy_asked) <= 2


def test_a_zoomed_picture_is_played_from_the_frames(player, opened, qtbot):
    access = opened()
    access.has_proxy, access.proxy_scale = True, 30
    player.surface.zoom(8.0)
    n_before = len(access.exact_asked)
    player.play()
    qtbot.waitUntil(lambda: player.frame_idx > 3)
    assert len(access.exact_asked) > n_before + 2
