import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.times import clock, length, nearest_frame, time_left


@pytest.mark.parametrize(
    ("time_s", "shown"),
    [
        (0.0, "0:00.000"),
        (59.9996, "1:00.000"),
        (61.5, "1:01.500"),
        (3661.25, "1:01:01.250"),
        (-1.0, "0:00.000"),
    ],
)
def test_clock(time_s, shown):
    assert clock(time_s) == shown


@pytest.mark.parametrize(("time_s", "shown"), [(7.4, "0:07"), (3723.0, "1:02:03")])
def test_length(time_s, shown):
    assert length(time_s) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(3, "a few seconds"), (42, "about 40 s"), (170, "about 3 min"), (7300, "about 2.0 h")],
)
def test_time_left(seconds, shown):
    assert time_left(seconds) == shown


def test_nearest_frame_of_nothing_and_one():
    assert nearest_frame(np.empty(0), 3.0) == 0
    assert nearest_frame(np.array([0.0]), 3.0) == 0


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=30, unique=True), st.floats(-10, 1010))
def test_nearest_frame_is_nearest(times, time_s):
    pts_s = np.array(sorted(times))
    at = nearest_frame(pts_s, time_s)
    assert abs(pts_s[at] - time_s) == np.abs(pts_s - time_s).min()
