"""Margin, entropy and the spread over sampled neighbourhoods, by hand and against the network."""

import dataclasses

import numpy as np
import pytest
import torch

from pgcn_core.config import (
    DetectionSettings,
    FusionSettings,
    GraphSettings,
    ModelSettings,
    UncertaintySettings,
)
from pgcn_core.detections import Detections, decode
from pgcn_core.graph import ProposalGraph, build_graph
from pgcn_core.model import Pgcn
from pgcn_core.proposals.products import ProposalFeatures, ProposalSet
from pgcn_core.streams import ProposalScores, run_stream
from pgcn_core.uncertainty import (
    Scoring,
    draw_neighbourhoods,
    label_doubt,
    sampled_scores,
    score_spread,
)

FUSION, PAPER = FusionSettings(), DetectionSettings()


def scores_of(activity, completeness=None):
    activity = np.array(activity, np.float32)
    n, k = len(activity), activity.shape[1] - 1
    whole = np.zeros((n, k)) if completeness is None else np.array(completeness)
    return ProposalScores(activity, whole.astype(np.float32), np.zeros((n, k, 2), np.float32))


def found(*pairs):
    """Detections of (proposal, label) pairs."""
    rows = np.array(pairs, np.int64).reshape(-1, 2)
    n = len(rows)
    return Detections(np.tile([0.0, 1.0], (n, 1)), rows[:, 1], np.ones(n, np.float32), rows[:, 0])


def ring(n=5):
    """Everybody has exactly one neighbour."""
    order = np.arange(n)
    return ProposalGraph(
        np.arange(n + 1),
        (order + 1) % n,
        np.zeros(n, np.uint8),
        np.ones(n, np.float32),
        np.ones(n, np.float32),
    )


def crowd(n=9, seed=0):
    start = np.random.default_rng(seed).uniform(0, 3, n)
    return build_graph(np.stack([start, start + 10], 1), GraphSettings())


def network(**settings):
    torch.manual_seed(0)
    return Pgcn(ModelSettings(n_labels=3, feature_dim=4, hidden_dim=8, **settings)).eval()


def features(n, seed=1):
    rng = np.random.default_rng(seed)
    return ProposalFeatures(rng.random((n, 4), np.float32), rng.random((n, 12), np.float32))


# ------------------------------------------------------------ margin and entropy
def test_margin_and_entropy_by_hand():
    # Probabilities 1/4 background, 1/2, 1/4; the second proposal is undecided between all three.
    scores = scores_of([[0, np.log(2), 0], [7, 7, 7]])
    margin, entropy = label_doubt(scores, found((0, 0), (1, 1), (0, 1)))
    np.testing.assert_allclose(margin, [0.25, 0.0, 0.0], atol=1e-6)
    third = 1.5 * np.log(2) / np.log(3)
    np.testing.assert_allclose(entropy, [third, 1.0, third], rtol=1e-6)
    assert margin.dtype == entropy.dtype == np.float32


def test_a_sure_detection_has_no_doubt_and_none_have_none():
    margin, entropy = label_doubt(scores_of([[-900, 900]]), found((0, 0)))
    assert (margin[0], entropy[0]) == (1.0, 0.0)
    margin, entropy = label_doubt(scores_of([[0, 0]]), found())
    assert margin.shape == entropy.shape == (0,)


# ------------------------------------------------------------ the draws
def test_draws_are_neighbours_and_repeat():
    graph, settings = crowd(), UncertaintySettings(draws=5, neighbours=3)
    drawn = draw_neighbourhoods(graph, settings)
    assert drawn.edges.shape == (5, len(drawn.rows), 3)
    owner = np.broadcast_to(drawn.rows[None, :, None], drawn.edges.shape)
    np.testing.assert_array_equal(graph.rows[drawn.edges], owner)
    again = draw_neighbourhoods(graph, settings)
    np.testing.assert_array_equal(again.edges, drawn.edges)
    other = draw_neighbourhoods(graph, dataclasses.replace(settings, seed=778))
    assert (other.edges != drawn.edges).any()


def test_a_draw_does_not_depend_on_how_many_there_are():
    graph = crowd()
    few = draw_neighbourhoods(graph, UncertaintySettings(draws=2))
    many = draw_neighbourhoods(graph, UncertaintySettings(draws=6))
    np.testing.assert_array_equal(few.edges, many.edges[:2])


def test_every_neighbour_is_drawn_by_its_weight():
    weight = np.array([0.75, 0.25], np.float32)
    graph = ProposalGraph(
        np.array([0, 2, 2, 2]), np.array([1, 2]), np.zeros(2, np.uint8), weight,
        np.ones(3, np.float32),
    )  # fmt: skip
    drawn = draw_neighbourhoods(graph, UncertaintySettings(draws=200, neighbours=50))
    assert drawn.rows.tolist() == [0]
    assert (drawn.edges == 0).mean() == pytest.approx(0.75, abs=0.02)
    assert drawn.weight.tolist() == [1.0]


