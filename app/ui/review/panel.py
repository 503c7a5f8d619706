"""The panel about the selected suggestion or annotation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.labels import Label
from app.domain.timeline import Annotation, Suggestion, Verdict
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.review.frame_time_box import FrameTimeBox
from app.ui.review.score_change import Change, show_change
from app.ui.theme import SPACING_PX, in_role
from app.ui.times import clock, frame_count, nearest_frame

BUTTONS = ("accept", "reject", "relabel", "snooze", "delete")
VERDICT_WORDS = {
    Verdict.PENDING: QT_TRANSLATE_NOOP("Review", "Suggested by the engine, not reviewed yet"),
    Verdict.ACCEPTED: QT_TRANSLATE_NOOP("Review", "Accepted"),
    Verdict.REJECTED: QT_TRANSLATE_NOOP("Review", "Rejected"),
    Verdict.SNOOZED: QT_TRANSLATE_NOOP("Review", "Put off: it comes back after everything else"),
}
COVERED = QT_TRANSLATE_NOOP("Review", "Already annotated: it is not asked about again")


@dataclass(frozen=True, slots=True)
class Selected:
    """What the panel shows.

    Attributes:
        suggestion: The suggestion itself, or the one an annotation was accepted from.
        max_score: The highest score of the timeline; the bar's full width.
        n_neighbours: Contextual and surrounding neighbours in the proposal graph.
        n_selected: How many entries are selected; this is the current one.
    """

    entry: Suggestion | Annotation
    label: Label | None
    suggestion: Suggestion | None
    max_score: float
    n_neighbours: tuple[int, int]
    n_selected: int = 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is known of a suggestion beyond itself.

    Attributes:
        probability: That a person says yes, learned from verdicts; None before there are enough.
        is_covered: An annotation of its label says the same already.
    """

    probability: float | None = None
    is_covered: bool = False


