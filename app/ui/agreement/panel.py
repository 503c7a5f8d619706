"""The panel of disagreements: with whom, how many are settled, which they are, what to choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import plain_text, shown_keys
from app.ui.agreement.place_book import Key, Place
from app.ui.agreement.place_list import Describe, PlaceList, PlaceModel, PlaceRow
from app.ui.agreement.words import done_words, progress_words
from app.ui.language import translate
from app.ui.more_button import more_button
from app.ui.theme import SPACING_PX

CHOICES = ("keep_mine", "take_theirs", "keep_both")


@dataclass(frozen=True, slots=True)
class Versions:
    """What the two have at the chosen place, in words.

    Attributes:
        difference: How far the boundaries are apart, or ''.
    """

    mine: str
    theirs: str
    difference: str = ""


class DisagreementPanel(QWidget):
    """Lists where two annotators differ; a click goes there.

    Args:
        actions: ``keep_mine``, ``take_theirs`` and ``keep_both`` for its buttons, and
            ``agreement_report``.
        describe: Puts a place into words.

    Signals:
        annotator_chosen: Name of who to compare with.
        place_chosen: A video's id and the place's key.
        removal_asked: The annotator on show shall leave the project.
        tolerance_chosen: Seconds that boundaries may be apart.
    """

    annotator_chosen = Signal(str)
    place_chosen = Signal(str, object)
    removal_asked = Signal()
    tolerance_chosen = Signal(float)

    def __init__(
        self, actions: Mapping[str, QAction], describe: Describe, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._annotator = ""
        self._places: Sequence[Place] = ()
        self._n_settled = 0
        self.who = QComboBox()
        self.who.setAccessibleName(translate("Agreement", "Other annotator"))
        self.who.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.who.activated.connect(lambda _at: self.annotator_chosen.emit(self.who.currentText()))
        self.progress = QProgressBar(textVisible=False)
        self.progress.setMaximumHeight(6)
        self.words = QLabel(wordWrap=True)
        self.with_settled = QCheckBox(translate("Agreement", "Show settled ones"))
        self.with_settled.toggled.connect(lambda _on: self._fill())
        self.within = QDoubleSpinBox()
        self.within.setRange(0.0, 10.0)
        self.within.setSingleStep(0.05)
        self.within.setDecimals(2)
        self.within.setSuffix(" s")
        self.within.setKeyboardTracking(False)
        self.within.setToolTip(
            translate("Agreement", "Starts and ends closer than this count as the same")
        )
        self.within.valueChanged.connect(self.tolerance_chosen)
        self.model = PlaceModel(describe, self)
        self.list = PlaceList(self.model)
        self.list.setAccessibleName(translate("Agreement", "Disagreements"))
        self.list.chosen.connect(self._choose)
        self._lay_out(actions)
        self.show_versions(None)
        self.name_keys()
        self.setMinimumWidth(220)

    def set_tolerance(self, tolerance_s: float) -> None:
        """Show how far boundaries may be apart; no signal."""
        self.within.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.within.setValue(tolerance_s)
        self.within.blockSignals(False)  # noqa: FBT003 - Qt's signature

    def show_annotators(self, names: Sequence[str], chosen: str) -> None:
        """Offer these annotators."""
        self._annotator = chosen
        if [self.who.itemText(at) for at in range(self.who.count())] != list(names):
            self.who.clear()
            self.who.addItems(list(names))
        self.who.setCurrentText(chosen)
        self._name_versions()

    def show_places(self, places: Sequence[Place], n_settled: int, n_all: int) -> None:
        """Show where the two differ and how far one has come."""
        self._places, self._n_settled = places, n_settled
        self.progress.setRange(0, max(n_all, 1))
        self.progress.setValue(n_settled if n_all else 1)
        is_done = n_settled == n_all
        done = done_words(self._annotator, n_settled)
        self.words.setText(done if is_done else progress_words(n_settled, n_all))
        self._fill()

    def mark(self, video_id: str, key: Key) -> None:
        """Select the row of a place; an unknown one selects none."""
        row = self.model.row_of(video_id, key)
        index = self.model.index(row) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if row < 0:
            self.list.clearSelection()

    def show_versions(self, versions: Versions | None) -> None:
        """Show what the two have at the chosen place; None for no place."""
        self._mine.setText(versions.mine if versions else "")
        self._theirs.setText(versions.theirs if versions else "")
        self._difference.setText(versions.difference if versions else "")
        self._difference.setVisible(bool(versions and versions.difference))
        self._choice.setVisible(versions is not None)

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        head = QHBoxLayout()
        head.addWidget(self.who, 1)
        self.removal = QAction(translate("Agreement", "Remove this annotator"), self)
        self.removal.triggered.connect(self.removal_asked)
        rare = [actions["agreement_report"], self.removal]
        head.addWidget(more_button(translate("Agreement", "More"), rare))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        column.addLayout(head)
        column.addWidget(self.progress)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        edges = QHBoxLayout()
        name = translate("Agreement", "&Edges agree within")
        words = QLabel(name)
        words.setBuddy(self.within)
        self.within.setAccessibleName(name.replace("&", ""))
        edges.addWidget(words, 1)
        edges.addWidget(self.within)
        column.addLayout(edges)
        column.addWidget(self.with_settled)
        column.addWidget(self._make_choice(actions))

    def _make_choice(self, actions: Mapping[str, QAction]) -> QWidget:
        self._choice = QWidget()
        self._mine, self._theirs, self._difference = (QLabel(wordWrap=True) for _ in range(3))
        self._difference.setProperty("role", "faint")
        self._mine_name = QLabel(translate("Agreement", "You"))
        self._their_name = QLabel()
        form = QFormLayout()
        form.addRow(self._mine_name, self._mine)
        form.addRow(self._their_name, self._theirs)
        form.addRow("", self._difference)
        buttons = QHBoxLayout()
        for action_id in CHOICES:
            button = QToolButton()
            button.setDefaultAction(actions[action_id])
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            buttons.addWidget(button, 1)
        column = QVBoxLayout(self._choice)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addLayout(buttons)
        return self._choice

    def name_keys(self) -> None:
        """Write the keys as they are now on the buttons."""
        for action in (self._actions[each] for each in CHOICES):
            keys = f"  ({shown_keys(action)})" if action.shortcuts() else ""
            action.setIconText(plain_text(action.text()) + keys)

    def _name_versions(self) -> None:
        self._their_name.setText(self._annotator)

    def _fill(self) -> None:
        chosen = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        shown = self.with_settled.isChecked()
        self.model.show_places([one for one in self._places if one.is_open or shown])
        self.with_settled.setVisible(not all(one.is_open for one in self._places))
        if chosen is not None:
            self.mark(chosen.video_id, chosen.key)

    def _choose(self, row: PlaceRow) -> None:
        self.place_chosen.emit(row.video_id, row.key)
