import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.domain.edits import accept, delete, drag_edge, draw
from app.domain.labels import Label
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Timeline
from app.ui.timeline.arcs import Arcs
from app.ui.timeline.geometry import RULER_PX
from tests.app.ui.timeline.mouse import (
    ALT,
    LEFT,
    NONE,
    Heard,
    at,
    click,
    drag,
    move,
    press,
    release,
    wheel,
)
from tests.app.ui.timeline.scenes import FRAMES_S, JUMP, LABELS, many

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def background(widget):
    """Return a height on the lanes where nothing is."""
    strips = widget.board.strips
    return strips.lanes_top_px + widget.board.layout.height_px + 10


# ------------------------------------------------------------ select
def test_a_click_selects(shown):
    heard = Heard(shown)
    click(shown, at(shown, 55.0, "c"))
    assert heard.said == [("entry_selected", "c")]
    assert shown.board.selected_id == "c"


def test_a_repeated_click_goes_through_what_overlaps(bare):
    timeline = Timeline(
        "v", 100.0, [Annotation(f"a{k}", "jump", Segment(10, 30)) for k in range(7)]
    )
    bare.show_timeline(timeline, LABELS, FRAMES_S)
    heard = Heard(bare)
    # Five rows at most: the sixth lies in the first again.
    point = at(bare, 20.0, "a0")
    hits = bare.board.hits(point.x(), point.y())
    assert sorted(hits) == ["a0", "a5"]
    for _ in range(len(hits) + 1):
        click(bare, point)
    assert heard.only("entry_selected") == [[one] for one in [*hits, hits[0]]]


def test_a_click_on_the_background_selects_nothing_and_picks_the_time(shown):
    shown.select("c")
    heard = Heard(shown)
    click(shown, at(shown, 42.0, y=background(shown)))
    assert heard.only("entry_selected") == [[""]]
    assert heard.only("time_picked")[0] == [pytest.approx(42.0)]
    assert heard.only("time_settled") == [[pytest.approx(42.0)]]


def test_select_from_outside_is_silent_and_scrolls_there(bare):
    timeline, labels = many(400, n_labels=40)
    bare.show_timeline(timeline, labels, None)
    heard = Heard(bare)
    bare.zoom(50.0)
    entry_id = bare.board.table.ids[int(bare.board.layout.entry[-1])]
    bare.select(entry_id)
    rect, strips = bare.board.rect(entry_id), bare.board.strips
    assert heard.said == []
    assert strips.lanes_top_px <= rect.top() < rect.bottom() <= strips.lanes_bottom_px
    assert bare.board.axis.left_px <= rect.center().x() <= bare.board.axis.right_px
    bare.select(None)
    assert bare.board.selected_id == ""
    bare.select("unknown")
    assert bare.board.selected_id == ""


def test_a_double_click_activates_what_was_selected(shown):
    shown.select("c")
    heard = Heard(shown)
    point = at(shown, 55.0, "c")
    click(shown, point)
    QTest.mouseDClick(shown.canvas.viewport(), LEFT, NONE, point)
    assert heard.only("entry_activated") == [["c"]]


# ------------------------------------------------------------ drag an edge
def test_a_dragged_edge_is_dropped_once_on_a_frame(shown):
    shown.select("c")
    heard = Heard(shown)
    shown.board.set_axis(shown.board.axis.window(45.0, 20.0))
    drag(shown, at(shown, 60.0, "c"), at(shown, 61.0, "c"), at(shown, 62.01, "c"))
    assert [name for name, *_ in heard.said] == ["edge_dragging", "edge_dragging", "edge_dropped"]
    assert heard.only("edge_dropped") == [["c", "end", pytest.approx(62.0)]]
    assert shown.board.timeline.annotations["c"].segment == Segment(50.0, 60.0)
    assert shown.board.edge_preview is None


def test_alt_lets_the_edge_lie_between_frames(shown):
    shown.select("c")
    heard = Heard(shown)
    shown.board.set_axis(shown.board.axis.window(59.5, 1.0))
    drag(shown, at(shown, 60.0, "c"), at(shown, 60.1, "c"), at(shown, 60.117, "c"), keys=ALT)
    assert heard.only("edge_dropped") == [["c", "end", pytest.approx(60.117)]]


