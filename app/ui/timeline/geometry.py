"""Seconds to pixels and back, the strips of the window, and the ticks of the ruler. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
from numpy.typing import NDArray

HEADER_PX = 168
RULER_PX = 30
GRAPH_PX = 108
OVERVIEW_PX = 40
# Bands give way before lanes get lower than this; lower than this share they say nothing.
LANES_LEAST_PX = 96
LEAST_BAND_SHARE = 0.6
# Deeper than this a frame of any camera fills the window; nothing more to see.
MIN_SPAN_S = 0.04
# Between the labels of the ruler.
LEAST_GAP_PX = 84.0
# Steps between labelled ticks, and into how many parts small ticks cut each.
STEPS_S = (
    (0.001, 5), (0.002, 4), (0.005, 5), (0.01, 5), (0.02, 4), (0.05, 5), (0.1, 5), (0.2, 4),
    (0.5, 5), (1.0, 5), (2.0, 4), (5.0, 5), (10.0, 5), (15.0, 3), (30.0, 6), (60.0, 6),
    (120.0, 4), (300.0, 5), (600.0, 5), (900.0, 3), (1800.0, 6), (3600.0, 6), (7200.0, 4),
    (14400.0, 4), (43200.0, 4),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Which stretch of the video lies between which pixels.

    Attributes:
        duration_s: Length of the video, above zero.
        left_px: Where ``start_s`` lies.
        width_px: Pixels that ``span_s`` fills, at least 1.
        start_s: First time in view.
        span_s: Seconds in view, at most ``duration_s``.
    """

    duration_s: float
    left_px: float
    width_px: float
    start_s: float
    span_s: float

    @classmethod
    def whole(cls, duration_s: float, left_px: float, width_px: float) -> TimeAxis:
        """Return the axis that shows all of a video; an empty one counts as a second."""
        length_s = duration_s if duration_s > 0 else 1.0
        return cls(length_s, left_px, max(width_px, 1.0), 0.0, length_s)

    @property
    def end_s(self) -> float:
        """Last time in view."""
        return self.start_s + self.span_s

    @property
    def right_px(self) -> float:
        """Where the view ends."""
        return self.left_px + self.width_px

    @property
    def s_per_px(self) -> float:
        """Seconds in one pixel."""
        return self.span_s / self.width_px

    @overload
    def to_px(self, time_s: float) -> float: ...
    @overload
    def to_px(self, time_s: NDArray[np.float64]) -> NDArray[np.float64]: ...
    def to_px(self, time_s: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
        """Return where a time (or each of (N,) times) lies; may be outside the view."""
        return self.left_px + (time_s - self.start_s) * (self.width_px / self.span_s)

    def to_s(self, x_px: float) -> float:
        """Return the time at a pixel, held inside the video."""
        return min(max(self.time_at(x_px), 0.0), self.duration_s)

    def time_at(self, x_px: float) -> float:
        """Return the time at a pixel, wherever that is."""
        return self.start_s + (x_px - self.left_px) * self.s_per_px

    def shows(self, time_s: float) -> bool:
        """Whether a time is in view."""
        return self.start_s <= time_s <= self.end_s

    def window(self, start_s: float, span_s: float) -> TimeAxis:
        """Return the axis that shows ``span_s`` from ``start_s``, held inside the video."""
        span_s = min(max(span_s, min(MIN_SPAN_S, self.duration_s)), self.duration_s)
        start_s = min(max(start_s, 0.0), self.duration_s - span_s)
        return replace(self, start_s=start_s, span_s=span_s)

    def zoomed(self, factor: float, at_px: float) -> TimeAxis:
        """Return the axis ``factor`` times closer; the time under ``at_px`` stays under it.

        At the ends of the video the view is held inside, so there the time may move.
        """
        span_s = min(max(self.span_s / factor, min(MIN_SPAN_S, self.duration_s)), self.duration_s)
        share = (at_px - self.left_px) / self.width_px
        return self.window(self.start_s + share * (self.span_s - span_s), span_s)

    def panned(self, delta_px: float) -> TimeAxis:
        """Return the axis with the view moved ``delta_px`` to the right."""
        return self.window(self.start_s + delta_px * self.s_per_px, self.span_s)

    def centred(self, time_s: float) -> TimeAxis:
        """Return the axis with a time in the middle."""
        return self.window(time_s - self.span_s / 2, self.span_s)

    def fitted(self) -> TimeAxis:
        """Return the axis that shows the whole video."""
        return self.window(0.0, self.duration_s)

    def resized(self, left_px: float, width_px: float) -> TimeAxis:
        """Return the axis over other pixels, the same times in view."""
        return replace(self, left_px=left_px, width_px=max(width_px, 1.0))


@dataclass(frozen=True, slots=True)
class Band:
    """One strip between ruler and lanes.

    Attributes:
        name: What it shows.
        top_px: From the top of the window.
        height_px: Above zero.
    """

    name: str
    top_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Strips:
    """Where ruler, bands, graph, lanes and overview lie, pixels from the top left.

    Attributes:
        header_px: Width of the column of lane names.
        graph_px: Height of the graph's strip, 0 when no graph is shown.
        bands: Strips below the ruler, top to bottom.
    """

    width_px: int
    height_px: int
    header_px: int
    graph_px: int
    bands: tuple[Band, ...] = ()

    @classmethod
    def split(
        cls,
        width_px: int,
        height_px: int,
        *,
        has_graph: bool,
        bands: Sequence[tuple[str, int]] = (),
    ) -> Strips:
        """Return the strips of a window of this size.

        Args:
            width_px: Of the window.
            height_px: Of the window.
            has_graph: Whether there is a graph to show.
            bands: Name and wished height of each band; the last ones are left out, and those
                before lowered, where lanes would have no room.
        """
        header_px = min(HEADER_PX, width_px // 3)
        graph_px = min(GRAPH_PX, height_px // 3) if has_graph else 0
        room_px = height_px - RULER_PX - graph_px - OVERVIEW_PX - LANES_LEAST_PX
        return cls(width_px, height_px, header_px, graph_px, _fit_bands(bands, room_px))

    @property
    def bands_px(self) -> int:
        """Height of all bands."""
        return sum(band.height_px for band in self.bands)

    @property
    def graph_top_px(self) -> int:
        """First pixel row of the graph's strip."""
        return RULER_PX + self.bands_px

    @property
    def lanes_top_px(self) -> int:
        """First pixel row of the lanes."""
        return self.graph_top_px + self.graph_px

    @property
    def lanes_bottom_px(self) -> int:
        """Pixel row behind the last of the lanes."""
        return max(self.height_px - OVERVIEW_PX, self.lanes_top_px)

    @property
    def lanes_px(self) -> int:
        """Height of the lanes' strip."""
        return self.lanes_bottom_px - self.lanes_top_px

    @property
    def time_px(self) -> int:
        """Width of the part that shows time."""
        return max(self.width_px - self.header_px, 1)


def _fit_bands(bands: Sequence[tuple[str, int]], room_px: int) -> tuple[Band, ...]:
    wished = list(bands)
    while wished and sum(px for _, px in wished) * LEAST_BAND_SHARE > room_px:
        wished.pop()
    share = min(1.0, room_px / sum(px for _, px in wished)) if wished else 1.0
    fitted: list[Band] = []
    top_px = RULER_PX
    for name, wished_px in wished:
        fitted.append(Band(name, top_px, int(wished_px * share)))
        top_px += fitted[-1].height_px
    return tuple(fitted)


@dataclass(frozen=True, slots=True, eq=False)
class Ticks:
    """The ruler's marks in view.

    Attributes:
        step_s: Seconds between labelled marks.
        major_s: (A,) float64 labelled times.
        minor_s: (B,) float64 small marks, the labelled ones among them.
    """

    step_s: float
    major_s: NDArray[np.float64]
    minor_s: NDArray[np.float64]


def ruler_ticks(axis: TimeAxis) -> Ticks:
    """Return the finest marks whose labels stand at least ``LEAST_GAP_PX`` apart."""
    wanted_s = LEAST_GAP_PX * axis.s_per_px
    step_s, parts = next((pair for pair in STEPS_S if pair[0] >= wanted_s), STEPS_S[-1])
    return Ticks(step_s, _multiples(axis, step_s), _multiples(axis, step_s / parts))


def _multiples(axis: TimeAxis, step_s: float) -> NDArray[np.float64]:
    first = int(np.ceil(axis.start_s / step_s - 1e-9))
    last = int(np.floor(axis.end_s / step_s + 1e-9))
    return np.arange(first, last + 1, dtype=np.float64) * step_s


def time_text(time_s: float, step_s: float = 0.001) -> str:
    """Return a time in words of the ruler: m:ss, with decimals where the step needs them.

    Below a minute with decimals it is plain seconds, such as 4.250.
    """
    decimals = 0 if step_s >= 1 else (1 if step_s >= 0.1 else 2 if step_s >= 0.01 else 3)
    ticks = round(time_s * 10**decimals)
    minutes, rest = divmod(ticks, 60 * 10**decimals)
    if decimals and not minutes:
        return f"{rest / 10**decimals:.{decimals}f}"
    width = decimals + 3 if decimals else 2
    seconds = f"{rest / 10**decimals:0{width}.{decimals}f}"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"
