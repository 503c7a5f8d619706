import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pgcn_core.errors import SettingsError
from pgcn_core.proposals.sliding import sliding_segments
from pgcn_core.proposals.tag import tag_runs


def test_watershed_by_hand():
    curve = np.array([0.0, 0.9, 0.9, 0.1, 0.9, 0.0, 0.0, 0.0, 0.9])
    # At level 0.5 the basins are [1, 3), [4, 5) and [8, 9).
    assert tag_runs(curve, (0.5,), (0.95,)).tolist() == [[1, 3], [4, 5], [8, 9]]
    # 3 of 4 dry: the first two join; with the third it would be 4 of 8.
    assert tag_runs(curve, (0.5,), (0.6,)).tolist() == [[1, 5], [4, 5], [8, 9]]
    assert tag_runs(curve, (0.5,), (0.4,)).tolist() == [[1, 9], [4, 9], [8, 9]]


def test_levels_add_up_without_repeats():
    curve = np.array([0.3, 0.8, 0.3])
    assert tag_runs(curve, (0.1, 0.2, 0.5), (0.9, 0.5)).tolist() == [[0, 3], [1, 2]]


def test_nothing_above_water():
    assert tag_runs(np.zeros(5), (0.5,), (0.9,)).shape == (0, 2)
    assert tag_runs(np.ones(5), (), (0.9,)).shape == (0, 2)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0.05, 0.95))
def test_every_run_keeps_its_share_of_dry_snippets(values, ratio):
    curve = np.array(values)
    for first, end in tag_runs(curve, (0.5,), (ratio,)):
        assert curve[first] > 0.5
        assert curve[end - 1] > 0.5
        assert (curve[first:end] > 0.5).mean() >= ratio - 1e-9


def test_windows_cover_the_video():
    windows = sliding_segments(10.0, (4.0,), 0.5)
    assert windows.tolist() == [[0, 4], [2, 6], [4, 8], [6, 10]]
    # The last one ends with the video even when the step does not divide it.
    assert sliding_segments(9.0, (4.0,), 0.5).tolist() == [[0, 4], [2, 6], [4, 8], [5, 9]]


def test_a_window_longer_than_the_video_is_the_video():
    assert sliding_segments(3.0, (4.0, 8.0), 0.5).tolist() == [[0, 3]]
    assert sliding_segments(3.0, (), 0.5).shape == (0, 2)


@pytest.mark.parametrize(("durations", "overlap"), [((0.0,), 0.5), ((1.0,), 1.0), ((1.0,), -0.1)])
def test_impossible_windows_are_refused(durations, overlap):
    with pytest.raises(SettingsError):
        sliding_segments(3.0, durations, overlap)
