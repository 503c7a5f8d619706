import numpy as np
import pytest
import torch

from pgcn_core.config import GraphSettings, ModelSettings
from pgcn_core.cosines import _cosines_picked, pair_cosines
from pgcn_core.graph import build_graph, draw_trees, graph_from_slots, official_slots
from pgcn_core.model import Pgcn, graph_tensors, tree_tensors

SMALL = ModelSettings(n_labels=3, feature_dim=8, hidden_dim=16)
RECTIFIED = ModelSettings(n_labels=3, feature_dim=8, hidden_dim=16, edge_relu=True)
OFFICIAL = GraphSettings(mode="official")


def make(settings=SMALL, seed=0):
    torch.manual_seed(seed)
    model = Pgcn(settings).eval()
    for head in (model.activity_fc, model.completeness_fc, model.regressor_fc):
        torch.nn.init.normal_(head.weight)
    return model


def inputs(n, seed=0):
    torch.manual_seed(seed)
    return torch.randn(n, 8), torch.randn(n, 24)


def frames(n, seed=0):
    rng = np.random.default_rng(seed)
    start = rng.integers(0, 150, n)
    return np.stack([start, start + rng.integers(5, 60, n)], axis=1).astype(float)


def dense_branch(gcn, values, graph, relu):
    unit = values / values.norm(dim=1, keepdim=True)
    cosine = unit @ unit.T
    if relu:
        cosine = cosine.relu()
    mask = torch.diag(torch.from_numpy(graph.self_weight))
    mask[torch.from_numpy(graph.rows), torch.from_numpy(graph.neighbours)] = torch.from_numpy(
        graph.weight
    )
    cosine.fill_diagonal_(1.0)
    adjacency = mask * cosine
    hidden = (adjacency @ values @ gcn.gc1.weight + gcn.gc1.bias).relu()
    return torch.cat([adjacency @ hidden @ gcn.gc2.weight + gcn.gc2.bias, values], dim=1)


def test_state_has_the_released_names_and_shapes():
    shapes = {key: tuple(value.shape) for key, value in Pgcn(ModelSettings()).state_dict().items()}
    assert shapes == {
        "Act_GCN.gc1.weight": (1024, 512),
        "Act_GCN.gc1.bias": (512,),
        "Act_GCN.gc2.weight": (512, 1024),
        "Act_GCN.gc2.bias": (1024,),
        "Comp_GCN.gc1.weight": (3072, 512),
        "Comp_GCN.gc1.bias": (512,),
        "Comp_GCN.gc2.weight": (512, 3072),
        "Comp_GCN.gc2.bias": (3072,),
        "activity_fc.weight": (21, 2048),
        "activity_fc.bias": (21,),
        "completeness_fc.weight": (20, 6144),
        "completeness_fc.bias": (20,),
        "regressor_fc.weight": (40, 6144),
        "regressor_fc.bias": (40,),
    }
    assert sum(np.prod(shape) for shape in shapes.values()) == 4_611_153


@pytest.mark.parametrize("settings", [SMALL, RECTIFIED])
@pytest.mark.parametrize("config", [GraphSettings(), OFFICIAL])
def test_whole_graph_equals_dense_matrices(settings, config):
    model, (activity, completeness) = make(settings), inputs(40)
    graph = build_graph(frames(40), config, fps=1.0)
    with torch.no_grad():
        output = model(activity, completeness, graph_tensors(graph))
        what = dense_branch(model.Act_GCN, activity, graph, settings.edge_relu)
        whole = dense_branch(model.Comp_GCN, completeness, graph, settings.edge_relu)
        torch.testing.assert_close(output.activity_logits, model.activity_fc(what))
        torch.testing.assert_close(output.completeness_logits, model.completeness_fc(whole))
        offsets = model.regressor_fc(whole).reshape(40, 3, 2)
        torch.testing.assert_close(output.offsets, offsets)


def test_a_tree_of_every_slot_equals_the_whole_graph():
    model, (activity, completeness) = make(RECTIFIED), inputs(30)
    slots = official_slots(frames(30), OFFICIAL)
    trees = torch.from_numpy(draw_trees(slots, 10, np.random.RandomState(0)))
    assert trees.shape == (30, 111)
    with torch.no_grad():
        sampled = model(activity, completeness, tree_tensors(trees))
        whole = model(activity, completeness, graph_tensors(graph_from_slots(slots, OFFICIAL)))
    for one, other in zip(sampled, whole, strict=True):
        torch.testing.assert_close(one, other, atol=2e-5, rtol=1e-5)


