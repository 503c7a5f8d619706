"""Gestures on entries: choose, carry, and the rubber band."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.segment import Segment
from app.ui.timeline.board import Board
from app.ui.timeline.entries import Kind
from app.ui.timeline.gestures import CLICK_PX
from app.ui.timeline.layout import BLANK_LANE
from app.ui.timeline.movement import Landing, Moved, held_inside, land, moved
from app.ui.timeline.preview import BandPreview, MovePreview
from app.ui.timeline.reach import extended, touched
from app.ui.timeline.selection import Selection
from app.ui.timeline.snapping import NO_TIMES, SnapTargets
from app.ui.timeline.targets import snap_targets


class Carry:
    """A press on entries. A click chooses, a drag carries the selection along.

    What is pressed and not selected yet is selected at once; that is said only at a click, so
    that nothing else moves while the hand does. Further clicks go through what overlaps.
    """

    def __init__(self, board: Board, hits: list[str], x_px: float, y_px: float) -> None:
        self._board, self._hits = board, hits
        self._from_px, self._from_y_px = x_px, y_px
        self._from_s = board.axis.time_at(x_px)
        self._before = board.selection
        order = [one for one in (board.selected_id, *hits) if one in hits]
        self._held_id = next((one for one in order if one in board.selection), "")
        if not self._held_id:
            self._held_id = hits[0]
            board.mark(selection=Selection.only(hits[0]))
        self._load: _Load | None = None
        self._goes_in_time = False

    def move(self, x_px: float, y_px: float, *, free: bool) -> None:
        is_click = max(abs(x_px - self._from_px), abs(y_px - self._from_y_px)) < CLICK_PX
        if (self._load is None and is_click) or not self._board.is_editable:
            return
        self._load = self._load or _Load.of(self._board, self._held_id)
        if not self._load.ids:
            return
        # A hand on its way to another lane trembles; its segment stays where it is in time.
        self._goes_in_time |= abs(x_px - self._from_px) >= CLICK_PX
        # In time and not in pixels: the view may have gone on under the hand.
        by_s = self._board.axis.time_at(x_px) - self._from_s if self._goes_in_time else 0.0
        is_free = free or not self._goes_in_time
        preview = self._load.moved(self._board, by_s, self._lane_under(y_px), free=is_free)
        self._board.show_preview(preview)
        held = preview.held_segment
        self._board.entry_moving.emit(self._held_id, held.start_s, held.end_s)

    def release(self) -> None:
        board, preview = self._board, self._board.move_preview
        board.show_preview(None)
        if preview is not None and self._load is not None:
            result = self._load.result(preview, self._held_id)
            if result.segments or result.label_id is not None:
                board.entries_moved.emit(result)
                return
        chosen = board.selection
        board.mark(selection=self._before)
        board.pick(self._clicked() if self._load is None else chosen)

    def cancel(self) -> None:
        self._board.show_preview(None)
        self._board.mark(selection=self._before)

    def _clicked(self) -> Selection:
        is_again = self._held_id in self._before
        if is_again and len(self._before) == 1:
            beneath = self._hits.index(self._held_id) + 1
            return Selection.only(self._hits[beneath % len(self._hits)])
        return Selection.only(self._held_id)

    def _lane_under(self, y_px: float) -> str | None:
        held = self._board.entry(self._held_id)
        if held is None or abs(y_px - self._from_y_px) < CLICK_PX:
            return None
        label_id, timeline = self._board.lane_id_at(y_px), self._board.timeline
        own = held.label_id if timeline is None else timeline.shown_label_id(held.label_id)
        return None if label_id in (BLANK_LANE, own) else label_id


@dataclass(frozen=True, slots=True, eq=False)
class _Load:
    """What is carried, as it was at the beginning."""

    ids: tuple[str, ...]
    start: MovePreview
    has_annotation: bool
    targets: SnapTargets

    @classmethod
    def of(cls, board: Board, held_id: str) -> _Load:
        # What was rejected stays where it is, unless it is what the hand holds: then nothing moves.
        table = board.table
        rows = board.selected_rows[table.kind[board.selected_rows] != Kind.REJECTED]
        ids = tuple(table.ids[row] for row in rows.tolist())
        if held_id not in ids:
            rows, ids = rows[:0], ()
        times_s = np.column_stack([table.start_s[rows], table.end_s[rows]])
        held = ids.index(held_id) if ids else 0
        has_annotation = bool((table.kind[rows] == Kind.ANNOTATION).any())
        start = MovePreview(ids, rows, times_s, held, None, None)
        return cls(ids, start, has_annotation, snap_targets(board, ids))

    def moved(self, board: Board, by_s: float, label_id: str | None, *, free: bool) -> MovePreview:
        """Return where everything is after a drag ``by_s`` to the lane of a label."""
        start, axis, targets = self.start, board.axis, self.targets
        landing = Landing(by_s) if free else land(start.held_segment, by_s, targets, axis.s_per_px)
        held_s = held_inside(start.times_s, landing.by_s, axis.duration_s)
        bounds_s = NO_TIMES if free else targets.frames_s
        times_s = moved(start.times_s, held_s, bounds_s)
        mark_s = landing.mark_s if held_s == landing.by_s else None
        if not self.has_annotation:
            label_id = None
        return MovePreview(self.ids, start.rows, times_s, start.held, label_id, mark_s)

    def result(self, preview: MovePreview, held_id: str) -> Moved:
        """Return what is other than at the beginning."""
        changed = np.flatnonzero((preview.times_s != self.start.times_s).any(axis=1)).tolist()
        segments = {self.ids[k]: Segment(*preview.times_s[k].tolist()) for k in changed}
        return Moved(self.ids, held_id, segments, preview.label_id)


class Band:
    """Selects what a rubber band touches; a click selects up to what is there."""

    def __init__(self, board: Board, x_px: float, y_px: float, *, adds: bool) -> None:
        self._board, self._adds = board, adds
        self._before = board.selection
        self._from_px, self._from_y_px = x_px, y_px
        self._from_s, self._from_inner_px = board.axis.to_s(x_px), board.inner_px(y_px)

    def move(self, x_px: float, y_px: float, *, free: bool) -> None:  # noqa: ARG002
        board = self._board
        is_click = max(abs(x_px - self._from_px), abs(y_px - self._from_y_px)) < CLICK_PX
        if board.band_preview is None and is_click:
            return
        to_s, to_inner_px = board.axis.to_s(x_px), board.inner_px(y_px)
        band = BandPreview(self._from_s, to_s, self._from_inner_px, to_inner_px)
        found = touched(board, band)
        if self._adds:
            board.mark(selection=self._before.plus(found))
        else:
            board.mark(selection=Selection.of(found, self._before.current))
        board.show_preview(band)

    def release(self) -> None:
        board, was_drawn = self._board, self._board.band_preview is not None
        chosen = board.selection
        board.show_preview(None)
        board.mark(selection=self._before)
        hits = [] if was_drawn else board.hits(self._from_px, self._from_y_px)
        if hits:
            chosen = extended(board, hits[0])
        board.pick(chosen)

    def cancel(self) -> None:
        self._board.show_preview(None)
        self._board.mark(selection=self._before)
