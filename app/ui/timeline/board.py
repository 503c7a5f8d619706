"""What the timeline shows now. Painters read it, gestures change it; nothing is painted here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRectF, QTimer, Signal

from app.domain.labels import Label
from app.domain.segment import Edge, Segment
from app.domain.timeline import Changes, Timeline
from app.ui.timeline.arcs import Arcs
from app.ui.timeline.compared import Compared, Layer
from app.ui.timeline.covered import Covered
from app.ui.timeline.entries import Entry, EntryTable, Kind, shown_entry
from app.ui.timeline.following import FollowMode, followed
from app.ui.timeline.geometry import Strips, TimeAxis
from app.ui.timeline.lane_view import LaneView, fresh_order
from app.ui.timeline.layout import (
    BLANK_LANE,
    LaneLayout,
    arrange,
    arrange_again,
    first_use_order,
    lay_out,
)
from app.ui.timeline.preview import BandPreview, DrawPreview, EdgePreview, MovePreview, Preview
from app.ui.timeline.selection import Selection
from app.ui.timeline.snapping import NO_TIMES, SNAP_PX, SnapChoice, frame_bounds
from app.ui.timeline.stacks import LaneStacks
from app.ui.timeline.strips.backdrop import Backdrop
from app.ui.timeline.web import Web, WebChoice, WebMark

TOUCH_PX = 1.5
# A threshold that rests so long is meant; then lanes close up, for so long at a time.
SETTLE_AFTER_MS = 150
SETTLE_FOR_S = 0.006


class Board(QObject):
    """The state of one timeline view.

    Attributes:
        content_changed: Entries, lanes, labels or sizes are new.
        lanes_changed: Only what stands on some lanes is new; their numbers.
        view_changed: Another stretch of time, or other lanes, are in view.
        marks_changed: Selection, hover or a preview are new.
        time_moved: The playhead went from one time to another.
        edge_ended: No edge is being dragged any more, whether it was dropped or not.
        lane_view_changed: The person shows other lanes, or in another order.
        backdrop_changed: The bands above the lanes show something new.
        web_choice_changed: Other edges of the proposal graph are asked for.
        label_asked: Label id, and what the person wants with it: rename, colour or merge.
    """

    time_picked = Signal(float)
    time_settled = Signal(float)
    entry_selected = Signal(str)
    entry_activated = Signal(str)
    edge_dragging = Signal(str, str, float)
    edge_dropped = Signal(str, str, float)
    edge_ended = Signal()
    segment_drawn = Signal(str, float, float)
    entry_moving = Signal(str, float, float)
    entries_moved = Signal(object)
    content_changed = Signal()
    lanes_changed = Signal(object)
    view_changed = Signal()
    marks_changed = Signal()
    time_moved = Signal(float, float)
    lane_view_changed = Signal()
    backdrop_changed = Signal()
    web_choice_changed = Signal()
    label_asked = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.timeline: Timeline | None = None
        self.table = EntryTable()
        self.labels: dict[str, Label] = {}
        self.lane_order: tuple[str, ...] = ()
        self.lane_view = LaneView()
        self.backdrop = Backdrop()
        self.web: Web | None = None
        self.web_choice = WebChoice()
        self.web_mark: WebMark | None = None
        self.frames_s = self.bounds_s = self.cuts_s = NO_TIMES
        self.snap_choice = SnapChoice()
        self.follow_mode = FollowMode.PAGE
        self.run_words: Mapping[str, str] = {}
        self.min_score = 0.0
        self.strips = Strips.split(1, 1, has_graph=False)
        self.axis = TimeAxis.whole(0.0, 0.0, 1.0)
        self._stacks = LaneStacks()
        self.compared = Compared(self)
        self._arranged = arrange(self.table, (), 0.0)
        self.layout: LaneLayout = lay_out(self._arranged, 0)
        self.scroll_px = 0
        self.time_s = 0.0
        self.selection = Selection()
        self.selected_rows: NDArray[np.int64] = np.empty(0, np.int64)
        self.hovered_id = ""
        self.covered = Covered()
        self.arcs: Arcs | None = None
        self.preview: Preview | None = None
        # (label id, start, end) in seconds of what grows while its key is held.
        self.growing: Sequence[tuple[str, float, float]] = ()
        self.in_out_s: tuple[float | None, float | None] = (None, None)
        self.is_busy = False
        # Off where the project may only be looked at: nothing is drawn, no edge can be taken.
        self.is_editable = True
        self._settling = QTimer(self, singleShot=True)
        self._settling.timeout.connect(self._settle)

    # ------------------------------------------------------------ what is shown
    def show(
        self,
        timeline: Timeline | None,
        labels: Sequence[Label],
        pts_s: NDArray[np.float64] | None,
        table: EntryTable | None = None,
        stacks: LaneStacks | None = None,
    ) -> None:
        """Show another timeline from its beginning; see ``TimelineWidget.show_timeline``."""
        if timeline is None or self.timeline is None or timeline.video_id != self.timeline.video_id:
            self.cuts_s, self.run_words = NO_TIMES, {}
            self.compared.take(None)
            self.backdrop.forget_video()
            self.backdrop_changed.emit()
        self.timeline = timeline
        self.table = EntryTable(timeline) if table is None else table
        self._stacks = LaneStacks() if stacks is None else stacks
        self._settling.stop()
        self.labels = {label.id: label for label in labels}
        duration_s = 0.0 if timeline is None else timeline.duration_s
        self.frames_s = NO_TIMES if pts_s is None else np.asarray(pts_s, np.float64)
        self.bounds_s = frame_bounds(self.frames_s, duration_s)
        self.lane_order = fresh_order(self.lane_view, self.table, self.labels)
        self.web, self.web_mark = None, None
        self._take(Selection())
        self.hovered_id, self.preview = "", None
        self.arcs, self.time_s, self.scroll_px = None, 0.0, 0
        self._arrange()
        self.resize(self.strips.width_px, self.strips.height_px)
        self.axis = TimeAxis.whole(duration_s, self.axis.left_px, self.axis.width_px)
        self.view_changed.emit()

    def refresh(self, changes: Changes) -> None:
        """Read touched entries again."""
        if self.timeline is None:
            return
        stale = self.table.refresh(self.timeline, changes)
        self._stacks.forget(stale)
        self._take(self.selection.kept(lambda one: self.table.row(one) is not None))
        if self.table.row(self.hovered_id) is None:
            self.hovered_id = ""
        before = self.layout
        stale_ids = {self.table.label_ids[code] for code in stale}
        self._arrange(stale_ids)
        layout = self._laid_out()
        if not layout.is_framed_as(before):
            self._lay_out()
            return
        self.layout = layout
        lanes = [k for k, lane in enumerate(layout.lanes) if lane.label_id in stale_ids]
        self.lanes_changed.emit(tuple(lanes))

    def set_labels(self, labels: Sequence[Label]) -> None:
        """Take labels with other names or colours."""
        before, self.labels = self.labels, {label.id: label for label in labels}
        if list(before) != list(self.labels):
            # Patterns go by the order of labels.
            self.content_changed.emit()
            return
        looks = {one: (label.name, label.color) for one, label in before.items()}
        other = {one.id for one in labels if (one.name, one.color) != looks[one.id]}
        lanes = [k for k, lane in enumerate(self.layout.lanes) if lane.label_id in other]
        if lanes:
            self.lanes_changed.emit(tuple(lanes))

    def set_threshold(self, min_score: float) -> None:
        """Hide suggestions below a raw score."""
        if min_score == self.min_score:
            return
        self.min_score = min_score
        self._arrange()
        self._lay_out()
        if self._stacks.is_loose:
            self._settling.start(SETTLE_AFTER_MS)

    def _settle(self) -> None:
        # A little at a time, and not under a hand that holds what lies there.
        if self.is_busy or not self._stacks.settle(self.table, SETTLE_FOR_S):
            self._settling.start(SETTLE_AFTER_MS if self.is_busy else 0)
            return
        self._arrange()
        self._lay_out()

    def set_layer(self, layer: Layer | None) -> None:
        """Show a layer to compare with below the entries, or none."""
        if layer is None and self.compared.layer is None:
            return
        self.compared.take(layer)
        self._arrange()
        self._lay_out()

    def set_covered(self, ids: Collection[str]) -> None:
        """Let these suggestions stand back: they are annotated already."""
        lanes = self.covered.take(ids, self.table, self.layout)
        if lanes is not None:
            self.lanes_changed.emit(lanes)

    def choose_compared(self, segment_id: str) -> None:
        """Mark a segment of that layer, '' for none; says nothing to the outside."""
        if segment_id != self.compared.chosen_id:
            self.compared.chosen_id = segment_id
            self.marks_changed.emit()

    def set_arcs(self, arcs: Arcs | None) -> None:
        """Show the graph's neighbours of one proposal, or none."""
        self.arcs, self.web_mark = arcs, None
        self.renew_strips()

    def set_web(self, web: Web | None) -> None:
        """Take the whole graph of the run that is shown, or none."""
        self.web, self.web_mark = web, None
        self.renew_strips()

    def set_web_choice(self, choice: WebChoice) -> None:
        """Show other edges of the graph, as the person's own act."""
        if choice != self.web_choice:
            self.web_choice, self.web_mark = choice, None
            self.renew_strips()
            self.web_choice_changed.emit()

    @property
    def has_graph(self) -> bool:
        """Whether there is a strip of the graph to show."""
        return self.arcs is not None or (self.web_choice.shows_all and self.web is not None)

    def reveal_lane(self, label_id: str) -> None:
        """Scroll as little as needed to show a lane."""
        for lane in self.layout.lanes:
            if lane.label_id == label_id:
                low = lane.top_px + lane.height_px - self.strips.lanes_px
                self.scroll_to(min(max(self.scroll_px, low), lane.top_px))

    def mark_web(self, mark: WebMark | None) -> None:
        """Light an edge of the graph and what it connects, or none."""
        if mark != self.web_mark:
            self.web_mark = mark
            self.marks_changed.emit()

    def set_cuts(self, times_s: NDArray[np.float64]) -> None:
        """Take the (C,) increasing seconds where shots begin."""
        self.cuts_s = np.sort(np.asarray(times_s, np.float64))
        self.view_changed.emit()
        self.backdrop_changed.emit()

    def show_strips(self, names: Collection[str]) -> None:
        """Switch these strips on and all others off."""
        self.backdrop.show_only(names)
        self.renew_strips()

    def renew_strips(self) -> None:
        """Divide the window again after strips came or went, and paint them."""
        asked = Strips.split(
            self.strips.width_px, self.strips.height_px, has_graph=self.has_graph,
            bands=self.backdrop.bands(),
        )  # fmt: skip
        if asked != self.strips:
            self.resize(self.strips.width_px, self.strips.height_px)
        self.view_changed.emit()
        self.backdrop_changed.emit()

    def set_lane_view(self, view: LaneView) -> None:
        """Show other lanes, or in another order."""
        if view == self.lane_view:
            return
        is_ordered_anew = (view.order, view.sorting) != (
            self.lane_view.order,
            self.lane_view.sorting,
        )
        self.lane_view = view
        if is_ordered_anew:
            self.lane_order = fresh_order(view, self.table, self.labels)
        self._arrange()
        self._lay_out()
        self.view_changed.emit()
        self.lane_view_changed.emit()

    def _arrange(self, stale: Collection[str] | None = None) -> None:
        """Put entries into lanes and rows, those of the stale labels only where that is enough."""
        before = self.lane_order
        self.lane_order = first_use_order(before, self.table)
        shown = self.lane_view.shown(self.compared.lanes(self.lane_order))
        if stale is not None and self.lane_order == before:
            seen = [one for one in stale if one in shown]
            again = arrange_again(self._arranged, self.table, self.min_score, self._stacks, seen)
            if again is not None:
                self._arranged = again
                return
        kept = self.compared.labels
        self._arranged = arrange(self.table, shown, self.min_score, self._stacks, kept)

    def _lay_out(self) -> None:
        self.layout = self._laid_out()
        self.scroll_px = min(self.scroll_px, self.max_scroll_px)
        self.content_changed.emit()

    def _laid_out(self) -> LaneLayout:
        collapsed, below_px = self.lane_view.collapsed, self.compared.below_px
        return lay_out(self._arranged, self.strips.lanes_px, collapsed, below_px)

    # ------------------------------------------------------------ what is in view
    def resize(self, width_px: int, height_px: int) -> None:
        """Divide another window among the strips."""
        self.strips = Strips.split(
            width_px, height_px, has_graph=self.has_graph, bands=self.backdrop.bands()
        )
        self.axis = self.axis.resized(self.strips.header_px, self.strips.time_px)
        self._lay_out()

    def set_axis(self, axis: TimeAxis) -> None:
        """Show another stretch of time."""
        if axis != self.axis:
            self.axis, self.web_mark = axis, None
            self.view_changed.emit()

    @property
    def max_scroll_px(self) -> int:
        """How far the lanes can be scrolled."""
        return max(0, self.layout.height_px - self.strips.lanes_px)

    def scroll_to(self, scroll_px: int) -> None:
        """Show other lanes."""
        scroll_px = min(max(scroll_px, 0), self.max_scroll_px)
        if scroll_px != self.scroll_px:
            self.scroll_px = scroll_px
            self.view_changed.emit()

    def set_time(self, time_s: float) -> None:
        """Move the playhead; the view follows as chosen."""
        before_s, self.time_s = self.time_s, time_s
        if not self.is_busy:
            self.set_axis(followed(self.axis, before_s, time_s, self.follow_mode))
        self.time_moved.emit(before_s, time_s)

    def reveal(self, entry_id: str) -> None:
        """Scroll and pan as little as needed to show an entry."""
        row = self.table.row(entry_id)
        place = -1 if row is None else int(self.layout.place[row])
        if row is None or place < 0:
            return
        lane = self.layout.lanes[int(self.layout.lane[place])]
        low = lane.top_px + lane.height_px - self.strips.lanes_px
        self.scroll_to(min(max(self.scroll_px, low), lane.top_px))
        start_s, end_s = float(self.table.start_s[row]), float(self.table.end_s[row])
        if end_s < self.axis.start_s or start_s > self.axis.end_s:
            self.set_axis(self.axis.centred((start_s + end_s) / 2))

    # ------------------------------------------------------------ what is where
    def entry(self, entry_id: str) -> Entry | None:
        """Return an entry that stands on the lanes, or None."""
        return None if self.timeline is None else shown_entry(self.timeline, entry_id)

    def in_lanes(self, x_px: float, y_px: float) -> bool:
        """Whether a point is on the lanes, right of their names."""
        inside_y = self.strips.lanes_top_px <= y_px < self.strips.lanes_bottom_px
        return inside_y and x_px >= self.strips.header_px

    def inner_px(self, y_px: float) -> float:
        """Return a height of the window as one below the first lane's top."""
        return y_px - self.strips.lanes_top_px + self.scroll_px

    def lane_id_at(self, y_px: float) -> str:
        """Return the label id of the lane at a height; below the last one, the blank lane's."""
        lane = self.layout.lane_at(self.inner_px(y_px))
        return BLANK_LANE if lane is None else self.layout.lanes[lane].label_id

    def hits(self, x_px: float, y_px: float) -> list[str]:
        """Return the entries under a point of the window, topmost first."""
        inner_px = self.inner_px(y_px)
        lane = self.layout.lane_at(inner_px)
        if lane is None or not self.in_lanes(x_px, y_px):
            return []
        time_s, touch_s = self.axis.start_s + (x_px - self.axis.left_px) * self.axis.s_per_px, (
            TOUCH_PX * self.axis.s_per_px
        )  # fmt: skip
        layout, index = self.layout, self.layout.index
        near = index.in_view(range(lane, lane + 1), time_s - touch_s, time_s + touch_s)
        top = layout.row_top_px[layout.row[near]]
        near = near[(top <= inner_px) & (inner_px <= top + layout.row_px[layout.row[near]])]
        length_s = index.ends_s[near] - index.starts_s[near]
        order = np.lexsort((length_s, -layout.kind[near].astype(np.int64)))
        return [self.table.ids[row] for row in layout.entry[near[order]].tolist()]

    def rect(self, entry_id: str, segment: Segment | None = None) -> QRectF | None:
        """Return where an entry (or another segment in its place) lies, None when not shown."""
        row = self.table.row(entry_id)
        place = -1 if row is None else int(self.layout.place[row])
        if row is None or place < 0:
            return None
        strip = int(self.layout.row[place])
        top = int(self.layout.row_top_px[strip]) - self.scroll_px + self.strips.lanes_top_px
        start_s = float(self.table.start_s[row]) if segment is None else segment.start_s
        end_s = float(self.table.end_s[row]) if segment is None else segment.end_s
        left, right = np.floor(self.axis.to_px(np.array([start_s, end_s])))
        return QRectF(left, top, max(right - left, 1.0), int(self.layout.row_px[strip]))

    def edge_at(self, x_px: float, y_px: float) -> tuple[str, Edge] | None:
        """Return the edge of the selected, else hovered, entry within reach of a point."""
        if not self.is_editable or not self.in_lanes(x_px, y_px):
            return None
        for entry_id in (self.selected_id, self.hovered_id):
            rect = self.rect(entry_id) if entry_id else None
            if rect is None or not rect.top() - 2 <= y_px <= rect.bottom() + 2:
                continue
            # In a narrow segment the middle third stays free for clicks.
            inner = min(SNAP_PX, rect.width() / 3)
            if rect.left() - SNAP_PX <= x_px <= rect.left() + inner:
                return entry_id, "start"
            if rect.right() - inner <= x_px <= rect.right() + SNAP_PX:
                return entry_id, "end"
        return None

    def rows_of(self, entry_ids: Collection[str]) -> NDArray[np.int64]:
        """Return the (n,) rows of those entries that stand on the lanes."""
        found = (self.table.row(entry_id) for entry_id in entry_ids)
        return np.array([row for row in found if row is not None], np.int64)

    # ------------------------------------------------------------ marks
    @property
    def selected_id(self) -> str:
        """The current entry of the selection, or ""."""
        return self.selection.current

    def mark(self, *, selection: Selection | None = None, hovered: str | None = None) -> None:
        """Select or hover entries ("" for none); says nothing to the outside."""
        selection = self.selection if selection is None else selection
        hovered = self.hovered_id if hovered is None else hovered
        if (selection, hovered) != (self.selection, self.hovered_id):
            self._take(selection)
            self.hovered_id = hovered
            self.marks_changed.emit()

    def pick(self, selection: Selection) -> None:
        """Select as the person's own act."""
        if selection != self.selection:
            self.mark(selection=selection)
            self.entry_selected.emit(selection.current)

    def _take(self, selection: Selection) -> None:
        self.selection = selection
        self.selected_rows = self.rows_of(selection.ids)

    def show_preview(self, preview: Preview | None) -> None:
        """Show what a gesture will do, or no more."""
        had_edge, self.preview = self.edge_preview is not None, preview
        self.marks_changed.emit()
        if had_edge and preview is None:
            self.edge_ended.emit()

    def set_in_out(self, in_s: float | None, out_s: float | None) -> None:
        """Show the in and out marks of the player."""
        self.in_out_s = (in_s, out_s)
        self.marks_changed.emit()

    def set_growing(self, segments: Sequence[tuple[str, float, float]]) -> None:
        """Show segments of (label id, start, end) that are not done yet."""
        if segments or self.growing:
            self.growing = segments
            self.marks_changed.emit()

    def edges_s(self) -> NDArray[np.float64]:
        """Return the (E,) times, in no order, at which entries on the lanes begin or end."""
        index = self.layout.index
        shown = self.layout.kind != Kind.REJECTED
        return np.concatenate([index.starts_s[shown], index.ends_s[shown]])

    @property
    def edge_preview(self) -> EdgePreview | None:
        """An edge on its way, if any."""
        return self.preview if isinstance(self.preview, EdgePreview) else None

    @property
    def draw_preview(self) -> DrawPreview | None:
        """A segment being drawn, if any."""
        return self.preview if isinstance(self.preview, DrawPreview) else None

    @property
    def move_preview(self) -> MovePreview | None:
        """Segments on their way, if any."""
        return self.preview if isinstance(self.preview, MovePreview) else None

    @property
    def band_preview(self) -> BandPreview | None:
        """A rubber band, if any."""
        return self.preview if isinstance(self.preview, BandPreview) else None
