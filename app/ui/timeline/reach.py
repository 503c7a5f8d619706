"""What a click, a range or a rubber band reaches on a board. Reads it, changes nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.ui.timeline.board import Board
from app.ui.timeline.entries import Kind
from app.ui.timeline.preview import BandPreview
from app.ui.timeline.selection import Selection


def toggled(board: Board, entry_id: str) -> Selection:
    """Return the selection with an entry taken in, or out; then the nearest one is current."""
    selection = board.selection
    rest = sorted(selection.ids - {entry_id})
    at_s = _start_s(board, entry_id)
    nearest = min(rest, key=lambda one: abs(_start_s(board, one) - at_s), default="")
    return selection.toggled(entry_id, nearest)


def extended(board: Board, entry_id: str) -> Selection:
    """Return the selection with all from the current entry to this one of the same lane.

    On another lane only the entry itself is added, as the current one.
    """
    here, there = _place(board, board.selected_id), _place(board, entry_id)
    lane = board.layout.lane
    if here < 0 or there < 0 or lane[here] != lane[there]:
        return Selection.of([entry_id, *board.selection.ids], entry_id)
    between = np.arange(min(here, there), max(here, there) + 1)
    wanted = _judged_out(board, between)
    return board.selection.plus([*_ids(board, wanted), entry_id])


def lane_of(board: Board, lane: int) -> Selection:
    """Return all of a lane, rejected ones left out; the current one stays if it is there."""
    low, high = board.layout.index.offsets[[lane, lane + 1]].tolist()
    ids = _ids(board, _judged_out(board, np.arange(low, high)))
    return Selection.of(ids, board.selected_id)


def all_shown(board: Board) -> Selection:
    """Return all of every lane shown, rejected ones left out."""
    ids = _ids(board, _judged_out(board, np.arange(len(board.layout.entry))))
    return Selection.of(ids, board.selected_id)


def touched(board: Board, band: BandPreview) -> list[str]:
    """Return the entries that a rubber band touches, by lane and start."""
    layout = board.layout
    top, bottom = band.inner_px
    # The blank lane holds nothing to find.
    lanes = layout.lanes_between(top, bottom)
    found = layout.index.in_view(range(lanes.start, lanes.stop), *band.span_s)
    row = layout.row[found]
    row_top = layout.row_top_px[row]
    return _ids(board, found[(row_top <= bottom) & (row_top + layout.row_px[row] >= top)])


def span_s(board: Board) -> tuple[float, float] | None:
    """Return from where to where the selection reaches, None without one."""
    rows = board.selected_rows
    if not len(rows):
        return None
    return float(board.table.start_s[rows].min()), float(board.table.end_s[rows].max())


def total_s(board: Board) -> float:
    """Return the length of all that is selected together, overlaps counted twice."""
    rows = board.selected_rows
    return float((board.table.end_s[rows] - board.table.start_s[rows]).sum())


def _judged_out(board: Board, places: NDArray[np.int64]) -> NDArray[np.int64]:
    return places[board.layout.kind[places] != Kind.REJECTED]


def _ids(board: Board, places: NDArray[np.int64]) -> list[str]:
    ids = board.table.ids
    return [ids[row] for row in board.layout.entry[places].tolist()]


def _place(board: Board, entry_id: str) -> int:
    row = board.table.row(entry_id)
    return -1 if row is None else int(board.layout.place[row])


def _start_s(board: Board, entry_id: str) -> float:
    row = board.table.row(entry_id)
    return 0.0 if row is None else float(board.table.start_s[row])
