"""Measurements as text for a person and as values for JSON. Tables are in percent, JSON is not."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from pgcn_core.evaluation.average_precision import Floats
from pgcn_core.evaluation.diagnosis import TYPES, Diagnosis
from pgcn_core.evaluation.mean_ap import MeanAveragePrecision
from pgcn_core.evaluation.recall import AverageRecall
from pgcn_core.evaluation.sensitivity import Bin


def map_values(measured: MeanAveragePrecision) -> dict[str, Any]:
    """Return ``map`` by tIoU, ``average_map``, ``per_label`` and what has no ground truth."""
    keys = [f"{tiou:g}" for tiou in measured.tious]
    return {
        "map": dict(zip(keys, map(float, measured.map), strict=True)),
        "average_map": measured.average_map,
        "per_label": {
            label: {
                "ground_truth": int(n_truths),
                "ap": dict(zip(keys, map(float, row), strict=True)),
                "average_ap": float(row.mean()),
            }
            for label, row, n_truths in zip(
                measured.labels, measured.per_label, measured.n_truths, strict=True
            )
        },
        "labels_without_ground_truth": list(measured.labels_without_ground_truth),
    }


def by_tiou(tious: Floats, values: Floats) -> dict[str, float]:
    """Return a value of each tIoU under its name, such as 0.5."""
    return dict(zip((f"{tiou:g}" for tiou in tious), map(float, values), strict=True))


def map_table(measured: MeanAveragePrecision) -> str:
    """Return AP of each label and their mean, a column per tIoU, in percent."""
    rows = [
        (label, *map(_percent, row), _percent(row.mean()))
        for label, row in zip(measured.labels, measured.per_label, strict=True)
    ]
    mean = ("mean", *map(_percent, measured.map), _percent(measured.average_map))
    head = ("AP, % @ tIoU", *(f"{tiou:g}" for tiou in measured.tious), "average")
    return table([head, *rows, mean], rules_before={1, len(rows) + 1})


def error_values(diagnosis: Diagnosis, bins: list[Bin]) -> dict[str, Any]:
    """Return shares, costs and missed truths, by name of the error type."""
    tious = [f"{tiou:g}" for tiou in diagnosis.matching.tious]
    return {
        "tiou": [float(tiou) for tiou in diagnosis.matching.tious],
        "detections": len(diagnosis.matching.found),
        "average_map": diagnosis.average_map,
        "average_map_n": diagnosis.average_map_n,
        "shares": _by_type(np.mean(_all_shares(diagnosis), axis=0)),
        "bands": [_by_type(band) for band in diagnosis.shares],
        "gain_average_map": _by_type(diagnosis.gains, first=1),
        "gain_average_map_n": _by_type(diagnosis.gains_n, first=1),
        "ground_truth": len(diagnosis.matching.truth),
        "missed": dict(zip(tious, map(int, diagnosis.missed), strict=True)),
        "sensitivity": [_bin_values(each) for each in bins],
    }


def error_table(diagnosis: Diagnosis, bins: list[Bin]) -> str:
    """Return the error types and the bins as two tables, in percent."""
    shares = np.mean(_all_shares(diagnosis), axis=0)
    errors = [
        (name, _percent(shares[idx]), *_gains(diagnosis, idx)) for idx, name in enumerate(TYPES)
    ]
    head = ("error", "share", "fixed: mAP_N", "fixed: mAP")
    whole = ("best 10 G", "", _percent(diagnosis.average_map_n), _percent(diagnosis.average_map))
    sizes = [
        (
            f"{each.characteristic} {each.name}",
            _edge(each),
            str(each.n_truths),
            "-" if each.average_map_n is None else _percent(each.average_map_n),
            "-" if each.missed is None else _percent(each.missed),
        )
        for each in bins
    ]
    first = table([head, *errors, whole], rules_before={1, len(errors) + 1})
    second = table([("actions", "up to", "there", "mAP_N", "missed"), *sizes], rules_before={1})
    return f"{first}\n\n{second}"


def recall_values(measured: AverageRecall) -> dict[str, Any]:
    """Return ``average_recall`` by AN and ``recall`` by AN and tIoU."""
    keys = [str(count) for count in measured.counts]
    tious = [f"{tiou:g}" for tiou in measured.tious]
    return {
        "average_recall": dict(zip(keys, map(float, measured.average), strict=True)),
        "recall": {
            key: dict(zip(tious, map(float, row), strict=True))
            for key, row in zip(keys, measured.recall, strict=True)
        },
        "proposals_used_per_video": dict(zip(keys, map(float, measured.mean_used), strict=True)),
        "ground_truth": measured.n_truths,
        "proposals": measured.n_proposals,
    }


def recall_table(measured: AverageRecall) -> str:
    """Return recall at each AN, a column per tIoU, in percent."""
    head = ("recall, % @ tIoU", *(f"{tiou:g}" for tiou in measured.tious), "average", "used")
    rows = [
        (f"AN {count}", *map(_percent, row), _percent(row.mean()), f"{used:.1f}")
        for count, row, used in zip(
            measured.counts, measured.recall, measured.mean_used, strict=True
        )
    ]
    return table([head, *rows], rules_before={1})


def table(rows: list[tuple[str, ...]], rules_before: set[int]) -> str:
    """Return rows in columns, the first to the left, the others to the right.

    Args:
        rows: All of one length.
        rules_before: Rows with a line above them.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for number, (first, *others) in enumerate(rows):
        if number in rules_before:
            lines.append("-" * (sum(widths) + 2 * len(others)))
        cells = [text.rjust(width) for text, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    return "\n".join(lines)


def _percent(value: float) -> str:
    return f"{100 * value:.2f}"


def _gains(diagnosis: Diagnosis, idx: int) -> tuple[str, str]:
    if idx == 0:
        return "", ""
    return f"{100 * diagnosis.gains_n[idx]:+.2f}", f"{100 * diagnosis.gains[idx]:+.2f}"


def _all_shares(diagnosis: Diagnosis) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return (T, 6) the share of each type among all detections looked at."""
    n_found = max(len(diagnosis.matching.found), 1)
    counts = [np.bincount(row, minlength=len(TYPES)) for row in diagnosis.types]
    return np.array(counts, np.float64) / n_found


def _by_type(values: np.ndarray[Any, np.dtype[np.float64]], first: int = 0) -> dict[str, float]:
    return {name: float(values[idx]) for idx, name in enumerate(TYPES) if idx >= first}


def _bin_values(each: Bin) -> dict[str, Any]:
    return {
        "characteristic": each.characteristic,
        "bin": each.name,
        "above": each.above if math.isfinite(each.above) else None,
        "up_to": each.up_to if math.isfinite(each.up_to) else None,
        "ground_truth": each.n_truths,
        "average_map_n": each.average_map_n,
        "missed": each.missed,
    }


def _edge(each: Bin) -> str:
    return f"{each.up_to:g}" if math.isfinite(each.up_to) else "more"
