"""The plain forms give the recorded numbers of the released code, and ours give theirs."""

import json

import numpy as np
import pytest
import torch

from pgcn_core.config import ModelSettings
from pgcn_core.model import Pgcn
from pgcn_core.proposals.units import official_ticks
from tests.bench import arithmetic, live, networks
from tests.bench.reference import arrays, graph, losses, network, pooling
from tests.parity.check_golden import load_recipe
from tests.parity.golden_training import batch_targets, golden_network
from tests.places import shared_dir


@pytest.fixture(scope="module")
def golden():
    shared = shared_dir()
    if shared is None or not (shared / "golden").is_dir():
        pytest.skip("the recorded numbers are not here")
    return shared / "golden"


@pytest.fixture(scope="module")
def one_video(golden):
    return dict(np.load(golden / "pgcn_test_60.npz"))


@pytest.fixture(scope="module")
def features(golden, one_video):
    recipe = load_recipe(golden)
    values = recipe.features("golden_60", int(one_video["ft_num"]))
    return arrays.pooled_proposals(values, one_video["ticks"])


@pytest.fixture(scope="module")
def model(golden, one_video):
    state = load_recipe(golden).pgcn_state("pgcn-rgb", num_class=20)
    model = Pgcn(ModelSettings(edge_relu=True)).eval()
    model.load_state_dict({key: torch.from_numpy(value) for key, value in state.items()})
    return model


def test_graph_is_the_recorded_one(one_video):
    frames = one_video["proposals"].astype(float)
    np.testing.assert_allclose(graph.tiou_matrix(frames), one_video["iou"], atol=1e-12)
    np.testing.assert_allclose(graph.distance_matrix(frames), one_video["dis"], atol=1e-12)
    clear = ~one_video["tie_rows"]
    slots = graph.all_slots(frames)
    np.testing.assert_array_equal(slots[clear], one_video["cand"][clear])


def test_trees_are_the_recorded_ones(one_video):
    rng = np.random.RandomState(777)
    slots = one_video["cand"].astype(np.int64)
    trees = [graph.tree_of(root, slots, 4, rng) for root in range(len(slots))]
    np.testing.assert_array_equal(trees, one_video["selected_seed777"])


def test_pooling_is_the_recorded_one(one_video, features):
    n_frames = int(one_video["num_frames"])
    ticks = official_ticks(one_video["proposals"], n_frames, 0.5)
    np.testing.assert_array_equal(ticks, one_video["ticks"])
    np.testing.assert_array_equal(features[0], one_video["act_ft"])
    np.testing.assert_array_equal(features[1], one_video["comp_ft"])


def test_pooling_of_tensors_is_that_of_arrays(golden, one_video, features):
    values = load_recipe(golden).features("golden_60", int(one_video["ft_num"]))
    activity, completeness = pooling.pooled_proposals(torch.from_numpy(values), one_video["ticks"])
    np.testing.assert_array_equal(activity.numpy(), features[0])
    np.testing.assert_array_equal(completeness.numpy(), features[1])


def test_network_is_the_recorded_one(one_video, features, model):
    rows = [torch.from_numpy(one) for one in features]
    trees = torch.from_numpy(one_video["selected_seed777"].astype(np.int64))
    output = network.score_one_by_one(model, *rows, trees, 4)
    for name, ours in zip(("act", "comp", "reg"), output, strict=True):
        np.testing.assert_allclose(ours.reshape(60, -1), one_video[name], atol=1e-5)
    full = torch.from_numpy(
        np.stack([graph.full_tree(root, one_video["cand"].astype(int)) for root in range(60)])
    )
    output = network.score_one_by_one(model, *rows, full, 10)
    np.testing.assert_allclose(output.activity_logits, one_video["act_full10"], atol=1e-5)


def test_training_losses_are_the_recorded_ones(golden):
    recorded = dict(np.load(golden / "mini" / "train_losses.npz"))
    info = json.loads((golden / "mini" / "mini_info.json").read_text())
    model = golden_network(load_recipe(golden), info)
    rows = [torch.from_numpy(recorded[key]).flatten(0, 1) for key in ("train_act", "train_comp")]
    output = network.training_output(model, *rows, network.batch_mask(len(rows[0]) // 21))
    targets = batch_targets(recorded)
    kinds = torch.from_numpy(recorded["prop_type"][:, ::21].reshape(-1))
    loss = losses.total_loss(output, targets.label_idx + 1, kinds, targets.offsets)
    assert loss.item() == pytest.approx(recorded["loss_traj"][0, 3], abs=1e-5)
    loss.backward()
    for name, value in model.named_parameters():
        wanted = recorded[f"grad_{name}"]
        if wanted.shape == tuple(value.shape):
            np.testing.assert_allclose(value.grad, wanted, atol=1e-6)


def test_suppression_is_the_recorded_one(golden):
    recorded = json.loads((golden / "map_nms.json").read_text())["nms"]
    draw = np.random.RandomState(9)
    start, length = 0.9 * draw.random_sample(600), 0.01 + 0.09 * draw.random_sample(600)
    rows = np.stack([start, start + length, draw.random_sample(600), np.arange(600.0)], axis=1)
    for threshold, kept in recorded["big"]["kept"].items():
        np.testing.assert_array_equal(arrays.suppressed(rows, float(threshold))[:, 3], kept)


def test_average_precision_is_the_recorded_one(golden):
    recorded = json.loads((golden / "map_nms.json").read_text())
    counted = 0
    for case in recorded["classes"]:
        if not case["gt"] or case.get("error") or case.get("ap_single_exact_grid") is None:
            continue
        score = [0.0] * len(case["pred"])
        for rank, row in enumerate(case["order"]):
            score[row] = -float(rank)
        found = [[*row[:3], one] for row, one in zip(case["pred"], score, strict=True)]
        ours = arrays.average_precision(case["gt"], found, recorded["grid_exact"])
        np.testing.assert_allclose(ours, case["ap_single_exact_grid"], atol=1e-12)
        counted += 1
    assert counted > 2


@pytest.mark.parametrize(
    ("stage", "most"),
    [
        (lambda: arithmetic.graph(80, 1), 0),
        (lambda: arithmetic.graph_sampled(80, 1), 0),
        (lambda: arithmetic.pooling(50, 60, 1), 0),
        (lambda: arithmetic.suppression(60, 4, 1), 0),
        (lambda: arithmetic.mean_ap(400, 4, 1), 1e-12),
        (lambda: networks.inference(60, 1), 1e-5),
        (lambda: networks.train_step(3, 40, 16, 1), 1e-6),
        (lambda: live.rescoring(60, 1), 1e-5),
        (lambda: live.rescoring_sampled(60, 1), 1e-5),
    ],
)
def test_ours_and_plain_agree(stage, most):
    row = stage()
    assert row["difference"] <= most
    assert row["ours_s"] > 0
    assert row["ratio"] > 0
