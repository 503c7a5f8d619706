"""What is on the lanes of one video."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Self

from app.domain.errors import EditRefused
from app.domain.opinions import Opinion, Ruling
from app.domain.segment import Segment

# Containers round durations; a boundary may lie this far behind the last frame's end.
DURATION_SLACK_S = 0.05
# Where a suggestion came from no proposal of ours.
NO_PROPOSAL = -1


class Verdict(Enum):
    """What a person said of a suggestion."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person noted beside a segment.

    Attributes:
        note: Free text.
        tags: Words to filter by, in the order they were given, each once.
    """

    note: str = ""
    tags: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is noted."""
        return not self.note and not self.tags


@dataclass(frozen=True, slots=True)
class Sheet:
    """What people noted of a whole video.

    Attributes:
        note: Free text.
        tags: Words to filter by, in the order they were given, each once.
        assignee: Who is to review it, or ''.
        is_empty: A person looked and says that none of the labels happens in it.
    """

    note: str = ""
    tags: tuple[str, ...] = ()
    assignee: str = ""
    is_empty: bool = False


NO_SHEET = Sheet()


@dataclass(frozen=True, slots=True)
class Doubt:
    """How unsure the model is of a detection; a verdict on a doubtful one teaches it most.

    Attributes:
        margin: Probability of its label less that of the next best one, in [0, 1].
        entropy: Of its label probabilities, as a share of the largest possible, in [0, 1].
        spread: Standard deviation of its score over sampled neighbourhoods (Eq. 10) as a share of
            the score; None for a run without a graph network.
    """

    margin: float
    entropy: float
    spread: float | None = None


NO_REMARK = Remark()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A detection as shown to the reviewer. Segment and label never change; verdicts do.

    Attributes:
        score: The engine's raw score, may be above 1.
        proposal_idx: The proposal of the run's graph it came from, or ``NO_PROPOSAL``.
        doubt: None for runs of older programs.
    """

    id: str
    run_id: str
    label_id: str
    segment: Segment
    score: float
    proposal_idx: int
    verdict: Verdict = Verdict.PENDING
    doubt: Doubt | None = None
    remark: Remark = NO_REMARK


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
    remark: Remark = NO_REMARK


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit touched, so that views and storage know what to renew.

    Attributes:
        opinion_ids: Of another annotator.
        upheld_ids: Annotations on which a ruling was given, whoever the other annotator is.
    """

    annotation_ids: frozenset[str] = frozenset()
    suggestion_ids: frozenset[str] = frozenset()
    sheet: bool = False
    opinion_ids: frozenset[str] = frozenset()
    upheld_ids: frozenset[str] = frozenset()

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            self.annotation_ids | other.annotation_ids,
            self.suggestion_ids | other.suggestion_ids,
            self.sheet or other.sheet,
            self.opinion_ids | other.opinion_ids,
            self.upheld_ids | other.upheld_ids,
        )


class Timeline:
    """The suggestions and annotations of one video; changed only by ``Edit.apply``.

    Attributes:
        opinions: What other annotators say, by id.
        upheld: Rulings on annotations that an annotator lacks, by (annotation id, annotator).
    """

    def __init__(
        self,
        video_id: str,
        duration_s: float,
        annotations: Iterable[Annotation] = (),
        suggestions: Iterable[Suggestion] = (),
        sheet: Sheet = NO_SHEET,
        stand_ins: Mapping[str, str] | None = None,
    ) -> None:
        self.video_id = video_id
        self.duration_s = duration_s
        self.annotations = {a.id: a for a in annotations}
        self.suggestions = {s.id: s for s in suggestions}
        self.sheet = sheet
        self.opinions: dict[str, Opinion] = {}
        self.upheld: dict[tuple[str, str], Ruling] = {}
        # What stands for merged labels, by id; entries keep the label they were given.
        self.stand_ins: Mapping[str, str] = stand_ins or {}

    def hear(
        self, opinions: Iterable[Opinion], upheld: Mapping[tuple[str, str], Ruling] | None = None
    ) -> Self:
        """Take what other annotators say, and the rulings on it; return the timeline."""
        self.opinions = {one.id: one for one in opinions}
        self.upheld = dict(upheld or {})
        return self

    def shown_label_id(self, label_id: str) -> str:
        """Return the label that stands for one: itself, unless it was merged."""
        return self.stand_ins.get(label_id, label_id)

    def find(self, entry_id: str) -> Annotation | Suggestion | None:
        """Return the annotation, else the suggestion, of an id, or None."""
        return self.annotations.get(entry_id) or self.suggestions.get(entry_id)

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
