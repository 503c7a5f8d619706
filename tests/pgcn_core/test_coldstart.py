import numpy as np
import pytest

from pgcn_core.coldstart import coldstart_scores
from pgcn_core.config import DetectionSettings, Settings
from pgcn_core.detections import decode, score_pairs, suppress
from pgcn_core.proposals.propose import propose
from pgcn_core.segments import pairwise_tiou
from tests.pgcn_core.sequences import event_logits, sequence

DETECT = DetectionSettings()
COLD = Settings().for_coldstart()
HEIGHT = 20.0  # logits of an action the network knows, over the others; seen: 15 to 35


def detect(one, duration_s, columns=None):
    proposals = propose([one], COLD.proposals, duration_s)
    scores = coldstart_scores(one, proposals.segments, duration_s, columns)
    return suppress(
        decode(proposals, scores, COLD.detections, duration_s), proposals, COLD.detections
    )


@pytest.mark.parametrize(("first", "end"), [(60, 110), (20, 40), (10, 180), (0, 50)])
@pytest.mark.parametrize("seed", [0, 1])
def test_a_clear_event_is_the_best_detection(first, end, seed):
    one = sequence(200, logits=event_logits(200, [(first, end, 42)], height=HEIGHT, seed=seed))
    best = detect(one, 66.24).take(np.array([0]))
    event = np.array([[first, end]]) * 0.32 + (1.12 if first else 0.0)
    assert best.label_idx.tolist() == [42]
    assert best.score[0] > 0.7
    assert pairwise_tiou(best.segments, event)[0, 0] > 0.6


def test_two_events_are_found_with_their_labels():
    one = sequence(200, logits=event_logits(200, [(30, 60, 5), (120, 160, 300)], height=HEIGHT))
    found = detect(one, 66.24)
    assert sorted(found.label_idx.tolist()) == [5, 300]


def test_chosen_labels_become_the_columns():
    one = sequence(100, logits=event_logits(100, [(30, 60, 5)], height=HEIGHT))
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


def test_a_sure_network_with_low_logits_suggests_nothing():
    # A softmax over the labels alone would call the event 90 % certain.
    one = sequence(200, logits=event_logits(200, [(60, 110, 42)], height=8.5, noise=0.3))
    assert len(detect(one, 66.24)) == 0


def test_a_short_sight_scores_below_a_long_one():
    one = sequence(100, logits=event_logits(100, [(10, 13, 7), (40, 60, 7)], height=16.0))
    events = np.array([[10, 13], [40, 60]]) * 0.32 + 1.12
    pairs = score_pairs(coldstart_scores(one, events, 34.24), DETECT)[:, 7]
    assert pairs[0] < 0.5 < pairs[1]


def test_labels_that_are_not_of_interest_are_background():
    one = sequence(100, logits=event_logits(100, [(30, 60, 5)], height=HEIGHT))
    scores = coldstart_scores(one, np.array([[10.72, 20.32]]), 34.24, np.array([300, 8]))
    assert scores.activity_logits.shape == (1, 3)
    assert score_pairs(scores, DETECT).max() < 0.01
    assert len(detect(one, 34.24, np.array([300, 8]))) == 0
