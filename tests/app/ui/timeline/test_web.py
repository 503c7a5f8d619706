"""The whole graph: its edges by hand, what is left out, and what the mouse lights."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.project import RunGraph
from app.domain.timeline import Timeline
from app.ui.review.strip_feed import graph_views
from app.ui.review.why import arcs_of
from app.ui.timeline.geometry import TimeAxis
from app.ui.timeline.web import MAX_LINES, Web, WebChoice, nearest_line, web_lines
from app.ui.timeline.web_marks import edge_words, lit_entries
from tests.app.ui.timeline.mouse import NONE, move
from tests.app.ui.timeline.scenes import FRAMES_S, JUMP, LABELS, suggestion


def graph():
    """Proposals at 10, 12, 50, 52, 90; edges 0-1 contextual, both ways, 1-2 and 3-4 surrounding."""
    middle = np.array([10.0, 12.0, 50.0, 52.0, 90.0])
    return RunGraph(
        segments=np.column_stack([middle - 2, middle + 2]), actionness=np.ones(5, np.float32),
        indptr=np.array([0, 1, 3, 3, 4, 4]), neighbours=np.array([1, 0, 2, 4]),
        kind=np.array([0, 0, 1, 1], np.uint8), weight=np.array([0.4, -0.5, 0.9, 0.1], np.float32),
    )  # fmt: skip


def whole(width_px=1000.0):
    return TimeAxis.whole(100.0, 0.0, width_px)


@pytest.fixture
def webbed(bare):
    """A timeline with suggestions of proposals 1 and 2, and the whole graph."""
    found = [suggestion("one", JUMP, 10.0, 14.0), suggestion("two", JUMP, 48.0, 52.0)]
    bare.show_timeline(Timeline("v", 100.0, [], found), LABELS, FRAMES_S)
    bare.set_web(Web.of("run", graph(), {1: ("one",), 2: ("two",)}))
    return bare


def test_each_edge_once_the_heaviest_first():
    web = Web.of("run", graph())
    assert web.pairs.tolist() == [[1, 2], [0, 1], [3, 4]]
    np.testing.assert_allclose(web.weight, [0.9, 0.5, 0.1])
    assert web.kind.tolist() == [1, 0, 1]
    assert web.counts(0.0) == {0: 1, 1: 2}
    assert web.around(0).tolist() == [0]
    assert web.around(3).tolist() == []
    nothing = np.zeros(0, np.float32)
    empty = RunGraph(
        np.zeros((0, 2)), nothing, np.zeros(1, np.int64), np.zeros(0, np.int64),
        np.zeros(0, np.uint8), nothing,
    )  # fmt: skip
    assert Web.of("run", empty).cull(whole(), WebChoice()).tolist() == []


def test_weight_kind_and_view_leave_edges_out():
    web = Web.of("run", graph())
    assert web.cull(whole(), WebChoice()).tolist() == [0, 1, 2]
    assert web.cull(whole(), WebChoice(hidden_share=0.34)).tolist() == [0, 1]
    assert web.least_weight(0.34) == pytest.approx(0.5)
    assert web.cull(whole(), WebChoice(surrounding=False)).tolist() == [1]
    assert web.cull(whole(), WebChoice(contextual=False)).tolist() == [0, 2]
    assert web.cull(whole().window(60, 20), WebChoice()).tolist() == [2]
    assert web.cull(whole(), WebChoice(), np.array([1, 2])).tolist() == [1, 2]


def test_what_falls_together_is_drawn_once_and_a_crowd_is_cut():
    chance = np.random.default_rng(0)
    middle = np.sort(chance.uniform(0, 100, 3000))
    pairs = chance.integers(0, 3000, (20_000, 2))
    order = np.argsort(pairs[:, 0])
    crowd = RunGraph(
        np.column_stack([middle, middle]), np.ones(3000, np.float32),
        np.searchsorted(pairs[order, 0], np.arange(3001)), pairs[order, 1],
        np.zeros(20_000, np.uint8), chance.random(20_000).astype(np.float32),
    )  # fmt: skip
    web = Web.of("run", crowd)
    shown = web.cull(whole(), WebChoice())
    assert 0 < len(shown) <= MAX_LINES
    assert shown[0] == 0
    assert (np.diff(shown) > 0).all()
    # On two pixels all edges look alike.
    assert len(web.cull(whole(2.0), WebChoice())) <= 4


def test_arcs_stand_on_the_floor_and_stay_inside():
    web = Web.of("run", graph())
    lines = web_lines(web, np.array([0, 1]), whole(), 100.0, 80.0)
    np.testing.assert_allclose(lines.points[0, [0, -1]], [[120, 100], [500, 100]])
    assert lines.points[..., 1].min() > 20
    assert lines.points[0, :, 1].min() < lines.points[1, :, 1].min()
    assert lines.share.tolist() == pytest.approx([1.0, 0.5])
    top = lines.points[0, len(lines.points[0]) // 2]
    assert nearest_line(lines.points, *top, 3.0) == 0
    assert nearest_line(lines.points, 700.0, 50.0, 3.0) is None


def test_the_choice_survives_json_and_damage():
    choice = WebChoice(shows_all=True, hops=2, hidden_share=0.4, surrounding=False)
    assert WebChoice.from_json(choice.to_json()) == choice
    for damage in (None, [], {"hops": 7, "hidden_share": "x", "shows_all": 3}):
        assert WebChoice.from_json(damage) == WebChoice()


def test_a_low_strip_squeezes_nothing(webbed):
    bar = webbed.graph_bar
    webbed.set_web_choice({"shows_all": True})
    assert bar.slider.isVisible()
    webbed.resize(webbed.width(), 200)
    assert not bar.slider.isVisible()
    shown = [*bar.kinds.values(), bar.one, bar.all]
    assert all(one.isVisible() for one in shown)
    assert bar.kinds[0].geometry().bottom() < bar.height()
    webbed.resize(webbed.width(), 460)
    assert bar.slider.isVisible()


def test_all_in_view_is_off_until_asked_for_and_hover_lights_both_ends(webbed):
    board, bar = webbed.board, webbed.graph_bar
    assert board.strips.graph_px == 0
    assert not bar.isVisible()
    webbed.set_web_choice({"shows_all": True})
    assert board.strips.graph_px > 0
    assert bar.isVisible()
    webbed.grab()
    _, lines = webbed.canvas._pictures.graph._web
    x, y = lines.points[0, 12]
    move(webbed, QPoint(round(x), round(y)), button=Qt.MouseButton.NoButton, keys=NONE)
    mark = board.web_mark
    assert mark.proposals == (1, 2)
    assert lit_entries(board, mark) == ["one", "two"]
    assert edge_words(mark).splitlines() == [
        "Surrounding edge, weight 0.900", "10.000 to 14.000", "48.000 to 52.000",
    ]  # fmt: skip
    before = webbed.grab().toImage()
    move(webbed, QPoint(round(x), board.strips.lanes_bottom_px - 3), button=Qt.MouseButton.NoButton)
    assert board.web_mark is None
    rect = board.rect("one").toRect().topLeft()
    assert before.pixelColor(rect) != webbed.grab().toImage().pixelColor(rect)


def test_the_bar_filters_by_kind_weight_and_hops(webbed):
    webbed.show_arcs(arcs_of(graph(), 0))
    board, bar = webbed.board, webbed.graph_bar
    webbed.grab()
    assert webbed.canvas._pictures.graph.n_lines == 1
    QTest.mouseClick(bar.two_hops, Qt.MouseButton.LeftButton)
    webbed.grab()
    assert webbed.canvas._pictures.graph.n_lines == 2
    QTest.mouseClick(bar.kinds[0], Qt.MouseButton.LeftButton)
    webbed.grab()
    assert webbed.canvas._pictures.graph.n_lines == 1
    QTest.mouseClick(bar.all, Qt.MouseButton.LeftButton)
    assert board.web_choice == WebChoice(shows_all=True, hops=2, contextual=False)
    bar.slider.setValue(60)
    webbed.grab()
    assert webbed.canvas._pictures.graph.n_lines == 1
    QTest.mouseClick(bar.one, Qt.MouseButton.LeftButton)
    assert not board.web_choice.shows_all


def test_graph_views_name_the_suggestions_of_each_proposal():
    every = [suggestion("x", JUMP, 1, 2), suggestion("y", JUMP, 3, 4)]
    views = graph_views("run", graph(), every)
    assert views.web.entries == {0: ("x", "y")}
    assert views.actionness.top == 1.0
    assert graph_views("other", graph(), every).web.entries == {}
