import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.ui.timeline.culling import LaneIndex, collapse, cover, strongest_per_column

spans = st.lists(
    st.tuples(st.integers(0, 3), st.floats(0, 100), st.floats(0.01, 60)), min_size=0, max_size=40
)


def index_of(entries):
    entries = sorted((lane, start, start + length) for lane, start, length in entries)
    lanes, starts, ends = (np.array([e[k] for e in entries]) for k in range(3))
    return LaneIndex.of(lanes.astype(np.int64), starts.astype(float), ends.astype(float), 4), lanes


@given(spans, st.integers(0, 3), st.integers(0, 3), st.floats(0, 100), st.floats(0, 60))
def test_in_view_equals_looking_at_each(entries, first, last, start, length):
    index, lanes = index_of(entries)
    end = start + length
    wanted = [
        k
        for k, lane in enumerate(lanes)
        if first <= lane <= last and index.starts_s[k] <= end and index.ends_s[k] >= start
    ]
    assert index.in_view(range(first, last + 1), start, end).tolist() == wanted


def test_nothing_in_no_lanes():
    index, _ = index_of([(0, 1.0, 2.0)])
    assert index.in_view(range(0), 0.0, 9.0).tolist() == []


def runs_of(runs):
    return list(zip(runs.row, runs.left, runs.right, runs.rank, strict=True))


def test_collapse_by_hand():
    rows = np.array([0, 0, 0, 0, 1, 1, 0])
    columns = np.array([0, 1, 1, 3, 4, 0, 9])
    ranks = np.array([2, 3, 2, 2, 1, 1, 1], np.uint8)
    assert runs_of(collapse(rows, columns, ranks, 2, 5)) == [
        (0, 0, 1, 2),
        (0, 1, 2, 3),
        (0, 3, 4, 2),
        (1, 0, 1, 1),
        (1, 4, 5, 1),
    ]


def test_runs_end_with_their_row():
    rows, columns = np.array([0, 1]), np.array([4, 0])
    runs = collapse(rows, columns, np.array([1, 1], np.uint8), 2, 5)
    assert runs_of(runs) == [(0, 4, 5, 1), (1, 0, 1, 1)]


def test_collapse_of_nothing():
    none = np.empty(0, np.int64)
    assert runs_of(collapse(none, none, none.astype(np.uint8), 3, 5)) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(-3, 12), st.integers(1, 6), st.integers(1, 3))
    )
)
def test_cover_equals_painting_each(entries):
    rows = np.array([e[0] for e in entries], np.int64)
    ends = np.array([(e[1], e[1] + e[2]) for e in entries], np.int64).reshape(-1, 2)
    ranks = np.array([e[3] for e in entries], np.uint8)
    wanted = np.zeros((3, 10), int)
    for row, left, length, rank in sorted(entries, key=lambda e: e[3]):
        wanted[row, max(left, 0) : max(left + length, 0)] = rank
    painted = np.zeros((3, 10), int)
    for row, left, right, rank in runs_of(cover(rows, ends, ranks, 3, 10)):
        painted[row, left:right] = rank
    assert painted.tolist() == wanted.tolist()


def test_strongest_per_column():
    columns = np.array([7, 7, 3, 3, 5])
    strength = np.array([0.1, 0.9, 0.5, 0.5, 0.2])
    assert strongest_per_column(columns, strength, 10).tolist() == [4, 2, 1]
    assert strongest_per_column(columns, strength, 1).tolist() == [1]
    assert strongest_per_column(columns[:0], strength[:0], 3).tolist() == []