# ------------------------------------------------------------ the scores
@pytest.mark.parametrize("aggregation", ["mean", "sum"])
@pytest.mark.parametrize("activity_network", ["gcn", "mlp", "mean"])
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_with_one_neighbour_each_a_draw_is_the_whole_graph(aggregation, activity_network, depth):
    model = network(aggregation=aggregation, activity_network=activity_network, depth=depth)
    graph, given = ring(), features(5)
    drawn = draw_neighbourhoods(graph, UncertaintySettings(draws=2))
    whole = run_stream(model, given, graph)
    for one in sampled_scores(model, given, graph, drawn):
        np.testing.assert_allclose(one.activity_logits, whole.activity_logits, atol=2e-5)
        np.testing.assert_allclose(one.completeness_logits, whole.completeness_logits, atol=2e-5)


@pytest.mark.parametrize("aggregation", ["mean", "sum"])
def test_a_draw_is_the_network_over_the_drawn_neighbours(aggregation):
    """Two layers of Eq. 10 written out, neighbour by neighbour."""
    model, graph, given = network(aggregation=aggregation), crowd(6), features(6)
    drawn = draw_neighbourhoods(graph, UncertaintySettings(draws=1, neighbours=2))
    values = torch.from_numpy(given.activity)
    unit = values / values.norm(dim=1, keepdim=True)
    adjacency = torch.eye(6)
    for place, row in enumerate(drawn.rows.tolist()):
        total = 1.0 if aggregation == "mean" else float(drawn.weight[place])
        for edge in drawn.edges[0, place].tolist():
            column = int(graph.neighbours[edge])
            adjacency[row, column] += total / 2 * (unit[row] @ unit[column])
    first, last = model.Act_GCN.layers
    hidden = (adjacency @ values @ first.weight + first.bias).relu()
    made = adjacency @ hidden @ last.weight + last.bias
    expected = model.activity_fc(torch.cat([made, values], dim=1)).detach().numpy()
    (one,) = sampled_scores(model, given, graph, drawn)
    np.testing.assert_allclose(one.activity_logits, expected, atol=1e-5)


def test_no_neighbours_at_all():
    graph = build_graph(np.array([[0.0, 1.0], [50.0, 51.0]]), GraphSettings())
    model, given = network(), features(2)
    drawn = draw_neighbourhoods(graph, UncertaintySettings(draws=3))
    sampled = sampled_scores(model, given, graph, drawn)
    spread = score_spread({"rgb": sampled}, found((0, 0), (1, 2)), Scoring(FUSION, PAPER))
    np.testing.assert_allclose(spread, 0.0, atol=1e-6)


# ------------------------------------------------------------ the spread
def test_spread_by_hand():
    # Probabilities of the label 1/4 and 3/4: mean 1/2, standard deviation 1/4.
    draws = [scores_of([[np.log(3), 0]]), scores_of([[0, np.log(3)]])]
    spread = score_spread({"rgb": draws}, found((0, 0)), Scoring(FUSION, PAPER))
    np.testing.assert_allclose(spread, [0.5], rtol=1e-6)


def test_streams_are_fused_within_a_draw():
    rgb, flow = [scores_of([[0, 5]]), scores_of([[0, 5]])], [scores_of([[0, 0]])] * 2
    both = score_spread({"rgb": rgb, "flow": flow}, found((0, 0)), Scoring(FUSION, PAPER))
    np.testing.assert_allclose(both, [0.0], atol=1e-9)


def test_one_draw_has_no_spread():
    scoring = Scoring(FUSION, PAPER)
    assert score_spread({"rgb": [scores_of([[0, 1]])]}, found((0, 0)), scoring) is None
    assert score_spread({}, found((0, 0)), scoring) is None


def test_it_is_measured_of_the_score_that_was_given():
    model, graph, given = network(), crowd(), features(9)
    whole = run_stream(model, given, graph)
    proposals = ProposalSet(np.tile([1.0, 2.0], (9, 1)), np.ones(9, np.float32))
    detections = decode(proposals, whole, PAPER, 9.0)
    scored = Scoring(FUSION, PAPER).of(whole, detections)
    np.testing.assert_allclose(scored, detections.score, rtol=1e-6)
    video = np.array([0.0, 0.5, 1.0])
    starred = Scoring(FUSION, PAPER, video).of(whole, found((0, 1), (0, 2)))
    assert (starred > 0).all()
