"""The engine's whole path on real footage: a file goes in, labelled segments come out."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Timer

import numpy as np
import pytest

from pgcn_core.config import Settings
from pgcn_core.errors import Cancelled, VideoError, WeightsError
from pgcn_core.features.extraction import feature_fingerprint
from pgcn_core.pipeline import LAST_STAGE, STAGES, Engine, LocalizedVideo, load_engine, localize
from pgcn_core.runtime import cache_dir
from pgcn_core.segments import pairwise_tiou
from tests.footage import sample_video
from tests.places import shared_dir
from tests.videos import make_video

JUGGLING = "tv_v_SoccerJuggling_g23_c01.avi"
WEIGHTS = "clean and jerk"
# One piece of the video is 320 frames of 25 a second; the next begins 216 frames on.
FIRST_PIECE, NEXT_PIECE = 320, 216


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The engine of the first run, with nothing kept on disk."""
    try:
        return load_engine(Settings.paper().with_flow("dis", by_name=False), device="cpu")
    except WeightsError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def clip() -> Path:
    """A clean and jerk of 18 s, the action from end to end."""
    return real_clip("v_GGSY1Qvo990.mp4")


@pytest.fixture(scope="module")
def whole(engine: Engine, clip: Path) -> LocalizedVideo:
    return localize(clip, engine)


def real_clip(name: str) -> Path:
    shared = shared_dir()
    if shared is None or not (shared / "data" / "real_clips" / name).is_file():
        pytest.skip(f"{name} is not here")
    return shared / "data" / "real_clips" / name


def labels_of(found: LocalizedVideo) -> list[str]:
    return [found.labels[k] for k in found.detections.label_idx]


def assert_sound(found: LocalizedVideo) -> None:
    """What holds of every video, whatever is in it."""
    detections = found.detections
    assert (detections.segments[:, 0] < detections.segments[:, 1]).all()
    assert (detections.segments >= 0).all()
    assert (detections.segments <= found.info.duration_s).all()
    assert ((detections.score > 0) & (detections.score <= 1)).all()
    assert (np.diff(detections.score) <= 0).all()
    assert len(found.proposals.segments) >= 1
    assert len(found.graph.neighbours) == len(found.edge_weights)


def test_a_clip_of_one_action_gives_the_whole_of_it(whole: LocalizedVideo) -> None:
    assert_sound(whole)
    assert labels_of(whole)[0] == WEIGHTS
    all_of_it = np.array([[0.0, whole.info.duration_s]])
    assert pairwise_tiou(all_of_it, whole.detections.segments[:1])[0, 0] > 0.8
    assert len(whole.detections) <= 5
    assert not whole.is_trained
    assert "Optical flow was left out" in whole.note


def test_cancelled_in_mid_features_and_taken_up_again(
    engine: Engine, clip: Path, whole: LocalizedVideo, tmp_path: Path
) -> None:
    keeping = replace(
        load_engine(engine.settings, device="cpu", cache=tmp_path), backbones=engine.backbones
    )
    cancel = Event()
    set_at = []

    def stop() -> None:
        set_at.append(time.monotonic())
        cancel.set()

    def in_second_piece(stage: str, done: int, total: int) -> None:
        # All frames are read, the first piece is through the network, the second is in it.
        if done == (total + NEXT_PIECE) // 2 and not set_at:
            Timer(0.2, stop).start()

    with pytest.raises(Cancelled):
        localize(clip, keeping, progress=in_second_piece, cancel=cancel)
    assert time.monotonic() - set_at[0] < 1.0
    backbone = keeping.backbones["rgb"]
    fingerprint = feature_fingerprint(
        whole.info.fingerprint, "rgb", keeping.settings.features, backbone.fingerprint
    )
    assert keeping.cache is not None
    assert len(keeping.cache.load_parts(fingerprint)) == 1
    assert keeping.cache.load(fingerprint) is None

    told: list[tuple[str, int]] = []
    resumed = localize(
        clip, keeping, progress=lambda stage, done, total: told.append((stage, done))
    )
    assert min(done for stage, done in told if stage == STAGES["rgb"]) >= NEXT_PIECE
    assert_same(resumed, whole)

    told.clear()
    again = localize(clip, keeping, progress=lambda stage, done, total: told.append((stage, done)))
    frames = round(whole.info.duration_s * 25)
    assert told[0][0] == STAGES["rgb"]
    assert told[0][1] == pytest.approx(frames, abs=1)
    assert [stage for stage, _ in told] == [STAGES["rgb"], LAST_STAGE, LAST_STAGE]
    assert_same(again, resumed)


