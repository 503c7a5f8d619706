"""Keeps the panel about the selected suggestion, and asks the engine what the panel shows."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPixmap

from app.domain.errors import EditRefused, StudioError
from app.domain.segment import Edge, Segment
from app.services.explaining import (
    Answer,
    Contributions,
    Explainer,
    LiveScore,
    RunCase,
    ScoreQuestion,
    Standing,
    WhyQuestion,
)
from app.services.ports import FrameSource, Progress, ProjectStore
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.open_video import OpenVideo
from app.ui.player.widget import PlayerWidget
from app.ui.review.reviewing import Reviewer
from app.ui.review.score_change import Change
from app.ui.timeline.widget import TimelineWidget
from app.ui.times import nearest_frame
from app.ui.why.asking import Asker, Wish
from app.ui.why.facts import Moment, WhyFacts, facts_of
from app.ui.why.panel import NOTHING, WhyPanel
from app.ui.why.pictures import HEIGHT_PX, MomentPictures

OLD_RUN = QT_TRANSLATE_NOOP(
    "Why",
    "This run was made before reasons were kept. Detect again (Ctrl+D) to see why; your "
    "annotations stay.",
)
BY_HAND = QT_TRANSLATE_NOOP("Why", "A person drew this segment; no model suggested it.")
NO_ENGINE = QT_TRANSLATE_NOOP("Why", "What the other moments did cannot be asked here.")
# Rows come into view faster than pictures are made while somebody scrolls.
PICTURES_AFTER_MS = 40
# Boundaries closer than this are the same, seconds.
SAME_S = 1e-6


@dataclass(frozen=True, slots=True)
class WhyViews:
    """The widgets it keeps together."""

    panel: WhyPanel
    timeline: TimelineWidget
    player: PlayerWidget


class WhyDesk(QObject):
    """Wires the panel to selection, timeline, player and engine.

    Signals:
        changed: ``Change`` of the score by the boundaries as they are now, or None.
    """

    changed = Signal(object)

    def __init__(self, document: Document, reviewer: Reviewer, views: WhyViews) -> None:
        super().__init__(views.panel)
        self._document = document
        self._reviewer = reviewer
        self._views = views
        self._frames: FrameSource | None = None
        self._asker: Asker | None = None
        self._case: RunCase | None = None
        # The run that is being read, or has no evidence.
        self._read_id = ""
        self._facts: WhyFacts | None = None
        self._shown_id = ""
        self._asked_why = ""
        self._is_looked_at = False
        self._change: Change | None = None
        self._lit: Moment | None = None
        self._errands = Errands(self)
        self._errands.failed.connect(document.show_problem)
        self._pictures = MomentPictures(self)
        self._picture_timer = QTimer(self, singleShot=True, interval=PICTURES_AFTER_MS)
        self._connect()

    def take(self, explainer: Explainer, frames: FrameSource) -> None:
        """Take who answers questions, and where pictures come from."""
        self._frames = frames
        self._asker = Asker(explainer, self)
        self._asker.answered.connect(self._take_answer)
        self._asker.refused.connect(self._take_refusal)

    def look(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Take whether the panel is in front; what takes long is asked only then."""
        self._is_looked_at = on
        if on:
            self._ask_why()
            self._picture_timer.start()

    def shut_down(self) -> None:
        """Stop; returns when the threads are over."""
        self._errands.call_off()
        self._pictures.shut_down()
        if self._asker is not None:
            self._asker.shut_down()

    def renew(self) -> None:
        """Show what is selected now."""
        suggestion = self._reviewer.suggestion
        self._forget(NOTHING if self._reviewer.entry is None else BY_HAND)
        if suggestion is None:
            return
        case = self._case_of(suggestion.run_id)
        if case is None:
            return
        name = self._document.label_name(suggestion.label_id)
        facts = facts_of(suggestion, name, case.graph, case.evidence)
        if facts is None:
            self._forget(OLD_RUN)
            return
        self._facts, self._shown_id = facts, suggestion.id
        label = self._document.label(suggestion.label_id)
        self._views.panel.show_facts(facts, label.color if label else "")
        self._ask_why()
        self._score_entry()

    # ------------------------------------------------------------ wiring
    def _connect(self) -> None:
        document, reviewer, views = self._document, self._reviewer, self._views
        reviewer.selected.connect(self._renew_selected)
        document.timeline_changed.connect(self._renew_edited)
        document.timeline_replaced.connect(self._renew_run)
        document.video_opened.connect(self._open)
        document.video_closed.connect(self._close)
        document.about_to_close.connect(self._errands.call_off)
        views.panel.set_pictures(self._find_picture)
        views.panel.pictures_wanted.connect(self._picture_timer.start)
        views.panel.moment_chosen.connect(self._go_to)
        views.panel.moment_looked_at.connect(self._light)
        views.timeline.neighbour_lit.connect(views.panel.light)
        views.timeline.view_changed.connect(self._light_again)
        views.timeline.edge_dragging.connect(self._score_edge)
        views.timeline.entry_moving.connect(self._score_moving)
        views.timeline.edge_ended.connect(self._score_entry)
        self._picture_timer.timeout.connect(self._want_pictures)
        self._pictures.made.connect(views.panel.model.renew_pictures)

    def _renew_selected(self, _entry_id: str) -> None:
        suggestion = self._reviewer.suggestion
        # An edited suggestion becomes an annotation: why it was made is the same.
        if suggestion is not None and self._facts is not None and suggestion.id == self._shown_id:
            self._score_entry()
        else:
            self.renew()

    def _renew_edited(self, _changes: object) -> None:
        self._renew_selected("")

    def _renew_run(self, _video: object) -> None:
        self._read_id = ""
        self.renew()

    def _open(self, video: OpenVideo) -> None:
        frames, path = self._frames, video.entry.path
        if frames is not None:
            self._pictures.set_video(partial(frames.access, path, max_height_px=HEIGHT_PX))
        self.renew()

    def _close(self) -> None:
        self._pictures.set_video(None)
        self._case, self._read_id = None, ""
        self._forget(NOTHING)

    # ------------------------------------------------------------ the stored run
    def _case_of(self, run_id: str) -> RunCase | None:
        """Return the stored run; None while it is read, which ends in ``renew``."""
        if self._case is not None and self._case.run_id == run_id:
            return self._case
        store = self._document.store
        if self._read_id == run_id:
            self._forget(OLD_RUN)
        elif store is not None:
            self._forget("")
            work = partial(_read_case, store, run_id)
            self._errands.start("", work, partial(self._take_case, run_id))
        return None

    def _take_case(self, run_id: str, case: RunCase | None) -> None:
        self._read_id = run_id
        if case is not None:
            self._case = case
        suggestion = self._reviewer.suggestion
        if suggestion is not None and suggestion.run_id == run_id:
            self.renew()

    def _forget(self, sentence: str) -> None:
        self._facts, self._asked_why, self._lit = None, "", None
        if self._asker is not None:
            self._asker.drop("why")
            self._asker.drop("score")
        self._views.panel.show_nothing(translate("Why", sentence) if sentence else "")
        self._show_change(None)

    # ------------------------------------------------------------ questions
    def _ask_why(self) -> None:
        """Ask what the neighbours did, once somebody looks."""
        suggestion, facts = self._reviewer.suggestion, self._facts
        panel = self._views.panel
        if suggestion is None or facts is None or not self._is_looked_at:
            return
        if self._asker is None or self._case is None:
            panel.show_no_answer(translate("Why", NO_ENGINE))
        elif self._asked_why != suggestion.id:
            self._asked_why = suggestion.id
            question = WhyQuestion(suggestion.proposal_idx, facts.engine_label)
            self._asker.ask(Wish(self._case, question))

    def _score_entry(self) -> None:
        """Score the entry as it is now, or as it was found where nobody moved it."""
        entry = self._reviewer.entry
        if entry is not None:
            self._score(entry.segment)

    def _score_edge(self, entry_id: str, edge: Edge, time_s: float) -> None:
        entry = self._reviewer.entry
        if entry is not None and entry.id == entry_id:
            segment = _edged(entry.segment, edge, time_s)
            if segment is not None:
                self._score(segment)

    def _score_moving(self, entry_id: str, start_s: float, end_s: float) -> None:
        entry = self._reviewer.entry
        if entry is not None and entry.id == entry_id:
            self._score(Segment(start_s, end_s))

    def _score(self, segment: Segment) -> None:
        suggestion = self._reviewer.suggestion
        if self._asker is None or self._case is None or self._facts is None or suggestion is None:
            return
        found = suggestion.segment
        moved_s = max(abs(segment.start_s - found.start_s), abs(segment.end_s - found.end_s))
        if moved_s < SAME_S or len(self._reviewer.selected_ids) > 1:
            self._asker.drop("score")
            self._show_change(None)
            return
        self._asker.ask(Wish(self._case, ScoreQuestion(suggestion.proposal_idx, segment)))

    def _take_answer(self, wish: Wish, answer: Answer) -> None:
        panel, facts = self._views.panel, self._facts
        if facts is None:
            return
        if isinstance(answer, Contributions):
            panel.show_contributions(answer)
        elif isinstance(answer, Standing):
            panel.show_standing(answer)
        elif isinstance(answer, LiveScore):
            label = wish.case.evidence.labels.index(facts.engine_label)
            score = float(answer.scores[label])
            self._show_change(
                Change(facts.own.score, score, self._document.min_score, answer.took_s)
            )

    def _take_refusal(self, wish: Wish, error: StudioError) -> None:
        if wish.kind == "score":
            self._show_change(None)
        else:
            self._views.panel.show_no_answer(f"{error.sentence} {error.next_step}")

    def renew_threshold(self) -> None:
        """Say again whether the score would drop out: the threshold is another one."""
        if self._change is not None:
            self._show_change(replace(self._change, min_score=self._document.min_score))

    def _show_change(self, change: Change | None) -> None:
        self._change = change
        self._views.panel.show_change(change)
        self.changed.emit(change)

    # ------------------------------------------------------------ moments
    def _go_to(self, moment: Moment) -> None:
        player = self._views.player
        player.pause()
        player.go_to(moment.span[0])
        self._light(moment)

    def _light(self, moment: Moment | None) -> None:
        self._lit = moment
        self._light_again()

    def _light_again(self) -> None:
        """Light the arc where it is now: panning and zooming put it out."""
        self._views.timeline.light_neighbour(-1 if self._lit is None else self._lit.proposal_idx)

    def _frame_of(self, moment: Moment) -> int:
        video = self._document.video
        return 0 if video is None else nearest_frame(video.facts.pts_s, moment.middle_s)

    def _find_picture(self, moment: Moment) -> QPixmap | None:
        return self._pictures.picture(self._frame_of(moment))

    def _want_pictures(self) -> None:
        panel = self._views.panel
        if self._is_looked_at:
            shown = [panel.model.moments[row] for row in panel.list.rows_in_view]
            self._pictures.want([self._frame_of(moment) for moment in shown])


def _read_case(
    store: ProjectStore, run_id: str, _progress: Progress, _cancel: threading.Event
) -> RunCase | None:
    evidence = store.run_evidence(run_id)
    if evidence is None:
        return None
    return RunCase(run_id, store.run(run_id).settings_json, store.run_graph(run_id), evidence)


def _edged(segment: Segment, edge: Edge, time_s: float) -> Segment | None:
    try:
        return segment.with_edge(edge, time_s)
    except EditRefused:
        return None
