"""What is on the lanes of one video."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from app.domain.errors import EditRefused
from app.domain.segment import Segment

# Containers round durations; a boundary may lie this far behind the last frame's end.
DURATION_SLACK_S = 0.05


class Verdict(Enum):
    """What a person said of a suggestion."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A detection as shown to the reviewer. Its segment and label never change; verdicts do.

    Attributes:
        score: The engine's raw score, may be above 1.
        proposal_idx: The proposal of the run's graph it came from.
    """

    id: str
    run_id: str
    label_id: str
    segment: Segment
    score: float
    proposal_idx: int
    verdict: Verdict = Verdict.PENDING


@dataclass(frozen=True, slots=True)
class Annotation:
    """A segment a person owns.

    Attributes:
        suggestion_id: The suggestion it was accepted from, or None when drawn or imported.
    """

    id: str
    label_id: str
    segment: Segment
    suggestion_id: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """Which entries an edit touched, so that views and storage know what to renew."""

    annotation_ids: frozenset[str] = frozenset()
    suggestion_ids: frozenset[str] = frozenset()

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            self.annotation_ids | other.annotation_ids, self.suggestion_ids | other.suggestion_ids
        )


class Timeline:
    """The suggestions and annotations of one video; changed only by ``Edit.apply``."""

    def __init__(
        self,
        video_id: str,
        duration_s: float,
        annotations: Iterable[Annotation] = (),
        suggestions: Iterable[Suggestion] = (),
    ) -> None:
        self.video_id = video_id
        self.duration_s = duration_s
        self.annotations = {a.id: a for a in annotations}
        self.suggestions = {s.id: s for s in suggestions}

    def annotation(self, annotation_id: str) -> Annotation:
        """Return the annotation.

        Raises:
            EditRefused: there is none of this id.
        """
        try:
            return self.annotations[annotation_id]
        except KeyError:
            raise EditRefused("This annotation is not on the timeline any more.") from None

    def suggestion(self, suggestion_id: str) -> Suggestion:
        """Return the suggestion.

        Raises:
            EditRefused: there is none of this id.
        """
        try:
            return self.suggestions[suggestion_id]
        except KeyError:
            raise EditRefused("This suggestion is not on the timeline any more.") from None

    def check_inside(self, segment: Segment) -> None:
        """Raise ``EditRefused`` when the segment runs past the end of the video."""
        if segment.end_s > self.duration_s + DURATION_SLACK_S:
            raise EditRefused(
                f"The segment ends at {segment.end_s:.3f} s, "
                f"but the video is over at {self.duration_s:.3f} s."
            )
