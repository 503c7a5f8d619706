import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from threading import Event
from types import ModuleType

import numpy as np
import pytest
import torch

from pgcn_core.checkpoints import Checkpoint
from pgcn_core.config import Settings
from pgcn_core.errors import Cancelled, CheckpointError, OutputError, SettingsError, TrainingError
from pgcn_core.model import Pgcn
from pgcn_core.settling import as_trained
from pgcn_core.training import state as state_module
from pgcn_core.training.log import EpochLog, read_log
from pgcn_core.training.train import RunOptions, fitted, train
from pgcn_core.training.validation import score_videos
from tests.pgcn_core.training.sets import make_data, small
from tests.places import REPO
from tests.synthetic_actions import LABELS

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("set")


def weights(out, stream="rgb"):
    return Checkpoint.load(out).streams[stream].state


def last_state(out):
    return (out / "training-rgb" / "state.safetensors").read_bytes()


class Killed(Exception):
    """Stands for a process that ends here."""


def killed_at(epoch, step):
    """A progress that dies in the middle of an epoch, counted from 1."""

    def progress(stage, done, total):
        if stage.startswith(f"Epoch {epoch} ") and done == step:
            raise Killed

    return progress


def test_loss_falls_and_map_rises(tmp_path):
    recipe = small(
        optimiser={"epochs": 6, "rgb_rate": 0.01},
        pools={"repeats": 20},
        selection={"tious": (0.5,), "validation_share": 0.5},
    )
    data = make_data(tmp_path, recipe, n_videos=12)
    torch.manual_seed(0)
    untrained = score_videos(Pgcn(fitted(recipe, data).model), data.validation, recipe, CPU)
    result = train(data, recipe, RunOptions(tmp_path / "out"))
    losses = [row["loss"] for row in result.epochs]
    assert losses[-1] < 0.7 * losses[0]
    assert untrained[0.5] < 0.5
    assert result.best_score > 0.8


def test_the_checkpoint_says_where_it_comes_from(folder, tmp_path):
    recipe = small()
    data = make_data(folder, recipe)
    out = tmp_path / "mine"
    result = train(data, recipe, RunOptions(out, seed=3, parents=("i3d-rgb",)))
    checkpoint = Checkpoint.load(out)
    assert checkpoint.labels == LABELS
    assert checkpoint.card["name"] == "mine"
    facts = checkpoint.card["training"]["rgb"]
    assert facts["seed"] == 3
    assert facts["parents"] == ["i3d-rgb"]
    assert facts["data_fingerprint"] == data.fingerprint
    assert facts["validation_map"] == result.best_score
    assert facts["validation_videos"] == [one.listed.video_id for one in data.validation]
    assert facts["recipe"]["neighbours"] == {"sampled": 4}
    stored = checkpoint.streams["rgb"]
    np.testing.assert_array_equal(stored.reg_stats.numpy(), data.offset_stats)
    scores = score_videos(stored.build(), data.validation, fitted(recipe, data), CPU)
    assert np.mean(list(scores.values())) == pytest.approx(result.best_score)


def test_the_same_seed_gives_the_same_weights(folder, tmp_path):
    data = make_data(folder, small())
    torch.manual_seed(1)
    first = train(data, small(), RunOptions(tmp_path / "a", workers=0))
    torch.manual_seed(2)  # the global generator is no part of it
    second = train(data, small(), RunOptions(tmp_path / "b", workers=3))
    third = train(data, small(), RunOptions(tmp_path / "c", seed=1))
    assert first.epochs == second.epochs
    assert last_state(tmp_path / "a") == last_state(tmp_path / "b")
    assert third.epochs != first.epochs


@pytest.mark.parametrize(("epoch", "step"), [(1, 1), (2, 0), (3, 2)])
def test_a_killed_training_resumes_bit_for_bit(folder, tmp_path, epoch, step):
    recipe = small(optimiser={"epochs": 4, "milestones": (2,)})
    data = make_data(folder, recipe)
    whole = train(data, recipe, RunOptions(tmp_path / "whole"))
    options = RunOptions(tmp_path / "cut", resume=True)
    with pytest.raises(Killed):
        train(data, recipe, options, progress=killed_at(epoch, step))
    torch.manual_seed(9)
    resumed = train(data, recipe, options)
    assert resumed.epochs == whole.epochs
    for name, value in weights(tmp_path / "whole").items():
        assert torch.equal(value, weights(tmp_path / "cut")[name])
    assert last_state(tmp_path / "whole") == last_state(tmp_path / "cut")


