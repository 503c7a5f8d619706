"""What the window has to tell: one bar above everything, never a box in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from app.ui.theme import SPACING_PX, colours_of, icon, tinted

TOLD_FOR_MS = 6000


@dataclass(frozen=True, slots=True)
class Notice:
    """One message: what is so, and what can be done about it."""

    sentence: str
    next_step: str = ""
    kind: Literal["problem", "told"] = "problem"


class NoticeBar(QFrame):
    """Shows the newest message; problems stay until closed, good news leave by themselves.

    Signals:
        problem_shown: The sentence of a problem.
    """

    problem_shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices: list[Notice] = []
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._more = QLabel()
        self._more.setProperty("role", "faint")
        self._close_all = QPushButton("Close all")
        self._close_all.clicked.connect(self.close_all)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setToolTip("Close this message")
        self._close.clicked.connect(self.close_one)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING_PX, SPACING_PX // 2, SPACING_PX, SPACING_PX // 2)
        for widget in (self._sign, self._text, self._more, self._close_all, self._close):
            row.addWidget(widget, 1 if widget is self._text else 0)
        self._timer = QTimer(self, singleShot=True, interval=TOLD_FOR_MS)
        self._timer.timeout.connect(self._forget_told)
        self.hide()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is still open, oldest first."""
        return tuple(self._notices)

    def problem(self, sentence: str, next_step: str = "") -> None:
        """Show a failure of the world; the same one twice is shown once."""
        self._add(Notice(sentence, next_step))
        self.problem_shown.emit(sentence)

    def tell(self, sentence: str) -> None:
        """Show good news for some seconds."""
        self._add(Notice(sentence, kind="told"))
        self._timer.start()

    def close_one(self) -> None:
        """Close the message that is shown."""
        if self._notices:
            self._notices.pop()
        self._show_newest()

    def close_all(self) -> None:
        """Close every message."""
        self._notices.clear()
        self._show_newest()

    def redraw(self) -> None:
        """Draw again after the palette changed."""
        self._show_newest()

    def _add(self, notice: Notice) -> None:
        self._notices = [n for n in self._notices if n != notice and n.kind != "told"]
        # A problem stays readable when good news follow it.
        place = len(self._notices) if notice.kind == "problem" or not self._notices else 0
        self._notices.insert(place, notice)
        self._show_newest()

    def _forget_told(self) -> None:
        self._notices = [n for n in self._notices if n.kind != "told"]
        self._show_newest()

    def _show_newest(self) -> None:
        if not self._notices:
            self.hide()
            return
        notice = self._notices[-1]
        colours = colours_of(self.palette())
        is_problem = notice.kind == "problem"
        sign, colour = ("warning", colours.bad) if is_problem else ("info", colours.accent)
        self._sign.setPixmap(tinted(sign, QColor(colour), 20))
        self._text.setText(f"{notice.sentence} {notice.next_step}".strip())
        n_more = len(self._notices) - 1
        self._more.setText(f"{n_more} more" if n_more else "")
        self._close_all.setVisible(n_more > 0)
        self._close.setIcon(icon("close"))
        self.setProperty("role", notice.kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
