"""The thread that decodes: owns one open video, answers the newest request."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QImage

from app.domain.errors import Cancelled, StudioError
from app.services.ports import FrameAccess
from app.tasks.worker import Worker
from app.ui.language import translate
from app.ui.pixels import to_image
from app.ui.player.play_plan import Due, PlayClock, PlayPlan

# A playhead that rests so long is meant: fetch the exact frame.
SETTLE_S = 0.08
# Decoded pictures waiting for their time; hides a slow frame, bounds the memory.
N_AHEAD = 6
# Resting so long, what a step back would need is decoded before it is asked for.
IDLE_S = 0.25
# A frame this little ahead of the exact one shown is decoded about as fast as a proxy's.
NEAR_FRAMES = 8


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One decoded frame, ready to paint.

    Attributes:
        frame_idx: The frame's true number.
        image: RGB32, owns its pixels.
        at_s: When playing shows it, media seconds since playing began.
        is_proxy: Whether it is the small stand-in of the frame.
    """

    frame_idx: int
    image: QImage
    at_s: float = 0.0
    is_proxy: bool = False

    def is_exactly(self, frame_idx: int) -> bool:
        """Say whether it is this very frame, at its full size."""
        return self.frame_idx == frame_idx and not self.is_proxy


@dataclass(frozen=True, slots=True)
class ShowQuickly:
    """Asks for its proxy or the nearest keyframe at once, and for the frame itself on rest."""

    frame_idx: int


@dataclass(frozen=True, slots=True)
class ShowExactly:
    """Asks for one frame."""

    frame_idx: int


@dataclass(frozen=True, slots=True)
class ShowEdge:
    """Asks for the frames on both sides of a boundary: something at once, the exact ones on rest.

    Attributes:
        before_idx: The last frame before the boundary; None where the video begins.
        after_idx: The first frame after it; None where the video ends.
    """

    before_idx: int | None
    after_idx: int | None


@dataclass(frozen=True, slots=True)
class EdgePictures:
    """What a ShowEdge has so far; a picture's number says whether it is the frame asked for."""

    asked: ShowEdge
    before: Picture | None
    after: Picture | None


@dataclass(frozen=True, slots=True)
class Rest:
    """Asks for nothing new: ends playing.

    Attributes:
        frame_idx: Where the playhead stands; steps back from there are prepared.
    """

    frame_idx: int = 0


class PlaySession:
    """One stretch of playing, shared by the window (clock, takes pictures) and the decoder.

    Args:
        plan: What plays.
        start_idx: Where it begins.
        speed: Media seconds per second.
        shown_px: Lines of the screen a picture fills; proxies with as many are played in place of
            the frames. None plays the frames themselves.

    Attributes:
        pictures: Decoded and waiting, earliest first.
        clock: None until the first picture is there; written by the window only.
    """

    def __init__(
        self, plan: PlayPlan, start_idx: int, speed: float, shown_px: int | None = None
    ) -> None:
        self.plan = plan
        self.shown_px = shown_px
        self.begin = plan.start(start_idx)
        self.speed = speed
        self.pictures: deque[Picture] = deque()
        self.clock: PlayClock | None = None

    def has_room(self) -> bool:
        """Whether another picture may be decoded ahead."""
        return len(self.pictures) < N_AHEAD

    def after(self, due: Due) -> Due | None:
        """Return what to decode after ``due``, by the clock as it stands now."""
        clock = self.clock
        played_s = clock.media_at(time.monotonic()) if clock else 0.0
        return self.plan.after(due, played_s, self.speed)


Request = ShowQuickly | ShowExactly | ShowEdge | Rest | PlaySession


