"""Probing and reading through the program's port, on videos whose frames carry their number."""

import numpy as np
import pytest

from app.domain.errors import Cancelled, MediaError
from app.engine.frames import EngineFrames
from tests.videos import beep_starts, make_video, read_number


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
        keyframe, pixels = frames.nearest_keyframe(17)
        assert keyframe % 12 == 0
        assert read_number(pixels) == keyframe
        for frame_idx in (17, 3, 29, 0):
            pixels = frames.exact(frame_idx)
            assert (pixels.shape, pixels.dtype) == ((64, 96, 3), np.uint8)
            assert read_number(pixels) == frame_idx
        frames.prepare_back(29)
        assert frames.nearest_keyframe(21)[0] == 21


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


def test_indexing_is_told_and_the_index_is_used_again(video, monkeypatch):
    source = EngineFrames()
    told: list[tuple[str, int, int]] = []
    source.probe(video, progress=lambda *how: told.append(how))
    assert told
    assert all(stage == "Indexing" and 0 <= done <= total == 100 for stage, done, total in told)
    monkeypatch.setattr("app.engine.frames.open_video", None)  # a second indexing would fail
    with source.access(video, max_height_px=64) as frames:
        assert read_number(frames.exact(9)) == 9
    source.probe(video)


def test_a_file_that_has_changed_is_indexed_anew(tmp_path, video):
    path = tmp_path / "match.mp4"
    path.write_bytes(video.read_bytes())
    source = EngineFrames()
    assert len(source.probe(path).pts_s) == 30
    make_video(path, n_frames=12)
    assert len(source.probe(path).pts_s) == 12
    with source.access(path, max_height_px=64) as frames:
        assert read_number(frames.exact(11)) == 11


def test_sound_on_the_clock_of_the_pictures(tmp_path):
    source = EngineFrames()
    path = make_video(tmp_path / "beeps.mp4", n_frames=60, audio=True)
    with source.sound(path) as sound:
        samples = np.concatenate(list(sound.blocks(0.5, 1.5)))
    assert len(samples) == sound.rate_hz
    assert beep_starts(samples[:, 0]) == pytest.approx([0.5], abs=0.004)
    with pytest.raises(MediaError, match="is not open any more"):
        next(sound.blocks(0.0, 1.0))
    mute = make_video(tmp_path / "mute.mp4", n_frames=5)
    with pytest.raises(MediaError, match="has no sound"):
        source.sound(mute).__enter__()
