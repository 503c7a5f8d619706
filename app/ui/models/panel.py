"""The panel of models: what is learned now, which models there are, and the card of one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import shown_keys, spec_of, tool_tip
from app.ui.language import translate
from app.ui.models.card import CardView
from app.ui.models.model_tree import ModelTree
from app.ui.models.training_box import PausedList, TrainingBox
from app.ui.theme import SPACING_PX

LIST_SHARE, CARD_SHARE = 2, 3
LEAST_WIDTH_PX = 270


class ModelsPanel(QWidget):
    """Shows what the desk gives it.

    Args:
        actions: ``fine_tune``, ``model_folder`` and ``model_back`` of the window.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.fine_tune = QPushButton()
        self.fine_tune.clicked.connect(actions["fine_tune"].trigger)
        self.more = _more_button(actions)
        self.training = TrainingBox()
        self.paused = PausedList()
        self.tree = ModelTree()
        self.card = CardView()
        self._lay_out()
        self.setMinimumWidth(LEAST_WIDTH_PX)
        self.name_keys()

    def name_keys(self) -> None:
        """Write the keys as they are now into the tool tip."""
        action = self._actions["fine_tune"]
        self.fine_tune.setText(action.text())
        self.fine_tune.setToolTip(tool_tip(spec_of("fine_tune"), shown_keys(action)))

    def focus_tree(self) -> None:
        """Give the keys to the list of models."""
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def redraw(self) -> None:
        """Draw again after the palette changed."""
        self.training.curves.redraw()
        self.update()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.fine_tune, 1)
        head.addWidget(self.more)
        title = QLabel(translate("Models", "Models"))
        title.setProperty("role", "faint")
        upper, lower = QWidget(), QWidget()
        for part, widgets in ((upper, (title, self.tree)), (lower, (self.card,))):
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(SPACING_PX // 2)
            for widget in widgets:
                column.addWidget(widget)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(upper)
        splitter.addWidget(lower)
        splitter.setStretchFactor(0, LIST_SHARE)
        splitter.setStretchFactor(1, CARD_SHARE)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(SPACING_PX,) * 4)
        column.addLayout(head)
        column.addWidget(self.training)
        column.addWidget(self.paused)
        column.addWidget(splitter, 1)


def _more_button(actions: Mapping[str, QAction]) -> QToolButton:
    button = QToolButton()
    button.setText("\N{MIDLINE HORIZONTAL ELLIPSIS}")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setAccessibleName(translate("Models", "More"))
    button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
    for action_id in ("model_folder", "model_back"):
        button.addAction(actions[action_id])
    return button
