import numpy as np

from pgcn_core.config import ProposalSettings
from pgcn_core.proposals.posteriors import (
    BACKGROUND_NATS,
    label_runs,
    softmax,
    with_background,
)
from pgcn_core.proposals.propose import propose
from pgcn_core.segments import pairwise_tiou
from tests.pgcn_core.sequences import event_logits, sequence

LEVELS, RATIOS = (0.25, 0.5), (0.5, 0.9)


def test_background_by_hand():
    found = with_background(np.array([[3.0, 1.0], [0.0, 0.0]], np.float32))
    level = np.log(2) + BACKGROUND_NATS
    np.testing.assert_allclose(found, [[level, 1, -1], [level, 0, 0]])
    assert found.dtype == np.float64


def test_nothing_seen_is_background_and_an_offset_changes_nothing():
    logits = np.zeros((1, 400), np.float32)
    likely = softmax(with_background(logits))
    np.testing.assert_allclose(likely[0, 0], 1 / (1 + np.exp(-BACKGROUND_NATS)))
    np.testing.assert_allclose(softmax(with_background(logits + 7)), likely)
    np.testing.assert_allclose(likely.sum(axis=1), 1)


def test_huge_logits_stay_finite():
    logits = np.zeros((2, 3), np.float32)
    logits[0, 1] = 1e4
    assert np.isfinite(softmax(with_background(logits))).all()


def test_runs_follow_the_labels_not_the_gaps():
    logits = np.zeros((30, 400), np.float32)
    logits[5:15, 7] = logits[15:25, 8] = 25.0
    runs = label_runs(logits, LEVELS, RATIOS)
    np.testing.assert_array_equal(np.unique(runs, axis=0), [[5, 15], [15, 25]])


def test_no_runs_where_no_label_leads():
    assert label_runs(np.zeros((9, 400), np.float32), LEVELS, RATIOS).shape == (0, 2)
    assert label_runs(np.zeros((0, 400), np.float32), LEVELS, RATIOS).shape == (0, 2)


def test_the_maker_puts_its_runs_among_the_proposals():
    events = [(20, 47, 7), (47, 61, 8)]
    one = sequence(90, logits=event_logits(90, events, height=25.0))
    settings = ProposalSettings(makers=("labels",))
    found = propose([one], settings, 31.04)
    # Snippet l is centred at 0.32 l + 1.28; its edges lie halfway to its neighbours.
    truth = np.array([[20, 47], [47, 61]]) * 0.32 + 1.12
    np.testing.assert_allclose(pairwise_tiou(truth, found.segments).max(axis=1), 1.0)


def test_only_labels_and_none_leads_gives_the_whole_video():
    found = propose([sequence(10)], ProposalSettings(makers=("labels",)), 5.44)
    np.testing.assert_array_equal(found.segments, [[0.0, 5.44]])
