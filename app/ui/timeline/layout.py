"""Lanes, the rows inside them, and where they lie. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.ui.timeline.culling import LaneIndex
from app.ui.timeline.entries import EntryTable, Kind

LANE_MIN_PX = 26
LANE_MAX_PX = 42
LANE_PAD_PX = 3
# Below the rows lies a thin one for rejected suggestions, clear of the lane's border.
LANE_FOOT_PX = 7
ROW_PX = 17
GHOST_PX = 3
# Deeper overlaps share the last row: a lane must not swallow the window.
MAX_ROWS = 5
BLANK_LANE = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One label's strip. The last lane of a layout is blank, for drawing: its id is empty."""

    label_id: str
    n_entries: int
    top_px: int
    height_px: int


@dataclass(frozen=True, slots=True, eq=False)
class LaneLayout:
    """Shown entries sorted by (lane, start), and where they lie below the lanes' top.

    Attributes:
        lanes: Top to bottom, the blank one last.
        entry: (M,) int64 row of the entry table.
        lane: (M,) int64.
        kind: (M,) uint8, a ``Kind``.
        strength: (M,) float64 in [0, 1], score over the highest one; 1 for annotations.
        row: (M,) int64 index into the ``row_`` arrays.
        row_top_px: (R,) int64.
        row_px: (R,) int64 height.
        row_lane: (R,) int64.
        index: Culling by lane and time; its arrays are in the same order.
        place: (table rows,) int64 position in this layout, -1 when not shown.
        height_px: Of all lanes.
    """

    lanes: tuple[Lane, ...]
    entry: NDArray[np.int64]
    lane: NDArray[np.int64]
    kind: NDArray[np.uint8]
    strength: NDArray[np.float64]
    row: NDArray[np.int64]
    row_top_px: NDArray[np.int64]
    row_px: NDArray[np.int64]
    row_lane: NDArray[np.int64]
    index: LaneIndex
    place: NDArray[np.int64]
    height_px: int

    def lane_at(self, y_px: float) -> int | None:
        """Return the lane at a height below the lanes' top, or None."""
        if not 0 <= y_px < self.height_px:
            return None
        tops = [lane.top_px for lane in self.lanes]
        return int(np.searchsorted(tops, y_px, side="right")) - 1

    def lanes_between(self, top_px: float, bottom_px: float) -> range:
        """Return the lanes that show between two heights below the lanes' top."""
        tops = np.array([lane.top_px for lane in self.lanes])
        first = max(int(np.searchsorted(tops, top_px, side="right")) - 1, 0)
        return range(first, int(np.searchsorted(tops, bottom_px, side="left")))


def first_use_order(known: tuple[str, ...], table: EntryTable) -> tuple[str, ...]:
    """Return label ids in order of first use: known ones stay, new ones follow by earliest start.

    Labels without an entry are left out.
    """
    used = np.unique(table.label)
    earliest = np.full(len(table.label_ids), np.inf)
    np.minimum.at(earliest, table.label, table.start_s)
    ids = {table.label_ids[code]: float(earliest[code]) for code in used}
    stay = tuple(label_id for label_id in known if label_id in ids)
    return stay + tuple(sorted(ids.keys() - set(stay), key=lambda one: (ids[one], one)))


def lay_out(
    table: EntryTable, label_ids: tuple[str, ...], min_score: float, available_px: int
) -> LaneLayout:
    """Return the layout of all entries, suggestions below ``min_score`` left out.

    Args:
        table: The entries.
        label_ids: Order of lanes; those with nothing to show are left out.
        min_score: Raw score a suggestion needs.
        available_px: Height of the window for lanes; few lanes grow a little to fill it.
    """
    shown = np.flatnonzero((table.kind == Kind.ANNOTATION) | (table.score >= min_score))
    counts = np.bincount(table.label[shown], minlength=len(table.label_ids))
    codes = [table.code(label_id) for label_id in label_ids]
    codes = [code for code in codes if counts[code]]
    lane_of = np.full(len(table.label_ids), -1, np.int64)
    lane_of[codes] = np.arange(len(codes))
    lane = lane_of[table.label[shown]]
    order = np.lexsort((table.start_s[shown], lane))
    entry, lane = shown[order], lane[order]
    sub_rows, n_rows = stack(
        lane, table.start_s[entry], table.end_s[entry], table.kind[entry] != Kind.REJECTED,
        len(codes),
    )  # fmt: skip
    ids = tuple(table.label_ids[code] for code in codes)
    rows = _place_rows(n_rows, available_px)
    lanes = _lanes(ids, counts[codes], rows)
    place = np.full(table.n_entries, -1, np.int64)
    place[entry] = np.arange(len(entry))
    return LaneLayout(
        lanes=lanes, entry=entry, lane=lane, kind=table.kind[entry],
        strength=_strength(table.kind[entry], table.score[entry]),
        row=rows.first[lane] + np.where(sub_rows < 0, n_rows[lane], sub_rows),
        row_top_px=rows.top_px, row_px=rows.height_px, row_lane=rows.lane,
        index=LaneIndex.of(lane, table.start_s[entry], table.end_s[entry], len(lanes)),
        place=place, height_px=lanes[-1].top_px + lanes[-1].height_px,
    )  # fmt: skip


