"""The figures of agreement against values computed by hand, and what must hold of any input."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.agreement import Match, _ranked, _ranked_few, match, tally, times_of, total
from app.domain.segment import Segment


def segments(*times):
    return [Segment(*one) for one in times]


def counted(mine, theirs, duration_s=10.0, fps=10.0, min_tiou=0.5):
    return tally(
        segments(*mine), segments(*theirs), duration_s=duration_s, fps=fps, min_tiou=min_tiou
    )


def test_best_pairs_go_first_and_each_segment_once():
    mine, theirs = times_of(segments((0, 10), (10, 14))), times_of(segments((2, 14), (0, 9)))
    # (0,10)-(0,9): 9/10. (10,14)-(2,14): 4/12. (0,10)-(2,14): 8/14, which the best pair forbids.
    assert match(mine, theirs) == [Match(0, 1, 0.9), Match(1, 0, pytest.approx(4 / 12))]


def test_segments_that_only_touch_are_no_pair():
    assert match(times_of(segments((0, 1))), times_of(segments((1, 2)))) == []


def test_one_long_segment_reaches_over_many_short_ones():
    short = segments(*((k, k + 0.5) for k in range(40)))
    found = match(times_of(segments((0, 40), (3, 3.5))), times_of(short))
    assert [(one.mine, one.theirs) for one in found] == [(1, 3), (0, 0)]


def test_f1_counts_pairs_from_the_tiou_on():
    # 8/10 is a pair, 1/3 is none: 2 * 1 / (2 + 3).
    got = counted([(0, 1), (4, 6)], [(0.2, 1), (5, 7), (8, 9)])
    assert (got.n_matched, got.n_mine, got.n_theirs) == (1, 2, 3)
    assert got.f1 == pytest.approx(2 / 5)
    assert counted([(0, 1), (4, 6)], [(0.2, 1), (5, 7), (8, 9)], min_tiou=0.3).n_matched == 2


def test_kappa_of_a_table_computed_by_hand():
    # 100 frames: mine 0..49, theirs 20..59. Both 30, only mine 20, only theirs 10, neither 40.
    got = counted([(0, 5)], [(2, 6)])
    assert (got.n_frames_mine, got.n_frames_theirs, got.n_frames_both) == (50, 40, 30)
    assert got.observed == pytest.approx(0.7)
    # By chance 0.5 * 0.4 + 0.5 * 0.6 = 0.5, so (0.7 - 0.5) / 0.5.
    assert got.kappa == pytest.approx(0.4)


def test_overlapping_segments_of_one_annotator_count_once():
    got = counted([(0, 3), (1, 2), (2.5, 5)], [(0, 5)])
    assert (got.n_frames_mine, got.n_frames_theirs, got.n_frames_both) == (50, 50, 50)
    assert got.kappa == 1.0


def test_a_boundary_on_a_frame_is_exact_though_floats_are_not():
    # 0.1 * 3 is a little more than 0.3; the frame at 0.3 must not count for it.
    assert counted([(0, 0.1 * 3)], []).n_frames_mine == 3
    assert counted([(0.1 * 3, 1)], []).n_frames_mine == 7


def test_what_lies_behind_the_video_has_no_frames():
    assert counted([(9, 12)], []).n_frames_mine == 10


def test_boundary_differences_are_signed_and_sized():
    got = counted([(1, 3), (5, 7)], [(1.2, 3.1), (4.9, 7.5)])
    np.testing.assert_allclose(got.offsets_s, [[0.2, 0.1], [-0.1, 0.5]], atol=1e-9)
    # Sizes 0.1, 0.1, 0.2, 0.5: median 0.15, nine in ten below 0.2 + 0.7 * 0.3.
    assert got.median_s == pytest.approx(0.15)
    assert got.p90_s == pytest.approx(0.41)
    assert got.start_bias_s == pytest.approx(0.05)
    assert got.end_bias_s == pytest.approx(0.3)


def test_nothing_against_nothing_is_undefined_not_perfect():
    got = counted([], [])
    assert (got.f1, got.kappa, got.median_s, got.p90_s) == (None, None, None, None)
    assert got.observed == 1.0


def test_nothing_against_something_is_no_agreement():
    got = counted([], [(1, 2)])
    assert (got.f1, got.kappa, got.median_s) == (0.0, 0.0, None)


def test_both_whole_is_undefined_by_kappa():
    assert counted([(0, 10)], [(0, 10)]).kappa is None


def test_a_video_without_length_has_no_kappa():
    assert counted([], [], duration_s=0.0).observed is None


def test_pooling_adds_counts_before_the_figures_are_made():
    first = counted([(0, 5)], [(2, 6)])
    second = counted([(0, 1)], [(0, 1)])
    pooled = total([first, second])
    assert (pooled.n_frames, pooled.n_frames_both) == (200, 40)
    # Observed 0.85, mine 60/200, theirs 50/200: by chance 0.075 + 0.525.
    assert pooled.kappa == pytest.approx((0.85 - 0.6) / 0.4)
    assert pooled.f1 == pytest.approx(2 * 2 / 4)
    assert total([]).f1 is None


# Whole frames at both ends, so that segments and frames say the same.
A_SEGMENT = st.tuples(st.integers(0, 98), st.integers(1, 30)).map(
    lambda one: Segment(one[0] / 10, min(one[0] + one[1], 100) / 10)
)
SOME = st.lists(A_SEGMENT, max_size=12)


@given(SOME, SOME)
@example([Segment(0.0, 0.5)], [Segment(0.1, 0.8)])
def test_both_ways_round_the_same(mine, theirs):
    there = tally(mine, theirs, duration_s=10, fps=10)
    back = tally(theirs, mine, duration_s=10, fps=10)
    assert there.f1 == back.f1
    assert there.kappa == back.kappa
    assert there.median_s == pytest.approx(back.median_s, abs=1e-12)
    if there.start_bias_s is not None:
        assert there.start_bias_s == pytest.approx(-back.start_bias_s, abs=1e-12)


@given(SOME)
def test_identical_work_agrees_wholly(mine):
    got = tally(mine, list(reversed(mine)), duration_s=10, fps=10)
    assert got.f1 in {1.0, None}
    assert got.kappa in {1.0, None}
    assert got.median_s in {0.0, None}


@given(SOME, SOME)
def test_frames_are_those_a_mask_would_have(mine, theirs):
    times = np.arange(100) / 10

    def mask(found):
        inside = np.zeros(100, bool)
        for one in found:
            inside |= (times >= one.start_s - 1e-9) & (times < one.end_s - 1e-9)
        return inside

    a, b = mask(mine), mask(theirs)
    got = tally(mine, theirs, duration_s=10, fps=10)
    assert (got.n_frames_mine, got.n_frames_theirs) == (a.sum(), b.sum())
    assert got.n_frames_both == (a & b).sum()


@given(SOME, SOME)
def test_few_pairs_are_ranked_as_many_are(mine, theirs):
    first, second = times_of(mine), times_of(theirs)
    many = list(_ranked(first, second))
    few = _ranked_few(first, second)
    assert [(a.mine, a.tiou) for a in few] == [(b.mine, pytest.approx(b.tiou)) for b in many]


@given(SOME, SOME)
def test_pairs_are_one_to_one_and_as_good_as_they_say(mine, theirs):
    found = match(times_of(mine), times_of(theirs))
    assert len({one.mine for one in found}) == len({one.theirs for one in found}) == len(found)
    for one in found:
        assert one.tiou == pytest.approx(mine[one.mine].tiou(theirs[one.theirs]))