def test_a_process_killed_for_good_resumes_bit_for_bit(folder, tmp_path):
    recipe = small(optimiser={"epochs": 12})
    data = make_data(folder, recipe)
    out = tmp_path / "cut"
    script = (
        "import sys, time, torch; from pathlib import Path;"
        "from tests.pgcn_core.training.sets import make_data, small;"
        "from pgcn_core.training.train import RunOptions, train;"
        f"torch.set_num_threads({torch.get_num_threads()});"
        "recipe = small(optimiser={'epochs': 12});"
        "train(make_data(Path(sys.argv[1]), recipe), recipe, RunOptions(Path(sys.argv[2])),"
        " progress=lambda *_: time.sleep(0.02))"
    )
    running = subprocess.Popen([sys.executable, "-c", script, str(folder), str(out)], cwd=REPO)
    until = time.monotonic() + 60
    while not (out / "training-rgb" / "state.safetensors").exists():
        assert running.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert len(read_log(out / "training-rgb" / "log.jsonl")) < 12
    resumed = train(data, recipe, RunOptions(out, resume=True))
    whole = train(data, recipe, RunOptions(tmp_path / "whole"))
    assert resumed.epochs == whole.epochs
    assert last_state(out) == last_state(tmp_path / "whole")


def test_a_finished_training_is_not_trained_again(folder, tmp_path):
    data = make_data(folder, small())
    first = train(data, small(), RunOptions(tmp_path))
    before = last_state(tmp_path)
    again = train(data, small(), RunOptions(tmp_path, resume=True), progress=killed_at(1, 0))
    assert (again.best_score, again.epochs) == (first.best_score, first.epochs)
    assert last_state(tmp_path) == before


def test_cancelling_is_heard_between_batches(folder, tmp_path):
    data, cancel = make_data(folder, small()), Event()
    seen = []

    def progress(stage, done, total):
        seen.append((stage, done, total))
        cancel.set()

    with pytest.raises(Cancelled):
        train(data, small(), RunOptions(tmp_path), progress=progress, cancel=cancel)
    assert seen == [("Epoch 1 of 2", 0, 6)]


def test_two_streams_share_a_checkpoint(folder, tmp_path):
    for stream in ("rgb", "flow"):
        train(make_data(folder, small(), stream=stream), small(), RunOptions(tmp_path))
    checkpoint = Checkpoint.load(tmp_path)
    assert set(checkpoint.streams) == {"rgb", "flow"}
    assert set(checkpoint.card["training"]) == {"rgb", "flow"}
    assert not torch.equal(
        weights(tmp_path)["activity_fc.weight"], weights(tmp_path, "flow")["activity_fc.weight"]
    )


def test_streams_of_another_graph_do_not_mix(folder, tmp_path):
    train(make_data(folder, small()), small(), RunOptions(tmp_path))
    assert Checkpoint.load(tmp_path).inputs["graph"]["mode"] == "paper"
    other = small(graph={"surrounding": False})
    with pytest.raises(TrainingError, match="trained with another graph or pooling"):
        train(make_data(folder, other, stream="flow"), other, RunOptions(tmp_path))


def test_localizing_takes_graph_and_pooling_of_the_checkpoint(folder, tmp_path):
    recipe = small(graph={"mode": "official"}, proposals={"pooling": "official"})
    train(make_data(folder, recipe), recipe, RunOptions(tmp_path))
    settings = as_trained(Settings.paper(), Checkpoint.load(tmp_path))
    assert settings.graph == recipe.graph
    assert settings.proposals.pooling == "official"
    assert settings.proposals.makers == Settings.paper().proposals.makers
    silent = replace(Checkpoint.load(tmp_path), card={})
    assert as_trained(Settings.official(), silent) == Settings.official()
    wrong = replace(silent, card={"inputs": {"graph": {"mode": 1}}})
    with pytest.raises(CheckpointError, match="card of the checkpoint is damaged"):
        as_trained(Settings.paper(), wrong)


def test_tensorboard_is_told_where_it_is_there(tmp_path, monkeypatch):
    told = []

    class Writer:
        def __init__(self, folder):
            told.append(folder)

        def add_scalar(self, *row):
            told.append(row)

        def flush(self):
            told.append("flush")

    board = ModuleType("torch.utils.tensorboard")
    board.SummaryWriter = Writer
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", board)
    log = EpochLog(tmp_path / "log.jsonl", 0)
    log.write({"epoch": 3, "loss": 0.5, "map": None})
    assert told == [str(tmp_path / "tensorboard"), ("loss", 0.5, 3), "flush"]
    assert read_log(tmp_path / "log.jsonl") == [{"epoch": 3, "loss": 0.5, "map": None}]


def test_another_training_in_the_folder_is_not_overwritten(folder, tmp_path):
    data = make_data(folder, small())
    train(data, small(), RunOptions(tmp_path))
    with pytest.raises(TrainingError, match=r"already\. Go on with --resume"):
        train(data, small(), RunOptions(tmp_path))
    changed = small(optimiser={"epochs": 3})
    with pytest.raises(TrainingError, match="started with another recipe and seed"):
        train(data, changed, RunOptions(tmp_path, seed=1, resume=True))
    other = replace(data, labels=("a", "b", "c"), stream="flow")
    with pytest.raises(TrainingError, match="has other labels"):
        train(other, small(), RunOptions(tmp_path))


def test_a_damaged_state_is_named(folder, tmp_path):
    data = make_data(folder, small())
    train(data, small(), RunOptions(tmp_path))
    path = tmp_path / "training-rgb" / "state.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(TrainingError, match="is damaged"):
        train(data, small(), RunOptions(tmp_path, resume=True))


