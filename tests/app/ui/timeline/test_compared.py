"""The layer to compare with: what shows of it, where it lies, what a mouse finds, what it costs."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.segment import Segment
from app.ui.timeline.compared import BELOW_PX, Layer
from app.ui.timeline.compared_painting import compared_at, compared_rect, compared_words
from tests.app.ui.timeline.mouse import LEFT, click, press, release
from tests.app.ui.timeline.scenes import FRAMES_S, JUMP, LABELS, VAULT

NONE = Qt.KeyboardModifier.NoModifier


def layer(*rows, name="Ben"):
    return Layer(name, [(i, label, Segment(s, e), score) for i, label, s, e, score in rows])


TWO = layer(
    ("x", JUMP.id, 12, 28, None), ("y", VAULT.id, 50, 60, None), ("z", "hop", 5, 8, None)
)  # fmt: skip


@pytest.fixture
def compared(shown):
    shown.set_layer(TWO)
    return shown


def test_columns_are_sorted_by_label_and_start():
    found = layer(
        ("a", "q", 9, 10, 0.5), ("b", "p", 1, 2, 0.25), ("c", "q", 3, 12, None), ("d", "p", 7, 8, 2)
    )
    assert found.ids == ["b", "d", "c", "a"]
    assert found.label_ids == ("p", "q")
    assert found.score.tolist() == [0.25, 2.0, 1.0, 0.5]
    assert [found.row(one) for one in ("c", "no such")] == [2, None]
    assert (found.segment(3), found.label_id(3)) == (Segment(9, 10), "q")


def test_what_touches_a_stretch_of_time_is_found_by_label_and_score():
    found = layer(("a", "q", 0, 40, 0.1), ("b", "q", 10, 11, 0.9), ("c", "q", 50, 51, 0.9))
    assert found.in_view("q", 20, 30).tolist() == [0]
    assert found.in_view("q", 0, 100, 0.5).tolist() == [1, 2]
    assert found.in_view("p", 0, 100).tolist() == []


def test_without_scores_the_threshold_says_nothing():
    assert TWO.in_view(JUMP.id, 0, 100, 7.0).tolist() == [TWO.row("x")]


def test_an_empty_layer_is_a_layer():
    assert layer().in_view("q", 0, 1).tolist() == []
    assert layer().beside(None, 0, 1, 0.0) is None


def test_merged_labels_share_a_lane():
    rows = [("a", "old", Segment(1, 2), None), ("b", "new", Segment(3, 4), None)]
    assert Layer("Ben", rows, {"old": "new"}).label_ids == ("new",)


def test_stepping_goes_over_all_labels_in_time():
    rows = [TWO.row(one) for one in ("z", "x", "y")]
    assert TWO.beside(None, 0, 1, 0.0) == rows[0]
    assert TWO.beside(rows[0], 0, 1, 0.0) == rows[1]
    assert TWO.beside(rows[1], 0, 1, 0.0) == rows[2]
    assert TWO.beside(rows[2], 0, 1, 0.0) is None
    assert TWO.beside(rows[1], 0, -1, 0.0) == rows[0]
    assert TWO.beside(None, 30, -1, 0.0) == rows[1]


def test_every_lane_is_higher_for_it_and_labels_of_its_own_get_one(shown):
    before = [(one.label_id, one.height_px) for one in shown.board.layout.lanes[:-1]]
    shown.set_layer(TWO)
    lanes = shown.board.layout.lanes[:-1]
    assert [one.label_id for one in lanes] == [JUMP.id, VAULT.id, "hop"]
    assert lanes[2].n_entries == 0
    # More lanes share the room, so only the rows' own height can be compared.
    assert all(one.height_px >= 26 + BELOW_PX for one in lanes)
    shown.set_layer(None)
    assert [(one.label_id, one.height_px) for one in shown.board.layout.lanes[:-1]] == before


def test_bars_lie_below_the_rows_and_inside_their_lane(compared):
    board = compared.board
    for one, label in (("x", JUMP), ("y", VAULT)):
        rect = compared_rect(board, one)
        lane = next(lane for lane in board.layout.lanes if lane.label_id == label.id)
        top = lane.top_px + board.strips.lanes_top_px
        assert top < rect.top()
        assert rect.bottom() < top + lane.height_px
        entry = {"x": "a", "y": "c"}[one]
        assert board.rect(entry).bottom() <= rect.top()
    assert compared_rect(board, "no such") is None


def test_the_shortest_of_overlapping_bars_is_found(shown):
    shown.set_layer(layer(("long", JUMP.id, 10, 60, None), ("short", JUMP.id, 20, 22, None)))
    board = shown.board
    y = compared_rect(board, "long").center().y()
    assert compared_at(board, board.axis.to_px(21), y) == "short"
    assert compared_at(board, board.axis.to_px(40), y) == "long"
    assert compared_at(board, board.axis.to_px(80), y) == ""
    assert compared_at(board, board.axis.to_px(21), y - 12) == ""


def test_a_click_chooses_a_bar_and_leaves_selection_and_playhead(compared):
    picked, times = [], []
    compared.board.compared.picked.connect(picked.append)
    compared.time_picked.connect(times.append)
    compared.select("c")
    click(compared, compared_rect(compared.board, "x").center().toPoint())
    assert (picked, times) == (["x"], [])
    assert compared.board.compared.chosen_id == "x"
    assert compared.board.selected_id == "c"
    # Nothing is held: the next press is a gesture of its own.
    at = QPoint(600, 10)
    press(compared, at)
    release(compared, at)
    assert times


def test_a_double_click_activates_a_bar(compared):
    activated = []
    compared.board.compared.activated.connect(activated.append)
    at = compared_rect(compared.board, "y").center().toPoint()
    QTest.mouseDClick(compared.canvas.viewport(), LEFT, NONE, at)
    assert activated == ["y"]


def test_words_say_whose_it_is(compared):
    words = compared_words(compared.board, "x").splitlines()
    assert words[:2] == ["Ben", "High jump"]
    assert compared_words(compared.board, "no such") == ""
    compared.set_layer(layer(("s", JUMP.id, 1, 2, 0.5), name="Run 3"))
    assert compared_words(compared.board, "s").endswith("0.5000")


def test_another_video_has_no_layer_the_same_one_keeps_it(compared):
    timeline = compared.board.timeline
    compared.show_timeline(timeline, LABELS, FRAMES_S)
    assert compared.board.compared.layer is TWO
    compared.show_timeline(None, (), None)
    assert compared.board.compared.layer is None


def test_a_refresh_keeps_the_room_below_the_rows(compared):
    from app.domain.edits import Judge  # noqa: PLC0415
    from app.domain.timeline import Verdict  # noqa: PLC0415

    edit = Judge("a", Verdict.REJECTED)
    edit.apply(compared.board.timeline)
    before = [one.height_px for one in compared.board.layout.lanes]
    compared.refresh(edit.changes)
    after = [one.height_px for one in compared.board.layout.lanes]
    assert len(after) == len(before)
    assert all(one.height_px >= 26 + BELOW_PX for one in compared.board.layout.lanes[:-1])


def test_hollow_bars_have_an_outline_and_no_filling(compared):
    picture = compared.grab().toImage()
    rect = compared_rect(compared.board, "x").toRect()
    edge = picture.pixelColor(rect.center().x(), rect.top())
    inside = picture.pixelColor(rect.center().x(), rect.center().y())
    lane = picture.pixelColor(rect.right() + 40, rect.center().y())

    def far(first, second):
        return max(abs(a - b) for a, b in zip(first.getRgb(), second.getRgb(), strict=True))

    assert far(edge, inside) > 60
    assert far(inside, lane) < 60


def test_a_span_out_of_view_or_too_small_is_brought_in(compared):
    board = compared.board
    compared.show_span(10, 30)
    assert board.axis.span_s == 100
    compared.show_span(50, 50.5)
    assert board.axis.start_s < 50
    assert board.axis.end_s > 50.5
    assert board.axis.span_s < 10
