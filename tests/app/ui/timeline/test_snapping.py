import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.segment import Segment
from app.ui.timeline.snapping import (
    NO_TIMES,
    SnapTargets,
    frame_around,
    frame_bounds,
    hold_edge,
    nearest,
    snap,
)

FRAMES = np.arange(0, 10, 0.5)


def test_nearest():
    assert nearest(NO_TIMES, 1.0) is None
    assert nearest(np.array([3.0]), 100.0) == 3.0
    assert nearest(FRAMES, 1.3) == 1.5
    assert nearest(FRAMES, 1.25) == 1.0
    assert nearest(FRAMES, 99.0) == 9.5


def test_marks_win_over_nearer_frames():
    landed = snap(1.52, SnapTargets(FRAMES, np.array([1.55])), 0.01)
    assert (landed.time_s, landed.mark_s) == (1.55, 1.55)


def test_a_time_always_lands_on_a_frame_and_on_a_mark_within_six_pixels():
    targets = SnapTargets(FRAMES, np.array([1.2]))
    assert snap(1.45, targets, 0.01).time_s == 1.5
    assert snap(1.45, targets, 0.01).mark_s is None
    assert snap(1.25, targets, 0.01).time_s == 1.2
    assert snap(1.27, targets, 0.01).time_s == 1.5


def test_bounds_end_with_the_last_frame():
    assert frame_bounds(np.array([0.0, 0.5]), 0.9).tolist() == [0.0, 0.5, 0.9]
    assert frame_bounds(np.array([0.0, 0.5]), 0.5).tolist() == [0.0, 0.5]
    assert frame_bounds(NO_TIMES, 9.0).tolist() == []


def test_without_targets_the_time_stays():
    assert snap(1.23, SnapTargets(), 1.0).time_s == 1.23


def test_an_edge_keeps_a_frame_of_distance():
    segment = Segment(2.0, 4.0)
    assert hold_edge(segment, "start", 7.0, 10.0, FRAMES) == 3.5
    assert hold_edge(segment, "end", 0.0, 10.0, FRAMES) == 2.5
    assert hold_edge(segment, "start", -3.0, 10.0, FRAMES) == 0.0
    assert hold_edge(segment, "end", 30.0, 10.0, FRAMES) == 10.0
    assert hold_edge(segment, "end", 30.0, 10.0, NO_TIMES) == 10.0


@given(
    start=st.floats(0, 9), length=st.floats(0.002, 5), to=st.floats(-20, 40),
    edge=st.sampled_from(["start", "end"]), has_frames=st.booleans(),
)  # fmt: skip
def test_a_held_edge_always_leaves_a_segment(start, length, to, edge, has_frames):
    segment = Segment(start, start + length)
    held_s = hold_edge(segment, edge, to, 15.0, FRAMES if has_frames else NO_TIMES)
    assert segment.with_edge(edge, held_s).duration_s > 0


def test_frame_around():
    assert frame_around(NO_TIMES, 1.0, 10.0) is None
    assert frame_around(FRAMES, 1.2, 10.0) == Segment(1.0, 1.5)
    assert frame_around(FRAMES, 1.5, 10.0) == Segment(1.5, 2.0)
    assert frame_around(FRAMES, 9.7, 10.0) == Segment(9.5, 10.0)
    assert frame_around(np.array([0.0]), 0.0, 0.0).duration_s == pytest.approx(0.001)
