from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pgcn_core.video.products import FrameIndex


def index_of(pts: list[int], last: int = 1, keys: list[int] | None = None) -> FrameIndex:
    ticks = np.asarray(pts, np.int64)
    key_pts = np.asarray(keys or pts[:1], np.int64)
    return FrameIndex(
        time_base=Fraction(1, 1000),
        pts=ticks,
        pts_s=(ticks - ticks[0]) / 1000,
        end_s=(pts[-1] - pts[0] + last) / 1000,
        key_pts=key_pts,
        key_dts=key_pts,
    )


increasing = st.lists(st.integers(0, 10**7), min_size=1, max_size=80, unique=True).map(sorted)


@given(increasing)
def test_every_frame_is_found_at_its_own_time(pts: list[int]):
    index = index_of(pts)
    assert [index.frame_at(float(time)) for time in index.pts_s] == list(range(len(pts)))


@given(increasing, st.floats(-10, 2e4))
def test_the_frame_on_screen_has_begun_and_not_ended(pts: list[int], time_s: float):
    index = index_of(pts)
    found = index.frame_at(time_s)
    assert 0 <= found < len(pts)
    assert found == 0 or index.pts_s[found] <= time_s + 1e-9
    assert found == len(pts) - 1 or time_s < index.frame_end_s(found)


@given(increasing, st.lists(st.floats(-1, 1e4), min_size=2, max_size=20))
def test_later_times_never_show_earlier_frames(pts: list[int], times: list[float]):
    found = [index_of(pts).frame_at(time) for time in sorted(times)]
    assert found == sorted(found)


@given(increasing)
def test_frames_fill_the_video_without_gaps(pts: list[int]):
    index = index_of(pts, last=40)
    ends = [index.frame_end_s(number) for number in range(len(pts))]
    assert ends[:-1] == index.pts_s[1:].tolist()
    assert ends[-1] == index.end_s


def test_one_frame():
    index = index_of([500], last=40)
    assert [index.frame_at(time) for time in (-1.0, 0.0, 0.5, 9.0)] == [0, 0, 0, 0]
    assert index.frame_end_s(0) == pytest.approx(0.04)


def test_the_keyframe_before_a_frame():
    index = index_of([100, 140, 180, 220, 260], keys=[60, 180])
    assert [index.key_before(number) for number in range(5)] == [0, 0, 1, 1, 1]
