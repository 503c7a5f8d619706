"""The list of the project's videos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QPixmap
from PySide6.QtWidgets import QLabel, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.library.item_model import LibraryDelegate, LibraryModel, LibraryRow
from app.ui.theme import SPACING_PX

HINT = QT_TRANSLATE_NOOP(
    "Library",
    "Drop videos or a folder of videos anywhere on this window, or press Ctrl+I.\n\n"
    "They are analysed on their own; what is found appears on the timeline below.",
)


class LibraryPanel(QWidget):
    """Lists the videos; a click opens one.

    Signals:
        video_chosen: A video's id.
        detect_asked: A video's id.
        removal_asked: A video's id.
    """

    video_chosen = Signal(str)
    detect_asked = Signal(str)
    removal_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_editable = True
        self._pictures: dict[str, QPixmap] = {}
        self._model = LibraryModel(self)
        self._list = QListView(uniformItemSizes=True)
        self._list.setMouseTracking(True)
        self._list.setModel(self._model)
        self._list.setItemDelegate(LibraryDelegate(self._list))
        self._list.setAccessibleName(translate("Library", "Videos"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._choose)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._show_menu)
        hint = QLabel(
            translate("Library", HINT), wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop
        )
        hint.setProperty("role", "faint")
        hint.setContentsMargins(SPACING_PX, SPACING_PX, SPACING_PX, SPACING_PX)
        self._pages = QStackedWidget()
        self._pages.addWidget(hint)
        self._pages.addWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.setMinimumWidth(220)

    @property
    def model(self) -> LibraryModel:
        """The rows."""
        return self._model

    @property
    def view(self) -> QListView:
        """The list that shows them."""
        return self._list

    def show_rows(self, rows: Sequence[LibraryRow]) -> None:
        """Show the videos; known pictures are added to their rows."""
        self._model.show_rows(
            [replace(row, picture=self._pictures.get(row.video.fingerprint)) for row in rows]
        )
        self._pages.setCurrentIndex(1 if rows else 0)

    def show_picture(self, fingerprint: str, picture: QPixmap) -> None:
        """Take the small picture of a video."""
        self._pictures[fingerprint] = picture
        rows = [self._model.row(at) for at in range(self._model.rowCount())]
        self.show_rows(rows)

    def set_editable(self, *, on: bool) -> None:
        """Allow or forbid what changes the project."""
        self._is_editable = on

    def menu_for(self, video_id: str) -> QMenu:
        """Return the context menu of a video."""
        menu = QMenu(self)
        menu.setEnabled(self._is_editable)
        for words, signal in (
            (translate("Library", "Detect actions"), self.detect_asked),
            (translate("Library", "Remove from project (the file stays)"), self.removal_asked),
        ):
            action = QAction(words, menu)
            action.triggered.connect(lambda _checked, tell=signal: tell.emit(video_id))
            menu.addAction(action)
        return menu

    def _choose(self, index: QModelIndex) -> None:
        self.video_chosen.emit(self._model.row(index.row()).video.id)

    def _show_menu(self, at: QPoint) -> None:
        index = self._list.indexAt(at)
        if index.isValid():
            menu = self.menu_for(self._model.row(index.row()).video.id)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self._list.viewport().mapToGlobal(at))
