"""Precision and recall of each label, detection by detection, and what was found at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.evaluation.average_precision import Floats, Indices
from pgcn_core.evaluation.diagnosis import Matching

Mask = NDArray[np.bool_]
# More points of a curve than this nobody sees.
MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class Curve:
    """Precision over recall of one label at one tIoU, thinned to at most ``MOST_POINTS``.

    Attributes:
        label_idx: The label.
        recall: (P,) float64 rising.
        precision: (P,) float64, as it is, not its falling envelope.
        score: (P,) float64 falling: what is found from a score on has its precision and recall.
    """

    label_idx: int
    recall: Floats
    precision: Floats
    score: Floats


def precision_recall(matching: Matching, at: int, n_truths: Indices) -> list[Curve]:
    """Return the curve of every label with truth, also of those without a detection.

    Args:
        matching: Of all detections (``match_all`` without a limit).
        at: Place of the tIoU in ``matching.tious``.
        n_truths: Truths of every label, empty ones too, as AP counts them.
    """
    rows = matching.found.rows_of_labels(len(n_truths))
    curves = []
    for label_idx in matching.labels_idx.tolist():
        mine = rows[label_idx]
        right = np.asarray(matching.taken[at, mine] >= 0, np.bool_)
        curves.append(
            _curve(label_idx, right, matching.found.score[mine], int(n_truths[label_idx]))
        )
    return curves


def found_shares(matching: Matching, n_truths: Indices) -> Floats:
    """Return (K, T) the share of each label's truths that some detection of it finds.

    Args:
        matching: Of all detections.
        n_truths: (K,) truths of every label; one without any has 0.
    """
    shares = np.zeros((len(n_truths), len(matching.tious)))
    for t, row in enumerate(matching.taken):
        label_idx = matching.truth.label_idx[row[row >= 0]]
        shares[:, t] = np.bincount(label_idx, minlength=len(n_truths))
    return np.asarray(shares / np.maximum(n_truths, 1)[:, None], np.float64)


def _curve(label_idx: int, right: Mask, score: Floats, n_truths: int) -> Curve:
    found, kept = np.cumsum(right), _corners(right)
    return Curve(label_idx, found[kept] / n_truths, found[kept] / (kept + 1), score[kept])


def _corners(right: Mask) -> Indices:
    """Return the detections at which a curve turns: right ones, those before, and the last."""
    if not len(right):
        return np.zeros(0, np.int64)
    hits = np.flatnonzero(right)
    kept = np.unique(np.concatenate([[0, len(right) - 1], hits, np.maximum(hits - 1, 0)]))
    if len(kept) > MOST_POINTS:
        kept = kept[np.linspace(0, len(kept) - 1, MOST_POINTS).round().astype(np.int64)]
    return np.asarray(kept, np.int64)
