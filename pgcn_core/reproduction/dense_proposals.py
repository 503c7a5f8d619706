"""Proposals for videos where one action follows another without a pause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.proposals.nms import keep_by_nms
from pgcn_core.proposals.tag import tag_runs
from pgcn_core.reproduction.aggregates import window_means
from pgcn_core.segments import Segments, durations_s

Features = NDArray[np.float32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DenseSettings:
    """Which segments are proposed, all in frames.

    Attributes:
        smoothings: Half widths that label probabilities are averaged over; 0 leaves them.
        joined: Runs of one label in a row that also make one proposal together.
        levels: Water levels of the watershed on each label's probability.
        ratios: Its shares of dry frames.
        windows: Lengths of sliding windows, a third of the length apart.
        least: Shortest proposal.
        nms_tiou: Near-duplicates are dropped above this tIoU.
        max_proposals: Per video.
    """

    smoothings: tuple[int, ...] = (0, 3, 8, 16, 30)
    joined: tuple[int, ...] = (1, 2, 3)
    levels: tuple[float, ...] = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    ratios: tuple[float, ...] = (0.6, 0.75, 0.9)
    windows: tuple[int, ...] = (6, 10, 16, 25, 40, 64, 100, 160)
    least: int = 3
    nms_tiou: float = 0.9
    max_proposals: int = 3000


def dense_proposals(likely: Features, settings: DenseSettings) -> Segments:
    """Return (N, 2) float64 half-open frames, best first, at least one.

    The union of the runs of the likeliest label at several smoothings, neighbouring runs joined,
    the watershed on the probability of each label, and sliding windows.

    Args:
        likely: (T, K) label probabilities of every frame.
        settings: Makers and thinning.
    """
    n_frames = len(likely)
    found = [np.array([[0, n_frames]])]
    for reach in settings.smoothings:
        found += _from_labels(window_means(likely, reach, reach), settings)
    for length in settings.windows:
        starts = np.arange(0, max(n_frames - length, 0) + 1, max(length // 3, 1))
        found.append(np.stack([starts, np.minimum(starts + length, n_frames)], axis=1))
    segments = np.unique(np.concatenate(found), axis=0).astype(np.float64)
    long_enough = durations_s(segments) >= min(settings.least, n_frames)
    segments = segments[long_enough]
    order = np.argsort(-_scores(segments, likely), kind="stable").astype(np.int64)
    return segments[keep_by_nms(segments, order, settings.nms_tiou, settings.max_proposals)]


def _from_labels(likely: Features, settings: DenseSettings) -> list[NDArray[np.int64]]:
    """Return runs, joined runs and watersheds of one smoothing."""
    leading = likely.argmax(axis=1)
    bounds = np.concatenate([[0], 1 + np.flatnonzero(np.diff(leading)), [len(leading)]])
    found = [
        np.stack([bounds[:-count], bounds[count:]], axis=1)
        for count in settings.joined
        if len(bounds) > count
    ]
    found += [
        tag_runs(likely[:, label].astype(np.float64), settings.levels, settings.ratios)
        for label in np.unique(leading)
    ]
    return found


def _scores(segments: Segments, likely: Features) -> Floats:
    """Return (N,): how likely the best label is inside, weighed by how it stands out.

    As ``score_segments`` for actionness, with half a length on either side around it.
    """
    sums = np.zeros((len(likely) + 1, likely.shape[1]))
    np.cumsum(likely, axis=0, dtype=np.float64, out=sums[1:])
    start, end = segments.astype(np.int64).T
    length = end - start
    reach = np.maximum(length // 2, 2)
    outer_start, outer_end = np.maximum(start - reach, 0), np.minimum(end + reach, len(likely))
    total = sums[end] - sums[start]
    inside = total / length[:, None]
    n_around = np.maximum(outer_end - outer_start - length, 1)[:, None]
    around = (sums[outer_end] - sums[outer_start] - total) / n_around
    scores: Floats = (inside * (1.0 + inside - around) / 2.0).max(axis=1)
    return scores
