import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgcn_core.config import ProposalSettings
from pgcn_core.proposals.pooling import pool_features, pool_ranges, pool_ticks
from pgcn_core.proposals.units import official_rescaled_units, official_ticks, official_units
from tests.pgcn_core.sequences import sequence

PAPER = ProposalSettings()
OFFICIAL = ProposalSettings(pooling="official")


def rising(n):
    """Features that name their snippet."""
    return np.arange(n, dtype=np.float32)[:, None] * np.array([1, -1], np.float32)


def test_paper_pooling_by_hand():
    # Centres at 1.28, 1.60, 1.92, ... s.
    one = sequence(10, values=rising(10))
    pooled = pool_features(one, np.array([[1.59, 2.55]]), PAPER)
    # Inside: 1.60, 1.92, 2.24; before: 1.28; after: 2.56, 2.88.
    assert pooled.activity.tolist() == [[3, -1]]
    assert pooled.completeness.tolist() == [[0, 0, 3, -1, 5, -4]]


def test_mean_pooling_by_hand():
    one = sequence(10, values=rising(10))
    pooled = pool_features(one, np.array([[1.59, 2.9]]), ProposalSettings(pooling="mean"))
    # Inside: 1.60 to 2.88; before: 1.28; after: 3.20 and 3.52.
    assert pooled.activity.tolist() == [[3, -3]]
    assert pooled.completeness.tolist() == [[0, 0, 3, -3, 6.5, -6.5]]


def test_a_mean_is_the_same_alone_and_among_others():
    one = sequence(40, values=np.random.default_rng(3).normal(size=(40, 5)).astype(np.float32))
    spans = np.sort(np.random.default_rng(4).uniform(0, 14, (30, 2)), axis=1)
    mean = ProposalSettings(pooling="mean")
    together = pool_features(one, spans, mean)
    for row, span in enumerate(spans):
        alone = pool_features(one, span[None], mean)
        assert np.array_equal(alone.completeness[0], together.completeness[row])


def test_a_span_without_a_centre_takes_the_nearest():
    one = sequence(10, values=rising(10))
    pooled = pool_features(one, np.array([[0.0, 0.1], [1.7, 1.75], [40.0, 41.0]]), PAPER)
    assert pooled.activity[:, 0].tolist() == [0, 1, 9]


def test_contexts_stay_inside_the_video():
    one = sequence(10, values=rising(10))
    pooled = pool_features(one, np.array([[0.0, one.ends_s[-1]]]), PAPER)
    assert pooled.completeness.tolist() == [[0, 0, 9, 0, 9, -9]]


@pytest.mark.parametrize("config", [PAPER, OFFICIAL, ProposalSettings(pooling="mean")])
def test_shapes_of_none_and_of_one_snippet(config):
    none = pool_features(sequence(5), np.empty((0, 2)), config)
    assert none.activity.shape == (0, 4)
    assert none.completeness.shape == (0, 12)
    one = sequence(1)
    pooled = pool_features(one, np.array([[0.0, 2.56], [1.0, 1.1]]), config)
    np.testing.assert_array_equal(pooled.activity, np.repeat(one.values, 2, axis=0))
    np.testing.assert_array_equal(pooled.completeness, np.tile(one.values, (2, 3)))
    assert pooled.activity.dtype == np.float32
    assert pooled.completeness.flags.c_contiguous
    assert np.shares_memory(pooled.activity, pooled.completeness)


@settings(deadline=None)
@given(st.integers(1, 90), st.lists(st.tuples(st.integers(0, 89), st.integers(1, 90)), max_size=12))
def test_range_maxima_equal_numpy(n, spans):
    values = np.random.default_rng(n).standard_normal((n, 3)).astype(np.float32)
    ranges = [(min(first, n - 1), min(first + length, n)) for first, length in spans]
    ranges = np.array([(a, max(b, a + 1)) for a, b in ranges], np.int64).reshape(-1, 2)
    pooled = pool_ranges(values, np.repeat(ranges, 3, axis=0))
    expected = [values[first:end].max(axis=0) for first, end in ranges]
    np.testing.assert_array_equal(pooled.activity, np.reshape(expected, (len(ranges), 3)))
    np.testing.assert_array_equal(pooled.completeness, np.tile(pooled.activity, (1, 3)))


@pytest.mark.parametrize("longest", [3, 12, 70, 400])
def test_range_maxima_of_many_equal_numpy(longest):
    # Every width of windows, more rows than a ring holds, and ranges in no order.
    rng = np.random.default_rng(longest)
    values = rng.standard_normal((450, 5)).astype(np.float32)
    first = rng.integers(0, 449, 600)
    ranges = np.stack([first, np.minimum(first + rng.integers(1, longest + 1, 600), 450)], axis=1)
    pooled = pool_ranges(values, ranges)
    expected = np.stack([values[a:b].max(axis=0) for a, b in ranges])
    np.testing.assert_array_equal(pooled.completeness, expected.reshape(200, 15))
    np.testing.assert_array_equal(pooled.activity, expected[1::3])


def test_official_ticks_lose_a_frame_in_the_round_trip():
    # The released tester's own numbers for 1500 frames: 787 comes back as 786.
    ticks = official_ticks(np.array([[194, 515], [636, 787]]), 1500, 0.5)
    assert ticks.tolist() == [[194, 515, 33, 675], [636, 786, 560, 862]]


def test_official_ticks_stay_inside_the_video():
    assert official_ticks(np.array([[0, 100]]), 100, 0.5).tolist() == [[0, 100, 0, 100]]


def test_official_units_by_hand():
    spans = np.array([[0, 64], [0, 72], [100, 172], [0, 456], [456, 456]])
    assert official_units(spans, 50).tolist() == [[0, 0], [0, 1], [12, 14], [0, 48], [49, 49]]


def test_rescaled_units_by_hand():
    spans = np.array([[0, 10], [166, 250]])
    assert official_rescaled_units(spans, 500).tolist() == [[0, 3], [33, 51]]


def test_rescaled_pooling_uses_the_share_of_the_video():
    one = dataclasses.replace(sequence(100, values=rising(100)), n_frames=500)
    pooled = pool_ticks(one, np.array([[0, 10, 0, 250]]), rescaled=True)
    assert pooled.activity[0].tolist() == [3, 0]
    assert pooled.completeness[0, 4] == 51  # ceil(251 * 100 / 500)


def test_official_pooling_counts_frames_of_the_sequence():
    one = sequence(50, values=rising(50))
    pooled = pool_features(one, np.array([[100, 172]]) / 25.0, OFFICIAL)
    assert pooled.activity[0].tolist() == [14, -12]


def test_singles_equal_the_batch():
    one = sequence(60)
    segments = np.array([[0.0, 3], [5, 6], [2, 19]])
    for config in (PAPER, OFFICIAL):
        batch = pool_features(one, segments, config)
        for i in range(3):
            single = pool_features(one, segments[i : i + 1], config)
            np.testing.assert_array_equal(single.completeness[0], batch.completeness[i])
