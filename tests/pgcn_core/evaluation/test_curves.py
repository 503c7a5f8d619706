import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgcn_core.errors import EvaluationFileError
from pgcn_core.evaluation.average_precision import envelope_area
from pgcn_core.evaluation.curves import MOST_POINTS, found_shares, precision_recall
from pgcn_core.evaluation.diagnosis import highest_tiou, match_all, missed_rows
from pgcn_core.evaluation.mean_ap import mean_average_precision
from pgcn_core.evaluation.whole import evaluate_whole
from tests.pgcn_core.evaluation.tables import comparison, random_case

TRUTH = [("a", "x", 0, 10), ("a", "x", 20, 30), ("b", "y", 0, 10)]
FOUND = [
    ("a", "x", 0, 10, 0.9),
    ("a", "x", 50, 60, 0.8),
    ("a", "x", 60, 70, 0.7),
    ("a", "x", 20, 30, 0.6),
    ("a", "x", 70, 80, 0.5),
]


def counts_of(compared):
    return np.bincount(compared.truth.label_idx, minlength=len(compared.labels))


def curves_of(truth, found, tious=(0.5,), at=0):
    compared = comparison(truth, found)
    return precision_recall(match_all(compared, tious), at, counts_of(compared))


def test_a_curve_has_its_corners():
    x, y = curves_of(TRUTH, FOUND)
    assert x.recall.tolist() == [0.5, 0.5, 1.0, 1.0]
    np.testing.assert_allclose(x.precision, [1, 1 / 3, 1 / 2, 2 / 5])
    assert x.score.tolist() == [0.9, 0.7, 0.6, 0.5]
    assert len(y.recall) == len(y.precision) == len(y.score) == 0


def test_one_detection_is_one_point():
    (x,) = curves_of(TRUTH[:1], FOUND[:1])
    assert (x.recall.tolist(), x.precision.tolist()) == ([1.0], [1.0])


def test_a_long_curve_is_thinned_and_keeps_its_ends():
    truth = [("a", "x", 10 * k, 10 * k + 5) for k in range(1000)]
    found = [(*one, 1000.0 - k) for k, one in enumerate(truth)]
    wrong = [("a", "x", 10 * k + 6, 10 * k + 7, 999.5 - k) for k in range(1000)]
    (x,) = curves_of(truth, [*found, *wrong])
    assert len(x.recall) == MOST_POINTS
    assert x.score[0] == 1000.0
    assert x.recall[-1] == 1.0


@given(seed=st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_the_area_under_the_envelope_of_a_curve_is_its_ap(seed):
    compared = comparison(*random_case(seed))
    matching = match_all(compared, (0.3, 0.5))
    measured = mean_average_precision(compared, (0.3, 0.5))
    for at in (0, 1):
        curves = precision_recall(matching, at, counts_of(compared))
        areas = [envelope_area(one.precision, one.recall) for one in curves]
        np.testing.assert_allclose(areas, measured.per_label[:, at])
        for one in curves:
            assert (np.diff(one.recall) >= 0).all()
            assert (np.diff(one.score) <= 0).all()


def test_found_shares_by_hand():
    compared = comparison(TRUTH, FOUND, more_labels=("z",))
    shares = found_shares(match_all(compared, (0.5, 0.95)), counts_of(compared))
    assert shares.tolist() == [[1, 1], [0, 0], [0, 0]]


def test_the_whole_is_the_sum_of_its_parts():
    compared = comparison(TRUTH, [*FOUND, ("a", "w", 0, 1, 0.2)])
    whole = evaluate_whole(compared, (0.5, 0.75))
    assert whole.tiou == 0.5
    assert whole.recall_of_all.tolist() == [2 / 3, 2 / 3]
    values = whole.values()
    assert values["recall"] == {"0.5": 2 / 3, "0.75": 2 / 3}
    assert values["labels_without_ground_truth"] == ["w"]
    assert missed_rows(whole.diagnosis, 0).tolist() == [2]
    assert [compared.labels[one.label_idx] for one in whole.curves] == ["x", "y"]


def test_a_truth_of_no_length_is_missed_and_counted():
    compared = comparison([*TRUTH, ("a", "y", 5, 5)], FOUND)
    whole = evaluate_whole(compared, (0.5,))
    assert whole.recall_of_all.tolist() == [0.5]
    assert whole.measured.n_truths.tolist() == [2, 2]


def test_rows_lead_back_to_what_was_compared():
    truth, found = random_case(5)
    compared = comparison([("a", "l0", 3, 3), *truth], found)
    diagnosis = evaluate_whole(compared, (0.5,)).diagnosis
    matching = diagnosis.matching
    np.testing.assert_array_equal(
        compared.truth.segments[matching.truth_rows], matching.truth.segments
    )
    np.testing.assert_array_equal(
        compared.found.segments[matching.found_rows], matching.found.segments
    )
    np.testing.assert_array_equal(compared.found.score[matching.found_rows], matching.found.score)


def test_the_nearest_is_of_the_same_video():
    compared = comparison([("a", "x", 0, 10), ("b", "x", 5, 10)], [("b", "x", 0, 10, 1.0)])
    nearest, tiou = highest_tiou(compared.found, compared.truth)
    assert compared.truth.segments[nearest[0]].tolist() == [5, 10]
    assert tiou.tolist() == [0.5]
    nothing = compared.truth.take(np.zeros(0, np.int64))
    nearest, tiou = highest_tiou(compared.found, nothing)
    assert (nearest.tolist(), tiou.tolist()) == ([-1], [0.0])


def test_no_truth_is_a_named_error():
    with pytest.raises(EvaluationFileError):
        evaluate_whole(comparison([], FOUND), (0.5,))


def test_it_can_be_stopped():
    def stop():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        evaluate_whole(comparison(TRUTH, FOUND), (0.5,), go_on=stop)
