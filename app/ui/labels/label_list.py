"""The table of labels: keys, mouse and dragging; it says what is asked for and changes nothing."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.labels.model import EYE, KEY, MIME, NAME, OWNED, SWATCH, WAITING, LabelModel
from app.ui.labels.rows import LabelRow
from app.ui.language import translate
from app.ui.list_keys import MOVING
from app.ui.theme import SPACING_PX

ALT = Qt.KeyboardModifier.AltModifier
PLAIN = Qt.KeyboardModifier.NoModifier
ACTS = {
    (Qt.Key.Key_F2, PLAIN): "rename",
    (Qt.Key.Key_Return, PLAIN): "rename",
    (Qt.Key.Key_Enter, PLAIN): "rename",
    (Qt.Key.Key_C, PLAIN): "colour",
    (Qt.Key.Key_K, PLAIN): "key",
    (Qt.Key.Key_H, PLAIN): "hide",
    (Qt.Key.Key_M, PLAIN): "merge",
    (Qt.Key.Key_Up, ALT): "up",
    (Qt.Key.Key_Down, ALT): "down",
}
COLUMN_ACTS = {SWATCH: "colour", EYE: "hide", KEY: "key"}
# A drop this near an edge of a line, as a share of it, goes between two lines.
BETWEEN = 0.25


class LabelList(QTableView):
    """Lists labels.

    Signals:
        asked: What to do with the current label: rename, colour, key, hide, merge, up, down.
        dropped_on: A label was dragged on another: both ids.
        dropped_before: A label was dragged between two: its id, that of the one below ('': none).
        menu_asked: Where on the screen.
        current_changed: Another line is the current one.
    """

    asked = Signal(str)
    dropped_on = Signal(str, str)
    dropped_before = Signal(str, str)
    menu_asked = Signal(QPoint)
    current_changed = Signal()

    def __init__(self, model: LabelModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = model
        self.setModel(model)
        self.setAccessibleName(translate("Labels", "Labels"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self._fit_columns()
        self.clicked.connect(self._take_click)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.current_changed.emit())

    @property
    def current(self) -> LabelRow | None:
        """The current line, or None."""
        return self._labels.row(self.currentIndex().row())

    def choose(self, label_id: str) -> bool:
        """Make a label the current one; return whether it is listed."""
        at = self._labels.row_of(label_id)
        if at >= 0:
            self.setCurrentIndex(self._labels.index(at, NAME))
            self.scrollTo(self._labels.index(at, NAME))
        return at >= 0

    def type_name(self) -> None:
        """Let the current label's name be typed over."""
        index = self.currentIndex()
        if index.isValid():
            self.edit(index.siblingAtColumn(NAME))

    def place_below(self, column: int) -> QPoint:
        """Return where on the screen a popup about a cell of the current line opens."""
        rect = self.visualRect(self.currentIndex().siblingAtColumn(column))
        return self.viewport().mapToGlobal(rect.bottomLeft())

    # ------------------------------------------------------------ keys
    def event(self, event: QEvent) -> bool:
        """Claim the keys of the list before the window's shortcuts take them."""
        if event.type() == QEvent.Type.ShortcutOverride:
            key = cast("QKeyEvent", event)
            if _act_of(key) or (key.key() in MOVING and not key.modifiers()):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for what the key stands for."""
        act = _act_of(event)
        if self.state() == QAbstractItemView.State.EditingState:
            # Return that ends the typing of a name comes by here as well.
            event.accept()
        elif act:
            self.asked.emit(act)
        elif event.key() in MOVING:
            super().keyPressEvent(event)
        else:
            # Letters would search in the list; they belong to the window.
            event.ignore()

    # ------------------------------------------------------------ mouse
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the menu of the line under the mouse, or of the current one."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_asked.emit(self.place_below(NAME))
        else:
            self.menu_asked.emit(event.globalPos())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Take labels everywhere."""
        super().dragMoveEvent(event)
        event.setAccepted(event.mimeData().hasFormat(MIME))

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Say on which label, or between which, one was let go."""
        label_id = bytes(event.mimeData().data(MIME).data()).decode()
        # The list is filled anew by what is asked for: nothing is left to remove.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        on, before = self._target(event.position().toPoint())
        if label_id and on and on != label_id:
            self.dropped_on.emit(label_id, on)
        elif label_id and not on and before != label_id:
            self.dropped_before.emit(label_id, before)

    def _target(self, at: QPoint) -> tuple[str, str]:
        """Return the label under a point, else the one below the gap there ('' for none)."""
        index = self.indexAt(at)
        row = self._labels.row(index.row())
        if row is None:
            return "", ""
        rect = self.visualRect(index)
        share = (at.y() - rect.top()) / max(rect.height(), 1)
        if share < BETWEEN:
            return "", row.label.id
        if share > 1 - BETWEEN:
            below = self._labels.row(index.row() + 1)
            return "", below.label.id if below else ""
        return row.label.id, ""

    def _take_click(self, index: QModelIndex) -> None:
        act = COLUMN_ACTS.get(index.column())
        if act is not None:
            self.asked.emit(act)

    def _fit_columns(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + SPACING_PX)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(20)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, sample in ((SWATCH, "MM"), (OWNED, "88888"), (WAITING, "88888"),
                               (KEY, "88888"), (EYE, "MM")):  # fmt: skip
            wide_px = self.fontMetrics().horizontalAdvance(sample) + SPACING_PX
            columns.resizeSection(column, wide_px)


def _act_of(event: QKeyEvent) -> str:
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return ACTS.get((Qt.Key(event.key()), plain), "")
