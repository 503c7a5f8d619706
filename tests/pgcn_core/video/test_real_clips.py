"""Footage from the wild: UCF101, HMDB51, ActivityNet, Kinetics and other clips, where present."""

import random
from pathlib import Path

import numpy as np
import pytest

from pgcn_core.video.access import FrameReader
from pgcn_core.video.container import open_container
from pgcn_core.video.opening import open_video
from pgcn_core.video.reading import read_frames, sampled_times
from tests.places import shared_dir


def _clips() -> list[Path]:
    shared = shared_dir()
    folder = None if shared is None else shared / "data" / "real_clips"
    if folder is None or not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in {".mp4", ".avi", ".mkv"})


CLIPS = _clips()
clips = pytest.mark.parametrize("path", CLIPS, ids=lambda path: path.stem[:24])
pytestmark = pytest.mark.skipif(not CLIPS, reason="real clips are not beside the repository")


@clips
def test_the_index_is_what_decoding_gives(path):
    video = open_video(path)
    with open_container(path) as (container, stream):
        decoded = [frame.pts for frame in container.decode(stream)]
    assert len(decoded) == video.info.n_frames
    if video.index.packet_dts is None:
        assert decoded == video.index.pts.tolist()
    assert video.info.unreadable_after_s is None


@clips
def test_random_pictures_equal_sequential_ones(path):
    video = open_video(path)
    end_s = min(video.info.duration_s, 6.0)
    n_frames = int(np.searchsorted(video.index.pts_s, end_s - 1e-9))
    chosen = random.Random(2).sample(range(n_frames), min(6, n_frames))
    short = 64 if video.info.height_px <= video.info.width_px else 64 * 9 // 16
    pictures = {}
    frame_idx = 0
    for batch in read_frames(video, short_side_px=short, end_s=end_s):
        for picture in batch.pixels:
            if frame_idx in chosen:
                pictures[frame_idx] = picture.copy()
            frame_idx += 1
    assert frame_idx == n_frames
    with FrameReader(video, max_height_px=pictures[chosen[0]].shape[0], cache_bytes=1) as reader:
        for number in chosen:
            picture = reader.exact(number)
            assert np.abs(picture.astype(int) - pictures[number]).mean() < 0.5, number


@clips
def test_a_fixed_rate_gives_the_promised_number(path):
    video = open_video(path)
    promised = len(sampled_times(video.index, 10, 0, 3))
    got = sum(len(b.pts_s) for b in read_frames(video, short_side_px=32, fps=10, end_s=3))
    assert got == promised
