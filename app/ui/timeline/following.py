"""How the view goes with the playhead. No Qt."""

from __future__ import annotations

from enum import Enum

from app.ui.timeline.geometry import TimeAxis

# A jump this long is a person's (or the review's); playing goes in smaller steps.
JUMP_S = 1.0
# A page begins a little before the playhead.
PAGE_LEAD = 0.08


class FollowMode(Enum):
    """What happens when the playhead leaves the view."""

    OFF = "off"
    PAGE = "page"
    CENTRE = "centre"


def followed(axis: TimeAxis, before_s: float, after_s: float, mode: FollowMode) -> TimeAxis:
    """Return the view after the playhead went from one time to another.

    A view that a person took away from the playhead stays, until the playhead jumps.
    """
    is_jump = abs(after_s - before_s) > JUMP_S
    if mode is FollowMode.OFF or not (axis.shows(before_s) or is_jump):
        return axis
    if mode is FollowMode.CENTRE:
        return _centred(axis, before_s, after_s)
    if axis.shows(after_s):
        return axis
    return axis.window(after_s - PAGE_LEAD * axis.span_s, axis.span_s)


def _centred(axis: TimeAxis, before_s: float, after_s: float) -> TimeAxis:
    # Who panned so that the playhead stands elsewhere keeps that, until it comes by the middle.
    middle_s = axis.start_s + axis.span_s / 2
    slack_s = 2 * axis.s_per_px
    passes = min(before_s, after_s) - slack_s <= middle_s <= max(before_s, after_s) + slack_s
    if passes or not axis.shows(after_s):
        return axis.centred(after_s)
    return axis
