"""What this program is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.theme import SPACING_PX, in_role, tinted

WORDS = QT_TRANSLATE_NOOP(
    "Dialogs",
    "Annotate and review actions in video, with the P-GCN temporal action localization engine "
    "inside.\n\nP-GCN: Zeng et al., Graph Convolutional Networks for Temporal Action "
    "Localization, ICCV 2019.\n\nMIT licence. Everything stays on this computer.",
)


class AboutDialog(QDialog):
    """Name, version, source of the method, licence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Dialogs", "About PGCN Studio"))
        sign = QLabel()
        sign.setPixmap(tinted("program", self.palette().color(QPalette.ColorRole.Highlight), 64))
        name = in_role(QLabel(f"PGCN Studio {program_version()}"), "title")
        words = QLabel(translate("Dialogs", WORDS), wordWrap=True)
        words.setMinimumWidth(380)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        text = QVBoxLayout()
        for widget in (name, words, buttons):
            text.addWidget(widget)
        row = QHBoxLayout(self)
        row.setSpacing(SPACING_PX * 2)
        row.setContentsMargins(*(SPACING_PX * 2,) * 4)
        row.addWidget(sign)
        row.addLayout(text)


def program_version() -> str:
    """Return the installed version, or 'from source'."""
    try:
        return version("pgcn-studio")
    except PackageNotFoundError:
        return translate("Dialogs", "from source")