def test_an_edge_snaps_to_the_playhead_and_to_neighbours(shown):
    shown.select("a")
    shown.set_time(33.33)
    heard = Heard(shown)
    drag(shown, at(shown, 30.0, "a"), at(shown, 33.0, "a"))
    drag(shown, at(shown, 10.0, "a"), at(shown, 12.0, "a"), at(shown, 20.4, "a"))
    assert heard.only("edge_dropped") == [["a", "end", 33.33], ["a", "start", 20.0]]


def test_an_edge_cannot_cross_the_other(shown):
    shown.select("c")
    heard = Heard(shown)
    drag(shown, at(shown, 50.0, "c"), at(shown, 80.0, "c"))
    assert heard.only("edge_dropped") == [["c", "start", pytest.approx(59.96)]]


def test_escape_takes_a_drag_back(shown, qtbot):
    shown.select("c")
    heard = Heard(shown)
    press(shown, at(shown, 50.0, "c"))
    move(shown, at(shown, 45.0, "c"))
    assert shown.board.edge_preview is not None
    qtbot.keyClick(shown.canvas, Qt.Key.Key_Escape)
    release(shown, at(shown, 45.0, "c"))
    assert heard.only("edge_dropped") == []
    assert shown.board.edge_preview is None


def test_another_button_does_not_end_a_drag(shown):
    shown.select("c")
    heard = Heard(shown)
    press(shown, at(shown, 50.0, "c"))
    move(shown, at(shown, 45.0, "c"))
    release(shown, at(shown, 45.0, "c"), button=Qt.MouseButton.RightButton)
    assert heard.only("edge_dropped") == []
    release(shown, at(shown, 45.0, "c"))
    assert heard.only("edge_dropped") == [["c", "start", pytest.approx(45.0)]]


def test_a_refresh_ends_a_drag_without_a_drop(shown):
    shown.select("c")
    heard = Heard(shown)
    stop = at(shown, 45.0, "c")
    press(shown, at(shown, 50.0, "c"))
    move(shown, stop)
    edit = delete(shown.board.timeline, "c")
    edit.apply(shown.board.timeline)
    shown.refresh(edit.changes)
    release(shown, stop)
    assert heard.only("edge_dropped") == []


def test_rejected_suggestions_attract_no_edge(shown):
    shown.select("c")
    heard = Heard(shown)
    drag(shown, at(shown, 60.0, "c"), at(shown, 70.3, "c"), keys=NONE)
    assert heard.only("edge_dropped") == [["c", "end", pytest.approx(70.28, abs=0.03)]]


def test_a_click_on_an_edge_drops_nothing(shown):
    shown.select("c")
    heard = Heard(shown)
    click(shown, at(shown, 50.0, "c"))
    assert heard.said == []


def test_a_hovered_edge_can_be_dragged_without_selecting(shown):
    heard = Heard(shown)
    move(shown, at(shown, 55.0, "c"), button=Qt.MouseButton.NoButton)
    assert shown.board.hovered_id == "c"
    move(shown, at(shown, 50.2, "c"), button=Qt.MouseButton.NoButton)
    assert shown.canvas.viewport().cursor().shape() == Qt.CursorShape.SizeHorCursor
    drag(shown, at(shown, 50.0, "c"), at(shown, 48.0, "c"))
    assert heard.only("edge_dropped") == [["c", "start", pytest.approx(48.0)]]


def test_the_dropped_edge_fits_the_domain(shown):
    shown.select("a")
    heard = Heard(shown)
    drag(shown, at(shown, 30.0, "a"), at(shown, 35.0, "a"))
    timeline = shown.board.timeline
    edit = drag_edge(timeline, *heard.only("edge_dropped")[0])
    edit.apply(timeline)
    shown.refresh(edit.changes)
    owned = [a for a in timeline.annotations.values() if a.suggestion_id == "a"]
    assert owned[0].segment == Segment(10.0, 35.0)
    assert shown.board.rect("a") is None
    assert shown.board.rect(owned[0].id) is not None


