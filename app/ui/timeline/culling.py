"""What of many segments is in view, and what falls together below a pixel. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class LaneIndex:
    """Segments sorted by (lane, start), ready to be asked for a stretch of time.

    Attributes:
        starts_s: (M,) float64, increasing within a lane.
        ends_s: (M,) float64.
        reach_s: (M,) float64, the latest end so far within the lane.
        offsets: (lanes + 1,) int64; lane k holds ``offsets[k]:offsets[k + 1]``.
    """

    starts_s: NDArray[np.float64]
    ends_s: NDArray[np.float64]
    reach_s: NDArray[np.float64]
    offsets: NDArray[np.int64]

    @classmethod
    def of(
        cls, lanes: NDArray[np.int64], starts_s: NDArray[np.float64], ends_s: NDArray[np.float64],
        n_lanes: int,
    ) -> LaneIndex:  # fmt: skip
        """Return the index of segments that are sorted by (lane, start) already."""
        offsets = np.searchsorted(lanes, np.arange(n_lanes + 1)).astype(np.int64)
        reach_s = ends_s.copy()
        for lo, hi in pairwise(offsets.tolist()):
            np.maximum.accumulate(ends_s[lo:hi], out=reach_s[lo:hi])
        return cls(starts_s, ends_s, reach_s, offsets)

    def copy(self) -> LaneIndex:
        """Return an index that can be written without changing this one."""
        return LaneIndex(
            self.starts_s.copy(), self.ends_s.copy(), self.reach_s.copy(), self.offsets
        )

    def write(self, lane: int, starts_s: NDArray[np.float64], ends_s: NDArray[np.float64]) -> None:
        """Put other segments, increasing and as many, in the place of a lane's."""
        span = slice(int(self.offsets[lane]), int(self.offsets[lane + 1]))
        self.starts_s[span], self.ends_s[span] = starts_s, ends_s
        np.maximum.accumulate(ends_s, out=self.reach_s[span])

    def in_view(self, lanes: range, start_s: float, end_s: float) -> NDArray[np.int64]:
        """Return the positions of the lanes' segments that touch [start_s, end_s], in order."""
        slices = [self._slice(lane, start_s, end_s) for lane in lanes]
        if not slices:
            return np.empty(0, np.int64)
        found = np.concatenate([np.arange(lo, hi) for lo, hi in slices])
        return found[self.ends_s[found] >= start_s]

    def _slice(self, lane: int, start_s: float, end_s: float) -> tuple[int, int]:
        lo, hi = int(self.offsets[lane]), int(self.offsets[lane + 1])
        first = lo + int(np.searchsorted(self.reach_s[lo:hi], start_s, side="left"))
        behind = lo + int(np.searchsorted(self.starts_s[lo:hi], end_s, side="right"))
        return first, max(first, behind)


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Stretches of neighbouring pixel columns in one row that look alike.

    Attributes:
        row: (R,) int64.
        left: (R,) int64 first column.
        right: (R,) int64 column behind the last.
        rank: (R,) uint8, above zero; what is drawn there.
    """

    row: NDArray[np.int64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    rank: NDArray[np.uint8]


def collapse(
    rows: NDArray[np.int64], columns: NDArray[np.int64], ranks: NDArray[np.uint8],
    n_rows: int, n_columns: int,
) -> Runs:  # fmt: skip
    """Return the runs of pixel columns that hold something; the highest rank shows.

    Args:
        rows: (M,) row of each thing, in [0, n_rows).
        columns: (M,) pixel column of each thing; those outside [0, n_columns) are left out.
        ranks: (M,) from 1.
        n_rows: How many rows there are.
        n_columns: How many columns are in view.
    """
    inside = (columns >= 0) & (columns < n_columns)
    grid = _empty_grid(n_rows, n_columns)
    keys, ranks = (rows * (n_columns + 1) + columns)[inside], ranks[inside]
    for rank in np.flatnonzero(np.bincount(ranks)):
        grid[keys[ranks == rank]] = rank
    return _runs(grid, n_columns + 1)


def painted(
    rows: NDArray[np.int64], left: NDArray[np.int64], width: NDArray[np.int64],
    codes: NDArray[np.uint8], shape: tuple[int, int],
) -> NDArray[np.uint8]:  # fmt: skip
    """Return a grid of pixel columns with the highest code of the short spans over each, else 0.

    What this takes grows with the widths: it is meant for spans of a few columns.

    Args:
        rows: (M,) row of each span, in [0, shape[0]).
        left: (M,) first column.
        width: (M,) columns, at least 1; what lies beside the grid is left out.
        codes: (M,) from 1.
        shape: Rows and columns of the grid.
    """
    grid = np.zeros(shape, np.uint8)
    # Of those that share a column the last one written stays.
    order = np.argsort(codes, kind="stable")
    first, width = left[order].astype(np.int32), width[order].astype(np.int32)
    codes, keys = codes[order], (rows[order] * shape[1]).astype(np.int32) + first
    flat = grid.reshape(-1)
    # One code after the other, each of them column by column.
    ends = np.cumsum(np.bincount(codes)).tolist()
    for code, (begin, end) in enumerate(pairwise([0, *ends])):
        for step in range(int(width[begin:end].max(initial=0))):
            column = first[begin:end] + step
            lies_in = (width[begin:end] > step) & (column >= 0) & (column < shape[1])
            flat[keys[begin:end][lies_in] + step] = code
    return grid


def cover(
    rows: NDArray[np.int64], spans: NDArray[np.int64], ranks: NDArray[np.uint8],
    n_rows: int, n_columns: int,
) -> Runs:  # fmt: skip
    """Return the runs of pixel columns that spans cover; the highest rank shows.

    Args and what is cut are those of ``covered``.
    """
    return _runs(_covered(rows, spans, ranks, n_rows, n_columns), n_columns + 1)


def covered(
    rows: NDArray[np.int64], spans: NDArray[np.int64], ranks: NDArray[np.uint8],
    n_rows: int, n_columns: int,
) -> NDArray[np.uint8]:  # fmt: skip
    """Return (n_rows, n_columns) uint8, the highest rank of the spans over each column, else 0.

    Args:
        rows: (M,) row of each span, in [0, n_rows).
        spans: (M, 2) first column and the column behind the last; cut at the view's edges.
        ranks: (M,) from 1.
        n_rows: How many rows there are.
        n_columns: How many columns are in view.
    """
    grid = _covered(rows, spans, ranks, n_rows, n_columns)
    return grid[:-1].reshape(n_rows, n_columns + 1)[:, :-1]


def _covered(
    rows: NDArray[np.int64], spans: NDArray[np.int64], ranks: NDArray[np.uint8],
    n_rows: int, n_columns: int,
) -> NDArray[np.uint8]:  # fmt: skip
    width = n_columns + 1
    grid = _empty_grid(n_rows, n_columns)
    # Sorted once, each rank is a slice of its own.
    order = np.argsort(ranks, kind="stable")
    base = rows[order] * width
    begins, ends = (base + np.clip(spans[order, k], 0, n_columns) for k in (0, 1))
    first = 0
    for rank, n_spans in enumerate(np.bincount(ranks).tolist()):
        some, first = slice(first, first + n_spans), first + n_spans
        if n_spans:
            depth = np.bincount(begins[some], minlength=len(grid))
            depth -= np.bincount(ends[some], minlength=len(grid))
            grid[np.cumsum(depth) > 0] = rank
    return grid


def _empty_grid(n_rows: int, n_columns: int) -> NDArray[np.uint8]:
    # One empty column ends each row, so that a run never reaches into the next.
    return np.zeros(n_rows * (n_columns + 1) + 1, np.uint8)


def _runs(grid: NDArray[np.uint8], width: int) -> Runs:
    turns = np.flatnonzero(grid[1:] != grid[:-1]) + 1
    if grid[0]:
        turns = np.concatenate([[0], turns])
    begins = turns[grid[turns] > 0]
    ends = turns[np.searchsorted(turns, begins, side="right")] if len(begins) else begins
    left = begins % width
    return Runs(begins // width, left, left + ends - begins, grid[begins])


def strongest_per_column(
    columns: NDArray[np.int64], strength: NDArray[np.float64], limit: int
) -> NDArray[np.int64]:
    """Return the strongest thing of each column, at most ``limit``, weakest first.

    Args:
        columns: (E,) pixel column (or any key) of each thing.
        strength: (E,) how strong each is; ties go to the first.
        limit: How many may stay.
    """
    order = np.argsort(-strength, kind="stable")
    _, first = np.unique(columns[order], return_index=True)
    return order[np.sort(first)[:limit]][::-1]
