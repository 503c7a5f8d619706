"""Lanes, the rows inside them, and where they lie. No Qt."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.ui.timeline.culling import LaneIndex
from app.ui.timeline.entries import EntryTable, Kind
from app.ui.timeline.stacks import LaneStack, LaneStacks

LANE_MIN_PX = 26
LANE_MAX_PX = 42
LANE_PAD_PX = 3
# Below the rows lies a thin one for rejected suggestions, clear of the lane's border.
LANE_FOOT_PX = 7
ROW_PX = 17
# A collapsed lane: its name can still be read, in small letters.
THIN_LANE_PX = 16
GHOST_PX = 3
BLANK_LANE = ""
T = TypeVar("T", bound=np.generic)


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

    def is_framed_as(self, other: LaneLayout) -> bool:
        """Whether lanes and rows lie where those of another layout lie."""
        return (
            [(one.label_id, one.top_px, one.height_px) for one in self.lanes]
            == [(one.label_id, one.top_px, one.height_px) for one in other.lanes]
            and np.array_equal(self.row_top_px, other.row_top_px)
            and np.array_equal(self.row_px, other.row_px)
        )

    def lanes_between(self, top_px: float, bottom_px: float) -> range:
        """Return the lanes that show between two heights below the lanes' top."""
        tops = np.array([lane.top_px for lane in self.lanes])
        first = max(int(np.searchsorted(tops, top_px, side="right")) - 1, 0)
        return range(first, int(np.searchsorted(tops, bottom_px, side="left")))


def first_use_order(known: tuple[str, ...], table: EntryTable) -> tuple[str, ...]:
    """Return label ids in order of first use: known ones stay, new ones follow by earliest start.

    Labels without an entry are left out.
    """
    counts = np.bincount(table.label, minlength=len(table.label_ids)).tolist()
    used = {table.label_ids[code] for code, count in enumerate(counts) if count}
    stay = tuple(label_id for label_id in known if label_id in used)
    new = {one: _earliest_s(table, table.code(one)) for one in used.difference(stay)}
    return stay + tuple(sorted(new, key=lambda one: (new[one], one)))


def _earliest_s(table: EntryTable, code: int) -> float:
    return float(np.min(table.start_s[table.label == code]))


@dataclass(frozen=True, slots=True, eq=False)
class Arranged:
    """Entries in their lanes and rows, before anybody knows how high the window is.

    Attributes:
        label_ids: Of each lane.
        counts: (lanes,) int64 entries in each.
        entry: (M,) int64 row of the entry table, sorted by (lane, start).
        lane: (M,) int64.
        kind: (M,) uint8.
        strength: (M,) float64.
        sub_row: (M,) int64 row within the lane, -1 for rejected ones.
        n_rows: (lanes,) int64.
        index: Culling.
        place: (table rows,) int64.
        top_score: Of the table, what strength is measured by.
    """

    label_ids: tuple[str, ...]
    counts: NDArray[np.int64]
    entry: NDArray[np.int64]
    lane: NDArray[np.int64]
    kind: NDArray[np.uint8]
    strength: NDArray[np.float64]
    sub_row: NDArray[np.int64]
    n_rows: NDArray[np.int64]
    index: LaneIndex
    place: NDArray[np.int64]
    top_score: float

    def copy(self) -> Arranged:
        """Return one that can be written without changing this one; lanes stay as long."""
        return replace(
            self,
            entry=self.entry.copy(),
            kind=self.kind.copy(),
            strength=self.strength.copy(),
            sub_row=self.sub_row.copy(),
            n_rows=self.n_rows.copy(),
            place=self.place.copy(),
            index=self.index.copy(),
        )

    def span(self, lane: int) -> slice:
        """Return where a lane's entries stand."""
        return slice(int(self.index.offsets[lane]), int(self.index.offsets[lane + 1]))

    def write(self, lane: int, stack: LaneStack, strength: NDArray[np.float64]) -> None:
        """Put as many other entries in the place of a lane's."""
        span = self.span(lane)
        self.entry[span], self.kind[span], self.sub_row[span] = (
            stack.entry,
            stack.kind,
            stack.sub_row,
        )
        self.strength[span] = strength
        self.place[stack.entry] = np.arange(span.start, span.stop)
        self.n_rows[lane] = stack.n_rows
        self.index.write(lane, stack.start_s, stack.end_s)


def arrange(
    table: EntryTable,
    label_ids: tuple[str, ...],
    min_score: float,
    stacks: LaneStacks | None = None,
    kept: Collection[str] = (),
) -> Arranged:
    """Return all entries in lanes and rows, suggestions below ``min_score`` left out.

    Args:
        table: The entries.
        label_ids: Order of lanes; those with nothing to show are left out.
        min_score: Raw score a suggestion needs.
        stacks: What is known of the lanes of this table already.
        kept: Labels whose lanes stay though they have nothing to show.
    """
    stacks = stacks or LaneStacks()
    every = [(one, stacks.of(table, table.code(one), min_score)) for one in label_ids]
    lanes = [(one, found) for one, found in every if len(found.entry) or one in kept]
    counts = np.array([len(found.entry) for _, found in lanes], np.int64)
    lane = np.repeat(np.arange(len(lanes)), counts)
    entry = _joined([found.entry for _, found in lanes], np.int64)
    kind = _joined([found.kind for _, found in lanes], np.uint8)
    start_s = _joined([found.start_s for _, found in lanes], np.float64)
    end_s = _joined([found.end_s for _, found in lanes], np.float64)
    place = np.full(table.n_entries, -1, np.int64)
    place[entry] = np.arange(len(entry))
    return Arranged(
        label_ids=tuple(label_id for label_id, _ in lanes), counts=counts,
        entry=entry, lane=lane, kind=kind,
        strength=_strength(kind, table.score[entry], table.top_score),
        sub_row=_joined([found.sub_row for _, found in lanes], np.int64),
        n_rows=np.array([found.n_rows for _, found in lanes], np.int64), place=place,
        index=LaneIndex.of(lane, start_s, end_s, len(lanes) + 1), top_score=table.top_score,
    )  # fmt: skip


