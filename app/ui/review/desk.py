"""Keeps player, lanes and panel about the same video, the same moment and the same selection."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import cast

from PySide6.QtCore import QObject, QPoint, QRect, Signal

from app.domain.labels import Label, as_shown, numbered, offered
from app.domain.segment import Edge, Segment
from app.domain.timeline import Changes
from app.ui.document import Document
from app.ui.label_colours import recoloured
from app.ui.language import PLURAL, QT_TRANSLATE_NOOP, translate
from app.ui.open_video import OpenVideo
from app.ui.player.widget import PlayerWidget
from app.ui.preferences import Preferences
from app.ui.refusals import refusal_words
from app.ui.review.label_picker import LabelPicker
from app.ui.review.panel import ReviewPanel, Selected
from app.ui.review.reviewing import SELECT_FIRST, Reviewer
from app.ui.review.shaping import Shaper
from app.ui.review.timeline_header import TimelineHeader
from app.ui.review.times_popup import TimesPopup
from app.ui.review.why import arcs_of, count_neighbours
from app.ui.timeline.arcs import Arcs
from app.ui.timeline.following import FollowMode
from app.ui.timeline.movement import Moved
from app.ui.timeline.reach import total_s
from app.ui.timeline.snapping import SnapChoice
from app.ui.timeline.widget import TimelineWidget

NO_VIDEO_HINT = QT_TRANSLATE_NOOP("Review", "Choose a video in the library to review it.")
FIRST_HINT = QT_TRANSLATE_NOOP(
    "Review", "Press N for the first suggestion, or click one on the timeline."
)
NO_RUN_HINT = QT_TRANSLATE_NOOP(
    "Review",
    "Suggestions appear here when the analysis is done (Ctrl+D starts it). "
    "Ctrl and drag on the timeline draws a segment by hand.",
)
NOTHING_FOUND = QT_TRANSLATE_NOOP("Review", "Nothing was found in this video.")
DONE_HINT = QT_TRANSLATE_NOOP(
    "Review", "Every suggestion of this video is reviewed. Press PgDown for the next video."
)


@dataclass(frozen=True, slots=True)
class DeskViews:
    """The widgets the desk keeps together."""

    player: PlayerWidget
    timeline: TimelineWidget
    header: TimelineHeader
    panel: ReviewPanel


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A segment that waits for its label."""

    start_s: float
    end_s: float


