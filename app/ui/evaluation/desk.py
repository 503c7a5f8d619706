"""Keeps the evaluation panel about the open project, and goes from its lists to the clips."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.domain.errors import ExchangeError
from app.services.evaluating import (
    ErrorClip,
    ErrorKind,
    EvaluationRequest,
    Evaluator,
    LearnedBy,
    ProjectEvaluation,
    measure_project,
    nobody_learned,
)
from app.services.evaluation_report import head_of, write_evaluation
from app.tasks.runner import Task
from app.ui.dialogs.files import FileDialogs
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.evaluation.panel import EvaluationPanel
from app.ui.evaluation.words import clip_words, near_words, span_words
from app.ui.label_colours import recoloured
from app.ui.language import spoken_language, translate
from app.ui.preferences import Preferences
from app.ui.queue.item_model import QueueRow
from app.ui.review.desk import DeskViews, ReviewDesk
from app.ui.told import name_of

# A burst of edits is followed once, and only where there is not too much to read for each.
FOLLOW_AFTER_MS = 900
# Opening a project tells of it several times.
FIRST_AFTER_MS = 100
FOLLOWED_ROWS = 20_000
# What measures takes memory; after so long without anybody looking it is given back.
IDLE_MS = 60_000
# The best-scored so many are listed; nobody scrolls through more.
MOST_CLIPS = 2000
UNKNOWN_COLOUR = "#888888"


@dataclass(frozen=True, slots=True)
class EvaluationParts:
    """What it works with."""

    document: Document
    desk: ReviewDesk
    views: DeskViews
    preferences: Preferences
    files: FileDialogs


class EvaluationDesk(QObject):
    """Measures when somebody looks, and shows the clip that is chosen.

    Args:
        parts: What it works with.
        report: The action that saves a report.
        window: Parent of the dialogs.

    Signals:
        told: One sentence for the status line.
        asked: The panel shall come to the front.
    """

    told = Signal(str)
    asked = Signal()

    def __init__(self, parts: EvaluationParts, report: QAction, window: QWidget) -> None:
        super().__init__(window)
        self._parts, self._window, self._report = parts, window, report
        self.panel = EvaluationPanel(report)
        self._evaluator: Evaluator | None = None
        self._learned_by: LearnedBy = nobody_learned
        self._request = EvaluationRequest()
        self._found: ProjectEvaluation | None = None
        self._kind, self._label = ErrorKind.LOCALIZATION, ""
        self._has_chosen = False
        self._clip: ErrorClip | None = None
        self._coming: ErrorClip | None = None
        self._task: Task | None = None
        self._is_old, self._is_looked_at = True, False
        self._known: tuple[object, ...] = ()
        self._errands = Errands(self)
        self._errands.failed.connect(parts.document.show_problem)
        self._follow = QTimer(self, singleShot=True)
        self._follow.timeout.connect(self.measure)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._give_back)
        self._connect()

    def take(self, evaluator: Evaluator, learned_by: LearnedBy = nobody_learned) -> None:
        """Take who measures, and who knows what a model has learned from."""
        self._evaluator, self._learned_by = evaluator, learned_by

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Return what to call for its actions."""
        return {"evaluation": self._come, "evaluation_report": self.save_report}

    @property
    def found(self) -> ProjectEvaluation | None:
        """What is shown, or None."""
        return self._found

    @property
    def is_measuring(self) -> bool:
        """Whether it is being measured, or about to be."""
        return self._task is not None or self._follow.isActive()

    def look(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Take whether the panel is in front; nothing is measured unless somebody looks."""
        self._is_looked_at = on
        if on:
            self._idle.stop()
        else:
            self._idle.start()
        if on and self._is_old and self._task is None:
            self.measure()

    def shut_down(self) -> None:
        """Stop; returns when the threads are over."""
        self._idle.stop()
        self._errands.call_off()
        if self._evaluator is not None:
            self._evaluator.close()

    def _give_back(self) -> None:
        if self._evaluator is not None and not self._errands.is_busy:
            self._evaluator.close()

    def _come(self) -> None:
        self.asked.emit()
        has_list = self._found is not None and self._found.measured is not None
        (self.panel.kinds if has_list else self.panel.models).setFocus()

    # ------------------------------------------------------------ measuring
    def measure(self) -> None:
        """Measure what was asked for, in a thread; an earlier wish is given up."""
        store, evaluator = self._parts.document.store, self._evaluator
        self._follow.stop()
        self._give_up()
        if store is None or evaluator is None:
            return
        request, learned_by = self._request, self._learned_by

        def work(_progress: object, cancel: threading.Event) -> ProjectEvaluation:
            return measure_project(store, evaluator, request, cancel, learned_by)

        self._is_old = False
        self.panel.show_work(on=True)
        self._task = task = self._errands.start("", work, self._take)
        task.ended.connect(self._end)

    def stop(self) -> None:
        """Give up measuring."""
        if self._task is not None:
            self._give_up()
            self._is_old = True
            self.panel.show_work(on=False)
            self.panel.show_old(on=True)

    def _give_up(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _end(self) -> None:
        if self.sender() is not self._task:
            return
        self._task = None
        self.panel.show_work(on=False)
        if self._is_old:
            self._grow_old()
        elif self._found is None:
            # It failed, and that was told.
            self.panel.show_old(on=True)

    def _take(self, found: ProjectEvaluation) -> None:
        if found.request != self._request:
            return
        self._found = found
        self.panel.show_found(found, self._colours())
        self._report.setEnabled(found.measured is not None)
        if found.measured is not None:
            known = {one.name for one in found.measured.labels} | {*found.measured.without_truth}
            self._label = self._label if self._label in known else ""
            self._show_label()

    def _ask(self, request: EvaluationRequest) -> None:
        if request != self._request:
            self._request = request
            self.measure()

    # ------------------------------------------------------------ following the project
    def _connect(self) -> None:
        document, panel = self._parts.document, self.panel
        document.about_to_close.connect(self._leave)
        document.project_changed.connect(self._begin)
        document.history_changed.connect(self._grow_old)
        document.labels_changed.connect(self._grow_old)
        document.videos_changed.connect(self._check_videos)
        document.video_opened.connect(self._arrive)
        panel.model_chosen.connect(lambda one: self._ask(replace(self._request, model=one)))
        panel.tiou_chosen.connect(lambda one: self._ask(replace(self._request, tious=(one,))))
        panel.learned_chosen.connect(lambda on: self._ask(replace(self._request, with_learned=on)))
        panel.kind_chosen.connect(self._choose_kind)
        panel.label_chosen.connect(self._choose_label)
        panel.clip_chosen.connect(self._go_to)
        panel.measure_asked.connect(self.measure)
        panel.stop_asked.connect(self.stop)

    def _begin(self) -> None:
        self._request, self._found = replace(self._request, model=""), None
        self._clip, self._coming, self._known = None, None, ()
        self._label, self._is_old = "", True
        self._report.setEnabled(False)
        self.panel.show_models((), "")
        self.panel.show_old(on=False)
        has_project = self._parts.document.store is not None
        self.panel.show_nothing(
            "" if has_project else translate("Evaluation", "Open a project first.")
        )
        if self._is_looked_at and has_project:
            self.panel.show_work(on=True)
            self._follow.start(FIRST_AFTER_MS)

    def _leave(self) -> None:
        self._follow.stop()
        self._give_up()
        self._errands.call_off()
        self.panel.show_work(on=False)

    def _check_videos(self) -> None:
        known = tuple(
            (one.id, one.n_pending, one.n_annotations, one.n_judged, one.last_run_id,
             one.sheet.is_empty)
            for one in self._parts.document.videos
        )  # fmt: skip
        if known != self._known:
            self._known = known
            self._grow_old()

    @property
    def _is_followed(self) -> bool:
        """Whether every change is followed at once."""
        found = self._found
        return found is None or len(found.table.found) <= FOLLOWED_ROWS

    def _grow_old(self) -> None:
        """Know that something changed; follow at once where that is quick and somebody looks."""
        if self._parts.document.store is None:
            return
        self._is_old = True
        is_first = self._follow.isActive() and self._found is None
        if not self._is_looked_at or is_first:
            return
        if self._is_followed:
            self._follow.start(FOLLOW_AFTER_MS)
        elif self._task is None:
            self.panel.show_old(on=True)

    # ------------------------------------------------------------ the clips
    def _choose_kind(self, kind: ErrorKind) -> None:
        self._kind, self._has_chosen = kind, True
        self._show_clips()

    def _choose_label(self, label: str) -> None:
        self._label = label
        self._show_label()

    def _show_label(self) -> None:
        self.panel.show_label(self._label)
        self._show_clips()

    def _show_clips(self) -> None:
        found = self._found
        if found is None or found.measured is None:
            return
        if not self._has_chosen:
            self._kind = _commonest(found.counts(self._label))
        rows = found.rows(self._kind, self._label)
        shown = rows[:MOST_CLIPS].tolist()
        self.panel.show_clips(self._kind, shown, self._row_of_clip(found, shown), self._describe)
        if len(rows) > len(shown):
            told = translate("Evaluation", "The {n} with the highest scores, of {all}.")
            self.panel.show_below(told.format(n=len(shown), all=len(rows)))
        else:
            told = translate("Evaluation", "None of this kind.")
            self.panel.show_below("" if shown else told)

    def _row_of_clip(self, found: ProjectEvaluation, rows: list[int]) -> int | None:
        clip = self._clip
        if clip is None or clip.kind is not self._kind:
            return None
        return next((r for r in rows if found.entry_id(self._kind, r) == clip.entry_id), None)

    def _describe(self, row: int) -> QueueRow | None:
        if self._found is None:
            return None
        clip = self._found.clip(self._kind, row)
        video = name_of(clip.video_id, self._parts.document.videos)
        return QueueRow(
            row,
            clip.label,
            self._colours().get(clip.label, UNKNOWN_COLOUR),
            f"{span_words(clip)}  {video}",
            "" if clip.score is None else f"{clip.score:.2f}",
            near_words(clip),
            f"{clip_words(clip)}\n{video}",
        )

    def _go_to(self, row: int) -> None:
        """Show a clip, opening its video if need be."""
        if self._found is None:
            return
        clip = self._clip = self._found.clip(self._kind, row)
        self.panel.mark_clip(row)
        video = self._parts.document.video
        if video is not None and video.entry.id == clip.video_id:
            self._show(clip)
        else:
            self._coming = clip
            self._parts.document.open_video(clip.video_id)

    def _arrive(self, _video: object) -> None:
        clip, self._coming = self._coming, None
        video = self._parts.document.video
        if clip is not None and video is not None and video.entry.id == clip.video_id:
            # The views take the video first, and what a person left there.
            QTimer.singleShot(0, self, lambda: self._show(clip))

    def _show(self, clip: ErrorClip) -> None:
        """Select what is on the lanes of it, play it over and over, and say what it is."""
        video = self._parts.document.video
        if video is None or video.entry.id != clip.video_id:
            return
        owned = video.timeline.annotations.values()
        mine = next((one.id for one in owned if one.suggestion_id == clip.entry_id), clip.entry_id)
        known = mine if self._parts.document.entry(mine) is not None else ""
        self._parts.desk.show_place(known, clip.segment)
        self._parts.views.timeline.show_span(clip.segment.start_s, clip.segment.end_s)
        self.told.emit(clip_words(clip))

    def _colours(self) -> dict[str, str]:
        labels = recoloured(self._parts.document.labels, self._parts.preferences.label_colours)
        return {one.name: one.color for one in labels}

    # ------------------------------------------------------------ the report
    def save_report(self) -> None:
        """Ask for a file and write what is shown as one page."""
        found, evaluator = self._found, self._evaluator
        path = self._parts.document.path
        if found is None or found.measured is None or evaluator is None or path is None:
            self.told.emit(translate("Evaluation", "There is nothing measured to save yet."))
            return
        suggested = path.with_name(f"{path.stem}-evaluation.html")
        file = self._parts.files.page(self._window, suggested)
        if file is None:
            return
        head = head_of(found, spoken_language())

        def work(_progress: object, cancel: threading.Event) -> Path | ExchangeError:
            text = evaluator.page(found.table, found.request.tious, head, cancel.is_set)
            write_evaluation(text, file)
            return file

        words = translate("Evaluation", "Writing the report…")
        self._errands.start(words, work, self._tell_written)

    def _tell_written(self, file: Path) -> None:
        told = translate("Evaluation", "The evaluation is written to {file}.")
        self.told.emit(told.format(file=file))


def _commonest(counts: Mapping[ErrorKind, int]) -> ErrorKind:
    """Return the error there is most of: the list begins with what is worth looking at."""
    errors = [kind for kind in ErrorKind if kind is not ErrorKind.TRUE]
    return max(errors, key=counts.__getitem__)
