import numpy as np
import pytest

from pgcn_core.proposals.actionness import actionness_curve, smooth, snippet_certainty, stretch
from tests.pgcn_core.sequences import event_logits, sequence


def test_certainty_is_0_for_equal_logits_and_1_for_one_label():
    logits = np.zeros((2, 400), np.float32)
    logits[1, 7] = 1000.0
    np.testing.assert_allclose(snippet_certainty(logits), [0.0, 1.0], atol=1e-9)


def test_certainty_ignores_an_offset_of_all_logits():
    logits = event_logits(6, [(2, 4, 9)])
    np.testing.assert_allclose(snippet_certainty(logits), snippet_certainty(logits + 50), atol=1e-6)


def test_certainty_of_two_equal_labels_by_hand():
    logits = np.full((1, 4), -1000.0)
    logits[0, :2] = 0
    np.testing.assert_allclose(snippet_certainty(logits), [0.5])


def test_separable_events_stand_out():
    one = sequence(200, logits=event_logits(200, [(40, 70, 3), (120, 150, 8)]))
    values = actionness_curve([one], 70.0).values
    inside = np.zeros(200, bool)
    inside[40:70] = inside[120:150] = True
    assert values.min() >= 0
    assert values.max() <= 1
    # All but the two snippets at each boundary, which the smoothing mixes.
    core = inside.copy()
    away = ~inside
    for edge in (40, 70, 120, 150):
        core[edge - 3 : edge + 3] = away[edge - 3 : edge + 3] = False
    assert values[core].min() > 0.8
    assert values[away].max() < 0.2


def test_streams_are_averaged_on_the_first_grid():
    rgb = sequence(40, logits=event_logits(40, [(10, 20, 3)], noise=0))
    flow = sequence(39, logits=event_logits(39, [(25, 35, 3)], noise=0), stream="flow")
    curve = actionness_curve([rgb, flow], 15.0)
    assert curve.values.shape == (40,)
    assert curve.values[14] > curve.values[3]
    assert curve.values[30] > curve.values[3]


def test_a_flat_curve_says_one_half():
    assert actionness_curve([sequence(30)], 12.0).values.tolist() == [0.5] * 30


def test_edges_cover_the_whole_video():
    curve = actionness_curve([sequence(5)], 4.0)
    assert curve.edges_s[0] == 0
    assert curve.edges_s[-1] == 4.0
    assert (np.diff(curve.edges_s) > 0).all()
    np.testing.assert_allclose(curve.edges_s[1], curve.centres_s[:2].mean())


def test_one_snippet():
    curve = actionness_curve([sequence(1)], 2.56)
    assert curve.values.tolist() == [0.5]
    assert curve.edges_s.tolist() == [0.0, 2.56]


def test_smoothing_keeps_a_constant_and_the_length():
    np.testing.assert_allclose(smooth(np.full(9, 0.3), 2.0), 0.3)
    assert smooth(np.zeros(2), 50.0).shape == (2,)
    assert smooth(np.array([0.0, 1, 0]), 0.0).tolist() == [0, 1, 0]


def test_small_wobbles_are_not_stretched_to_full_height():
    values = stretch(np.array([0.50, 0.51] * 50))
    assert np.ptp(values) == pytest.approx(0.2)


def test_no_sequence_is_a_bug():
    with pytest.raises(ValueError, match="at least one"):
        actionness_curve([], 1.0)
