"""Which segments of many videos lie over each other: all of them at once, in arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.services.review_columns import Floats, Spans

Indices = NDArray[np.int64]
# From here on two segments are the same thing seen twice.
SAME_TIOU = 0.5
# Pairs looked at in one go; more would need memory by the gigabyte in a crowd.
PAIRS_AT_ONCE = 1 << 18


@dataclass(frozen=True, slots=True, eq=False)
class Overlaps:
    """The best overlaps of n segments with others.

    Attributes:
        same: (n,) float64 highest tIoU with one of the same label, 0 below ``SAME_TIOU``.
        other: (n,) float64 highest tIoU with one of another label, 0 below ``SAME_TIOU``.
        other_idx: (n,) int64 which one that is, -1 for none.
    """

    same: Floats
    other: Floats
    other_idx: Indices


def best_overlaps(spans: Spans, others: Spans) -> Overlaps:
    """Return, for each segment, its best overlaps with segments of the same video.

    A segment of length L has a tIoU of ``SAME_TIOU`` or more only with such as start between L
    before its start and L / 2 behind it, so these are looked at and no more.
    """
    n = len(spans)
    found = Overlaps(np.zeros(n), np.zeros(n), np.full(n, -1, np.int64))
    if not n or not len(others):
        return found
    order = np.lexsort((others.start_s, others.video))
    for rows, columns in _near(spans, others, order):
        _take(found, spans, others, rows, columns)
    return found


def _near(spans: Spans, others: Spans, order: Indices) -> Iterator[tuple[Indices, Indices]]:
    """Yield pairs (rows of spans, rows of others) that may overlap by enough."""
    # One axis for all videos: each has a stretch of its own, too far from the next to reach it.
    reach_s = max(float(spans.end_s.max()), float(others.end_s.max())) * 3 + 1
    at = others.video[order] * reach_s + others.start_s[order]
    begin_s = spans.video * reach_s + spans.start_s
    length_s = spans.end_s - spans.start_s
    slack_s = 1e-9 * reach_s * (1 + float(spans.video.max()))
    low = np.searchsorted(at, begin_s - length_s * (1 / SAME_TIOU - 1) - slack_s)
    high = np.searchsorted(at, begin_s + length_s * (1 - SAME_TIOU) + slack_s, side="right")
    count = high - low
    running = np.concatenate([[0], np.cumsum(count)])
    first = 0
    while first < len(count):
        last = int(np.searchsorted(running, running[first] + PAIRS_AT_ONCE, side="right")) - 1
        last = min(max(last, first + 1), len(count))
        rows = np.repeat(np.arange(first, last), count[first:last])
        within = np.arange(len(rows)) - np.repeat(
            running[first:last] - running[first], count[first:last]
        )
        yield rows, order[low[rows] + within]
        first = last


def _take(found: Overlaps, spans: Spans, others: Spans, rows: Indices, columns: Indices) -> None:
    start_s = np.maximum(spans.start_s[rows], others.start_s[columns])
    shared_s = np.minimum(spans.end_s[rows], others.end_s[columns]) - start_s
    whole_s = (spans.end_s - spans.start_s)[rows] + (others.end_s - others.start_s)[columns]
    tiou = np.where(shared_s > 0, shared_s / np.maximum(whole_s - shared_s, 1e-12), 0.0)
    is_near = (tiou >= SAME_TIOU) & (spans.video[rows] == others.video[columns])
    rows, columns, tiou = rows[is_near], columns[is_near], tiou[is_near]
    is_same = spans.label[rows] == others.label[columns]
    np.maximum.at(found.same, rows[is_same], tiou[is_same])
    rows, columns, tiou = rows[~is_same], columns[~is_same], tiou[~is_same]
    order = np.argsort(tiou, kind="stable")
    found.other[rows[order]] = tiou[order]
    found.other_idx[rows[order]] = columns[order]
