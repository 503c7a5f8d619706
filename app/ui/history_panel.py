"""The panel of everything that was done in the project; a click goes back or forward to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
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
from app.services.ports import Act, Progress, ProjectStore
from app.ui.document import Document
from app.ui.errands import Errands
from app.ui.history_model import PAGE, TIME, VIDEO, WORDS, HistoryModel
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.list_keys import ListKeys
from app.ui.theme import SPACING_PX
from app.ui.told import name_of

HINT = QT_TRANSLATE_NOOP(
    "Window",
    "Everything you do to segments appears here, newest last. "
    "A click goes back or forward to that moment; nothing is lost by going back.",
)


@dataclass(frozen=True, slots=True)
class Newest:
    """The end of a history: how long it is, and its last page."""

    n_standing: int
    n_all: int
    page: int
    acts: Sequence[Act]


def _newest(
    store: ProjectStore | None, _progress: Progress, _cancel: threading.Event
) -> Newest | None:
    """Read the end of a history in a thread; None when that cannot be done, which is told."""
    if store is None:
        return None
    try:
        n_standing, n_all = store.n_acts()
        page = max(n_standing - 1, 0) // PAGE
        return Newest(n_standing, n_all, page, store.acts(page * PAGE, PAGE))
    except StudioError:
        # Whoever asks for news every second says it.
        return None


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
        self._is_stale, self._is_looked_at = True, False
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
        self._errands = Errands(self)
        for signal in (document.history_changed, document.stored):
            signal.connect(self._renew)
        document.about_to_close.connect(self._errands.call_off)
        document.project_changed.connect(self._renew)
        self.setMinimumWidth(250)

    def look(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Take whether the panel is in front; then it reads what was done meanwhile."""
        self._is_looked_at = on
        if on and self._is_stale:
            self.renew()

    def _renew(self) -> None:
        self._is_stale = not self._is_looked_at
        if self._is_looked_at:
            self.renew()

    def renew(self) -> None:
        """Read the history now, whether anybody looks or not."""
        self._is_stale = False
        if self._document.is_shared:
            self._errands.start("", partial(_newest, self._document.store), self._show_newest)
        else:
            self._show(*self._counts())

    def _show_newest(self, found: Newest | None) -> None:
        if found is not None:
            self.model.expect(found.page, found.acts)
            self._show(found.n_standing, found.n_all)

    def _show(self, n_standing: int, n_all: int) -> None:
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
