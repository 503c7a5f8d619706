"""The panel of everything that was done in the project; a click goes back or forward to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import StudioError
from app.services.ports import Act
from app.ui.document import Document
from app.ui.history_model import TIME, VIDEO, WORDS, HistoryModel
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.list_keys import ListKeys
from app.ui.theme import SPACING_PX
from app.ui.told import name_of

HINT = QT_TRANSLATE_NOOP(
    "Window",
    "Everything you do to segments appears here, newest last. "
    "A click goes back or forward to that moment; nothing is lost by going back.",
)


class HistoryList(QTableView):
    """A table that keeps the arrows and Return for itself while it has the focus.

    Signals:
        chosen: A row.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("Window", "History"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + SPACING_PX)
        ListKeys(self).chosen.connect(self._choose)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())


class HistoryPanel(QWidget):
    """Lists the acts of a document's project.

    Args:
        document: Whose history is shown.
        go_to: Called with the id of the act to go to, 0 for the beginning.
    """

    def __init__(
        self, document: Document, go_to: Callable[[int], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._go_to = go_to
        self._is_stale = True
        self.model = HistoryModel(self._read, self._name_of, self)
        self.list = HistoryList()
        self.list.setModel(self.model)
        columns = self.list.horizontalHeader()
        columns.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        columns.setMinimumSectionSize(20)
        columns.resizeSection(TIME, self.fontMetrics().horizontalAdvance("88 Mmm") + SPACING_PX)
        columns.resizeSection(VIDEO, self.fontMetrics().horizontalAdvance("a video.mp4"))
        hint = QLabel(translate("Window", HINT), wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        hint.setProperty("role", "faint")
        hint.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        self._pages = QStackedWidget()
        self._pages.addWidget(hint)
        self._pages.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.list.chosen.connect(self._choose)
        document.history_changed.connect(self._renew)
        document.project_changed.connect(self._renew)
        self.setMinimumWidth(250)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Read what was done while nobody looked."""
        super().showEvent(event)
        if self._is_stale:
            self._renew()

    def _renew(self) -> None:
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self.renew()

    def renew(self) -> None:
        """Read the history now, whether anybody looks or not."""
        self._is_stale = False
        n_standing, n_all = self._counts()
        self.model.show(n_standing, n_all)
        self._pages.setCurrentIndex(1 if n_all > 0 else 0)
        # With one video its name would only take room from the words.
        self.list.setColumnHidden(VIDEO, len(self._document.videos) < 2)
        present = self.model.index(self.model.present_row, WORDS)
        self.list.setCurrentIndex(present)
        self.list.scrollTo(present)

    def _choose(self, row: int) -> None:
        act_id = self.model.act_id(row)
        if act_id is not None and row != self.model.present_row:
            self._go_to(act_id)

    def _counts(self) -> tuple[int, int]:
        store = self._document.store
        if store is None:
            return 0, -1
        try:
            return store.n_acts()
        except StudioError as error:
            self._document.show_problem(error)
            return 0, -1

    def _read(self, first: int, count: int) -> Sequence[Act]:
        store = self._document.store
        if store is None:
            return ()
        try:
            return store.acts(first, count)
        except StudioError as error:
            self._document.show_problem(error)
            return ()

    def _name_of(self, video_id: str) -> str:
        return name_of(video_id, self._document.videos)
