import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgcn_core.config import GraphSettings, ModelSettings
from pgcn_core.errors import SettingsError
from pgcn_core.graph import (
    CONTEXTUAL,
    SURROUNDING,
    build_graph,
    check_graph,
    draw_trees,
    graph_from_slots,
    official_slots,
)
from pgcn_core.segments import pairwise_tiou

PAPER = GraphSettings()
OFFICIAL = GraphSettings(mode="official")


def segments_of(pairs, scale=1.0):
    return np.array([(s * scale, (s + d) * scale) for s, d in pairs], float).reshape(-1, 2)


# Small whole numbers make many exact ties and duplicates.
whole = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 25)), max_size=40)
real = st.lists(
    st.tuples(st.floats(0, 1000, width=32), st.floats(0.0625, 200, width=32)), max_size=40
)


def brute_paper(segments, config):
    """Neighbours and kinds by N x N matrices."""
    n = len(segments)
    tiou = pairwise_tiou(segments, segments)
    centre = 0.5 * segments[:, 0] + 0.5 * segments[:, 1]
    length = segments[:, 1] - segments[:, 0]
    near = np.abs(centre[:, None] - centre) < config.surrounding_distance * (
        length[:, None] + length
    )
    contextual = (tiou > config.contextual_tiou) & config.contextual
    surrounding = (tiou == 0) & near & config.surrounding
    edges = (contextual | surrounding) & ~np.eye(n, dtype=bool)
    rows, columns = np.nonzero(edges)
    return rows, columns, np.where(contextual[rows, columns], CONTEXTUAL, SURROUNDING)


@settings(deadline=None, max_examples=150)
@given(st.one_of(whole, real), st.sampled_from([0.0, 0.3, 0.7, 0.9]), st.sampled_from([0.5, 1, 3]))
def test_paper_edges_equal_brute_force(pairs, tiou, distance):
    segments = segments_of(pairs)
    config = GraphSettings(contextual_tiou=tiou, surrounding_distance=distance)
    graph = build_graph(segments, config)
    rows, columns, kind = brute_paper(segments, config)
    np.testing.assert_array_equal(graph.rows, rows)
    np.testing.assert_array_equal(graph.neighbours, columns)
    np.testing.assert_array_equal(graph.kind, kind)


def brute_slots(frames, config):
    start, end = frames.T
    shared = np.minimum(end[:, None], end) - np.maximum(start[:, None], start) + 1
    shared = np.maximum(shared, 0)
    length = end - start + 1
    tiou = shared / (length[:, None] + length - shared)
    hull = np.maximum(end[:, None], end) - np.minimum(start[:, None], start) + 1
    distance = np.abs((start + end)[:, None] - (start + end)) / 2 / hull
    slots = []
    for i in range(len(frames)):
        by_tiou = [j for j in np.argsort(-tiou[i], kind="stable") if tiou[i, j] > 0.7 and j != i]
        by_distance = [j for j in np.argsort(distance[i], kind="stable") if tiou[i, j] <= 0]
        row = [(by_tiou or [i])[k % max(len(by_tiou), 1)] for k in range(config.contextual_slots)]
        row += [
            (by_distance or [i])[k % max(len(by_distance), 1)]
            for k in range(config.surrounding_slots)
        ]
        slots.append(row)
    n_slots = config.contextual_slots + config.surrounding_slots
    return np.array(slots, np.int64).reshape(len(frames), n_slots)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), max_size=40))
def test_official_slots_equal_brute_force(pairs):
    frames = segments_of(pairs)
    np.testing.assert_array_equal(official_slots(frames, OFFICIAL), brute_slots(frames, OFFICIAL))


def test_official_slots_of_a_large_set_equal_brute_force():
    rng = np.random.default_rng(3)
    start = rng.integers(0, 3000, 300)
    frames = np.stack([start, start + rng.integers(1, 200, 300)], axis=1).astype(float)
    np.testing.assert_array_equal(official_slots(frames, OFFICIAL), brute_slots(frames, OFFICIAL))


def test_one_cluster_by_hand():
    # 0 and 1 overlap by 9/11; 2 lies 5 s after 0 and 4 s after 1; 3 is far away.
    segments = np.array([[0.0, 10], [1, 11], [15, 25], [200, 201]])
    graph = build_graph(segments, PAPER)
    assert graph.indptr.tolist() == [0, 2, 4, 6, 6]
    assert graph.neighbours.tolist() == [1, 2, 0, 2, 0, 1]
    assert graph.kind.tolist() == [0, 1, 0, 1, 1, 1]
    assert graph.weight.tolist() == [1] * 6
    assert graph.self_weight.tolist() == [1] * 4


def test_distance_is_strictly_below_its_threshold():
    # Centres 20 s apart, durations 10 + 10: d is exactly 1.
    touching_limit = np.array([[0.0, 10], [20, 30]])
    assert build_graph(touching_limit, PAPER).neighbours.size == 0
    assert build_graph(touching_limit - [[0, 0], [0.1, 0.1]], PAPER).neighbours.size == 2


