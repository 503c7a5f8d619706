"""A slider over a histogram: which scores there are, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QToolTip, QWidget

from app.services.review_columns import VerdictCode
from app.ui.language import translate
from app.ui.theme import Colours, colours_of

SLIDER_STEPS = 100
N_BARS = 50
HANDLE_PX = 3
# Which of the counts a verdict code belongs to.
ROW_OF = np.zeros(len(VerdictCode), np.int64)
ROW_OF[VerdictCode.ACCEPTED], ROW_OF[VerdictCode.REJECTED] = 1, 2
SIZE_PX = (220, 34)


@dataclass(frozen=True, slots=True, eq=False)
class ScoreBars:
    """How many suggestions have which score.

    Attributes:
        counts: (3, N_BARS) int64: open, accepted, rejected; bars of equal width from 0 to ``top``.
        top: The highest score, above 0.
    """

    counts: NDArray[np.int64]
    top: float

    @classmethod
    def of(cls, score: NDArray[np.float64], verdict: NDArray[np.uint8], top: float) -> ScoreBars:
        """Return the bars of (n,) scores and verdict codes."""
        top = max(top, 1e-9)
        bar = np.clip((score / top * N_BARS).astype(np.int64), 0, N_BARS - 1)
        counts = np.bincount(ROW_OF[verdict] * N_BARS + bar, minlength=3 * N_BARS)
        return cls(counts.reshape(3, N_BARS), top)

    @property
    def is_empty(self) -> bool:
        """Whether there is no suggestion at all."""
        return not self.counts.any()


NO_BARS = ScoreBars(np.zeros((3, N_BARS), np.int64), 1.0)


class ScoreSlider(QSlider):
    """Chooses the lowest score that is shown, in ``SLIDER_STEPS`` steps up to the highest.

    Signals:
        score_picked: A raw score a person chose by mouse, wheel or key.
    """

    score_picked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, SLIDER_STEPS)
        self.setPageStep(5)
        self.setFixedSize(QSize(*SIZE_PX))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(translate("Review", "Lowest score shown"))
        self._bars = NO_BARS
        self._is_ours = False
        self.valueChanged.connect(self._tell)

    @property
    def bars(self) -> ScoreBars:
        """What is painted."""
        return self._bars

    def show_bars(self, bars: ScoreBars) -> None:
        """Paint other bars."""
        self._bars = bars
        self.update()

    def show_score(self, score: float) -> None:
        """Put the handle to a raw score; nobody is told."""
        self._is_ours = True
        self.setValue(round(min(score / self._bars.top, 1.0) * SLIDER_STEPS))
        self._is_ours = False

    def bar_words(self, x: float) -> str:
        """Return what is under a place: its raw scores, and how many there are of each kind."""
        bar = int(np.clip((x - 1) / max(self.width() - 2, 1) * N_BARS, 0, N_BARS - 1))
        low, high = bar * self._bars.top / N_BARS, (bar + 1) * self._bars.top / N_BARS
        n_open, n_right, n_wrong = self._bars.counts[:, bar].tolist()
        return translate(
            "Review",
            "Raw score {low:.2f} to {high:.2f}: {n_open} open, {n_right} accepted, {n_wrong} not",
        ).format(low=low, high=high, n_open=n_open, n_right=n_right, n_wrong=n_wrong)

    # ------------------------------------------------------------ Qt
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Put the handle where the mouse is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the handle."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the handle where it is."""
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Say what is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            told = translate(
                "Review", "Suggestions below the line are hidden and not asked about; "
                "annotations always show.",
            )  # fmt: skip
            QToolTip.showText(event.globalPos(), f"{self.bar_words(event.pos().x())}\n{told}", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint ground, bars and handle."""
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.base))
        at = 1 + round(self.value() / SLIDER_STEPS * (self.width() - 2 - HANDLE_PX))
        self._paint_bars(painter, colours, at)
        painter.fillRect(at, 0, HANDLE_PX, self.height(), QColor(colours.accent))
        painter.setPen(QPen(QColor(colours.accent if self.underMouse() else colours.line), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_bars(self, painter: QPainter, colours: Colours, at: int) -> None:
        counts = self._bars.counts
        highest = int(counts.sum(axis=0).max(initial=0))
        if not highest:
            return
        # The root keeps bars of one suggestion visible beside bars of thousands.
        room = self.height() - 4
        width = (self.width() - 2) / N_BARS
        tones = (colours.faint, colours.good, colours.bad)
        bottom = np.full(N_BARS, self.height() - 2.0)
        total = counts.sum(axis=0)
        scale = room * np.sqrt(total / highest) / np.maximum(total, 1)
        left = 1 + width * np.arange(N_BARS)
        is_dim = left + width <= at
        painter.setPen(Qt.PenStyle.NoPen)
        for count, tone in zip(counts[::-1], reversed(tones), strict=True):
            height = count * scale
            bottom -= height
            for dim in (True, False):
                painter.setBrush(_dimmed(tone, is_dim=dim))
                shown = np.flatnonzero((count > 0) & (is_dim == dim)).tolist()
                # One call for each tone: this is painted with every step of the slider.
                painter.drawRects(
                    [QRectF(left[k], bottom[k], max(width - 0.5, 1), height[k]) for k in shown]
                )
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _go_to(self, x: float) -> None:
        room = max(self.width() - 2 - HANDLE_PX, 1)
        self.setValue(round(min(max((x - 1) / room, 0.0), 1.0) * SLIDER_STEPS))

    def _tell(self) -> None:
        if not self._is_ours:
            self.score_picked.emit(self._bars.top * self.value() / SLIDER_STEPS)


def _dimmed(tone: str, *, is_dim: bool) -> QColor:
    colour = QColor(tone)
    colour.setAlpha(70 if is_dim else 255)
    return colour
