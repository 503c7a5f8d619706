import pytest

from app.domain.edits import Several, accept, delete, draw, reject
from app.domain.segment import Segment
from app.domain.timeline import Timeline
from app.ui.timeline.entries import EntryTable, Kind
from app.ui.timeline.layout import (
    BLANK_LANE,
    LANE_MAX_PX,
    LANE_MIN_PX,
    arrange,
    first_use_order,
    lay_out,
)
from tests.app.ui.timeline.scenes import JUMP, VAULT, annotation, many, small


def rows_of(table):
    columns = (table.label, table.start_s, table.end_s, table.score, table.kind)
    return {
        entry_id: (table.label_ids[label], start, end, score, kind)
        for entry_id, label, start, end, score, kind in zip(
            table.ids, *(c.tolist() for c in columns), strict=True
        )
    }


def laid_out(timeline, min_score=0.0, available_px=200):
    table = EntryTable(timeline)
    return lay_out(arrange(table, first_use_order((), table), min_score), available_px), table


def test_table_by_hand():
    assert rows_of(EntryTable(small())) == {
        "a": ("jump", 10.0, 30.0, 0.9, Kind.SUGGESTION),
        "b": ("jump", 20.0, 40.0, 0.3, Kind.SUGGESTION),
        "d": ("vault", 70.0, 90.0, 0.4, Kind.REJECTED),
        "c": ("vault", 50.0, 60.0, 1.0, Kind.ANNOTATION),
    }


def test_refresh_equals_reading_anew():
    timeline = small()
    table = EntryTable(timeline)
    acts = [
        lambda: accept(timeline, "a", segment=Segment(11.0, 29.0)),
        lambda: reject(timeline, "b"),
        lambda: delete(timeline, "c"),
        lambda: draw("throw", Segment(0.0, 5.0)),
    ]
    for act in acts:
        edit = act()
        inverse = edit.apply(timeline)
        table.refresh(timeline, edit.changes)
        assert rows_of(table) == rows_of(EntryTable(timeline))
        assert all(table.row(entry_id) == row for row, entry_id in enumerate(table.ids))
    Several((inverse,)).apply(timeline)
    table.refresh(timeline, inverse.changes)
    assert rows_of(table) == rows_of(EntryTable(timeline))


def test_lanes_by_hand():
    layout, table = laid_out(small())
    assert [lane.label_id for lane in layout.lanes] == ["jump", "vault", BLANK_LANE]
    assert [lane.n_entries for lane in layout.lanes] == [2, 2, 0]
    assert [table.ids[row] for row in layout.entry] == ["a", "b", "c", "d"]
    top = layout.row_top_px[layout.row]
    assert top[0] < top[1] < layout.lanes[1].top_px <= top[2] < top[3]
    assert layout.place[table.row("c")] == 2
    assert layout.strength.tolist() == pytest.approx([1.0, 1 / 3, 1.0, 0.4 / 0.9])


def test_threshold_hides_suggestions_and_empty_lanes_but_no_annotation():
    layout, table = laid_out(small(), min_score=0.95)
    assert [table.ids[row] for row in layout.entry] == ["c"]
    assert [lane.label_id for lane in layout.lanes] == ["vault", BLANK_LANE]


@pytest.mark.parametrize("timeline", [None, Timeline("v", 10.0)])
def test_nothing_gives_only_the_blank_lane(timeline):
    layout, _ = laid_out(timeline)
    assert [lane.label_id for lane in layout.lanes] == [BLANK_LANE]
    assert layout.height_px == LANE_MIN_PX
    assert layout.lane_at(0.0) == 0
    assert layout.lane_at(LANE_MIN_PX) is None


def test_lanes_fill_the_window_within_limits():
    one = Timeline("v", 10.0, [annotation("a", JUMP, 0.0, 1.0)])
    assert laid_out(one, available_px=1000)[0].lanes[0].height_px == LANE_MAX_PX
    assert laid_out(one, available_px=10)[0].lanes[0].height_px == LANE_MIN_PX


def test_known_lanes_keep_their_place():
    table = EntryTable(small())
    assert first_use_order((), table) == ("jump", "vault")
    assert first_use_order(("vault", "gone"), table) == ("vault", "jump")


def test_lane_lookup_agrees_with_the_lanes():
    layout, _ = laid_out(many(500)[0], available_px=300)
    for k, lane in enumerate(layout.lanes):
        assert layout.lane_at(lane.top_px) == k
        assert layout.lane_at(lane.top_px + lane.height_px - 1) == k
    assert layout.lanes_between(0, layout.height_px) == range(len(layout.lanes))


def test_vault_is_used_later():
    assert VAULT.id == first_use_order((), EntryTable(small()))[1]
