"""Whether a network got better: mAP before and after on held-out videos, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pgcn_core.evaluation.mean_ap import MeanAveragePrecision, mean_average_precision
from pgcn_core.evaluation.products import Comparison, Rows
from pgcn_core.finetuning.clips import ClipOutcome, changed_clips
from pgcn_core.finetuning.corrections import CorrectedVideo
from pgcn_core.pipeline import LocalizedVideo
from pgcn_core.segments import pairwise_tiou

Interval = tuple[float | None, float | None]
_UNKNOWN: Interval = (None, None)
N_RESAMPLES = 1000
_SHARE = 0.95
# Videos that hold the label, for an interval. Of fewer the draws are nearly the same, the interval
# would be narrow and say nothing; that five of five gain by luck alone happens once in 32.
LEAST_RESAMPLED = 5
# No label is named so: labels are not empty.
ALL = ""


@dataclass(frozen=True, slots=True)
class LabelOutcome:
    """Average precision of one label, before and after.

    Attributes:
        n_truths: Annotations in the held-out videos.
        gain_low: Lower end of the interval that holds 95 in 100 gains over those resampled videos
            that have the label; None where fewer than ``LEAST_RESAMPLED`` have it.
        gain_high: Its upper end.
        is_new: The first network did not know it: see ``outcome`` for what counts before.
    """

    label: str
    n_truths: int
    before: float
    after: float
    gain_low: float | None
    gain_high: float | None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class VideoOutcome:
    """What changed in one held-out video.

    Attributes:
        before: Share of its annotations that a detection of their label meets at the tIoU among
            the best as many as there are annotations; 1 where there is none of either.
        after: The same afterwards.
    """

    video_id: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a fine-tuning was worth.

    Attributes:
        tiou: Of all figures.
        before: Mean over labels with ground truth.
        after: The same afterwards.
        gain_low: Lower end of the interval that holds 95 in 100 gains over resampled videos; None
            where fewer than ``LEAST_RESAMPLED`` hold an annotation.
        gain_high: Its upper end.
        labels: Each with ground truth.
        videos: Each held-out one.
        clips: Annotations and false alarms of each held-out one.
    """

    tiou: float
    before: float
    after: float
    gain_low: float | None
    gain_high: float | None
    labels: tuple[LabelOutcome, ...]
    videos: tuple[VideoOutcome, ...]
    clips: tuple[ClipOutcome, ...] = ()

    @property
    def sureness(self) -> str:
        """Say within what the gain lies, or that nobody can."""
        if self.gain_low is None or self.gain_high is None:
            return f"fewer than {LEAST_RESAMPLED} videos with annotations: too few to be sure"
        return f"95 % of resampled gains from {self.gain_low:+.3f} to {self.gain_high:+.3f}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)


def outcome(
    held_out: Sequence[CorrectedVideo],
    labels: tuple[str, ...],
    found: tuple[Mapping[str, LocalizedVideo], Mapping[str, LocalizedVideo]],
    tiou: float = 0.5,
    seed: int = 0,
) -> Outcome | None:
    """Compare two networks on the same videos; None when none of these holds an action.

    The interval is a bootstrap over videos: they are drawn again with replacement, both networks
    are measured on the draw, and the gains of ``N_RESAMPLES`` draws are sorted.

    Args:
        held_out: Videos neither network learned from.
        labels: Of the corrections.
        found: What was detected by video id, before and after. A detection counts for its label;
            of a label that the network does not know, all its detections count, as if whoever
            named them had named them right. That flatters a cold start.
        tiou: From which on a detection meets an annotation.
        seed: Of the resampling.
    """
    if not any(len(one.truth) for one in held_out):
        return None
    before, after = (_comparison(held_out, labels, one) for one in found)
    was, became = (mean_average_precision(one, [tiou]) for one in (before, after))
    gains = _gains(before, after, tiou, seed)
    return Outcome(
        tiou,
        float(was.map[0]),
        float(became.map[0]),
        *gains[ALL],
        _by_label(was, became, gains, _known(found[0])),
        tuple(
            VideoOutcome(
                one.video_id,
                _met(one, labels, found[0][one.video_id], tiou),
                _met(one, labels, found[1][one.video_id], tiou),
            )
            for one in held_out
        ),
        tuple(
            clip
            for one in held_out
            for clip in changed_clips(
                one, labels, (found[0][one.video_id], found[1][one.video_id]), tiou
            )
        ),
    )


def _comparison(
    held_out: Sequence[CorrectedVideo],
    labels: tuple[str, ...],
    found: Mapping[str, LocalizedVideo],
) -> Comparison:
    truths, founds = [], []
    for at, video in enumerate(held_out):
        n = len(video.truth)
        truths.append(Rows(np.full(n, at, np.int64), video.label_idx, video.truth, np.ones(n)))
        founds.append(_rows(at, labels, found[video.video_id]))
    duration_s = np.array([found[one.video_id].info.duration_s for one in held_out])
    names = tuple(one.video_id for one in held_out)
    return Comparison(names, labels, duration_s, _joined(truths), _joined(founds), Rows.empty())


