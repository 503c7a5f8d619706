"""What keeps work safe around a window: backups, repair, and projects that may only be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.domain.errors import ProjectDamaged
from app.ui.backup_keeper import BackupKeeper
from app.ui.dialogs.damage import ask_restore
from app.ui.document import Document
from app.ui.language import translate
from app.ui.read_only import ReadOnlyBar
from app.ui.refusals import refusal_words


class Safekeeping(QObject):
    """Joins the safety parts to a document and a window.

    Args:
        document: The project to keep safe.
        window: Parent of the questions.
    """

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._has_told = False
        self.bar = ReadOnlyBar()
        self.backups = BackupKeeper(document, self)
        self.bar.try_again_asked.connect(document.try_again)
        document.damaged.connect(self._ask_restore)
        document.project_changed.connect(self._take_project)
        self.backups.problem.connect(document.problem)
        self.backups.made.connect(self._tell_made)

    def show_folder(self) -> None:
        """Open the folder of the backups, or say that there is none yet."""
        store = self._document.store
        if store is None:
            self._document.told.emit(
                translate("Window", "Open a project first: its backups lie beside it.")
            )
        elif store.colleagues is not None:
            self._document.told.emit(
                translate("Window", "Whoever looks after the server makes the backups.")
            )
        elif not store.backup_folder.is_dir():
            self._document.told.emit(
                translate("Window", "No backup yet; they will lie in {backup_folder}.").format(
                    backup_folder=store.backup_folder
                )
            )
        else:
            self._document.told.emit(
                translate("Window", "Backups of this project lie in {backup_folder}.").format(
                    backup_folder=store.backup_folder
                )
            )
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(store.backup_folder)))

    def _take_project(self) -> None:
        self._has_told = False
        self.bar.show_reason(refusal_words(self._document.read_only_reason))

    def _tell_made(self, backup: Path) -> None:
        # Once is news; every ten minutes is noise.
        if not self._has_told:
            self._document.told.emit(
                translate("Window", "Backed up to {parent}.").format(parent=backup.parent)
            )
        self._has_told = True

    def _ask_restore(self, error: ProjectDamaged) -> None:
        ask_restore(error, self._document.restore, self._window)