# ------------------------------------------------------------ scrub and draw
def test_scrubbing_on_the_ruler(shown):
    shown.select("c")
    heard = Heard(shown)
    y = RULER_PX // 2
    drag(shown, at(shown, 10.0, y=y), at(shown, 20.0, y=y), at(shown, 30.0, y=y))
    assert [values[0] for values in heard.only("time_picked")] == pytest.approx([10, 20, 30])
    assert heard.only("time_settled") == [[pytest.approx(30.0)]]
    assert heard.only("entry_selected") == []
    assert shown.board.time_s == pytest.approx(30.0)


def test_escape_brings_the_scrubbed_time_back(shown, qtbot):
    shown.set_time(5.0)
    heard = Heard(shown)
    press(shown, at(shown, 40.0, y=5))
    qtbot.keyClick(shown.canvas, Qt.Key.Key_Escape)
    assert heard.only("time_settled") == [[5.0]]
    assert shown.board.time_s == 5.0


def test_ctrl_drag_draws_on_its_lane(shown):
    heard = Heard(shown)
    y = shown.board.rect("c").center().y()
    drag(shown, at(shown, 80.0, y=y), at(shown, 75.0, y=y), at(shown, 62.0, y=y), keys=CTRL)
    ((label_id, start_s, end_s),) = heard.only("segment_drawn")
    assert (label_id, start_s, end_s) == ("vault", pytest.approx(62.0), pytest.approx(80.0))
    assert heard.only("time_picked") == []
    assert shown.board.draw_preview is None


def test_drawing_on_the_blank_lane_asks_for_a_label(bare):
    bare.show_timeline(Timeline("v", 100.0), (), FRAMES_S)
    heard = Heard(bare)
    y = bare.board.strips.lanes_top_px + 10
    drag(bare, at(bare, 2.0, y=y), at(bare, 5.0, y=y), keys=CTRL)
    assert heard.only("segment_drawn") == [["", pytest.approx(2.0), pytest.approx(5.0)]]


def test_a_ctrl_click_draws_nothing_and_escape_takes_a_drawing_back(shown, qtbot):
    heard = Heard(shown)
    y = background(shown)
    drag(shown, at(shown, 2.0, y=y), at(shown, 2.1, y=y), keys=CTRL)
    press(shown, at(shown, 2.0, y=y), CTRL)
    move(shown, at(shown, 9.0, y=y), CTRL)
    qtbot.keyClick(shown.canvas, Qt.Key.Key_Escape)
    release(shown, at(shown, 9.0, y=y), CTRL)
    assert heard.said == []


# ------------------------------------------------------------ zoom, pan, follow
@pytest.mark.parametrize("keys", [NONE, CTRL])
def test_the_wheel_zooms_at_the_cursor(shown, keys):
    point = at(shown, 40.0, y=100)
    wheel(shown, point, 240, keys)
    assert shown.board.axis.span_s == pytest.approx(64.0)
    assert shown.board.axis.to_s(point.x()) == pytest.approx(40.0)
    wheel(shown, point, -240, keys)
    assert shown.board.axis.span_s == pytest.approx(100.0)


def test_shift_wheel_trackpad_and_middle_drag_pan(shown):
    shown.board.set_axis(shown.board.axis.window(40.0, 10.0))
    wheel(shown, at(shown, 45.0, y=100), -100, SHIFT)
    assert shown.board.axis.start_s == pytest.approx(41.0)
    wheel(shown, at(shown, 45.0, y=100), 0, side=100)
    assert shown.board.axis.start_s == pytest.approx(40.0)
    middle = Qt.MouseButton.MiddleButton
    start, stop = QPoint(600, 100), QPoint(700, 100)
    press(shown, start, button=middle)
    move(shown, stop, button=middle)
    release(shown, stop, button=middle)
    assert shown.board.axis.start_s == pytest.approx(39.0)


def test_the_wheel_over_the_names_scrolls_lanes(bare):
    timeline, labels = many(400, n_labels=40)
    bare.show_timeline(timeline, labels, None)
    wheel(bare, QPoint(20, 100), -120)
    assert bare.board.scroll_px == 60
    assert bare.board.axis == bare.board.axis.fitted()


