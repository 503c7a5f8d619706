"""A proxy has every frame of its original at the very same time, or there is none."""

import errno
from dataclasses import replace
from threading import Event
from types import SimpleNamespace

import av
import numpy as np
import pytest

from pgcn_core.errors import Cancelled, OutputError, VideoError
from pgcn_core.video import proxy
from pgcn_core.video.access import FrameReader
from pgcn_core.video.opening import open_video
from tests.videos import make_video, read_number

UNEVEN = [0, 40, 47, 120, 121, 500, 533, 600, 1400, 1433]


def files_in(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("even.mp4", {}),
        ("uneven.mp4", {"vfr_pts": UNEVEN}),
        ("late.ts", {"start_pts": 25}),
        ("turned.mp4", {"rotation": 90, "size": (64, 96)}),
        ("odd.mkv", {"size": (97, 65), "codec": "mpeg4"}),
        ("ntsc.mp4", {"fps": 30000 / 1001}),
        ("old.avi", {"codec": "mpeg4", "fps": 30000 / 1001}),
    ],
)
def test_every_frame_has_its_number_and_its_time(tmp_path, name, asked):
    video = open_video(make_video(tmp_path / name, **{"n_frames": 40, "gop": 20} | asked))
    out = tmp_path / "made" / "small.mp4"
    proxy.make_proxy(video, out)
    small = proxy.verify(video, out)
    base, ours = small.index.time_base, video.index.time_base
    assert [int(tick) * base for tick in small.index.pts] == [
        int(tick - video.index.pts[0]) * ours for tick in video.index.pts
    ]
    assert len(small.index.key_pts) == len(small.index.pts)
    assert (small.info.height_px > small.info.width_px) == ("turned" in name)
    with FrameReader(small) as reader, FrameReader(video) as original:
        for frame_idx in (3, 0, len(small.index.pts) - 1, 7):
            wanted = read_number(original.exact(frame_idx))
            assert read_number(reader.exact(frame_idx)) == wanted
            assert reader.nearest_keyframe(frame_idx)[0] == frame_idx
    assert files_in(out.parent) == ["small.mp4"]


def test_it_is_small_and_never_larger_than_the_original(tmp_path):
    video = open_video(make_video(tmp_path / "hd.mp4", n_frames=3, size=(1280, 720)))
    proxy.make_proxy(video, tmp_path / "small.mp4")
    small = open_video(tmp_path / "small.mp4").info
    assert (small.width_px, small.height_px) == (640, 360)
    tiny = open_video(make_video(tmp_path / "tiny.mp4", n_frames=3))
    proxy.make_proxy(tiny, tmp_path / "small.mp4")
    assert open_video(tmp_path / "small.mp4").info.height_px == 64


def test_one_tick_off_is_not_the_same(tmp_path):
    video = open_video(make_video(tmp_path / "a.mp4", vfr_pts=UNEVEN))
    proxy.make_proxy(video, tmp_path / "small.mp4")
    moved = video.index.pts.copy()
    moved[4] += 1
    shifted = replace(video, index=replace(video.index, pts=moved))
    with pytest.raises(VideoError, match=r"The proxy of a\.mp4 does not have its frames"):
        proxy.verify(shifted, tmp_path / "small.mp4")
    fewer = replace(video, index=replace(video.index, pts=video.index.pts[:-1]))
    assert not proxy.has_same_times(fewer, open_video(tmp_path / "small.mp4"))


def test_a_proxy_with_other_times_is_thrown_away(tmp_path, monkeypatch):
    video = open_video(make_video(tmp_path / "a.mp4", n_frames=10))
    monkeypatch.setattr(proxy, "has_same_times", lambda *_: False)
    with pytest.raises(VideoError, match="does not have its frames"):
        proxy.make_proxy(video, tmp_path / "made" / "small.mp4")
    assert files_in(tmp_path / "made") == []


def test_progress_and_cancel_leave_nothing_behind(tmp_path):
    video = open_video(make_video(tmp_path / "a.mp4", n_frames=60))
    told, cancel = [], Event()

    def note(stage, done, total):
        told.append((stage, done, total))
        if done >= 24:
            cancel.set()

    with pytest.raises(Cancelled):
        proxy.make_proxy(video, tmp_path / "made" / "small.mp4", progress=note, cancel=cancel)
    assert told == [("Proxy", 8, 60), ("Proxy", 16, 60), ("Proxy", 24, 60)]
    assert files_in(tmp_path / "made") == []
    proxy.make_proxy(video, tmp_path / "made" / "small.mp4")
    assert files_in(tmp_path / "made") == ["small.mp4"]


def test_a_full_disk_is_told_before_and_during(tmp_path, monkeypatch):
    video = open_video(make_video(tmp_path / "a.mp4", n_frames=60))
    monkeypatch.setattr(proxy.shutil, "disk_usage", lambda _: SimpleNamespace(free=1 << 20))
    with pytest.raises(OutputError, match=r"takes up to 0\.1 GB and .* has 0\.0 GB left"):
        proxy.make_proxy(video, tmp_path / "made" / "small.mp4")
    monkeypatch.undo()

    def write(_video, part, _progress, _cancel):
        part.write_bytes(b"half")
        raise av.error.OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(proxy, "_write", write)
    with pytest.raises(OutputError, match=r"no room left for a proxy of a\.mp4"):
        proxy.make_proxy(video, tmp_path / "made" / "small.mp4")
    assert files_in(tmp_path / "made") == []


def test_a_folder_that_cannot_be(tmp_path):
    video = open_video(make_video(tmp_path / "a.mp4", n_frames=5))
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        proxy.make_proxy(video, tmp_path / "file" / "small.mp4")


def test_what_is_heavy(tmp_path):
    light = open_video(make_video(tmp_path / "light.mp4", n_frames=60))
    assert proxy.why_heavy(light) == ""
    long = open_video(make_video(tmp_path / "long.mp4", n_frames=140, gop=200))
    assert proxy.why_heavy(long) == "a keyframe only every 140 frames"
    hevc = open_video(make_video(tmp_path / "hevc.mp4", n_frames=12, codec="libx265"))
    assert proxy.why_heavy(hevc) == "HEVC"
    large = replace(light, info=replace(light.info, width_px=3840, height_px=2160))
    assert proxy.why_heavy(large) == "4K"
    assert np.all(light.index.pts_s >= 0)
