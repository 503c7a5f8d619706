"""The line above the lanes: how the run was made, the timeline's tools, the lowest score shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from app.ui.language import translate
from app.ui.review.score_slider import NO_BARS, SLIDER_STEPS, ScoreBars, ScoreSlider
from app.ui.theme import SPACING_PX, colours_of, in_role, tinted
from app.ui.timeline.tools import TimelineTools


class TimelineHeader(QFrame):
    """Note of the run on the left, score threshold on the right.

    Signals:
        threshold_changed: The lowest raw score that is shown.
        scope_changed: Whether the histogram is of the whole project.
    """

    threshold_changed = Signal(float)
    scope_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._video_top = 0.0
        self._project_top = 0.0
        self._raw = 0.0
        # A share of the highest score, until it is known how high that is.
        self._wished_share: float | None = None
        self._sign = QLabel()
        self._note = _Note()
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._above = QLabel()
        self._above.setMinimumWidth(
            self.fontMetrics().horizontalAdvance(translate("Review", "Score from 0.000"))
        )
        self._expected = in_role(QLabel(), "faint")
        self._scope = QToolButton()
        self._scope.setCheckable(True)
        self._scope.setAutoRaise(True)
        self._scope.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scope.setToolTip(translate("Review", "Scores of this video, or of the whole project"))
        self._scope.toggled.connect(self._take_scope)
        self._slider = ScoreSlider()
        self._slider.score_picked.connect(self._take_picked)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(SPACING_PX, 4, SPACING_PX, 4)
        row.addWidget(self._sign)
        row.addWidget(self._note, 1)
        self.tools = TimelineTools()
        self.tools.hide()
        row.addWidget(self.tools)
        self._scoring = (self._expected, self._above, self._slider, self._scope)
        for widget in self._scoring:
            row.addWidget(widget)
        self._name_scope()
        self.show_note("", is_trained=True)
        self.set_scores(0.0)
        self.hide()

    @property
    def note(self) -> str:
        """What is said of the run."""
        return self._note.text()

    @property
    def min_score(self) -> float:
        """The lowest raw score that is shown."""
        return self._raw

    @property
    def share(self) -> float:
        """Where the slider stands, of the highest score."""
        if self._wished_share is not None:
            return self._wished_share
        return min(self._raw / self.top, 1.0) if self.top > 0 else 0.0

    @property
    def is_of_project(self) -> bool:
        """Whether the histogram is of the whole project."""
        return self._scope.isChecked()

    @property
    def slider(self) -> ScoreSlider:
        """The slider over the histogram."""
        return self._slider

    def show_note(self, note: str, *, is_trained: bool) -> None:
        """Say how the run was made; a cold start is marked."""
        colours = colours_of(self.palette())
        self._sign.setVisible(bool(note))
        colour = colours.accent if is_trained else colours.warn
        self._sign.setPixmap(tinted("info" if is_trained else "warning", QColor(colour), 18))
        self._note.setText(note)
        self._note.setToolTip(note)
        self._hide_if_empty()

    def set_scores(self, max_score: float) -> None:
        """Take the highest score of the timeline."""
        self._video_top = max_score
        self._renew_top()

    def set_project_scores(self, max_score: float) -> None:
        """Take the highest score of the project; the slider goes up to the higher of both."""
        if max_score == self._project_top:
            return
        self._project_top = max_score
        self._renew_top()

    def show_bars(self, bars: ScoreBars) -> None:
        """Show which scores there are, under the slider."""
        self._slider.show_bars(bars)
        self._slider.show_score(self._raw)

    def show_expected(self, words: str, tip: str) -> None:
        """Say what may be expected above the threshold."""
        self._expected.setText(words)
        self._expected.setToolTip(tip)

    def show_tools(self, *, on: bool) -> None:
        """Show the controls of the timeline, or hide them where there is none."""
        self.tools.setVisible(on)
        self._hide_if_empty()

    def add_button(self, button: QWidget) -> None:
        """Put a button beside the tools."""
        self._row.insertWidget(self._row.indexOf(self.tools), button)

    def set_share(self, share: float) -> None:
        """Move the threshold to a share of the highest score, in [0, 1]."""
        if self.top > 0:
            self._set_raw(share * self.top)
        else:
            self._wished_share = share

    def recall(self, min_score: float | None, share: float) -> None:
        """Take the threshold a person left: the raw score, else a share of the highest."""
        if min_score is None:
            self.set_share(share)
        else:
            self._wished_share = None
            self._set_raw(min_score)

    def step_threshold(self, steps: int) -> None:
        """Move the threshold by some hundredths of the highest score."""
        if self.top > 0:
            at = round(self._raw / self.top * SLIDER_STEPS) + steps
            self._set_raw(min(max(at, 0), SLIDER_STEPS) / SLIDER_STEPS * self.top)

    @property
    def top(self) -> float:
        """The highest score the slider reaches; 0 without a video that has any."""
        return max(self._video_top, self._project_top) if self._video_top > 0 else 0.0

    def _renew_top(self) -> None:
        has_scores = self.top > 0
        for widget in self._scoring:
            widget.setVisible(has_scores)
        if has_scores and self._wished_share is not None:
            self._raw, self._wished_share = self._wished_share * self.top, None
        if not has_scores:
            self._slider.show_bars(NO_BARS)
        elif self._slider.bars.top != self.top:
            self._slider.show_bars(ScoreBars(self._slider.bars.counts * 0, self.top))
        self._hide_if_empty()
        self._set_raw(self._raw)

    def _take_picked(self, raw: float) -> None:
        self._wished_share = None
        self._set_raw(raw)

    def _set_raw(self, raw: float) -> None:
        self._raw = raw
        if self.top > 0:
            self._slider.show_score(raw)
        self._above.setText(translate("Review", "Score from {min_score:.2f}").format(min_score=raw))
        self.threshold_changed.emit(raw)

    def _take_scope(self, is_of_project: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._name_scope()
        self.scope_changed.emit(is_of_project)

    def _name_scope(self) -> None:
        words = (
            translate("Review", "Project")
            if self.is_of_project
            else translate("Review", "This video")
        )
        self._scope.setText(words)

    def _hide_if_empty(self) -> None:
        has_words = bool(self._note.text()) or self.top > 0
        self.setVisible(has_words or not self.tools.isHidden())


class _Note(QLabel):
    """A line that ends in an ellipsis where there is no room for all of it."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint as much as there is room for."""
        painter = QPainter(self)
        try:
            room = self.contentsRect()
            words = self.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, room.width()
            )
            ink = self.palette().color(self.foregroundRole())
            painter.setPen(ink)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        finally:
            painter.end()
