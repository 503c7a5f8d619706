"""The models as a tree: a model stands below the one it goes on from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QWidget,
)

from app.services.model_registry import ModelRecord
from app.ui.language import translate
from app.ui.list_keys import MOVING
from app.ui.models.words import model_name, row_words
from app.ui.theme import SPACING_PX, colours_of

Index = QModelIndex | QPersistentModelIndex
RECORD_ROLE = Qt.ItemDataRole.UserRole
USED_ROLE = Qt.ItemDataRole.UserRole + 1
USING = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
SIDEWAYS = {Qt.Key.Key_Left, Qt.Key.Key_Right}
MARK_PX = 8
STEP_PX = 16
MOST_ROWS = 6


class ModelTree(QTreeWidget):
    """The cold start and every model; arrows move, Return uses, Delete discards.

    Signals:
        looked_at: Folder of the current model, None for the cold start.
        use_asked: The same, of the one to use.
        discard_asked: Folder of the one to throw away.
    """

    looked_at = Signal(object)
    use_asked = Signal(object)
    discard_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setAccessibleName(translate("Models", "Models"))
        self.setItemDelegate(ModelDelegate(self))
        self.setIndentation(STEP_PX)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
        self.currentItemChanged.connect(self._look)
        self.itemDoubleClicked.connect(self._use)

    @property
    def folder(self) -> Path | None:
        """Of the current model; None for the cold start."""
        record = self.record
        return record.folder if record else None

    @property
    def record(self) -> ModelRecord | None:
        """The current model; None for the cold start."""
        item = self.currentItem()
        found: ModelRecord | None = item.data(0, RECORD_ROLE) if item else None
        return found

    def show_models(self, records: Sequence[ModelRecord], used: Path | None) -> None:
        """Show these models; the current one stays if it is still there."""
        before = self.folder if self.currentItem() else used
        self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.clear()
        root = _item(None, is_used=used is None)
        self.addTopLevelItem(root)
        items: dict[Path, QTreeWidgetItem] = {
            one.folder: _item(one, is_used=one.folder == used) for one in records
        }
        for one in records:
            if one.is_parent_gone:
                self.addTopLevelItem(items[one.folder])
            else:
                _parent_of(one, items, root).addChild(items[one.folder])
        self.expandAll()
        self.blockSignals(False)  # noqa: FBT003 - Qt's signature
        row_px = 2 * self.fontMetrics().height() + SPACING_PX
        self.setFixedHeight(min(len(records) + 1, MOST_ROWS) * row_px + 2)
        self.select(before)

    def select(self, folder: Path | None) -> None:
        """Make a model the current one; of one that is not there the cold start."""
        for item in self._items():
            record: ModelRecord | None = item.data(0, RECORD_ROLE)
            if (record.folder if record else None) == folder:
                self.setCurrentItem(item)
                return
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)

    def rows(self) -> list[tuple[int, str]]:
        """Return depth and name of every row from above."""
        return [(_depth(item), model_name(item.data(0, RECORD_ROLE))) for item in self._items()]

    def event(self, event: QEvent) -> bool:
        """Claim the keys of the tree before the window's shortcuts take them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if is_plain and event.key() in USING | MOVING | SIDEWAYS | {Qt.Key.Key_Delete}:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Use or discard the current model, or move."""
        if event.key() in USING:
            self._use()
        elif event.key() == Qt.Key.Key_Delete and self.record is not None:
            self.discard_asked.emit(self.folder)
        else:
            super().keyPressEvent(event)

    def drawRow(  # noqa: N802 - Qt's name
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Mark the current row from edge to edge as quietly as other lists do."""
        quiet = QStyleOptionViewItem(option)
        quiet.palette.setColor(
            QPalette.ColorRole.Highlight, QColor(colours_of(self.palette()).raised)
        )
        super().drawRow(painter, quiet, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:  # noqa: N802
        """Draw a line from a model to the one it goes on from."""
        above = index.parent()
        if not above.isValid():
            return
        painter.setPen(QColor(colours_of(self.palette()).faint))
        x, y = rect.right() - STEP_PX // 2, rect.center().y()
        is_last = index.row() == self.model().rowCount(above) - 1
        painter.drawLine(x, rect.top(), x, y if is_last else rect.bottom())
        painter.drawLine(x, y, rect.right() - 1, y)
        while (above := (below := above).parent()).isValid():
            x -= STEP_PX
            if below.row() < self.model().rowCount(above) - 1:
                painter.drawLine(x, rect.top(), x, rect.bottom())

    def _items(self) -> list[QTreeWidgetItem]:
        found, at = [], QTreeWidgetItemIterator(self)
        while (item := at.value()) is not None:
            found.append(item)
            at += 1
        return found

    def _look(self) -> None:
        if self.currentItem() is not None:
            self.looked_at.emit(self.folder)

    def _use(self) -> None:
        if self.currentItem() is not None:
            self.use_asked.emit(self.folder)


class ModelDelegate(QStyledItemDelegate):
    """Paints a model: a mark where it is in use, its name, and when it was made and its worth."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return one height for all rows."""
        return QSize(120, 2 * option.fontMetrics.height() + SPACING_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        record, is_used = index.data(RECORD_ROLE), bool(index.data(USED_ROLE))
        colours, metrics, rect = colours_of(option.palette), option.fontMetrics, option.rect
        state = QStyle.StateFlag
        if option.state & (state.State_Selected | state.State_MouseOver):
            painter.fillRect(rect, QColor(colours.raised))
        if option.state & state.State_Selected and option.state & state.State_HasFocus:
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), QColor(colours.accent))
        text = rect.adjusted(SPACING_PX, SPACING_PX // 2, -SPACING_PX, 0)
        font = option.font
        font.setBold(is_used)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        note = translate("Models", "in use") if is_used else ""
        note_px = metrics.horizontalAdvance(note) + 2 * MARK_PX if note else 0
        top, elide = Qt.AlignmentFlag.AlignTop, Qt.TextElideMode.ElideRight
        name = metrics.elidedText(model_name(record), elide, text.width() - note_px - 8)
        painter.drawText(text, top, name)
        font.setBold(False)
        painter.setFont(font)
        if note:
            painter.setPen(QColor(colours.accent))
            painter.drawText(text, top | Qt.AlignmentFlag.AlignRight, f"● {note}")
        painter.setPen(QColor(colours.faint))
        below = text.adjusted(0, metrics.height(), 0, 0)
        painter.drawText(below, top, metrics.elidedText(row_words(record), elide, text.width()))


def _item(record: ModelRecord | None, *, is_used: bool) -> QTreeWidgetItem:
    name, detail = model_name(record), row_words(record)
    used = translate("Models", "in use") if is_used else ""
    spoken = ", ".join(each for each in (name, used, detail) if each)
    item = QTreeWidgetItem([spoken])
    item.setData(0, RECORD_ROLE, record)
    item.setData(0, USED_ROLE, is_used)
    item.setToolTip(0, str(record.folder) if record else "")
    return item


def _parent_of(
    record: ModelRecord, items: Mapping[Path, QTreeWidgetItem], root: QTreeWidgetItem
) -> QTreeWidgetItem:
    """Return what a model stands below; the cold start where its parent is gone."""
    parent = items.get(record.parent) if record.parent else None
    # Two that name each other as parent would stand below nothing.
    above = parent
    while above is not None:
        if above is items[record.folder]:
            return root
        above = above.parent()
    return parent or root


def _depth(item: QTreeWidgetItem) -> int:
    depth, above = 0, item.parent()
    while above is not None:
        depth, above = depth + 1, above.parent()
    return depth
