"""The queue of a whole project: what waits for a person, in the order they like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from app.domain.timeline import Annotation, Changes, Timeline, Verdict
from app.services.informative import WORTH, informative
from app.services.overlaps import SAME_TIOU, best_overlaps
from app.services.review_columns import (
    CODE_OF,
    Floats,
    Mask,
    OwnedColumns,
    ReviewColumns,
    Spans,
    VerdictCode,
)

Indices = NDArray[np.int64]


class Order(Enum):
    """What comes first."""

    TIMELINE = "timeline"
    SCORE = "score"
    INFORMATIVE = "informative"
    DISAGREEMENT = "disagreement"


class Scope(Enum):
    """Which videos are asked about."""

    ALL = "all"
    OPEN = "open"
    BEGUN = "begun"
    FRESH = "fresh"


class Reason(Enum):
    """What a suggestion contradicts; a higher number comes first."""

    NONE = 0
    FORMER_RUN = 1
    REJECTED_BEFORE = 2
    ANNOTATION = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """Which suggestions are asked about.

    Attributes:
        order: What comes first; snoozed ones are always last.
        label_id: Only this label, '' for all.
        scope: Which videos.
        open_video_id: The one on the screen, for ``Scope.OPEN``.
        min_score: Raw score a suggestion needs.
        left_out: Videos that cannot be shown.
    """

    order: Order = Order.TIMELINE
    label_id: str = ""
    scope: Scope = Scope.ALL
    open_video_id: str = ""
    min_score: float = 0.0
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is to do under a choice.

    Attributes:
        n_waiting: Nobody has judged.
        n_snoozed: Put off.
        n_worth: Of those waiting, worth a person's time (``informative.WORTH``).
        n_disagreeing: Of those waiting, contradict something.
        n_covered: Left out: annotated already.
    """

    n_waiting: int
    n_snoozed: int
    n_worth: int
    n_disagreeing: int
    n_covered: int


