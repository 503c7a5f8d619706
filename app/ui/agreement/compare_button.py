"""The button above the lanes that says what is compared with, and offers what else there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.domain.project import Run, model_names
from app.ui.agreement.comparing import NOTHING, Choice, Comparing
from app.ui.language import date_words, translate
from app.ui.theme import colours_of

SIGN_PX = 16


class CompareButton(QToolButton):
    """Shows the compared layer's name beside a bar drawn as it is on the lanes.

    Args:
        comparing: What is chosen.
        annotators: Gives the names of other annotators.
    """

    def __init__(
        self,
        comparing: Comparing,
        annotators: Callable[[], Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._comparing, self._annotators = comparing, annotators
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip(
            translate("Agreement", "Show another run or annotator below the segments (C)")
        )
        comparing.changed.connect(self.show_choice)
        self.show_choice()

    def ask(self) -> None:
        """Open the menu."""
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def show_choice(self) -> None:
        """Name what is compared with."""
        choice = self._comparing.choice
        self.setIcon(_sign(QColor(colours_of(self.palette()).text)))
        compared = translate("Agreement", "Compared: {name}").format(name=choice.words)
        self.setText(compared if choice.words else translate("Agreement", "Compare"))

    def choices(self) -> list[Choice]:
        """Return all that the open video can be compared with, nothing first."""
        found = self._comparing.runs()
        called = model_names((run.model_name, run.checkpoint) for run in found)
        runs = [
            Choice("run", run.id, _run_words(run, called[run.model_name, run.checkpoint]))
            for run in found
        ]
        people = [Choice("annotator", name, name) for name in self._annotators()]
        mine = Choice("annotations", "", translate("Agreement", "My annotations"))
        return [NOTHING, *runs, mine, *people]

    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        kind = ""
        for choice in self.choices():
            if kind and choice.kind != kind:
                self._menu.addSeparator()
            kind = choice.kind
            words = choice.words or translate("Agreement", "Nothing")
            action = QAction(words.replace("&", "&&"), self._menu, checkable=True)
            action.setChecked(choice == self._comparing.choice)
            action.triggered.connect(lambda _on, one=choice: self._comparing.choose(one))
            group.addAction(action)
            self._menu.addAction(action)


def _run_words(run: Run, model: str) -> str:
    form = translate("Agreement", "d MMM yyyy, HH:mm", "as Qt writes dates")
    return f"{model}, {date_words(run.made_at, form)}"


def _sign(color: QColor) -> QIcon:
    """Return a filled bar above a thin hollow one."""
    picture = QPixmap(SIGN_PX, SIGN_PX)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.fillRect(QRectF(1, 2, 12, 6), color)
    painter.setPen(QPen(color, 1))
    painter.drawRect(QRectF(3.5, 10.5, 11, 4))
    painter.end()
    return QIcon(picture)
