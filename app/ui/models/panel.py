"""The panel of models: what is learned now, which models there are, and the card of one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import shown_keys, spec_of, tool_tip
from app.ui.language import translate
from app.ui.models.card import CardView
from app.ui.models.model_tree import ModelTree
from app.ui.models.training_box import PausedList, TrainingBox
from app.ui.more_button import more_button
from app.ui.theme import SPACING_PX

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
        rare = [actions[each] for each in ("model_folder", "model_back")]
        self.more = more_button(translate("Models", "More"), rare)
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

    def show_card(self) -> None:
        """Scroll to the card and give its first button the keys."""
        self.card.use.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page.verticalScrollBar().setValue(self.card.y())

    def redraw(self) -> None:
        """Draw again after the palette changed."""
        self.training.curves.redraw()
        self.update()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.fine_tune, 1)
        head.addWidget(self.more)
        inner = QWidget()
        parts = QVBoxLayout(inner)
        parts.setContentsMargins(0, 0, SPACING_PX // 2, 0)
        parts.setSpacing(SPACING_PX)
        for part in (self.training, self.paused, self.tree, self.card):
            parts.addWidget(part)
        parts.addStretch(1)
        # The list and a card are longer than the panel is high: they scroll as one page.
        self.page = QScrollArea(widgetResizable=True)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(SPACING_PX,) * 4)
        column.addLayout(head)
        column.addWidget(self.page, 1)
