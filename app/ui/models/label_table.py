"""What a fine-tuning changed of each label: a table with a picture in every row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.services.model_registry import LabelWorth
from app.ui.language import translate
from app.ui.list_keys import claims_key
from app.ui.models.pictures import paint_span, span_of
from app.ui.theme import colours_of

Index = QModelIndex | QPersistentModelIndex
NAME, COUNT, PICTURE, AFTER = range(4)
SPAN_ROLE = Qt.ItemDataRole.UserRole
ROW_PX = 26
MOST_ROWS = 7


class LabelTable(QTableWidget):
    """Name, annotations, two bars with a whisker, and average precision after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        heads = (
            translate("Models", "Label"),
            translate("Models", "n", "how many annotations"),
            translate("Models", "Before and after"),
            translate("Models", "AP", "average precision"),
        )
        super().__init__(0, len(heads), parent)
        self.setHorizontalHeaderLabels(heads)
        self.setAccessibleName(translate("Models", "Average precision by label"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegateForColumn(PICTURE, SpanDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self._size_columns()

    def show_labels(self, labels: Sequence[LabelWorth]) -> None:
        """Show these labels, the first on top."""
        self.setRowCount(len(labels))
        for row, one in enumerate(labels):
            for column, item in enumerate(_items(one)):
                self.setItem(row, column, item)
        shown = min(len(labels), MOST_ROWS)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + shown * ROW_PX + 4)
        self.setVisible(bool(labels))

    def event(self, event: QEvent) -> bool:
        """Claim the arrows before the window's shortcuts take them."""
        return claims_key(event) or super().event(event)

    def _size_columns(self) -> None:
        columns = self.horizontalHeader()
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        columns.setHighlightSections(False)
        columns.setMinimumSectionSize(20)
        columns.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Interactive)
        columns.resizeSection(NAME, 104)
        columns.setSectionResizeMode(COUNT, QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(PICTURE, QHeaderView.ResizeMode.Stretch)
        columns.setSectionResizeMode(AFTER, QHeaderView.ResizeMode.ResizeToContents)


class SpanDelegate(QStyledItemDelegate):
    """Paints the bars of a label."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return room for two bars."""
        return QSize(60, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(2, 5, -6, -5)
        paint_span(painter, rect, index.data(SPAN_ROLE), colours_of(option.palette))
        painter.restore()


def _items(one: LabelWorth) -> list[QTableWidgetItem]:
    told = translate("Models", "{label}: {before:.3f} before, {after:.3f} after").format(
        label=one.label, before=one.before, after=one.after
    )
    if one.gain_low is not None and one.gain_high is not None:
        sure = translate(
            "Models", "95 of 100 resampled gains are between {low:+.3f} and {high:+.3f}"
        )
        told += "; " + sure.format(low=one.gain_low, high=one.gain_high)
    picture = QTableWidgetItem()
    picture.setData(SPAN_ROLE, span_of(one))
    picture.setData(Qt.ItemDataRole.AccessibleTextRole, told)
    items = [
        QTableWidgetItem(one.label), QTableWidgetItem(str(one.n_truths)), picture,
        QTableWidgetItem(f"{one.after:.2f}"),
    ]  # fmt: skip
    for item in items:
        item.setToolTip(told)
    return items