class ReviewQueue:
    """Every suggestion of a project, kept up to date act by act.

    Making one looks at everything and belongs in a thread; all else is a few array operations.

    Args:
        columns: Of all videos; kept, and changed by ``refresh``.
    """

    def __init__(self, columns: ReviewColumns) -> None:
        found = columns.suggestions
        self.columns = columns
        self._row_of = _row_of(found.ids)
        self.worth = informative(found)
        self._by_score = np.argsort(-found.score, kind="stable")
        self._by_worth = np.argsort(-self.worth, kind="stable")
        former = best_overlaps(found.spans, columns.former.spans)
        refused = _taken(columns.former.spans, np.flatnonzero(columns.former.is_rejected))
        self._former = np.where(former.same == 0, former.other, 0.0)
        self._former_label = _picked(columns.former.spans.label, former.other_idx)
        self._rejected = best_overlaps(found.spans, refused).same
        owned = best_overlaps(found.spans, columns.owned.spans)
        self._same, self._other = owned.same, owned.other
        self._other_label = _picked(columns.owned.spans.label, owned.other_idx)
        self._owned = _Owned(columns.owned)
        self._is_wrong = self._wrong_rows()
        self._n_judged = np.bincount(
            found.spans.video[_judged(found.verdict)], minlength=len(columns.video_ids)
        )

    @property
    def n(self) -> int:
        """How many suggestions there are, judged or not."""
        return len(self.columns.suggestions.ids)

    def row(self, suggestion_id: str) -> int | None:
        """Return the row of a suggestion, or None."""
        return self._row_of.get(suggestion_id)

    def id_at(self, row: int) -> str:
        """Return the suggestion of a row."""
        return self.columns.suggestions.ids[row]

    def video_at(self, row: int) -> str:
        """Return the video of a row."""
        return self.columns.video_ids[self.columns.suggestions.spans.video[row]]

    def label_at(self, row: int) -> str:
        """Return the label of a row."""
        return self.columns.label_ids[self.columns.suggestions.spans.label[row]]

    def is_covered(self, suggestion_id: str) -> bool:
        """Whether an annotation of its label says the same already (tIoU from 0.5)."""
        row = self.row(suggestion_id)
        return row is not None and bool(self._same[row] >= SAME_TIOU)

    def is_snoozed(self, row: int) -> bool:
        """Whether a row was put off."""
        return bool(self.columns.suggestions.verdict[row] == VerdictCode.SNOOZED)

    # ------------------------------------------------------------ what comes
    def listed(self, choice: Choice) -> Indices:
        """Return the rows that wait, in order; snoozed ones behind all others."""
        asked = self._asked(choice)
        verdict = self.columns.suggestions.verdict
        order = self._order(choice.order)
        waiting = order[(asked & (verdict == VerdictCode.PENDING))[order]]
        snoozed = order[(asked & (verdict == VerdictCode.SNOOZED))[order]]
        return np.concatenate([waiting, snoozed])

    def beside(self, choice: Choice, row: int | None, direction: int) -> int | None:
        """Return the row that comes after (+1) or before (-1) one; None when nothing else waits.

        It goes round at the ends. Snoozed ones come when nothing else is left.
        """
        listed = self.listed(choice)
        is_snoozed = self.columns.suggestions.verdict[listed] == VerdictCode.SNOOZED
        for rows in (listed[~is_snoozed], listed[is_snoozed]):
            found = self._beside(rows, choice.order, row, direction)
            if found is not None and found != row:
                return found
        return None

    def position(self, choice: Choice, listed: Indices, row: int) -> int:
        """Return where a row is among the listed ones, or would be if it still waited."""
        found = np.flatnonzero(listed == row)
        if len(found):
            return int(found[0])
        is_snoozed = self.columns.suggestions.verdict[listed] == VerdictCode.SNOOZED
        place = self._places(choice.order)
        return int(np.searchsorted(place[listed[~is_snoozed]], place[row]))

    def counts(self, choice: Choice) -> Counts:
        """Return how much there is to do."""
        verdict = self.columns.suggestions.verdict
        chosen = self._chosen(choice)
        is_covered = self._same >= SAME_TIOU
        open_ = (verdict == VerdictCode.PENDING) | (verdict == VerdictCode.SNOOZED)
        waiting = chosen & ~is_covered & (verdict == VerdictCode.PENDING)
        return Counts(
            n_waiting=int(waiting.sum()),
            n_snoozed=int((chosen & ~is_covered & (verdict == VerdictCode.SNOOZED)).sum()),
            n_worth=int((waiting & (self.worth >= WORTH)).sum()),
            n_disagreeing=int((waiting & self._disagrees()).sum()),
            n_covered=int((chosen & is_covered & open_).sum()),
        )

    def n_covered(self, video_id: str, min_score: float) -> int:
        """Return how many open suggestions of a video are annotated already."""
        rows = self._covered(video_id)
        return int((self.columns.suggestions.score[rows] >= min_score).sum())

    def covered_ids(self, video_id: str) -> frozenset[str]:
        """Return which open suggestions of a video are annotated already."""
        ids = self.columns.suggestions.ids
        return frozenset(ids[row] for row in self._covered(video_id).tolist())

    def covered_by_video(self) -> dict[str, int]:
        """Return how many open suggestions are annotated already, by video id; none left out."""
        found = self.columns.suggestions
        rows = np.flatnonzero(self._same >= SAME_TIOU)
        rows = rows[~_judged(found.verdict[rows])]
        video, n = np.unique(found.spans.video[rows], return_counts=True)
        ids = self.columns.video_ids
        return {ids[one]: many for one, many in zip(video.tolist(), n.tolist(), strict=True)}

    def _covered(self, video_id: str) -> Indices:
        found, video = self.columns.suggestions, self.columns.video_code.get(video_id)
        if video is None:
            return np.empty(0, np.int64)
        low, high = np.searchsorted(found.spans.video, [video, video + 1]).tolist()
        rows = low + np.flatnonzero(self._same[low:high] >= SAME_TIOU)
        return rows[~_judged(found.verdict[rows])]

    def reason(self, row: int) -> tuple[Reason, str]:
        """Return what a row contradicts, and the label that was given there instead, or ''."""
        labels = self.columns.label_ids
        if self._other[row] > 0 and self._same[row] == 0:
            return Reason.ANNOTATION, labels[self._other_label[row]]
        if self._rejected[row] > 0:
            return Reason.REJECTED_BEFORE, ""
        if self._former[row] > 0:
            return Reason.FORMER_RUN, labels[self._former_label[row]]
        return Reason.NONE, ""

    def has_reason(self, rows: Indices) -> Mask:
        """Return (R,) whether rows contradict anything; see ``reason``."""
        return self._disagrees()[rows]

    def labels_waiting(self, choice: Choice) -> dict[str, int]:
        """Return how many wait of each label, whatever label is chosen."""
        rows = self.listed(replace(choice, label_id=""))
        label = self.columns.suggestions.spans.label[rows]
        counts = np.bincount(label, minlength=len(self.columns.label_ids))
        pairs = zip(self.columns.label_ids, counts.tolist(), strict=True)
        return {label_id: count for label_id, count in pairs if count}

    # ------------------------------------------------------------ what scores mean
    def verdicts(self) -> tuple[Floats, Mask, NDArray[np.int32]]:
        """Return scores, whether each was right, and label codes of what is judged.

        A suggestion that was accepted with another label was wrong.
        """
        found = self.columns.suggestions
        rows = np.flatnonzero(_judged(found.verdict))
        is_right = (found.verdict[rows] == VerdictCode.ACCEPTED) & ~self._is_wrong[rows]
        return found.score[rows], is_right, found.spans.label[rows]

    def scores(self, video_id: str = "") -> tuple[Floats, NDArray[np.uint8], NDArray[np.int32]]:
        """Return scores, verdict codes and label codes of a video, '' for the project.

        Accepted with another label counts as rejected here: the suggestion was wrong.
        """
        found = self.columns.suggestions
        rows = slice(None) if not video_id else np.flatnonzero(self._of_video(video_id))
        verdict = np.where(self._is_wrong, np.uint8(VerdictCode.REJECTED), found.verdict)
        return found.score[rows], verdict[rows], found.spans.label[rows]

    # ------------------------------------------------------------ keeping up
    def refresh(self, timeline: Timeline, changes: Changes) -> None:
        """Read the touched entries of one video again."""
        video = self.columns.video_code.get(timeline.video_id)
        if video is None:
            return
        touched: list[Spans] = []
        for annotation_id in sorted(changes.annotation_ids):
            before = self._owned.pop(annotation_id)
            annotation = timeline.annotations.get(annotation_id)
            after = self._own(annotation, video) if annotation else None
            touched += [one for one in (before, after) if one is not None]
        for suggestion_id in changes.suggestion_ids:
            self._judge(timeline, suggestion_id, video)
        if touched:
            self._look_again(video, touched)

    def _own(self, annotation: Annotation, video: int) -> Spans:
        label = self.columns.code_of_label(annotation.label_id)
        segment = annotation.segment
        source = annotation.suggestion_id or ""
        row = self.row(source)
        if row is not None:
            self._is_wrong[row] = label != self.columns.suggestions.spans.label[row]
        return self._owned.put(annotation.id, video, label, (segment.start_s, segment.end_s))

    def _judge(self, timeline: Timeline, suggestion_id: str, video: int) -> None:
        row, suggestion = self.row(suggestion_id), timeline.suggestions.get(suggestion_id)
        if row is None or suggestion is None:
            return
        verdict = self.columns.suggestions.verdict
        before = int(_judged(verdict[row : row + 1])[0])
        verdict[row] = CODE_OF[suggestion.verdict]
        self._n_judged[video] += int(_judged(verdict[row : row + 1])[0]) - before
        if suggestion.verdict is not Verdict.ACCEPTED:
            self._is_wrong[row] = False

    def _look_again(self, video: int, touched: Sequence[Spans]) -> None:
        spans = self.columns.suggestions.spans
        low, high = np.searchsorted(spans.video, [video, video + 1])
        start_s, end_s = spans.start_s[low:high], spans.end_s[low:high]
        is_near = np.zeros(high - low, np.bool_)
        for one in touched:
            is_near |= (start_s < one.end_s[0]) & (end_s > one.start_s[0])
        rows = low + np.flatnonzero(is_near)
        owned = self._owned.of_video(video)
        found = best_overlaps(_taken(spans, rows), owned)
        self._same[rows], self._other[rows] = found.same, found.other
        self._other_label[rows] = _picked(owned.label, found.other_idx)

    # ------------------------------------------------------------ inside
    def _wrong_rows(self) -> Mask:
        """Return (n,) which suggestions were accepted as something else."""
        found, owned = self.columns.suggestions, self.columns.owned
        is_wrong = np.zeros(len(found.ids), np.bool_)
        for source, label in zip(owned.sources, owned.spans.label.tolist(), strict=True):
            row = self._row_of.get(source)
            if row is not None and found.spans.label[row] != label:
                is_wrong[row] = True
        return is_wrong

    def _order(self, order: Order) -> Indices:
        if order is Order.SCORE:
            return self._by_score
        if order is Order.INFORMATIVE:
            return self._by_worth
        if order is Order.TIMELINE:
            return np.arange(self.n)
        strength = np.maximum(self._former, np.where(self._rejected > 0, 1 + self._rejected, 0))
        strength = np.where((self._other > 0) & (self._same == 0), 2 + self._other, strength)
        rows = np.flatnonzero(strength > 0)
        first = rows[np.argsort(-strength[rows], kind="stable")]
        return np.concatenate([first, np.flatnonzero(strength == 0)])

    def _places(self, order: Order) -> Indices:
        """Return (n,) the place of each row in an order."""
        place = np.empty(self.n, np.int64)
        place[self._order(order)] = np.arange(self.n)
        return place

    def _beside(self, rows: Indices, order: Order, row: int | None, direction: int) -> int | None:
        if not len(rows):
            return None
        if row is None:
            return int(rows[0 if direction > 0 else -1])
        place = self._places(order)
        at = np.searchsorted(place[rows], place[row], side="right" if direction > 0 else "left")
        found = int(at) if direction > 0 else int(at) - 1
        return int(rows[found % len(rows)])

    def _asked(self, choice: Choice) -> Mask:
        return self._chosen(choice) & (self._same < SAME_TIOU)

    def _chosen(self, choice: Choice) -> Mask:
        found = self.columns.suggestions
        chosen = found.score >= choice.min_score
        if choice.label_id:
            code = self.columns.label_code.get(choice.label_id, -1)
            chosen &= found.spans.label == code
        if choice.scope is Scope.OPEN:
            chosen &= self._of_video(choice.open_video_id or "none")
        elif choice.scope is not Scope.ALL:
            is_begun = self._n_judged > 0
            chosen &= (is_begun if choice.scope is Scope.BEGUN else ~is_begun)[found.spans.video]
        for video_id in choice.left_out:
            chosen &= ~self._of_video(video_id)
        return chosen

    def _of_video(self, video_id: str) -> Mask:
        spans = self.columns.suggestions.spans
        if not video_id:
            return np.ones(len(spans), np.bool_)
        return spans.video == self.columns.video_code.get(video_id, -1)

    def _disagrees(self) -> Mask:
        against_people = (self._other > 0) & (self._same == 0)
        return against_people | (self._rejected > 0) | (self._former > 0)