def arrange_again(
    before: Arranged,
    table: EntryTable,
    min_score: float,
    stacks: LaneStacks,
    stale: Collection[str],
) -> Arranged | None:
    """Return entries arranged again where only some lanes have others, as many as they had.

    Args:
        before: How they were arranged.
        table: The entries, as many as before.
        min_score: Raw score a suggestion needs.
        stacks: The lanes of the table.
        stale: Labels whose entries are others now.

    Returns:
        None where more than that has changed: arrange all.
    """
    new = set(stale).difference(before.label_ids)
    if any(len(stacks.of(table, table.code(one), min_score).entry) for one in new):
        return None
    lanes = [k for k, label_id in enumerate(before.label_ids) if label_id in stale]
    found = [stacks.of(table, table.code(before.label_ids[k]), min_score) for k in lanes]
    is_alike = len(before.place) == table.n_entries and before.top_score == table.top_score
    if not is_alike or [len(one.entry) for one in found] != before.counts[lanes].tolist():
        return None
    now = before.copy()
    for k in lanes:
        now.place[now.entry[now.span(k)]] = -1
    for k, stack in zip(lanes, found, strict=True):
        now.write(k, stack, _strength(stack.kind, table.score[stack.entry], table.top_score))
    return now


def _joined(parts: list[NDArray[T]], dtype: type[T]) -> NDArray[T]:
    return np.concatenate(parts) if parts else np.empty(0, dtype)


def lay_out(
    arranged: Arranged,
    available_px: int,
    collapsed: Collection[str] = frozenset(),
    below_px: int = 0,
) -> LaneLayout:
    """Return where everything lies; few lanes grow a little to fill the available height.

    Args:
        arranged: The entries in their rows.
        available_px: Height that lanes may fill.
        collapsed: Labels whose lanes are thin, everything in one row.
        below_px: Room below the rows of every lane for another layer.
    """
    lane = arranged.lane
    is_thin = np.array([one in collapsed for one in arranged.label_ids], bool)
    n_rows = np.where(is_thin, 1, arranged.n_rows)
    sub_row = arranged.sub_row
    if is_thin.any():
        sub_row = np.where(is_thin[lane], np.minimum(sub_row, 0), sub_row)
    rows = _place_rows(n_rows, available_px, is_thin, below_px)
    lanes = _lanes(arranged.label_ids, arranged.counts, rows)
    return LaneLayout(
        lanes=lanes, entry=arranged.entry, lane=lane, kind=arranged.kind,
        strength=arranged.strength,
        row=_rows_of(sub_row, arranged.counts, rows.first, n_rows),
        row_top_px=rows.top_px, row_px=rows.height_px, row_lane=rows.lane,
        index=arranged.index, place=arranged.place,
        height_px=lanes[-1].top_px + lanes[-1].height_px,
    )  # fmt: skip


def _rows_of(
    sub_row: NDArray[np.int64], counts: NDArray[np.int64], first: NDArray[np.int64],
    n_rows: NDArray[np.int64],
) -> NDArray[np.int64]:  # fmt: skip
    row = np.repeat(first, counts)
    row += sub_row
    rejected = np.flatnonzero(sub_row < 0)
    # They are marked by -1, and lie below their lane's last row.
    row[rejected] += 1 + np.repeat(n_rows, counts)[rejected]
    return row


def _strength(
    kind: NDArray[np.uint8], score: NDArray[np.float64], top_score: float
) -> NDArray[np.float64]:
    # Raw scores have no fixed range, so the brightest suggestion is the best of this video.
    relative = np.clip(score / top_score, 0.0, 1.0) if top_score > 0 else np.zeros(len(score))
    return np.where(kind != Kind.ANNOTATION, relative, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    first: NDArray[np.int64]
    top_px: NDArray[np.int64]
    height_px: NDArray[np.int64]
    lane: NDArray[np.int64]
    lane_top_px: NDArray[np.int64]


def _place_rows(
    n_rows: NDArray[np.int64], available_px: int, is_thin: NDArray[np.bool_], below_px: int
) -> _Rows:
    n_lanes = len(n_rows)
    n_full = n_lanes - int(np.count_nonzero(is_thin))
    room_px = available_px - (n_lanes - n_full) * THIN_LANE_PX - n_lanes * below_px
    single_px = min(max(room_px // (n_full + 1), LANE_MIN_PX), LANE_MAX_PX)
    inner_px = single_px - LANE_PAD_PX - LANE_FOOT_PX
    row_px = np.where(n_rows == 1, inner_px, ROW_PX)
    row_px = np.where(is_thin, THIN_LANE_PX - LANE_PAD_PX - LANE_FOOT_PX, row_px)
    lane_px = np.maximum(n_rows * row_px + LANE_PAD_PX + LANE_FOOT_PX, single_px)
    lane_px = np.where(is_thin, THIN_LANE_PX, lane_px) + below_px
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
