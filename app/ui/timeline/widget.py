"""The timeline as the window uses it: set by setters, speaks by signals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QVBoxLayout, QWidget

from app.domain.labels import Label
from app.domain.timeline import Changes, Timeline
from app.ui.language import PLURAL, translate
from app.ui.timeline.arcs import Arcs
from app.ui.timeline.board import Board
from app.ui.timeline.canvas import TimelineCanvas, moves_by_itself
from app.ui.timeline.compared import Layer
from app.ui.timeline.entries import EntryTable
from app.ui.timeline.following import FollowMode
from app.ui.timeline.geometry import TimeAxis
from app.ui.timeline.graph_bar import GraphBar
from app.ui.timeline.lane_headers import LaneHeaders
from app.ui.timeline.lane_view import LaneView
from app.ui.timeline.reach import all_shown, lane_of, span_s
from app.ui.timeline.selection import Selection
from app.ui.timeline.snapping import SnapChoice
from app.ui.timeline.stacks import LaneStacks
from app.ui.timeline.strips.backdrop import Film
from app.ui.timeline.strips.curves import StepCurve
from app.ui.timeline.strips.waveform import Waveform
from app.ui.timeline.tints import lane_name
from app.ui.timeline.web import Web, WebChoice

# Room beside what was zoomed to, on each side, as a share of it.
MARGIN = 0.15
# A span narrower than this is brought closer when it is shown.
LEAST_SPAN_PX = 60


class TimelineWidget(QWidget):
    """Lanes of one video with ruler, playhead, overview and the graph of a proposal.

    Attributes:
        time_picked: Seconds under the mouse while scrubbing on ruler or background.
        time_settled: Seconds where the scrubbing ended.
        entry_selected: The selection is another one by a person's act; id of its current entry,
            "" for none. ``selection`` has the others.
        entry_activated: Id of a double-clicked entry.
        edge_dragging: Entry id, "start" or "end", seconds; a preview, nothing has changed.
        edge_dropped: The same once, when the edge is let go at another time.
        entry_moving: Id of the entry under the hand, start and end in seconds; a preview.
        entries_moved: ``Moved``, when whole segments are let go at another time or lane. The
            selection shown has what was moved; nobody was told by ``entry_selected``.
        edge_ended: The drag of an edge is over, dropped or taken back.
        segment_drawn: Label id ("" when drawn on the blank lane: ask), start and end in seconds.
        view_changed: Another stretch of time is in view.
        lane_view_changed: The person shows other lanes, or in another order.
        web_choice_changed: The person asks for other edges of the proposal graph.
        told: What an act of the person has done, in words.
        neighbour_lit: Number of the neighbour whose arc is lit, -1 for none.
    """

    time_picked = Signal(float)
    time_settled = Signal(float)
    entry_selected = Signal(str)
    entry_activated = Signal(str)
    edge_dragging = Signal(str, str, float)
    edge_dropped = Signal(str, str, float)
    entry_moving = Signal(str, float, float)
    entries_moved = Signal(object)
    edge_ended = Signal()
    segment_drawn = Signal(str, float, float)
    view_changed = Signal()
    lane_view_changed = Signal()
    web_choice_changed = Signal()
    told = Signal(str)
    neighbour_lit = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = Board(self)
        self._canvas = TimelineCanvas(self._board)
        self._headers = LaneHeaders(self._board, self._canvas)
        self._graph_bar = GraphBar(self._board, self._canvas)
        self._scroll_bar = QScrollBar(Qt.Orientation.Vertical)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._canvas)
        # The bar is about the lanes: it ends where ruler and overview begin.
        self._beside = QVBoxLayout()
        self._beside.addWidget(self._scroll_bar)
        row.addLayout(self._beside)
        self._before_zoom: tuple[TimeAxis, TimeAxis] | None = None
        self._lit_idx = -1
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
        board.entry_moving.connect(self.entry_moving)
        board.entries_moved.connect(self.entries_moved)
        board.edge_ended.connect(self.edge_ended)
        board.segment_drawn.connect(self.segment_drawn)
        board.view_changed.connect(self.view_changed)
        board.lane_view_changed.connect(self.lane_view_changed)
        board.web_choice_changed.connect(self.web_choice_changed)
        board.content_changed.connect(self.view_changed)
        board.marks_changed.connect(self._tell_lit)

    @property
    def board(self) -> Board:
        """What is shown now, to be read."""
        return self._board

    @property
    def headers(self) -> LaneHeaders:
        """The lanes' headers."""
        return self._headers

    @property
    def graph_bar(self) -> GraphBar:
        """The controls of the proposal graph."""
        return self._graph_bar

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
        self,
        timeline: Timeline | None,
        labels: Sequence[Label],
        pts_s: NDArray[np.float64] | None,
        table: EntryTable | None = None,
        stacks: LaneStacks | None = None,
    ) -> None:
        """Show another video's timeline, the whole of it; None shows none.

        Args:
            timeline: Read now and at each ``refresh``; never changed here.
            labels: Names and colours.
            pts_s: (T,) float64 seconds, increasing; what edges snap to.
            table: The timeline's entries, when they are columns already (it takes time).
            stacks: The table's lanes, when they are stacked already (so does that).
        """
        self._canvas.forget_gesture()
        self._canvas.glide.stop()
        self._before_zoom = None
        self._board.show(timeline, labels, pts_s, table, stacks)

    def refresh(self, changes: Changes) -> None:
        """Read the touched entries of the timeline again."""
        if self._board.preview is not None:
            self._canvas.cancel_gesture()
        self._board.refresh(changes)

    def set_labels(self, labels: Sequence[Label]) -> None:
        """Show other names and colours."""
        self._board.set_labels(labels)

    def set_time(self, time_s: float) -> None:
        """Move the playhead; the view follows it when it leaves the view."""
        self._board.set_time(time_s)

    def select(self, entry_id: str | None) -> None:
        """Select an entry and bring it into view; None or an unknown id selects none. No signal."""
        self.select_several([entry_id] if entry_id else [])

    def select_several(self, entry_ids: Iterable[str], current: str = "") -> None:
        """Select entries and bring the current one into view; unknown ids are left out."""
        board, wanted = self._board, list(entry_ids)
        # An echo of what a person has just selected here: thousands are not looked up again.
        if current != board.selected_id or frozenset(wanted) != board.selection.ids:
            known = [one for one in wanted if board.table.row(one) is not None]
            board.mark(selection=Selection.of(known, current))
        if board.selected_id:
            board.reveal(board.selected_id)

    def reveal(self, entry_id: str) -> None:
        """Scroll and pan as little as needed to show an entry."""
        self._board.reveal(entry_id)

    @property
    def selection(self) -> Selection:
        """What is selected now."""
        return self._board.selection

    def select_lane(self) -> None:
        """Select all of a lane, as a person's act, and tell which.

        It is the current entry's lane, without one that under the mouse; where there is neither,
        all that is shown is selected. Rejected suggestions are left out.
        """
        board = self._board
        if not len(board.layout.entry):
            return
        row = board.table.row(board.selected_id)
        place = -1 if row is None else int(board.layout.place[row])
        label_id = self._headers.hovered_id or self._canvas.hovered_lane_id
        ids = [one.label_id for one in board.layout.lanes[:-1]]
        lane = ids.index(label_id) if label_id in ids else None
        lane = int(board.layout.lane[place]) if place >= 0 else lane
        chosen = all_shown(board) if lane is None else lane_of(board, lane)
        board.pick(chosen)
        n = len(chosen)
        if lane is None:
            self.told.emit(translate("Timeline", "%n selected on all lanes", "", PLURAL, n))
        else:
            words = translate("Timeline", "%n selected on {lane}", "", PLURAL, n)
            self.told.emit(words.format(lane=lane_name(board, ids[lane])))

    def select_none(self) -> None:
        """Select nothing, as a person's act."""
        self._board.pick(Selection())

    # ------------------------------------------------------------ how it behaves
    def set_cuts(self, times_s: NDArray[np.float64]) -> None:
        """Show where shots change, and snap there; (C,) float64 seconds."""
        self._board.set_cuts(times_s)

    # ------------------------------------------------------------ strips, lanes and graph
    def show_strips(self, names: Collection[str]) -> None:
        """Switch these strips (of ``STRIP_NAMES``) on and all others off."""
        self._board.show_strips(names)

    def set_film(self, film: Film | None) -> None:
        """Show pictures of the video; it is asked for them whenever the view changes."""
        self._board.backdrop.film = film
        self._board.renew_strips()

    def set_sound(self, sound: Waveform | None) -> None:
        """Show how loud the video is."""
        self._board.backdrop.sound = sound
        self._board.renew_strips()

    def set_actionness(self, curve: StepCurve | None) -> None:
        """Show the engine's actionness over time."""
        self._board.backdrop.actionness = curve
        self._board.renew_strips()

    def renew_film(self) -> None:
        """Paint the bands again: more pictures are there."""
        self._board.backdrop_changed.emit()

    def lane_view(self) -> dict[str, object]:
        """Return order, hidden, solo and collapsed lanes as JSON can hold them."""
        return self._board.lane_view.to_json()

    def set_lane_view(self, value: object) -> None:
        """Show lanes as ``lane_view`` told once; what cannot be read has its default."""
        self._board.set_lane_view(LaneView.from_json(value))

    def set_web(self, web: Web | None) -> None:
        """Take the whole proposal graph of the run that is shown, or none."""
        self._board.set_web(web)

    def web_choice(self) -> dict[str, object]:
        """Return which edges are shown as JSON can hold it."""
        return self._board.web_choice.to_json()

    def set_web_choice(self, value: object) -> None:
        """Show edges as ``web_choice`` told once; what cannot be read has its default."""
        self._board.set_web_choice(WebChoice.from_json(value))

    def set_snapping(self, choice: SnapChoice) -> None:
        """Say to what edges snap."""
        self._board.snap_choice = choice

    def set_following(self, mode: FollowMode) -> None:
        """Say how the view goes with the playhead."""
        self._board.follow_mode = mode

    def set_reduced_motion(self, *, on: bool) -> None:
        """Let a thrown view stand still at once; where the system wants that it does anyway."""
        self._canvas.glide.stop()
        self._canvas.glide.is_allowed = not on and moves_by_itself(self)

    def set_run_words(self, words: Mapping[str, str]) -> None:
        """Say of each run id, in words for tooltips, what found its suggestions."""
        self._board.run_words = dict(words)

    def set_editable(self, *, on: bool) -> None:
        """Allow or forbid drawing and dragging; choosing and scrubbing stay."""
        self._canvas.forget_gesture()
        self._board.is_editable = on

    def set_in_out(self, in_s: float | None, out_s: float | None) -> None:
        """Show the player's in and out marks, None where not set."""
        self._board.set_in_out(in_s, out_s)

    def show_arcs(self, arcs: Arcs | None) -> None:
        """Show the graph's neighbours of one proposal above the lanes, or no more."""
        self._board.set_arcs(arcs)

    def set_layer(self, layer: Layer | None) -> None:
        """Show a layer to compare with below the entries of each lane, or none."""
        self._board.set_layer(layer)

    def set_covered(self, ids: Collection[str]) -> None:
        """Let these suggestions stand back: they are annotated already."""
        self._board.set_covered(ids)

    def choose_compared(self, segment_id: str) -> None:
        """Mark a segment of that layer and bring its lane into view; '' marks none. No signal."""
        board = self._board
        board.choose_compared(segment_id)
        layer = board.compared.layer
        row = None if layer is None else layer.row(segment_id)
        if layer is not None and row is not None:
            board.reveal_lane(layer.label_id(row))

    def show_span(self, start_s: float, end_s: float) -> None:
        """Go as little as needed so that a span is in view and large enough to be seen."""
        axis, length_s = self._board.axis, end_s - start_s
        is_seen = axis.start_s <= start_s and end_s <= axis.end_s
        if is_seen and length_s / axis.s_per_px >= LEAST_SPAN_PX:
            return
        # Its own length on both sides shows what it stands between.
        wanted_s = max(3 * length_s, min(axis.span_s, 12 * length_s))
        self._board.set_axis(axis.window((start_s + end_s - wanted_s) / 2, wanted_s))

    def light_neighbour(self, proposal_idx: int) -> None:
        """Light the arc to a neighbour of the shown proposal; -1 lights none."""
        self._canvas.mark_neighbour(proposal_idx)

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

    def zoom_to_selection(self) -> bool:
        """Show the selection as large as it goes; once more brings the view before back.

        Returns:
            Whether there is a selection.
        """
        board, span = self._board, span_s(self._board)
        if span is None:
            return False
        margin_s = MARGIN * (span[1] - span[0])
        wanted = board.axis.window(span[0] - margin_s, span[1] - span[0] + 2 * margin_s)
        if board.axis == wanted and self._before_zoom and self._before_zoom[1] == wanted:
            board.set_axis(self._before_zoom[0].resized(wanted.left_px, wanted.width_px))
            self._before_zoom = None
        else:
            self._before_zoom = (board.axis, wanted)
            board.set_axis(wanted)
        return True

    def set_threshold(self, min_score: float) -> None:
        """Hide suggestions whose raw score is below ``min_score``; annotations always show."""
        self._board.set_threshold(min_score)

    def _tell_lit(self) -> None:
        mark, arcs = self._board.web_mark, self._board.arcs
        is_own = mark is not None and arcs is not None and mark.proposals[0] == arcs.proposal_idx
        lit_idx = mark.proposals[1] if is_own and mark is not None else -1
        if lit_idx != self._lit_idx:
            self._lit_idx = lit_idx
            self.neighbour_lit.emit(lit_idx)

    def _fit_scroll_bar(self) -> None:
        board, bar = self._board, self._scroll_bar
        bar.setRange(0, board.max_scroll_px)
        bar.setPageStep(max(board.strips.lanes_px, 1))
        bar.setSingleStep(26)
        bar.setValue(board.scroll_px)
        bar.setVisible(board.max_scroll_px > 0)
        strips = board.strips
        below = max(strips.height_px - strips.lanes_bottom_px, 0)
        self._beside.setContentsMargins(0, strips.lanes_top_px, 0, below)
