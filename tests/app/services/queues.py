"""Small queues for tests, made of timelines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.domain.timeline import Suggestion, Timeline
from app.services.review_columns import (
    CODE_OF,
    FormerColumns,
    OwnedColumns,
    ReviewColumns,
    Spans,
    SuggestionColumns,
)


def spans_of(found: Sequence[tuple[int, int, float, float]]) -> Spans:
    """Rows (video, label, start, end)."""
    rows = np.array(found, np.float64).reshape(-1, 4)
    return Spans(rows[:, 0].astype(np.int32), rows[:, 1].astype(np.int32), rows[:, 2], rows[:, 3])


def columns_of(
    timelines: Sequence[Timeline],
    labels: Sequence[str] = ("label-jump", "label-throw"),
    former: Sequence[tuple[int, int, float, float, bool]] = (),
) -> ReviewColumns:
    """What storage would read of these timelines; former rows end with whether rejected."""
    code = {label: k for k, label in enumerate(labels)}
    asked = [
        (video, one)
        for video, timeline in enumerate(timelines)
        for one in sorted(timeline.suggestions.values(), key=lambda s: (s.segment.start_s, s.id))
    ]
    owned = [
        (v, one) for v, timeline in enumerate(timelines) for one in timeline.annotations.values()
    ]
    place = lambda v, one: (v, code[one.label_id], one.segment.start_s, one.segment.end_s)  # noqa: E731
    return ReviewColumns(
        [timeline.video_id for timeline in timelines],
        list(labels),
        SuggestionColumns(
            [one.id for _, one in asked],
            spans_of([place(v, one) for v, one in asked]),
            np.array([one.score for _, one in asked], np.float64),
            np.array([_doubt(one) for _, one in asked], np.float64).reshape(-1, 3),
            np.array([CODE_OF[one.verdict] for _, one in asked], np.uint8),
        ),
        OwnedColumns(
            [one.id for _, one in owned],
            [one.suggestion_id or "" for _, one in owned],
            spans_of([place(v, one) for v, one in owned]),
        ),
        FormerColumns(
            spans_of([one[:4] for one in former]), np.array([one[4] for one in former], np.bool_)
        ),
    )


def _doubt(one: Suggestion) -> tuple[float, float, float]:
    if one.doubt is None:
        return (np.nan, np.nan, np.nan)
    spread = one.doubt.spread
    return (one.doubt.margin, one.doubt.entropy, np.nan if spread is None else spread)
