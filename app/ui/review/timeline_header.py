"""The line above the lanes: how the run was made, the timeline's tools, the lowest score shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from app.ui.language import translate
from app.ui.theme import SPACING_PX, colours_of, tinted
from app.ui.timeline.tools import TimelineTools

SLIDER_STEPS = 100


class TimelineHeader(QFrame):
    """Note of the run on the left, score threshold on the right.

    Signals:
        threshold_changed: The lowest raw score that is shown.
    """

    threshold_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._max_score = 1.0
        self._sign = QLabel()
        self._note = QLabel()
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._above = QLabel()
        self._above.setMinimumWidth(
            self.fontMetrics().horizontalAdvance(translate("Review", "Score from 0.000"))
        )
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, SLIDER_STEPS)
        self._slider.setFixedWidth(140)
        self._slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._slider.setAccessibleName(translate("Review", "Lowest score shown"))
        self._slider.setToolTip(
            translate("Review", "Hide suggestions below this score; annotations always show")
        )
        self._slider.valueChanged.connect(self._tell)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(SPACING_PX, 4, SPACING_PX, 4)
        row.addWidget(self._sign)
        row.addWidget(self._note, 1)
        self.tools = TimelineTools()
        self.tools.hide()
        row.addWidget(self.tools)
        row.addWidget(self._above)
        row.addWidget(self._slider)
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
        return self._max_score * self._slider.value() / SLIDER_STEPS

    @property
    def share(self) -> float:
        """Where the slider stands, of the highest score."""
        return self._slider.value() / SLIDER_STEPS

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
        """Take the highest score of the timeline; the slider goes up to it."""
        self._max_score = max_score
        has_scores = max_score > 0
        self._slider.setVisible(has_scores)
        self._above.setVisible(has_scores)
        self._hide_if_empty()
        self._tell()

    def show_tools(self, *, on: bool) -> None:
        """Show the controls of the timeline, or hide them where there is none."""
        self.tools.setVisible(on)
        self._hide_if_empty()

    def add_button(self, button: QWidget) -> None:
        """Put a button beside the tools."""
        self._row.insertWidget(self._row.indexOf(self.tools), button)

    def set_share(self, share: float) -> None:
        """Move the slider to a share of the highest score, in [0, 1]."""
        self._slider.setValue(round(share * SLIDER_STEPS))

    def _hide_if_empty(self) -> None:
        has_words = bool(self._note.text()) or self._max_score > 0
        self.setVisible(has_words or not self.tools.isHidden())

    def _tell(self) -> None:
        self._above.setText(
            translate("Review", "Score from {min_score:.2f}").format(min_score=self.min_score)
        )
        self.threshold_changed.emit(self.min_score)
