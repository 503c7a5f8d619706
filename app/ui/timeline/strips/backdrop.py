"""What the strips of one video can show, and which of them a person has switched on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QImage

from app.ui.timeline.geometry import TimeAxis
from app.ui.timeline.strips.curves import StepCurve
from app.ui.timeline.strips.waveform import Waveform

FILM, SOUND, ACTIONNESS = "film", "sound", "actionness"
CUTS, SCORES = "cuts", "scores"
# Top to bottom, with the height each wishes for; where room is short the last goes first.
BANDS_PX = {FILM: 46, SOUND: 34, ACTIONNESS: 28}
STRIP_NAMES = (*BANDS_PX, CUTS, SCORES)


class Film(Protocol):
    """Pictures of the video, those that are there."""

    aspect: float

    def tiles(self, axis: TimeAxis, height_px: int) -> list[tuple[float, QImage]]:
        """Return the left pixel and the picture of each tile in view that has one."""


@dataclass(slots=True, eq=False)
class Backdrop:
    """What stands above and behind the segments.

    Attributes:
        shown: Strips that are switched on.
        film: Pictures over time.
        sound: The waveform, None for a silent file.
        actionness: The engine's, over time.
    """

    shown: frozenset[str] = frozenset(STRIP_NAMES)
    film: Film | None = None
    sound: Waveform | None = None
    actionness: StepCurve | None = None

    def forget_video(self) -> None:
        """Show nothing until there is something of another video."""
        self.film = self.sound = self.actionness = None

    def show_only(self, names: Collection[str]) -> None:
        """Switch these strips on and all others off."""
        self.shown = frozenset(names)

    def shows(self, name: str) -> bool:
        """Whether a strip is switched on."""
        return name in self.shown

    def bands(self) -> list[tuple[str, int]]:
        """Return name and wished height of the bands that are on and have something to show."""
        has = {FILM: self.film, SOUND: self.sound, ACTIONNESS: self.actionness}
        return [(n, px) for n, px in BANDS_PX.items() if n in self.shown and has[n] is not None]
