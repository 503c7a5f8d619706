"""The timeline as the window uses it: set by setters, speaks by signals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QWidget

from app.domain.labels import Label
from app.domain.timeline import Changes, Timeline
from app.ui.timeline.arcs import Arcs
from app.ui.timeline.board import Board
from app.ui.timeline.canvas import TimelineCanvas


class TimelineWidget(QWidget):
    """Lanes of one video with ruler, playhead, overview and the graph of a proposal.

    Attributes:
        time_picked: Seconds under the mouse while scrubbing on ruler or background.
        time_settled: Seconds where the scrubbing ended.
        entry_selected: Id of the entry a person chose, "" for none.
        entry_activated: Id of a double-clicked entry.
        edge_dragging: Entry id, "start" or "end", seconds; a preview, nothing has changed.
        edge_dropped: The same once, when the edge is let go at another time.
        edge_ended: The drag of an edge is over, dropped or taken back.
        segment_drawn: Label id ("" when drawn on the blank lane: ask), start and end in seconds.
    """

    time_picked = Signal(float)
    time_settled = Signal(float)
    entry_selected = Signal(str)
    entry_activated = Signal(str)
    edge_dragging = Signal(str, str, float)
    edge_dropped = Signal(str, str, float)
    edge_ended = Signal()
    segment_drawn = Signal(str, float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = Board(self)
        self._canvas = TimelineCanvas(self._board)
        self._scroll_bar = QScrollBar(Qt.Orientation.Vertical)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._canvas)
        row.addWidget(self._scroll_bar)
        self._scroll_bar.valueChanged.connect(self._board.scroll_to)
        self._board.content_changed.connect(self._fit_scroll_bar)
        self._board.view_changed.connect(self._fit_scroll_bar)
        self.setFocusProxy(self._canvas)
        self._speak()
        self._fit_scroll_bar()

    def _speak(self) -> None:
        board = self._board
        board.time_picked.connect(self.time_picked)
        board.time_settled.connect(self.time_settled)
        board.entry_selected.connect(self.entry_selected)
        board.entry_activated.connect(self.entry_activated)
        board.edge_dragging.connect(self.edge_dragging)
        board.edge_dropped.connect(self.edge_dropped)
        board.edge_ended.connect(self.edge_ended)
        board.segment_drawn.connect(self.segment_drawn)

    @property
    def board(self) -> Board:
        """What is shown now, to be read."""
        return self._board

    @property
    def canvas(self) -> TimelineCanvas:
        """The view inside; its viewport takes the mouse."""
        return self._canvas

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for a handful of lanes."""
        return QSize(960, 260)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for ruler, overview and two lanes."""
        return QSize(320, 130)

    def show_timeline(
        self, timeline: Timeline | None, labels: Sequence[Label], pts_s: NDArray[np.float64] | None
    ) -> None:
        """Show another video's timeline, the whole of it; None shows none.

        Args:
            timeline: Read now and at each ``refresh``; never changed here.
            labels: Names and colours.
            pts_s: (T,) float64 seconds, increasing; what edges snap to.
        """
        self._canvas.forget_gesture()
        self._board.show(timeline, labels, pts_s)

    def refresh(self, changes: Changes) -> None:
        """Read the touched entries of the timeline again."""
        if self._board.edge_preview is not None:
            self._canvas.forget_gesture()
        self._board.refresh(changes)

    def set_labels(self, labels: Sequence[Label]) -> None:
        """Show other names and colours."""
        self._board.set_labels(labels)

    def set_time(self, time_s: float) -> None:
        """Move the playhead; the view follows it when it leaves the view."""
        self._board.set_time(time_s)

    def select(self, entry_id: str | None) -> None:
        """Select an entry and bring it into view; None or an unknown id selects none. No signal."""
        known = entry_id if entry_id and self._board.table.row(entry_id) is not None else ""
        self._board.mark(selected=known)
        if known:
            self._board.reveal(known)

    def set_in_out(self, in_s: float | None, out_s: float | None) -> None:
        """Show the player's in and out marks, None where not set."""
        self._board.set_in_out(in_s, out_s)

    def show_arcs(self, arcs: Arcs | None) -> None:
        """Show the graph's neighbours of one proposal above the lanes, or no more."""
        self._board.set_arcs(arcs)

    def fit(self) -> None:
        """Show the whole video."""
        self._board.set_axis(self._board.axis.fitted())

    def zoom(self, factor: float) -> None:
        """Show the video ``factor`` times closer, around the playhead if it is in view."""
        board = self._board
        axis = board.axis
        middle_px = axis.left_px + axis.width_px / 2
        at_px = axis.to_px(board.time_s) if axis.shows(board.time_s) else middle_px
        board.set_axis(axis.zoomed(factor, at_px))

    def set_threshold(self, min_score: float) -> None:
        """Hide suggestions whose raw score is below ``min_score``; annotations always show."""
        self._board.set_threshold(min_score)

    def _fit_scroll_bar(self) -> None:
        board, bar = self._board, self._scroll_bar
        bar.setRange(0, board.max_scroll_px)
        bar.setPageStep(max(board.strips.lanes_px, 1))
        bar.setSingleStep(26)
        bar.setValue(board.scroll_px)
        bar.setVisible(board.max_scroll_px > 0)
