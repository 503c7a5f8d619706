"""Scores before any P-GCN is trained: the backbone's own Kinetics labels, proposal by proposal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pgcn_core.features.products import FeatureSequence
from pgcn_core.proposals.actionness import snippet_edges_s
from pgcn_core.proposals.posteriors import softmax, with_background
from pgcn_core.segments import Segments, durations_s
from pgcn_core.streams import ProposalScores

# Probabilities are kept this far from 0 so that their logarithms stay finite.
_SMALLEST = 1e-6
# How far around a proposal the contrast looks, in its durations.
_FLANK_RATIO = 0.5
# What a proposal shows is averaged with this long of nothing: one sure second is less evidence
# than five, and the network is often sure for a second of what is not there.
_PRIOR_S = 1.0
_SHORTEST_S = 1e-9

Floats = NDArray[np.float64]


def coldstart_scores(
    sequence: FeatureSequence,
    segments: Segments,
    duration_s: float,
    label_columns: NDArray[np.int64] | None = None,
) -> ProposalScores:
    """Return scores of proposals from Kinetics logits alone, shaped as a P-GCN's.

    Activity: the mean logits inside a proposal, shrunk towards 0 by d / (d + 1 s) for a duration d,
    against a background logit (``with_background``). Completeness per label:
    ``2 log((1 + inside - flank) / 2)``, with the label's mean probability inside and in whichever
    half duration beside the proposal holds more of it. A proposal that cuts an action sees the rest
    in a flank and keeps a quarter of its score; one that runs on thins its own mean. Softmax times
    exp(completeness) lies in [0, 1]. Offsets are 0.

    Args:
        sequence: One stream with (L, 400) ``label_logits``.
        segments: (N, 2) float64 seconds inside the video.
        duration_s: Length of the video, seconds.
        label_columns: Kinetics columns that are the K labels of interest; all when None. The
            others count as background.
    """
    edges_s = snippet_edges_s(sequence, duration_s)
    evidence = with_background(sequence.label_logits)
    likely = softmax(evidence)[:, 1:]
    inside = _means(evidence[:, 1:], edges_s, *segments.T)
    length_s = durations_s(segments)[:, None]
    inside *= length_s / (length_s + _PRIOR_S)
    activity = with_background(inside)
    if label_columns is not None:
        activity, likely = _of_interest(activity, label_columns), likely[:, label_columns]
    contrast = _contrast(likely, edges_s, segments)
    completeness = 2.0 * np.log(np.maximum(0.5 * (1.0 + contrast), _SMALLEST))
    return ProposalScores(
        activity.astype(np.float32),
        completeness.astype(np.float32),
        np.zeros((*completeness.shape, 2), np.float32),
    )


def _of_interest(activity: Floats, label_columns: NDArray[np.int64]) -> Floats:
    """Return (N, K + 1) of (N, 401): the labels that are not of interest join the background."""
    others = np.delete(activity, label_columns + 1, axis=1)
    background = np.logaddexp.reduce(others, axis=1, keepdims=True)
    return np.concatenate([background, activity[:, label_columns + 1]], axis=1)


def _contrast(probabilities: Floats, edges_s: Floats, segments: Segments) -> Floats:
    """Return (N, K) in [-1, 1]: mean probability inside less that of the fuller flank."""
    start, end = segments.T
    reach = _FLANK_RATIO * (end - start)
    before = _means(probabilities, edges_s, np.maximum(start - reach, edges_s[0]), start)
    after = _means(probabilities, edges_s, end, np.minimum(end + reach, edges_s[-1]))
    return _means(probabilities, edges_s, start, end) - np.maximum(before, after)


def _means(values: Floats, edges_s: Floats, start_s: Floats, end_s: Floats) -> Floats:
    """Return (N, C) time means of (L, C) values between start and end; 0 over no time."""
    steps = values * np.diff(edges_s)[:, None]
    running = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(steps, axis=0)])
    total = _at(running, edges_s, end_s) - _at(running, edges_s, start_s)
    span = (end_s - start_s)[:, None]
    return np.divide(total, span, out=np.zeros_like(total), where=span > _SHORTEST_S)


def _at(running: Floats, edges_s: Floats, times_s: Floats) -> Floats:
    """Return the running integral, linear within each snippet, at every time."""
    left = np.searchsorted(edges_s, times_s, side="right").clip(1, len(edges_s) - 1) - 1
    width = np.maximum(edges_s[left + 1] - edges_s[left], _SHORTEST_S)
    share = ((times_s - edges_s[left]) / width).clip(0.0, 1.0)[:, None]
    return running[left] + share * (running[left + 1] - running[left])
