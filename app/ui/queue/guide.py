"""Leads through the queue: what comes next, and its video opened when it is another one."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.domain.timeline import Annotation, Suggestion
from app.services.review_queue import Choice, Order, ReviewQueue, Scope
from app.ui.document import Document
from app.ui.language import translate
from app.ui.queue.feed import QueueFeed
from app.ui.review.reviewing import Reviewer


class QueueGuide(QObject):
    """Follows the selection, and goes on from it in the chosen order.

    Args:
        document: Opens videos.
        reviewer: Has the selection; asks this what comes next.
        feed: Has the queue.

    Signals:
        chosen: Another order or filter.
        moved: Another place in the queue.
    """

    chosen = Signal()
    moved = Signal()

    def __init__(self, document: Document, reviewer: Reviewer, feed: QueueFeed) -> None:
        super().__init__(feed)
        self._document = document
        self._reviewer = reviewer
        self._feed = feed
        self._choice = Choice()
        self._at_id = ""
        # A suggestion to be selected when its video is on the screen.
        self._coming: tuple[str, str] | None = None
        reviewer.set_guide(self)
        reviewer.selected.connect(self._follow)
        document.video_opened.connect(self._arrive)
        document.videos_changed.connect(self._check_arrival)

    @property
    def choice(self) -> Choice:
        """What is asked about, and in which order."""
        return self._choice

    @property
    def at_id(self) -> str:
        """The suggestion a person is at, or was at last, or ''."""
        return self._at_id

    @property
    def at_row(self) -> int | None:
        """Its row in the queue, or None."""
        queue = self._feed.queue
        return queue.row(self._at_id) if queue is not None and self._at_id else None

    # ------------------------------------------------------------ what is asked about
    def set_order(self, order: Order) -> None:
        """Choose what comes first."""
        self._choose(replace(self._choice, order=order))

    def set_label(self, label_id: str) -> None:
        """Ask about one label only, '' for all."""
        self._choose(replace(self._choice, label_id=label_id))

    def set_scope(self, scope: Scope) -> None:
        """Ask about some videos only."""
        self._choose(replace(self._choice, scope=scope))

    def set_threshold(self, min_score: float) -> None:
        """Ask about scores from this one up."""
        self._choose(replace(self._choice, min_score=min_score))

    def recall(self, choice: Choice, at_id: str) -> None:
        """Take up where a person left."""
        self._at_id, self._coming = at_id, None
        self._choose(choice)

    def _choose(self, choice: Choice) -> None:
        if choice != self._choice:
            self._choice = choice
            self.chosen.emit()

    # ------------------------------------------------------------ going on
    def go_to_first(self) -> None:
        """Go to what comes first in the order chosen."""
        queue = self._feed.queue
        row = None if queue is None else queue.beside(self._choice, None, 1)
        if row is not None:
            self.go_to(row)

    def go_to(self, row: int) -> None:
        """Select a suggestion of the queue, opening its video if need be."""
        queue = self._feed.queue
        if queue is None:
            return
        video_id, suggestion_id = queue.video_at(row), queue.id_at(row)
        video = self._document.video
        if video is not None and video.entry.id == video_id:
            self._coming = None
            self._reviewer.select(suggestion_id)
            return
        self._coming = (video_id, suggestion_id)
        self._at_id = suggestion_id
        self.moved.emit()
        self._document.open_video(video_id)

    def step(self, entry: Suggestion | Annotation | None, direction: int) -> bool:
        """Go to what comes after (+1) or before (-1) an entry; see ``Reviewer.set_guide``."""
        queue = self._feed.queue
        if queue is None or self._is_off_queue(queue, entry):
            return False
        row = queue.beside(self._choice, self._row_of(queue, entry), direction)
        if row is not None:
            self.go_to(row)
        else:
            self._tell_end(queue, has_judged=False)
        return True

    def advance(self, entry: Suggestion | Annotation | None) -> bool:
        """Go on from what has just been judged; see ``Reviewer.set_guide``."""
        queue = self._feed.queue
        if queue is None or self._is_off_queue(queue, entry):
            return False
        row = queue.beside(self._choice, self._row_of(queue, entry), 1)
        if row is not None:
            self.go_to(row)
            return True
        if entry is None or not self._is_snoozed(queue, entry):
            self._reviewer.select("")
        self._tell_end(queue, has_judged=True)
        return True

    def n_covered(self) -> int:
        """Return how many suggestions of the open video are annotated already."""
        queue, video = self._feed.queue, self._document.video
        if queue is None or video is None:
            return 0
        return queue.n_covered(video.entry.id, self._choice.min_score)

    def _row_of(self, queue: ReviewQueue, entry: Suggestion | Annotation | None) -> int | None:
        if isinstance(entry, Annotation):
            return queue.row(entry.suggestion_id or "")
        return self.at_row if entry is None else queue.row(entry.id)

    def _is_off_queue(self, queue: ReviewQueue, entry: Suggestion | Annotation | None) -> bool:
        """Whether what comes next is to be found on the lanes rather than in the queue."""
        if self._choice.order is not Order.TIMELINE or self._is_filtered:
            return False
        if not self._feed.is_up_to_date:
            # A run has just been recorded: the lanes know of it, the queue does not yet.
            return True
        video = self._document.video
        if video is None:
            return False
        row = self._row_of(queue, entry)
        # Where a person has just opened a video, what waits there comes before other videos.
        is_elsewhere = row is None or (entry is None and queue.video_at(row) != video.entry.id)
        return is_elsewhere and bool(len(queue.listed(replace(self._choice, scope=Scope.OPEN))))

    @property
    def _is_filtered(self) -> bool:
        return bool(self._choice.label_id) or self._choice.scope is not Scope.ALL

    def _is_snoozed(self, queue: ReviewQueue, entry: Suggestion | Annotation) -> bool:
        row = self._row_of(queue, entry)
        return row is not None and queue.is_snoozed(row)

    def _tell_end(self, queue: ReviewQueue, *, has_judged: bool) -> None:
        """Say why nothing comes."""
        self._reviewer.told.emit(self._end_words(queue, has_judged=has_judged))

    def _end_words(self, queue: ReviewQueue, *, has_judged: bool) -> str:
        if self._is_filtered:
            return translate(
                "Queue", "Nothing else waits here; other labels or videos may have more."
            )
        if queue.counts(self._choice).n_snoozed:
            return translate("Queue", "Only what you put off is left.")
        if len(self._document.videos) > 1 and queue.n:
            return translate("Queue", "Every suggestion of the project is reviewed.")
        if has_judged:
            return translate("Review", "Every suggestion of this video is reviewed.")
        if queue.n:
            return translate("Review", "Nothing is left to review in this video.")
        return translate("Review", "There are no suggestions yet.")

    # ------------------------------------------------------------ following
    def _follow(self, entry_id: str) -> None:
        entry = self._document.entry(entry_id) if entry_id else None
        if isinstance(entry, Annotation):
            entry_id = entry.suggestion_id or ""
        if entry_id and entry_id != self._at_id:
            self._at_id = entry_id
        self.moved.emit()

    def _arrive(self) -> None:
        video = self._document.video
        if video is None:
            return
        self._choose(replace(self._choice, open_video_id=video.entry.id))
        if self._coming is not None and self._coming[0] == video.entry.id:
            suggestion_id = self._coming[1]
            self._coming = None
            self._reviewer.select(suggestion_id)

    def _check_arrival(self) -> None:
        """Leave a video out that could not be opened; the person has been told why."""
        if self._coming is None or self._document.wanted_video_id or self._document.video:
            return
        video_id, self._coming = self._coming[0], None
        left_out = self._choice.left_out | {video_id}
        self._choose(replace(self._choice, left_out=left_out))
        self._reviewer.told.emit(
            translate("Queue", "Its suggestions are left out until the project is opened again.")
        )
