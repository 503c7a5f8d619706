"""The player's comforts by keys and mouse, in the whole window."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.app.ui.window_rig import Rig
from tests.fakes import FakeFrameSource

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_j_k_and_l_shuttle(rig):
    rig.open_one()
    player = rig.window.player
    player.go_to(20.0)
    rig.key("l")
    rig.key("l")
    assert (player.speed, player.is_playing, player.is_reverse) == (2.0, True, False)
    rig.key("j")
    assert (player.speed, player.is_reverse) == (1.0, True)
    rig.key("j")
    assert (player.speed, player.is_reverse) == (2.0, True)
    rig.until(lambda: player.time_s < 20.0)
    rig.key("k")
    assert (player.speed, player.is_playing) == (1.0, False)
    rig.key("j", SHIFT)
    assert player.speed == 0.75
    rig.key("l", SHIFT)
    assert player.speed == 1.0


def test_g_goes_to_a_time_or_a_frame(rig):
    rig.open_one()
    player = rig.window.player
    field = player.bar.place_field
    rig.key("g")
    assert field.isVisible()
    assert field.hasFocus()
    rig.qtbot.keyClicks(field, "0:20.04")
    rig.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert player.frame_idx == 501
    assert not field.isVisible()
    rig.key("g", CTRL)
    rig.qtbot.keyClicks(field, "f77")
    rig.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert player.frame_idx == 77
    # The keys belong to the window again.
    rig.key(Qt.Key.Key_Right)
    assert player.frame_idx == 78


def test_what_is_no_place_is_refused_in_the_field_and_escape_leaves_it(rig):
    rig.open_one()
    field = rig.window.player.bar.place_field
    rig.key("g")
    rig.qtbot.keyClicks(field, "f99999")
    rig.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.isVisible()
    assert field.toolTip() == "The last frame is 1499."
    rig.qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert rig.window.player.bar.time_label.isVisible()
    assert rig.window.player.frame_idx == 0


def test_in_and_out_are_drawn_on_the_timeline_and_looped(rig):
    rig.open_one()
    player, board = rig.window.player, rig.window.timeline.board
    player.go_to(20.0)
    rig.key("i")
    assert board.in_out_s == (20.0, None)
    player.go_to(24.0)
    rig.key("o")
    assert board.in_out_s == (20.0, 24.0)
    rig.key("l", CTRL)
    rig.key("l", CTRL)
    canvas = rig.window.timeline.canvas
    painted = canvas.viewport().grab().toImage()
    x, y = round(board.axis.to_px(20.0)), 6
    assert painted.pixelColor(x, y) != painted.pixelColor(x - 5, y)
    rig.qtbot.mouseClick(player.bar.buttons["play_loop"], Qt.MouseButton.LeftButton)
    assert player.looping.span == (20.0, 24.0)
    rig.key("x", SHIFT)
    assert board.in_out_s == (None, None)


def test_ctrl_and_arrows_jump_from_edge_to_edge(rig):
    rig.open_one()
    player, seen = rig.window.player, []
    for _ in range(7):
        rig.key(Qt.Key.Key_Right, CTRL)
        seen.append(player.time_s)
    assert seen == [3.0, 4.0, 5.0, 7.48, 10.0, 12.0, 12.0]
    for _ in range(7):
        rig.key(Qt.Key.Key_Left, CTRL)
        seen.append(player.time_s)
    assert seen[7:] == [10.0, 7.48, 5.0, 4.0, 3.0, 3.0, 3.0]


def test_dragging_an_edge_with_the_mouse_shows_both_frames_until_it_is_let_go(rig):
    rig.open_one()
    rig.pick_first()
    player, timeline = rig.window.player, rig.window.timeline
    viewport, board = timeline.canvas.viewport(), timeline.board
    rect = board.rect(rig.window.reviewer.selected_id)
    at = QPoint(round(rect.right()), round(rect.center().y()))
    left = Qt.MouseButton.LeftButton
    QTest.mouseMove(viewport, at)
    QTest.mousePress(viewport, left, pos=at)
    for by in (4, 8, 12):
        QTest.mouseMove(viewport, at + QPoint(by, 0))
    with rig.qtbot.waitSignal(player.edge_shown, check_params_cb=bool):
        QTest.mouseMove(viewport, at + QPoint(14, 0))
    edge = player.surface.edge
    assert (edge.before.words, edge.after.words) == ("last in", "first out")
    end_s = board.edge_preview.segment.end_s
    assert edge.after.frame_idx == round(end_s * 25)
    assert edge.before.frame_idx == edge.after.frame_idx - 1
    QTest.mouseRelease(viewport, left, pos=at + QPoint(14, 0))
    assert player.surface.edge is None
    assert rig.window.reviewer.entry.segment.end_s == end_s


def test_escape_ends_the_drag_and_the_edge_view(rig):
    rig.open_one()
    rig.pick_first()
    timeline = rig.window.timeline
    rect = timeline.board.rect(rig.window.reviewer.selected_id)
    at = QPoint(round(rect.left()), round(rect.center().y()))
    viewport = timeline.canvas.viewport()
    QTest.mouseMove(viewport, at)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at)
    for by in (6, 12):
        QTest.mouseMove(viewport, at - QPoint(by, 0))
    rig.until(lambda: rig.window.player.surface.edge is not None)
    assert rig.window.player.surface.edge.after.words == "first in"
    QTest.keyClick(timeline.canvas, Qt.Key.Key_Escape)
    assert rig.window.player.surface.edge is None
    assert rig.window.panel._start.value() == 3.0
    assert rig.rows("select count(*) from history") == [(0,)]


def test_a_selected_segment_is_looped_with_the_remembered_lead_in(rig):
    rig.preferences.loops_selection = True
    rig.open_one()
    player = rig.window.player
    assert player.looping.lead_in_s == 1.0
    rig.pick_first()
    assert player.looping.span == (3.0, 4.0)
    assert player.frame_idx == 50
    menu = player.bar.buttons["play_loop"].menu()
    next(each for each in menu.actions() if each.text() == "2 s").trigger()
    assert rig.preferences.loop_lead_in_s == 2.0


def test_volume_is_remembered(rig):
    assert rig.preferences.volume == (1.0, False)
    rig.window.player.sound_controls.changed.emit(0.4, True)
    assert rig.preferences.volume == (0.4, True)


class SlowSource(FakeFrameSource):
    """Stops in the middle of the indexing until let go."""

    def __init__(self):
        super().__init__()
        self.gate = threading.Event()
        self.is_told = False

    def probe(self, video, *, progress=None):
        if progress is not None:
            progress("Indexing", 40, 100)
            self.is_told = True
            self.gate.wait(10)
        return super().probe(video)


def test_the_badge_says_how_far_the_indexing_is(make_rig):
    source = SlowSource()
    rig = make_rig(source)
    surface = rig.window.player.surface
    rig.drop(rig.video("long.mp4"))
    rig.until(lambda: source.is_told)
    rig.until(lambda: surface.notes == ("indexing 40 %",))
    assert surface.words == "Opening long.mp4…"
    surface.grab()
    source.gate.set()
    rig.until(lambda: not surface.image.isNull())
    assert surface.notes == ()
    assert surface.badge.words()[2] == "exact"


class CutSource(FakeFrameSource):
    def probe(self, video, *, progress=None):
        facts = super().probe(video)
        return replace(facts, unreadable_after_s=60.0, warning="long.mp4 is damaged.")


def test_the_badge_says_from_where_the_file_cannot_be_read(make_rig):
    rig = make_rig(CutSource())
    rig.open_one()
    rig.until(lambda: rig.window.player.surface.badge is not None)
    assert rig.window.player.surface.badge.words()[-1] == "unreadable after 1:00"


@pytest.mark.parametrize("keys", [("=", CTRL), ("+", CTRL)])
def test_the_picture_is_zoomed_by_keys(rig: Rig, keys):
    rig.open_one()
    surface = rig.window.player.surface
    rig.until(lambda: not surface.image.isNull())
    rig.key(*keys)
    assert surface.view.zoom == 1.5
    rig.key("0", CTRL)
    assert surface.view.zoom == 1.0