def test_zoom_and_fit_setters(shown):
    shown.set_time(70.0)
    before_px = shown.board.axis.to_px(70.0)
    shown.zoom(4.0)
    assert shown.board.axis.span_s == 25.0
    assert shown.board.axis.to_px(70.0) == pytest.approx(before_px)
    shown.fit()
    assert (shown.board.axis.start_s, shown.board.axis.span_s) == (0.0, 100.0)


def test_the_overview_moves_the_view(shown):
    shown.board.set_axis(shown.board.axis.window(10.0, 10.0))
    y = shown.board.strips.lanes_bottom_px + 20
    whole = shown.board.axis.fitted()
    start, stop = (QPoint(round(whole.to_px(t)), y) for t in (15.0, 35.0))
    drag(shown, start, stop)
    assert shown.board.axis.start_s == pytest.approx(30.0)
    click(shown, QPoint(round(whole.to_px(80.0)), y))
    assert shown.board.axis.start_s == pytest.approx(75.0)


def test_the_view_follows_a_playhead_that_runs_out_of_it(shown):
    shown.board.set_axis(shown.board.axis.window(0.0, 10.0))
    shown.set_time(9.99)
    assert shown.board.axis.start_s == 0.0
    shown.set_time(10.02)
    assert shown.board.axis.shows(10.02)
    assert shown.board.axis.start_s == pytest.approx(10.02 - 0.8)


def test_the_view_stays_when_the_person_looks_elsewhere(shown):
    shown.set_time(9.0)
    shown.board.set_axis(shown.board.axis.window(50.0, 10.0))
    shown.set_time(9.04)
    assert shown.board.axis.start_s == 50.0
    shown.set_time(30.0)
    assert shown.board.axis.shows(30.0)


# ------------------------------------------------------------ content
def test_refresh_after_edits(shown):
    timeline = shown.board.timeline
    for edit in (accept(timeline, "a"), delete(timeline, "c"), draw("new", Segment(1.0, 2.0))):
        edit.apply(timeline)
        shown.refresh(edit.changes)
    assert {lane.label_id for lane in shown.board.layout.lanes} == {"jump", "vault", "new", ""}
    assert shown.board.table.row("c") is None
    shown.grab()


def test_a_removed_entry_is_no_longer_selected(shown):
    shown.select("c")
    edit = delete(shown.board.timeline, "c")
    edit.apply(shown.board.timeline)
    shown.refresh(edit.changes)
    assert shown.board.selected_id == ""


def test_threshold_and_labels(shown):
    shown.set_threshold(0.5)
    assert shown.board.rect("b") is None
    assert shown.board.rect("a") is not None
    shown.set_labels([Label("jump", "Hop", "#ff0000")])
    assert shown.canvas.tip("a").startswith("Hop\n10.000 to 30.000  (20.000 s)")
    shown.grab()


@pytest.mark.parametrize("timeline", [None, Timeline("v", 100.0), Timeline("v", 0.0)])
def test_nothing_to_show(bare, timeline):
    bare.show_timeline(timeline, (), None)
    heard = Heard(bare)
    bare.grab()
    click(bare, QPoint(400, 100))
    wheel(bare, QPoint(400, 100), 120)
    bare.zoom(2.0)
    bare.fit()
    bare.set_time(1.0)
    bare.show_arcs(None)
    bare.grab()
    assert heard.only("entry_selected") == []


def test_one_entry(bare):
    bare.show_timeline(
        Timeline("v", 10.0, [Annotation("only", "jump", Segment(0.0, 10.0))]), [JUMP], None
    )
    heard = Heard(bare)
    click(bare, at(bare, 5.0, "only"))
    drag(bare, at(bare, 10.0, "only"), at(bare, 8.0, "only"))
    assert heard.only("entry_selected") == [["only"]]
    assert heard.only("edge_dropped") == [["only", "end", pytest.approx(8.0)]]


def test_showing_another_timeline_starts_over(shown):
    shown.select("c")
    shown.zoom(4.0)
    shown.show_timeline(Timeline("w", 30.0), LABELS, None)
    assert shown.board.selected_id == ""
    assert (shown.board.axis.start_s, shown.board.axis.span_s) == (0.0, 30.0)


