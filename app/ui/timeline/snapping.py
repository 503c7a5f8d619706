"""Where a dragged edge lands. Pure functions, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.domain.segment import Edge, Segment

SNAP_PX = 6.0
# Without frame times a segment keeps at least this much.
MIN_SEGMENT_S = 0.001
NO_TIMES = np.empty(0, np.float64)


@dataclass(frozen=True, slots=True)
class SnapChoice:
    """To what edges snap while they are dragged.

    Attributes:
        frames: Boundaries of frames: with it, an edge is always on one.
        edges: Edges of annotations.
        playhead: The current time.
        cuts: Where shots change.
        model: Edges of suggestions, and of proposals whose neighbours are shown.
    """

    frames: bool = True
    edges: bool = True
    playhead: bool = True
    cuts: bool = True
    model: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class SnapTargets:
    """What an edge snaps to.

    Attributes:
        frames_s: (T,) float64 boundaries of frames, increasing; may be empty.
        marks_s: (M,) float64 everything else, increasing; marks win over frames.
    """

    frames_s: NDArray[np.float64] = field(default_factory=lambda: NO_TIMES)
    marks_s: NDArray[np.float64] = field(default_factory=lambda: NO_TIMES)


@dataclass(frozen=True, slots=True)
class Snapped:
    """A time, and the mark (not frame) it snapped to, if any."""

    time_s: float
    mark_s: float | None = None


def nearest(times_s: NDArray[np.float64], time_s: float) -> float | None:
    """Return the nearest of (N,) increasing times, the earlier of two as near, None of none."""
    if not len(times_s):
        return None
    right = int(np.searchsorted(times_s, time_s))
    around = times_s[max(right - 1, 0) : right + 1]
    return float(around[np.argmin(np.abs(around - time_s))])


def snap(time_s: float, targets: SnapTargets, s_per_px: float) -> Snapped:
    """Return the mark within 6 pixels of a time, else the nearest frame, else the time itself."""
    mark_s = nearest_mark(time_s, targets, s_per_px)
    if mark_s is not None:
        return Snapped(mark_s, mark_s)
    frame_s = nearest(targets.frames_s, time_s)
    return Snapped(time_s if frame_s is None else frame_s)


def nearest_mark(time_s: float, targets: SnapTargets, s_per_px: float) -> float | None:
    """Return the mark within 6 pixels of a time, or None."""
    mark_s = nearest(targets.marks_s, time_s)
    is_near = mark_s is not None and abs(mark_s - time_s) <= SNAP_PX * s_per_px
    return mark_s if is_near else None


def frame_bounds(pts_s: NDArray[np.float64], duration_s: float) -> NDArray[np.float64]:
    """Return where frames begin and the last one ends, (T + 1,) seconds; nothing of nothing."""
    if len(pts_s) and duration_s > pts_s[-1]:
        return np.append(pts_s, duration_s)
    return pts_s


def hold_edge(
    segment: Segment, edge: Edge, time_s: float, duration_s: float, frames_s: NDArray[np.float64]
) -> float:
    """Return the time nearest to ``time_s`` where the edge may lie.

    An edge stays inside the video and keeps one frame (without frame times, a millisecond) of
    distance to the other one.
    """
    if edge == "start":
        return max(0.0, min(time_s, _before(frames_s, segment.end_s)))
    last_s = max(duration_s, segment.end_s)
    return min(last_s, max(time_s, _after(frames_s, segment.start_s)))


def _before(frames_s: NDArray[np.float64], time_s: float) -> float:
    idx = int(np.searchsorted(frames_s, time_s - MIN_SEGMENT_S, side="right")) - 1
    return float(frames_s[idx]) if idx >= 0 else max(time_s - MIN_SEGMENT_S, time_s / 2)


def _after(frames_s: NDArray[np.float64], time_s: float) -> float:
    idx = int(np.searchsorted(frames_s, time_s + MIN_SEGMENT_S))
    return float(frames_s[idx]) if idx < len(frames_s) else time_s + MIN_SEGMENT_S


def frame_around(frames_s: NDArray[np.float64], time_s: float, duration_s: float) -> Segment | None:
    """Return the stretch the frame at a time is shown for, None without frame times."""
    if not len(frames_s):
        return None
    idx = max(int(np.searchsorted(frames_s, time_s + 1e-6, side="right")) - 1, 0)
    start_s = float(frames_s[idx])
    if idx + 1 < len(frames_s):
        return Segment(start_s, float(frames_s[idx + 1]))
    return Segment(start_s, max(duration_s, start_s + MIN_SEGMENT_S))
