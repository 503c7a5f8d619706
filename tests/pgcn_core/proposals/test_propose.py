import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgcn_core.config import ProposalSettings
from pgcn_core.errors import SettingsError
from pgcn_core.proposals.nms import best_first, keep_by_nms
from pgcn_core.proposals.propose import propose
from pgcn_core.segments import durations_s, pairwise_tiou
from tests.pgcn_core.sequences import event_logits, sequence

DEFAULT = ProposalSettings()


def brute_nms(segments, order, max_tiou):
    kept = []
    tiou = pairwise_tiou(segments, segments)
    for i in order:
        if all(tiou[i, j] <= max_tiou for j in kept):
            kept.append(i)
    return kept


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 10), st.integers(0, 3)), max_size=30),
    st.sampled_from([0.0, 0.2, 0.5, 1.0]),
)
def test_nms_equals_brute_force(rows, max_tiou):
    segments = np.array([(s, s + d) for s, d, _ in rows], float).reshape(-1, 2)
    order = best_first(np.array([score for *_, score in rows], float))
    kept = keep_by_nms(segments, order, max_tiou)
    assert kept.tolist() == brute_nms(segments, order, max_tiou)
    assert keep_by_nms(segments, order, max_tiou, 2).tolist() == kept[:2].tolist()


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 10)), max_size=30),
    st.sampled_from([0.0, 0.3, 0.5]),
)
def test_no_survivor_shares_too_much_of_the_shorter(rows, max_shared):
    segments = np.array([(s, s + d) for s, d in rows], float).reshape(-1, 2)
    order = np.arange(len(rows))
    kept = keep_by_nms(segments, order, 0.4, max_shared=max_shared)
    expected = []
    for i in order:
        (a, b), chosen = segments[i], segments[expected]
        shared = np.minimum(chosen[:, 1], b) - np.maximum(chosen[:, 0], a)
        lengths = chosen[:, 1] - chosen[:, 0]
        union = np.maximum(lengths + (b - a) - shared, 1e-12)
        too_much = shared > max_shared * np.minimum(lengths, b - a)
        same = (chosen == [a, b]).all(axis=1)
        if not (too_much | (shared / union > 0.4) | same).any():
            expected.append(i)
    assert kept.tolist() == expected


def test_a_piece_and_the_whole_are_repeats_of_each_other_when_asked():
    segments = np.array([[0.0, 10], [4, 5], [9.6, 10.4], [20, 21], [18, 30]])
    order = np.arange(5)
    assert keep_by_nms(segments, order, 0.2).tolist() == [0, 1, 2, 3, 4]
    assert keep_by_nms(segments, order, 0.2, max_shared=1.0).tolist() == [0, 1, 2, 3, 4]
    assert keep_by_nms(segments, order, 0.2, max_shared=0.6).tolist() == [0, 2, 3]


def test_of_equal_scores_the_later_comes_first():
    assert best_first(np.array([1.0, 2.0, 2.0, 0.5])).tolist() == [2, 1, 0, 3]


def test_an_overlap_of_exactly_the_threshold_is_kept():
    segments = np.array([[0.0, 10], [5, 15], [0, 10]])
    assert keep_by_nms(segments, np.arange(3), 1 / 3).tolist() == [0, 1]


def test_empty_twins_are_one():
    assert keep_by_nms(np.array([[3.0, 3], [3, 3], [4, 4]]), np.arange(3), 0.5).tolist() == [0, 2]


def test_events_are_proposed_first():
    one = sequence(200, logits=event_logits(200, [(40, 70, 3), (120, 150, 8)]))
    proposals = propose([one], DEFAULT, 66.24)
    # Snippets are every 0.32 s, their centres from 1.28 s on.
    events = np.array([[40, 70], [120, 150]]) * 0.32 + 1.28
    assert pairwise_tiou(proposals.segments[:5], events).max(axis=0).min() > 0.8


def test_the_set_keeps_its_promises():
    one = sequence(300, logits=event_logits(300, [(i, i + 9, i) for i in range(0, 290, 23)]))
    config = dataclasses.replace(DEFAULT, max_proposals=80)
    proposals = propose([one], config, 98.0)
    segments = proposals.segments
    assert len(segments) == len(proposals.actionness) == 80
    assert segments.min() >= 0
    assert segments.max() <= 98.0
    assert durations_s(segments).min() >= config.min_duration_s
    assert (np.diff(proposals.actionness) <= 0).all()
    assert proposals.actionness.dtype == np.float32
    assert 0 <= proposals.actionness.min() <= proposals.actionness.max() <= 1
    tiou = pairwise_tiou(segments, segments) - np.eye(80)
    assert tiou.max() <= config.nms_tiou


def test_repeatable():
    one = sequence(100, logits=event_logits(100, [(30, 60, 3)]))
    first, again = propose([one], DEFAULT, 34.0), propose([one], DEFAULT, 34.0)
    np.testing.assert_array_equal(first.segments, again.segments)


@pytest.mark.parametrize("makers", [("tag",), ("sliding",), ("tag", "sliding")])
@pytest.mark.parametrize("duration_s", [0.04, 2.56])
def test_one_snippet_gives_the_whole_video(makers, duration_s):
    proposals = propose([sequence(1)], dataclasses.replace(DEFAULT, makers=makers), duration_s)
    assert [0.0, duration_s] in proposals.segments.tolist()


def test_no_room_for_proposals_is_refused():
    with pytest.raises(SettingsError):
        propose([sequence(3)], dataclasses.replace(DEFAULT, max_proposals=0), 3.0)
