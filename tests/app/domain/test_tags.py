"""How long tags are and where they come to stand."""

import pytest

from app.domain.labels import Label
from app.domain.segment import Segment
from app.domain.tags import TAP_AFTER_S, TAP_BEFORE_S, placed, tap_reach_s, tapped


def label(before_s=None, after_s=None):
    return Label("j", "Jump", "#000000", tap_before_s=before_s, tap_after_s=after_s)


def test_a_tap_reaches_as_far_as_its_label_says():
    assert tap_reach_s(label()) == (TAP_BEFORE_S, TAP_AFTER_S)
    assert tapped(label(0.5, 2.0), 10.0) == (9.5, 12.0)
    assert tapped(label(0.0, None), 10.0) == (10.0, 10.0 + TAP_AFTER_S)


def test_a_tap_of_no_length_is_still_a_segment():
    start_s, end_s = tapped(label(0.0, 0.0), 10.0)
    assert 0 < end_s - start_s < 0.01


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ((1.0, 2.0, 0.0), Segment(1.0, 2.0)),
        ((1.0, 2.0, -0.25), Segment(0.75, 1.75)),
        ((-1.0, 2.0, 0.0), Segment(0.0, 2.0)),
        ((9.0, 12.0, 0.0), Segment(9.0, 10.0)),
        ((0.1, 0.2, -0.25), None),
        ((10.5, 12.0, 0.0), None),
    ],
)
def test_a_tag_stays_in_the_video(given, found):
    assert placed(*given, duration_s=10.0) == found
