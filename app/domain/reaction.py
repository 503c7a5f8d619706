"""How late a person presses, learned from what they corrected afterwards.

A tag is stored as it was pressed. Where its edges stand after a correction says where they should
have been; the middle one of these differences is the person's reaction. It is a time of the person,
not of the video: at twice the speed it is twice as much of the video.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

# So many corrected edges are needed before anything is moved.
MIN_EDGES = 5
# A label's own median counts as much as the common one when it has this many edges.
SHRINK_EDGES = 5
# An edge moved further is another segment, not a reaction.
MAX_REACTION_S = 2.0
# Nearer than this an edge was not moved.
SAME_S = 1e-6


@dataclass(frozen=True, slots=True)
class Tap:
    """What was pressed for an annotation.

    Attributes:
        kind: ``hold`` or ``tap``.
        start_s: Where the segment would begin as it was pressed, seconds.
        end_s: Where it would end.
        moved_s: What was added to both, to make up for the reaction.
        speed: Media seconds per second when it was pressed, negative backwards, 0 at rest.
    """

    annotation_id: str
    label_id: str
    kind: str
    start_s: float
    end_s: float
    moved_s: float = 0.0
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Reaction:
    """How much new tags are moved.

    Attributes:
        overall_s: Seconds to add to what is pressed at normal speed; negative for somebody who
            presses late.
        n_edges: How many corrected edges say so; with less than ``MIN_EDGES`` nothing moves.
        by_label: The same for labels with corrections of their own, shrunk to the overall one.
    """

    overall_s: float = 0.0
    n_edges: int = 0
    by_label: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether there are enough corrections to go by."""
        return self.n_edges >= MIN_EDGES

    def shift_s(self, label_id: str, speed: float = 1.0) -> float:
        """Return what to add to the edges of a new tag of a label, seconds of the video."""
        return speed * self.by_label.get(label_id, self.overall_s) if self.is_known else 0.0


def learned(
    taps: Iterable[tuple[Tap, float, float]], stand_ins: Mapping[str, str] | None = None
) -> Reaction:
    """Return the reaction that corrections of tagged segments tell.

    Args:
        taps: Every tap with the start and end of its annotation now, seconds.
        stand_ins: What stands for merged labels.
    """
    shifts: dict[str, list[float]] = {}
    for tap, start_s, end_s in taps:
        label_id = (stand_ins or {}).get(tap.label_id, tap.label_id)
        shifts.setdefault(label_id, []).extend(_corrections(tap, start_s, end_s))
    every = [one for found in shifts.values() for one in found]
    if not every:
        return Reaction()
    overall_s = median(every)
    by_label = {label_id: _shrunk(found, overall_s) for label_id, found in shifts.items() if found}
    return Reaction(overall_s, len(every), by_label)


def _corrections(tap: Tap, start_s: float, end_s: float) -> list[float]:
    """Return corrected less pressed, in the person's time, for each edge moved since."""
    if tap.speed == 0.0:
        # The picture stood still: nobody reacted to anything.
        return []
    pairs = ((tap.start_s, start_s), (tap.end_s, end_s))
    return [
        (now_s - pressed_s) / tap.speed
        for pressed_s, now_s in pairs
        if abs(now_s - (pressed_s + tap.moved_s)) > SAME_S
        and abs(now_s - pressed_s) <= MAX_REACTION_S * abs(tap.speed)
    ]


def _shrunk(found: list[float], overall_s: float) -> float:
    own = len(found) / (len(found) + SHRINK_EDGES)
    return own * median(found) + (1 - own) * overall_s
