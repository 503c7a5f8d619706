import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgcn_core.errors import EvaluationFileError
from pgcn_core.evaluation.mean_ap import mean_average_precision
from tests.pgcn_core.evaluation.tables import comparison, random_case

RULES = ["activitynet", "thumos14", "thumos14-named"]
GRID = (0.1, 0.3, 0.5, 0.7, 0.95)
seeds = st.integers(0, 10_000)


def ap(truth, found, rule="activitynet", tious=GRID, **more):
    return mean_average_precision(comparison(truth, found, **more), tious, rule)


@pytest.mark.parametrize("rule", RULES)
def test_by_hand(rule):
    truth = [("a", "jump", 0, 10), ("a", "run", 0, 10), ("b", "run", 0, 10)]
    found = [("a", "jump", 0, 10, 0.5), ("a", "run", 50, 60, 0.9), ("a", "run", 0, 10, 0.8)]
    measured = ap(truth, found, rule, (0.5,))
    assert measured.labels == ("jump", "run")
    assert measured.n_truths.tolist() == [1, 2]
    np.testing.assert_allclose(measured.per_label, [[1.0], [0.25]])
    np.testing.assert_allclose(measured.map, [0.625])
    assert measured.average_map == pytest.approx(0.625)


@pytest.mark.parametrize("rule", RULES)
def test_labels_without_ground_truth_stand_apart(rule):
    truth = [("a", "jump", 0, 10)]
    found = [("a", "jump", 0, 10, 0.5), ("a", "fly", 0, 10, 0.9)]
    measured = ap(truth, found, rule, (0.5,), more_labels=["swim"])
    assert measured.labels_without_ground_truth == ("fly", "swim")
    assert measured.map.tolist() == [1.0]


@pytest.mark.parametrize("rule", RULES)
def test_nothing_found(rule):
    assert ap([("a", "jump", 0, 10)], [], rule).map.tolist() == [0.0] * len(GRID)


@pytest.mark.parametrize("rule", RULES)
def test_nothing_there(rule):
    with pytest.raises(EvaluationFileError, match="no ground truth"):
        ap([], [("a", "jump", 0, 10, 0.5)], rule)


def test_an_empty_truth_is_never_found():
    truth = [("a", "jump", 5, 5), ("a", "jump", 0, 10)]
    found = [("a", "jump", 0, 10, 0.9), ("a", "jump", 5, 5, 0.8)]
    assert ap(truth, found, tious=(0.5,)).map.tolist() == [0.5]


def test_detections_in_unknown_videos_count_as_wrong():
    truth = [("a", "jump", 0, 10)]
    found = [("z", "jump", 0, 10, 0.9), ("a", "jump", 0, 10, 0.5)]
    both = comparison(truth, found)
    assert both.n_in_unknown_videos == 1
    assert mean_average_precision(both, (0.5,)).map.tolist() == [0.5]


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_perfect_detections_give_one(rule, seed):
    truth, _ = random_case(seed)
    found = [(*row, float(place)) for place, row in enumerate(truth)]
    assert ap(truth, found, rule).map.tolist() == [1.0] * len(GRID)


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_a_wrong_detection_below_all_never_helps(rule, seed):
    truth, found = random_case(seed)
    wrong = [(f"v{k}", f"l{k % 3}", 500.0, 510.0, 0.5) for k in range(4)]
    before, after = ap(truth, found, rule), ap(truth, found + wrong, rule)
    assert (after.per_label <= before.per_label + 1e-12).all()


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_the_order_of_the_file_does_not_matter(rule, seed):
    truth, found = random_case(seed)
    shuffled = [found[k] for k in np.random.default_rng(seed).permutation(len(found))]
    before, after = ap(truth, found, rule), ap(truth, shuffled, rule)
    np.testing.assert_allclose(before.per_label, after.per_label, atol=1e-12)


@settings(max_examples=15, deadline=None)
@given(seed=seeds)
def test_values_lie_between_zero_and_one(seed):
    truth, found = random_case(seed)
    for rule in RULES:
        values = ap(truth, found, rule).per_label
        assert np.isfinite(values).all()
        assert ((values >= 0) & (values <= 1)).all()


def test_forty_thousand_detections_take_less_than_a_second():
    truth, found = random_case(0, n_videos=200, n_labels=20, n_truths=3000, n_found=40_000)
    both = comparison(truth, found)
    mean_average_precision(both, GRID)  # compiles
    start_s = time.perf_counter()
    mean_average_precision(both, GRID)
    assert time.perf_counter() - start_s < 1.0
