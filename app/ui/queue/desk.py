"""Wires the queue to its panel, to the score threshold, and to what is remembered of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QObject, QTimer

from app.domain.labels import numbered
from app.domain.timeline import Suggestion
from app.services.calibration import Calibration
from app.services.review_queue import Choice, Order, Reason, ReviewQueue, Scope
from app.ui.document import Document
from app.ui.label_colours import recoloured
from app.ui.language import translate
from app.ui.preferences import Preferences
from app.ui.queue.feed import QueueFeed
from app.ui.queue.guide import QueueGuide
from app.ui.queue.item_model import QueueRow
from app.ui.queue.panel import LabelChoice, QueuePanel
from app.ui.queue.words import expected_words, queue_words, reason_words
from app.ui.review.desk import DeskViews
from app.ui.review.panel import Meaning
from app.ui.review.reviewing import Reviewer
from app.ui.review.score_slider import ScoreBars
from app.ui.times import clock
from app.ui.view_keeper import ViewKeeper
from app.ui.view_memory import QueueView

# Rows of the list: as many before the current one, and as many in all.
BEFORE, LISTED = 30, 200
# The list follows what was done, a picture later.
SHOW_AFTER_MS = 20
UNKNOWN_COLOR = "#888888"
Kind = TypeVar("Kind", Order, Scope)


class QueueDesk(QObject):
    """Shows the queue of a document's project.

    Make it after the keeper of views: its slots have to come after the keeper's own.

    Args:
        document: Whose project.
        reviewer: Has the selection.
        views: The header has the threshold, the review panel says what a score means.
        keeper: Remembers order, filter and place.
        preferences: Say how labels are coloured.
    """

    def __init__(
        self,
        document: Document,
        reviewer: Reviewer,
        views: DeskViews,
        keeper: ViewKeeper,
        preferences: Preferences,
    ) -> None:
        super().__init__(views.panel)
        self._document = document
        self._reviewer = reviewer
        self._views = views
        self._preferences = preferences
        self._keeper = keeper
        self.panel = QueuePanel()
        self.feed = QueueFeed(document, self)
        self.guide = QueueGuide(document, reviewer, self.feed)
        self._names: dict[str, str] = {}
        self._labels: dict[str, tuple[str, str]] = {}
        # After the painting of what was done: both in one turn would take a frame.
        self._show_later = QTimer(self, singleShot=True, interval=SHOW_AFTER_MS)
        # Where painting took all of that time, the next turn of the loop is the first without it.
        self._show_next = QTimer(self, singleShot=True, interval=0)
        self._show_later.timeout.connect(self._show_next.start)
        self._show_next.timeout.connect(self._show)
        # A turn of the loop of their own: among 200,000 both together would take a frame.
        self._scores_later = QTimer(self, singleShot=True, interval=0)
        self._scores_later.timeout.connect(self._show_scores)
        views.panel.set_meaning(self._meaning_of)
        self._connect()

    @property
    def is_up_to_date(self) -> bool:
        """Whether what is shown is what there is."""
        timers = (self._show_later, self._show_next, self._scores_later)
        return self.feed.is_up_to_date and not any(timer.isActive() for timer in timers)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Return what to call for the actions of the queue."""
        orders = {f"queue_{one.value}": partial(self.guide.set_order, one) for one in Order}
        header = self._views.header
        return {
            **orders,
            "threshold_up": partial(header.step_threshold, 5),
            "threshold_down": partial(header.step_threshold, -5),
        }

    def _connect(self) -> None:
        document, panel, guide = self._document, self.panel, self.guide
        document.videos_changed.connect(self._take_names)
        document.labels_changed.connect(self._take_labels)
        document.project_changed.connect(self._take_names)
        document.video_opened.connect(self._show_soon)
        document.video_closed.connect(self._show_soon)
        self.feed.changed.connect(self._take_queue)
        guide.chosen.connect(self._keep)
        guide.chosen.connect(self._show_soon)
        guide.moved.connect(self._keep)
        guide.moved.connect(self._show_soon)
        panel.order_chosen.connect(guide.set_order)
        panel.scope_chosen.connect(guide.set_scope)
        panel.label_chosen.connect(guide.set_label)
        panel.row_chosen.connect(guide.go_to)
        panel.start_asked.connect(self._start)
        self._views.header.threshold_changed.connect(guide.set_threshold)
        self._views.header.scope_changed.connect(self._show_soon)
        self._keeper.queue_recalled.connect(self._recall)

    # ------------------------------------------------------------ what is remembered
    def _recall(self, view: QueueView) -> None:
        choice = Choice(
            order=_named(Order, view.order, Order.TIMELINE),
            label_id=view.label_id,
            scope=_named(Scope, view.scope, Scope.ALL),
            min_score=self.guide.choice.min_score,
        )
        self.guide.recall(choice, view.at_id)

    def _keep(self) -> None:
        if self._document.store is None:
            return
        choice = self.guide.choice
        self._keeper.keep_queue(
            QueueView(
                order=choice.order.value,
                scope=choice.scope.value,
                label_id=choice.label_id,
                at_id=self.guide.at_id,
            )
        )

    # ------------------------------------------------------------ what is shown
    def _start(self) -> None:
        self.guide.set_order(Order.INFORMATIVE)
        self.guide.go_to_first()

    def _take_names(self) -> None:
        self._names = {video.id: video.name for video in self._document.videos}
        self._show_soon()

    def _take_labels(self) -> None:
        labels = recoloured(self._document.labels, self._preferences.label_colours)
        self._labels = {label.id: (label.name, label.color) for label in labels}
        digits = numbered(self._document.labels)
        self._views.panel.show_digits([f"{n}  {label.name}" for n, label in digits.items()])
        self._show_soon()

    def _take_queue(self) -> None:
        queue = self.feed.queue
        scores = None if queue is None else queue.columns.suggestions.score
        self._views.header.set_project_scores(
            0.0 if scores is None else float(scores.max(initial=0.0))
        )
        self._show_soon()

    def _show_soon(self) -> None:
        # Several things change with one act; what they come to is shown once.
        self._show_later.start()

    def _show(self) -> None:
        queue, video = self.feed.queue, self._document.video
        covered = queue.covered_ids(video.entry.id) if queue and video else frozenset()
        self._views.timeline.set_covered(covered)
        if queue is None or not queue.n:
            self.panel.show_nothing()
            self._views.header.show_expected("", "")
            return
        choice = self.guide.choice
        counts = queue.counts(choice)
        self.panel.show_words(queue_words(counts, choice, self.feed.pace))
        self.panel.show_choice(choice.order, choice.scope)
        self.panel.show_labels(self._label_choices(queue), choice.label_id)
        self._show_list(queue, choice)
        self._scores_later.start()

    def _label_choices(self, queue: ReviewQueue) -> list[LabelChoice]:
        waiting = queue.labels_waiting(self.guide.choice)
        chosen_id = self.guide.choice.label_id
        if chosen_id:
            waiting.setdefault(chosen_id, 0)
        all_words = translate("Queue", "All labels ({n})").format(n=sum(waiting.values()))
        found = [
            LabelChoice(label_id, f"{self._label(label_id)[0]} ({n})", self._label(label_id)[1])
            for label_id, n in waiting.items()
        ]
        return [LabelChoice("", all_words), *sorted(found, key=lambda one: one.words.casefold())]

    def _show_list(self, queue: ReviewQueue, choice: Choice) -> None:
        listed, current = queue.listed(choice), self.guide.at_row
        at = 0 if current is None else queue.position(choice, listed, current)
        first = max(at - BEFORE, 0)
        rows = listed[first : first + LISTED]
        noted = frozenset(rows[queue.has_reason(rows)].tolist())
        self.panel.model.show(rows.tolist(), current, partial(self._describe, queue), noted)
        self.panel.scroll_to_current()

    def _describe(self, queue: ReviewQueue, row: int) -> QueueRow | None:
        found = queue.columns.suggestions
        label, color = self._label(queue.label_at(row))
        start_s, end_s = float(found.spans.start_s[row]), float(found.spans.end_s[row])
        name = self._names.get(queue.video_at(row), "")
        place = f"{name}  {clock(start_s)[:-2]}"
        score = float(found.score[row])
        raw = translate("Queue", "Raw score {score:.3f}").format(score=score)
        chance = self._probability(queue, np.array([row]))
        reason, instead = queue.reason(row)
        note = reason_words(reason, self._label(instead)[0] if instead else "")
        times = translate("Queue", "{start} to {end}").format(
            start=clock(start_s), end=clock(end_s)
        )
        return QueueRow(
            row,
            label,
            color,
            place,
            f"{score:.2f}" if chance is None else f"{chance[0]:.0%}",
            note if reason is not Reason.NONE else "",
            "\n".join(filter(None, (label, name, times, raw, note))),
            is_snoozed=queue.is_snoozed(row),
        )

    def _label(self, label_id: str) -> tuple[str, str]:
        return self._labels.get(label_id, (translate("Review", "(label removed)"), UNKNOWN_COLOR))

    # ------------------------------------------------------------ what scores mean
    def _meaning_of(self, suggestion: Suggestion) -> Meaning:
        queue = self.feed.queue
        row = None if queue is None else queue.row(suggestion.id)
        if queue is None or row is None:
            return Meaning()
        chance = self._probability(queue, np.array([row]))
        known = None if chance is None else float(chance[0])
        return Meaning(known, queue.is_covered(suggestion.id))

    def _probability(
        self, queue: ReviewQueue, rows: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]] | None:
        calibration = self.feed.calibration
        if calibration is None:
            return None
        found = queue.columns.suggestions
        return calibration.probability(found.score[rows], found.spans.label[rows])

    def _show_scores(self) -> None:
        header, video = self._views.header, self._document.video
        queue, calibration = self.feed.queue, self.feed.calibration
        if video is None or queue is None or calibration is None:
            return
        self._views.panel.show_counts(*self._reviewer.counts())
        if header.top <= 0:
            return
        score, verdict, label = queue.scores("" if header.is_of_project else video.entry.id)
        header.show_bars(ScoreBars.of(score, verdict, header.top))
        above = score >= header.min_score
        header.show_expected(*self._expected(calibration, score[above], label[above]))

    @staticmethod
    def _expected(
        calibration: Calibration,
        score: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
        label: np.ndarray[tuple[int, ...], np.dtype[np.int32]],
    ) -> tuple[str, str]:
        chances = calibration.probability(score, label)
        share = None if chances is None or not len(chances) else float(chances.mean())
        return expected_words(len(score), share, calibration)


def _named(kinds: type[Kind], name: str, usual: Kind) -> Kind:
    return next((one for one in kinds if one.value == name), usual)