class _Owned:
    """Annotations by video; one video's can be had as columns at any time."""

    def __init__(self, columns: OwnedColumns) -> None:
        self._video_of: dict[str, int] = {}
        self._by_video: dict[int, dict[str, tuple[int, float, float]]] = defaultdict(dict)
        spans = columns.spans
        for annotation_id, video, label, start_s, end_s in zip(
            columns.ids, spans.video.tolist(), spans.label.tolist(), spans.start_s.tolist(),
            spans.end_s.tolist(), strict=True,
        ):  # fmt: skip
            self._video_of[annotation_id] = video
            self._by_video[video][annotation_id] = (label, start_s, end_s)

    def pop(self, annotation_id: str) -> Spans | None:
        """Take one away and return it as it was."""
        video = self._video_of.pop(annotation_id, None)
        if video is None:
            return None
        return _spans(video, [self._by_video[video].pop(annotation_id)])

    def put(self, annotation_id: str, video: int, label: int, ends_s: tuple[float, float]) -> Spans:
        self._video_of[annotation_id] = video
        self._by_video[video][annotation_id] = (label, *ends_s)
        return _spans(video, [(label, *ends_s)])

    def of_video(self, video: int) -> Spans:
        return _spans(video, list(self._by_video[video].values()))


def _spans(video: int, found: Sequence[tuple[int, float, float]]) -> Spans:
    return Spans(
        np.full(len(found), video, np.int32),
        np.array([one[0] for one in found], np.int32),
        np.array([one[1] for one in found], np.float64),
        np.array([one[2] for one in found], np.float64),
    )


def _taken(spans: Spans, rows: Indices) -> Spans:
    return Spans(spans.video[rows], spans.label[rows], spans.start_s[rows], spans.end_s[rows])


def _picked(values: NDArray[np.int32], at: Indices) -> NDArray[np.int32]:
    """Return values at places; 0 where there is no place."""
    if not len(values):
        return np.zeros(len(at), np.int32)
    return np.where(at >= 0, values[at], 0).astype(np.int32)


def _judged(verdict: NDArray[np.uint8]) -> Mask:
    return (verdict == VerdictCode.ACCEPTED) | (verdict == VerdictCode.REJECTED)


def _row_of(ids: Sequence[str]) -> dict[str, int]:
    # In pieces: one call over all would hold the interpreter while the window waits.
    found: dict[str, int] = {}
    for low in range(0, len(ids), 4096):
        found.update(zip(ids[low : low + 4096], range(low, low + 4096), strict=False))
    return found
