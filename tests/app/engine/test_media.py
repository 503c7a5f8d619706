"""Clips and reels behind the program's port: what they tell, and failures in its words."""

import errno
from threading import Event

import pytest

from app.domain.errors import Cancelled, EngineError, MediaError
from app.engine.frames import EngineFrames
from app.engine.media import EngineMedia
from app.services.media import ClipOrder, ReelOrder, ReelShot
from pgcn_core.video import movie
from tests.fakes import no_progress
from tests.videos import make_video


@pytest.fixture
def video(tmp_path):
    return make_video(tmp_path / "a.mp4", n_frames=100, gop=24)


@pytest.fixture
def shop():
    return EngineMedia(EngineFrames())


def clip(shop, video, cancel=None, **how):
    order = ClipOrder(video, 1.2, 2.0, video.with_name("clip.mp4"), **how)
    return shop.clip(order, progress=no_progress, cancel=cancel or Event())


def reel(shop, *videos, cancel=None):
    shots = tuple(ReelShot(video, 0.0, 1.0) for video in videos)
    order = ReelOrder(shots, videos[0].with_name("reel.mp4"), fade_s=0.0)
    return shop.reel(order, progress=no_progress, cancel=cancel or Event())


def test_a_clip_tells_what_it_added(shop, video):
    exact = clip(shop, video, mode="exact")
    assert (exact.is_copied, exact.earlier_s, exact.later_s) == (False, 0.0, 0.0)
    assert (exact.n_frames, exact.duration_s) == (20, pytest.approx(0.8))
    copied = clip(shop, video, mode="copy")
    assert copied.is_copied
    assert copied.earlier_s == pytest.approx(0.24)
    assert copied.later_s == pytest.approx(copied.end_s - 2.0)


def test_a_reel_tells_where_its_shots_begin(shop, video):
    made = reel(shop, video, video)
    assert (made.starts_s, made.n_frames, made.differences) == ((0.0, 1.0), 50, ())


def test_failures_are_the_programs(shop, video, monkeypatch):
    with pytest.raises(MediaError, match="There is no file"):
        clip(shop, video.with_name("gone.mp4"))
    with pytest.raises(MediaError, match="There is no file"):
        reel(shop, video.with_name("gone.mp4"))
    stopped = Event()
    stopped.set()
    for make in (clip, reel):
        with pytest.raises(Cancelled):
            make(shop, video, cancel=stopped)

    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(movie.MovieWriter, "put_picture", full)
    for make in (clip, reel):
        with pytest.raises(EngineError, match="no room left") as caught:
            make(shop, video)
        assert caught.value.exit_code == 7
    assert [one.name for one in video.parent.iterdir()] == ["a.mp4"]
