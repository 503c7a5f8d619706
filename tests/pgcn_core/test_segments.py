"""Arithmetic on segments, by hand."""

import numpy as np
import pytest

from pgcn_core.segments import apply_offsets, centres_s, durations_s, pairwise_tiou

EMPTY = np.zeros((0, 2))


def test_durations_and_centres():
    segments = np.array([[1.0, 3.0], [2.0, 7.0]])
    assert durations_s(segments).tolist() == [2.0, 5.0]
    assert centres_s(segments).tolist() == [2.0, 4.5]


def test_tiou_by_hand():
    left = np.array([[0.0, 4.0], [10.0, 12.0]])
    right = np.array([[2.0, 6.0], [4.0, 8.0], [0.0, 4.0]])
    expected = [[2 / 6, 0.0, 1.0], [0.0, 0.0, 0.0]]
    np.testing.assert_allclose(pairwise_tiou(left, right), expected)


def test_tiou_of_none_has_the_shape_of_none():
    assert pairwise_tiou(EMPTY, np.array([[0.0, 1.0]])).shape == (0, 1)
    assert pairwise_tiou(np.array([[0.0, 1.0]]), EMPTY).shape == (1, 0)


def test_offsets_shift_the_centre_and_stretch_the_duration():
    moved = apply_offsets(np.array([[2.0, 6.0]]), np.array([[0.5, np.log(2.0)]]))
    assert moved[0] == pytest.approx([2.0, 10.0])


def test_no_offsets_move_nothing():
    assert apply_offsets(EMPTY, EMPTY).shape == (0, 2)
    assert apply_offsets(np.array([[2.0, 6.0]]), np.zeros((1, 2)))[0] == pytest.approx([2.0, 6.0])
