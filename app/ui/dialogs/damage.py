"""Asks whether a damaged project is to be restored from its newest whole backup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.domain.errors import ProjectDamaged
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.refusals import refusal_words

KEPT = QT_TRANSLATE_NOOP(
    "Dialogs",
    "Restoring puts that backup in its place and opens it. The damaged file is kept beside it "
    "under another name; acts done after the backup are in that file only.",
)


def ask_restore(
    error: ProjectDamaged, restore: Callable[[Path], object], parent: QWidget
) -> QMessageBox:
    """Show the question without stopping anything; call ``restore`` when the answer is yes."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(translate("Dialogs", "Damaged project"))
    box.setText(refusal_words(error.sentence))
    box.setInformativeText(f"{refusal_words(error.next_step)}\n\n{translate('Dialogs', KEPT)}")
    yes = box.addButton(translate("Dialogs", "Restore"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(translate("Dialogs", "Leave it as it is"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(yes)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    project = error.project
    if project is not None:
        box.accepted.connect(lambda: restore(project))
    box.open()
    return box