def _rows(at: int, labels: tuple[str, ...], video: LocalizedVideo) -> Rows:
    """Return what was detected of each label; see ``outcome`` for labels that are not known."""
    number = {label: idx for idx, label in enumerate(video.labels)}
    found = video.detections
    parts = []
    for idx, label in enumerate(labels):
        known = number.get(label)
        mine = found if known is None else found.take(found.label_idx == known)
        place, label_idx = np.full(len(mine), at), np.full(len(mine), idx)
        parts.append(Rows(place, label_idx, mine.segments, mine.score.astype(np.float64)))
    return _joined(parts)


def _joined(parts: Sequence[Rows]) -> Rows:
    return Rows(
        np.concatenate([one.video_idx for one in parts]),
        np.concatenate([one.label_idx for one in parts]),
        np.concatenate([one.segments for one in parts]),
        np.concatenate([one.score for one in parts]),
    )


def _gains(before: Comparison, after: Comparison, tiou: float, seed: int) -> Mapping[str, Interval]:
    """Return the interval of each label's gain, and of the mean's as that of ``ALL``."""
    truth = before.truth
    n_of = {
        label: len(np.unique(truth.video_idx[truth.label_idx == at]))
        for at, label in enumerate(before.labels)
    }
    n_of[ALL] = len(np.unique(truth.video_idx))
    if n_of[ALL] < LEAST_RESAMPLED:
        return dict.fromkeys(n_of, _UNKNOWN)
    rng = np.random.default_rng(seed)
    n_videos = len(before.video_ids)
    gains: dict[str, list[float]] = {}
    for _ in range(N_RESAMPLES):
        drawn = rng.integers(n_videos, size=n_videos)
        was, became = (_precisions(_resampled(one, drawn), tiou) for one in (before, after))
        for label, value in became.items():
            gains.setdefault(label, []).append(value - was[label])
    edge = (1 - _SHARE) / 2
    ends = {label: np.quantile(found, [edge, 1 - edge]) for label, found in gains.items()}
    return {
        label: (float(low), float(high)) if n_of[label] >= LEAST_RESAMPLED else _UNKNOWN
        for label, (low, high) in ends.items()
    }


def _resampled(comparison: Comparison, drawn: NDArray[np.int64]) -> Comparison:
    """Return a comparison of drawn videos; one drawn twice is two videos."""
    names = tuple(str(at) for at in range(len(drawn)))
    truth = _drawn_rows(comparison.truth, drawn)
    found = _drawn_rows(comparison.found, drawn)
    return Comparison(
        names, comparison.labels, comparison.duration_s[drawn], truth, found, Rows.empty()
    )


def _drawn_rows(rows: Rows, drawn: NDArray[np.int64]) -> Rows:
    mine = [np.flatnonzero(rows.video_idx == video) for video in drawn]
    numbers = np.repeat(np.arange(len(drawn)), [len(one) for one in mine])
    taken = rows.take(np.concatenate(mine))
    return Rows(numbers, taken.label_idx, taken.segments, taken.score)


def _precisions(comparison: Comparison, tiou: float) -> dict[str, float]:
    """Return average precision by label with ground truth, and their mean; {} without any."""
    if not len(comparison.truth):
        return {}
    found = mean_average_precision(comparison, [tiou])
    by_label = zip(found.labels, found.per_label[:, 0].tolist(), strict=True)
    return {**dict(by_label), ALL: float(found.map[0])}


def _by_label(
    before: MeanAveragePrecision,
    after: MeanAveragePrecision,
    gains: Mapping[str, Interval],
    known: frozenset[str],
) -> tuple[LabelOutcome, ...]:
    return tuple(
        LabelOutcome(
            label, int(n), float(was), float(became), *gains[label], is_new=label not in known
        )
        for label, n, was, became in zip(
            before.labels, before.n_truths, before.per_label[:, 0], after.per_label[:, 0],
            strict=True,
        )
    )  # fmt: skip


def _known(found: Mapping[str, LocalizedVideo]) -> frozenset[str]:
    """Return the labels of the network that found all this."""
    return frozenset(label for one in found.values() for label in one.labels)


def _met(
    video: CorrectedVideo, labels: tuple[str, ...], localized: LocalizedVideo, tiou: float
) -> float:
    """Return the share of annotations met among the best as many detections as there are."""
    rows = _rows(0, labels, localized)
    n = len(video.truth)
    if n == 0:
        return 1.0 if len(rows) == 0 else 0.0
    best = rows.take(np.argsort(-rows.score, kind="stable")[:n])
    same = video.label_idx[:, None] == best.label_idx[None, :]
    met = (pairwise_tiou(video.truth, best.segments) >= tiou) & same
    return float(met.any(axis=1).mean())
