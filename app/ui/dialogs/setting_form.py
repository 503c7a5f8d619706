"""The options a format has of its own, as widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from app.services.exchange_values import Setting
from app.ui.language import spoken_language, translate
from app.ui.theme import SPACING_PX

_LANGUAGE = "language"
_N_COLUMNS = 2


class SettingForm(QWidget):
    """Asks for the settings of one format at a time; each starts as usual.

    Signals:
        changed: Something is set otherwise.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, tuple[Setting, QWidget]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACING_PX)
        self._grid.setVerticalSpacing(SPACING_PX // 2)

    @property
    def said(self) -> tuple[tuple[str, str | float | bool], ...]:
        """The (id, value) of every setting that is not as usual."""
        values = ((setting, _value(field)) for setting, field in self._fields.values())
        return tuple((setting.id, value) for setting, value in values if value != setting.default)

    @property
    def values(self) -> tuple[str | float | bool, ...]:
        """The value of every setting."""
        return tuple(_value(field) for _, field in self._fields.values())

    def field(self, setting_id: str) -> QWidget:
        """Return the widget of a setting."""
        return self._fields[setting_id][1]

    def ask(self, settings: Sequence[Setting]) -> None:
        """Show the settings of a format in place of those before."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._fields = {}
        place = 0
        for setting in settings:
            field = self._make(setting)
            is_wide = isinstance(field, QLineEdit)
            if is_wide and place % _N_COLUMNS:
                place += 1
            self._put(setting, field, place, is_wide=is_wide)
            place += _N_COLUMNS if is_wide else 1
        self.setVisible(bool(settings))

    def _put(self, setting: Setting, field: QWidget, place: int, *, is_wide: bool) -> None:
        row, column = divmod(place, _N_COLUMNS)
        tip = translate("Settings", setting.tip)
        field.setToolTip(tip)
        field.setAccessibleDescription(tip)
        if isinstance(field, QCheckBox):
            self._grid.addWidget(field, row, 2 * column, 1, 2)
            return
        label = QLabel(translate("Settings", setting.name))
        label.setBuddy(field)
        label.setToolTip(tip)
        self._grid.addWidget(label, row, 2 * column)
        self._grid.addWidget(field, row, 2 * column + 1, 1, 2 * _N_COLUMNS - 1 if is_wide else 1)

    def _make(self, setting: Setting) -> QWidget:
        if isinstance(setting.default, bool):
            field: QWidget = self._switch(setting)
        elif isinstance(setting.default, float):
            field = self._number(setting)
        else:
            field = self._choice(setting) if setting.choices else self._text(setting)
        field.setAccessibleName(translate("Settings", setting.name))
        self._fields[setting.id] = (setting, field)
        return field

    def _switch(self, setting: Setting) -> QCheckBox:
        box = QCheckBox(translate("Settings", setting.name))
        box.setChecked(bool(setting.default))
        box.toggled.connect(self.changed)
        return box

    def _number(self, setting: Setting) -> QDoubleSpinBox:
        box = QDoubleSpinBox(minimum=setting.low, maximum=setting.high)
        is_time = setting.unit == "s"
        box.setDecimals(2 if is_time else 0)
        box.setSingleStep(0.1 if is_time else 1)
        box.setSuffix(f" {setting.unit}" if setting.unit else "")
        box.setValue(float(setting.default))
        box.valueChanged.connect(self.changed)
        return box

    def _choice(self, setting: Setting) -> QComboBox:
        box = QComboBox()
        for choice in setting.choices:
            box.addItem(translate("Settings", choice), choice)
        # A report is read by the people who speak the window's language.
        start = spoken_language() if setting.id == _LANGUAGE else setting.default
        box.setCurrentIndex(box.findData(start))
        box.currentIndexChanged.connect(self.changed)
        return box

    def _text(self, setting: Setting) -> QLineEdit:
        line = QLineEdit(str(setting.default))
        line.textChanged.connect(self.changed)
        return line


def _value(field: QWidget) -> str | float | bool:
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, QDoubleSpinBox):
        return field.value()
    if isinstance(field, QComboBox):
        return str(field.currentData())
    return field.text() if isinstance(field, QLineEdit) else ""
