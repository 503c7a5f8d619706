"""The clips that a new model sees better or worse than its parent, to be watched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.services.model_registry import ChangedClip
from app.ui.language import translate
from app.ui.list_keys import ListKeys
from app.ui.models.words import clip_words, place_words
from app.ui.theme import SPACING_PX, colours_of

Index = QModelIndex | QPersistentModelIndex
CLIP_ROLE = Qt.ItemDataRole.UserRole
BETTER, WORSE = "▲", "▼"
MOST_ROWS = 6


class ClipList(QListWidget):
    """Two lines a clip: what changed, and where.

    Signals:
        chosen: The ``ChangedClip`` to watch.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("Models", "Clips that changed"))
        self.setItemDelegate(ClipDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ListKeys(self).chosen.connect(self._choose)

    def show_clips(self, clips: Sequence[ChangedClip]) -> None:
        """Show these clips, the first on top."""
        self.clear()
        for clip in clips:
            better = (
                translate("Models", "better") if clip.gain > 0 else translate("Models", "worse")
            )
            item = QListWidgetItem(f"{clip_words(clip)}\n{place_words(clip)}")
            item.setData(CLIP_ROLE, clip)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{better}: {item.text()}")
            item.setToolTip(translate("Models", "Watch it"))
            self.addItem(item)
        if clips:
            self.setCurrentRow(0)
        row_px = 2 * self.fontMetrics().height() + SPACING_PX
        self.setFixedHeight(min(len(clips), MOST_ROWS) * row_px + 2)
        self.setVisible(bool(clips))

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(CLIP_ROLE))


class ClipDelegate(QStyledItemDelegate):
    """Paints a clip: an arrow up or down, what changed, and where."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return one height for all rows."""
        return QSize(160, 2 * option.fontMetrics.height() + SPACING_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        clip: ChangedClip = index.data(CLIP_ROLE)
        colours, metrics, rect = colours_of(option.palette), option.fontMetrics, option.rect
        state = QStyle.StateFlag
        if option.state & (state.State_Selected | state.State_MouseOver):
            painter.fillRect(rect, QColor(colours.raised))
        is_better = clip.gain > 0
        painter.setFont(option.font)
        painter.setPen(QColor(colours.good if is_better else colours.bad))
        sign = rect.adjusted(SPACING_PX // 2, 0, 0, 0)
        sign.setWidth(16)
        painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, BETTER if is_better else WORSE)
        text = rect.adjusted(26, SPACING_PX // 2, -4, 0)
        what, where = clip_words(clip), place_words(clip)
        for line, ink in ((what, colours.text), (where, colours.faint)):
            painter.setPen(QColor(ink))
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, text.width())
            painter.drawText(text, Qt.AlignmentFlag.AlignTop, shown)
            text.translate(0, metrics.height())
