"""Problems of the world: one bar above everything, never a box in the way."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
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

from app.ui.language import PLURAL, translate
from app.ui.refusals import refusal_words
from app.ui.theme import SPACING_PX, colours_of, icon, in_role, tinted


@dataclass(frozen=True, slots=True)
class Notice:
    """One message: what is so, and what can be done about it."""

    sentence: str
    next_step: str = ""

    @property
    def english(self) -> str:
        """Both as they were made."""
        return f"{self.sentence} {self.next_step}".strip()

    @property
    def words(self) -> str:
        """Both in the language of the window."""
        return f"{refusal_words(self.sentence)} {refusal_words(self.next_step)}".strip()


class NoticeBar(QFrame):
    """Shows the newest problem until it is closed.

    Signals:
        problem_shown: The sentence of a problem.
    """

    problem_shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "problem")
        self._notices: list[Notice] = []
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._more = in_role(QLabel(), "faint")
        self._close_all = QPushButton(translate("Window", "Close all"))
        self._close_all.clicked.connect(self.close_all)
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setToolTip(translate("Window", "Close this message"))
        self._close.setAccessibleName(translate("Window", "Close this message"))
        self._close.clicked.connect(self.close_one)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING_PX, SPACING_PX // 2, SPACING_PX, SPACING_PX // 2)
        for widget in (self._sign, self._text, self._more, self._close_all, self._close):
            row.addWidget(widget, 1 if widget is self._text else 0)
        self.hide()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is still open, oldest first."""
        return tuple(self._notices)

    def problem(self, sentence: str, next_step: str = "") -> None:
        """Show a failure of the world; the same one twice is shown once."""
        notice = Notice(sentence, next_step)
        self._notices = [other for other in self._notices if other != notice]
        self._notices.append(notice)
        self._show_newest()
        self.problem_shown.emit(sentence)

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

    def _show_newest(self) -> None:
        if not self._notices:
            self.hide()
            return
        notice = self._notices[-1]
        colours = colours_of(self.palette())
        self._sign.setPixmap(tinted("warning", QColor(colours.bad), 20))
        self._text.setText(notice.words)
        # English is what others know of it, and what a search finds.
        self._text.setToolTip(notice.english if notice.english != notice.words else "")
        n_more = len(self._notices) - 1
        self._more.setText(translate("Window", "%n more", "", PLURAL, n_more) if n_more else "")
        self._close_all.setVisible(n_more > 0)
        self._close.setIcon(icon("close"))
        self.show()
