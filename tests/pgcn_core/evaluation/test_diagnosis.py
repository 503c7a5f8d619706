import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgcn_core.errors import EvaluationFileError
from pgcn_core.evaluation.diagnosis import (
    BACKGROUND,
    CONFUSION,
    DOUBLE,
    LOCALIZATION,
    TRUE,
    WRONG_LABEL,
    diagnose,
    match_all,
    normalised_ap,
)
from pgcn_core.evaluation.mean_ap import mean_average_precision
from pgcn_core.evaluation.sensitivity import sensitivity
from tests.pgcn_core.evaluation.tables import comparison, random_case

TRUTH = [("a", "x", 0, 10), ("a", "y", 20, 30)]
EACH_KIND = [
    ("a", "x", 0, 10, 0.9),
    ("a", "x", 0, 9, 0.8),
    ("a", "x", 20, 30, 0.7),
    ("a", "x", 5, 15, 0.6),
    ("a", "x", 25, 35, 0.5),
    ("a", "x", 50, 60, 0.4),
    ("b", "x", 0, 10, 0.3),
]


def test_every_kind_of_error():
    found = diagnose(comparison(TRUTH, EACH_KIND), (0.5,))
    kinds = [TRUE, DOUBLE, WRONG_LABEL, LOCALIZATION, CONFUSION, BACKGROUND, BACKGROUND]
    assert found.types.tolist() == [kinds]
    assert found.matching.rank.tolist() == list(range(7))
    # One truth of x, so each band holds one detection.
    np.testing.assert_array_equal(found.shares[:6], np.eye(6))
    assert found.shares[6].tolist() == [0, 0, 0, 0, 0, 1]
    assert found.shares[7:].sum() == 0
    # x is found at once, y never; the errors come later and cost nothing.
    assert (found.average_map, found.average_map_n) == (0.5, 0.5)
    assert found.gains.tolist() == [0] * 6
    assert found.missed.tolist() == [1]


def test_the_threshold_decides():
    found = diagnose(comparison(TRUTH, [("a", "x", 0, 9, 0.8)]), (0.5, 0.95))
    assert found.types.tolist() == [[TRUE], [LOCALIZATION]]
    assert found.missed.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (("a", "x", 50, 60, 0.95), BACKGROUND),
        (("a", "x", 20, 30, 0.95), WRONG_LABEL),
        (("a", "x", 5, 15, 0.95), LOCALIZATION),
        (("a", "x", 25, 35, 0.95), CONFUSION),
    ],
)
def test_what_an_error_costs(wrong, kind):
    found = diagnose(comparison(TRUTH, [wrong, ("a", "x", 0, 10, 0.9)]), (0.5,))
    expected = np.zeros(6)
    expected[kind] = 0.25  # AP of x from 1/2 to 1, mean over two labels
    np.testing.assert_allclose(found.gains, expected)
    np.testing.assert_allclose(found.gains_n, expected)


def test_only_ten_times_the_truths_are_looked_at():
    many = [("a", "x", 40 + k, 41 + k, 1.0 - k / 100) for k in range(30)]
    assert len(diagnose(comparison(TRUTH, many), (0.5,)).matching.found) == 10


def test_normalised_precision_evens_out_how_many_truths_there_are():
    right = np.array([False, True])
    assert normalised_ap(right, 1, 1) == 0.5
    assert normalised_ap(right, 1, 3) == 0.75
    assert normalised_ap(np.zeros(0, bool), 1, 3) == 0.0


def test_nothing_found_and_nothing_there():
    found = diagnose(comparison(TRUTH, []), (0.5,))
    assert (found.average_map, found.types.shape) == (0.0, (1, 0))
    assert np.isfinite(found.shares).all()
    with pytest.raises(EvaluationFileError):
        diagnose(comparison([("a", "x", 5, 5)], EACH_KIND), (0.5,))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 9999))
def test_the_plain_mean_is_the_map_where_nothing_is_cut(seed):
    truth, found = random_case(seed, n_found=40, n_labels=2)
    both = comparison(truth, found)
    diagnosis = diagnose(both, (0.3, 0.5))
    if len(diagnosis.matching.found) == len(found):
        measured = mean_average_precision(both, (0.3, 0.5))
        assert diagnosis.average_map == pytest.approx(measured.average_map)
    assert (diagnosis.gains >= -1e-12).all()
    assert (diagnosis.gains_n >= -1e-12).all()
    taken = diagnosis.matching.taken
    assert ((diagnosis.types == TRUE) == (taken >= 0)).all()
    for row in taken:
        assert len(np.unique(row[row >= 0])) == (row >= 0).sum()


def bins_of(both, which="activitynet", tious=(0.5,)):
    return {
        (each.characteristic, each.name): each
        for each in sensitivity(both, match_all(both, tious), which)
    }


def test_sensitivity_by_hand():
    truth = [("a", "x", 0, 10), ("b", "x", 0, 50), ("b", "x", 60, 100)]
    found = [("b", "x", 60, 100, 0.9), ("b", "x", 0, 9, 0.8), ("a", "x", 0, 10, 0.7)]
    bins = bins_of(comparison(truth, found, durations={"a": 10, "b": 100}))
    assert len(bins) == 14
    # a is whole in its bin; the wrong detection before it counts, the right one of b does not.
    # Normalised by 3 truths a label: 3 / (3 + 1).
    short = bins["length", "XS"]
    assert (short.n_truths, short.average_map_n, short.missed) == (1, 0.75, 0.0)
    medium = bins["length", "S"]
    assert (medium.n_truths, medium.above, medium.up_to) == (2, 30, 60)
    assert (medium.average_map_n, medium.missed) == (0.5, 0.5)
    assert bins["coverage", "XL"].n_truths == 1
    assert bins["coverage", "S"].n_truths == 1
    assert bins["coverage", "M"].n_truths == 1
    assert (bins["instances", "XS"].n_truths, bins["instances", "S"].n_truths) == (1, 2)
    empty = bins["length", "XL"]
    assert (empty.n_truths, empty.average_map_n, empty.missed) == (0, None, None)


def test_coverage_needs_every_duration():
    both = comparison(TRUTH, EACH_KIND)
    assert {name for name, _ in bins_of(both, "thumos14")} == {"length", "instances"}


def test_a_truth_longer_than_its_video_covers_it():
    both = comparison([("a", "x", 0, 10)], [], durations={"a": 9})
    assert bins_of(both)["coverage", "XL"].n_truths == 1
