"""A bug of ours, told without getting in the way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


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
    box.setText("Something went wrong inside the program. Your annotations are saved.")
    story = f"It was written to {log}." if log else ""
    box.setInformativeText(f"You can go on working. {story}".strip())
    box.setDetailedText(f"{type(error).__name__}: {error}")
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.show()
    return box
