"""Why detections are wrong, and what each kind of error costs (DETAD, Alwassel et al., ECCV 2018).

An error is named after the one truth of its video, of any label, with the highest tIoU. Where
labels overlap by their nature (THUMOS14: every CliffDiving is also a Diving) that choice is
arbitrary, and wrong label and double detection mix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from pgcn_core.errors import EvaluationFileError
from pgcn_core.evaluation.average_precision import (
    Floats,
    Indices,
    envelope_area,
    match,
)
from pgcn_core.evaluation.products import Comparison, Rows
from pgcn_core.proposals.nms import best_first
from pgcn_core.segments import Segments

Types = NDArray[np.int8]
TYPES = (
    "true positive",
    "double detection",
    "wrong label",
    "localization",
    "confusion",
    "background",
)
TRUE, DOUBLE, WRONG_LABEL, LOCALIZATION, CONFUSION, BACKGROUND = range(6)
# Below this tIoU with every truth, a detection is background.
MIN_TIOU = 0.1
# Detections that are looked at: of each label this many times its truths, in bands of one.
BANDS = 10


@dataclass(frozen=True, slots=True)
class Matching:
    """Which truth each detection takes, all labels together.

    Attributes:
        tious: (T,) float64 thresholds.
        truth: The truths of labels that have any, none of them empty.
        found: Detections of those labels, label by label, best first.
        taken: (T, M) int64 row of ``truth``, -1 for none.
        rank: (M,) int64 place among the detections of its label, from 0.
        labels_idx: (K,) int64 labels with truth.
        truth_rows: (G,) int64 where each truth stands in what was compared.
        found_rows: (M,) int64 where each detection stands there.
    """

    tious: Floats
    truth: Rows
    found: Rows
    taken: Indices
    rank: Indices
    labels_idx: Indices
    truth_rows: Indices
    found_rows: Indices

    @property
    def mean_truths(self) -> float:
        """Truths per label, the N of normalised precision."""
        return len(self.truth) / len(self.labels_idx)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Error types and their cost.

    Attributes:
        matching: What was matched: of each label the best 10 G detections, G its truths.
        types: (T, M) int8 place in ``TYPES`` of each detection at each threshold.
        shares: (10, 6) float64 share of each type among the detections of each band (1 G to
            10 G), mean over thresholds; zeros where a band is empty.
        average_map: Mean AP of these detections over labels and thresholds.
        average_map_n: The same with normalised precision, as if every label had equally many
            truths.
        gains: (6,) float64 what ``average_map`` gains when the errors of a type are removed; 0 for
            true positives.
        gains_n: (6,) float64 the same of ``average_map_n``; DETAD's impact.
        missed: (T,) int64 truths that nothing found.
        nearest: (M,) int64 the truth of its video, of any label, with the highest tIoU, as a row of
            the matching's truths; -1 where the video has none.
        nearest_tiou: (M,) float64 that tIoU.
    """

    matching: Matching
    types: Types
    shares: Floats
    average_map: float
    average_map_n: float
    gains: Floats
    gains_n: Floats
    missed: Indices
    nearest: Indices
    nearest_tiou: Floats


def diagnose(comparison: Comparison, tious: Sequence[float] | Floats) -> Diagnosis:
    """Name every error among the best detections and measure what each type costs.

    Args:
        comparison: Ground truth and detections.
        tious: Thresholds; DETAD takes 0.5 alone for THUMOS14, 0.5:0.05:0.95 for ActivityNet.

    Raises:
        EvaluationFileError: there is no ground truth.
    """
    matching = match_all(comparison, tious, max_per_truth=BANDS)
    nearest, nearest_tiou = highest_tiou(matching.found, matching.truth)
    types = _error_types(matching, nearest, nearest_tiou)
    plain = np.bincount(matching.truth.label_idx).astype(np.float64)
    normal = np.full_like(plain, matching.mean_truths)
    average_map, gains = _costs(matching, types, plain)
    average_map_n, gains_n = _costs(matching, types, normal)
    found = [len(np.unique(row[row >= 0])) for row in matching.taken]
    return Diagnosis(
        matching,
        types,
        _shares(matching, types),
        average_map,
        average_map_n,
        gains,
        gains_n,
        len(matching.truth) - np.array(found, np.int64),
        nearest,
        nearest_tiou,
    )