class FrameLoader(Worker[Request]):
    """Decodes for one open video until closed.

    Connect the signals to methods of QObjects of the window's thread, never to lambdas (those
    would run in this thread).

    Attributes:
        loaded: A Picture asked for by ShowQuickly or ShowExactly.
        edge_loaded: EdgePictures.
        play_loaded: The PlaySession that has one more picture.
        failed: sentence, next step; a later request may work again unless opening failed.
        crashed: Any other exception; a bug of ours.
    """

    loaded = Signal(object)
    edge_loaded = Signal(object)
    play_loaded = Signal(object)
    failed = Signal(str, str)
    crashed = Signal(object)

    def __init__(self, open_access: Callable[[], FrameAccess]) -> None:
        super().__init__()
        self._open_access = open_access
        self._last_idx = 0
        self._exact_idx = 0

    def took_picture(self) -> None:
        """Say that a PlaySession has room again."""
        self._mailbox.nudge()

    def run(self) -> None:
        """Open, answer until closed, close. Called by Qt in the new thread."""
        try:
            with self._open_access() as access:
                self._serve(access)
        except (StudioError, OSError) as error:
            self._tell(error)
        except BaseException as error:  # noqa: BLE001 - the thread's last stop; told as a bug
            self.crashed.emit(error)

    def _serve(self, access: FrameAccess) -> None:
        while (request := self._mailbox.take()) is not None:
            try:
                self._answer(access, request)
            except Cancelled:
                continue
            except (StudioError, OSError) as error:
                self._tell(error)

    def _answer(self, access: FrameAccess, request: Request) -> None:
        match request:
            case ShowQuickly(frame_idx):
                self._show_quickly(access, frame_idx)
                self._prepare(access, frame_idx, after_s=IDLE_S)
            case ShowExactly(frame_idx):
                is_back = frame_idx < self._last_idx
                self._show_exactly(access, frame_idx)
                self._prepare(access, frame_idx, after_s=0.0 if is_back else IDLE_S)
            case ShowEdge():
                self._show_edge(access, request)
            case PlaySession():
                self._play(access, request)
            case Rest(frame_idx):
                self._prepare(access, frame_idx, after_s=IDLE_S)

    def _tell_loaded(self, picture: Picture) -> None:
        self._last_idx = picture.frame_idx
        self.loaded.emit(picture)

    def _show_quickly(self, access: FrameAccess, frame_idx: int) -> None:
        settles_at_s = time.monotonic() + SETTLE_S
        picture = self._quick(access, frame_idx)
        self._tell_loaded(picture)
        if picture.is_exactly(frame_idx):
            return
        if self._mailbox.is_quiet_for(max(settles_at_s - time.monotonic(), 0.0)):
            self._tell_exact(access, frame_idx, self._is_called)

    def _show_exactly(self, access: FrameAccess, frame_idx: int) -> None:
        is_soon = 0 < frame_idx - self._exact_idx <= NEAR_FRAMES
        pixels = None if is_soon else access.proxy(frame_idx)
        if pixels is None:
            self._tell_exact(access, frame_idx, self._is_called_elsewhere)
            return
        # A held key sees the proxies go by; the frame itself can wait until it is let go.
        self._tell_loaded(Picture(frame_idx, to_image(pixels), is_proxy=True))
        self._tell_exact(access, frame_idx, self._is_called)

    def _tell_exact(self, access: FrameAccess, frame_idx: int, cancel: Callable[[], bool]) -> None:
        pixels = access.exact(frame_idx, cancel=cancel)
        self._exact_idx = frame_idx
        self._tell_loaded(Picture(frame_idx, to_image(pixels)))

    @staticmethod
    def _quick(access: FrameAccess, frame_idx: int) -> Picture:
        pixels = access.proxy(frame_idx)
        if pixels is not None:
            return Picture(frame_idx, to_image(pixels), is_proxy=True)
        near_idx, pixels = access.nearest_keyframe(frame_idx)
        return Picture(near_idx, to_image(pixels))

    def _show_edge(self, access: FrameAccess, asked: ShowEdge) -> None:
        settles_at_s = time.monotonic() + SETTLE_S
        sides = (asked.before_idx, asked.after_idx)
        near = [None if idx is None else self._quick(access, idx) for idx in sides]
        self.edge_loaded.emit(EdgePictures(asked, *near))
        if not self._mailbox.is_quiet_for(max(settles_at_s - time.monotonic(), 0.0)):
            return
        exact = [self._exact(access, idx) for idx in sides]
        self.edge_loaded.emit(EdgePictures(asked, *exact))

    def _exact(self, access: FrameAccess, frame_idx: int | None) -> Picture | None:
        if frame_idx is None:
            return None
        return Picture(frame_idx, to_image(access.exact(frame_idx, cancel=self._is_called)))

    def _prepare(self, access: FrameAccess, frame_idx: int, *, after_s: float) -> None:
        if self._mailbox.is_quiet_for(after_s):
            access.prepare_back(frame_idx, cancel=self._is_called)
            access.prepare_scrub(frame_idx, cancel=self._is_called)

    def _play(self, access: FrameAccess, session: PlaySession) -> None:
        due: Due | None = session.begin
        while due is not None and self._has_room(access, session, due):
            pixels, is_proxy = self._to_play(access, session, due.frame_idx)
            session.pictures.append(Picture(due.frame_idx, to_image(pixels), due.at_s, is_proxy))
            self.play_loaded.emit(session)
            due = session.after(due)

    def _to_play(
        self, access: FrameAccess, session: PlaySession, frame_idx: int
    ) -> tuple[NDArray[np.uint8], bool]:
        """Return the pixels to show while playing, and whether they are the proxy's."""
        if session.shown_px is not None:
            small = access.proxy(frame_idx)
            if small is not None and len(small) >= session.shown_px:
                return small, True
            if small is not None:
                session.shown_px = None
        return access.exact(frame_idx, cancel=self._is_called), False

    def _has_room(self, access: FrameAccess, session: PlaySession, due: Due) -> bool:
        """Wait for room; going backwards, decode meanwhile what comes later. False if called."""
        while session.plan.is_reverse and not session.has_room() and not self._is_called():
            try:
                access.prepare_back(
                    due.frame_idx, cancel=lambda: self._is_called() or session.has_room()
                )
            except Cancelled:
                continue
            break
        return self._mailbox.wait_until(session.has_room)

    def _is_called_elsewhere(self) -> bool:
        # A held arrow key asks faster than some files decode: each step gives its picture first,
        # or none would come until the key is let go.
        return self._is_called() and not isinstance(self._mailbox.waiting, ShowExactly)

    def _tell(self, error: StudioError | OSError) -> None:
        if isinstance(error, StudioError):
            self.failed.emit(error.sentence, error.next_step)
        else:
            reason = error.strerror or str(error)
            self.failed.emit(
                translate("Player", "The video cannot be read: {reason}.").format(reason=reason),
                translate("Player", "Check that the file is still in its place and open it again."),
            )
