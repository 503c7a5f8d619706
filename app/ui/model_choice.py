"""Which network finds actions: shown where runs are started, and chosen there."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.domain.errors import StudioError
from app.services.explaining import ModelFacts, ModelShelf
from app.services.ports import Progress
from app.ui.dialogs.files import FileDialogs
from app.ui.dialogs.model import ModelDialog
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.language import translate


class ModelChoice(QObject):
    """The action that names the model in use, and the dialog that changes it.

    Args:
        action: Shows the model's name.
        document: Where good and bad news are told.
        window: Parent of the dialog.
    """

    def __init__(self, action: QAction, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._action = action
        self._document = document
        self._window = window
        self._models: ModelShelf | None = None
        self._dialog: ModelDialog | None = None
        self.files = FileDialogs()
        self._errands = Errands(self)
        action.setVisible(False)

    def take(self, models: ModelShelf) -> None:
        """Take the models there are."""
        self._models = models
        self._action.setVisible(True)
        self._show_name()

    def shut_down(self) -> None:
        """Stop; returns when the threads are over."""
        self._errands.call_off()

    def show_dialog(self) -> None:
        """Let the person choose."""
        models = self._models
        if models is None:
            return
        self._dialog = dialog = ModelDialog(models.known(), None, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.looked_at.connect(self._check)
        dialog.folder_asked.connect(self._ask_folder)
        dialog.chosen.connect(self._choose)
        dialog.finished.connect(self._forget_dialog)
        dialog.select(models.chosen)
        dialog.open()

    def _forget_dialog(self) -> None:
        self._dialog = None

    def _ask_folder(self) -> None:
        folder = self.files.model(self._window)
        if folder is not None and self._dialog is not None:
            self._dialog.select(folder)

    def _check(self, folder: Path) -> None:
        models = self._models
        if models is None:
            return

        def work(_progress: Progress, cancel: threading.Event) -> ModelFacts | StudioError:
            try:
                return models.check(folder, cancel.is_set)
            except StudioError as error:
                return error

        self._errands.start("", work, partial(self._take_check, folder))

    def _take_check(self, folder: Path, found: ModelFacts | StudioError) -> None:
        if self._dialog is None:
            return
        if isinstance(found, StudioError):
            self._dialog.show_refusal(folder, found)
        else:
            self._dialog.show_facts(found)

    def _choose(self, folder: Path | None) -> None:
        if self._models is None:
            return
        try:
            self._models.choose(folder)
        except OSError as error:
            self._document.problem.emit(
                translate("Window", "The choice of model could not be saved: {error}.").format(
                    error=error
                ),
                translate("Window", "It holds until the program ends."),
            )
        self._show_name()
        self._document.told.emit(
            translate("Window", "New runs use: {name}").format(name=self._name())
        )

    def _name(self) -> str:
        folder = self._models.chosen if self._models else None
        return translate("Window", "Cold start") if folder is None else folder.name

    def _show_name(self) -> None:
        self._action.setIconText(translate("Window", "Model: {name}").format(name=self._name()))
