"""Several processes on one machine must do what one does."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open

from pgcn_core.errors import SettingsError
from pgcn_core.model import Pgcn
from pgcn_core.training.batches import BatchMaker
from pgcn_core.training.dropout import Masks, count_dropout
from pgcn_core.training.log import read_log
from pgcn_core.training.losses import Counts, count_centres, pgcn_losses
from pgcn_core.training.processes import Processes, _own_device
from pgcn_core.training.train import RunOptions, train
from tests.pgcn_core.training.sets import make_data, small
from tests.places import REPO
from tests.synthetic_actions import LABELS

CPU = torch.device("cpu")
# Batches of 5 do not divide evenly.
RECIPE = small(optimiser={"epochs": 4, "batch_videos": 5})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("set")
    make_data(where)
    (where / "labels.txt").write_text("\n".join(LABELS))
    return where


def test_parts_of_a_batch_cover_it_in_order():
    for n_items in (1, 5, 32):
        for count in (1, 2, 3, 5):
            parts = [Processes(rank, count).part(range(n_items)) for rank in range(count)]
            assert [one for part in parts for one in part] == list(range(n_items))
            assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_one_process_is_spared_every_message():
    alone = Processes()
    values = torch.tensor([1.0])
    assert alone.total(values) is values
    assert alone.from_first({"a": None}) == {"a": None}
    assert not alone.any_cancelled(None)


@pytest.mark.parametrize(
    "model",
    [
        {},
        {"activity_network": "mean", "completeness_network": "mlp"},
        {"edge_function": "embedded"},
    ],
    ids=["gcn", "mean-mlp", "embedded"],
)
def test_losses_and_gradients_of_parts_add_up_to_the_batch(folder, model):
    recipe = small(model=model)
    data = make_data(folder, recipe)
    batches = BatchMaker(data.training, recipe, 3, data.offset_stats)
    samples = batches.samples(1)[0]
    torch.manual_seed(0)
    network = Pgcn(recipe.model)
    masks = Masks(3, CPU)
    count_dropout(network, masks)

    def learn(parts):
        made = [batches.make(part, 1, CPU) for part in parts]
        counts = Counts(*np.sum([count_centres(one.targets) for one in made], axis=0).tolist())
        network.zero_grad()
        totals = 0.0
        for one in made:
            masks.begin(one.videos, 1)
            output = network(one.activity, one.completeness, one.graph)
            losses = pgcn_losses(output, one.targets, recipe.optimiser, counts)
            losses.total.backward()
            totals = totals + torch.stack([loss.detach() for loss in losses])
        return totals, [weight.grad.clone() for weight in network.parameters()]

    whole, gradients = learn([samples])
    assert whole[2] > 0
    for parts in ([samples[:1], samples[1:]], [[one] for one in samples]):
        totals, theirs = learn(parts)
        torch.testing.assert_close(totals, whole, rtol=1e-5, atol=1e-6)
        for mine, other in zip(gradients, theirs, strict=True):
            torch.testing.assert_close(other, mine, rtol=1e-4, atol=1e-6)


def test_a_video_draws_its_mask_wherever_it_stands(folder):
    data = make_data(folder)
    batches = BatchMaker(data.training, RECIPE, 3, data.offset_stats)
    samples = batches.samples(0)[0][:2]
    masks = Masks(3, CPU)

    def drawn(order, epoch=0):
        batch = batches.make(order, epoch, CPU)
        masks.begin(batch.videos, epoch)
        rows = 5 * sum(one.n_centres for one in batch.videos)
        return masks.draw(torch.Size([rows, 7]), 0.5, "centres")

    first, second = drawn(samples[:1]), drawn(samples[1:])
    assert torch.equal(drawn(samples), torch.cat([first, second]))
    assert torch.equal(drawn(samples[::-1]), torch.cat([second, first]))
    assert not torch.equal(drawn(samples[:1], 1), first)
    assert 0.3 < first.mean() < 0.7


def test_too_many_processes_for_a_batch_are_refused(folder, tmp_path):
    data = make_data(folder, RECIPE)
    with pytest.raises(SettingsError, match="5 videos cannot be divided among 6 processes"):
        train(data, RECIPE, RunOptions(tmp_path), processes=Processes(0, 6))


def command(folder, out, n_processes, *more, epochs=4):
    recipe = folder / f"recipe-{epochs}.json"
    recipe.write_text(json.dumps(small(optimiser={"epochs": epochs, "batch_videos": 5}).to_dict()))
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(n_processes)]
    return [
        sys.executable, *(launcher if n_processes > 1 else ()), "-m", "pgcn_core", "train",
        "--features", str(folder / "rgb"), "--proposals", str(folder / "proposals.txt"),
        "--labels", str(folder / "labels.txt"), "--stream", "rgb", "--out", str(out),
        "--recipe", str(recipe), "--device", "cpu", *more,
    ]  # fmt: skip


@contextmanager
def running(arguments):
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        arguments, cwd=REPO, env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def finish(arguments):
    with running(arguments) as process:
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err


def tensors(out):
    with safe_open(out / "training-rgb" / "state.safetensors", "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


def wait_for_epoch(out, process, epoch=1):
    until = time.monotonic() + 100
    log = out / "training-rgb" / "log.jsonl"
    while not log.exists() or len(read_log(log)) < epoch:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.slow
def test_two_processes_learn_what_one_does_and_one_goes_on(folder, tmp_path):
    data = make_data(folder, RECIPE)
    alone = train(data, RECIPE, RunOptions(tmp_path / "one"))
    code, out, err = finish(command(folder, tmp_path / "two", 2))
    assert code == 0, err
    # Only the first one speaks.
    assert out.splitlines() == [str(tmp_path / "two")]
    assert err.count("Epoch 1 of 4") == 1
    mine, theirs = tensors(tmp_path / "one"), tensors(tmp_path / "two")
    assert mine.keys() == theirs.keys()
    for name, value in mine.items():
        torch.testing.assert_close(theirs[name], value, rtol=0, atol=1e-6)
    for one, two in zip(
        alone.epochs, read_log(tmp_path / "two/training-rgb/log.jsonl"), strict=True
    ):
        assert two == pytest.approx(one, rel=1e-5)
    # Killed while two are at it, ended by one.
    with running(command(folder, tmp_path / "cut", 2)) as process:
        wait_for_epoch(tmp_path / "cut", process)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    time.sleep(1)  # the children hear of their parent's death
    resumed = train(data, RECIPE, RunOptions(tmp_path / "cut", resume=True))
    assert len(resumed.epochs) == 4
    for name, value in tensors(tmp_path / "cut").items():
        torch.testing.assert_close(value, mine[name], rtol=0, atol=1e-6)


@pytest.mark.slow
def test_the_death_of_one_process_is_told_once_and_ends_all(folder, tmp_path):
    with running(command(folder, tmp_path, 3, epochs=5000)) as process:
        wait_for_epoch(tmp_path, process)
        ranks = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        os.kill(int(ranks[-1]), signal.SIGKILL)
        _, err = process.communicate(timeout=60)
    assert process.returncode != 0
    assert err.count("pgcn: Another process of this training ended.") == 1, err
    assert "pgcn_core" not in "".join(
        line for line in err.splitlines() if line.startswith("  File")
    )


@pytest.mark.slow
def test_ctrl_c_ends_all_after_a_step_and_the_same_line_goes_on(folder, tmp_path):
    with running(command(folder, tmp_path, 2, epochs=5000)) as process:
        wait_for_epoch(tmp_path, process)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert err.count("go on with --resume") == 1, err
    assert "Another process" not in err
    code, _, err = finish(command(folder, tmp_path, 2, epochs=5000))
    assert code != 0
    assert err.count("There is a rgb training in") == 1, err


def test_every_process_takes_its_own_gpu_or_says_that_there_are_too_few(monkeypatch):
    taken = []
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "set_device", taken.append)
    monkeypatch.setenv("LOCAL_RANK", "1")
    assert _own_device(torch.device("cuda")) == torch.device("cuda", 1)
    assert taken == [1]
    assert _own_device(CPU) == CPU
    monkeypatch.setenv("LOCAL_RANK", "2")
    with pytest.raises(SettingsError, match="has 2 GPUs, fewer than processes"):
        _own_device(torch.device("cuda"))