def test_segments_that_only_touch_are_surrounding():
    graph = build_graph(np.array([[0.0, 10], [10, 20]]), PAPER)
    assert graph.kind.tolist() == [SURROUNDING, SURROUNDING]
    # Inclusive frames share frame 10, so they are neither in official mode.
    official = build_graph(np.array([[0.0, 10], [10, 20]]), OFFICIAL, fps=1.0)
    assert official.neighbours.size == 0
    np.testing.assert_allclose(official.self_weight, 2.0)


@pytest.mark.parametrize("config", [PAPER, OFFICIAL])
def test_none_and_one(config):
    empty = build_graph(np.empty((0, 2)), config, fps=1.0)
    assert empty.indptr.tolist() == [0]
    assert empty.neighbours.size == empty.self_weight.size == 0
    one = build_graph(np.array([[3.0, 9.0]]), config, fps=1.0)
    assert one.indptr.tolist() == [0, 0]
    np.testing.assert_allclose(one.self_weight, 1.0 if config is PAPER else 2.0)


@pytest.mark.parametrize(
    ("off", "left"), [("contextual", SURROUNDING), ("surrounding", CONTEXTUAL)]
)
@pytest.mark.parametrize("config", [PAPER, OFFICIAL])
def test_edge_types_can_be_left_out(config, off, left):
    segments = np.array([[0.0, 10], [0, 11], [15, 25], [15, 26]])
    graph = build_graph(segments, dataclasses.replace(config, **{off: False}), fps=1.0)
    assert set(graph.kind.tolist()) == {left}


def test_a_twin_is_a_neighbour_and_self_is_not():
    graph = build_graph(np.array([[5.0, 20], [5, 20]]), OFFICIAL, fps=1.0)
    assert graph.neighbours.tolist() == [1, 0]
    np.testing.assert_allclose(graph.weight, 0.8)
    np.testing.assert_allclose(graph.self_weight, 1.2)


def test_shares_of_slots_add_up_to_two():
    rng = np.random.default_rng(0)
    start = rng.uniform(0, 300, 120)
    segments = np.stack([start, start + rng.uniform(1, 60, 120)], axis=1)
    graph = build_graph(segments, OFFICIAL, fps=25.0)
    total = graph.self_weight + np.bincount(graph.rows, graph.weight, minlength=120)
    np.testing.assert_allclose(total, 2.0, atol=1e-5)


def test_sampling_is_repeatable_and_starts_at_the_root():
    segments = segments_of([(i * 3, 20 + i % 5) for i in range(30)])
    config = dataclasses.replace(OFFICIAL, sampled_slots=4)
    first, again = (build_graph(segments, config, fps=1.0).trees for _ in range(2))
    other = build_graph(segments, dataclasses.replace(config, seed=1), fps=1.0).trees
    assert first.shape == (30, 21)
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    np.testing.assert_array_equal(first[:, 0], np.arange(30))


def test_drawing_every_slot_keeps_each():
    slots = np.array([[1, 1, 0], [0, 1, 1]])
    trees = draw_trees(slots, 3, np.random.RandomState(5))
    assert trees.shape == (2, 13)
    np.testing.assert_array_equal(np.sort(trees[:, 1:4], axis=1), np.sort(slots, axis=1))
    assert graph_from_slots(slots, OFFICIAL, trees).trees is trees


def test_official_mode_needs_the_frame_rate():
    with pytest.raises(ValueError, match="fps"):
        build_graph(np.array([[0.0, 1]]), OFFICIAL)


@pytest.mark.parametrize(
    "wrong", [{"contextual_tiou": 1.5}, {"sampled_slots": 11, "mode": "official"}]
)
def test_impossible_settings_are_refused(wrong):
    with pytest.raises(SettingsError):
        build_graph(np.array([[0.0, 1]]), GraphSettings(**wrong), fps=1.0)


def test_many_proposals_stay_sparse():
    rng = np.random.default_rng(1)
    start = rng.uniform(0, 5000, 5000)
    segments = np.stack([start, start + rng.uniform(1, 10, 5000)], axis=1)
    graph = build_graph(segments, PAPER)
    assert 0 < graph.neighbours.size < 5000 * 100


def test_what_cannot_be_made_or_used_is_told_before():
    sampled = GraphSettings(mode="official", sampled_slots=4)
    check_graph(sampled, [ModelSettings(), ModelSettings(depth=3, activity_network="mlp",
                                                         completeness_network="mean")])  # fmt: skip
    check_graph(dataclasses.replace(sampled, mode="paper"), [ModelSettings(depth=3)])
    with pytest.raises(
        SettingsError, match="trees for 2 graph convolutions, and the network has 3"
    ):
        check_graph(sampled, [ModelSettings(), ModelSettings(depth=3)])
    with pytest.raises(SettingsError, match="11 slots cannot be sampled from 10") as caught:
        check_graph(dataclasses.replace(sampled, sampled_slots=11))
    assert caught.value.next_step == "Correct graph.sampled_slots."
