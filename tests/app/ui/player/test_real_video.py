"""The player on a real file, through a small reader of its own."""

import av
import numpy as np
import pytest

from tests.app.ui.player.conftest import N_REAL_FRAMES, facts_of


class PlainReader:
    """Decodes from the start whenever it must go back; enough for 40 frames."""

    def __init__(self, file):
        self._file = file

    def __enter__(self):
        self._container = av.open(str(self._file))
        self._rewind()
        return self

    def __exit__(self, *_):
        self._container.close()

    def _rewind(self):
        self._container.seek(0)
        self._frames = self._container.decode(video=0)
        self._next = 0

    def exact(self, frame_idx, *, cancel=None):
        if frame_idx < self._next:
            self._rewind()
        while True:
            frame = next(self._frames)
            self._next += 1
            if self._next > frame_idx:
                return frame.to_ndarray(format="rgb24")

    def proxy(self, frame_idx):
        return None

    def prepare_scrub(self, frame_idx, *, cancel=None):
        pass

    def prepare_back(self, frame_idx, *, cancel=None):
        pass

    def nearest_keyframe(self, frame_idx):
        key_idx = frame_idx // 12 * 12
        return key_idx, self.exact(key_idx)


def level_in(player) -> int:
    """The number of the frame whose grey is shown."""
    grey = player.surface.image.pixelColor(30, 20).green()
    return round((grey - 20) / 5)


@pytest.fixture
def on_real_video(player, qtbot, real_video):
    with av.open(str(real_video)) as container:
        pts_s = np.array([frame.time for frame in container.decode(video=0)])
    assert len(pts_s) == N_REAL_FRAMES
    facts = facts_of(pts_s - pts_s[0], is_vfr=True)
    with qtbot.waitSignal(player.frame_shown):
        player.show_video(facts, lambda: PlainReader(real_video))
    return player


def test_every_step_shows_its_own_frame(on_real_video, qtbot):
    player = on_real_video
    for n_frames in (1, 1, 10, -1, -5, 30, -1):
        with qtbot.waitSignal(player.frame_shown):
            player.step(n_frames)
        assert level_in(player) == player.frame_idx
    assert player.frame_idx == 35


def test_scrub_settles_and_play_ends_on_the_last_frame(on_real_video, qtbot, heard):
    player = on_real_video
    assert "VFR" in player.surface.badge.words()
    player.scrub_to(1.21)
    qtbot.waitUntil(lambda: len(heard.shown) == 2)
    assert [idx for idx, _ in heard.shown] == [24, 30]
    assert level_in(player) == 30
    player.play()
    qtbot.waitUntil(lambda: heard.playing == [True, False])
    assert level_in(player) == player.frame_idx == N_REAL_FRAMES - 1


def test_a_file_that_is_no_video_is_told(player, qtbot, tmp_path):
    file = tmp_path / "missing.mp4"
    with qtbot.waitSignal(player.failed) as failed:
        player.show_video(facts_of(np.arange(3) / 25), lambda: PlainReader(file))
    assert failed.args[0].startswith("The video cannot be read")
