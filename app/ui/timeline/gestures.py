"""What a pressed mouse does until it is released: one small class per gesture."""

from __future__ import annotations

from typing import Protocol

from app.domain.segment import Edge, Segment
from app.ui.timeline.board import Board
from app.ui.timeline.geometry import TimeAxis
from app.ui.timeline.glide import Speedometer
from app.ui.timeline.preview import DrawPreview, EdgePreview
from app.ui.timeline.reach import toggled
from app.ui.timeline.selection import Selection
from app.ui.timeline.snapping import Snapped, hold_edge, snap
from app.ui.timeline.targets import snap_targets

# A hand that clicks trembles this far.
CLICK_PX = 3.0


class Gesture(Protocol):
    """Begun by a press; ended by exactly one of release and cancel."""

    def move(self, x_px: float, y_px: float, *, free: bool) -> None:
        """Follow the mouse; ``free`` turns snapping off."""

    def release(self) -> None:
        """Do it."""

    def cancel(self) -> None:
        """Leave everything as it was."""


class Scrub:
    """Picks times under the mouse; a click on empty background also selects nothing."""

    def __init__(self, board: Board, x_px: float, *, deselects: bool) -> None:
        self._board = board
        self._from_px = x_px
        self._from_s = board.time_s
        self._deselects = deselects
        self._pick(x_px)

    def move(self, x_px: float, y_px: float, *, free: bool) -> None:  # noqa: ARG002
        if abs(x_px - self._from_px) > CLICK_PX:
            self._deselects = False
        self._pick(x_px)

    def release(self) -> None:
        if self._deselects:
            self._board.pick(Selection())
        self._board.time_settled.emit(self._time_s)

    def cancel(self) -> None:
        self._time_s = self._from_s
        self._board.set_time(self._from_s)
        self._board.time_picked.emit(self._from_s)
        self._board.time_settled.emit(self._from_s)

    def _pick(self, x_px: float) -> None:
        self._time_s = self._board.axis.to_s(x_px)
        self._board.set_time(self._time_s)
        self._board.time_picked.emit(self._time_s)


class EdgeDrag:
    """Moves one edge of one entry, in the widget only, until it is dropped."""

    def __init__(self, board: Board, entry_id: str, edge: Edge, x_px: float) -> None:
        entry = board.entry(entry_id)
        if entry is None:
            raise ValueError(f"no entry {entry_id!r} on the lanes")
        self._board, self._entry_id, self._edge = board, entry_id, edge
        self._segment = entry.segment
        self._from_px = x_px
        # The hand rarely hits the edge itself; without this the edge would jump to the hand.
        at_s = self._segment.start_s if edge == "start" else self._segment.end_s
        self._grip_px = board.axis.to_px(at_s) - x_px
        self._targets = snap_targets(board, (entry_id,))
        self._moved: Segment | None = None

    def move(self, x_px: float, y_px: float, *, free: bool) -> None:  # noqa: ARG002
        if self._moved is None and abs(x_px - self._from_px) < CLICK_PX:
            return
        axis = self._board.axis
        time_s = axis.to_s(x_px + self._grip_px)
        landed = Snapped(time_s) if free else snap(time_s, self._targets, axis.s_per_px)
        held_s = hold_edge(
            self._segment, self._edge, landed.time_s, axis.duration_s, self._board.bounds_s
        )
        self._moved = self._segment.with_edge(self._edge, held_s)
        mark_s = landed.mark_s if landed.mark_s == held_s else None
        self._board.show_preview(EdgePreview(self._entry_id, self._edge, self._moved, mark_s))
        self._board.edge_dragging.emit(self._entry_id, self._edge, held_s)

    def release(self) -> None:
        preview = self._board.edge_preview
        self._board.show_preview(None)
        if preview is None:
            self._board.pick(Selection.only(self._entry_id))
        elif preview.segment != self._segment:
            self._board.edge_dropped.emit(self._entry_id, self._edge, preview.time_s)

    def cancel(self) -> None:
        self._board.show_preview(None)


class Draw:
    """Draws a new segment on a lane; a click takes what is there into the selection, or out."""

    def __init__(self, board: Board, x_px: float, y_px: float, *, free: bool) -> None:
        self._board = board
        self._label_id = board.lane_id_at(y_px)
        self._from_px, self._y_px = x_px, y_px
        self._targets = snap_targets(board, ())
        self._is_click = True
        self._from_s = self._landed(x_px, free=free).time_s
        self._drawn: Segment | None = None

    def move(self, x_px: float, y_px: float, *, free: bool) -> None:  # noqa: ARG002
        if self._is_click and abs(x_px - self._from_px) < CLICK_PX:
            return
        self._is_click = False
        landed = self._landed(x_px, free=free)
        low_s, high_s = sorted((self._from_s, landed.time_s))
        self._drawn = Segment(low_s, high_s) if low_s < high_s else None
        preview = None
        if self._drawn is not None:
            preview = DrawPreview(self._label_id, self._drawn, self._y_px, landed.mark_s)
        self._board.show_preview(preview)

    def release(self) -> None:
        self._board.show_preview(None)
        hits = self._board.hits(self._from_px, self._y_px) if self._is_click else []
        if hits:
            self._board.pick(toggled(self._board, hits[0]))
        if self._drawn is not None:
            self._board.segment_drawn.emit(self._label_id, self._drawn.start_s, self._drawn.end_s)

    def cancel(self) -> None:
        self._board.show_preview(None)

    def _landed(self, x_px: float, *, free: bool) -> Snapped:
        axis = self._board.axis
        time_s = axis.to_s(x_px)
        return Snapped(time_s) if free else snap(time_s, self._targets, axis.s_per_px)


class Pan:
    """Moves the view with the hand."""

    def __init__(self, board: Board, x_px: float, y_px: float) -> None:
        self._board, self._x_px, self._y_px = board, x_px, y_px
        self._axis, self._scroll_px = board.axis, board.scroll_px
        self.speed = Speedometer()
        self.speed.add(x_px, y_px)

    def move(self, x_px: float, y_px: float, *, free: bool) -> None:  # noqa: ARG002
        self.speed.add(x_px, y_px)
        self._board.set_axis(self._axis.panned(self._x_px - x_px))
        self._board.scroll_to(round(self._scroll_px + self._y_px - y_px))

    def release(self) -> None:
        """Stay where the hand left it."""

    def cancel(self) -> None:
        self._board.set_axis(self._axis)
        self._board.scroll_to(self._scroll_px)


class Overview:
    """Drags the window of the overview; a press beside it brings it there."""

    def __init__(self, board: Board, x_px: float) -> None:
        self._board, self._from = board, board.axis
        self._whole: TimeAxis = board.axis.fitted()
        time_s = self._whole.to_s(x_px)
        if not board.axis.shows(time_s):
            board.set_axis(board.axis.centred(time_s))
        self._grip_s = time_s - board.axis.start_s

    def move(self, x_px: float, y_px: float, *, free: bool) -> None:  # noqa: ARG002
        axis = self._board.axis
        self._board.set_axis(axis.window(self._whole.to_s(x_px) - self._grip_s, axis.span_s))

    def release(self) -> None:
        """Stay where the hand left it."""

    def cancel(self) -> None:
        self._board.set_axis(self._from)
