import json

import numpy as np
import pytest
import torch

from pgcn_core.model import Pgcn, PgcnOutput, tree_tensors
from pgcn_core.training.batches import BatchMaker, Sample, made_ahead
from pgcn_core.training.losses import pgcn_losses
from tests.parity.check_golden import load_recipe
from tests.parity.golden_training import NODES, SETTINGS, batch_targets, golden_network
from tests.pgcn_core.training import official_form
from tests.pgcn_core.training.sets import make_data, small
from tests.places import shared_dir

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("set")


def maker(folder, recipe=None, seed=0):
    recipe = recipe or small()
    data = make_data(folder, recipe)
    return BatchMaker(data.training, recipe, seed, data.offset_stats)


@pytest.fixture(scope="module")
def golden():
    shared = shared_dir()
    if shared is None or not (shared / "golden" / "mini" / "train_losses.npz").exists():
        pytest.skip("the golden data are not on this machine")
    folder = shared / "golden"
    info = json.loads((folder / "mini" / "mini_info.json").read_text())
    arrays = dict(np.load(folder / "mini" / "train_losses.npz"))
    return golden_network(load_recipe(folder), info), arrays


def gathered(golden):
    """Unique rows of the golden batch, and the trees over them."""
    activity = golden["train_act"].reshape(-1, golden["train_act"].shape[2])
    completeness = golden["train_comp"].reshape(len(activity), -1)
    rows, first, trees = np.unique(
        np.hstack([activity, completeness]), axis=0, return_index=True, return_inverse=True
    )
    assert len(rows) < len(activity) / 3
    return activity[first], completeness[first], trees.reshape(-1, NODES)


def gradients(model, output, targets):
    model.zero_grad()
    pgcn_losses(output, targets, SETTINGS).total.backward()
    return {name: value.grad.clone() for name, value in model.named_parameters()}


def test_the_gathered_step_equals_the_dense_official_one(golden):
    model, arrays = golden
    targets = batch_targets(arrays)
    dense_inputs = [
        torch.from_numpy(arrays[key]).flatten(0, 1) for key in ("train_act", "train_comp")
    ]
    dense = PgcnOutput(*official_form.forward(model, *dense_inputs))
    activity, completeness, trees = gathered(arrays)
    ours = model(
        torch.from_numpy(activity),
        torch.from_numpy(completeness),
        tree_tensors(torch.from_numpy(trees)),
    )
    for mine, theirs in zip(ours, dense, strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-5, atol=1e-5)
    mine, theirs = gradients(model, ours, targets), gradients(model, dense, targets)
    for name in theirs:
        torch.testing.assert_close(mine[name], theirs[name], rtol=1e-4, atol=1e-6)


def same(left, right):
    assert torch.equal(left.activity, right.activity)
    assert torch.equal(left.completeness, right.completeness)
    for mine, theirs in zip(left.graph.hops, right.graph.hops, strict=True):
        for name in mine.__slots__:
            assert torch.equal(getattr(mine, name), getattr(theirs, name))
    for name in left.targets.__slots__:
        assert torch.equal(getattr(left.targets, name), getattr(right.targets, name))


def test_batches_do_not_depend_on_workers_or_order(folder):
    batches = maker(folder)
    samples = batches.samples(3)
    alone = [batches.make(one, 3, CPU) for one in reversed(samples)][::-1]
    for workers in (0, 1, 3):
        ahead = list(made_ahead(lambda one: batches.make(one, 3, CPU), samples, workers))
        for left, right in zip(alone, ahead, strict=True):
            same(left, right)


def test_seed_epoch_and_repeat_change_them(folder):
    first, other = maker(folder), maker(folder, seed=1)
    (video, _), *_ = first.samples(0)[0]
    sample, again = [Sample(video, 0)], [Sample(video, 1)]
    one = first.make(sample, 0, CPU)
    for changed in (
        other.make(sample, 0, CPU),
        first.make(sample, 1, CPU),
        first.make(again, 0, CPU),
    ):
        assert one.activity.shape != changed.activity.shape or not torch.equal(
            one.activity, changed.activity
        )


def test_shapes_and_targets(folder):
    recipe = small(neighbours={"sampled": 3})
    batches = maker(folder, recipe)
    (samples, *_), stats = batches.samples(0), batches.offset_stats
    batch = batches.make(samples, 0, CPU)
    assert batch.activity.shape[1] == 16
    assert batch.completeness.shape == (len(batch.activity), 48)
    assert len(batch.graph.centres) == len(batch.targets.label_idx) == 8 * 4
    assert batch.graph.hops[0].root.shape == (8 * 4 * 4,)
    kind = [0, 1, 1, 1, 1, 1, 1, 2]
    assert batch.targets.is_regressed.tolist() == [k == 0 for k in kind] * 4
    assert batch.targets.is_classified.tolist() == [k != 1 for k in kind] * 4
    assert not batch.targets.offsets[~batch.targets.is_regressed].any()
    assert (batch.targets.label_idx[::8] >= 0).all()
    assert (batch.targets.label_idx[7::8] == -1).all()
    video, root = samples[0].video, 0
    wanted = (video.targets - stats[0]) / stats[1]
    found = np.abs(wanted - batch.targets.offsets[root].numpy()).max(axis=1).min()
    assert found < 1e-6


def test_an_epoch_drops_what_fills_no_batch_but_never_all(folder):
    batches = maker(folder)
    n_videos = len(batches.videos)
    assert [len(one) for one in batches.samples(0)] == [4] * (n_videos * 4 // 4)
    large = maker(folder, small(optimiser={"batch_videos": 1000}))
    assert [len(one) for one in large.samples(0)] == [n_videos * 4]


def test_one_tree_equals_the_batch(folder):
    # A batch of videos is the batches of its videos, side by side.
    batches = maker(folder)
    samples = batches.samples(0)[0]
    together = batches.make(samples, 0, CPU)
    network = Pgcn(small().model).eval()
    with torch.no_grad():
        whole = network(together.activity, together.completeness, together.graph)
        parts = []
        for one in samples:
            batch = batches.make([one], 0, CPU)
            parts.append(network(batch.activity, batch.completeness, batch.graph))
    for index, values in enumerate(whole):
        torch.testing.assert_close(values, torch.cat([part[index] for part in parts]))


def test_errors_in_workers_come_through():
    def fail(_item):
        raise RuntimeError("broken")

    for workers in (0, 2):
        with pytest.raises(RuntimeError, match="broken"):
            list(made_ahead(fail, [1, 2, 3], workers))