def _strength(kind: NDArray[np.uint8], score: NDArray[np.float64]) -> NDArray[np.float64]:
    # Raw scores have no fixed range, so the brightest suggestion is the best of this video.
    suggested = kind != Kind.ANNOTATION
    top = float(np.max(score[suggested], initial=0.0))
    relative = np.clip(score / top, 0.0, 1.0) if top > 0 else np.zeros(len(score))
    return np.where(suggested, relative, 1.0)


def stack(
    lane: NDArray[np.int64], start_s: NDArray[np.float64], end_s: NDArray[np.float64],
    counts: NDArray[np.bool_], n_lanes: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    """Put overlapping segments of a lane in rows below each other, first fit by start.

    Args:
        lane: (M,) sorted.
        start_s: (M,) sorted within a lane.
        end_s: (M,).
        counts: (M,) whether a segment takes room; the others get row -1.
        n_lanes: How many lanes there are.

    Returns:
        (M,) row within the lane, and (n_lanes,) how many rows each needs, at least 1. A lane has
        at most ``MAX_ROWS``; what overlaps more lies in the row that is free soonest.
    """
    rows = np.full(len(lane), -1, np.int64)
    solid = np.flatnonzero(counts)
    rows[solid] = 0
    for begin, end in _clusters(lane[solid], start_s[solid], end_s[solid]):
        members = solid[begin:end]
        rows[members] = _first_fit(start_s[members].tolist(), end_s[members].tolist())
    n_rows = np.ones(n_lanes, np.int64)
    np.maximum.at(n_rows, lane, rows + 1)
    return rows, n_rows


def _clusters(
    lane: NDArray[np.int64], start_s: NDArray[np.float64], end_s: NDArray[np.float64]
) -> list[tuple[int, int]]:
    # Only segments that overlap a neighbour need the sequential fit; most do not.
    if not len(lane):
        return []
    index = LaneIndex.of(lane, start_s, end_s, int(lane[-1]) + 1)
    fresh = np.ones(len(lane), bool)
    fresh[1:] = (lane[1:] != lane[:-1]) | (start_s[1:] >= index.reach_s[:-1])
    begins = np.flatnonzero(fresh)
    ends = np.append(begins[1:], len(lane))
    several = ends - begins > 1
    return list(zip(begins[several].tolist(), ends[several].tolist(), strict=True))


def _first_fit(starts_s: list[float], ends_s: list[float]) -> list[int]:
    busy_until: list[float] = []
    rows: list[int] = []
    for start_s, end_s in zip(starts_s, ends_s, strict=True):
        row = next((k for k, busy_s in enumerate(busy_until) if busy_s <= start_s), -1)
        if row < 0 and len(busy_until) < MAX_ROWS:
            row = len(busy_until)
            busy_until.append(end_s)
        elif row < 0:
            row = busy_until.index(min(busy_until))
        busy_until[row] = max(busy_until[row], end_s)
        rows.append(row)
    return rows


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    first: NDArray[np.int64]
    top_px: NDArray[np.int64]
    height_px: NDArray[np.int64]
    lane: NDArray[np.int64]
    lane_top_px: NDArray[np.int64]


def _place_rows(n_rows: NDArray[np.int64], available_px: int) -> _Rows:
    n_lanes = len(n_rows)
    single_px = min(max(available_px // (n_lanes + 1), LANE_MIN_PX), LANE_MAX_PX)
    inner_px = single_px - LANE_PAD_PX - LANE_FOOT_PX
    row_px = np.where(n_rows == 1, inner_px, ROW_PX)
    lane_px = np.maximum(n_rows * row_px + LANE_PAD_PX + LANE_FOOT_PX, single_px)
    lane_top = np.concatenate([[0], np.cumsum(lane_px)]).astype(np.int64)
    # Each lane has its rows and then one thin row for rejected suggestions.
    per_lane = n_rows + 1
    first = np.concatenate([[0], np.cumsum(per_lane)[:-1]]).astype(np.int64)[:n_lanes]
    lane = np.repeat(np.arange(n_lanes), per_lane)
    sub = np.arange(len(lane)) - first[lane] if n_lanes else np.empty(0, np.int64)
    is_ghost = sub == n_rows[lane]
    top = np.where(
        is_ghost,
        lane_top[lane + 1] - GHOST_PX - 2,
        lane_top[lane] + LANE_PAD_PX + sub * row_px[lane],
    )
    height = np.where(is_ghost, GHOST_PX, row_px[lane] - (n_rows[lane] > 1))
    return _Rows(first, top, height, lane, lane_top)


def _lanes(ids: tuple[str, ...], counts: NDArray[np.int64], rows: _Rows) -> tuple[Lane, ...]:
    tops = rows.lane_top_px.tolist()
    named = [
        Lane(label_id, int(count), top, below - top)
        for label_id, count, top, below in zip(ids, counts, tops[:-1], tops[1:], strict=True)
    ]
    return (*named, Lane(BLANK_LANE, 0, tops[-1], LANE_MIN_PX))
