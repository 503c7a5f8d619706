"""Stand-ins for the engine and the decoder, typed against the ports."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import Cancelled, MediaError, StudioError
from app.domain.segment import Segment
from app.services.ports import (
    FoundSegment,
    FrameAccess,
    Localization,
    MediaFacts,
    Progress,
    SoundAccess,
)
from tests.factories import make_graph

FOUND = (
    FoundSegment("High jump", Segment(3.0, 4.0), 0.9, 0),
    FoundSegment("Throw discus", Segment(5.0, 7.5), 1.4, 1),
)


def no_progress(stage: str, done: int, total: int) -> None:
    """Progress nobody looks at."""


class FakeLocalizer:
    """Finds the same segments in every video, in ``n_steps`` steps.

    Attributes:
        seen: The videos it was asked about.
        failure: Raised by the next calls when set.
        before_step: Called before each step; for holding the work while a test looks.
    """

    def __init__(self, found: tuple[FoundSegment, ...] = FOUND, n_steps: int = 3) -> None:
        self.found = found
        self.n_steps = n_steps
        self.seen: list[Path] = []
        self.failure: StudioError | None = None
        self.before_step: Callable[[], None] = lambda: None

    def localize(self, video: Path, *, progress: Progress, cancel: Event) -> Localization:
        self.seen.append(video)
        for step in range(self.n_steps):
            self.before_step()
            if cancel.is_set():
                raise Cancelled
            progress("features", step + 1, self.n_steps)
        if self.failure is not None:
            raise self.failure
        return Localization(
            found=self.found,
            graph=make_graph(max(len(self.found), 1)),
            model_name="cold start",
            is_trained=False,
            note="Scored without a trained checkpoint.",
            settings_json='{"mode": "paper"}',
        )


class FakeFrameAccess:
    """Frames whose every pixel is the frame number modulo 256; a keyframe every 10 frames.

    Attributes:
        is_open: Whether it is between enter and exit.
        asked: Frame numbers asked of ``exact``.
    """

    def __init__(self, n_frames: int, height_px: int = 24, width_px: int = 32) -> None:
        self.n_frames = n_frames
        self.shape = (height_px, width_px, 3)
        self.is_open = False
        self.asked: list[int] = []

    def exact(
        self, frame_idx: int, *, cancel: Callable[[], bool] | None = None
    ) -> NDArray[np.uint8]:
        if not 0 <= frame_idx < self.n_frames:
            raise MediaError(f"There is no frame {frame_idx}.")
        self.asked.append(frame_idx)
        return np.full(self.shape, frame_idx % 256, dtype=np.uint8)

    def nearest_keyframe(self, frame_idx: int) -> tuple[int, NDArray[np.uint8]]:
        keyframe = max(0, min(frame_idx, self.n_frames - 1)) // 10 * 10
        return keyframe, np.full(self.shape, keyframe % 256, dtype=np.uint8)

    def proxy(self, frame_idx: int) -> NDArray[np.uint8] | None:
        return None

    def prepare_scrub(self, frame_idx: int, *, cancel: Callable[[], bool] | None = None) -> None:
        """All frames are quick already."""

    def prepare_back(self, frame_idx: int, *, cancel: Callable[[], bool] | None = None) -> None:
        """All frames are quick already."""

    def __enter__(self) -> Self:
        self.is_open = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.is_open = False


class FakeFrameSource:
    """Takes any file for a 25 fps video; one that begins with ``broken`` is refused."""

    def __init__(self, n_frames: int = 1500) -> None:
        self.n_frames = n_frames

    def probe(self, video: Path, *, progress: Progress | None = None) -> MediaFacts:
        content = self._content(video)
        if content.startswith(b"broken"):
            raise MediaError(f"{video.name} is not a video.", "Convert it, or leave it out.")
        return MediaFacts(
            path=video,
            fingerprint=hashlib.sha256(content).hexdigest(),
            duration_s=self.n_frames / 25,
            fps=25.0,
            width_px=320,
            height_px=240,
            is_vfr=False,
            has_audio=False,
            pts_s=np.arange(self.n_frames) / 25,
        )

    def fingerprint(self, video: Path) -> str:
        return hashlib.sha256(self._content(video)).hexdigest()

    def access(self, video: Path, *, max_height_px: int) -> FrameAccess:
        self.probe(video)
        return FakeFrameAccess(self.n_frames, height_px=min(24, max_height_px))

    def _content(self, video: Path) -> bytes:
        try:
            return video.read_bytes()
        except OSError as error:
            raise MediaError(f"{video.name} cannot be opened.", "Check the path.") from error

    def sound(self, video: Path) -> SoundAccess:
        raise MediaError(f"{video.name} has no sound.")
