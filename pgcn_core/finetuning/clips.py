"""Which pieces of the held-out videos a network sees differently than its parent did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.finetuning.corrections import CorrectedVideo
from pgcn_core.pipeline import LocalizedVideo
from pgcn_core.segments import Segments, pairwise_tiou

# In a video with fewer annotations so many detections are still looked at for false alarms.
LEAST_BEST = 3


@dataclass(frozen=True, slots=True)
class ClipOutcome:
    """A piece of a held-out video, before and after.

    Attributes:
        video: The file.
        segment: (start, end) seconds: of the annotation, else of the false alarm.
        label: Of the annotation, else what the network called it.
        is_annotated: False for a false alarm that came or went.
        before: Of an annotation: the best score among detections of its label that meet it; of an
            alarm: its own score, or the best of its label at its place. 0 for none.
        after: The same afterwards.
    """

    video: str
    segment: tuple[float, float]
    label: str
    is_annotated: bool
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class _Found:
    """What one network found in a video, as it counts.

    Attributes:
        segments: (M, 2) float64 seconds.
        score: (M,) float64.
        names: (M,) what the network calls each.
        counts: (M, K) bool, for which of the corrected labels a detection counts.
    """

    segments: Segments
    score: NDArray[np.float64]
    names: NDArray[np.object_]
    counts: NDArray[np.bool_]


def changed_clips(
    video: CorrectedVideo,
    labels: tuple[str, ...],
    found: tuple[LocalizedVideo, LocalizedVideo],
    tiou: float,
) -> tuple[ClipOutcome, ...]:
    """Return every annotation of a video, then the false alarms that came or went.

    An alarm is one of the best detections, as many as there are annotations and at least
    ``LEAST_BEST``, that meets no annotation it counts for. It went where none of the later
    network's alarms of its label lies on it, and came where none of the earlier one's did.

    Args:
        video: What is there.
        labels: K names of the corrections.
        found: Before and after. What counts for a label is as in ``outcome``.
        tiou: From which on a detection meets an annotation, or another detection.
    """
    before, after = (_found(one, labels) for one in found)
    clips = [
        ClipOutcome(
            str(video.path),
            _times(segment),
            labels[label],
            is_annotated=True,
            before=_best_score(before, segment, before.counts[:, label], tiou),
            after=_best_score(after, segment, after.counts[:, label], tiou),
        )
        for segment, label in zip(video.truth, video.label_idx.tolist(), strict=True)
    ]
    was, became = (_alarms(video, one, tiou) for one in (before, after))
    for at in _alone(was, became, tiou):
        later = _best_score(after, was.segments[at], after.names == was.names[at], tiou)
        clips.append(_alarm(video, was, at, (float(was.score[at]), later)))
    for at in _alone(became, was, tiou):
        earlier = _best_score(before, became.segments[at], before.names == became.names[at], tiou)
        clips.append(_alarm(video, became, at, (earlier, float(became.score[at]))))
    return tuple(clips)


def _found(localized: LocalizedVideo, labels: tuple[str, ...]) -> _Found:
    """Return detections, best first."""
    found = localized.detections
    found = found.take(np.argsort(-found.score, kind="stable"))
    names = np.array(localized.labels, object)[found.label_idx]
    is_known = np.isin(np.array(labels, object), np.array(localized.labels, object))
    is_mine = names[:, None] == np.array(labels, object)[None, :]
    return _Found(found.segments, found.score.astype(np.float64), names, is_mine | ~is_known)


def _best_score(
    found: _Found, segment: Segments, is_asked: NDArray[np.bool_], tiou: float
) -> float:
    """Return the best score among the asked detections that meet a (2,) segment."""
    meets = pairwise_tiou(segment[None, :], found.segments)[0] >= tiou
    return float(found.score[meets & is_asked].max(initial=0.0))


def _alarms(video: CorrectedVideo, found: _Found, tiou: float) -> _Found:
    """Return the best detections that meet nothing they count for."""
    n_best = max(len(video.truth), LEAST_BEST)
    best = np.flatnonzero(found.counts.any(axis=1))[:n_best]
    meets = pairwise_tiou(found.segments[best], video.truth) >= tiou
    is_right = (meets & found.counts[best][:, video.label_idx]).any(axis=1)
    wrong = best[~is_right]
    return _Found(
        found.segments[wrong], found.score[wrong], found.names[wrong], found.counts[wrong]
    )


def _alone(mine: _Found, others: _Found, tiou: float) -> list[int]:
    """Return which of my alarms have none of the others' of their label on them."""
    is_met = pairwise_tiou(mine.segments, others.segments) >= tiou
    is_same = mine.names[:, None] == others.names[None, :]
    alone: list[int] = np.flatnonzero(~(is_met & is_same).any(axis=1)).tolist()
    return alone


def _alarm(
    video: CorrectedVideo, alarms: _Found, at: int, scores: tuple[float, float]
) -> ClipOutcome:
    before, after = scores
    return ClipOutcome(
        str(video.path),
        _times(alarms.segments[at]),
        str(alarms.names[at]),
        is_annotated=False,
        before=before,
        after=after,
    )


def _times(segment: Segments) -> tuple[float, float]:
    start_s, end_s = segment.tolist()
    return start_s, end_s
