import numpy as np
import pytest

from pgcn_core.coldstart import coldstart_scores
from pgcn_core.config import DetectionSettings, ProposalSettings
from pgcn_core.detections import decode, score_pairs, suppress
from pgcn_core.proposals.propose import propose
from pgcn_core.segments import pairwise_tiou
from tests.pgcn_core.sequences import event_logits, sequence

DETECT = DetectionSettings()


def detect(one, duration_s, columns=None):
    proposals = propose([one], ProposalSettings(), duration_s)
    scores = coldstart_scores(one, proposals.segments, duration_s, columns)
    return suppress(decode(proposals, scores, DETECT, duration_s), proposals, DETECT)


@pytest.mark.parametrize(("first", "end"), [(60, 110), (20, 40), (10, 180), (0, 50)])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_clear_event_is_the_best_detection(first, end, seed):
    one = sequence(200, logits=event_logits(200, [(first, end, 42)], seed=seed))
    best = detect(one, 66.24).take(np.array([0]))
    event = np.array([[first, end]]) * 0.32 + (1.12 if first else 0.0)
    assert best.label_idx.tolist() == [42]
    assert pairwise_tiou(best.segments, event)[0, 0] > 0.6


def test_two_events_are_found_with_their_labels():
    one = sequence(200, logits=event_logits(200, [(30, 60, 5), (120, 160, 300)]))
    found = detect(one, 66.24)
    assert sorted(found.label_idx[:2].tolist()) == [5, 300]
    assert found.score[1] > 1.5 * found.score[2]


def test_chosen_labels_become_the_columns():
    one = sequence(100, logits=event_logits(100, [(30, 60, 5)]))
    found = detect(one, 34.24, np.array([300, 5]))
    assert found.label_idx[0] == 1
    assert set(found.label_idx.tolist()) <= {0, 1}


def test_shapes_ranges_and_zero_offsets():
    one = sequence(50, logits=event_logits(50, [(10, 20, 7)]))
    segments = np.array([[0.0, 18], [4, 8], [17.9, 18]])
    scores = coldstart_scores(one, segments, 18.24)
    assert scores.activity_logits.shape == (3, 401)
    assert scores.completeness_logits.shape == (3, 400)
    assert scores.offsets.shape == (3, 400, 2)
    assert not scores.offsets.any()
    assert scores.activity_logits.dtype == scores.completeness_logits.dtype == np.float32
    pairs = score_pairs(scores, DETECT)
    assert pairs.min() >= 0
    assert pairs.max() <= 1


def test_no_proposals_and_one_snippet():
    one = sequence(1)
    assert coldstart_scores(one, np.empty((0, 2)), 2.56).activity_logits.shape == (0, 401)
    scores = coldstart_scores(one, np.array([[0.0, 2.56]]), 2.56)
    assert np.isfinite(scores.activity_logits).all()
    assert np.isfinite(scores.completeness_logits).all()


def test_singles_equal_the_batch():
    one = sequence(80, logits=event_logits(80, [(10, 40, 7)]))
    segments = np.array([[0.0, 9], [4, 15], [20, 27]])
    batch = coldstart_scores(one, segments, 27.84)
    for i in range(3):
        single = coldstart_scores(one, segments[i : i + 1], 27.84)
        np.testing.assert_array_equal(single.activity_logits[0], batch.activity_logits[i])
        np.testing.assert_array_equal(single.completeness_logits[0], batch.completeness_logits[i])