class ReviewPanel(QWidget):
    """Label, score, times, verdict and the buttons of the selection; progress of the review.

    Signals:
        edge_entered: Entry id, "start" or "end", seconds.
    """

    edge_entered = Signal(str, str, float)

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pts_s: NDArray[np.float64] = np.zeros(1)
        self._entry_id = ""
        self._times_s = (0.0, 0.0)
        self._meaning_of: Callable[[Suggestion], Meaning] = lambda _suggestion: Meaning()
        self._buttons: dict[str, QPushButton] = {}
        self._make_facts()
        self._nothing = in_role(QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop), "faint")
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing)
        self._facts_page = self._lay_out_facts(actions)
        self._pages.addWidget(self._facts_page)
        column = QVBoxLayout(self)
        column.setSpacing(SPACING_PX)
        column.addWidget(self._counted)
        column.addWidget(self._bar)
        column.addWidget(self._pages, 1)
        column.addLayout(_steps(actions))
        self.setMinimumWidth(250)
        self.show_nothing("")
        self.show_counts(0, 0)

    def set_frames(self, pts_s: NDArray[np.float64], duration_s: float) -> None:
        """Take the times (T,) of the video's frames."""
        self._pts_s = pts_s if len(pts_s) else np.zeros(1)
        self._start.set_frames(pts_s, duration_s)
        self._end.set_frames(pts_s, duration_s)

    def set_meaning(self, meaning_of: Callable[[Suggestion], Meaning]) -> None:
        """Ask somebody what is known of a suggestion beyond itself."""
        self._meaning_of = meaning_of

    def show_digits(self, lines: Sequence[str]) -> None:
        """Show which digit gives which label, one a line."""
        self._digits.setText("\n".join(lines))
        self._digits.setVisible(bool(lines))

    def show_nothing(self, sentence: str) -> None:
        """Show a hint in place of a selection."""
        self._entry_id = ""
        self._nothing.setText(sentence)
        self._pages.setCurrentIndex(0)

    def show_counts(self, n_reviewed: int, n_all: int) -> None:
        """Show how far the review of this video has come."""
        self._counted.setText(
            translate("Review", "{n_reviewed} of {n_all} reviewed").format(
                n_reviewed=n_reviewed, n_all=n_all
            )
        )
        self._counted.setVisible(n_all > 0)
        self._bar.setVisible(n_all > 0)
        self._bar.setRange(0, max(n_all, 1))
        _set_quietly(self._bar, n_reviewed)

    def show_selected(self, selected: Selected) -> None:
        """Show an entry."""
        entry = selected.entry
        self._entry_id = entry.id
        self._show_label(selected.label)
        self._show_score(selected)
        self._start.show_time(entry.segment.start_s)
        self._end.show_time(entry.segment.end_s)
        self._show_length(entry.segment.start_s, entry.segment.end_s)
        one_of = translate("Review", "One of {n} selected.")
        others = one_of.format(n=selected.n_selected) + " " if selected.n_selected > 1 else ""
        self._verdict.setText(others + self._verdict_words(entry))
        n_contextual, n_surrounding = selected.n_neighbours
        self._neighbours.setText(
            translate("Review", "{n_contextual} contextual, {n_surrounding} surrounding").format(
                n_contextual=n_contextual, n_surrounding=n_surrounding
            )
        )
        is_from_engine = selected.suggestion is not None
        for widget in (self._neighbours, self._score, self._score_bar):
            self._form.setRowVisible(widget, is_from_engine)
        is_annotation = isinstance(entry, Annotation)
        self._buttons["accept"].setVisible(not is_annotation)
        self._buttons["reject"].setVisible(is_from_engine)
        self._buttons["snooze"].setVisible(not is_annotation)
        self._buttons["delete"].setVisible(is_annotation)
        self._pages.setCurrentIndex(1)
        self._keep_room()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the room that words need at this width."""
        super().resizeEvent(event)
        self._keep_room()

    def _keep_room(self) -> None:
        # Qt asks nobody how high words of several lines are before it squeezes what is below.
        facts = self._facts_page.layout()
        if facts is not None:
            needed_px = facts.minimumHeightForWidth(self._pages.width())
            self._pages.setMinimumHeight(max(needed_px, 0))

    def set_editable(self, *, on: bool) -> None:
        """Allow or forbid to enter other times."""
        arrows = FrameTimeBox.ButtonSymbols
        for box in (self._start, self._end):
            box.setReadOnly(not on)
            box.setButtonSymbols(arrows.UpDownArrows if on else arrows.NoButtons)

    def preview_edge(self, edge: str, time_s: float) -> None:
        """Show a boundary that is being dragged."""
        (self._start if edge == "start" else self._end).show_time(time_s)
        start_s, end_s = self._times_s
        self._show_length(*((time_s, end_s) if edge == "start" else (start_s, time_s)))

    def show_change(self, change: Change | None) -> None:
        """Show how the boundaries as they are now would score; None when they are as found."""
        self._change.setVisible(change is not None)
        if change is not None:
            show_change(self._change, change)

    def _make_facts(self) -> None:
        self._counted = in_role(QLabel(), "title")
        self._bar = QProgressBar(textVisible=False)
        self._swatch = QLabel()
        self._swatch.setFixedSize(14, 14)
        self._name = in_role(QLabel(wordWrap=True), "title")
        self._verdict = in_role(QLabel(wordWrap=True), "faint")
        self._score = QLabel()
        self._score_bar = QProgressBar(textVisible=False)
        self._score_bar.setRange(0, 1000)
        self._change = QLabel(wordWrap=True)
        self._change.hide()
        self._length = QLabel()
        self._digits = QLabel(alignment=Qt.AlignmentFlag.AlignTop)
        # It has what room is left; the lanes need theirs more.
        self._digits.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._digits.setProperty("role", "faint")
        self._digits.setToolTip(translate("Review", "A digit gives the selection that label"))
        self._neighbours = QLabel(wordWrap=True)
        self._start, self._end = FrameTimeBox(), FrameTimeBox()
        self._start.setAccessibleName(translate("Review", "Start"))
        self._end.setAccessibleName(translate("Review", "End"))
        self._start.setToolTip(
            translate(
                "Review", "First frame inside; the arrows go frame by frame ([ sets the playhead)"
            )
        )
        self._end.setToolTip(
            translate(
                "Review", "First frame outside; the arrows go frame by frame (] sets the playhead)"
            )
        )
        self._start.time_entered.connect(self._tell_start)
        self._end.time_entered.connect(self._tell_end)

    def _lay_out_facts(self, actions: dict[str, QAction]) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, SPACING_PX, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._swatch, 0, 0)
        grid.addWidget(self._name, 0, 1)
        grid.addWidget(self._verdict, 1, 0, 1, 2)
        self._form = QFormLayout()
        self._form.setVerticalSpacing(6)
        for words, widget in (
            (translate("Review", "Score"), self._score),
            ("", self._score_bar),
            (translate("Review", "Start"), self._start),
            (translate("Review", "End"), self._end),
            (translate("Review", "Length"), self._length),
            (translate("Review", "Neighbours"), self._neighbours),
        ):
            self._form.addRow(words, widget)
        grid.addLayout(self._form, 2, 0, 1, 2)
        grid.addWidget(self._change, 3, 0, 1, 2)
        grid.addLayout(self._lay_out_buttons(actions), 4, 0, 1, 2)
        grid.addWidget(self._digits, 5, 0, 1, 2)
        grid.setRowStretch(5, 1)
        return page

    def _lay_out_buttons(self, actions: dict[str, QAction]) -> QGridLayout:
        buttons = QGridLayout()
        for number, action_id in enumerate(BUTTONS):
            self._buttons[action_id] = action_button(actions[action_id])
            # Two in a row; the last one has a row of its own.
            buttons.addWidget(self._buttons[action_id], *divmod(number, 2))
        return buttons

    def _show_label(self, label: Label | None) -> None:
        colour = label.color if label else "#888888"
        self._swatch.setStyleSheet(f"background: {QColor(colour).name()}; border-radius: 3px;")
        self._name.setText(label.name if label else translate("Review", "(label removed)"))

    def _show_score(self, selected: Selected) -> None:
        if selected.suggestion is None:
            return
        score = selected.suggestion.score
        probability = self._meaning_of(selected.suggestion).probability
        raw = translate("Review", "Score {score:.3f}").format(score=score)
        if probability is None:
            self._score.setText(f"{score:.3f}")
            self._score.setToolTip("")
        else:
            words = translate("Review", "about {share:.0%} right").format(share=probability)
            self._score.setText(words)
            self._score.setToolTip(raw)
        share = min(score / max(selected.max_score, 1e-9), 1.0)
        _set_quietly(self._score_bar, round(1000 * share))

    def _verdict_words(self, entry: Suggestion | Annotation) -> str:
        if isinstance(entry, Suggestion):
            is_open = entry.verdict in (Verdict.PENDING, Verdict.SNOOZED)
            if is_open and self._meaning_of(entry).is_covered:
                return translate("Review", COVERED)
            return translate("Review", VERDICT_WORDS[entry.verdict])
        if entry.suggestion_id:
            return translate("Review", "Annotation, accepted from a suggestion")
        return translate("Review", "Annotation")

    def _show_length(self, start_s: float, end_s: float) -> None:
        self._times_s = (start_s, end_s)
        first = nearest_frame(self._pts_s, start_s)
        behind = int(np.searchsorted(self._pts_s, end_s - 1e-6))
        n_frames = max(behind - first, 1)
        self._length.setText(f"{clock(max(end_s - start_s, 0.0))}  ({frame_count(n_frames)})")

    def _tell_start(self, time_s: float) -> None:
        self.edge_entered.emit(self._entry_id, "start", time_s)

    def _tell_end(self, time_s: float) -> None:
        self.edge_entered.emit(self._entry_id, "end", time_s)


def action_button(action: QAction, words: str = "") -> QPushButton:
    """Return a button that does what an action does and names its key.

    ``words`` stand in place of the action's own text.
    """
    button = QPushButton()
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def redraw() -> None:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = words or action.text()
        button.setText(f"{text}  ({keys})" if keys else text)
        button.setIcon(action.icon())
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())

    action.changed.connect(redraw)
    button.clicked.connect(lambda _checked: action.trigger())
    redraw()
    return button


def _steps(actions: dict[str, QAction]) -> QGridLayout:
    row = QGridLayout()
    for column, (action_id, words) in enumerate(
        (
            ("previous_pending", translate("Review", "Previous")),
            ("next_pending", translate("Review", "Next")),
        )
    ):
        row.addWidget(action_button(actions[action_id], words), 0, column)
    return row


def _set_quietly(bar: QProgressBar, value: int) -> None:
    """Set a bar that is painted with everything else, later.

    By itself it paints at once, and the timeline behind a new selection with it, twice then.
    """
    bar.setUpdatesEnabled(False)
    bar.setValue(value)
    bar.setUpdatesEnabled(True)
