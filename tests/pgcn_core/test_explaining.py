"""What a neighbour contributed is what the whole network says with it and without it."""

from dataclasses import replace
from threading import Event

import numpy as np
import pytest
import torch

from pgcn_core.config import GraphSettings, ModelSettings, Settings
from pgcn_core.detections import score_pairs
from pgcn_core.errors import Cancelled
from pgcn_core.explaining import ScoredRun, explain, pruned_trees
from pgcn_core.graph import ProposalGraph, build_graph
from pgcn_core.model import Pgcn
from pgcn_core.proposals.products import ProposalFeatures
from pgcn_core.streams import fuse_streams, run_stream


def network_of(seed, **changes):
    torch.manual_seed(seed)
    shape = {"n_labels": 3, "feature_dim": 6, "hidden_dim": 5, **changes}
    model = Pgcn(ModelSettings(**shape)).eval()
    for head in (model.activity_fc, model.completeness_fc, model.regressor_fc):
        torch.nn.init.normal_(head.weight, 0.0, 0.3)
    return model


def segments_of(n, seed=0):
    rng = np.random.default_rng(seed)
    start = rng.uniform(0, 20, n)
    return np.stack([start, start + rng.uniform(0.5, 6, n)], axis=1)


def run_of(chosen, n=14, **changes):
    rng = np.random.default_rng(n)
    graph = build_graph(segments_of(n), chosen.graph, fps=25.0)
    features = {
        stream: ProposalFeatures(
            rng.normal(size=(n, 6)).astype(np.float32), rng.normal(size=(n, 18)).astype(np.float32)
        )
        for stream in ("rgb", "flow")
    }
    networks = {"rgb": network_of(0, **changes), "flow": network_of(1, **changes)}
    return ScoredRun(networks, features, graph, chosen)


def cut_out(graph, gone):
    """The same graph without the edges of one proposal."""
    kept = (graph.rows != gone) & (graph.neighbours != gone)
    counts = np.bincount(graph.rows[kept], minlength=len(graph.self_weight))
    return ProposalGraph(
        np.concatenate([[0], np.cumsum(counts)]), graph.neighbours[kept], graph.kind[kept],
        graph.weight[kept], graph.self_weight,
    )  # fmt: skip


def whole_pass(run, graph):
    found = {
        stream: run_stream(network, run.features[stream], graph)
        for stream, network in run.networks.items()
    }
    return score_pairs(fuse_streams(found, run.settings.fusion), run.settings.detections)


CASES = {
    "paper": (Settings.paper(), {}),
    "official": (Settings.official(), {"edge_relu": True}),
    "one mlp": (Settings.paper(), {"activity_network": "mlp", "aggregation": "mean"}),
    "deep": (
        Settings.paper(),
        {"depth": 4, "edge_function": "embedded", "self_addition": False},
    ),
    "mean": (
        Settings.paper(),
        {"activity_network": "mean", "completeness_network": "mean", "depth": 3},
    ),
    "shallow": (Settings.paper(), {"depth": 1, "hidden_dim": 2}),
}


@pytest.mark.parametrize("case", CASES)
def test_leaving_one_out_is_the_whole_network_without_it(case):
    chosen, changes = CASES[case]
    run = run_of(chosen, **changes)
    told = 0
    for proposal in range(14):
        found = explain(run, proposal, 1)
        full = whole_pass(run, run.graph)[proposal, 1]
        assert found.score == pytest.approx(full, rel=1e-5)
        without = [
            whole_pass(run, cut_out(run.graph, gone))[proposal, 1] for gone in found.neighbours
        ]
        np.testing.assert_allclose(found.contributions, full - np.array(without), atol=1e-5)
        told += np.count_nonzero(np.abs(found.contributions) > 1e-4)
    assert told > 20


def test_alone_is_the_mlp_of_the_same_weights():
    run = run_of(Settings.official(), edge_relu=True)
    form = {"activity_network": "mlp", "completeness_network": "mlp", "edge_relu": True}
    alone = replace(run, networks={"rgb": network_of(0, **form), "flow": network_of(1, **form)})
    expected = whole_pass(alone, run.graph)
    for proposal in (0, 5, 13):
        assert explain(run, proposal, 2).score_alone == pytest.approx(
            expected[proposal, 2], rel=1e-5
        )


def test_a_lonely_proposal_scores_what_it_scores_alone():
    chosen = Settings.paper()
    run = run_of(chosen, n=1)
    found = explain(run, 0, 0)
    assert found.neighbours.size == found.contributions.size == 0
    assert found.score == pytest.approx(found.score_alone, rel=1e-5)


def test_a_sampled_run_is_explained_from_its_own_trees():
    graph = GraphSettings(mode="official", sampled_slots=4)
    chosen = replace(Settings.official(), graph=graph)
    run = run_of(chosen)
    assert run.graph.trees is not None
    found = explain(run, 3, 1)
    assert found.score == pytest.approx(whole_pass(run, run.graph)[3, 1], rel=1e-5)
    outside = ~np.isin(found.neighbours, run.graph.trees[3])
    assert (np.abs(found.contributions[outside]) < 1e-6).all()
    assert np.abs(found.contributions[~outside]).max() > 1e-4


def test_a_branch_goes_with_the_proposal_it_grows_from():
    tree = np.array([9, 1, 2, 5, 1, 2, 7])
    np.testing.assert_array_equal(
        pruned_trees(tree, np.array([1, 7])),
        [tree, [9, -1, 2, -1, -1, 2, 7], [9, 1, 2, 5, 1, 2, -1]],
    )


def test_a_cancel_is_heard():
    flag = Event()
    flag.set()
    with pytest.raises(Cancelled):
        explain(run_of(Settings.paper()), 0, 0, flag)
