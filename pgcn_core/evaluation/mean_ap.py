"""Mean average precision over labels and tIoU thresholds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pgcn_core.errors import EvaluationFileError
from pgcn_core.evaluation.average_precision import (
    Floats,
    Indices,
    LabelledSegments,
    average_precision,
)
from pgcn_core.evaluation.products import Comparison
from pgcn_core.evaluation.thumos14 import Ties, thumos14_average_precision

Rule = Literal["activitynet", "thumos14", "thumos14-named"]


@dataclass(frozen=True, slots=True)
class MeanAveragePrecision:
    """AP of every label that has ground truth; never NaN.

    Attributes:
        tious: (T,) float64 thresholds.
        labels: The K labels with ground truth, sorted.
        per_label: (K, T) float64 AP in [0, 1].
        n_truths: (K,) int64 annotations of each.
        labels_without_ground_truth: Labels that are named, in the ground truth's file or by a
            detection, and have no annotation here. They are in no mean.
    """

    tious: Floats
    labels: tuple[str, ...]
    per_label: Floats
    n_truths: Indices
    labels_without_ground_truth: tuple[str, ...]

    @property
    def map(self) -> Floats:
        """The (T,) mean over labels."""
        return self.per_label.mean(axis=0)

    @property
    def average_map(self) -> float:
        """The mean over labels and thresholds."""
        return float(self.per_label.mean())


def mean_average_precision(
    comparison: Comparison, tious: Sequence[float] | Floats, rule: Rule = "activitynet"
) -> MeanAveragePrecision:
    """Measure detections against ground truth.

    Args:
        comparison: Both, see ``compare``.
        tious: Thresholds in (0, 1].
        rule: ``activitynet``: detections choose, interpolated AP. ``thumos14``: truths choose, AP
            not interpolated, Ambiguous stretches ignored. ``thumos14-named``: the same with equal
            scores in the toolkit's own order, see ``thumos14_average_precision``.

    Raises:
        EvaluationFileError: there is no ground truth at all.
    """
    thresholds = np.asarray(tious, np.float64)
    n_labels = len(comparison.labels)
    truths = comparison.truth.rows_of_labels(n_labels)
    founds = comparison.found.rows_of_labels(n_labels)
    present = [k for k in range(n_labels) if len(truths[k])]
    if not present:
        raise EvaluationFileError(
            "There is no ground truth to measure against.", "Choose another file or subset."
        )
    measure = _measure(rule, comparison.ignored.by_video())
    per_label = [
        measure(
            comparison.truth.take(truths[k]).by_video(),
            comparison.found.take(founds[k]).by_video(),
            thresholds,
        )
        for k in present
    ]
    return MeanAveragePrecision(
        thresholds,
        tuple(comparison.labels[k] for k in present),
        np.array(per_label).reshape(len(present), len(thresholds)),
        np.array([len(truths[k]) for k in present], np.int64),
        tuple(label for k, label in enumerate(comparison.labels) if not len(truths[k])),
    )


def _measure(
    rule: Rule, ignored: LabelledSegments
) -> Callable[[LabelledSegments, LabelledSegments, Floats], Floats]:
    """Return what gives the AP of one label."""
    if rule == "activitynet":
        return average_precision
    ties: Ties = "named" if rule == "thumos14-named" else "listed"
    return lambda truth, found, tious: thumos14_average_precision(
        truth, found, ignored, tious, ties=ties
    )
