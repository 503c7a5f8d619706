"""Choose a format and a file for the project's labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.services.ports import FormatId
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.theme import SPACING_PX


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One choice: its name, what it carries, and the suffix of its files."""

    id: FormatId
    name: str
    carries: str
    suffix: str


FORMATS = (
    ExportFormat(
        "activitynet",
        QT_TRANSLATE_NOOP("Dialogs", "ActivityNet ground truth (JSON)"),
        QT_TRANSLATE_NOOP(
            "Dialogs", "Annotations with label and seconds, ready for training and evaluation."
        ),
        ".json",
    ),
    ExportFormat(
        "activitynet-results",
        QT_TRANSLATE_NOOP("Dialogs", "ActivityNet results (JSON)"),
        QT_TRANSLATE_NOOP(
            "Dialogs",
            "Suggestions with their scores and your corrections; what you rejected is left out.",
        ),
        ".json",
    ),
    ExportFormat(
        "csv",
        QT_TRANSLATE_NOOP("Dialogs", "Table (CSV)"),
        QT_TRANSLATE_NOOP("Dialogs", "One line a segment, for spreadsheets."),
        ".csv",
    ),
)


class ExportDialog(QDialog):
    """Asks for a format and a file.

    Args:
        base: Project file; its folder and name make the suggested files.
        browse: Asks for a file, given a suggestion.

    Signals:
        asked: Format id and path.
    """

    asked = Signal(str, object)

    def __init__(
        self, base: Path, browse: Callable[[Path], Path | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Dialogs", "Export annotations"))
        self._base = base
        self._browse = browse
        self._choices: dict[FormatId, QRadioButton] = {}
        column = QVBoxLayout(self)
        column.setSpacing(SPACING_PX)
        for form in FORMATS:
            column.addLayout(self._choice(form))
        self._file = QLineEdit()
        self._file.setAccessibleName(translate("Dialogs", "File"))
        self._file.textChanged.connect(self._allow)
        column.addSpacing(SPACING_PX)
        column.addWidget(QLabel(translate("Dialogs", "File")))
        column.addLayout(self._file_row())
        column.addStretch(1)
        column.addWidget(self._buttons())
        self._choices["activitynet"].setChecked(True)
        self.setMinimumWidth(560)

    @property
    def form(self) -> ExportFormat:
        """The chosen format."""
        return next(form for form in FORMATS if self._choices[form.id].isChecked())

    @property
    def file(self) -> Path:
        """The chosen file."""
        return Path(self._file.text().strip()).expanduser()

    def choose(self, format_id: FormatId) -> None:
        """Choose a format; the suggested file follows."""
        self._choices[format_id].setChecked(True)

    def set_file(self, file: Path) -> None:
        """Choose a file."""
        self._file.setText(str(file))

    def accept(self) -> None:
        """Tell what was chosen and close."""
        self.asked.emit(self.form.id, self.file)
        super().accept()

    def _choice(self, form: ExportFormat) -> QVBoxLayout:
        radio = QRadioButton(translate("Dialogs", form.name))
        radio.toggled.connect(self._suggest)
        self._choices[form.id] = radio
        carries = QLabel(translate("Dialogs", form.carries), wordWrap=True)
        carries.setProperty("role", "faint")
        carries.setIndent(24)
        rows = QVBoxLayout()
        rows.setSpacing(1)
        rows.addWidget(radio)
        rows.addWidget(carries)
        return rows

    def _file_row(self) -> QHBoxLayout:
        browse = QPushButton(translate("Dialogs", "Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._ask_file)
        row = QHBoxLayout()
        row.addWidget(self._file, 1)
        row.addWidget(browse)
        return row

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._export = buttons.addButton(
            translate("Dialogs", "Export"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._export.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _suggest(self) -> None:
        if any(choice.isChecked() for choice in self._choices.values()):
            ending = "-results" if self.form.id == "activitynet-results" else ""
            name = f"{self._base.stem}{ending}{self.form.suffix}"
            self.set_file(self._base.with_name(name))

    def _ask_file(self) -> None:
        file = self._browse(self.file)
        if file is not None:
            self.set_file(file)

    def _allow(self) -> None:
        self._export.setEnabled(bool(self._file.text().strip()))
