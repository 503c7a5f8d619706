import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgcn_core.errors import EvaluationFileError, SettingsError
from pgcn_core.evaluation.recall import (
    PROPOSAL_TIOUS,
    VideoProposals,
    area_under_recall,
    average_recall,
)


def video(truth, proposals):
    return VideoProposals(
        np.array(truth, float).reshape(-1, 2), np.array(proposals, float).reshape(-1, 2)
    )


CASE = video([(0, 10), (20, 30)], [(0, 10), (20, 25), (50, 60)])


def test_by_hand():
    measured = average_recall([CASE], [1, 2, 9], (0.5, 0.75), "each")
    assert measured.recall.tolist() == [[0.5, 0.5], [1.0, 0.5], [1.0, 0.5]]
    assert measured.average.tolist() == [0.5, 0.75, 0.75]
    assert measured.mean_used.tolist() == [1, 2, 3]
    assert (measured.n_truths, measured.n_proposals) == (2, 3)


def test_the_average_takes_the_same_share_of_every_list():
    other = video([(0, 1)], [(0, 1)])
    measured = average_recall([CASE, other], [1, 2, 9], (0.5,), "average")
    # 4 proposals in 2 videos: at AN 1 half of each list, rounded down.
    assert measured.mean_used.tolist() == [0.5, 2, 2]
    np.testing.assert_allclose(measured.recall[:, 0], [1 / 3, 1, 1])


def test_a_video_without_proposals_finds_nothing():
    measured = average_recall([video([(0, 1)], []), video([(0, 1)], [(0, 1)])], [100])
    assert measured.average.tolist() == [0.5]
    assert measured.recall.shape == (1, 10)


def test_the_area_by_hand():
    both = video([(0, 10), (20, 30)], [(0, 10), (20, 30)])
    # Half at AN 1, all from AN 2 on: a trapezoid of 0.75 and 98 whole steps, of 100.
    assert area_under_recall([both]) == pytest.approx(0.9875)
    # The second one meets a single tIoU of ten: 0.5, then 0.55.
    assert area_under_recall([CASE]) == pytest.approx((0.525 + 98 * 0.55) / 100)
    perfect = video([(0, 10)], [(0, 10)])
    assert area_under_recall([perfect]) == pytest.approx(0.99)
    # Two proposals in two videos: on average AN 1 already takes them all.
    empty = video([(0, 1)], [])
    assert area_under_recall([both, empty], "average") == pytest.approx(0.99 * 2 / 3)
    assert area_under_recall([both, empty], "each") == pytest.approx(0.9875 * 2 / 3)
    with pytest.raises(EvaluationFileError):
        area_under_recall([])


def test_nothing_to_measure():
    with pytest.raises(EvaluationFileError, match="no ground truth"):
        average_recall([video([], [(0, 1)])], [1])
    with pytest.raises(EvaluationFileError):
        average_recall([], [1])
    with pytest.raises(SettingsError):
        average_recall([CASE], [0])


def test_the_grid_holds_the_literals():
    assert PROPOSAL_TIOUS == (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 9999))
def test_more_proposals_never_find_less(seed):
    draw = np.random.default_rng(seed)
    start = draw.uniform(0, 50, (60, 1))
    segments = np.hstack([start, start + draw.uniform(0.1, 20, (60, 1))])
    videos = [video(segments[:9], segments[9:30]), video(segments[30:35], segments[35:])]
    recall = average_recall(videos, [1, 5, 20, 100], (0.1, 0.5, 0.9)).recall
    assert (np.diff(recall, axis=0) >= 0).all()
    assert (np.diff(recall, axis=1) <= 0).all()
