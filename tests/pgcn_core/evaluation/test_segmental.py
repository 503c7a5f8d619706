import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgcn_core.errors import EvaluationFileError
from pgcn_core.evaluation.segmental import segmental_scores


def labels(text):
    return np.array([int(letter) for letter in text])


def scores(predicted, truth, **more):
    return segmental_scores([labels(predicted)], [labels(truth)], **more)


def test_by_hand():
    # Truth 1 2 3; predicted 1 3 1 3: two right, of the last 3 the tIoU is 2/4.
    got = scores("1111331133", "1111223333")
    assert got.accuracy == pytest.approx(0.6)
    assert got.edit == pytest.approx(1 - 2 / 4)
    assert got.overlaps == (0.1, 0.25, 0.5)
    assert got.f1 == pytest.approx((2 * 2 / 7, 2 * 2 / 7, 2 * 2 / 7))


def test_the_threshold_is_inside():
    assert scores("1112", "1122", overlaps=(0.5, 0.6)).f1 == pytest.approx((1.0, 0.5))


def test_a_truth_is_found_once():
    assert scores("11211", "11111", overlaps=(0.1,)).f1 == pytest.approx((2 / 4,))


def test_background_counts_for_accuracy_alone():
    got = scores("0011", "0111", background=0)
    assert got.accuracy == 0.75
    assert got.edit == 1.0
    assert got.f1 == (1.0, 1.0, 1.0)


def test_all_background():
    assert scores("000", "000", background=0).f1 == (1.0, 1.0, 1.0)
    missed = scores("000", "011", background=0)
    assert (missed.edit, missed.f1) == (0.0, (0.0, 0.0, 0.0))
    made_up = scores("011", "000", background=0)
    assert (made_up.edit, made_up.f1) == (0.0, (0.0, 0.0, 0.0))


def test_means_are_over_videos():
    both = segmental_scores([labels("1"), labels("22")], [labels("1"), labels("33")])
    assert (both.accuracy, both.edit, both.f1[0]) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("predicted", "truth"), [([], []), ([[1]], [[1, 1]]), ([[1]], []), ([[]], [[]])]
)
def test_what_cannot_be_compared(predicted, truth):
    with pytest.raises(EvaluationFileError):
        segmental_scores([np.array(p) for p in predicted], [np.array(t) for t in truth])


frames = st.lists(st.integers(0, 4), min_size=1, max_size=40)


@settings(max_examples=50, deadline=None)
@given(frames=frames)
def test_the_truth_itself_is_perfect(frames):
    video = np.array(frames)
    got = segmental_scores([video], [video], background=0)
    assert (got.accuracy, got.edit, got.f1) == (1.0, 1.0, (1.0, 1.0, 1.0))


@settings(max_examples=50, deadline=None)
@given(pairs=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40))
def test_scores_lie_between_zero_and_one(pairs):
    found, real = np.array(pairs).T
    got = segmental_scores([found], [real])
    values = np.array([got.accuracy, got.edit, *got.f1])
    assert ((values >= 0) & (values <= 1)).all()
    assert list(got.f1) == sorted(got.f1, reverse=True)
