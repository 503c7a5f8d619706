import numpy as np
import pytest

from pgcn_core.evaluation.mean_ap import mean_average_precision
from tests.pgcn_core.evaluation.tables import comparison


def ap(truth, found, tiou=0.5, rule="thumos14", ignored=()):
    (value,) = mean_average_precision(comparison(truth, found, ignored=ignored), (tiou,), rule).map
    return float(value)


def test_it_is_not_interpolated():
    truth = [("a", "x", 0, 10), ("a", "x", 20, 30)]
    found = [("a", "x", 50, 60, 0.9), ("a", "x", 0, 10, 0.8), ("a", "x", 20, 30, 0.7)]
    assert ap(truth, found) == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert ap(truth, found, rule="activitynet") == pytest.approx(2 / 3)


def test_the_tiou_has_to_be_above_the_threshold():
    truth, found = [("a", "x", 0, 10)], [("a", "x", 0, 5, 1.0)]
    assert ap(truth, found) == 0.0
    assert ap(truth, found, rule="activitynet") == 1.0


def test_the_truth_chooses_the_nearest_not_the_best_scored():
    truth = [("a", "x", 0, 10)]
    found = [("a", "x", 0, 8, 0.9), ("a", "x", 0, 10, 0.8)]
    assert ap(truth, found) == 0.5
    assert ap(truth, found, rule="activitynet") == 1.0


def test_ambiguous_stretches_are_forgiven():
    truth = [("a", "x", 0, 10)]
    found = [("a", "x", 49, 51, 0.9), ("a", "x", 0, 10, 0.8)]
    assert ap(truth, found) == 0.5
    assert ap(truth, found, ignored=[("a", "Ambiguous", 50, 60)]) == 1.0
    assert ap(truth, found, ignored=[("a", "Ambiguous", 51, 60)]) == 0.5  # only touches
    assert ap(truth, found, ignored=[("b", "Ambiguous", 50, 60)]) == 0.5


def test_a_right_detection_counts_inside_an_ambiguous_stretch():
    truth, found = [("a", "x", 0, 10)], [("a", "x", 0, 10, 0.8)]
    assert ap(truth, found, ignored=[("a", "Ambiguous", 0, 60)]) == 1.0


def test_equal_scores():
    truth = [("b", "x", 0, 10)]
    found = [("b", "x", 50, 60, 0.5), ("b", "x", 0, 10, 0.5), ("a", "x", 0, 10, 0.5)]
    # b is listed first, and in it the right one comes first.
    assert ap(truth, found) == 1.0
    # By name: a, then b as listed.
    assert ap(truth, found, rule="thumos14-named") == pytest.approx(1 / 3)


def test_two_truths_never_take_the_same():
    truth = [("a", "x", 0, 10), ("a", "x", 1, 11)]
    assert ap(truth, [("a", "x", 0, 10, 0.5)]) == 0.5
    assert ap(truth, [("a", "x", 0, 10, 0.5), ("a", "x", 0, 10, 0.4)]) == 1.0


def test_it_is_finite_where_nothing_is_right():
    truth, found = [("a", "x", 0, 10)], [("a", "x", 49, 51, 0.9)]
    value = ap(truth, found, ignored=[("a", "Ambiguous", 50, 60)])
    assert value == 0.0
    assert np.isfinite(value)
