import numpy as np
import pytest

from app.ui.timeline.arcs import BRACKET_ROWS, MAX_ARCS, Arcs, drawn_arcs
from app.ui.timeline.geometry import TimeAxis

AXIS = TimeAxis.whole(100.0, 0.0, 1000.0)


def arcs(segments, kind=None, weight=None):
    segments = np.array(segments, float).reshape(-1, 2)
    n = len(segments)
    kind = np.zeros(n, np.uint8) if kind is None else np.array(kind, np.uint8)
    weight = np.ones(n, np.float32) if weight is None else np.array(weight, np.float32)
    return Arcs((40.0, 50.0), segments, kind, weight)


def test_by_hand():
    drawn = drawn_arcs(arcs([[60, 70], [10, 20]], [1, 1], [-0.5, 0.25]), AXIS)
    assert drawn.edge.tolist() == [1, 0]
    assert drawn.middle_px.tolist() == [150.0, 650.0]
    assert drawn.share.tolist() == [0.5, 1.0]
    assert drawn.row.tolist() == [0, 0]


def test_none_and_weightless():
    assert len(drawn_arcs(arcs([]), AXIS).edge) == 0
    assert drawn_arcs(arcs([[1, 2]], weight=[0.0]), AXIS).share.tolist() == [0.0]


def test_arcs_beside_the_view_are_left_out():
    view = AXIS.window(55.0, 10.0)
    drawn = drawn_arcs(arcs([[60, 62], [10, 20], [80, 90]]), view)
    assert sorted(drawn.edge.tolist()) == [0, 2]


def test_arcs_in_the_same_pixels_fall_together_and_the_heaviest_stays():
    drawn = drawn_arcs(arcs([[60, 70], [60.01, 70.01]], weight=[0.2, 0.9]), AXIS)
    assert drawn.edge.tolist() == [1]


def test_never_more_than_can_be_read():
    starts = np.random.default_rng(0).uniform(0, 90, 5000)
    drawn = drawn_arcs(arcs(np.column_stack([starts, starts + 5])), AXIS)
    assert len(drawn.edge) == MAX_ARCS
    assert drawn.row.max() == BRACKET_ROWS - 1


def test_arrays_must_belong_together():
    with pytest.raises(ValueError, match=r"segments must be \(E, 2\)"):
        Arcs((0, 1), np.zeros(4), np.zeros(4, np.uint8), np.zeros(4, np.float32))
    with pytest.raises(ValueError, match="one value per segment"):
        Arcs((0, 1), np.zeros((4, 2)), np.zeros(3, np.uint8), np.zeros(4, np.float32))