def assert_same(one: LocalizedVideo, other: LocalizedVideo) -> None:
    np.testing.assert_array_equal(one.proposals.segments, other.proposals.segments)
    np.testing.assert_array_equal(one.graph.neighbours, other.graph.neighbours)
    np.testing.assert_array_equal(one.detections.segments, other.detections.segments)
    np.testing.assert_array_equal(one.detections.label_idx, other.detections.label_idx)
    np.testing.assert_allclose(one.detections.score, other.detections.score, rtol=1e-5)


def test_cancelled_before_it_begins(engine: Engine, tmp_path: Path) -> None:
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        localize(make_video(tmp_path / "a.mp4", n_frames=5), engine, cancel=cancel)


@pytest.mark.parametrize("n_frames", [1, 2, 9, 40])
def test_very_short_videos(engine: Engine, tmp_path: Path, n_frames: int) -> None:
    found = localize(make_video(tmp_path / "short.mp4", n_frames=n_frames), engine)
    assert_sound(found)
    assert len(found.detections) <= 1


def test_a_file_that_ends_in_the_middle(engine: Engine, tmp_path: Path) -> None:
    content = real_clip(JUGGLING).read_bytes()
    cut = tmp_path / "cut.avi"
    cut.write_bytes(content[: len(content) * 6 // 10])
    found = localize(cut, engine)
    assert_sound(found)
    assert found.info.duration_s == pytest.approx(4.8, abs=1.0)
    assert labels_of(found)[0] == "juggling soccer ball"


def test_a_file_without_its_table_is_told_from_ours(engine: Engine, tmp_path: Path) -> None:
    video = make_video(tmp_path / "whole.mp4", n_frames=30)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(video.read_bytes()[:-2000])
    with pytest.raises(VideoError):
        localize(cut, engine)


def sample_truth(video: Path) -> Iterator[tuple[np.ndarray, str]]:
    known = json.loads(video.with_suffix(".json").read_text(encoding="utf-8"))
    for one in known["database"][video.stem]["annotations"]:
        yield np.array([one["segment"]]), one["label"]


def test_the_bundled_sample(engine: Engine) -> None:
    video = sample_video()
    if video is None:
        pytest.skip("the set-up could not fetch the sample")
    found = localize(video, engine)
    assert_sound(found)
    assert 1 <= len(found.detections) <= 10
    names = np.array(labels_of(found))
    for truth, label in sample_truth(video):
        right = found.detections.segments[names == label]
        assert len(right) >= 1, label
        if label == "juggling soccer ball":
            assert pairwise_tiou(truth, right).max() > 0.8


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bottle-detection.mp4", "car-detection.mp4"])
def test_footage_without_action_gives_next_to_nothing(engine: Engine, name: str) -> None:
    found = localize(real_clip(name), engine)
    assert_sound(found)
    assert len(found.detections) <= 2


@pytest.mark.slow
def test_a_flow_asked_for_by_name_joins(tmp_path: Path) -> None:
    both = load_engine(Settings.paper().with_flow("dis"), device="cpu", cache=tmp_path)
    assert list(both.backbones) == ["rgb", "flow"]
    stages = []
    clip = real_clip("tv_TrumanShow_wave_f_nm_np1_fr_med_26.avi")
    found = localize(clip, both, progress=lambda stage, done, total: stages.append(stage))
    assert_sound(found)
    assert set(stages) == {*STAGES.values(), LAST_STAGE}
    assert "left out" not in found.note
    assert cache_dir() != tmp_path
