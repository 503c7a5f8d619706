import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgcn_core.config import DetectionSettings
from pgcn_core.detections import decode, score_pairs, suppress
from pgcn_core.proposals.products import ProposalSet
from pgcn_core.segments import pairwise_tiou
from pgcn_core.streams import ProposalScores

PAPER = DetectionSettings()
OFFICIAL = DetectionSettings(nms_before_regression=True)


def proposals_of(*segments):
    array = np.array(segments, float).reshape(-1, 2)
    return ProposalSet(array, np.ones(len(array), np.float32))


def scores_of(activity, completeness=None, offsets=None):
    activity = np.array(activity, np.float32)
    n, k = len(activity), activity.shape[1] - 1
    return ProposalScores(
        activity,
        np.zeros((n, k), np.float32) if completeness is None else np.array(completeness, "f4"),
        np.zeros((n, k, 2), np.float32) if offsets is None else np.array(offsets, "f4"),
    )


def test_score_by_hand():
    scores = scores_of([[0, 0, np.log(2)]], [[np.log(3), -1]])
    np.testing.assert_allclose(
        score_pairs(scores, PAPER), [[0.25 * 3, 0.5 * np.exp(-1)]], rtol=1e-6
    )
    sigmoid = dataclasses.replace(PAPER, completeness="sigmoid")
    np.testing.assert_allclose(
        score_pairs(scores, sigmoid), [[0.25 * 0.75, 0.5 / (1 + np.e)]], rtol=1e-6
    )


def test_extreme_logits_stay_finite():
    scores = scores_of([[1000, -1000, 999]], [[1e30, -1e30]], [[[0, 1e30], [0, -1e30]]])
    with np.errstate(all="raise", under="ignore"):
        found = decode(proposals_of((1, 2)), scores, PAPER, 10.0)
    assert np.isfinite(found.score).all()
    assert np.isfinite(found.segments).all()


def test_decode_by_hand():
    scores = scores_of(
        [[0, 5, 0], [0, 0, 2]], offsets=[[[0.5, 0], [0, 0]], [[0, 0], [-1, np.log(2)]]]
    )
    found = decode(proposals_of((2, 4), (10, 14)), scores, PAPER, 12.0)
    assert found.label_idx.tolist()[:2] == [0, 1]
    assert found.proposal_idx.tolist()[:2] == [0, 1]
    # Centre 3 + 0.5 * 2 = 4, length 2. Then centre 12 - 4 = 8, length 8, clipped at 12.
    np.testing.assert_allclose(found.segments[:2], [[3, 5], [4, 12]])
    assert found.score.dtype == np.float32
    assert found.label_idx.dtype == found.proposal_idx.dtype == np.int64
    assert (np.diff(found.score) <= 0).all()
    assert len(found) == 4


def test_top_k_and_min_score():
    scores = scores_of([[0, 3, 1], [0, 2, 0]])
    proposals = proposals_of((0, 1), (2, 3))
    everything = decode(proposals, scores, PAPER, 9.0)
    best = decode(proposals, scores, dataclasses.replace(PAPER, top_k=2), 9.0)
    np.testing.assert_array_equal(best.score, everything.score[:2])
    strict = dataclasses.replace(PAPER, min_score=0.5)
    assert (decode(proposals, scores, strict, 9.0).score >= 0.5).all()
    assert len(decode(proposals, scores, dataclasses.replace(PAPER, min_score=9.0), 9.0)) == 0


def test_offsets_of_zero_change_no_bit():
    segments = np.random.default_rng(0).uniform(0, 1, (50, 2)).cumsum(axis=1)
    found = decode(proposals_of(*segments), scores_of(np.zeros((50, 2))), PAPER, 9.0)
    np.testing.assert_array_equal(found.segments, segments[found.proposal_idx])


def test_suppression_is_per_label():
    proposals = proposals_of((0, 10), (1, 10))
    found = decode(proposals, scores_of([[0, 3, 3], [0, 2, 2]]), PAPER, 20.0)
    kept = suppress(found, proposals, PAPER)
    assert sorted(kept.label_idx.tolist()) == [0, 1]
    assert kept.proposal_idx.tolist() == [0, 0]


def test_pieces_of_a_better_one_of_the_same_label_go_when_asked():
    proposals = proposals_of((0, 10), (4, 5), (4, 5))
    scores = scores_of([[0, 3, -9], [0, 2, -9], [0, -9, 2]])
    found = decode(proposals, scores, PAPER, 20.0).take(np.arange(3))
    whole = dataclasses.replace(PAPER, max_shared=0.5)
    assert suppress(found, proposals, PAPER).proposal_idx.tolist() == [0, 2, 1]
    assert suppress(found, proposals, whole).proposal_idx.tolist() == [0, 2]


def test_the_order_of_nms_and_regression():
    # Two far proposals that regression puts on each other, and two near ones it pulls apart.
    proposals = proposals_of((0, 10), (20, 30))
    together = scores_of([[0, 3], [0, 2]], offsets=[[[1, 0]], [[-1, 0]]])
    found = decode(proposals, together, PAPER, 40.0)
    assert len(suppress(found, proposals, PAPER)) == 1
    assert len(suppress(found, proposals, OFFICIAL)) == 2
    proposals = proposals_of((10, 20), (11, 21))
    apart = scores_of([[0, 3], [0, 2]], offsets=[[[-1, 0]], [[1, 0]]])
    found = decode(proposals, apart, PAPER, 40.0)
    assert len(suppress(found, proposals, PAPER)) == 2
    assert len(suppress(found, proposals, OFFICIAL)) == 1


@pytest.mark.parametrize("config", [PAPER, OFFICIAL])
def test_a_detection_pushed_out_of_the_video_is_dropped(config):
    proposals = proposals_of((8, 10))
    found = decode(proposals, scores_of([[0, 1]], offsets=[[[5, 0]]]), config, 10.0)
    assert len(suppress(found, proposals, config)) == 0


@pytest.mark.parametrize("config", [PAPER, OFFICIAL])
def test_no_proposals(config):
    proposals = proposals_of()
    found = decode(proposals, scores_of(np.zeros((0, 4))), config, 5.0)
    kept = suppress(found, proposals, config)
    assert len(kept) == 0
    assert kept.segments.shape == (0, 2)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 25), st.integers(1, 3), st.booleans(), st.integers(0, 99))
def test_survivors_keep_their_promises(n, k, official, seed):
    rng = np.random.default_rng(seed)
    start = rng.uniform(0, 50, n)
    proposals = proposals_of(*np.stack([start, start + rng.uniform(1, 20, n)], axis=1))
    scores = scores_of(
        rng.normal(size=(n, k + 1)), rng.normal(size=(n, k)), rng.normal(0, 0.1, (n, k, 2))
    )
    config = dataclasses.replace(PAPER, nms_before_regression=official)
    kept = suppress(decode(proposals, scores, config, 60.0), proposals, config)
    assert (np.diff(kept.score) <= 0).all()
    assert ((kept.segments[:, 0] < kept.segments[:, 1]) & (kept.segments[:, 1] <= 60)).all()
    compared = proposals.segments[kept.proposal_idx] if official else kept.segments
    for label in range(k):
        mine = compared[kept.label_idx == label]
        tiou = pairwise_tiou(mine, mine) - np.eye(len(mine))
        assert (tiou <= config.nms_tiou).all()
