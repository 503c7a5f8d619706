import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from pgcn_core.config import GraphSettings
from pgcn_core.errors import SettingsError
from pgcn_core.training.draws import (
    draw_centres,
    draw_trees,
    generator,
    n_nodes,
    name_key,
    neighbourhood,
    shuffled,
    torch_seeded,
)
from pgcn_core.training.pools import Pools
from pgcn_core.training.settings import PoolSettings

FRAMES = np.array([[0, 100], [5, 105], [2, 98], [110, 180], [500, 600]])


def pools(*kinds):
    kind = np.array(kinds, np.int64)
    frames = np.stack([np.arange(len(kind)), np.arange(len(kind)) + 10], axis=1)
    return Pools(frames, kind, np.where(kind == 2, -1, 0), np.zeros(len(kind), bool))


def trees_of(around, n_drawn, depth, seed=0, roots=(0, 1, 2, 3, 4)):
    rng = np.random.default_rng(seed)
    shape = (len(roots), n_nodes(n_drawn, depth - 1), around.width(n_drawn))
    return draw_trees(np.array(roots), around, n_drawn, rng.random(shape), depth)


def test_a_draw_depends_on_its_key_alone():
    one = generator(7, name_key("a"), (3, 2, 1)).random(4)
    generator(7, name_key("b"), (3, 2, 1)).random(100)
    np.testing.assert_array_equal(one, generator(7, name_key("a"), (3, 2, 1)).random(4))


@pytest.mark.parametrize(
    "other",
    [(8, "a", (3, 2, 1)), (7, "b", (3, 2, 1)), (7, "a", (4, 2, 1)), (7, "a", (3, 1, 1)),
     (7, "a", (3, 2, 0))],
)  # fmt: skip
def test_every_part_of_the_key_matters(other):
    seed, name, counter = other
    one = generator(7, name_key("a"), (3, 2, 1)).random(4)
    assert (one != generator(seed, name_key(name), counter).random(4)).all()


@given(st.integers(0, 200), st.integers(0, 5))
def test_shuffled_is_a_permutation(n, epoch):
    assert sorted(shuffled(n, 0, epoch)) == list(range(n))


def test_torch_keeps_its_own_generator():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    with torch_seeded(1, "dropout", torch.device("cpu"), 3):
        inside = torch.rand(3)
    assert torch.equal(torch.rand(3), expected)
    with torch_seeded(1, "dropout", torch.device("cpu"), 3):
        assert torch.equal(torch.rand(3), inside)


def test_centres_are_one_to_six_to_one():
    centres = draw_centres(pools(0, 0, 1, 1, 1, 2), PoolSettings(), np.random.default_rng(0))
    assert centres.kind.tolist() == [0, 1, 1, 1, 1, 1, 1, 2]
    assert centres.completeness.tolist() == [1, -1, -1, -1, -1, -1, -1, 0]
    assert set(centres.nodes[1:7]) <= {2, 3, 4}
    assert centres.nodes[7] == 5


def test_empty_pools_are_left_out():
    centres = draw_centres(pools(0), PoolSettings(), np.random.default_rng(0))
    assert centres.nodes.tolist() == [0]
    assert centres.kind.tolist() == [0]


def test_or_filled_with_foreground_as_the_released_code_does():
    settings = PoolSettings(fill_empty="foreground")
    centres = draw_centres(pools(0, 0), settings, np.random.default_rng(0))
    assert centres.kind.tolist() == [0] * 8
    assert centres.completeness.tolist() == [1, -1, -1, -1, -1, -1, -1, 0]


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("n_drawn", [1, 3, 4])
@pytest.mark.parametrize("mode", ["paper", "official"])
def test_children_are_neighbours_of_their_parents(depth, n_drawn, mode):
    settings = GraphSettings(mode=mode)
    around = neighbourhood(FRAMES, settings, n_drawn)
    trees = trees_of(around, n_drawn, depth)
    assert trees.shape == (5, sum(n_drawn**level for level in range(depth + 1)))
    for tree in trees:
        for parent in range(n_nodes(n_drawn, depth - 1)):
            children = tree[1 + n_drawn * parent : 1 + n_drawn * (parent + 1)]
            if tree[parent] < 0:
                assert (children == -1).all()
            elif mode == "official":
                assert set(children) <= set(around.slots[tree[parent]])
            else:
                low, high = around.graph.indptr[tree[parent] : tree[parent] + 2]
                allowed = set(around.graph.neighbours[low:high]) or {-1}
                assert set(children) <= allowed


def test_slots_are_drawn_without_replacement():
    around = neighbourhood(FRAMES, GraphSettings(mode="official"), 10)
    trees = trees_of(around, 10, 1)
    for tree in trees:
        assert sorted(tree[1:]) == sorted(around.slots[tree[0]])


def test_a_proposal_alone_has_no_children():
    settings = GraphSettings(contextual=False, surrounding=False)
    trees = trees_of(neighbourhood(FRAMES, settings, 2), 2, 2)
    assert (trees[:, 1:] == -1).all()


def test_more_than_the_slots_is_refused():
    with pytest.raises(SettingsError, match="11 neighbours cannot be sampled from 10 slots"):
        neighbourhood(FRAMES, GraphSettings(mode="official"), 11)


def test_neighbours_are_drawn_uniformly():
    around = neighbourhood(FRAMES, GraphSettings(), 4)
    low, high = around.graph.indptr[:2]
    trees = trees_of(around, 4, 1, roots=(0,) * 3000)
    count = np.bincount(trees[:, 1:].ravel(), minlength=5)[around.graph.neighbours[low:high]]
    np.testing.assert_allclose(count / count.sum(), 1 / len(count), atol=0.02)
