"""What keeps the timeline quick, and that it shows the same as the plain way."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from app.domain.edits import accept, delete, draw, reject, relabel
from app.domain.segment import Segment
from app.ui.timeline.culling import painted
from app.ui.timeline.entries import EntryTable, Kind
from app.ui.timeline.items import PictureItem
from app.ui.timeline.layout import arrange, arrange_again, first_use_order, lay_out
from app.ui.timeline.rects import RectBatch, stretch_lines
from app.ui.timeline.stacks import MANY, LaneStacks
from app.ui.timeline.tints import N_SHADES, ink_codes
from tests.app.ui.timeline.mouse import wheel
from tests.app.ui.timeline.scenes import FRAMES_S, JUMP, VAULT, many


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(-3, 11), st.integers(1, 4), st.integers(1, 6))
    )
)
def test_painted_columns_equal_painting_each(spans):
    wanted = np.zeros((3, 10), int)
    for row, left, width, code in sorted(spans, key=lambda one: one[3]):
        for column in range(max(left, 0), min(left + width, 10)):
            wanted[row, column] = code
    rows, left, width, codes = (np.array([one[k] for one in spans], np.int64) for k in range(4))
    found = painted(rows, left, width, codes.astype(np.uint8), (3, 10))
    assert found.tolist() == wanted.tolist()


def test_inks_of_annotations_lie_over_suggestions_over_rejected_ones():
    kind = np.array([Kind.REJECTED, Kind.SUGGESTION, Kind.SUGGESTION, Kind.ANNOTATION], np.uint8)
    codes = ink_codes(kind, np.array([3, 0, N_SHADES - 1, 2]))
    assert codes.tolist() == [1, 2, 1 + N_SHADES, 2 + N_SHADES]


def picture(width=8, height=8):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    return image


def filled(image):
    pixels = [[image.pixelColor(x, y).name() for x in range(8)] for y in range(8)]
    return [[x for x, name in enumerate(row) if name != "#ffffff"] for row in pixels]


def test_rectangles_go_to_the_nearest_pixels_and_a_part_can_be_drawn():
    image, batch = picture(), RectBatch()
    painter = QPainter(image)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(QColor("red"))
    batch.load(np.array([[0.0, 0.0, 8.0, 8.0], [1.4, 2.6, 2.0, 1.0], [5.0, 0.0, 0.0, 8.0]]))
    batch.draw_some(painter, 1, 3)
    painter.end()
    assert filled(image) == [[], [], [], [1, 2], [], [], [], []]


@pytest.mark.parametrize("has_gaps", [False, True])
def test_lines_of_pixels_keep_to_the_clip(has_gaps):
    image = picture()
    red = np.uint32(QColor("red").rgba())
    lines = np.array([[red, red, red], [red, 0 if has_gaps else red, red]], np.uint32)
    painter = QPainter(image)
    painter.setClipRect(QRect(3, 1, 5, 4))
    stretch_lines(painter, 2, lines, [(0, 3), (4, 4)], has_gaps=has_gaps)
    painter.end()
    below = [4] if has_gaps else [3, 4]
    assert filled(image) == [[], [3, 4], [3, 4], [], below, [], [], []]


def test_lines_without_a_clip_stay_inside_the_picture():
    image = picture()
    line = np.full((1, 20), np.uint32(QColor("red").rgba()))
    painter = QPainter(image)
    stretch_lines(painter, 6, line, [(-5, 6)])
    stretch_lines(painter, 9, line, [(2, 50)])
    stretch_lines(painter, 0, line.repeat(3, axis=0)[:, :2], [(7, 50), (-9, 3), (90, 2)])
    painter.end()
    assert filled(image) == [[6, 7], *[[]] * 6, [0, 1]]


ACTS = ("accept", "reject", "draw", "relabel", "delete")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 199)), max_size=6))
def test_lanes_renewed_one_by_one_equal_all_arranged_anew(acts):
    timeline, labels = many(200, n_labels=4, duration_s=60.0)
    table, stacks = EntryTable(timeline), LaneStacks()
    order = first_use_order((), table)
    before = arrange(table, order, 0.0, stacks)
    for act, number in acts:
        pending = [s.id for s in timeline.suggestions.values() if s.verdict.value == "pending"]
        owned = list(timeline.annotations)
        entry_id, mine = pending[number % len(pending)], owned[number % len(owned)]
        edit = {
            "accept": lambda one=entry_id: accept(timeline, one),
            "reject": lambda one=entry_id: reject(timeline, one),
            "draw": lambda at=number: draw(labels[0].id, Segment(at / 5, at / 5 + 2)),
            "relabel": lambda one=mine: relabel(timeline, one, labels[1].id),
            "delete": lambda one=mine: delete(timeline, one),
        }[act]()
        edit.apply(timeline)
        stale = table.refresh(timeline, edit.changes)
        stacks.forget(stale)
        names = {table.label_ids[code] for code in stale}
        again = arrange_again(before, table, 0.0, stacks, names)
        fresh = arrange(table, first_use_order(order, table), 0.0)
        if again is None:
            assert act in {"draw", "relabel", "delete"}
            before = arrange(table, order, 0.0, stacks)
            continue
        for name in ("counts", "entry", "lane", "kind", "strength", "n_rows", "place"):
            assert np.array_equal(getattr(again, name), getattr(fresh, name)), name
        for name in ("starts_s", "ends_s", "reach_s", "offsets"):
            assert np.array_equal(getattr(again.index, name), getattr(fresh.index, name)), name
        assert np.array_equal(lay_out(again, 300).row, lay_out(fresh, 300).row)
        before = again


def test_an_accepted_suggestion_renews_its_lane_alone(bare, monkeypatch):
    timeline, labels = many(500, n_labels=5)
    bare.show_timeline(timeline, labels, FRAMES_S)
    monkeypatch.setattr("app.ui.timeline.board.arrange", pytest.fail)
    edit = accept(timeline, "s7")
    edit.apply(timeline)
    bare.refresh(edit.changes)
    assert bare.board.table.row("s7") is None


def test_what_was_arranged_before_stays_as_it_was():
    timeline, _ = many(200, n_labels=4)
    table, stacks = EntryTable(timeline), LaneStacks()
    before = arrange(table, first_use_order((), table), 0.0, stacks)
    kinds = before.kind.copy()
    edit = reject(timeline, "s3")
    edit.apply(timeline)
    stale = table.refresh(timeline, edit.changes)
    stacks.forget(stale)
    again = arrange_again(before, table, 0.0, stacks, [table.label_ids[c] for c in stale])
    assert np.array_equal(before.kind, kinds)
    assert (again.kind != kinds).sum() >= 1


# ------------------------------------------------------------ thresholds
def overlapping(board):
    """Whether two shown entries of one row, not the last ones, share a time."""
    layout, index = board.layout, board.layout.index
    for row in np.unique(layout.row):
        mine = np.flatnonzero((layout.row == row) & (layout.kind != Kind.REJECTED))
        starts, ends = index.starts_s[mine], index.ends_s[mine]
        if (starts[1:] < np.maximum.accumulate(ends)[:-1]).any():
            return True
    return False


def test_a_threshold_among_many_hides_at_once_and_closes_up_when_it_rests(bare, qtbot):
    timeline, labels = many(MANY + 1000, n_labels=4, duration_s=40000.0)
    bare.show_timeline(timeline, labels, None)
    board = bare.board
    passing = (board.table.score >= 0.9) | (board.table.kind == Kind.ANNOTATION)
    wanted = lay_out(arrange(board.table, board.lane_order, 0.9), board.strips.lanes_px)
    bare.set_threshold(0.9)
    assert len(board.layout.entry) == int(passing.sum()) < board.table.n_entries
    assert len(board.layout.row_top_px) > len(wanted.row_top_px)
    assert not overlapping(board)
    qtbot.waitUntil(lambda: np.array_equal(board.layout.row, wanted.row))
    bare.set_threshold(0.0)
    wanted = lay_out(arrange(board.table, board.lane_order, 0.0), board.strips.lanes_px)
    assert np.array_equal(board.layout.row, wanted.row)


def test_stacks_made_with_a_threshold_are_settled_and_know_the_whole():
    timeline, _ = many(MANY + 1000, n_labels=4)
    table = EntryTable(timeline)
    made = LaneStacks.made(table, 0.5)
    assert not made.is_loose
    for code in range(len(table.label_ids)):
        fresh = LaneStacks().of(table, code, 0.5)
        assert np.array_equal(made.of(table, code, 0.5).sub_row, fresh.sub_row)
    lowered = made.of(table, 0, 0.2)
    assert made.is_loose
    assert len(lowered.entry) == len(LaneStacks().of(table, 0, 0.2).entry)


def test_an_edit_of_a_loose_lane_is_stacked_as_anew(bare):
    timeline, labels = many(MANY + 1000, n_labels=4)
    bare.show_timeline(timeline, labels, None)
    bare.set_threshold(0.5)
    chosen = next(s.id for s in timeline.suggestions.values() if s.score > 0.6)
    edit = accept(timeline, chosen)
    edit.apply(timeline)
    bare.refresh(edit.changes)
    board = bare.board
    code = board.table.code(timeline.suggestions[chosen].label_id)
    lane = board.layout.lane[board.layout.place[np.flatnonzero(board.table.label == code)[-1]]]
    fresh = LaneStacks().of(board.table, code, 0.5)
    span = slice(*board.layout.index.offsets[[lane, lane + 1]].tolist())
    assert np.array_equal(board.layout.entry[span], fresh.entry)
    first = board.layout.row[span].min()
    assert np.array_equal(board.layout.row[span][fresh.sub_row >= 0] - first,
                          fresh.sub_row[fresh.sub_row >= 0])  # fmt: skip


# ------------------------------------------------------------ what is not painted again
def test_a_pan_leaves_the_headers_alone_and_a_scroll_does_not(bare, qtbot, monkeypatch):
    timeline, labels = many(400, n_labels=20)
    bare.show_timeline(timeline, labels, None)
    bare.zoom(8)
    qtbot.wait(20)
    calls = []
    monkeypatch.setattr(bare.headers, "update", lambda *a: calls.append(a))
    board = bare.board
    board.set_axis(board.axis.panned(40))
    assert calls == []
    board.scroll_to(board.scroll_px + 10)
    assert len(calls) == 1


def test_the_picture_is_used_again_for_another_stretch(shown):
    canvas = shown.canvas
    canvas.viewport().repaint()
    before = canvas._lanes._picture
    wheel(shown, canvas.viewport().rect().center(), 120)
    canvas.viewport().repaint()
    assert canvas._lanes._picture is before


def test_other_looks_of_a_label_paint_its_lane_alone(shown, monkeypatch):
    shown.grab()
    heights, paint = [], PictureItem._paint_area

    def noted(item, picture, area):
        if item is shown.canvas._lanes:
            heights.append(area.height())
        paint(item, picture, area)

    monkeypatch.setattr(PictureItem, "_paint_area", noted)
    other = replace(VAULT, name="Pole vaulting", color="#cc3311")
    shown.set_labels((JUMP, other))
    seen = shown.grab().toImage()
    (lane,) = [lane for lane in shown.board.layout.lanes if lane.label_id == VAULT.id]
    assert heights == [lane.height_px]
    # Not offered any more looks as before.
    shown.set_labels((replace(JUMP, is_hidden=True), other))
    shown.grab()
    assert len(heights) == 1
    shown.canvas.resize(shown.canvas.size() - QSize(1, 0))
    shown.canvas.resize(shown.canvas.size() + QSize(1, 0))
    assert shown.grab().toImage() == seen
    # The pattern of a label goes by its place among them.
    shown.set_labels((other, JUMP))
    shown.grab()
    assert heights[-1] > lane.height_px