def test_a_full_disk_is_named_and_the_last_epoch_kept(folder, tmp_path, monkeypatch):
    recipe = small(optimiser={"epochs": 3})
    data = make_data(folder, recipe)
    real, calls = state_module.save_file, []

    def full_from_the_second(*arguments):
        calls.append(1)
        if len(calls) == 2:
            real(*arguments)
            raise OSError(28, "No space left on device")
        real(*arguments)

    monkeypatch.setattr(state_module, "save_file", full_from_the_second)
    with pytest.raises(OutputError, match=r"could not be saved .* No space left"):
        train(data, recipe, RunOptions(tmp_path / "full"))
    assert [one.name for one in (tmp_path / "full" / "training-rgb").glob("*.part")] == []
    resumed = train(data, recipe, RunOptions(tmp_path / "full", resume=True))
    assert resumed.epochs == train(data, recipe, RunOptions(tmp_path / "whole")).epochs


def test_it_stops_early_when_nothing_gets_better(folder, tmp_path):
    recipe = small(
        optimiser={"epochs": 50, "rgb_rate": 1e-12}, selection={"patience": 2, "every_epochs": 2}
    )
    result = train(make_data(folder, recipe), recipe, RunOptions(tmp_path))
    assert [row["epoch"] for row in result.epochs if "map" in row] == [2, 4, 6]
    assert len(result.epochs) == 6
    assert result.best_epoch == 6  # of equals the newest


def test_without_validation_the_newest_epoch_is_kept(folder, tmp_path):
    recipe = small(selection={"validation_share": 0.0})
    data = make_data(folder, recipe)
    result = train(data, recipe, RunOptions(tmp_path))
    assert (result.best_score, result.best_epoch) == (None, 2)
    assert Checkpoint.load(tmp_path).card["training"]["rgb"]["validation_map"] is None


def test_a_loss_that_is_no_number_ends_it(folder, tmp_path):
    recipe = small(optimiser={"rgb_rate": 1e30, "epochs": 3})
    with pytest.raises(TrainingError, match=r"no longer a number in epoch \d"):
        train(make_data(folder, recipe), recipe, RunOptions(tmp_path))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"optimiser": {"epochs": 0}}, r"optimiser\.epochs"),
        ({"graph": {"seed": -1}}, r"graph\.seed"),
        (
            {"graph": {"mode": "official", "sampled_slots": 4}, "model": {"depth": 3}},
            "trees for 2 graph convolutions, and the network has 3",
        ),
    ],
)
def test_settings_out_of_range_are_named(folder, tmp_path, changes, words):
    with pytest.raises(SettingsError, match=words):
        train(make_data(folder), small(**changes), RunOptions(tmp_path))
    assert not (tmp_path / "card.json").exists()


@pytest.mark.parametrize(
    "recipe",
    [
        small(graph={"mode": "official"}, proposals={"pooling": "official"},
              model={"edge_relu": True, "aggregation": "sum"}, pools={"fill_empty": "foreground"}),
        small(model={"activity_network": "mean", "completeness_network": "mlp"}),
        small(model={"edge_function": "embedded", "depth": 3}, neighbours={"sampled": 2}),
        small(graph={"contextual": False, "surrounding": False}),
    ],
    ids=["official", "mean-mlp", "embedded", "no-edges"],
)  # fmt: skip
def test_every_kind_of_network_trains_and_is_measured(folder, tmp_path, recipe):
    result = train(make_data(folder, recipe), recipe, RunOptions(tmp_path))
    assert len(result.epochs) == 2
    assert 0 <= result.best_score <= 1
    assert Checkpoint.load(tmp_path).streams["rgb"].settings.depth == recipe.model.depth


@pytest.mark.parametrize("edges", ["cosine", "embedded"])
def test_half_precision_stays_near(folder, tmp_path, edges):
    recipe = small(model={"edge_function": edges, "activity_dropout": 0.0, "gcn_dropout": 0.0})
    data = make_data(folder, recipe)
    whole = train(data, recipe, RunOptions(tmp_path / "whole"))
    half = train(data, recipe, RunOptions(tmp_path / "half", precision="bfloat16"))
    assert half.epochs != whole.epochs
    for mine, theirs in zip(half.epochs, whole.epochs, strict=True):
        assert mine["loss"] == pytest.approx(theirs["loss"], rel=0.02)
    assert weights(tmp_path / "half")["activity_fc.weight"].dtype == torch.float32


def test_the_log_is_one_json_object_per_epoch(folder, tmp_path):
    recipe = small(optimiser={"milestones": (1,)})
    train(make_data(folder, recipe), recipe, RunOptions(tmp_path))
    rows = [
        json.loads(line)
        for line in (tmp_path / "training-rgb" / "log.jsonl").read_text().splitlines()
    ]
    assert [row["epoch"] for row in rows] == [1, 2]
    assert [row["rate"] for row in rows] == pytest.approx([0.003, 0.0003])
    parts = rows[0]["activity"] + 0.5 * rows[0]["completeness"] + 0.5 * rows[0]["regression"]
    assert rows[0]["loss"] == pytest.approx(parts)
    assert {"map", "map@0.3", "map@0.7"} <= set(rows[0])
