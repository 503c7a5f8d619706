"""Chooses the network that finds actions: the cold start, or a trained P-GCN."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import StudioError
from app.services.explaining import ModelFacts
from app.ui.language import QT_TRANSLATE_NOOP, translate

FIRST_SIZE_PX = (460, 360)
FOLDER_ROLE = Qt.ItemDataRole.UserRole
COLD_START = QT_TRANSLATE_NOOP("Dialogs", "Cold start (no training needed)")
COLD_WORDS = QT_TRANSLATE_NOOP(
    "Dialogs",
    "Labels are the 400 classes of Kinetics, boundaries those of the proposals. Use it until there "
    "is a trained P-GCN for your labels.",
)
N_NAMED = 6


class ModelDialog(QDialog):
    """A list of models and what is known of the chosen one.

    Signals:
        looked_at: Folder of a model that is to be checked.
        folder_asked: The person wants to name another folder.
        chosen: Folder of the model to use, or None for the cold start.
    """

    looked_at = Signal(object)
    folder_asked = Signal()
    chosen = Signal(object)

    def __init__(
        self, folders: Sequence[Path], current: Path | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Dialogs", "Model"))
        self.resize(*FIRST_SIZE_PX)
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Dialogs", "Models"))
        self._add(None)
        for folder in folders:
            self._add(folder)
        self._words = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self._words.setMinimumHeight(4 * self.fontMetrics().height())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.use = QPushButton(translate("Dialogs", "Use from the next run on"), default=True)
        other = QPushButton(translate("Dialogs", "Choose a folder…"))
        buttons.addButton(self.use, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(other, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.addWidget(self.list, 1)
        column.addWidget(self._words)
        column.addWidget(buttons)
        buttons.accepted.connect(self._choose)
        buttons.rejected.connect(self.reject)
        other.clicked.connect(self.folder_asked)
        self.list.currentItemChanged.connect(self._look)
        self.select(current)

    @property
    def words(self) -> str:
        """What is said of the model that is looked at."""
        return self._words.text()

    @property
    def folder(self) -> Path | None:
        """The model that is looked at, None for the cold start."""
        item = self.list.currentItem()
        folder: Path | None = item.data(FOLDER_ROLE) if item else None
        return folder

    def select(self, folder: Path | None) -> None:
        """Look at a model; one that is not listed is added."""
        rows = range(self.list.count())
        found = [row for row in rows if self.list.item(row).data(FOLDER_ROLE) == folder]
        if not found:
            self._add(folder)
            found = [self.list.count() - 1]
        self.list.setCurrentRow(found[0])

    def show_facts(self, facts: ModelFacts) -> None:
        """Say what a model is; it can be used."""
        if facts.folder != self.folder:
            return
        named = ", ".join(facts.labels[:N_NAMED]) + ("…" if len(facts.labels) > N_NAMED else "")
        told = translate("Dialogs", "{name}\n{n} labels: {labels}\nLooks at: {streams}")
        self._words.setText(
            told.format(
                name=facts.name,
                n=len(facts.labels),
                labels=named,
                streams=", ".join(facts.streams),
            )
        )
        self.use.setEnabled(True)

    def show_refusal(self, folder: Path, error: StudioError) -> None:
        """Say why a model cannot be used."""
        if folder == self.folder:
            self._words.setText(f"{error.sentence}\n{error.next_step}")

    def _add(self, folder: Path | None) -> None:
        item = QListWidgetItem(translate("Dialogs", COLD_START) if folder is None else folder.name)
        item.setData(FOLDER_ROLE, folder)
        item.setToolTip("" if folder is None else str(folder))
        self.list.addItem(item)

    def _look(self) -> None:
        folder = self.folder
        self.use.setEnabled(folder is None)
        if folder is None:
            self._words.setText(translate("Dialogs", COLD_WORDS))
        else:
            self._words.setText(translate("Dialogs", "Looking at it…"))
            self.looked_at.emit(folder)

    def _choose(self) -> None:
        self.chosen.emit(self.folder)
        self.accept()
