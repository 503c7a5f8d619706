import json
import math
from dataclasses import replace
from threading import Event

import numpy as np
import pytest
import torch
from click.testing import CliRunner

from pgcn_core.commands.group import cli
from pgcn_core.config import ProposalSettings
from pgcn_core.errors import Cancelled, FeatureError, SettingsError, TrainingError
from pgcn_core.evaluation.recall import VideoProposals, average_recall
from pgcn_core.proposals.bsn.checkpoint import load_bsn
from pgcn_core.proposals.bsn.settings import BsnSettings, BsnTrainingSettings
from pgcn_core.proposals.bsn.units import Units
from pgcn_core.proposals.propose import propose
from pgcn_core.training.bsn import BsnRun, measure, train_bsn
from pgcn_core.training.bsn_data import BsnSource, read_bsn_data
from pgcn_core.training.bsn_stages import StageMaker
from pgcn_core.training.bsn_targets import draw_balanced, n_shown, temporal_loss, unit_targets
from pgcn_core.training.bsn_windows import make_windows
from pgcn_core.training.log import read_log
from tests.synthetic_actions import LABELS, Size, draw_truth, make_features

SETTINGS = BsnSettings(window_units=64, temporal_hidden=32, evaluation_hidden=32)
TRAINING = BsnTrainingSettings(epochs=25, temporal_rate=0.01, batch_windows=8)
SIZE = Size(n_videos=12)
COUNTS = (5, 10, 20)


def write_set(folder, *, streams=("rgb",), seed=0, subset="training"):
    rng = np.random.default_rng(seed)
    directions = rng.standard_normal((2, len(LABELS), 3, SIZE.dim)).astype(np.float32)
    database = {}
    for number in range(SIZE.n_videos):
        name = f"video_{number:03d}"
        truth = draw_truth(rng, SIZE)
        for stream, direction in zip(streams, directions, strict=False):
            (folder / stream).mkdir(parents=True, exist_ok=True)
            np.save(folder / stream / f"{name}.npy", make_features(rng, truth, direction, SIZE))
        database[name] = {
            "duration": SIZE.n_frames / 25,
            "subset": subset,
            "annotations": [
                {"segment": [start / 25, end / 25], "label": LABELS[label]}
                for label, start, end in truth.tolist()
            ],
        }
    (folder / "truth.json").write_text(json.dumps({"database": database}))
    return database


def read(folder, **options):
    source = BsnSource({"rgb": folder / "rgb"}, folder / "truth.json", **options)
    return read_bsn_data(source, SETTINGS, 0.25)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bsn")
    write_set(folder)
    data = read(folder)
    return data, train_bsn(data, SETTINGS, TRAINING, BsnRun(folder / "out")), folder / "out"


def recall(videos, settings, bsn=None, counts=COUNTS):
    found = [
        VideoProposals(v.truth, propose(v.sequences, settings, v.duration_s, bsn).segments)
        for v in videos
    ]
    return average_recall(found, counts, share="each").average


def test_it_learns_to_propose_better_than_sliding_windows(trained):
    data, bsn, _ = trained
    assert len(data.training) == 9
    assert len(data.validation) == 3
    ours = recall(data.validation, ProposalSettings(makers=("bsn",), suppression="soft_nms"), bsn)
    # Of windows all count, hundreds, so that it does not matter which come first.
    (windows,) = recall(
        data.validation, ProposalSettings(makers=("sliding",), nms_tiou=1.0), counts=(600,)
    )
    assert (ours > windows + 0.1).all(), (ours, windows)
    assert ours[-1] > 0.6


def test_the_card_tells_what_was_measured(trained):
    data, bsn, folder = trained
    again = load_bsn(folder)
    assert again.card == bsn.card
    assert again.card["validation_average_recall"] == measure(again, data.validation)
    assert len(again.card["data_fingerprint"]) == 64
    assert again.max_duration_s == data.max_duration_s


def test_the_same_seed_gives_the_same_weights(trained, tmp_path):
    data, _, _ = trained
    few = BsnTrainingSettings(epochs=2)
    first, second, other = (
        train_bsn(data, SETTINGS, few, BsnRun(tmp_path / str(n), seed))
        for n, seed in enumerate((4, 4, 5))
    )
    same = [
        torch.equal(a, b)
        for a, b in zip(first.temporal.parameters(), second.temporal.parameters(), strict=True)
    ]
    assert all(same)
    assert not torch.equal(first.temporal.last.weight, other.temporal.last.weight)


