import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgcn_core.errors import SettingsError
from pgcn_core.proposals.soft_nms import soft_nms


def plain(segments, scores, sigma, min_tiou, limit):
    """The rule, word for word."""
    left = [(float(score), n) for n, score in enumerate(scores)]
    taken = []
    while left and len(taken) < limit:
        best = max(left, key=lambda item: (item[0], -item[1]))
        left.remove(best)
        taken.append(best)
        start, end = segments[best[1]]
        lowered = []
        for score, n in left:
            shared = min(end, segments[n][1]) - max(start, segments[n][0])
            hull = max(end, segments[n][1]) - min(start, segments[n][0])
            tiou = shared / hull if shared > 0 else 0.0
            lowered.append(
                (score * math.exp(-tiou * tiou / sigma) if tiou > min_tiou else score, n)
            )
        left = lowered
    return [n for _, n in taken], [score for score, _ in taken]


def test_three_segments_by_hand():
    segments = np.array([[0.0, 10.0], [0.0, 8.0], [20.0, 30.0]])
    kept, scores = soft_nms(segments, np.array([0.9, 0.8, 0.5]), 0.75, 0.5)
    # The second overlaps the first by 0.8: 0.8 * exp(-0.64 / 0.75) = 0.341 falls behind the third.
    assert kept.tolist() == [0, 2, 1]
    assert scores == pytest.approx([0.9, 0.5, 0.8 * math.exp(-0.64 / 0.75)])


def test_an_overlap_of_exactly_the_limit_costs_nothing():
    segments = np.array([[0.0, 10.0], [0.0, 5.0]])
    assert soft_nms(segments, np.array([0.9, 0.8]), 0.75, 0.5)[1].tolist() == [0.9, 0.8]
    assert soft_nms(segments, np.array([0.9, 0.8]), 0.75, 0.49)[1][1] < 0.8


def test_none_one_and_the_limit():
    kept, scores = soft_nms(np.zeros((0, 2)), np.zeros(0), 0.5, 0.0)
    assert (len(kept), len(scores)) == (0, 0)
    kept, scores = soft_nms(np.array([[1.0, 2.0]]), np.array([0.3]), 0.5, 0.0, 5)
    assert (kept.tolist(), scores.tolist()) == ([0], [0.3])
    assert len(soft_nms(np.array([[0.0, 1.0]] * 4), np.ones(4), 0.5, 0.0, 2)[0]) == 2


def test_equal_scores_go_by_order_and_the_scores_given_stay():
    given = np.array([0.5, 0.5, 0.5])
    kept, _ = soft_nms(np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]), given, 0.5, 0.0)
    assert kept.tolist() == [0, 1, 2]
    soft_nms(np.array([[0.0, 1.0]] * 3), given, 0.5, 0.0)
    assert given.tolist() == [0.5, 0.5, 0.5]


def test_a_sigma_of_nothing_is_refused():
    with pytest.raises(SettingsError, match="sigma above 0"):
        soft_nms(np.zeros((1, 2)), np.zeros(1), 0.0, 0.5)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 40), st.integers(0, 20), st.floats(0, 1, allow_subnormal=False, width=32)
        ),
        max_size=25,
    ),
    sigma=st.floats(0.05, 2.0),
    min_tiou=st.floats(0, 1),
    limit=st.integers(1, 30),
)
def test_it_is_the_plain_rule(rows, sigma, min_tiou, limit):
    segments = np.array([(a, a + b) for a, b, _ in rows], np.float64).reshape(-1, 2)
    scores = np.array([score for *_, score in rows], np.float64)
    kept, lowered = soft_nms(segments, scores, sigma, min_tiou, limit)
    wanted, wanted_scores = plain(segments, scores, sigma, min_tiou, limit)
    assert lowered == pytest.approx(wanted_scores, rel=1e-9, abs=1e-12)
    assert len(set(kept.tolist())) == len(kept) == min(limit, len(rows))
    assert (np.diff(lowered) <= 1e-12).all()
    if len(set(wanted_scores)) == len(wanted_scores):
        assert sorted(kept.tolist()) == sorted(wanted)


def test_hundreds_at_random_equal_the_plain_rule():
    rng = np.random.default_rng(5)
    start = rng.uniform(0, 100, 300)
    segments = np.stack([start, start + rng.uniform(0.5, 20, 300)], axis=1)
    scores = rng.uniform(size=300)
    kept, lowered = soft_nms(segments, scores, 0.75, 0.65, 100)
    wanted, wanted_scores = plain(segments, scores, 0.75, 0.65, 100)
    assert kept.tolist() == wanted
    np.testing.assert_allclose(lowered, wanted_scores, rtol=1e-12)
