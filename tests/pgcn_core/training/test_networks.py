"""The paper's rows over one network: sampled trees against the whole graph, and by hand."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from pgcn_core.config import GraphSettings, ModelSettings
from pgcn_core.graph import build_graph
from pgcn_core.model import (
    Gcn,
    GraphTensors,
    Hop,
    Pgcn,
    graph_tensors,
    mean_of_neighbours,
    tree_tensors,
)
from pgcn_core.training.presets import list_presets

SEGMENTS = np.array([[0.0, 10], [0.5, 10.2], [10.5, 14], [100, 130]])
MEAN = ModelSettings(n_labels=3, feature_dim=6, hidden_dim=5, aggregation="mean")
KNOBS = [
    {},
    {"activity_network": "mlp"},
    {"completeness_network": "mlp"},
    {"activity_network": "mean", "completeness_network": "mean"},
    {"edge_function": "embedded"},
    {"self_addition": False},
    {"depth": 1},
    {"depth": 3},
]


def network(**knobs):
    torch.manual_seed(0)
    model = Pgcn(replace(MEAN, **knobs)).eval()
    for head in (model.activity_fc, model.completeness_fc, model.regressor_fc):
        torch.nn.init.normal_(head.weight)
    return model


def inputs(n=4):
    torch.manual_seed(1)
    return torch.randn(n, 6), torch.randn(n, 18)


def full_trees(graph, n_drawn, depth):
    """Trees that hold every neighbour equally often: rows of one or ``n_drawn`` neighbours."""
    lists = [graph.neighbours[a:b] for a, b in zip(graph.indptr, graph.indptr[1:], strict=False)]
    trees = []
    for root in range(len(lists)):
        level, tree = [root], [root]
        for _ in range(depth):
            level = [child for node in level for child in fill(lists, node, n_drawn)]
            tree += level
        trees.append(tree)
    return torch.tensor(trees)


def fill(lists, node, n_drawn):
    mine = lists[node] if node >= 0 else []
    if len(mine) == 0:
        return [-1] * n_drawn
    assert n_drawn % len(mine) == 0
    return [int(one) for one in mine] * (n_drawn // len(mine))


@pytest.mark.parametrize("knobs", KNOBS)
def test_trees_of_all_neighbours_equal_the_whole_graph(knobs):
    model, (activity, completeness) = network(**knobs), inputs()
    graph = build_graph(SEGMENTS, GraphSettings())
    assert np.diff(graph.indptr).tolist() == [2, 2, 2, 0]
    trees = tree_tensors(full_trees(graph, 2, model.settings.depth), model.settings.depth)
    with torch.no_grad():
        whole = model(activity, completeness, graph_tensors(graph))
        sampled = model(activity, completeness, trees)
    for mine, theirs in zip(sampled, whole, strict=True):
        torch.testing.assert_close(mine, theirs)


@pytest.mark.parametrize("knobs", KNOBS)
def test_every_weight_learns(knobs):
    model, (activity, completeness) = network(**knobs), inputs()
    graph = graph_tensors(build_graph(SEGMENTS, GraphSettings()))
    output = model.train()(activity, completeness, graph)
    sum(one.square().sum() for one in output).backward()
    for name, value in model.named_parameters():
        assert value.grad is not None, name
        assert value.grad.abs().sum() > 0, name


def test_an_mlp_sees_no_neighbour():
    model = network(activity_network="mlp", completeness_network="mlp")
    activity, completeness = inputs()
    near = graph_tensors(build_graph(SEGMENTS, GraphSettings()))
    far = graph_tensors(build_graph(SEGMENTS, GraphSettings(contextual=False, surrounding=False)))
    with torch.no_grad():
        for mine, theirs in zip(
            model(activity, completeness, near), model(activity, completeness, far), strict=True
        ):
            torch.testing.assert_close(mine, theirs)


def test_a_gcn_without_edges_is_the_mlp():
    activity, completeness = inputs()
    gcn, mlp = network(), network(activity_network="mlp", completeness_network="mlp")
    mlp.load_state_dict(gcn.state_dict())
    lonely = graph_tensors(
        build_graph(SEGMENTS, GraphSettings(contextual=False, surrounding=False))
    )
    with torch.no_grad():
        for mine, theirs in zip(
            gcn(activity, completeness, lonely), mlp(activity, completeness, lonely), strict=True
        ):
            torch.testing.assert_close(mine, theirs)


def test_mean_by_hand():
    row, source = torch.tensor([0, 0, 1]), torch.tensor([1, 2, 0])
    hop = Hop(torch.arange(3), torch.ones(3), row, source, torch.ones(3), row, source)
    pooled = mean_of_neighbours(torch.tensor([[1.0], [3.0], [5.0]]), GraphTensors((hop,)))
    assert pooled.tolist() == [[4.0], [1.0], [5.0]]  # the last is alone: its own


def test_aggregation_divides_by_the_neighbours():
    row, source = torch.tensor([0, 0, 1]), torch.tensor([1, 2, 0])
    hop = Hop(torch.arange(3), torch.ones(3), row, source, torch.ones(3), row, source)
    features = torch.ones(3, 6)
    summed = Gcn(6, replace(MEAN, aggregation="sum")).edge_weights(features, hop)
    mean = Gcn(6, MEAN).edge_weights(features, hop)
    torch.testing.assert_close(summed, torch.tensor([1.0, 1.0, 1.0]))
    torch.testing.assert_close(mean, torch.tensor([0.5, 0.5, 1.0]))


def test_without_self_addition_a_lonely_proposal_gives_the_biases():
    model, (activity, _) = network(self_addition=False), inputs()
    gcn = model.Act_GCN
    with torch.no_grad():
        output = gcn(activity, graph_tensors(build_graph(SEGMENTS, GraphSettings())))
        torch.testing.assert_close(output[3], gcn.gc2.bias)


def test_trees_for_another_depth_are_refused():
    trees = tree_tensors(torch.zeros(1, 7, dtype=torch.int64))
    with pytest.raises(ValueError, match="trees of 2 hops for a network of 3"):
        network(depth=3)(*inputs(), trees)
    with pytest.raises(ValueError, match="no tree of depth 2 has 6 nodes"):
        tree_tensors(torch.zeros(1, 6, dtype=torch.int64))


@pytest.mark.parametrize("name", list_presets())
def test_every_preset_trains_a_step(name):
    recipe = list_presets()[name].recipe.checked()
    settings = replace(recipe.model, n_labels=3, feature_dim=6, hidden_dim=5)
    model = Pgcn(settings)
    drawn = recipe.neighbours.sampled
    size = sum(drawn**level for level in range(settings.depth + 1))
    rng = np.random.default_rng(0)
    trees = tree_tensors(torch.from_numpy(rng.integers(0, 4, (2, size))), settings.depth)
    output = model(*inputs(), trees)
    assert [tuple(one.shape) for one in output] == [(2, 4), (2, 3), (2, 3, 2)]
    sum(one.sum() for one in output).backward()


def test_every_table_of_the_paper_has_its_rows():
    names = set(list_presets())
    assert {"thumos14", "activitynet1.3", "table5/embed-cos-self-add"} <= names
    assert {f"table7/ns-{count}" for count in (1, 2, 3, 4, 5, 10)} <= names
    assert list_presets()["table7/ns-10"].recipe.neighbours.sampled == 10
    assert not list_presets()["table6/no-contextual"].recipe.graph.contextual
