import numpy as np
import pytest
import torch

from pgcn_core.errors import FeatureError, ProposalFileError, TrainingError
from pgcn_core.features.sequence_files import write_sequence
from pgcn_core.training.dataset import in_seconds, read_training_data
from pgcn_core.training.feature_files import UnitTiming, find_feature_file, read_features
from pgcn_core.training.holding_out import split
from pgcn_core.training.presets import find_preset
from pgcn_core.training.train import RunOptions, train
from tests.pgcn_core.sequences import sequence
from tests.pgcn_core.training.sets import SMALL, make_data, small, source_of
from tests.synthetic_actions import Size, write_set


@pytest.fixture
def folder(tmp_path):
    write_set(tmp_path, Size(n_videos=3, dim=16, n_frames=800, n_proposals=32))
    return tmp_path


def read(folder, recipe=SMALL):
    return read_training_data(source_of(folder), recipe, 0)


def change_list(folder, old, new, count=1):
    path = folder / "proposals.txt"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, count))


def change_features(folder, change, video="video_001"):
    path = folder / "rgb" / f"{video}.npy"
    values = np.load(path)
    np.save(path, change(values))


def put(row, value):
    def change(values):
        values[row] = value
        return values

    return change


def test_videos_are_read_and_split(folder):
    data = read(folder)
    assert len(data.training) == 2
    assert len(data.validation) == 1
    assert data.feature_dim == 16
    assert data.training[0].ranges.shape == (len(data.training[0].pools.frames), 3, 2)
    assert (np.diff(data.training[0].ranges, axis=2) > 0).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (put(3, np.nan), r"video_001\.npy: row 3 holds numbers that are not finite"),
        (put(slice(2, 5), 0.0), r"3 of 93 rows are all zero, first row 2"),
        (lambda values: values[:0], "holds no feature unit"),
        (lambda values: values[:, :8], "have 8 numbers, those of video_000 16"),
        (lambda values: values[:20], "20 units cover 216 frames, but the list gives the video 800"),
        (lambda values: values[:, 0], r"holds float\d+ of shape \(93,\), not numbers of units x"),
        (lambda values: values.astype(str), r"holds <U\d+ of shape"),
        (lambda values: values.astype(complex), "holds complex128 of shape"),
        (lambda values: values.astype(float) * 1e300, "row 0 holds numbers that are not finite"),
    ],
)
def test_bad_features_are_named(folder, change, message):
    change_features(folder, change)
    with pytest.raises(FeatureError, match=message):
        read(folder)


def test_a_missing_feature_file_is_named(folder):
    (folder / "rgb" / "video_002.npy").unlink()
    with pytest.raises(FeatureError, match="no feature file for video_002"):
        read(folder)


def test_labels_beyond_the_label_file_are_named(folder):
    text = (folder / "proposals.txt").read_text().splitlines()
    label, start, end = text[5].split()
    change_list(folder, f"\n{label} {start} {end}\n", f"\n4 {start} {end}\n")
    with pytest.raises(ProposalFileError, match="video_000 has label 4, but there are 3 labels"):
        read(folder)


def test_labels_counted_from_zero_are_named(folder):
    text = (folder / "proposals.txt").read_text().splitlines()
    label, start, end = text[5].split()
    change_list(folder, f"\n{label} {start} {end}\n", f"\n0 {start} {end}\n")
    with pytest.raises(ProposalFileError, match="should begin with a label, counted from 1"):
        read(folder)


def test_proposals_without_a_label_that_overlap_are_named(folder):
    lines = (folder / "proposals.txt").read_text().splitlines()
    line = next(one for one in lines if len(one.split()) == 5 and float(one.split()[1]) > 0.7)
    change_list(folder, line, f"0 {line.split(maxsplit=1)[1]}")
    with pytest.raises(ProposalFileError, match="overlaps an action but has label 0"):
        read(folder)


def test_ends_past_the_video_are_named(folder):
    change_list(folder, "\n800\n1\n", "\n500\n1\n")
    with pytest.raises(ProposalFileError, match=r"segment that ends \d+ frames after the video"):
        read(folder)


def test_a_list_with_a_video_twice_is_named(folder):
    change_list(folder, "video_001", "video_000")
    with pytest.raises(ProposalFileError, match="video_000 is listed twice"):
        read(folder)


def test_no_ground_truth_at_all_is_named(folder):
    (folder / "proposals.txt").write_text("# 0\nvideo_000\n800\n1\n0\n1\n0 0 0 10 90\n")
    with pytest.raises(TrainingError, match=r"No video of proposals\.txt has ground truth"):
        read(folder)


def test_videos_without_ground_truth_need_no_features(folder):
    with (folder / "proposals.txt").open("a") as stream:
        stream.write("# 9\nempty\n800\n1\n0\n1\n0 0 0 10 90\n")
    assert len(read(folder).training) == 2


def test_one_video_cannot_be_split(folder):
    videos = read(folder).training[:1]
    with pytest.raises(TrainingError, match="cannot be split"):
        split(videos, 0.2, 0)
    assert split(videos, 0.0, 0) == (tuple(videos), ())


def test_a_video_without_incomplete_proposals_trains(folder, tmp_path):
    lines = (folder / "proposals.txt").read_text().splitlines()
    kept = [one for one in lines if len(one.split()) != 5 or not 0 < float(one.split()[1]) < 0.7]
    text = "\n".join(kept).replace("\n32\n", "\n99\n")  # fewer may follow than are announced
    (folder / "proposals.txt").write_text(text)
    recipe = small(optimiser={"batch_videos": 1, "epochs": 1}, pools={"repeats": 2})
    data = read(folder, recipe)
    assert all(len(video.pools.of(1)) == 0 for video in data.training)
    assert len(train(data, recipe, RunOptions(tmp_path / "out")).epochs) == 1


