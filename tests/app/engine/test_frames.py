"""Probing and reading through the program's port, on videos whose frames carry their number."""

import numpy as np
import pytest

from app.domain.errors import Cancelled, MediaError
from app.engine.frames import EngineFrames
from tests.videos import make_video, read_number


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    return make_video(tmp_path_factory.mktemp("video") / "match.mp4", n_frames=30)


def test_facts(video):
    facts = EngineFrames().probe(video)
    assert facts.path == video
    assert (facts.width_px, facts.height_px, facts.fps) == (96, 64, 25.0)
    assert facts.duration_s == pytest.approx(1.2)
    assert facts.pts_s == pytest.approx(np.arange(30) / 25)
    assert facts.fingerprint
    assert not facts.is_vfr
    assert not facts.has_audio
    assert facts.warning == ""


def test_a_cut_video_has_a_warning(tmp_path):
    whole = make_video(
        tmp_path / "whole.mp4", n_frames=100, muxer_options={"movflags": "faststart"}
    )
    data = whole.read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(data[: len(data) * 6 // 10])
    assert (
        EngineFrames().probe(cut).warning.startswith("cut.mp4 is damaged and cannot be read after ")
    )


def test_frames_by_number_and_their_keyframe(video):
    with EngineFrames().access(video, max_height_px=64) as frames:
        for frame_idx in (17, 3, 29, 0):
            pixels = frames.exact(frame_idx)
            assert (pixels.shape, pixels.dtype) == ((64, 96, 3), np.uint8)
            assert read_number(pixels) == frame_idx
        keyframe, pixels = frames.nearest_keyframe(17)
        assert keyframe % 12 == 0
        assert read_number(pixels) == keyframe


def test_pictures_are_no_higher_than_asked(video):
    with EngineFrames().access(video, max_height_px=32) as frames:
        assert frames.exact(5).shape == (32, 48, 3)


def test_failures_are_the_programs(tmp_path, video):
    source = EngineFrames()
    with pytest.raises(MediaError, match="There is no file"):
        source.probe(tmp_path / "none.mp4")
    notes = tmp_path / "notes.mp4"
    notes.write_text("not a video")
    with pytest.raises(MediaError, match="is not a video"):
        source.access(notes, max_height_px=64).__enter__()
    access = source.access(video, max_height_px=64)
    with pytest.raises(MediaError, match="is not open any more"):
        access.exact(0)
    with access, pytest.raises(Cancelled):
        access.exact(20, cancel=lambda: True)
    with pytest.raises(MediaError, match="is not open any more"):
        access.nearest_keyframe(0)


def test_a_video_that_is_replaced_while_it_is_open(tmp_path, video):
    path = tmp_path / "match.mp4"
    path.write_bytes(video.read_bytes())
    with EngineFrames().access(path, max_height_px=64) as frames:
        assert read_number(frames.exact(0)) == 0
        path.unlink()
        # What is open stays open, as Unix has it; a later probe says what became of it.
        assert read_number(frames.exact(2)) == 2
    with pytest.raises(MediaError, match="There is no file"):
        EngineFrames().probe(path)
