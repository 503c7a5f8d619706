"""One numbered video per kind of file, made once."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from tests.videos import make_video

_UNEVEN_MS = list(
    itertools.accumulate(itertools.islice(itertools.cycle([20, 33, 40, 80, 7, 41, 120]), 59)),
)
_UNEVEN_MS = [0, *_UNEVEN_MS]
_HIDDEN_START = {"avoid_negative_ts": "disabled", "use_editlist": "1"}

# name: (suffix, keywords of make_video, number of the first frame on screen)
KINDS: dict[str, tuple[str, dict[str, Any], int]] = {
    "mp4": (".mp4", {}, 0),
    "mp4 vfr": (".mp4", {"vfr_pts": _UNEVEN_MS}, 0),
    "mp4 edit list": (".mp4", {"start_pts": -5, "muxer_options": _HIDDEN_START}, 5),
    "mp4 open gop": (".mp4", {"codec_options": {"x264-params": "open-gop=1"}}, 0),
    "mp4 turned": (".mp4", {"rotation": 90}, 0),
    "mov upside down": (".mov", {"rotation": 180}, 0),
    "mp4 hevc": (".mp4", {"codec": "libx265"}, 0),
    "mp4 hevc ten bits": (".mp4", {"codec": "libx265", "pix_fmt": "yuv420p10le"}, 0),
    "ts hevc ten bits": (".ts", {"codec": "libx265", "pix_fmt": "yuv420p10le"}, 0),
    "mov turned left": (".mov", {"rotation": 270, "vfr_pts": _UNEVEN_MS}, 0),
    "mkv": (".mkv", {}, 0),
    "mkv vfr": (".mkv", {"vfr_pts": _UNEVEN_MS}, 0),
    "ts late start": (".ts", {"start_pts": 250}, 0),
    "ts open gop": (".ts", {"codec_options": {"x264-params": "open-gop=1"}}, 0),
    "program stream": (".mpg", {"codec": "mpeg2video"}, 0),
    "avi b-frames": (".avi", {"codec": "mpeg4"}, 0),
    "avi h264": (".avi", {}, 0),
    "avi plain": (".avi", {"codec": "mpeg4", "b_frames": 0}, 0),
    "avi mjpeg": (".avi", {"codec": "mjpeg", "b_frames": 0}, 0),
    "webm vp9": (".webm", {"codec": "libvpx-vp9"}, 0),
}


@pytest.fixture(scope="session")
def kind_paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("kinds")
    return {
        name: make_video(folder / (name.replace(" ", "_") + suffix), **keywords)
        for name, (suffix, keywords, _) in KINDS.items()
    }


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest, kind_paths: dict[str, Path]) -> tuple[Path, int]:
    """Path of one kind of file, and the number its first shown frame carries."""
    return kind_paths[request.param], KINDS[request.param][2]


@pytest.fixture(scope="session")
def plain_path(kind_paths: dict[str, Path]) -> Path:
    return kind_paths["mp4"]
