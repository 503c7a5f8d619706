"""What is made of the videos themselves: clips, reels, pictures; and who can make it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from app.services.coach_report import CoachReport
from app.services.ports import Progress

Picture = NDArray[np.uint8]
ClipMode = Literal["auto", "copy", "exact"]


@dataclass(frozen=True, slots=True)
class ClipOrder:
    """A stretch of a video that becomes a file of its own.

    Attributes:
        start_s: Where it begins, seconds; cut to the video.
        end_s: Where it ends, seconds.
        out: The file; the suffix follows what is inside, a name that is taken is counted up.
        mode: ``copy`` from the keyframe before, ``exact`` to the frame, ``auto`` as it allows.
        tolerance_s: What a copy may add at either end in mode ``auto``, seconds.
        crf: Quality of what is encoded; 18 cannot be told from the original.
        marks: What the file says of itself: ``title``, ``comment``.
    """

    video: Path
    start_s: float
    end_s: float
    out: Path
    mode: ClipMode = "auto"
    tolerance_s: float = 0.1
    crf: int = 18
    has_sound: bool = True
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MadeClip:
    """A clip that was written, opened again and compared.

    Attributes:
        start_s: When its first frame is shown in the video, seconds.
        end_s: When its last frame leaves the screen, seconds.
        earlier_s: How much it begins before what was asked for, seconds.
        later_s: How much it ends after it, seconds.
        n_frames: What the file holds.
        duration_s: What the file lasts, seconds.
        differences: A sentence for each thing that is not as it was meant.
    """

    file: Path
    is_copied: bool
    start_s: float
    end_s: float
    earlier_s: float
    later_s: float
    n_frames: int
    duration_s: float
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReelShot:
    """A stretch of a video in a reel.

    Attributes:
        title: Of its chapter.
        card: Gives the (H, W, 3) picture shown before it, for a (width, height); None for none.
    """

    video: Path
    start_s: float
    end_s: float
    title: str = ""
    card: Callable[[tuple[int, int]], Picture] | None = None


@dataclass(frozen=True, slots=True)
class ReelOrder:
    """A film of many stretches; see the engine's reels for what each attribute does."""

    shots: tuple[ReelShot, ...]
    out: Path
    lines: int = 0
    fps: float = 0.0
    fade_s: float = 0.3
    card_s: float = 2.0
    crf: int = 20
    has_sound: bool = True
    is_even: bool = True
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MadeReel:
    """A reel that was written, opened again and compared.

    Attributes:
        starts_s: Where each shot begins in it, with its card, seconds.
        differences: A sentence for each thing that is not as it was meant.
    """

    file: Path
    n_frames: int
    duration_s: float
    width_px: int
    height_px: int
    fps: float
    starts_s: tuple[float, ...]
    differences: tuple[str, ...] = ()


class MediaShop(Protocol):
    """Makes videos of videos.

    Raises from any method:
        MediaError: a video cannot be opened or decoded.
        EngineError: the disk is full or refuses.
        Cancelled: the flag was set; nothing half is left.
    """

    def clip(self, order: ClipOrder, *, progress: Progress, cancel: Event) -> MadeClip:
        """Write one clip."""

    def reel(self, order: ReelOrder, *, progress: Progress, cancel: Event) -> MadeReel:
        """Write one reel, in the place of what is there."""


@dataclass(frozen=True, slots=True)
class CardText:
    """What a title card says.

    Attributes:
        lines: Smaller, below the title.
        color: ``#rrggbb`` of the label.
    """

    title: str
    lines: tuple[str, ...]
    color: str


@dataclass(frozen=True, slots=True, eq=False)
class SheetCell:
    """One segment on a contact sheet.

    Attributes:
        pictures: At least one (H, W, 3) uint8, side by side.
        color: ``#rrggbb`` of the label.
    """

    pictures: tuple[Picture, ...]
    title: str
    line: str
    color: str


@dataclass(frozen=True, slots=True, eq=False)
class SheetPage:
    """A page of a contact sheet.

    Attributes:
        note: Small, at the right of the title; such as the page number.
        columns: Cells side by side.
        picture_px: Width of one picture.
    """

    title: str
    note: str
    cells: tuple[SheetCell, ...]
    columns: int
    picture_px: int


class Painter(Protocol):
    """Draws text and pictures; of any thread."""

    def card(self, text: CardText, size_px: tuple[int, int]) -> Picture:
        """Return a title card of (width, height) as (H, W, 3) uint8 RGB."""

    def sheet(self, page: SheetPage) -> bytes:
        """Return a page as a PNG file."""

    def jpeg(self, picture: Picture) -> bytes:
        """Return a picture as a JPEG file."""

    def pdf(self, report: CoachReport) -> bytes:
        """Return a report as a PDF file of A4 pages."""


@dataclass(frozen=True, slots=True, eq=False)
class VideoFeatures:
    """Features of one stream of one video.

    Attributes:
        stream: rgb or flow.
        values: (L, D) float32, L at least 1.
        n_frames: Frames they were sampled from.
        fps: Rate of those frames.
        stride_frames: Frames between snippets.
        window_frames: Frames of one snippet.
        fingerprint: Of content, settings and weights.
    """

    stream: str
    values: NDArray[np.float32]
    n_frames: int
    fps: float
    stride_frames: int
    window_frames: int
    fingerprint: str


class FeatureShop(Protocol):
    """Features of videos, kept or made."""

    def features(
        self, video: Path, *, extract: bool, progress: Progress, cancel: Event
    ) -> tuple[VideoFeatures, ...]:
        """Return those of every stream of a video.

        Args:
            video: The file.
            extract: Make what is not kept yet, which takes long; else nothing is returned unless
                every stream is kept.
            progress: Told of the stages.
            cancel: What was finished is kept.

        Raises:
            MediaError: the video cannot be decoded.
            EngineError: weights are missing, or the disk is full.
            Cancelled: the flag was set.
        """


@dataclass(frozen=True, slots=True)
class MediaTools:
    """Who makes what a format of videos needs.

    Attributes:
        painter: Gives the painter; asked only when something is to be painted.
        features: Gives features; None where there is no engine.
    """

    shop: MediaShop
    painter: Callable[[], Painter]
    features: FeatureShop | None = None
