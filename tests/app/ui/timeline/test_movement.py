from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.segment import Segment
from app.ui.timeline.following import FollowMode, followed
from app.ui.timeline.geometry import TimeAxis
from app.ui.timeline.glide import DECAY_S, Glide, Speedometer
from app.ui.timeline.movement import Landing, held_inside, land, moved, nudged, stepped
from app.ui.timeline.selection import Selection
from app.ui.timeline.snapping import NO_TIMES, SnapTargets

# A video of variable frame rate that ends at 1 s.
VFR = np.array([0.0, 0.1, 0.15, 0.4, 0.5, 0.8, 1.0])


# ------------------------------------------------------------ where a drag lands
def test_the_nearer_of_two_edges_snaps():
    targets = SnapTargets(NO_TIMES, np.array([10.0, 20.0]))
    # Start 0.4 s before 10, end 0.1 s before 20: the end wins.
    assert land(Segment(9.0, 19.3), 0.6, targets, 0.1) == Landing(pytest.approx(0.7), 20.0)
    assert land(Segment(9.0, 15.0), 0.6, targets, 0.1) == Landing(1.0, 10.0)
    assert land(Segment(0.0, 5.0), 0.6, targets, 0.1) == Landing(0.6)


def test_without_a_mark_the_start_goes_to_a_frame():
    assert land(Segment(0.1, 0.5), 0.2, SnapTargets(VFR), 0.001).by_s == pytest.approx(0.3)


def test_segments_stay_inside_together():
    times_s = np.array([[2.0, 3.0], [5.0, 9.0]])
    assert held_inside(times_s, -7.0, 10.0) == -2.0
    assert held_inside(times_s, 7.0, 10.0) == 1.0
    assert held_inside(times_s, 0.5, 10.0) == 0.5
    assert held_inside(np.empty((0, 2)), 0.5, 10.0) == 0.0


def test_moved_edges_lie_on_frames_again_if_they_did_before():
    times_s = np.array([[0.1, 0.4], [0.12, 0.33]])
    after = moved(times_s, 0.05, VFR)
    assert after[0].tolist() == [0.15, 0.4]
    assert after[1].tolist() == pytest.approx([0.17, 0.38])


@given(
    first=st.integers(0, 5), length=st.integers(1, 6), by_s=st.floats(-1, 1),
    others=st.floats(0.0, 0.5),
)  # fmt: skip
def test_a_moved_segment_stays_a_segment_inside_the_video(first, length, by_s, others):
    behind = min(first + length, len(VFR) - 1)
    times_s = np.array([[VFR[first], VFR[behind]], [others, others + 0.2]])
    after = moved(times_s, held_inside(times_s, by_s, 1.0), VFR)
    assert (after[:, 1] > after[:, 0]).all()
    assert after.min() >= 0.0
    assert after.max() <= 1.0 + 1e-9


# ------------------------------------------------------------ true frames
def test_a_nudge_goes_by_true_frames():
    segment = Segment(0.1, 0.4)
    assert nudged(segment, "whole", 1, VFR) == Segment(0.15, 0.5)
    assert nudged(segment, "whole", -1, VFR) == Segment(0.0, 0.15)
    assert nudged(segment, "start", 1, VFR) == Segment(0.15, 0.4)
    assert nudged(segment, "end", 3, VFR) == Segment(0.1, 1.0)


def test_a_nudge_stops_at_the_ends_and_at_one_frame():
    assert nudged(Segment(0.0, 0.1), "whole", -1, VFR) == Segment(0.0, 0.1)
    assert nudged(Segment(0.8, 1.0), "end", 1, VFR) == Segment(0.8, 1.0)
    assert nudged(Segment(0.1, 0.15), "start", 1, VFR) == Segment(0.1, 0.15)


def test_a_step_from_between_two_frames_ends_at_the_next_one():
    assert stepped(0.2, 1, VFR) == 0.4
    assert stepped(0.2, -1, VFR) == 0.15
    assert stepped(0.4 + 1e-9, 1, VFR) == 0.5
    assert stepped(0.4 - 1e-9, -1, VFR) == 0.15
    assert stepped(1.0, 1, VFR) is None


@given(st.integers(0, 5), st.integers(1, 6), st.integers(-3, 3))
def test_a_whole_nudge_there_and_back_is_nothing(first, length, frames):
    segment = Segment(float(VFR[first]), float(VFR[min(first + length, 6)]))
    there = nudged(segment, "whole", frames, VFR)
    assert nudged(there, "whole", -frames, VFR) == segment or there == segment


# ------------------------------------------------------------ selection
@given(st.lists(st.sampled_from("abcde"), max_size=12), st.sampled_from("abcde"))
def test_a_selection_is_what_was_clicked_an_odd_number_of_times(clicks, gone):
    selection, expected = Selection(), set()
    for one in clicks:
        selection = selection.toggled(one, min(selection.ids - {one}, default=""))
        expected ^= {one}
        assert selection.ids == expected
        assert (selection.current in expected) if expected else selection.current == ""
    left = selection.kept(lambda one: one != gone)
    assert left.ids == expected - {gone}


def test_a_current_one_outside_the_selection_is_refused():
    with pytest.raises(ValueError, match="current"):
        Selection(frozenset({"a"}), "b")
    with pytest.raises(ValueError, match="current"):
        Selection(frozenset({"a"}), "")


# ------------------------------------------------------------ follow and glide
AXIS = TimeAxis(100.0, 0.0, 1000.0, 40.0, 10.0)


def test_following_by_pages_in_the_middle_and_not_at_all():
    page = followed(AXIS, 49.99, 50.03, FollowMode.PAGE)
    assert page.start_s == pytest.approx(50.03 - 0.8)
    assert followed(AXIS, 44.99, 45.03, FollowMode.PAGE) == AXIS
    middle = followed(AXIS, 44.99, 45.03, FollowMode.CENTRE)
    assert middle.start_s == pytest.approx(40.03)
    # The hand has put the playhead left of the middle: it comes there by itself.
    assert followed(AXIS, 42.0, 42.04, FollowMode.CENTRE) == AXIS
    assert followed(AXIS, 49.99, 50.03, FollowMode.OFF) == AXIS
    assert followed(AXIS, 10.0, 90.0, FollowMode.OFF) == AXIS
    assert followed(AXIS, 10.0, 90.0, FollowMode.CENTRE).start_s == pytest.approx(85.0)


def test_speed_is_that_of_the_last_tenth_of_a_second():
    now = [0.0]
    speed = Speedometer(lambda: now[0])
    for k in range(6):
        now[0] = 0.02 * k
        speed.add(10.0 * k, 0.0)
    assert speed.speed_px_s()[0] == pytest.approx(500.0)
    now[0] += 0.5
    assert speed.speed_px_s() == (0.0, 0.0)


def test_a_throw_goes_on_slows_down_and_ends(qtbot):
    glide, ways = Glide(), []
    glide.moved.connect(lambda right, _down: ways.append(right))
    glide.throw(1000.0, 0.0)
    while glide.is_running:
        glide.step(0.016)
    assert all(later < earlier for earlier, later in pairwise(ways))
    # A speed v that falls to a third in DECAY_S goes v * DECAY_S in all.
    assert sum(ways) == pytest.approx(1000 * DECAY_S, rel=0.05)


def test_a_slow_hand_and_reduced_motion_throw_nothing(qtbot):
    glide = Glide()
    glide.throw(100.0, 0.0)
    assert not glide.is_running
    glide.is_allowed = False
    glide.throw(5000.0, 0.0)
    assert not glide.is_running