def test_arcs_take_a_strip_and_give_it_back(shown):
    before = shown.grab().toImage()
    top = shown.board.strips.lanes_top_px
    arcs = Arcs(
        (10.0, 30.0), np.array([[12.0, 31.0], [50.0, 60.0]]), np.array([0, 1], np.uint8),
        np.array([0.9, -0.4], np.float32),
    )  # fmt: skip
    shown.show_arcs(arcs)
    assert shown.board.strips.lanes_top_px > top
    assert shown.grab().toImage() != before
    shown.show_arcs(None)
    assert shown.grab().toImage() == before


def test_tips_tell_label_times_source_and_raw_score(shown):
    assert shown.canvas.tip("a").splitlines() == [
        "High jump",
        "10.000 to 30.000  (20.000 s)",
        "Frames 250 to 749  (500 frames)",
        "Suggestion, not judged yet",
        "Score 0.9000",
    ]
    shown.set_run_words({"run": "P-GCN THUMOS14 (2026-01-02)"})
    assert shown.canvas.tip("a").splitlines()[-1] == "Found by P-GCN THUMOS14 (2026-01-02)"
    assert shown.canvas.tip("c").splitlines()[-1] == "Drawn or imported"
    assert "rejected" in shown.canvas.tip("d")
    assert shown.canvas.tip("unknown") == ""


def test_a_help_event_shows_the_tip(shown, monkeypatch):
    tips = []
    # The real one raises a window, which the screenless platform warns about.
    monkeypatch.setattr(QToolTip, "showText", lambda _at, words, _widget: tips.append(words))
    viewport = shown.canvas.viewport()
    for point in (at(shown, 55.0, "c"), QPoint(400, 5), QPoint(20, 40)):
        event = QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point))
        QApplication.sendEvent(viewport, event)
    assert [tip.splitlines()[:1] for tip in tips] == [["Pole vault"], [], ["High jump"]]


# ------------------------------------------------------------ painting
def test_a_playhead_move_paints_no_segment_again(shown, monkeypatch, qtbot):
    shown.grab()
    painted = []
    monkeypatch.setattr(
        "app.ui.timeline.segments.SegmentPainter.paint", lambda *_: painted.append(1)
    )
    for time_s in (1.0, 2.0, 50.0):
        shown.set_time(time_s)
        shown.grab()
    assert painted == []
    shown.zoom(2.0)
    shown.grab()
    assert painted == [1]


def test_a_suggestion_an_annotation_and_a_rejected_one_look_different(shown):
    picture = shown.canvas.grab().toImage()
    rects = [shown.board.rect(one) for one in ("a", "c", "d")]
    colors = {picture.pixelColor(r.center().toPoint()).name() for r in rects}
    assert len(colors) == 3
    assert rects[2].height() < rects[1].height() / 3


@pytest.mark.parametrize("is_dark", [True, False])
def test_both_palettes(shown, is_dark):
    palette = QPalette()
    window, text = QColor("#1e2126"), QColor("#e6e8eb")
    pair = (window, text) if is_dark else (text, window)
    palette.setColor(QPalette.ColorRole.Window, pair[0])
    palette.setColor(QPalette.ColorRole.WindowText, pair[1])
    shown.setPalette(palette)
    picture = shown.canvas.grab().toImage()
    middle = picture.pixelColor(600, shown.board.strips.lanes_bottom_px - 8)
    assert (middle.lightness() < 128) is is_dark


def test_a_hundred_thousand_entries(bare):
    timeline, labels = many(100_000)
    bare.show_timeline(timeline, labels, None)
    bare.grab()
    for span_s in (3600.0, 600.0, 30.0, 1.0):
        bare.board.set_axis(bare.board.axis.window(1000.0, span_s))
        bare.grab()
    entry_id = bare.board.table.ids[777]
    bare.select(entry_id)
    point = bare.board.rect(entry_id).center()
    assert entry_id in bare.board.hits(point.x(), point.y())
    edit = draw("L3", Segment(1.0, 2.0))
    edit.apply(timeline)
    bare.refresh(edit.changes)
    bare.grab()