class ReviewDesk(QObject):
    """Wires the views of one open video to the document and to each other.

    Signals:
        loop_changed: Whether the selection is looped; follows the player's own button too.
    """

    loop_changed = Signal(bool)

    def __init__(
        self, document: Document, reviewer: Reviewer, views: DeskViews, preferences: Preferences
    ) -> None:
        super().__init__(views.panel)
        self._document = document
        self._reviewer = reviewer
        self._views = views
        self._preferences = preferences
        self.shaper = Shaper(document, reviewer)
        self.shaper.deleted.connect(self._offer_back)
        self._picker = LabelPicker(views.panel)
        self._times = TimesPopup(views.panel)
        self._drawn: _Drawn | None = None
        self._is_setting_loop = False
        self._is_restoring = False
        self._max_score = 0.0
        self._connect_document()
        self._connect_views()
        self._connect_tools()
        self._close_video()
        views.timeline.told.connect(reviewer.told)

    @property
    def picker(self) -> LabelPicker:
        """The popup that asks for a label."""
        return self._picker

    def ask_label(self) -> None:
        """Ask for another label of the selection."""
        entry = self._reviewer.entry
        if entry is None:
            self._reviewer.told.emit(translate("Review", SELECT_FIRST))
            return
        self._drawn = None
        self._open_picker(entry.label_id)

    def show_place(self, entry_id: str, span: Segment) -> None:
        """Select an entry ('' for none) and play a span over and over, with what leads to it."""
        player = self._views.player
        self.restore(entry_id, max(span.start_s - player.looping.lead_in_s, 0.0))
        self._is_setting_loop = True
        player.offer_loop((span.start_s, span.end_s))
        player.loop(span.start_s, span.end_s)
        self._is_setting_loop = False
        player.play()

    def set_edge(self, edge: Edge) -> None:
        """Put an edge of the selection to the playhead."""
        entry = self._reviewer.entry
        if entry is None:
            self._reviewer.told.emit(translate("Review", SELECT_FIRST))
            return
        self._reviewer.set_edge(entry.id, edge, self._views.player.time_s)

    def restore(self, entry_id: str, time_s: float) -> None:
        """Select an entry ('' for none) and show a moment, as a person left them; nothing plays."""
        if entry_id or self._reviewer.selected_id:
            self._is_restoring = True
            self._reviewer.select(entry_id)
            self._is_restoring = False
        self._views.player.go_to(time_s)

    def edit_times(self) -> None:
        """Ask for the boundaries of the current entry as numbers."""
        entry = self._reviewer.entry
        if entry is None:
            self._reviewer.told.emit(translate("Review", SELECT_FIRST))
            return
        timeline = self._views.timeline
        timeline.reveal(entry.id)
        rect = timeline.board.rect(entry.id)
        shown = rect.toAlignedRect() if rect else QRect(200, 60, 1, 1)
        at = QRect(timeline.canvas.viewport().mapToGlobal(shown.topLeft()), shown.size())
        self._times.ask(entry.id, self._document.label_name(entry.label_id), entry.segment, at)

    def split(self) -> None:
        """Cut the selection at the playhead."""
        self.shaper.split(self._views.player.time_s)

    def zoom_to_selection(self) -> None:
        """Show the selection as large as it goes, or go back."""
        if not self._views.timeline.zoom_to_selection():
            self._reviewer.told.emit(translate("Review", SELECT_FIRST))

    def accept(self) -> None:
        """Accept what is selected."""
        self.shaper.judge("accept") if self._has_several else self._reviewer.accept()

    def reject(self) -> None:
        """Reject what is selected."""
        self.shaper.judge("reject") if self._has_several else self._reviewer.reject()

    def snooze(self) -> None:
        """Put off what is selected."""
        self.shaper.judge("put off") if self._has_several else self._reviewer.snooze()

    def label_number(self, number: int) -> None:
        """Give the selection the label of a number, 1 to 9."""
        label = numbered(self._labels).get(number)
        if self._reviewer.entry is None:
            self._reviewer.told.emit(translate("Review", SELECT_FIRST))
        elif label is None:
            none = translate("Review", "There is no label with the number {n}.").format(n=number)
            self._reviewer.told.emit(none)
        else:
            self._drawn = None
            self._take_label(label.id)

    def delete(self) -> None:
        """Delete what is selected, and offer the way back."""
        if self._has_several:
            self.shaper.delete()
            return
        before = self._n_annotations()
        self._reviewer.delete()
        self._offer_back(before - self._n_annotations())

    def _offer_back(self, n_gone: int) -> None:
        if n_gone:
            self._document.undoable.emit(_gone_words(n_gone), self._reviewer.undo)

    def _n_annotations(self) -> int:
        video = self._document.video
        return len(video.timeline.annotations) if video else 0

    @property
    def _has_several(self) -> bool:
        return len(self._reviewer.selected_ids) > 1

    def set_loop(self, *, on: bool) -> None:
        """Choose whether a selected segment is played over and over."""
        self._preferences.loops_selection = on
        if on:
            self._play_selected()
        else:
            self._end_loop()

    def redraw(self) -> None:
        """Draw what depends on the theme again."""
        self._show_labels()
        if self._document.video is not None:
            self._show_note(self._document.video)

    # ------------------------------------------------------------ wiring
    def _connect_document(self) -> None:
        self._document.video_opened.connect(self._show_video)
        self._document.video_closed.connect(self._close_video)
        self._document.videos_changed.connect(self._show_tools)
        self._document.timeline_replaced.connect(self._replace_timeline)
        self._document.edit_refused.connect(self._show_truth)
        self._document.timeline_changed.connect(self._refresh)
        self._document.labels_changed.connect(self._show_labels)
        self._reviewer.selected.connect(self._show_selected)

    def _connect_views(self) -> None:
        player, timeline = self._views.player, self._views.timeline
        player.time_changed.connect(timeline.set_time)
        player.looping_changed.connect(self._follow_loop)
        timeline.time_picked.connect(player.scrub_to)
        timeline.time_settled.connect(player.go_to)
        timeline.entry_selected.connect(self._take_selection)
        timeline.entry_moving.connect(self._preview_move)
        timeline.entries_moved.connect(self._take_move)
        timeline.entry_activated.connect(self._activate)
        timeline.edge_dragging.connect(self._preview_edge)
        timeline.edge_ended.connect(self._forget_edge)
        timeline.edge_dropped.connect(self._drop_edge)
        timeline.segment_drawn.connect(self.take_drawn)
        self._views.panel.edge_entered.connect(self._drop_edge)
        self._views.header.threshold_changed.connect(self._set_threshold)
        self._picker.picked.connect(self._take_label)
        self._picker.made.connect(self._make_label)

    def _connect_tools(self) -> None:
        timeline, tools = self._views.timeline, self._views.header.tools
        off, following = self._preferences.snaps_not_to, self._preferences.following
        choice = SnapChoice(**{name: name not in off for name in asdict(SnapChoice())})
        known = [mode for mode in FollowMode if mode.value == following]
        mode = known[0] if known else FollowMode.PAGE
        for views in (timeline, tools):
            views.set_snapping(choice)
            views.set_following(mode)
        tools.snapping_changed.connect(self._set_snapping)
        tools.following_changed.connect(self._set_following)
        timeline.view_changed.connect(self._show_range)
        self._times.entered.connect(self._take_times)

    def _set_snapping(self, choice: SnapChoice) -> None:
        self._views.timeline.set_snapping(choice)
        self._preferences.snaps_not_to = [name for name, on in asdict(choice).items() if not on]

    def _set_following(self, mode: FollowMode) -> None:
        self._views.timeline.set_following(mode)
        self._preferences.following = mode.value

    def _show_range(self) -> None:
        self._views.header.tools.show_range(self._views.timeline.board.axis)

    # ------------------------------------------------------------ the video
    def _show_video(self, video: OpenVideo) -> None:
        views = self._views
        views.player.show_video(video.facts, video.open_access, video.open_sound)
        views.panel.set_frames(video.facts.pts_s, video.facts.duration_s)
        self._times.set_frames(video.facts.pts_s, video.timeline.duration_s)
        self._show_tools()
        self._show_timeline(video)

    def _show_tools(self) -> None:
        # With the wish for a video already: laying them out takes a while, as does all the rest.
        self._views.header.show_tools(on=bool(self._document.wanted_video_id))

    def _close_video(self) -> None:
        views = self._views
        views.player.clear()
        views.timeline.show_timeline(None, (), None)
        views.timeline.show_arcs(None)
        views.header.show_note("", is_trained=True)
        views.header.set_scores(0.0)
        views.header.show_tools(on=False)
        views.panel.show_counts(0, 0)
        views.panel.show_nothing(translate("Review", NO_VIDEO_HINT))

    def _show_timeline(self, video: OpenVideo) -> None:
        # The line above the lanes first: its height and the threshold say where lanes lie.
        self._max_score = video.table.top_score
        self._views.header.set_scores(self._max_score)
        self._show_note(video)
        self._views.timeline.show_timeline(
            video.timeline, self._labels, video.facts.pts_s, video.table, video.stacks
        )
        self._views.timeline.set_run_words(_run_words(video))
        self._views.timeline.set_time(self._views.player.time_s)
        self._reviewer.select_several(self._reviewer.selected_ids, self._reviewer.selected_id)
        self._show_counts()

    def _replace_timeline(self, video: OpenVideo) -> None:
        """Show what is on the lanes now, at the same place."""
        board = self._views.timeline.board
        axis, scroll_px = board.axis, board.scroll_px
        self._is_restoring = True
        self._show_timeline(video)
        self._is_restoring = False
        board.set_axis(board.axis.window(axis.start_s, axis.span_s))
        board.scroll_to(scroll_px)

    def _show_truth(self, changes: Changes) -> None:
        """Show again what is in the project file: an edit was refused."""
        self._views.timeline.refresh(changes)
        self._show_panel()

    def _show_note(self, video: OpenVideo) -> None:
        run = video.run
        is_trained = run is None or run.is_trained
        self._views.header.show_note(refusal_words(run.note) if run else "", is_trained=is_trained)

    def _show_labels(self) -> None:
        self._views.timeline.set_labels(self._labels)

    @property
    def _labels(self) -> list[Label]:
        """Every label under its id with the looks of what stands for it."""
        return as_shown(self._coloured)

    @property
    def _coloured(self) -> list[Label]:
        return recoloured(self._document.labels, self._preferences.label_colours)

    def _refresh(self, changes: Changes) -> None:
        self._views.timeline.refresh(changes)
        self._show_counts()

    def _show_counts(self) -> None:
        self._views.panel.show_counts(*self._reviewer.counts())

    def _set_threshold(self, min_score: float) -> None:
        self._document.min_score = min_score
        self._views.timeline.set_threshold(min_score)
        self._reviewer.set_threshold(min_score)
        self._show_counts()

    # ------------------------------------------------------------ the selection
    def _show_selected(self, entry_id: str) -> None:
        entry = self._reviewer.entry
        self._views.timeline.select_several(self._reviewer.selected_ids, entry_id)
        n_selected = len(self._reviewer.selected_ids)
        self._views.header.tools.show_selection(n_selected, total_s(self._views.timeline.board))
        if entry is None:
            self._views.timeline.show_arcs(None)
            self._views.panel.show_nothing(self._hint())
            self._end_loop()
            self._views.player.offer_loop(None)
            return
        self._views.timeline.show_arcs(self._arcs())
        self._show_panel()
        if n_selected > 1:
            # Nobody watches one of many; the picture stays where it is.
            self._end_loop()
            self._views.player.offer_loop(None)
        else:
            self._play_selected()

    def _show_panel(self) -> None:
        entry = self._reviewer.entry
        if entry is None:
            return
        self._views.panel.show_selected(
            Selected(
                entry,
                self._document.label(entry.label_id),
                self._reviewer.suggestion,
                self._max_score,
                count_neighbours(self._arcs()),
                len(self._reviewer.selected_ids),
            )
        )

    def _hint(self) -> str:
        video = self._document.video
        if video is None:
            return translate("Review", NO_VIDEO_HINT)
        n_reviewed, n_all = self._reviewer.counts()
        if n_all == 0:
            return translate("Review", NO_RUN_HINT if video.run is None else NOTHING_FOUND)
        return translate("Review", DONE_HINT if n_reviewed == n_all else FIRST_HINT)

    def _arcs(self) -> Arcs | None:
        suggestion = self._reviewer.suggestion
        if suggestion is None:
            return None
        graph = self._document.run_graph(suggestion.run_id)
        return arcs_of(graph, suggestion.proposal_idx) if graph else None

    def _play_selected(self) -> None:
        entry = self._reviewer.entry
        if entry is None:
            return
        player = self._views.player
        span = (entry.segment.start_s, entry.segment.end_s)
        self._is_setting_loop = True
        player.offer_loop(span)
        if self._is_restoring:
            self._is_setting_loop = False
            return
        if self._preferences.loops_selection:
            player.loop(*span)
        self._is_setting_loop = False
        if self._preferences.loops_selection:
            player.go_to(max(span[0] - player.looping.lead_in_s, 0.0))
            player.play()
        else:
            player.go_to(span[0])

    def _end_loop(self) -> None:
        self._is_setting_loop = True
        self._views.player.end_loop()
        self._is_setting_loop = False

    def _follow_loop(self, is_looping: bool) -> None:  # noqa: FBT001 - a signal's argument
        if not self._is_setting_loop and self._reviewer.entry is not None:
            self._preferences.loops_selection = is_looping
            self.loop_changed.emit(is_looping)

    def _take_selection(self, current: str) -> None:
        self._reviewer.select_several(self._views.timeline.selection.ids, current)

    def _activate(self, entry_id: str) -> None:
        self._reviewer.select(entry_id)
        self._views.player.play()

    # ------------------------------------------------------------ edits
    def _preview_edge(self, _entry_id: str, edge: str, time_s: float) -> None:
        self._views.panel.preview_edge(edge, time_s)

    def _preview_move(self, _entry_id: str, start_s: float, end_s: float) -> None:
        self._views.player.scrub_to(start_s)
        self._views.panel.preview_edge("start", start_s)
        self._views.panel.preview_edge("end", end_s)

    def _take_move(self, moved: Moved) -> None:
        self.shaper.take_move(moved)

    def _take_times(self, entry_id: str, start_s: float, end_s: float) -> None:
        self.shaper.retime(entry_id, Segment(start_s, end_s))

    def _forget_edge(self) -> None:
        """Show the edges as they are: the drag was taken back, or its edit comes next."""
        entry = self._reviewer.entry
        if entry is not None:
            self._views.panel.preview_edge("start", entry.segment.start_s)
            self._views.panel.preview_edge("end", entry.segment.end_s)

    def _drop_edge(self, entry_id: str, edge: str, time_s: float) -> None:
        self._reviewer.set_edge(entry_id, cast("Edge", edge), time_s)

    def take_drawn(self, label_id: str, start_s: float, end_s: float) -> None:
        """Draw a segment; of a label that is not known ('' for none) ask for one first."""
        if self._document.label(label_id) is not None:
            self._reviewer.draw(label_id, start_s, end_s)
            return
        self._drawn = _Drawn(start_s, end_s)
        self._open_picker("")

    def _open_picker(self, label_id: str) -> None:
        panel = self._views.panel
        corner = panel.mapToGlobal(QPoint(0, 60))
        at = corner - QPoint(self._picker.width() + 8, 0)
        label = self._document.label(label_id)
        self._picker.ask(offered(self._coloured), label.id if label else "", at)

    def _make_label(self, name: str) -> None:
        label = self._document.ensure_label(name)
        if label is not None:
            self._take_label(label.id)

    def _take_label(self, label_id: str) -> None:
        drawn, self._drawn = self._drawn, None
        if drawn is not None:
            self._reviewer.draw(label_id, drawn.start_s, drawn.end_s)
        elif self._has_several:
            self.shaper.relabel(label_id)
        else:
            self._reviewer.relabel(label_id)


def _run_words(video: OpenVideo) -> dict[str, str]:
    """Return what found the suggestions: only the newest run's stand on the lanes."""
    run = video.run
    return {run.id: f"{run.model_name} ({run.made_at:%Y-%m-%d %H:%M})"} if run else {}


def _gone_words(n: int) -> str:
    if n == 1:
        return translate("Review", "1 annotation deleted.")
    return translate("Review", "%n annotations deleted.", "", PLURAL, n)