@pytest.mark.parametrize("sampled", [None, 4])
def test_an_empty_feature_poisons_nothing(sampled):
    model, (activity, completeness) = make(RECTIFIED), inputs(20)
    activity[3] = 0
    completeness[3] = 0
    config = GraphSettings(mode="official", sampled_slots=sampled)
    graph = build_graph(frames(20), config, fps=1.0)
    output = model(activity, completeness, graph_tensors(graph))
    assert all(values.isfinite().all() for values in output)


@pytest.mark.parametrize("n", [0, 1])
@pytest.mark.parametrize(
    "config", [GraphSettings(), GraphSettings(mode="official", sampled_slots=4)]
)
def test_none_and_one(n, config):
    graph = build_graph(frames(n), config, fps=1.0)
    output = make()(*inputs(n), graph_tensors(graph))
    assert output.activity_logits.shape == (n, 4)
    assert output.completeness_logits.shape == (n, 3)
    assert output.offsets.shape == (n, 3, 2)


def test_two_videos_together_equal_each_alone():
    model, (activity, completeness) = make(), inputs(24)
    near, far = frames(12), frames(12, seed=1) + 10_000
    both = build_graph(np.concatenate([near, far]), GraphSettings())
    with torch.no_grad():
        together = model(activity, completeness, graph_tensors(both))
        for part, segments in ((slice(12), near), (slice(12, 24), far)):
            graph = graph_tensors(build_graph(segments, GraphSettings()))
            alone = model(activity[part], completeness[part], graph)
            for one, other in zip(together, alone, strict=True):
                torch.testing.assert_close(one[part], other)


def test_all_ways_to_take_cosines_agree(monkeypatch):
    features, _ = inputs(50)
    features[3] = 0
    left = torch.arange(50).repeat_interleave(50)
    right = torch.arange(50).repeat(50)
    unit = torch.nn.functional.normalize(features, dim=1)
    monkeypatch.setattr("pgcn_core.cosines._PICKED_NUMBERS", 800)
    monkeypatch.setattr("pgcn_core.cosines._PRODUCT_NUMBERS", 800)
    blocked = pair_cosines(features, left, right)
    picked = _cosines_picked(unit, left, right)
    monkeypatch.setattr("pgcn_core.cosines._DENSE_SHARE_COMPILED", 2.0)
    shuffled = torch.randperm(2500)
    compiled = pair_cosines(features, left[shuffled], right[shuffled])
    torch.testing.assert_close(blocked, picked)
    torch.testing.assert_close(blocked[shuffled], compiled)
    own = torch.ones(50)
    own[3] = 0
    torch.testing.assert_close(blocked.reshape(50, 50).diagonal(), own)


def test_heads_read_folded_or_plain_alike():
    settings = ModelSettings(n_labels=3, feature_dim=8, hidden_dim=16)
    model = Pgcn(settings).eval()
    n = 40
    activity, completeness = torch.rand(n, 8), torch.rand(n, 24)
    graph = graph_tensors(
        build_graph(np.stack([np.arange(n), np.arange(n) + 3.0], 1), GraphSettings())
    )
    with torch.no_grad():
        folded = model(activity, completeness, graph)
        plain = model._forward_dropped(activity, completeness, graph)
    for one, other in zip(folded, plain, strict=True):
        torch.testing.assert_close(one, other, atol=1e-6, rtol=1e-5)


def test_edge_weights_are_shares_of_cosines():
    features = torch.zeros(2, 8)
    features[:, 0] = torch.tensor([1.0, -1.0])
    graph = build_graph(np.array([[0.0, 10], [0, 11]]), OFFICIAL, fps=1.0)
    torch.testing.assert_close(make().edge_weights(features, graph), torch.tensor([-0.8, -0.8]))
    torch.testing.assert_close(make(RECTIFIED).edge_weights(features, graph), torch.zeros(2))


def test_gradients_reach_every_weight():
    model, (activity, completeness) = make().train(), inputs(20)
    output = model(activity, completeness, graph_tensors(build_graph(frames(20), GraphSettings())))
    sum(values.square().sum() for values in output).backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in model.parameters())


def test_offsets_are_denormalised_by_column():
    model = make()
    model.offset_stats.copy_(torch.tensor([[0.5, -1.0], [2.0, 3.0]]))
    torch.testing.assert_close(
        model.denormalise(torch.tensor([[[1.0, 1.0]]])), torch.tensor([[[2.5, 2.0]]])
    )
    assert "offset_stats" not in model.state_dict()