def test_the_fingerprint_sees_every_change(folder):
    before = read(folder).fingerprint
    assert read(folder).fingerprint == before
    change_features(folder, put(0, 0.5))
    assert read(folder).fingerprint != before


# ---------------------------------------------------------------- kinds of files

TABLE = np.arange(1, 33, dtype=np.float32).reshape(8, 4)
TIMING = UnitTiming()


def saved(folder, suffix):
    path = folder / f"clip{suffix}"
    if suffix == ".npy":
        np.save(path, TABLE)
    elif suffix == ".npz":
        np.savez(path, features=TABLE)
    else:
        torch.save(torch.from_numpy(TABLE).half(), path)
    return path


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".pt", ".pth", ""])
def test_every_kind_of_table_is_read_alike(tmp_path, suffix):
    path = saved(tmp_path, suffix)
    assert find_feature_file(tmp_path, "clip") == path
    found = read_features(path, "flow", 120, TIMING)
    np.testing.assert_array_equal(found.values, TABLE)
    assert found.values.dtype == np.float32
    assert (found.stream, found.n_frames, found.fps) == ("flow", 120, 1.0)
    assert found.ends_s[-1] == 7 * 8 + 64


def test_our_own_sequences_keep_their_times(tmp_path):
    mine = sequence(10)
    write_sequence(mine, tmp_path / "clip.safetensors")
    found = read_features(tmp_path / "clip.safetensors", "rgb", 999, TIMING)
    np.testing.assert_array_equal(found.values, mine.values)
    assert found.fps == 25.0
    with pytest.raises(FeatureError, match="holds rgb features, not flow"):
        read_features(tmp_path / "clip.safetensors", "flow", 999, TIMING)


def test_units_may_divide_the_video_evenly(tmp_path):
    found = read_features(saved(tmp_path, ".npy"), "rgb", 4000, UnitTiming(is_rescaled=True))
    assert found.starts_s.tolist() == [500.0 * unit for unit in range(8)]


@pytest.mark.parametrize("suffix", [".npy", ".npz", ".pt", ".safetensors"])
def test_damaged_files_are_named(tmp_path, suffix):
    path = tmp_path / f"clip{suffix}"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(FeatureError, match="clip"):
        read_features(path, "rgb", 120, TIMING)


class Payload:
    def __reduce__(self):
        return (print, ("run",))


def test_a_pickle_that_could_run_code_is_refused(tmp_path, capsys):
    torch.save(Payload(), tmp_path / "clip.pt")
    with pytest.raises(FeatureError, match="could run code"):
        read_features(tmp_path / "clip.pt", "rgb", 120, TIMING)
    np.save(tmp_path / "other.npy", np.array([Payload()], object), allow_pickle=True)
    with pytest.raises(FeatureError, match="cannot be read"):
        read_features(tmp_path / "other.npy", "rgb", 120, TIMING)
    assert capsys.readouterr().out == ""


def test_an_archive_of_many_arrays_is_refused(tmp_path):
    np.savez(tmp_path / "clip.npz", a=TABLE, b=TABLE)
    with pytest.raises(FeatureError, match="holds 2 arrays, not one"):
        read_features(tmp_path / "clip.npz", "rgb", 120, TIMING)


def test_a_torch_file_of_something_else_is_refused(tmp_path):
    torch.save({"a": 1}, tmp_path / "clip.pt")
    with pytest.raises(FeatureError, match="holds no tensor"):
        read_features(tmp_path / "clip.pt", "rgb", 120, TIMING)


def test_data_in_seconds_scale_to_the_features(tmp_path):
    # A list at 50 frames per second over features at 25: twice the frames, the same seconds.
    data = make_data(tmp_path)
    listed = data.training[0].listed
    found = in_seconds(np.array([[0, listed.n_frames]]), listed, sequence(10))
    np.testing.assert_allclose(found, [[0.0, 136 / 25]])


def test_a_list_is_taken_up_to_the_limit_and_ground_truth_stays(folder):
    def sizes(recipe):
        data = read(folder, recipe)
        return {
            one.video_id: (
                len(one.listed.proposal_frames), len(one.listed.truth_frames),
                int(one.pools.is_truth.sum()),
            )
            for one in (*data.training, *data.validation)
        }  # fmt: skip

    whole = sizes(small(pools={"whole_list": True}))
    cut = sizes(small(proposals={"max_proposals": 5}))
    none_cut = sizes(small(proposals={"max_proposals": 5}, pools={"whole_list": True}))
    assert whole == none_cut
    for name, (n_proposals, n_truth, n_pooled) in whole.items():
        assert (n_proposals, n_truth) == (32, n_pooled)
        assert cut[name] == (5, n_truth, n_truth)


def test_the_first_lines_of_a_list_are_the_ones_taken(folder):
    whole = read(folder).training[0].listed
    cut = read(folder, small(proposals={"max_proposals": 7})).training[0].listed
    assert (cut.proposal_frames == whole.proposal_frames[:7]).all()
    for name in ("proposal_label_idx", "best_tiou", "overlap_self", "coverage"):
        assert (getattr(cut, name) == getattr(whole, name)[:7]).all()


def test_the_released_code_takes_whole_lists(folder):
    assert find_preset("official/thumos14").pools.whole_list
    assert find_preset("thumos14").proposals.max_proposals == 600
    assert find_preset("activitynet1.3").proposals.max_proposals == 100
