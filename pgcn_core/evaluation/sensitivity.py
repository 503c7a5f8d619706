"""How detections do on short and long, rare and crowded actions (DETAD sections 4.2 and 4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from pgcn_core.evaluation.average_precision import Floats, Indices
from pgcn_core.evaluation.diagnosis import Matching, normalised_ap
from pgcn_core.evaluation.products import Comparison

BinsOf = Literal["activitynet", "thumos14"]
_INF = float("inf")
# Upper edges, each part of its own bin; coverage is the share of its video an action fills.
_EDGES: dict[BinsOf, dict[str, tuple[float, ...]]] = {
    "activitynet": {
        "coverage": (0.2, 0.4, 0.6, 0.8, 1.0),
        "length": (30, 60, 120, 180, _INF),
        "instances": (1, 4, 8, _INF),
    },
    "thumos14": {
        "coverage": (0.02, 0.04, 0.06, 0.08, 1.0),
        "length": (3, 6, 12, 18, _INF),
        "instances": (1, 40, 80, _INF),
    },
}
_SIZES = ("XS", "S", "M", "L", "XL")


@dataclass(frozen=True, slots=True)
class Bin:
    """The truths of one range of one characteristic.

    Attributes:
        characteristic: ``coverage``, ``length`` (seconds) or ``instances`` (truths of the same
            label in the same video).
        name: XS, S, M, L or XL.
        above: Lower edge, outside; minus infinity for the first.
        up_to: Upper edge, inside.
        n_truths: Truths in it.
        average_map_n: Normalised mean AP over labels that have truths in it and over thresholds;
            None without truths.
        missed: Share of its truths that nothing found, mean over thresholds; None without truths.
    """

    characteristic: str
    name: str
    above: float
    up_to: float
    n_truths: int
    average_map_n: float | None
    missed: float | None


def sensitivity(comparison: Comparison, matching: Matching, bins_of: BinsOf) -> list[Bin]:
    """Return every bin of every characteristic that is known.

    In a bin its own truths count alone, and detections that took a truth outside it at any
    threshold are left out. Coverage is left out unless all durations are known; truths that are
    longer than their video count as covering it.

    Args:
        comparison: Ground truth and detections.
        matching: What ``match_all`` gives for all of them.
        bins_of: Whose edges.
    """
    found = []
    for name, values in _characteristics(comparison, matching).items():
        edges = _EDGES[bins_of][name]
        which = np.searchsorted(np.array(edges), values, "left")
        for b, up_to in enumerate(edges):
            inside = np.asarray(which == b, np.bool_)
            n_truths = int(inside.sum())
            found.append(
                Bin(
                    name,
                    _SIZES[b],
                    edges[b - 1] if b else -_INF,
                    up_to,
                    n_truths,
                    _average_map_n(matching, inside) if n_truths else None,
                    _missed(matching, inside) if n_truths else None,
                )
            )
    return found


def _characteristics(comparison: Comparison, matching: Matching) -> dict[str, Floats]:
    truth = matching.truth
    length = truth.segments[:, 1] - truth.segments[:, 0]
    known: dict[str, Floats] = {}
    duration_s = comparison.duration_s[truth.video_idx]
    if np.isfinite(duration_s).all() and (duration_s > 0).all():
        known["coverage"] = np.minimum(length / duration_s, 1.0)
    known["length"] = length
    pair = truth.video_idx * len(comparison.labels) + truth.label_idx
    _, which, counts = np.unique(pair, return_inverse=True, return_counts=True)
    known["instances"] = counts[which].astype(np.float64)
    return known


def _average_map_n(matching: Matching, inside: NDArray[np.bool_]) -> float:
    taken = matching.taken
    is_outside = np.concatenate([~inside, [False]])  # the last is what -1, nothing taken, reads
    kept = np.asarray(~is_outside[taken].any(axis=0), np.bool_)
    n_truths = np.bincount(matching.truth.label_idx[inside])
    rows: list[Indices] = matching.found.rows_of_labels(len(n_truths))
    return float(
        np.mean(
            [
                normalised_ap(right[kept[rows[k]]], n_truths[k], matching.mean_truths)
                for k in np.flatnonzero(n_truths)
                for right in taken[:, rows[k]] >= 0
            ]
        )
    )


def _missed(matching: Matching, inside: NDArray[np.bool_]) -> float:
    found = [np.isin(np.flatnonzero(inside), row).mean() for row in matching.taken]
    return 1.0 - float(np.mean(found))
