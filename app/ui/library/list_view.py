"""The list itself: it keeps the arrows and Return for itself while it has the focus."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from app.ui.language import translate
from app.ui.library.item_model import LibraryDelegate, LibraryModel
from app.ui.list_keys import MOVING

# Space selects one of several here.
CHOOSING = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
PLAIN = Qt.KeyboardModifier.NoModifier
WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class LibraryList(QListView):
    """Videos, of which several can be selected.

    Signals:
        chosen: A video's id, to be opened.
        left: The person is done here; the keys belong to the review again.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, model: LibraryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setModel(model)
        self.setItemDelegate(LibraryDelegate(self))
        self.setAccessibleName(translate("Library", "Videos"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    @property
    def selected_ids(self) -> list[str]:
        """The selected videos in the order of the list."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._rows.row(at).video.id for at in places]

    @property
    def visible_places(self) -> range:
        """The rows in view."""
        n_rows = self._rows.rowCount()
        first = self.indexAt(QPoint(1, 1))
        last = self.indexAt(QPoint(1, self.viewport().height() - 2))
        if not n_rows or not first.isValid():
            return range(0)
        return range(first.row(), last.row() + 1 if last.isValid() else n_rows)

    def select(self, video_ids: list[str], current_id: str = "") -> None:
        """Select videos that are listed; makes none of them the open one."""
        places = [at for one in video_ids if (at := self._rows.place_of(one)) >= 0]
        chosen = QItemSelection()
        for at in places:
            chosen.select(self._rows.index(at), self._rows.index(at))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        current = self._rows.place_of(current_id)
        if current >= 0:
            no_change = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._rows.index(current), no_change)

    def go_in(self) -> None:
        """Take the focus at the current row, else at the first."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0))
        elif self.currentIndex().isValid():
            self.setCurrentIndex(self.currentIndex())

    def event(self, event: QEvent) -> bool:
        """Claim the keys of the list before the window's shortcuts take them."""
        if event.type() == QEvent.Type.ShortcutOverride:
            key = cast("QKeyEvent", event)
            keys = key.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            is_shift_move = keys == Qt.KeyboardModifier.ShiftModifier and key.key() in MOVING
            is_all = key.key() == Qt.Key.Key_A and keys == Qt.KeyboardModifier.ControlModifier
            is_mine = key.key() in CHOOSING | MOVING | {Qt.Key.Key_Escape}
            if (keys == PLAIN and is_mine) or is_shift_move or is_all:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open the current video with Return; Escape leaves the list."""
        if event.key() in CHOOSING:
            self._choose()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in MOVING or event.modifiers() & WITH:
            super().keyPressEvent(event)
        else:
            # Letters are the window's keys; a search by typing would swallow them.
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open a video that is clicked; with Ctrl or Shift it is only selected."""
        super().mouseReleaseEvent(event)
        is_left = event.button() == Qt.MouseButton.LeftButton
        index = self.indexAt(event.position().toPoint())
        if is_left and not event.modifiers() & WITH and index == self.currentIndex():
            self._choose()

    def _choose(self) -> None:
        index = self.currentIndex()
        if index.isValid() and self._rows.row(index.row()).state is not None:
            self.chosen.emit(self._rows.row(index.row()).video.id)
            self.left.emit()
