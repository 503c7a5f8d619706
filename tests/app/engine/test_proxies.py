"""Proxies on disk: made, used beside the exact frames, compared, deleted."""

import threading

import numpy as np
import pytest

from app.domain.errors import Cancelled, EngineError
from app.engine import frames as engine_frames
from app.engine.frames import EngineFrames
from app.engine.proxies import EngineProxies
from tests.videos import make_video, read_number


def silent(*_):
    pass


@pytest.fixture
def video(tmp_path):
    return make_video(tmp_path / "match.mp4", n_frames=60, gop=60, size=(960, 540))


def made(tmp_path, video):
    proxies = EngineProxies(tmp_path / "proxies")
    proxies.make(video, progress=silent, cancel=threading.Event())
    return proxies


def test_a_proxy_shows_the_very_frame_until_the_exact_one_is_at_hand(tmp_path, video):
    proxies = made(tmp_path, video)
    source = EngineFrames(proxies)
    fingerprint = source.probe(video).fingerprint
    assert proxies.has(fingerprint)
    with source.access(video, max_height_px=540) as access:
        for frame_idx in (59, 0, 31):
            pixels = access.proxy(frame_idx)
            assert pixels.shape == (360, 640, 3)
            assert read_number(pixels) == frame_idx
        assert access.exact(31).shape == (540, 960, 3)
        assert access.proxy(31) is None
        assert read_number(access.proxy(45)) == 45


def test_without_one_nothing_is_shown_and_keyframes_are_prepared(tmp_path, video):
    source = EngineFrames(EngineProxies(tmp_path / "proxies"))
    source.probe(video)
    with source.access(video, max_height_px=540) as access:
        assert access.proxy(5) is None
        access.prepare_scrub(5)
        with pytest.raises(Cancelled):
            EngineProxies(tmp_path / "proxies").make(
                video, progress=silent, cancel=_set(threading.Event())
            )
    with EngineFrames().access(video, max_height_px=540) as access:
        assert access.proxy(5) is None


def _set(event):
    event.set()
    return event


def test_one_made_while_the_video_is_open_is_used_and_a_deleted_one_is_not(tmp_path, video):
    proxies = EngineProxies(tmp_path / "proxies")
    source = EngineFrames(proxies)
    fingerprint = source.probe(video).fingerprint
    with source.access(video, max_height_px=540) as access:
        assert access.proxy(40) is None
        proxies.make(video, progress=silent, cancel=threading.Event())
        access.prepare_scrub(0)
        assert read_number(access.proxy(40)) == 40
        proxies.delete(fingerprint)
        assert access.proxy(40) is None
        assert not proxies.has(fingerprint)
    assert list((tmp_path / "proxies").iterdir()) == []


def test_a_file_that_goes_away_behind_our_back_is_done_without(tmp_path, video):
    proxies = made(tmp_path, video)
    source = EngineFrames(proxies)
    source.probe(video)
    next((tmp_path / "proxies").iterdir()).unlink()
    with source.access(video, max_height_px=540) as access:
        assert access.proxy(40) is None
        assert read_number(access.exact(40)) == 40


@pytest.mark.parametrize("damage", ["cut", "other"])
def test_a_proxy_that_is_not_of_this_video_is_deleted(tmp_path, video, damage):
    made(tmp_path, video)
    file = next((tmp_path / "proxies").iterdir())
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:500])
    else:
        make_video(file, n_frames=59)
    proxies = EngineProxies(tmp_path / "proxies")
    source = EngineFrames(proxies)
    fingerprint = source.probe(video).fingerprint
    assert not proxies.has(fingerprint)
    assert proxies.of(fingerprint) is None


def test_it_belongs_to_the_content_not_to_the_name(tmp_path, video):
    proxies = made(tmp_path, video)
    moved = video.rename(tmp_path / "renamed.mp4")
    assert proxies.has(EngineFrames(proxies).probe(moved).fingerprint)


def test_a_full_disk_is_the_programs_failure(tmp_path, video, monkeypatch):
    class Full:
        free = 0

    monkeypatch.setattr("pgcn_core.video.proxy.shutil.disk_usage", lambda _: Full)
    with pytest.raises(EngineError, match=r"A proxy of match\.mp4 takes up to"):
        made(tmp_path, video)


def test_heavy_is_said(tmp_path):
    long = make_video(tmp_path / "long.mp4", n_frames=130, gop=500)
    assert EngineFrames().probe(long).heavy == "a keyframe only every 130 frames"


def test_the_cache_takes_a_share_of_the_memory(video, monkeypatch):
    asked = []
    reader = engine_frames.FrameReader
    monkeypatch.setattr("pgcn_core.video.memory.available_bytes", lambda: 1 << 30)

    def note(*args, **kinds):
        asked.append((kinds["cache_bytes"], kinds["try_hardware"]))
        return reader(*args, **kinds)

    monkeypatch.setattr(engine_frames, "FrameReader", note)
    for try_hardware in (False, True):
        source = EngineFrames(try_hardware=try_hardware)
        with source.access(video, max_height_px=64) as access:
            assert np.asarray(access.exact(0)).shape[0] == 64
    assert asked == [(1 << 27, False), (1 << 27, True)]
