"""Zoom and pan by wheel and mouse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QSize, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.player.view import MAX_ZOOM, PictureView

ROOM, PICTURE = QSizeF(400, 400), QSize(32, 18)


def wheel(widget, at: QPointF, turn: int, keys=Qt.KeyboardModifier.ControlModifier) -> QWheelEvent:
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event


@given(x=st.floats(0, 400), y=st.floats(90, 310), factors=st.lists(st.floats(0.3, 3.0), max_size=6))
def test_no_blank_shows_that_the_picture_could_fill(x, y, factors):
    view = PictureView()
    for factor in factors:
        view = view.zoomed(factor, QPointF(x, y), view.rect(ROOM, PICTURE, 1.0), ROOM)
        rect = view.rect(ROOM, PICTURE, 1.0)
        assert 1.0 <= view.zoom <= MAX_ZOOM
        assert rect.left() <= 0
        assert rect.right() >= 400
        if rect.height() >= 400:
            assert rect.top() <= 0
            assert rect.bottom() >= 400


def test_the_point_under_the_mouse_stays():
    view, at = PictureView(), QPointF(130, 170)
    before = view.rect(ROOM, PICTURE, 1.0)
    view = view.zoomed(2.0, at, before, ROOM).zoomed(
        2.0, at, view.zoomed(2.0, at, before, ROOM).rect(ROOM, PICTURE, 1.0), ROOM
    )
    after = view.rect(ROOM, PICTURE, 1.0)
    share = (at.x() - before.left()) / before.width()
    assert (at.x() - after.left()) / after.width() == pytest.approx(share, abs=0.01)


def test_ctrl_and_the_wheel_zoom_and_the_plain_wheel_does_not(player, opened):
    opened()
    surface = player.surface
    event = wheel(surface, QPointF(200, 150), 120, Qt.KeyboardModifier.NoModifier)
    assert not event.isAccepted()
    assert surface.view.zoom == 1.0
    wheel(surface, QPointF(200, 150), 240)
    assert surface.view.zoom == pytest.approx(1.25**2)
    wheel(surface, QPointF(200, 150), -1200)
    assert surface.view == PictureView()


def test_dragging_moves_a_zoomed_picture_and_is_no_click(player, qtbot, opened):
    opened()
    surface = player.surface
    wheel(surface, QPointF(200, 150), 480)
    before = surface.picture_rect()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(surface, left, pos=QPoint(200, 150))
    QTest.mouseMove(surface, QPoint(215, 150))
    QTest.mouseMove(surface, QPoint(230, 160))
    QTest.mouseRelease(surface, left, pos=QPoint(230, 160))
    after = surface.picture_rect()
    assert after.left() - before.left() == pytest.approx(30, abs=2)
    assert after.top() - before.top() == pytest.approx(10, abs=2)
    assert not player.is_playing
    qtbot.mouseClick(surface, left)
    assert player.is_playing


def test_a_double_click_shows_all_of_it_and_playing_stays_as_it_was(player, qtbot, opened):
    opened()
    wheel(player.surface, QPointF(200, 150), 480)
    at = QPoint(200, 150)
    # Press, release, double click, release: as a hand does it.
    QTest.mouseDClick(player.surface, Qt.MouseButton.LeftButton, pos=at)
    assert player.surface.view == PictureView()
    assert not player.is_playing


def test_another_video_is_shown_whole(player, opened):
    opened()
    player.surface.zoom(4.0)
    assert player.surface.view.zoom == 4.0
    opened()
    assert player.surface.view == PictureView()