def match_all(
    comparison: Comparison, tious: Sequence[float] | Floats, *, max_per_truth: int | None = None
) -> Matching:
    """Match detections of every label that has ground truth.

    Args:
        comparison: Ground truth and detections.
        tious: Thresholds.
        max_per_truth: Keep of each label this many times its truths, the best; None keeps all.

    Raises:
        EvaluationFileError: there is no ground truth.
    """
    thresholds = np.asarray(tious, np.float64)
    is_long = comparison.truth.segments[:, 1] > comparison.truth.segments[:, 0]
    truth_rows = np.flatnonzero(is_long)
    truth = comparison.truth.take(truth_rows)
    n_labels = len(comparison.labels)
    truths, founds = truth.rows_of_labels(n_labels), comparison.found.rows_of_labels(n_labels)
    labels_idx = [k for k in range(n_labels) if len(truths[k])]
    if not labels_idx:
        raise EvaluationFileError(
            "There is no ground truth to measure against.", "Choose another file or subset."
        )
    kept, taken, rank = [], [], []
    for k in labels_idx:
        best = founds[k][best_first(comparison.found.score[founds[k]])]
        best = best if max_per_truth is None else best[: max_per_truth * len(truths[k])]
        # Turned round: of equal scores the matching reads the later first.
        found = comparison.found.take(best[::-1]).by_video()
        rows, _ = match(truth.take(truths[k]).by_video(), found, thresholds)
        kept.append(best)
        taken.append(np.where(rows >= 0, truths[k][rows], -1))
        rank.append(np.arange(len(best)))
    found_rows = np.concatenate(kept)
    return Matching(
        thresholds,
        truth,
        comparison.found.take(found_rows),
        np.concatenate(taken, axis=1),
        np.concatenate(rank),
        np.array(labels_idx, np.int64),
        truth_rows,
        found_rows,
    )


def _error_types(matching: Matching, nearest: Indices, tiou: Floats) -> Types:
    """Return (T, M) the place in ``TYPES`` of every detection at every threshold."""
    same = np.zeros(len(nearest), np.bool_)
    near = nearest >= 0
    same[near] = matching.truth.label_idx[nearest[near]] == matching.found.label_idx[near]
    above = tiou >= matching.tious[:, None]
    types = np.where(above, np.where(same, DOUBLE, WRONG_LABEL), BACKGROUND)
    between = ~above & (tiou >= MIN_TIOU)
    types = np.where(between, np.where(same, LOCALIZATION, CONFUSION), types)
    return np.where(matching.taken >= 0, TRUE, types).astype(np.int8)


def highest_tiou(rows: Rows, among: Rows) -> tuple[Indices, Floats]:
    """Return for each row the one of its video, of any label, with the highest tIoU, and that.

    The first of several; -1 and 0 where the video has none.
    """
    by_video = np.argsort(among.video_idx, kind="stable")
    sorted_video = among.video_idx[by_video]
    first = np.searchsorted(sorted_video, rows.video_idx)
    after = np.searchsorted(sorted_video, rows.video_idx, "right")
    row, tiou = _highest(among.segments[by_video], rows.segments, first, after)
    if len(by_video):
        row = np.where(row >= 0, by_video[row], -1)
    return row, tiou


def missed_rows(diagnosis: Diagnosis, at: int) -> Indices:
    """Return the truths, rows of the matching's, that nothing found at the tIoU of a place."""
    taken = diagnosis.matching.taken[at]
    is_found = np.zeros(len(diagnosis.matching.truth), np.bool_)
    is_found[taken[taken >= 0]] = True
    return np.flatnonzero(~is_found)


def normalised_ap(right: NDArray[np.bool_], n_truths: int, weight: float) -> float:
    """Return AP with precision = recall x weight / (recall x weight + false so far).

    Args:
        right: (M,) whether each detection is right, best first.
        n_truths: Truths of the label.
        weight: Truths the label is taken to have; ``n_truths`` gives ordinary AP.
    """
    recall = np.cumsum(right) / n_truths
    weighted = recall * weight
    precision = weighted / np.maximum(weighted + np.cumsum(~right), np.finfo(np.float64).tiny)
    return envelope_area(precision, recall)


@numba.njit(cache=True, nogil=True)
def _highest(
    truth: Segments, found: Segments, first: Indices, after: Indices
) -> tuple[Indices, Floats]:
    row = np.full(len(found), -1)
    tiou = np.zeros(len(found))
    for m in range(len(found)):
        for g in range(first[m], after[m]):
            shared = min(truth[g, 1], found[m, 1]) - max(truth[g, 0], found[m, 0])
            hull = max(truth[g, 1], found[m, 1]) - min(truth[g, 0], found[m, 0])
            this = shared / hull if shared > 0.0 else 0.0
            if row[m] < 0 or this > tiou[m]:
                row[m] = g
                tiou[m] = this
    return row, tiou


def _shares(matching: Matching, types: Types) -> Floats:
    n_truths = np.bincount(matching.truth.label_idx)
    band = matching.rank // n_truths[matching.found.label_idx]
    shares = np.zeros((BANDS, len(TYPES)))
    for b in range(BANDS):
        inside = types[:, band == b]
        if inside.size:
            shares[b] = np.bincount(inside.ravel(), minlength=len(TYPES)) / inside.size
    return shares


def _costs(matching: Matching, types: Types, weights: Floats) -> tuple[float, Floats]:
    """Return the mean AP and what it gains without the errors of each type."""
    n_truths = np.bincount(matching.truth.label_idx)
    rows = matching.found.rows_of_labels(len(n_truths))

    def mean_ap(without: int | None) -> float:
        return float(
            np.mean(
                [
                    normalised_ap((of_label == TRUE)[of_label != without], n_truths[k], weights[k])
                    for k in matching.labels_idx
                    for of_label in types[:, rows[k]]
                ]
            )
        )

    whole = mean_ap(None)
    gains = [mean_ap(kind) - whole for kind in range(1, len(TYPES))]
    return whole, np.array([0.0, *gains])
