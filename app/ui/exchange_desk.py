"""Opens the dialogs of export and import, and joins them with the work behind."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from app.services.exporting import ExportRequest
from app.services.ports import ProjectStore
from app.ui.dialogs.export import ExportChoices, ExportDialog
from app.ui.dialogs.import_plan import ImportDialog, ImportRequest
from app.ui.dialogs.making import MakingDialog
from app.ui.document import Document
from app.ui.exchanging import Exchanging, Planned
from app.ui.language import translate


class ExchangeDesk:
    """The way from a menu to a dialog to a file. Dialogs do not block the window."""

    def __init__(self, document: Document, window: QWidget) -> None:
        self._document = document
        self._window = window

    def show_export(
        self, browse: Callable[[Path], Path | None], selected: frozenset[str] = frozenset()
    ) -> None:
        """Ask what shall go out of the open project; ``selected`` are ids on the timeline."""
        store = self._document.store
        if store is None:
            return
        exchanging = self._document.exchanging
        choices = ExportChoices(
            store.path, exchanging.cards(), _videos(self._document), _labels(store), selected
        )
        dialog = ExportDialog(choices, browse, self._window)
        dialog.changed.connect(partial(_preview, exchanging, store, dialog))
        dialog.asked.connect(partial(self._export, store))
        show_dialog(dialog, self._window)

    def _export(self, store: ProjectStore, request: ExportRequest) -> None:
        """Write at once what is quick; what is made of the videos shows how far it is."""
        exchanging = self._document.exchanging
        card = next(one for one in exchanging.cards() if one.id == request.format_id)
        if not card.is_media:
            exchanging.export(store, request)
            return
        dialog = MakingDialog(translate("Formats", card.name), self._window)
        shown = Living(dialog)
        task = exchanging.export(
            store, request, lambda report: shown.then(lambda: dialog.show_report(report))
        )
        dialog.watch(task)
        show_dialog(dialog, self._window)
        # The dialog before this one closes now and hands the keys back to the window.
        QTimer.singleShot(0, dialog.activateWindow)

    def show_import(self, file: Path) -> None:
        """Show what a file would change in the open project."""
        store = self._document.store
        if store is None:
            return
        exchanging = self._document.exchanging
        names = [name for _, name in _labels(store)]
        cards = exchanging.cards()
        dialog = ImportDialog(file, cards, _videos(self._document), names, self._window)
        dialog.changed.connect(partial(_plan, exchanging, store, dialog))
        dialog.asked.connect(partial(exchanging.carry_out, store))
        show_dialog(dialog, self._window)
        dialog.ask()


def _preview(
    exchanging: Exchanging, store: ProjectStore, dialog: ExportDialog, request: ExportRequest
) -> None:
    shown = Living(dialog)
    exchanging.preview(
        store, request, lambda found: shown.then(lambda: dialog.show_preview(request, found))
    )


def _plan(
    exchanging: Exchanging, store: ProjectStore, dialog: ImportDialog, request: ImportRequest
) -> None:
    shown = Living(dialog)

    def show(planned: Planned) -> None:
        shown.then(lambda: dialog.show_plan(request, *planned))

    exchanging.plan(store, request, show)


class Living:
    """Knows whether a dialog is still there when a thread comes back."""

    def __init__(self, dialog: QDialog) -> None:
        self._is_there = True
        dialog.finished.connect(self._leave)

    def then(self, act: Callable[[], object]) -> None:
        """Do something with the dialog if it is there."""
        if self._is_there:
            act()

    def _leave(self, _result: int) -> None:
        self._is_there = False


def _videos(document: Document) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in document.videos]


def _labels(store: ProjectStore) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in store.labels() if one.merged_into is None]


def show_dialog(dialog: QDialog, window: QWidget) -> None:
    """Show a dialog that does not block the window, and forget it when it is closed."""
    dialog.finished.connect(lambda _result: window.activateWindow())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setModal(False)
    dialog.show()
