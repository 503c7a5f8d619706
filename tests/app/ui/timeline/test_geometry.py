import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.timeline.geometry import MIN_SPAN_S, Strips, TimeAxis, ruler_ticks, time_text


def axis(duration_s=100.0, left_px=100.0, width_px=1000.0):
    return TimeAxis.whole(duration_s, left_px, width_px)


def test_pixels_and_seconds_by_hand():
    whole = axis()
    assert whole.to_px(0.0) == 100.0
    assert whole.to_px(50.0) == 600.0
    assert whole.to_s(600.0) == 50.0
    assert whole.s_per_px == 0.1
    assert whole.to_px(np.array([0.0, 10.0])).tolist() == [100.0, 200.0]


def test_times_outside_the_video_are_held_inside():
    assert axis().to_s(0.0) == 0.0
    assert axis().to_s(5000.0) == 100.0


def test_an_empty_video_still_has_an_axis():
    empty = TimeAxis.whole(0.0, 0.0, 0.0)
    assert empty.duration_s == 1.0
    assert empty.width_px == 1.0


def test_zoom_by_hand():
    closer = axis().zoomed(2.0, 350.0)
    assert closer.span_s == 50.0
    assert closer.start_s == 12.5
    assert closer.to_s(350.0) == 25.0


@given(at=st.floats(0, 1), start=st.floats(0, 1), span=st.floats(0.01, 1), factor=st.floats(0.2, 5))
def test_zoom_keeps_the_time_under_the_cursor_unless_an_end_is_reached(at, start, span, factor):
    view = axis().window(start * 100, span * 100)
    at_px = view.left_px + at * view.width_px
    zoomed = view.zoomed(factor, at_px)
    assert zoomed.start_s >= 0.0
    assert zoomed.end_s <= 100.0 + 1e-9
    is_held = zoomed.start_s == 0.0 or zoomed.end_s >= 100.0 - 1e-9
    assert is_held or zoomed.to_px(view.to_s(at_px)) == pytest.approx(at_px, abs=0.01)


@given(time_s=st.floats(0, 100), start=st.floats(0, 99), span=st.floats(0.1, 100))
def test_there_and_back(time_s, start, span):
    view = axis().window(start, span)
    assert view.to_s(view.to_px(time_s)) == pytest.approx(time_s, abs=1e-6)


def test_zoom_stops_at_a_frame_and_at_the_whole():
    assert axis().zoomed(1e9, 500.0).span_s == MIN_SPAN_S
    assert axis().zoomed(1e-9, 500.0) == axis()


def test_pan_stops_at_the_ends():
    view = axis().window(10.0, 20.0)
    assert view.panned(100.0).start_s == 12.0
    assert view.panned(-1e6).start_s == 0.0
    assert view.panned(1e6).end_s == 100.0


def test_centred_and_fitted():
    view = axis().window(0.0, 10.0).centred(50.0)
    assert (view.start_s, view.end_s) == (45.0, 55.0)
    assert view.fitted() == axis()


def test_ticks_by_hand():
    ticks = ruler_ticks(axis())
    assert ticks.step_s == 10.0
    assert ticks.major_s.tolist() == [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    assert len(ticks.minor_s) == 51


@given(start=st.floats(0, 9e4), span=st.floats(0.04, 9e4), width=st.floats(50, 4000))
def test_ticks_are_in_view_and_apart(start, span, width):
    view = TimeAxis.whole(2e5, 0.0, width).window(start, span)
    ticks = ruler_ticks(view)
    assert np.all(ticks.major_s >= view.start_s - 1e-6)
    assert np.all(ticks.major_s <= view.end_s + 1e-6)
    assert ticks.step_s / view.s_per_px >= 84.0 or ticks.step_s == 43200.0
    assert len(ticks.major_s) <= width / 84 + 2 or ticks.step_s == 43200.0


@pytest.mark.parametrize(
    ("time_s", "step_s", "words"),
    [
        (0.0, 1.0, "0:00"),
        (75.0, 15.0, "1:15"),
        (3725.0, 60.0, "1:02:05"),
        (4.25, 0.001, "4.250"),
        (64.25, 0.001, "1:04.250"),
        (59.9996, 0.001, "1:00.000"),
        (106.2, 0.2, "1:46.2"),
        (3600.5, 0.5, "1:00:00.5"),
    ],
)
def test_time_text(time_s, step_s, words):
    assert time_text(time_s, step_s) == words


def test_strips_by_hand():
    strips = Strips.split(1000, 400, has_graph=True)
    assert (strips.header_px, strips.graph_px) == (168, 108)
    assert (strips.lanes_top_px, strips.lanes_bottom_px, strips.lanes_px) == (138, 360, 222)
    assert strips.time_px == 832


def test_strips_of_a_tiny_window_do_not_overlap():
    strips = Strips.split(10, 20, has_graph=False)
    assert strips.lanes_px == 0
    assert strips.time_px == 7
