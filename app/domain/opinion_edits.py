"""Rulings on what two annotators disagree about, as reversible edits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.opinions import Ruling
from app.domain.timeline import Changes, Timeline

if TYPE_CHECKING:
    from app.domain.edits import Edit


@dataclass(frozen=True, slots=True)
class JudgeOpinion:
    """Say whose version counts where the other annotator has a segment.

    An opinion that was taken out of the project meanwhile is passed over: whatever else was done
    in the same act can still be undone.
    """

    opinion_id: str
    ruling: Ruling

    @property
    def changes(self) -> Changes:
        return Changes(opinion_ids=frozenset({self.opinion_id}))

    def apply(self, timeline: Timeline) -> Edit:
        before = timeline.opinions.get(self.opinion_id)
        if before is None:
            return self
        timeline.opinions[self.opinion_id] = replace(before, ruling=self.ruling)
        return JudgeOpinion(self.opinion_id, before.ruling)


@dataclass(frozen=True, slots=True)
class Uphold:
    """Say whose version counts where only I have a segment; ``OPEN`` takes the ruling back."""

    annotation_id: str
    annotator: str
    ruling: Ruling

    @property
    def changes(self) -> Changes:
        return Changes(upheld_ids=frozenset({self.annotation_id}))

    def apply(self, timeline: Timeline) -> Edit:
        key = (self.annotation_id, self.annotator)
        before = timeline.upheld.get(key, Ruling.OPEN)
        if self.ruling is Ruling.OPEN:
            timeline.upheld.pop(key, None)
        else:
            timeline.upheld[key] = self.ruling
        return Uphold(self.annotation_id, self.annotator, before)
