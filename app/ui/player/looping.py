"""What playing repeats, and the plan that follows from it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.services.ports import MediaFacts
from app.ui.player.marks import Marks
from app.ui.player.play_plan import PlayPlan

Span = tuple[float, float]


class Looping(QObject):
    """The span that is repeated, if any, and the one that would be.

    Attributes:
        changed: Another span repeats, or none, or with another lead-in.
        toggled: Whether anything repeats, when that changed.
        span: What repeats now, [start, end) in seconds, or None.
        lead_in_s: How long before its span a loop begins.
    """

    changed = Signal()
    toggled = Signal(bool)

    def __init__(self, marks: Marks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._marks = marks
        self._offered: Span | None = None
        self._duration_s = 0.0
        self.span: Span | None = None
        self.lead_in_s = 0.0

    def reset(self, duration_s: float) -> None:
        """Repeat and offer nothing of a video that lasts so long."""
        self._offered = None
        self._duration_s = duration_s
        self.set_span(None)

    def set_span(self, span: Span | None) -> None:
        """Repeat [start, end) from now on, or nothing.

        Raises:
            ValueError: the span is empty.
        """
        if span is not None and span[1] <= span[0]:
            raise ValueError(f"a loop needs start < end, got [{span[0]}, {span[1]})")
        if span == self.span:
            return
        had_one, self.span = self.span is not None, span
        self.changed.emit()
        if had_one != (span is not None):
            self.toggled.emit(span is not None)

    def set_lead_in(self, lead_in_s: float) -> None:
        """Begin so many seconds before the span."""
        self.lead_in_s = max(lead_in_s, 0.0)
        self.changed.emit()

    def offer(self, span: Span | None) -> None:
        """Say what is repeated when asked, None for the marked span; a running loop follows."""
        self._offered = span
        self.follow()

    def follow(self) -> None:
        """Let a running loop take what is offered or marked now."""
        if self.span is not None:
            self.begin()

    def begin(self) -> None:
        """Repeat what is offered, else what is marked, else the whole video."""
        span = self._offered or self._marks.span or (0.0, self._duration_s)
        if span[1] > span[0]:
            self.set_span(span)

    def plan(self, facts: MediaFacts, *, is_reverse: bool) -> PlayPlan:
        """Return what plays now."""
        if self.span is None:
            plan = PlayPlan.whole(facts.pts_s, facts.duration_s)
        else:
            start_s = max(self.span[0] - self.lead_in_s, 0.0)
            plan = PlayPlan.loop(facts.pts_s, start_s, self.span[1])
        return plan.reversed() if is_reverse else plan
