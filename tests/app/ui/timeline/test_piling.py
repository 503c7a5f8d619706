"""Levels of overlapping segments, against the plain way of finding them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.timeline.entries import EntryTable, Kind
from app.ui.timeline.piling import DEEPEST, Pile
from app.ui.timeline.stacks import MAX_ROWS, LaneStack
from tests.app.ui.timeline.scenes import small

segments = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=40)


def columns(spans):
    spans = sorted((start, start + length) for start, length in spans)
    return tuple(np.array([one[k] for one in spans], float) for k in (0, 1))


def plainly(start_s, end_s):
    until, levels = [], []
    for start, end in zip(start_s, end_s, strict=True):
        level = next((k for k, busy in enumerate(until) if busy <= start), len(until))
        until[level : level + 1] = [end]
        levels.append(level)
    return levels


def test_by_hand():
    pile = Pile.of(*columns([(0, 10), (5, 10), (10, 3), (12, 9)]))
    assert pile.level.tolist() == [0, 1, 0, 2]
    assert Pile.of(*columns([])).level.tolist() == []


@given(segments)
def test_each_lies_on_the_lowest_free_level(spans):
    start_s, end_s = columns(spans)
    pile, levels = Pile.of(start_s, end_s), plainly(start_s, end_s)
    assert pile.is_deep == (max(levels, default=0) >= DEEPEST)
    if not pile.is_deep:
        assert pile.level.tolist() == levels


@given(segments, st.sets(st.integers(0, 39)), segments.map(lambda one: one[:3]))
def test_after_a_change_it_is_as_if_piled_anew(spans, gone, new):
    before = Pile.of(*columns(spans))
    after = columns([one for k, one in enumerate(spans) if k not in gone] + new)
    anew, changed = Pile.of(*after), Pile.of(*after, before)
    assert changed.is_deep == anew.is_deep
    assert changed.level.tolist() == anew.level.tolist()


@pytest.mark.parametrize("length_s", [8, 400])
def test_a_change_in_a_long_lane(length_s):
    chance = np.random.default_rng(0)
    start_s = np.sort(chance.uniform(0, 3600, 3000))
    end_s = start_s + chance.uniform(0.5, length_s, 3000)
    pile = Pile.of(start_s, end_s)
    assert pile.is_deep == (length_s == 400)
    for k in (0, 1500, 2999):
        others = np.delete(start_s, k), np.delete(end_s, k)
        assert Pile.of(*others, pile).level.tolist() == Pile.of(*others).level.tolist()


def test_rejected_ones_take_no_room():
    table = EntryTable(small())
    lane = LaneStack.of(table, table.code("vault"), 0.0)
    assert lane.kind.tolist() == [Kind.ANNOTATION, Kind.REJECTED]
    assert (lane.sub_row.tolist(), lane.n_rows) == ([0, -1], 1)


def test_a_lane_has_few_rows():
    table = EntryTable(small())
    table.start_s[:], table.end_s[:] = 0.0, 50.0
    assert LaneStack.of(table, table.code("jump"), 0.0).n_rows == 2
    assert MAX_ROWS < DEEPEST