class Killed(Exception):
    """Stands for a process that ends here."""


def killed_at(stage, epoch):
    """A progress that dies before an epoch, counted from 0, of a network."""

    def progress(title, done, total):
        if (title, done) == (stage, epoch):
            raise Killed

    return progress


FIRST, SECOND = "Learning boundaries", "Learning to rank proposals"
FEW = BsnTrainingSettings(epochs=3, batch_windows=8)


def files_of(out):
    return [(out / name).read_bytes() for name in ("bsn.safetensors", "training/state.safetensors")]


@pytest.fixture(scope="module")
def whole(trained, tmp_path_factory):
    out = tmp_path_factory.mktemp("whole")
    train_bsn(trained[0], SETTINGS, FEW, BsnRun(out))
    return out


@pytest.mark.parametrize(("stage", "epoch"), [(FIRST, 1), (FIRST, 2), (SECOND, 0), (SECOND, 2)])
def test_a_killed_training_resumes_bit_for_bit(trained, whole, tmp_path, stage, epoch):
    data, _, _ = trained
    run = BsnRun(tmp_path, resume=True)
    with pytest.raises(Killed):
        train_bsn(data, SETTINGS, FEW, run, progress=killed_at(stage, epoch))
    assert not (tmp_path / "bsn.json").exists()
    torch.manual_seed(9)
    train_bsn(data, SETTINGS, FEW, run)
    assert files_of(tmp_path) == files_of(whole)
    assert read_log(tmp_path / "training/log.jsonl") == read_log(whole / "training/log.jsonl")


def test_a_finished_training_is_not_trained_again(trained, whole):
    before = files_of(whole)
    run = BsnRun(whole, resume=True)
    train_bsn(trained[0], SETTINGS, FEW, run, progress=killed_at(FIRST, 0))
    assert files_of(whole) == before


