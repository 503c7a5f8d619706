"""The view goes on by itself while something is dragged past its edge."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from app.ui.timeline.board import Board
from app.ui.timeline.gestures import CLICK_PX

# So close to an edge the view begins to go: a window that fills the screen has no "past".
ZONE_PX = 14.0
# Speed grows with every pixel, up to what an eye can follow.
PER_S = 18.0
FASTEST_PX_S = 1800.0
TICK_MS = 16


class EdgeScroll(QObject):
    """Pans and scrolls a board as long as the mouse is near or past its edges.

    An edge pulls only a hand that went towards it: what is taken hold of near an edge stays.

    Signals:
        scrolled: The view has gone on; whoever follows the mouse has to look again.
    """

    scrolled = Signal()

    def __init__(self, board: Board, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._from = (0.0, 0.0)
        self._speed_px_s = (0.0, 0.0)
        self._is_held = False
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def begin(self, x_px: float, y_px: float, *, goes_down: bool) -> None:
        """Take where the hand pressed.

        Args:
            x_px: From the left of the window.
            y_px: From its top.
            goes_down: Whether lanes scroll, too; else only time does.
        """
        self._from, self._goes_down, self._is_held = (x_px, y_px), goes_down, True

    def follow(self, x_px: float, y_px: float) -> None:
        """Take where the hand is now."""
        if not self._is_held:
            return
        axis, strips = self._board.axis, self._board.strips
        across = _pull(x_px, self._from[0], axis.left_px, axis.right_px)
        down = 0.0
        if self._goes_down:
            down = _pull(y_px, self._from[1], strips.lanes_top_px, strips.lanes_bottom_px)
        self._speed_px_s = (across, down)
        if not (across or down):
            self._timer.stop()
        elif not self._timer.isActive():
            self._clock.start()
            self._timer.start()

    def stop(self) -> None:
        """Stand still; the hand let go."""
        self._is_held = False
        self._timer.stop()

    def step(self, seconds: float) -> None:
        """Go on by what the speed gives in a time."""
        board, (across, down) = self._board, self._speed_px_s
        board.set_axis(board.axis.panned(across * seconds))
        board.scroll_to(board.scroll_px + round(down * seconds))
        self.scrolled.emit()

    def _tick(self) -> None:
        # A window that was held up must not leap.
        self.step(min(self._clock.restart() / 1000, 0.1))


def _pull(at_px: float, from_px: float, low_px: float, high_px: float) -> float:
    """Return the speed, below zero towards the low edge, that a hand at a place asks for."""
    before, behind = low_px + ZONE_PX - at_px, at_px - (high_px - ZONE_PX)
    if before > 0 and at_px < from_px - CLICK_PX:
        return -min(before * PER_S, FASTEST_PX_S)
    if behind > 0 and at_px > from_px + CLICK_PX:
        return min(behind * PER_S, FASTEST_PX_S)
    return 0.0
