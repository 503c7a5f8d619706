"""The thread that decodes: owns one open video, answers the newest request."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, Signal, Slot
from PySide6.QtGui import QImage

from app.domain.errors import Cancelled, StudioError
from app.services.ports import FrameAccess
from app.tasks.mailbox import Mailbox
from app.ui.player.play_plan import Due, PlayClock, PlayPlan

# A playhead that rests so long is meant: fetch the exact frame.
SETTLE_S = 0.08
# Decoded pictures waiting for their time; hides a slow frame, bounds the memory.
N_AHEAD = 6
# The longest a window that dies without closing its video waits for the frame in work.
LEAVE_MS = 3000


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One decoded frame, ready to paint.

    Attributes:
        frame_idx: The frame's true number.
        image: RGB32, owns its pixels.
        at_s: When playing shows it, media seconds since playing began.
    """

    frame_idx: int
    image: QImage
    at_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ShowQuickly:
    """Asks for the nearest keyframe at once, and the frame itself when no newer request comes."""

    frame_idx: int


@dataclass(frozen=True, slots=True)
class ShowExactly:
    """Asks for one frame."""

    frame_idx: int


@dataclass(frozen=True, slots=True)
class Rest:
    """Asks for nothing: ends playing."""


class PlaySession:
    """One stretch of playing, shared by the window (clock, takes pictures) and the decoder.

    Attributes:
        pictures: Decoded and waiting, earliest first.
        clock: None until the first picture is there; written by the window only.
    """

    def __init__(self, plan: PlayPlan, start_idx: int, speed: float) -> None:
        self.plan = plan
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


Request = ShowQuickly | ShowExactly | Rest | PlaySession


class FrameLoader(QThread):
    """Decodes for one open video until closed.

    Connect the signals to methods of QObjects of the window's thread, never to lambdas (those
    would run in this thread).

    Attributes:
        loaded: A Picture asked for by ShowQuickly or ShowExactly.
        play_loaded: The PlaySession that has one more picture.
        failed: sentence, next step; a later request may work again unless opening failed.
        crashed: Any other exception; a bug of ours.
    """

    loaded = Signal(object)
    play_loaded = Signal(object)
    failed = Signal(str, str)
    crashed = Signal(object)

    def __init__(self, open_access: Callable[[], FrameAccess], parent: QObject | None) -> None:
        super().__init__(parent)
        self._open_access = open_access
        self._mailbox: Mailbox[Request] = Mailbox()

    def ask(self, request: Request) -> None:
        """Replace whatever was asked before; returns at once."""
        self._mailbox.post(request)

    def took_picture(self) -> None:
        """Say that a PlaySession has room again."""
        self._mailbox.nudge()

    def close(self) -> None:
        """Let the thread end after the frame it is decoding; returns at once."""
        self._mailbox.close()

    @Slot()
    def leave(self) -> None:
        """End the thread and wait; a thread deleted while it runs would end the program."""
        self.close()
        self.wait(LEAVE_MS)

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
            case ShowExactly(frame_idx):
                pixels = access.exact(frame_idx, cancel=self._is_called_elsewhere)
                self.loaded.emit(Picture(frame_idx, to_image(pixels)))
            case PlaySession():
                self._play(access, request)
            case Rest():
                pass

    def _show_quickly(self, access: FrameAccess, frame_idx: int) -> None:
        settles_at_s = time.monotonic() + SETTLE_S
        key_idx, pixels = access.nearest_keyframe(frame_idx)
        self.loaded.emit(Picture(key_idx, to_image(pixels)))
        if key_idx == frame_idx:
            return
        if self._mailbox.is_quiet_for(max(settles_at_s - time.monotonic(), 0.0)):
            pixels = access.exact(frame_idx, cancel=self._is_called)
            self.loaded.emit(Picture(frame_idx, to_image(pixels)))

    def _play(self, access: FrameAccess, session: PlaySession) -> None:
        due: Due | None = session.begin
        while due is not None and self._mailbox.wait_until(session.has_room):
            pixels = access.exact(due.frame_idx, cancel=self._is_called)
            session.pictures.append(Picture(due.frame_idx, to_image(pixels), due.at_s))
            self.play_loaded.emit(session)
            due = session.after(due)

    def _is_called(self) -> bool:
        return self._mailbox.is_closed or self._mailbox.waiting is not None

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
                f"The video cannot be read: {reason}.",
                "Check that the file is still in its place and open it again.",
            )


def to_image(pixels: NDArray[np.uint8]) -> QImage:
    """Return a picture that owns its pixels, in the format that paints fastest.

    Args:
        pixels: (H, W, 3) uint8 RGB, any strides.
    """
    rows = np.ascontiguousarray(pixels)
    height_px, width_px, _ = rows.shape
    view = QImage(rows.data, width_px, height_px, rows.strides[0], QImage.Format.Format_RGB888)
    # Another format is always a new buffer, so nothing points at ``rows`` any more.
    return view.convertToFormat(QImage.Format.Format_RGB32)
