"""Where whole segments land when they are dragged or nudged. Pure functions, no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.domain.segment import Segment
from app.ui.timeline.snapping import SnapTargets, nearest, nearest_mark

# Pts are read as fractions and kept as floats: closer than this is the same frame.
SAME_S = 1e-6
Part = Literal["start", "end", "whole"]


@dataclass(frozen=True, slots=True)
class Landing:
    """How far a drag moves, and the mark (not frame) that an edge of the held one snapped to."""

    by_s: float
    mark_s: float | None = None


def land(held: Segment, by_s: float, targets: SnapTargets, s_per_px: float) -> Landing:
    """Return the move nearest to ``by_s`` that puts an edge of the held segment on a target.

    Of two marks in reach the nearer one wins; without a mark the start goes to a frame.
    """
    reached = []
    for edge_s in (held.start_s, held.end_s):
        mark_s = nearest_mark(edge_s + by_s, targets, s_per_px)
        if mark_s is not None:
            reached.append((abs(mark_s - edge_s - by_s), mark_s - edge_s, mark_s))
    if reached:
        _, moved_s, mark_s = min(reached)
        return Landing(moved_s, mark_s)
    frame_s = nearest(targets.frames_s, held.start_s + by_s)
    return Landing(by_s if frame_s is None else frame_s - held.start_s)


def held_inside(times_s: NDArray[np.float64], by_s: float, duration_s: float) -> float:
    """Return how far segments (n, 2) can go together towards ``by_s`` inside the video."""
    if not len(times_s):
        return 0.0
    room_s = max(duration_s - float(times_s[:, 1].max()), 0.0)
    return min(max(by_s, -float(times_s[:, 0].min())), room_s)


def moved(
    times_s: NDArray[np.float64], by_s: float, bounds_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return segments (n, 2) moved by the same time.

    Edges that lay on the boundary of a frame lie on the nearest one again, so that segments keep
    whole frames where these are not equally long. A segment keeps at least one frame.

    Args:
        times_s: (n, 2) starts and ends, seconds.
        by_s: How far.
        bounds_s: (T + 1,) boundaries of frames, increasing; may be empty.
    """
    after = times_s + by_s
    if not len(bounds_s) or not by_s:
        return after
    was_on = np.abs(_nearest(bounds_s, times_s) - times_s) <= SAME_S
    landed = np.where(was_on, _nearest(bounds_s, after), after)
    is_empty = landed[:, 1] <= landed[:, 0]
    landed[is_empty] = after[is_empty]
    return np.maximum(landed, 0.0)


def _nearest(bounds_s: NDArray[np.float64], times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    right = np.clip(np.searchsorted(bounds_s, times_s), 1, max(len(bounds_s) - 1, 1))
    right = np.minimum(right, len(bounds_s) - 1)
    before, behind = bounds_s[np.maximum(right - 1, 0)], bounds_s[right]
    return np.where(times_s - before <= behind - times_s, before, behind)


def nudged(segment: Segment, part: Part, frames: int, bounds_s: NDArray[np.float64]) -> Segment:
    """Return a segment with its edges, or one of them, some true frames on.

    Where there is no room the segment stays as it is: at the ends of the video, and at one frame
    of length.

    Args:
        segment: What is nudged.
        part: "start", "end", or "whole" for both.
        frames: How many, below zero for back.
        bounds_s: (T + 1,) boundaries of frames, increasing.
    """
    start_s: float | None = segment.start_s
    end_s: float | None = segment.end_s
    if part != "end":
        start_s = stepped(segment.start_s, frames, bounds_s)
    if part != "start":
        end_s = stepped(segment.end_s, frames, bounds_s)
    if start_s is None or end_s is None or end_s - start_s <= SAME_S:
        return segment
    return Segment(start_s, end_s)


def stepped(time_s: float, frames: int, bounds_s: NDArray[np.float64]) -> float | None:
    """Return the boundary some frames on from a time, None beyond the ends of the video.

    A time between two boundaries counts as the one behind it when going back, and as the one
    before it when going on: the first step ends at a boundary.
    """
    before = int(np.searchsorted(bounds_s, time_s + SAME_S, side="right")) - 1
    behind = int(np.searchsorted(bounds_s, time_s - SAME_S, side="left"))
    at = (before if frames > 0 else behind) + frames
    return float(bounds_s[at]) if 0 <= at < len(bounds_s) else None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a drag of whole segments came to.

    Attributes:
        ids: All entries that were carried.
        held_id: The one under the hand.
        segments: Where those are that have moved in time.
        label_id: Lane that the annotations were carried to, None for their own.
    """

    ids: tuple[str, ...]
    held_id: str
    segments: Mapping[str, Segment]
    label_id: str | None
