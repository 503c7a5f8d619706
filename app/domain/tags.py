"""Tags given while a video plays: how long they are, where they come to stand."""

from __future__ import annotations

from app.domain.labels import Label
from app.domain.segment import Segment

# A key pressed for this long or longer is held, a shorter press is a tap; by the wall clock.
HOLD_FROM_S = 0.3
# How far a tap reaches back and on where its label says nothing else.
TAP_BEFORE_S = 1.5
TAP_AFTER_S = 1.5
# What is shorter than the shortest frame would be no segment.
SHORTEST_S = 0.001


def tap_reach_s(label: Label) -> tuple[float, float]:
    """Return how far a tap of a label reaches back and on, seconds."""
    before_s = TAP_BEFORE_S if label.tap_before_s is None else label.tap_before_s
    after_s = TAP_AFTER_S if label.tap_after_s is None else label.tap_after_s
    return before_s, after_s


def tapped(label: Label, at_s: float) -> tuple[float, float]:
    """Return start and end of a tap at ``at_s``, wherever the video begins and ends."""
    before_s, after_s = tap_reach_s(label)
    return at_s - before_s, at_s + max(after_s, SHORTEST_S - before_s)


def placed(start_s: float, end_s: float, moved_s: float, duration_s: float) -> Segment | None:
    """Return the part inside the video of a tag that is moved; None when nothing is left."""
    first, last = max(start_s + moved_s, 0.0), min(end_s + moved_s, duration_s)
    return Segment(first, last) if last - first >= SHORTEST_S else None
