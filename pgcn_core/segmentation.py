"""From scored proposals to one label for every frame, for videos where something always happens.

Detections of a dense video overlap and leave gaps; temporal action segmentation wants a partition.
Here every proposal votes for the labels of its frames, and of all ways to lay proposals side by
side the one of highest value is found exactly.

With ``p[i, k]`` the probability of label k for proposal i among the labels, ``c[i, k]`` the sigmoid
of its completeness, ``s = p * c`` (or ``p`` alone) and ``|i|`` its frames::

    votes       u[t, k] = sum over i that hold frame t of  s[i, k] ** v * |i| ** -g
    posterior   q[t, k] = u[t, k] / sum over k of u[t, k]
    value       w[i, k] = sum over t in i of (log(K q[t, k]) + a log(K s[i, k])) - cost

A chosen set is worth the sum of its values, a frame in none 0: as much as one whose label is
anybody's guess. Frames in no chosen proposal take the label of their highest
posterior, the first label where no proposal lies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from pgcn_core.proposals.posteriors import softmax
from pgcn_core.segments import Segments
from pgcn_core.streams import ProposalScores

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
# A label that nobody voted for is unlikely, not impossible.
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class SegmentationSettings:
    """How scores become a partition; letters as in the formula of this file.

    Attributes:
        cost: Of every chosen proposal, in nats: a higher one gives fewer, longer segments.
        own_weight: ``a``, how much a proposal's own score counts beside the votes.
        vote_power: ``v``; below 1 the many count for more than the certain.
        length_power: ``g``; above 0 a short proposal's vote for a frame counts for more.
        uses_completeness: Whether ``s`` is ``p * c`` or ``p``.
    """

    cost: float = 1.0
    own_weight: float = 0.1
    vote_power: float = 1.0
    length_power: float = 0.5
    uses_completeness: bool = True


def segment_frames(
    frames: Indices, scores: ProposalScores, n_frames: int, settings: SegmentationSettings
) -> Indices:
    """Return (T,) int64 labels in [0, K), one for every frame of a video.

    Args:
        frames: (N, 2) int64 first frame and one past the last of each proposal, inside the video;
            N at least 1.
        scores: Of the same proposals. The activity's background column is not looked at: a
            background that is to be found is one of the labels.
        n_frames: T, at least 1.
        settings: Weights.
    """
    pairs = label_scores(scores, uses_completeness=settings.uses_completeness)
    posteriors = frame_posteriors(frames, pairs, n_frames, settings)
    values = segment_values(frames, pairs, posteriors, settings)
    best = values.argmax(axis=1)
    labels = posteriors.argmax(axis=1)
    chosen = best_disjoint(frames.astype(np.float64), values[np.arange(len(best)), best])
    for idx in chosen:
        labels[frames[idx, 0] : frames[idx, 1]] = best[idx]
    return labels.astype(np.int64)


def label_scores(scores: ProposalScores, *, uses_completeness: bool) -> Floats:
    """Return the (N, K) scores ``s`` in [0, 1] of every proposal and label."""
    likely = softmax(scores.activity_logits[:, 1:].astype(np.float64))
    if not uses_completeness:
        return likely
    whole = np.clip(scores.completeness_logits.astype(np.float64), -700.0, 700.0)
    result: Floats = likely / (1.0 + np.exp(-whole))
    return result


def frame_posteriors(
    frames: Indices, pairs: Floats, n_frames: int, settings: SegmentationSettings
) -> Floats:
    """Return (T, K) probabilities of the labels of each frame; even where no proposal is.

    Args:
        frames: (N, 2) int64 half-open, as of ``segment_frames``.
        pairs: (N, K) from ``label_scores``.
        n_frames: T.
        settings: ``vote_power`` and ``length_power``.
    """
    lengths = np.maximum(frames[:, 1] - frames[:, 0], 1).astype(np.float64)
    weights = pairs**settings.vote_power * lengths[:, None] ** -settings.length_power
    change = np.zeros((n_frames + 1, pairs.shape[1]))
    np.add.at(change, frames[:, 0], weights)
    np.subtract.at(change, frames[:, 1], weights)
    votes = np.maximum(np.cumsum(change, axis=0)[:n_frames], 0.0)
    covered = np.zeros(n_frames + 1, np.int64)
    np.add.at(covered, frames[:, 0], 1)
    np.subtract.at(covered, frames[:, 1], 1)
    # Sums that should be 0 again are only nearly so.
    votes[np.cumsum(covered)[:n_frames] == 0] = 0.0
    votes += _LEAST
    result: Floats = votes / votes.sum(axis=1, keepdims=True)
    return result


def segment_values(
    frames: Indices, pairs: Floats, posteriors: Floats, settings: SegmentationSettings
) -> Floats:
    """Return the (N, K) values ``w`` of every proposal as a segment of every label, nats."""
    n_labels = pairs.shape[1]
    sums = np.zeros((len(posteriors) + 1, n_labels))
    np.cumsum(np.log(n_labels * posteriors), axis=0, out=sums[1:])
    voted = sums[frames[:, 1]] - sums[frames[:, 0]]
    own = np.log(n_labels * (pairs + _LEAST))
    lengths = (frames[:, 1] - frames[:, 0])[:, None]
    result: Floats = voted + settings.own_weight * lengths * own - settings.cost
    return result


def best_disjoint(segments: Segments, values: Floats) -> Indices:
    """Return which segments to take so that none overlap and their values add up to the most.

    Exact, by weighted interval scheduling: O(N log N). Of equal sums the one that does without the
    segment that ends later; a value of 0 or less is never worth taking.

    Args:
        segments: (N, 2) float64 half-open; those that only touch do not overlap, empty ones are
            never taken.
        values: (N,) finite.

    Returns:
        Indices, int64, in order of time.
    """
    usable = np.flatnonzero((segments[:, 1] > segments[:, 0]) & (values > 0))
    order = usable[np.argsort(segments[usable, 1], kind="stable")]
    starts, ends = segments[order].T
    before = np.searchsorted(ends, starts, side="right").astype(np.int64)
    taken = _schedule(before, np.ascontiguousarray(values[order], np.float64))
    return order[np.flatnonzero(taken)].astype(np.int64)


@numba.njit(cache=True, nogil=True)
def _schedule(before: Indices, values: Floats) -> NDArray[np.bool_]:
    """Return (N,) whether each is taken.

    Args:
        before: (N,) how many of those sorted by end are over when each one starts.
        values: (N,) in the same order.
    """
    n = len(values)
    best = np.zeros(n + 1)
    for i in range(n):
        best[i + 1] = max(best[i], values[i] + best[before[i]])
    taken = np.zeros(n, np.bool_)
    i = n
    while i > 0:
        if best[i] == best[i - 1]:
            i -= 1
        else:
            taken[i - 1] = True
            i = before[i - 1]
    return taken
