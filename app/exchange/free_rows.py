"""Segments laid out on rows, for formats whose rows hold no two at a time."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappush, heapreplace


def free_rows(spans: Iterable[tuple[int, int]]) -> list[int]:
    """Return the row of each span, from 0, so that none overlap on a row; as few as can be.

    Args:
        spans: Start and end, in the order of their starts.
    """
    rows: list[int] = []
    ends: list[tuple[int, int]] = []
    for start, end in spans:
        if ends and ends[0][0] <= start:
            rows.append(ends[0][1])
            heapreplace(ends, (end, rows[-1]))
        else:
            rows.append(len(ends))
            heappush(ends, (end, rows[-1]))
    return rows
