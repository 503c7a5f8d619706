import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.player.play_plan import MAX_SKIP_FRAMES, Due, PlayClock, PlayPlan, frame_at

PTS_S = np.array([0.0, 0.04, 0.08, 0.20, 0.24])


@pytest.mark.parametrize(
    ("time_s", "frame_idx"),
    [(-1.0, 0), (0.0, 0), (0.039, 0), (0.04, 1), (0.0399999, 1), (0.19, 2), (0.2, 3), (9.0, 4)],
)
def test_the_frame_on_screen_is_the_last_that_has_begun(time_s, frame_idx):
    assert frame_at(PTS_S, time_s) == frame_idx


def test_one_frame_is_always_on_screen():
    assert [frame_at(np.zeros(1), t) for t in (-1.0, 0.0, 5.0)] == [0, 0, 0]


def played(plan: PlayPlan, start: int, n: int, speed: float = 1.0) -> list[tuple[int, float]]:
    due = plan.start(start)
    out = [due]
    while len(out) < n and (due := plan.after(due, 0.0, speed)) is not None:
        out.append(due)
    return [(d.frame_idx, round(d.at_s, 9)) for d in out]


def test_a_whole_video_plays_every_frame_at_its_true_time_once():
    plan = PlayPlan.whole(PTS_S, 0.28)
    assert played(plan, 0, 99) == [(0, 0.0), (1, 0.04), (2, 0.08), (3, 0.2), (4, 0.24)]
    assert plan.is_last(4)
    assert not plan.is_last(3)


def test_playing_from_the_last_frame_starts_again():
    assert PlayPlan.whole(PTS_S, 0.28).start(4) == Due(0, 0.0)
    assert PlayPlan.whole(PTS_S, 0.28).start(2) == Due(2, 0.0)


def test_a_loop_is_half_open_and_comes_back_at_its_end():
    plan = PlayPlan.loop(PTS_S, 0.04, 0.2)
    assert (plan.first_idx, plan.last_idx) == (1, 2)
    assert played(plan, 2, 5) == [(2, 0.0), (1, 0.12), (2, 0.16), (1, 0.28), (2, 0.32)]
    assert plan.start(4) == Due(1, 0.0)


def test_a_loop_in_which_no_frame_begins_repeats_the_frame_on_screen():
    plan = PlayPlan.loop(PTS_S, 0.1, 0.15)
    assert (plan.first_idx, plan.last_idx) == (2, 2)
    assert played(plan, 0, 3) == [(2, 0.0), (2, 0.07), (2, 0.14)]


def test_late_frames_are_dropped_but_never_the_last():
    pts_s = np.arange(100) / 25
    plan = PlayPlan.whole(pts_s, 4.0)
    assert plan.after(Due(10, 0.4), 0.6, 1.0) == Due(15, pytest.approx(0.6))
    assert plan.after(Due(10, 0.4), 3.0, 1.0).frame_idx == 10 + MAX_SKIP_FRAMES
    assert plan.after(Due(97, 0.0), 50.0, 1.0).frame_idx == 99
    assert plan.after(Due(99, 0.0), 50.0, 1.0) is None


def test_frames_too_close_for_any_screen_are_thinned():
    pts_s = np.arange(100) / 25
    assert [i for i, _ in played(PlayPlan.whole(pts_s, 4.0), 0, 4, speed=4.0)] == [0, 1, 2, 3]
    fast = np.arange(100) / 240
    assert [i for i, _ in played(PlayPlan.whole(fast, 1.0), 0, 4)] == [0, 2, 4, 6]


@given(
    gaps=st.lists(st.floats(0.001, 0.5), min_size=2, max_size=30),
    start=st.integers(0, 29),
    now_s=st.floats(0, 20),
    speed=st.sampled_from([0.25, 1.0, 4.0]),
)
def test_what_follows_is_later_and_times_agree_with_the_frames(gaps, start, now_s, speed):
    pts_s = np.concatenate([[0.0], np.cumsum(gaps)])
    plan = PlayPlan.whole(pts_s, float(pts_s[-1]) + 0.1)
    due = plan.start(min(start, len(pts_s) - 1))
    first = due
    while (after := plan.after(due, now_s, speed)) is not None:
        assert after.frame_idx > due.frame_idx
        assert after.at_s == pytest.approx(pts_s[after.frame_idx] - pts_s[first.frame_idx])
        due = after
    assert due.frame_idx == len(pts_s) - 1


def test_the_clock_changes_speed_without_a_jump():
    clock = PlayClock(100.0, 0.0, 1.0)
    assert clock.media_at(102.0) == 2.0
    faster = clock.at_speed(102.0, 4.0)
    assert faster.media_at(102.0) == 2.0
    assert faster.media_at(103.0) == 6.0
    assert faster.wall_at(6.0) == 103.0
    assert faster.slipped_to(110.0, 6.0).wall_at(10.0) == 111.0
