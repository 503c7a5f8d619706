"""How labels are tagged while playing: how far a tap reaches, and the person's reaction."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.domain.labels import Label
from app.domain.tags import TAP_AFTER_S, TAP_BEFORE_S, tap_reach_s
from app.ui.language import translate
from app.ui.theme import SPACING_PX, in_role

MOST_S = 60.0


class TapBar(QWidget):
    """Two numbers of one label, and the reaction of the person.

    Signals:
        changed: Label id, seconds back, seconds on; None where it is what is usual.
        switched: Whether new tags are moved by the reaction.
    """

    changed = Signal(str, object, object)
    switched = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label: Label | None = None
        self.before, self.after = _seconds_box(), _seconds_box()
        self.before.setAccessibleName(translate("Labels", "A tap reaches back, seconds"))
        self.after.setAccessibleName(translate("Labels", "A tap reaches on, seconds"))
        self.reaction = in_role(QLabel(wordWrap=True), "faint")
        self.switch = QCheckBox(translate("Labels", "Move new tags by my reaction"))
        row = QHBoxLayout()
        row.setSpacing(SPACING_PX // 2)
        for widget in (QLabel(translate("Labels", "A tap reaches back")), self.before,
                       QLabel(translate("Labels", "on")), self.after):  # fmt: skip
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING_PX // 2)
        column.addLayout(row)
        column.addWidget(self.reaction)
        column.addWidget(self.switch)
        for box in (self.before, self.after):
            box.editingFinished.connect(self._tell)
        self.switch.toggled.connect(self.switched)

    def show_label(self, label: Label | None) -> None:
        """Show how far a tap of a label reaches."""
        self._label = label
        told = translate("Labels", "Seconds that a tap of “{name}” reaches while playing")
        for box in (self.before, self.after):
            box.setEnabled(label is not None)
            box.setToolTip(told.format(name=label.name) if label else "")
        if label is not None:
            reach_s = tap_reach_s(label)
            for box, seconds in zip((self.before, self.after), reach_s, strict=True):
                if box.value() != seconds:
                    box.setValue(seconds)

    def show_reaction(self, words: str, *, is_on: bool, is_known: bool) -> None:
        """Say what was learned, and whether it is applied; a switch shows once there is use."""
        self.reaction.setText(words)
        self.switch.setVisible(is_known)
        self.switch.blockSignals(True)  # noqa: FBT003 - Qt's argument
        self.switch.setChecked(is_on)
        self.switch.blockSignals(False)  # noqa: FBT003 - Qt's argument

    def _tell(self) -> None:
        if self._label is None:
            return
        before_s, after_s = self.before.value(), self.after.value()
        if (before_s, after_s) == tap_reach_s(self._label):
            return
        usual = (before_s, after_s) == (TAP_BEFORE_S, TAP_AFTER_S)
        self.changed.emit(self._label.id, None if usual else before_s, None if usual else after_s)


def _seconds_box() -> QDoubleSpinBox:
    box = QDoubleSpinBox(decimals=2, singleStep=0.25, maximum=MOST_S)
    box.setSuffix(translate("Labels", " s"))
    box.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
    box.setMaximumWidth(box.fontMetrics().horizontalAdvance("88.88 s") + 2 * SPACING_PX)
    box.setKeyboardTracking(False)
    return box
