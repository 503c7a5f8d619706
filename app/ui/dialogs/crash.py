"""A bug of ours, told without getting in the way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from app.ui.language import translate


def show_crash(
    error: BaseException, log: Path | None, parent: QWidget | None = None
) -> QMessageBox:
    """Show a small box about a bug and return at once; the work goes on behind it.

    Args:
        error: What went wrong.
        log: Where the whole story was written, or None.
        parent: The window, if there is one.
    """
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setModal(False)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("PGCN Studio")
    box.setText(
        translate("Dialogs", "Something went wrong inside the program. Your annotations are saved.")
    )
    go_on = translate("Dialogs", "You can go on working.")
    story = translate("Dialogs", "It was written to {log}.").format(log=log) if log else ""
    box.setInformativeText(f"{go_on} {story}".strip())
    box.setDetailedText(f"{type(error).__name__}: {error}")
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.show()
    return box
