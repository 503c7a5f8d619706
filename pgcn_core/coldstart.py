"""Scores before any P-GCN is trained: the backbone's own Kinetics labels, proposal by proposal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pgcn_core.features.products import FeatureSequence
from pgcn_core.proposals.actionness import (
    actionness_curve,
)
from pgcn_core.segments import Segments
from pgcn_core.streams import ProposalScores

# Probabilities are kept this far from 0 and 1 so that their logarithms stay finite.
_SMALLEST = 1e-6
# How far around a proposal the contrast looks, in its durations.
_FLANK_RATIO = 0.5


def coldstart_scores(
    sequence: FeatureSequence,
    segments: Segments,
    duration_s: float,
    label_columns: NDArray[np.int64] | None = None,
) -> ProposalScores:
    """Return scores of proposals from Kinetics logits alone, shaped as a P-GCN's.

    Activity: the mean logits inside a proposal become label probabilities; they are multiplied by
    the mean actionness inside, and what is left is background. Completeness per label:
    ``log((1 + inside - flanks) / 2)`` of the label's mean probability inside and in the half
    durations on both sides. A proposal that cuts an action sees it in its flanks; one that runs on
    thins its own mean. Softmax times exp(completeness) then lies in [0, 1]. Offsets are 0.

    Args:
        sequence: One stream with (L, 400) ``label_logits``.
        segments: (N, 2) float64 seconds.
        duration_s: Length of the video, seconds.
        label_columns: Kinetics columns that are the K labels of interest; all when None. The
            probability of the others counts as background.
    """
    logits = sequence.label_logits.astype(np.float64)
    columns = np.arange(logits.shape[1]) if label_columns is None else label_columns
    curve = actionness_curve([sequence], duration_s)
    centres = curve.centres_s
    inside = _spans(centres, segments)
    actionness = _means(curve.values[:, None], inside).clip(0.01, 0.99)
    activity = actionness * _softmax(_means(logits, inside))[:, columns]
    background = 1.0 - activity.sum(axis=1, keepdims=True)
    shares = np.concatenate([background, activity], axis=1)
    probabilities = _softmax(logits)[:, columns]
    contrast = _means(probabilities, inside) - _flank_means(probabilities, centres, segments)
    completeness = np.log(np.maximum(0.5 * (1.0 + contrast), _SMALLEST))
    return ProposalScores(
        np.log(np.maximum(shares, _SMALLEST)).astype(np.float32),
        completeness.astype(np.float32),
        np.zeros((len(segments), len(columns), 2), np.float32),
    )


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


def _spans(centres: NDArray[np.float64], segments: Segments) -> NDArray[np.int64]:
    """Return (N, 2) snippet ranges of segments, never empty."""
    spans = np.searchsorted(centres, segments).astype(np.int64)
    spans[:, 0] = np.minimum(spans[:, 0], centres.size - 1)
    spans[:, 1] = np.maximum(spans[:, 1], spans[:, 0] + 1)
    return spans


def _sums(values: NDArray[np.float64], spans: NDArray[np.int64]) -> NDArray[np.float64]:
    running = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    return running[spans[:, 1]] - running[spans[:, 0]]


def _means(values: NDArray[np.float64], spans: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (N, C) means of (L, C) values over the snippet ranges."""
    return _sums(values, spans) / (spans[:, 1] - spans[:, 0])[:, None]


def _flank_means(
    values: NDArray[np.float64], centres: NDArray[np.float64], segments: Segments
) -> NDArray[np.float64]:
    """Return (N, C) means over both flanks; 0 where the video has none."""
    reach = _FLANK_RATIO * (segments[:, 1] - segments[:, 0])
    outer = np.stack([segments[:, 0] - reach, segments[:, 1] + reach], axis=1)
    inner_spans, outer_spans = _spans(centres, segments), _spans(centres, outer)
    outer_spans = np.stack(
        [
            np.minimum(outer_spans[:, 0], inner_spans[:, 0]),
            np.maximum(outer_spans[:, 1], inner_spans[:, 1]),
        ],
        axis=1,
    )
    count = np.diff(outer_spans, axis=1) - np.diff(inner_spans, axis=1)
    total = _sums(values, outer_spans) - _sums(values, inner_spans)
    return np.divide(total, count, out=np.zeros_like(total), where=count > 0)
