"""What is to be reviewed in a whole project, as columns: 200,000 suggestions in a few arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from app.domain.timeline import Verdict

Floats = NDArray[np.float64]
Codes = NDArray[np.int32]
Mask = NDArray[np.bool_]


class VerdictCode(IntEnum):
    """A verdict in a column."""

    PENDING = 0
    ACCEPTED = 1
    REJECTED = 2
    SNOOZED = 3


CODE_OF = {verdict: VerdictCode[verdict.name] for verdict in Verdict}


@dataclass(slots=True, eq=False)
class Spans:
    """Labelled segments of many videos.

    Attributes:
        video: (n,) int32 place of the video in ``ReviewColumns.video_ids``.
        label: (n,) int32 place of the label in ``ReviewColumns.label_ids``; merged labels are those
            that stand for them now.
        start_s: (n,) float64.
        end_s: (n,) float64.
    """

    video: Codes
    label: Codes
    start_s: Floats
    end_s: Floats

    def __len__(self) -> int:
        """Return n."""
        return len(self.video)


@dataclass(slots=True, eq=False)
class SuggestionColumns:
    """The suggestions on the timelines, by video, start and id.

    Attributes:
        ids: (n,) of them.
        spans: Where they are and what.
        score: (n,) float64 raw.
        doubt: (n, 3) float64 margin, entropy, spread; NaN where the run does not say.
        verdict: (n,) uint8, a ``VerdictCode``.
    """

    ids: list[str]
    spans: Spans
    score: Floats
    doubt: Floats
    verdict: NDArray[np.uint8]


@dataclass(slots=True, eq=False)
class OwnedColumns:
    """The annotations of people.

    Attributes:
        ids: (a,) of them.
        sources: (a,) the suggestion each was made from, '' for none.
        spans: Where they are and what.
    """

    ids: list[str]
    sources: list[str]
    spans: Spans


@dataclass(slots=True, eq=False)
class FormerColumns:
    """What each video's run before the newest one suggested.

    Attributes:
        spans: Where and what.
        is_rejected: (f,) whether a person rejected it.
    """

    spans: Spans
    is_rejected: Mask


@dataclass(slots=True, eq=False)
class ReviewColumns:
    """All of it.

    Attributes:
        video_ids: Of the project's videos, in its order.
        label_ids: Of the labels, in no order.
    """

    video_ids: list[str]
    label_ids: list[str]
    suggestions: SuggestionColumns
    owned: OwnedColumns
    former: FormerColumns
    label_code: dict[str, int] = field(default_factory=dict)
    video_code: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.label_code = {each: code for code, each in enumerate(self.label_ids)}
        self.video_code = {each: code for code, each in enumerate(self.video_ids)}

    def code_of_label(self, label_id: str) -> int:
        """Return the place of a label, added when it is new."""
        code = self.label_code.setdefault(label_id, len(self.label_ids))
        if code == len(self.label_ids):
            self.label_ids.append(label_id)
        return code


@dataclass(slots=True, eq=False)
class RunColumns:
    """What some runs found, beside what people have annotated.

    Attributes:
        video_ids: Of the project's videos, in its order.
        label_ids: Of the labels, in no order.
        ids: (n,) of the suggestions.
        spans: Where they are and what, by run, start and id.
        score: (n,) float64 raw.
        owned: All annotations of the project, by video, start and id.
    """

    video_ids: list[str]
    label_ids: list[str]
    ids: list[str]
    spans: Spans
    score: Floats
    owned: OwnedColumns


def no_spans() -> Spans:
    """Return no segments."""
    nothing, no_times = np.empty(0, np.int32), np.empty(0)
    return Spans(nothing, nothing, no_times, no_times)
