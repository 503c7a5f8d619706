"""Videos for probing and for the player, through the engine's video room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import MediaError
from app.engine.failures import translated
from app.services.ports import FrameAccess, MediaFacts
from pgcn_core.video.access import FrameReader
from pgcn_core.video.opening import open_video


class EngineFrames:
    """The ``FrameSource`` of the program."""

    def probe(self, video: Path) -> MediaFacts:
        with translated():
            opened = open_video(video)
        info = opened.info
        warning = ""
        if info.unreadable_after_s is not None:
            warning = (
                f"{video.name} is damaged and cannot be read after {info.unreadable_after_s:.1f} s."
            )
        return MediaFacts(
            path=video,
            fingerprint=info.fingerprint,
            duration_s=info.duration_s,
            fps=info.fps,
            width_px=info.width_px,
            height_px=info.height_px,
            is_vfr=info.is_vfr,
            has_audio=info.has_audio,
            pts_s=opened.index.pts_s,
            warning=warning,
        )

    def access(self, video: Path, *, max_height_px: int) -> FrameAccess:
        return _Access(video, max_height_px)


class _Access:
    """A ``FrameReader`` that opens where it is entered and speaks the program's errors."""

    def __init__(self, video: Path, max_height_px: int) -> None:
        self._video = video
        self._max_height_px = max_height_px
        self._reader: FrameReader | None = None

    def exact(
        self, frame_idx: int, *, cancel: Callable[[], bool] | None = None
    ) -> NDArray[np.uint8]:
        with translated():
            return self._open_reader().exact(frame_idx, cancel=cancel)

    def nearest_keyframe(self, frame_idx: int) -> tuple[int, NDArray[np.uint8]]:
        with translated():
            return self._open_reader().nearest_keyframe(frame_idx)

    def __enter__(self) -> Self:
        with translated():
            reader = FrameReader(open_video(self._video), max_height_px=self._max_height_px)
            self._reader = reader.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._reader is not None:
            self._reader.__exit__(kind, error, trace)
            self._reader = None

    def _open_reader(self) -> FrameReader:
        if self._reader is None:
            raise MediaError(f"{self._video.name} is not open any more.", "Open it again.")
        return self._reader
