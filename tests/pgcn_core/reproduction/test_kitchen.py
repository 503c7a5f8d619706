import numpy as np
import pytest

from pgcn_core.errors import FeatureError
from pgcn_core.reproduction.kitchen import label_runs, n_splits, read_split
from pgcn_core.reproduction.units import LARGEST_DEVIATIONS, SCALE, UnitSettings, as_units
from tests.pgcn_core.reproduction.kitchen_folder import N_FRAMES, write_salads
from tests.places import shared_dir


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_salads(tmp_path_factory.mktemp("kitchen"))


def test_runs_leave_background_out():
    runs, labels = label_runs(np.array([0, 0, 2, 2, 1, 0, 1]))
    assert runs.tolist() == [[2, 4], [4, 5], [6, 7]]
    assert labels.tolist() == [2, 1, 1]


def test_one_frame_of_background_has_no_run():
    runs, labels = label_runs(np.array([0]))
    assert runs.shape == (0, 2)
    assert labels.shape == (0,)


def test_segments_are_the_frames_in_seconds(folder):
    video = read_split(folder, "50salads", 1).test[0]
    assert video.fps == 2.5
    assert video.n_frames == N_FRAMES
    assert video.duration_s == N_FRAMES / 2.5
    drawn = np.zeros(N_FRAMES, np.int64)
    for (start_s, end_s), label in zip(video.segments, video.label_idx, strict=True):
        drawn[round(start_s * 2.5) : round(end_s * 2.5)] = label + 1
    assert np.array_equal(drawn, video.frame_labels)


def test_every_video_is_tested_once_and_never_learned_then(folder):
    tested = []
    for number in range(1, n_splits("50salads") + 1):
        split = read_split(folder, "50salads", number)
        tested += [video.video_id for video in split.test]
        assert not {video.video_id for video in split.test} & {v.video_id for v in split.train}
    assert len(tested) == len(set(tested)) == 10


def test_learned_features_come_from_the_split_and_measured_ones_from_the_first(folder):
    one, two = (read_split(folder, "50salads", number) for number in (1, 2))
    first = {video.video_id: video for video in (*one.train, *one.test)}
    for video in two.test:
        other = first[video.video_id]
        assert video.features["rgb"].mean() > other.features["rgb"].mean() + 0.5
        assert np.array_equal(video.features["flow"], other.features["flow"])
        assert video.features["flow"].shape == (N_FRAMES, 4)


def test_units_are_standardised_by_the_training_videos_alone(folder):
    split = as_units(read_split(folder, "50salads", 3), 3, UnitSettings(4, 4))
    learned = np.concatenate([video.sequences["rgb"].values for video in split.train])
    assert np.allclose(learned.mean(axis=0), 0, atol=0.02)
    assert np.allclose(learned.std(axis=0), SCALE, atol=0.02)
    assert np.abs(learned).max() <= SCALE * LARGEST_DEVIATIONS + 1e-6
    sequence = split.test[0].sequences["rgb"]
    assert sequence.values.shape == (N_FRAMES // 4, 8)
    assert split.test[0].sequences["flow"].values.shape == (N_FRAMES // 4, 8)  # mean and maximum
    assert sequence.starts_s[:2].tolist() == [0.0, 1.6]
    assert sequence.ends_s[-1] == N_FRAMES / 2.5


def test_the_last_unit_ends_with_the_video(folder):
    split = as_units(read_split(folder, "50salads", 1), 1, UnitSettings(7, 9))
    sequence = split.test[0].sequences["rgb"]
    assert len(sequence.values) == 35  # 240 / 7, the last one of 2 frames
    assert sequence.ends_s[-1] == N_FRAMES / 2.5
    assert (sequence.ends_s > sequence.starts_s).all()


@pytest.mark.parametrize("number", [0, 6])
def test_there_is_no_such_split(folder, number):
    with pytest.raises(FeatureError, match=f"no split {number} of 50salads"):
        read_split(folder, "50salads", number)


def test_a_video_in_both_lists_is_refused(tmp_path):
    folder = write_salads(tmp_path)
    lists = folder / "splits" / "50Salads" / "Split_1"
    (lists / "train.txt").write_text((lists / "train.txt").read_text() + "00-1\n")
    with pytest.raises(FeatureError, match="00-1 in both lists"):
        read_split(folder, "50salads", 1)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("50salads_mid_split2.npz", b"no archive", "cannot be read"),
        ("mid_level_actions.txt", b"cut\nstir\n", "has 2 labels, not 17"),
        ("splits/50Salads/Split_2/test.txt", b"\n", "names nothing"),
        ("splits/50Salads/Split_2/test.txt", b"99-9\n", "features of 99-9 lack rgb-99-9/"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path, name, content, sentence):
    folder = write_salads(tmp_path)
    (folder / name).write_bytes(content)
    with pytest.raises(FeatureError, match=sentence):
        read_split(folder, "50salads", 2)


def test_features_of_another_length_are_refused(tmp_path):
    folder = write_salads(tmp_path)
    file = folder / "50salads_mid_split2.npz"
    with np.load(file) as held:
        arrays = dict(held)
    arrays["rgb-03-1/A"] = arrays["rgb-03-1/A"][:-1]
    np.savez(file, **arrays)
    with pytest.raises(FeatureError, match="rgb-03-1/A does not hold one row"):
        read_split(folder, "50salads", 2)


@pytest.mark.parametrize(("name", "videos", "labels"), [("50salads", 50, 17), ("gtea", 28, 10)])
def test_the_real_folder(name, videos, labels):
    shared = shared_dir()
    if shared is None or not (shared / "data" / "kitchen_features_tcn").is_dir():
        pytest.skip("the kitchen features are not here")
    split = read_split(shared / "data" / "kitchen_features_tcn", name, 2)
    assert len(split.train) + len(split.test) == videos
    assert len(split.labels) == labels
    assert max(video.label_idx.max() for video in split.train) == labels - 1
