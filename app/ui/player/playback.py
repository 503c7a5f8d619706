"""Shows decoded pictures at their time: by the sound where there is any, else by the wall clock."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.ui.player.frame_loader import Picture, PlaySession
from app.ui.player.play_plan import PlayClock

# Timers count whole milliseconds: a picture this near its time is due.
DUE_SLACK_S = 0.001
# Later than this the clock waits for the decoder; less is caught up by dropping frames.
MAX_LATE_S = 0.25


def no_sound(_now_s: float) -> float | None:
    """Return that nothing is heard: the wall clock rules."""
    return None


class Playback(QObject):
    """Plays one session at a time.

    Args:
        heard_s: Given the monotonic time, returns the media seconds since playing began that are
            heard just now; None while there is no sound.

    Attributes:
        began: The first picture of a session is there, its clock runs.
        due: A Picture whose time has come.
        ended: The last picture has been shown.
    """

    began = Signal()
    due = Signal(object)
    ended = Signal()

    def __init__(
        self,
        heard_s: Callable[[float], float | None] = no_sound,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._heard_s = heard_s
        self._session: PlaySession | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def session(self) -> PlaySession | None:
        """What is playing, or None."""
        return self._session

    def begin(self, session: PlaySession) -> None:
        """Play a session in place of any other; its clock starts with its first picture."""
        self._timer.stop()
        self._session = session

    def stop(self) -> None:
        """Play nothing."""
        self._timer.stop()
        self._session = None

    def media_s(self) -> float:
        """Return the media seconds since the session began, 0 before its first picture."""
        session = self._session
        if session is None or session.clock is None:
            return 0.0
        return session.clock.media_at(time.monotonic())

    def set_speed(self, speed: float) -> None:
        """Run on at another speed."""
        if self._session is None:
            return
        self._session.speed = speed
        if self._session.clock:
            self._session.clock = self._session.clock.at_speed(time.monotonic(), speed)
            self._tick()

    @Slot(object)
    def look(self, session: PlaySession) -> None:
        """Take note that a session has a new picture."""
        if session is self._session and not self._timer.isActive():
            self._tick()

    @Slot()
    def _tick(self) -> None:
        session = self._session
        if session is None or not session.pictures:
            return
        now_s = time.monotonic()
        if session.clock is None:
            session.clock = PlayClock(now_s, session.pictures[0].at_s, session.speed)
            self.began.emit()
        heard_s = self._heard_s(now_s)
        if heard_s is not None:
            # Pictures follow the sound: late ones are dropped, early ones wait.
            session.clock = PlayClock(now_s, heard_s, session.speed)
        picture = _take_due(session, session.clock, now_s)
        if picture is not None:
            late_s = now_s - session.clock.wall_at(picture.at_s)
            if heard_s is None and late_s > MAX_LATE_S:
                session.clock = session.clock.slipped_to(now_s, picture.at_s)
            self._show(session, picture)
        self._wait_for_next()

    def _show(self, session: PlaySession, picture: Picture) -> None:
        self.due.emit(picture)
        # A receiver may have stopped or begun another session.
        if self._session is session and session.plan.is_last(picture.frame_idx):
            self.stop()
            self.ended.emit()

    def _wait_for_next(self) -> None:
        session = self._session
        if session is None or session.clock is None or not session.pictures:
            return
        wait_s = session.clock.wall_at(session.pictures[0].at_s) - time.monotonic()
        self._timer.start(max(int(wait_s * 1000), 0))


def _take_due(session: PlaySession, clock: PlayClock, now_s: float) -> Picture | None:
    latest: Picture | None = None
    while session.pictures:
        if clock.wall_at(session.pictures[0].at_s) > now_s + DUE_SLACK_S:
            break
        latest = session.pictures.popleft()
    return latest