def test_the_log_has_a_row_for_each_epoch_of_each_network(whole):
    rows = read_log(whole / "training/log.jsonl")
    assert [row["epoch"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row["stage"] for row in rows] == ["temporal"] * 3 + ["evaluation"] * 3
    assert rows[2]["temporal_loss"] < rows[0]["temporal_loss"]
    assert rows[-1]["evaluation_validation_loss"] > 0
    assert [row["rate"] for row in rows[:3]] == pytest.approx([0.001, 0.001, 0.0001])


def test_the_epoch_with_the_lowest_loss_is_kept(trained, tmp_path):
    data, _, _ = trained
    # Every epoch after the first makes it worse.
    training = replace(FEW, epochs=8, temporal_rate=0.5, patience=2)
    run = BsnRun(tmp_path)
    bsn = train_bsn(data, SETTINGS, training, run)
    rows = read_log(tmp_path / "training/log.jsonl")
    losses = [row["temporal_validation_loss"] for row in rows if row["stage"] == "temporal"]
    best = int(np.argmin(losses))
    assert len(losses) == min(best + 3, 8)
    maker = StageMaker(data, SETTINGS, training, 0, torch.device("cpu"), "float32", None)
    assert maker.temporal(bsn.temporal).measure() == losses[best]


def test_without_videos_set_aside_the_last_epoch_is_kept(trained, tmp_path):
    data = replace(trained[0], validation=())
    train_bsn(data, SETTINGS, replace(FEW, patience=1), BsnRun(tmp_path))
    rows = read_log(tmp_path / "training/log.jsonl")
    assert len(rows) == 6
    assert {row.get("temporal_validation_loss") for row in rows} == {None}
    assert load_bsn(tmp_path).card["validation_average_recall"] is None


def test_another_training_in_the_folder_is_not_overwritten(trained, whole):
    data = trained[0]
    with pytest.raises(TrainingError, match=r"already\. Go on with --resume"):
        train_bsn(data, SETTINGS, FEW, BsnRun(whole))
    other = replace(FEW, epochs=4)
    with pytest.raises(TrainingError, match="started with another training and seed"):
        train_bsn(data, SETTINGS, other, BsnRun(whole, seed=1, resume=True))


def test_cancelling_is_heard_between_batches(trained, tmp_path):
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        train_bsn(trained[0], SETTINGS, FEW, BsnRun(tmp_path / "out"), cancel=cancel)
    assert not (tmp_path / "out" / "bsn.json").exists()


def test_half_precision_stays_near(trained, whole, tmp_path):
    train_bsn(trained[0], SETTINGS, FEW, BsnRun(tmp_path, precision="bfloat16"))
    half, full = read_log(tmp_path / "training/log.jsonl"), read_log(whole / "training/log.jsonl")
    assert half != full
    for mine, theirs in zip(half[:3], full[:3], strict=True):
        assert mine["temporal_loss"] == pytest.approx(theirs["temporal_loss"], rel=0.05)
    assert load_bsn(tmp_path).temporal.first.weight.dtype == torch.float32


def test_targets_by_hand():
    units = Units(np.zeros((10, 1), np.float32), np.arange(10) + 0.5, 1.0)
    starts, ends, actions = unit_targets(units, np.array([[2.0, 7.0]]), BsnTrainingSettings())
    # The region of a boundary reaches a tenth of 5 s, which is half a unit, to either side.
    assert np.flatnonzero(starts).tolist() == [1, 2]
    assert np.flatnonzero(ends).tolist() == [6, 7]
    assert np.flatnonzero(actions).tolist() == [2, 3, 4, 5, 6]
    starts, _, actions = unit_targets(units, np.array([[2.2, 3.4]]), BsnTrainingSettings())
    assert np.flatnonzero(starts).tolist() == [2]
    assert np.flatnonzero(actions).tolist() == [2]
    assert not unit_targets(units, np.zeros((0, 2)), BsnTrainingSettings()).any()


def test_positive_and_negative_units_weigh_half_each():
    logits = torch.zeros(1, 3, 8)
    targets = torch.zeros(1, 3, 8)
    targets[:, :, 0] = 1
    inside = torch.ones(1, 8, dtype=torch.bool)
    assert temporal_loss(logits, targets, inside, 2.0).item() == pytest.approx(4 * math.log(2))
    logits[:, :, 0] = math.log(3)  # p = 0.75: half of -log 0.75 and of log 2
    wanted = 4 * 0.5 * (-math.log(0.75) + math.log(2))
    assert temporal_loss(logits, targets, inside, 2.0).item() == pytest.approx(wanted)
    # Units that are not there do not count, nor does a kind without any positive break it.
    inside[:, 4:] = False
    logits[:, :, 4:] = 9.0
    assert temporal_loss(logits, targets, inside, 2.0).item() == pytest.approx(wanted)
    none = temporal_loss(torch.zeros(1, 3, 8), torch.zeros(1, 3, 8), inside, 2.0).item()
    assert none == pytest.approx(2 * math.log(2))


def test_whole_partial_and_wrong_proposals_are_drawn_as_1_1_2():
    tiou = np.array([0.9, 0.8] + [0.5] * 10 + [0.1] * 20)
    drawn = draw_balanced(tiou, BsnTrainingSettings(), np.random.default_rng(0))
    assert sorted(np.digitize(tiou[drawn], [0.3, 0.7])) == [0] * 4 + [1] * 2 + [2] * 2
    none = draw_balanced(np.array([0.1, 0.2]), BsnTrainingSettings(), np.random.default_rng(0))
    assert sorted(none) == [0, 1]
    assert len(draw_balanced(np.zeros(0), BsnTrainingSettings(), np.random.default_rng(0))) == 0


def test_more_proposals_of_longer_videos_are_learned_from():
    settings, training = BsnSettings(window_units=100), BsnTrainingSettings(proposals_per_window=10)
    shown = [n_shown(n_units, settings, training) for n_units in (1, 100, 101, 250)]
    assert shown == [10, 10, 11, 25]


def test_windows_cover_the_video_and_short_ones_are_padded(trained):
    data, _, _ = trained
    wide = BsnSettings(window_units=500)
    windows = make_windows(data.training[:1], wide, TRAINING)
    assert len(windows) == 1
    values, targets, inside = windows[0]
    n_units = len(data.training[0].units.values)
    assert (values.shape, targets.shape) == ((500, SIZE.dim), (3, 500))
    assert inside.sum() == n_units
    assert not targets[:, n_units:].any()
    narrow = make_windows(data.training[:1], BsnSettings(window_units=40), TRAINING)
    assert len(narrow) >= 5
    assert all(targets.any() for _, targets, _ in narrow)


def test_what_is_wrong_with_the_data_is_named(tmp_path):
    database = write_set(tmp_path)
    truth = tmp_path / "truth.json"
    database["video_000"]["subset"] = "testing"
    truth.write_text(json.dumps({"database": database}))
    with pytest.raises(SettingsError, match="has the subsets testing, training"):
        read(tmp_path)
    assert len(read(tmp_path, subset="training").training) == 8
    with pytest.raises(TrainingError, match="cannot be split"):
        read(tmp_path, subset="testing")
    (tmp_path / "rgb/video_004.npy").unlink()
    with pytest.raises(FeatureError, match="no feature file for video_004"):
        read(tmp_path, subset="training")
    np.save(tmp_path / "rgb/video_004.npy", np.ones((143, 3), np.float32))
    with pytest.raises(FeatureError, match="video_004 have 3 numbers"):
        read(tmp_path, subset="training")
    del database["video_001"]["duration"]
    truth.write_text(json.dumps({"database": database}))
    with pytest.raises(FeatureError, match="no duration for video_001"):
        read(tmp_path, subset="training")
    for one in database.values():
        one["annotations"] = []
    truth.write_text(json.dumps({"database": database}))
    with pytest.raises(TrainingError, match="has ground truth"):
        read(tmp_path, subset="training")


def test_what_nothing_can_be_learned_from_is_counted(tmp_path):
    database = write_set(tmp_path)
    whole = read(tmp_path)
    rows = database["video_000"]["annotations"]
    rows += [{"segment": one, "label": "x"} for one in ([9, 4], [5, 5], [900, 950])]
    database["video_001"]["annotations"] = [{"segment": [900, 950], "label": "x"}]
    (tmp_path / "truth.json").write_text(json.dumps({"database": database}))
    data = read(tmp_path)
    assert (whole.n_left_out, data.n_left_out) == (0, 4)
    videos = {one.video_id: one for one in (*data.training, *data.validation)}
    assert "video_001" not in videos
    assert len(videos["video_000"].truth) == len(rows) - 3


def test_the_command_trains_on_two_streams_rescaled(tmp_path):
    write_set(tmp_path, streams=("rgb", "flow"))
    arguments = ["train-proposals", "--ground-truth", str(tmp_path / "truth.json")]
    arguments += ["--out", str(tmp_path / "out"), "--features", str(tmp_path / "rgb")]
    flow = ["--features", str(tmp_path / "flow")]
    few = ["--epochs", "2", "--hidden", "8", "--lengths", "rescaled", "--device", "cpu"]
    done = CliRunner().invoke(cli, [*arguments, *flow, *few])
    assert done.exit_code == 0, done.output
    assert "AR@100" in done.stderr
    assert done.stdout.splitlines()[-1] == str(tmp_path / "out")
    bsn = load_bsn(tmp_path / "out")
    assert bsn.streams == ("rgb", "flow")
    assert (bsn.settings.window_units, bsn.feature_dim) == (100, 2 * SIZE.dim)
    wrong = CliRunner().invoke(cli, [*arguments, *flow, "--stream", "rgb"])
    assert isinstance(wrong.exception, SettingsError)
    again = CliRunner().invoke(cli, [*arguments, *flow, *few])
    assert "already. Go on with --resume" in str(again.exception)
    assert CliRunner().invoke(cli, [*arguments, *flow, *few, "--resume"]).exit_code == 0


def test_the_command_says_that_it_runs_in_one_process(tmp_path, monkeypatch):
    monkeypatch.setenv("WORLD_SIZE", "2")
    arguments = ["train-proposals", "--features", "a", "--ground-truth", "b", "--out", "c"]
    done = CliRunner().invoke(cli, arguments)
    assert "runs in one process. Start it without torchrun" in str(done.exception)
