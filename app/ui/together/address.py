"""Asks for the address of a project on a server."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from app.domain.errors import ProjectError
from app.domain.places import server_place
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.refusals import refusal_words

EXAMPLE = "postgresql://name@server/database"
HELP = QT_TRANSLATE_NOOP(
    "Together",
    "The address of a project that several people work on. The password is not part of it: it is "
    "read from the file .pgpass or the variable PGPASSWORD.",
)
WIDTH_PX = 520


class AddressDialog(QDialog):
    """Takes an address; what is wrong with it stands below the field.

    Args:
        known: Addresses used before, newest first.
        parent: The window.

    Signals:
        chosen: The ``Path`` of the place, without a password.
    """

    chosen = Signal(object)

    def __init__(self, known: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Together", "Open from server"))
        self.field = QComboBox(editable=True)
        self.field.addItems(list(known))
        line = self.field.lineEdit()
        if line is not None:
            line.setPlaceholderText(EXAMPLE)
            line.selectAll()
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setProperty("role", "faint")
        told = QLabel(translate("Together", HELP))
        told.setWordWrap(True)
        box = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel
        )
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (told, self.field, self.problem, box):
            column.addWidget(widget)
        self.resize(WIDTH_PX, self.sizeHint().height())
        self.field.setFocus()

    def accept(self) -> None:
        """Tell the place and close; stay when it is none."""
        try:
            place = server_place(self.field.currentText())
        except ProjectError as error:
            self.problem.setText(
                f"{refusal_words(error.sentence)} {refusal_words(error.next_step)}"
            )
            return
        self.chosen.emit(place)
        super().accept()
