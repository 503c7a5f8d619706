from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgcn_core.segmentation import (
    SegmentationSettings,
    best_disjoint,
    frame_posteriors,
    label_scores,
    segment_frames,
    segment_values,
)
from pgcn_core.streams import ProposalScores

PLAIN = SegmentationSettings(
    cost=0.0, own_weight=0.0, vote_power=1.0, length_power=0.0, uses_completeness=False
)


def scores(probabilities, completeness=None):
    """Logits whose softmax over the labels is given; the background column says the opposite."""
    likely = np.log(np.asarray(probabilities, np.float64))
    background = np.full((len(likely), 1), 50.0)
    whole = np.zeros_like(likely) if completeness is None else np.asarray(completeness)
    return ProposalScores(
        np.concatenate([background, likely], axis=1).astype(np.float32),
        whole.astype(np.float32),
        np.zeros((*likely.shape, 2), np.float32),
    )


def by_brute_force(segments, values):
    """The highest sum over all sets of segments that do not overlap."""
    best = 0.0
    for size in range(1, len(values) + 1):
        for some in combinations(range(len(values)), size):
            ordered = sorted(some, key=lambda i: segments[i][0])
            apart = all(segments[a][1] <= segments[b][0] for a, b in pairwise(ordered))
            if apart and all(segments[i][1] > segments[i][0] for i in some):
                best = max(best, sum(values[i] for i in some))
    return best


some_segments = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 6), st.integers(-3, 9)), max_size=8
)


@settings(max_examples=300, deadline=None)
@given(drawn=some_segments)
def test_the_best_set_is_as_good_as_trying_all(drawn):
    segments = np.array([[s, s + n] for s, n, _ in drawn], np.float64).reshape(-1, 2)
    values = np.array([v for _, _, v in drawn], np.float64)
    chosen = best_disjoint(segments, values)
    assert values[chosen].sum() == by_brute_force(segments.tolist(), values.tolist())
    ends, starts = segments[chosen, 1], segments[chosen, 0]
    assert (ends[:-1] <= starts[1:]).all()
    assert (values[chosen] > 0).all()
    assert (ends > starts).all()


def test_two_short_ones_against_a_long_one():
    segments = np.array([[0.0, 10.0], [0.0, 5.0], [5.0, 10.0]])
    assert best_disjoint(segments, np.array([5.0, 3.0, 3.0])).tolist() == [1, 2]
    assert best_disjoint(segments, np.array([7.0, 3.0, 3.0])).tolist() == [0]
    # Equal sums: without the later ends is the earlier answer either way.
    assert best_disjoint(segments, np.array([3.0, 3.0, 0.0])).tolist() == [1]


@pytest.mark.parametrize("values", [[], [0.0], [-1.0]])
def test_nothing_worth_taking(values):
    segments = np.array([[0.0, 1.0]] * len(values)).reshape(-1, 2)
    assert best_disjoint(segments, np.array(values)).tolist() == []


def test_label_scores_by_hand():
    found = scores([[0.25, 0.75]], [[0.0, np.log(3.0)]])
    np.testing.assert_allclose(label_scores(found, uses_completeness=False), [[0.25, 0.75]])
    np.testing.assert_allclose(
        label_scores(found, uses_completeness=True), [[0.125, 0.5625]], rtol=1e-6
    )


def test_votes_by_hand():
    frames = np.array([[0, 4], [2, 3]])
    pairs = np.array([[0.5, 0.5], [0.0, 1.0]])
    even = frame_posteriors(frames, pairs, 5, PLAIN)
    np.testing.assert_allclose(even[0], [0.5, 0.5])
    np.testing.assert_allclose(even[2], [0.25, 0.75], atol=1e-5)
    np.testing.assert_allclose(even[4], [0.5, 0.5])  # nobody's
    short = SegmentationSettings(length_power=1.0, uses_completeness=False)
    weighed = frame_posteriors(frames, pairs, 5, short)
    np.testing.assert_allclose(weighed[2], [0.125 / 1.25, 1.125 / 1.25], atol=1e-5)


def test_values_by_hand():
    frames = np.array([[0, 2]])
    pairs = np.array([[0.8, 0.2]])
    posteriors = np.array([[0.6, 0.4], [0.9, 0.1]])
    weights = SegmentationSettings(cost=0.5, own_weight=0.25)
    got = segment_values(frames, pairs, posteriors, weights)
    first = np.log(1.2) + np.log(1.8) + 0.25 * 2 * np.log(1.6) - 0.5
    second = np.log(0.8) + np.log(0.2) + 0.25 * 2 * np.log(0.4) - 0.5
    np.testing.assert_allclose(got, [[first, second]], atol=1e-5)


def test_a_video_becomes_its_two_actions():
    frames = np.array([[0, 6], [6, 10], [3, 8], [0, 10]])
    found = scores([[0.8, 0.1, 0.1], [0.1, 0.1, 0.8], [0.4, 0.2, 0.4], [0.5, 0.1, 0.4]])
    assert segment_frames(frames, found, 10, PLAIN).tolist() == [0] * 6 + [2] * 4


def test_a_gap_takes_the_label_most_voted_for():
    # Too dear to be chosen, the proposals still vote; after their end nobody does.
    dear = SegmentationSettings(cost=1e9)
    frames = np.array([[0, 3], [2, 5]])
    found = scores([[0.1, 0.9], [0.6, 0.4]])
    assert segment_frames(frames, found, 6, dear).tolist() == [1, 1, 1, 0, 0, 0]


def test_a_cost_joins_what_flickers():
    frames = np.array([[0, 10], [10, 11], [11, 20], [0, 20]])
    found = scores([[0.9, 0.1], [0.2, 0.8], [0.9, 0.1], [0.8, 0.2]])
    cheap = SegmentationSettings(cost=0.0, length_power=1.0, uses_completeness=False)
    assert segment_frames(frames, found, 20, cheap)[10] == 1
    dear = SegmentationSettings(cost=3.0, length_power=1.0, uses_completeness=False)
    assert segment_frames(frames, found, 20, dear).tolist() == [0] * 20


def test_one_proposal_of_one_frame():
    assert segment_frames(np.array([[0, 1]]), scores([[0.3, 0.7]]), 1, PLAIN).tolist() == [1]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_every_frame_has_a_label_and_order_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 12))
    starts = rng.integers(0, 20, n)
    frames = np.stack([starts, starts + rng.integers(1, 10, n)], axis=1)
    likely = rng.dirichlet(np.ones(4), n)
    whole = rng.normal(size=(n, 4))
    one = segment_frames(frames, scores(likely, whole), 30, SegmentationSettings())
    assert one.shape == (30,)
    assert one.dtype == np.int64
    assert ((one >= 0) & (one < 4)).all()
    mixed = rng.permutation(n)
    other = segment_frames(
        frames[mixed], scores(likely[mixed], whole[mixed]), 30, SegmentationSettings()
    )
    assert (one == other).all()
