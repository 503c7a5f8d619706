"""What scores mean, and how long a person takes."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from app.services.calibration import LEAST_OF_ALL, LEAST_OF_LABEL, calibrate, platt
from app.services.pace import LEAST_GAPS, USUAL_S, Pace

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def drawn(n, slope, offset, seed=0):
    rng = np.random.default_rng(seed)
    score = rng.uniform(0.01, 2.0, n)
    return score, rng.random(n) < 1 / (1 + np.exp(-(slope * np.log(score) + offset)))


def test_a_curve_is_found_again():
    score, is_right = drawn(20_000, 2.0, 1.0)
    curve = platt(score, is_right)
    assert curve.slope == pytest.approx(2.0, abs=0.1)
    assert curve.offset == pytest.approx(1.0, abs=0.1)


def test_a_curve_is_the_lowest_point_of_its_loss():
    score, is_right = drawn(60, 1.5, -0.5, seed=3)
    curve = platt(score, is_right)
    n_right = int(is_right.sum())
    target = np.where(is_right, (n_right + 1) / (n_right + 2), 1 / (60 - n_right + 2))

    def loss(slope, offset):
        z = slope * np.log(score) + offset
        return np.sum(np.logaddexp(0, z) - target * z)

    best = loss(curve.slope, curve.offset)
    for by in (-1e-2, 1e-2):
        assert loss(curve.slope + by, curve.offset) > best
        assert loss(curve.slope, curve.offset + by) > best


def test_a_higher_score_never_means_less():
    score = np.linspace(0.1, 1.0, 40)
    curve = platt(score, score < 0.5)
    np.testing.assert_allclose(np.diff(curve.at(score)), 0.0, atol=1e-12)
    assert 0.2 < curve.at(score)[0] < 0.6


def test_separable_scores_stay_finite():
    score = np.array([0.1] * 20 + [0.9] * 20)
    found = platt(score, score > 0.5).at(np.array([0.0, 0.1, 0.9, 1e9]))
    assert np.isfinite(found).all()
    assert found[1] < 0.1
    assert found[2] > 0.9


@pytest.mark.parametrize(("n_right", "n_wrong", "n_missing"), [
    (0, 0, LEAST_OF_ALL), (15, 4, 1), (18, 2, 1), (17, 3, 0),
])  # fmt: skip
def test_too_few_verdicts_mean_nothing(n_right, n_wrong, n_missing):
    is_right = np.array([True] * n_right + [False] * n_wrong, bool)
    score = np.linspace(1.0, 0.1, len(is_right))
    found = calibrate(score, is_right, np.zeros(len(is_right), np.int32))
    assert found.n_missing == n_missing
    assert (found.probability(score, np.zeros(len(score), int)) is None) == (n_missing > 0)


def test_a_label_has_a_curve_of_its_own_once_there_are_enough():
    easy, hard = drawn(LEAST_OF_LABEL, 0.0, 2.0, 1), drawn(LEAST_OF_LABEL - 1, 0.0, -2.0, 2)
    score, is_right = np.concatenate([easy[0], hard[0]]), np.concatenate([easy[1], hard[1]])
    # Without some of each kind there is no curve.
    is_right[:5] = False
    label = np.array([0] * LEAST_OF_LABEL + [1] * (LEAST_OF_LABEL - 1))
    found = calibrate(score, is_right, label)
    assert set(found.of_label) == {0}
    shared = found.probability(np.array([0.5, 0.5]), np.array([1, 7]))
    assert shared[0] == shared[1]
    own = found.probability(np.array([0.5]), np.array([0]))
    assert own[0] > shared[0]


# ------------------------------------------------------------ pace
def at(*seconds):
    return [NOON + timedelta(seconds=one) for one in seconds]


def test_before_anything_is_judged_the_usual_pace_holds():
    assert Pace().seconds == USUAL_S
    assert not Pace(at(0, 4)).is_own


def test_pauses_are_left_out():
    pace = Pace(at(0, 10, 20, 30, 40, 50, 1000, 1010))
    assert pace.seconds == 10.0
    assert pace.is_own


def test_new_acts_count():
    pace = Pace(at(*range(0, 4 * LEAST_GAPS, 4)))
    assert not pace.is_own
    pace.note(NOON + timedelta(seconds=4 * LEAST_GAPS))
    assert (pace.is_own, pace.seconds) == (True, 4.0)
