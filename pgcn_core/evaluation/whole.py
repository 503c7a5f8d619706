"""Everything that is measured of detections at once: mAP, curves, recall, errors, sensitivity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pgcn_core.evaluation import report
from pgcn_core.evaluation.average_precision import Floats
from pgcn_core.evaluation.curves import Curve, found_shares, precision_recall
from pgcn_core.evaluation.diagnosis import Diagnosis, diagnose, match_all
from pgcn_core.evaluation.mean_ap import MeanAveragePrecision, Rule, mean_average_precision
from pgcn_core.evaluation.products import Comparison
from pgcn_core.evaluation.sensitivity import Bin, BinsOf, sensitivity

# Where a grid has several, single detections are spoken of at the one nearest to this.
USUAL_TIOU = 0.5


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What ``evaluate`` found.

    Attributes:
        comparison: What was compared.
        rule: By which mAP is counted; all else goes by ActivityNet's.
        measured: AP.
        recall: (K, T) float64 share of each label's truths that were found.
        at: Place of the tIoU in the grid at which curves and lists of detections are made.
        curves: One of each label that has a truth longer than nothing.
        diagnosis: Why detections are wrong, over the whole grid.
        bins: Sensitivity.
    """

    comparison: Comparison
    rule: Rule
    measured: MeanAveragePrecision
    recall: Floats
    at: int
    curves: list[Curve]
    diagnosis: Diagnosis
    bins: list[Bin]

    @property
    def tiou(self) -> float:
        """The tIoU of curves and lists."""
        return float(self.measured.tious[self.at])

    @property
    def recall_of_all(self) -> Floats:
        """The (T,) share of all truths that were found."""
        n_truths = self.measured.n_truths
        return np.asarray(n_truths @ self.recall / n_truths.sum(), np.float64)

    def values(self) -> dict[str, Any]:
        """Return the numbers as ``pgcn evaluate --errors --json`` writes them, with ``recall``."""
        return {
            "rule": self.rule,
            "detections": len(self.comparison.found),
            "ground_truth": len(self.comparison.truth),
            **report.map_values(self.measured),
            "recall": report.by_tiou(self.measured.tious, self.recall_of_all),
            "errors": report.error_values(self.diagnosis, self.bins),
        }


def evaluate_whole(
    comparison: Comparison,
    tious: Sequence[float] | Floats,
    rule: Rule = "activitynet",
    *,
    go_on: Callable[[], None] = lambda: None,
) -> Evaluation:
    """Measure everything.

    Args:
        comparison: Ground truth and detections.
        tious: Rising thresholds in (0, 1].
        rule: Of mAP; it says whose bins sensitivity has, too.
        go_on: Called between steps; raises to stop.

    Raises:
        EvaluationFileError: there is no ground truth.
    """
    thresholds = np.asarray(tious, np.float64)
    bins_of: BinsOf = "activitynet" if rule == "activitynet" else "thumos14"
    at = int(np.abs(thresholds - USUAL_TIOU).argmin())
    measured = mean_average_precision(comparison, thresholds, rule)
    go_on()
    every = match_all(comparison, thresholds)
    go_on()
    n_truths = np.bincount(comparison.truth.label_idx, minlength=len(comparison.labels))
    recall = found_shares(every, n_truths)
    curves = precision_recall(every, at, n_truths)
    go_on()
    diagnosis = diagnose(comparison, thresholds)
    go_on()
    bins = sensitivity(comparison, every, bins_of)
    return Evaluation(comparison, rule, measured, recall[n_truths > 0], at, curves, diagnosis, bins)
