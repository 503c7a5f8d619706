"""Every step and sixty seeks show their own frame, through the real reader and the real widget."""

import itertools
import random

import numpy as np
import pytest

from app.engine.frames import EngineFrames
from tests.videos import make_video, read_number

UNEVEN_MS = [0, *itertools.accumulate(itertools.islice(itertools.cycle([20, 80, 7, 41]), 47))]
HIDDEN_START = {"avoid_negative_ts": "disabled", "use_editlist": "1"}
# name: (suffix, keywords of make_video, number of the first frame on screen)
KINDS = {
    "b-frames": (".mp4", {"b_frames": 3}, 0),
    "vfr": (".mp4", {"vfr_pts": UNEVEN_MS}, 0),
    "hevc ten bits": (".mp4", {"codec": "libx265", "pix_fmt": "yuv420p10le"}, 0),
    "mpeg-ts": (".ts", {"start_pts": 250}, 0),
    "edit list": (".mp4", {"start_pts": -5, "muxer_options": HIDDEN_START}, 5),
    "turned": (".mp4", {"rotation": 90}, 0),
}


def number_in(player) -> int:
    image = player.surface.image
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4)
    return read_number(pixels[:, :, :3])


@pytest.fixture(params=KINDS)
def on_kind(request, player, qtbot, tmp_path):
    suffix, keywords, first = KINDS[request.param]
    path = make_video(tmp_path / f"kind{suffix}", n_frames=48, **keywords)
    source = EngineFrames()
    facts = source.probe(path)
    with qtbot.waitSignal(player.frame_shown):
        player.show_video(facts, lambda: source.access(path, max_height_px=720))
    return player, len(facts.pts_s), first


def go(player, qtbot, act) -> None:
    with qtbot.waitSignal(player.frame_shown, check_params_cb=lambda _idx, is_exact: is_exact):
        act()


def test_every_step_both_ways_and_sixty_seeks(on_kind, qtbot):
    player, n_frames, first = on_kind
    assert number_in(player) == first
    for frame_idx in range(1, n_frames):
        go(player, qtbot, lambda: player.step(1))
        assert (player.frame_idx, number_in(player)) == (frame_idx, frame_idx + first)
    for frame_idx in range(n_frames - 2, -1, -1):
        go(player, qtbot, lambda: player.step(-1))
        assert (player.frame_idx, number_in(player)) == (frame_idx, frame_idx + first)
    draw = random.Random(11)
    for _ in range(60):
        frame_idx = draw.choice([k for k in range(n_frames) if k != player.frame_idx])
        time_s = float(player.facts.pts_s[frame_idx])
        go(player, qtbot, lambda time_s=time_s: player.go_to(time_s))
        assert (player.frame_idx, number_in(player)) == (frame_idx, frame_idx + first)


def test_playing_backwards_shows_true_numbers(on_kind, qtbot):
    player, _, first = on_kind
    player.go_to_end()
    qtbot.waitUntil(lambda: player.surface.badge.is_exact)
    seen = []
    player.frame_shown.connect(lambda idx, _exact: seen.append((idx + first, number_in(player))))
    player.shuttle(-1)
    qtbot.waitUntil(lambda: not player.is_playing)
    assert player.frame_idx == 0
    assert [shown for shown, _ in seen] == [number for _, number in seen]
    assert len(seen) > 5  # a busy machine may drop frames, never show a wrong one
