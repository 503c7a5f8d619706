"""The next suggestions of the queue as rows, and how a row is painted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.theme import Colours, colours_of, tinted

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
# Whether a row has a note: all that its height depends on.
NOTED_ROLE = Qt.ItemDataRole.UserRole + 2
PAD_PX = 8
SWATCH_PX = 10
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One suggestion as listed.

    Attributes:
        row: In the queue.
        label: Name of its label.
        color: ``#rrggbb`` of it.
        place: Its video and times.
        score: What its score means, or the raw score.
        note: Why it is listed here, such as what it contradicts; '' for nothing.
        tip: All of it, with the raw score.
        is_snoozed: Whether it was put off.
    """

    row: int
    label: str
    color: str
    place: str
    score: str
    note: str = ""
    tip: str = ""
    is_snoozed: bool = False

    @property
    def spoken(self) -> str:
        """All of it for a screen reader."""
        return ", ".join(filter(None, (self.label, self.place, self.score, self.note)))


class QueueModel(QAbstractListModel):
    """A stretch of the queue; what a row says is made when it is looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[int] = ()
        self._describe: Callable[[int], QueueRow | None] = lambda _row: None
        self._current: int | None = None
        self._noted: Collection[int] = ()

    @property
    def current(self) -> int | None:
        """The row of the queue a person is at."""
        return self._current

    def show(
        self,
        rows: Sequence[int],
        current: int | None,
        describe: Callable[[int], QueueRow | None],
        noted: Collection[int],
    ) -> None:
        """Show rows of the queue; those ``noted`` have a note.

        A list asks for the height of every row, hundreds of them, but paints a screenful.
        """
        self.beginResetModel()
        self._rows, self._current, self._describe = rows, current, describe
        self._noted = noted
        self.endResetModel()

    @property
    def has_notes(self) -> bool:
        """Whether any row has a note."""
        return bool(self._noted)

    def mark(self, current: int | None) -> None:
        """Show which row a person is at now; the rows stay."""
        self._current = current
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        """Return how many are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def at(self, place: int) -> QueueRow | None:
        """Return what is listed at a place."""
        return self._describe(self._rows[place])

    def place_of(self, row: int | None) -> int:
        """Return where a row of the queue is listed, -1 when it is not."""
        return next((at for at, one in enumerate(self._rows) if one == row), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return label, tip, words for screen readers, or the whole row."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role == NOTED_ROLE:
            return self._rows[index.row()] in self._noted
        found = self.at(index.row())
        if found is None:
            return None
        answers: dict[int, Any] = {
            int(Qt.ItemDataRole.DisplayRole): found.label,
            int(Qt.ItemDataRole.ToolTipRole): found.tip,
            int(Qt.ItemDataRole.AccessibleTextRole): found.spoken,
            int(ROW_ROLE): (found, found.row == self._current),
        }
        return answers.get(int(role))


class QueueDelegate(QStyledItemDelegate):
    """Paints a row: colour and label, score on the right, video and times below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Return the height of two lines, or of three with a note."""
        n_lines = 3 if index.data(NOTED_ROLE) else 2
        return QSize(160, n_lines * option.fontMetrics.height() + 2 * PAD_PX - 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        shown = index.data(ROW_ROLE)
        if shown is None:
            return
        row, is_current = shown
        colours = colours_of(option.palette)
        rect: QRect = option.rect
        painter.save()
        _paint_back(painter, option, colours, is_current=is_current)
        painter.setFont(option.font)
        text = rect.adjusted(PAD_PX + SWATCH_PX + PAD_PX, PAD_PX - 1, -PAD_PX, 1 - PAD_PX)
        height = option.fontMetrics.height()
        swatch = QRect(
            rect.left() + PAD_PX, text.top() + (height - SWATCH_PX) // 2, SWATCH_PX, SWATCH_PX
        )
        painter.fillRect(swatch, QColor(row.color))
        upper = QRect(text.left(), text.top(), text.width(), height)
        lower = upper.translated(0, height)
        _paint_line(painter, upper, (row.label, row.score), (colours.text, colours.text))
        if row.is_snoozed:
            clock = tinted("snooze", QColor(colours.warn), height)
            painter.drawPixmap(rect.left() + PAD_PX - 2, lower.top(), clock)
        _paint_line(painter, lower, (row.place, ""), (colours.faint, colours.faint))
        if row.note:
            note = lower.translated(0, height)
            _paint_line(painter, note, (row.note, ""), (colours.warn, colours.warn))
        painter.restore()


def _paint_back(
    painter: QPainter, option: QStyleOptionViewItem, colours: Colours, *, is_current: bool
) -> None:
    rect, state = option.rect, option.state
    if is_current:
        painter.fillRect(rect, QColor(colours.raised))
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(colours.accent))
    elif state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
        faint = QColor(colours.raised)
        faint.setAlpha(140)
        painter.fillRect(rect, faint)


def _paint_line(
    painter: QPainter, line: QRect, words: tuple[str, str], tones: tuple[str, str]
) -> None:
    """Paint words to the left and to the right; the left ones give way."""
    metrics = QFontMetrics(painter.font())
    left, right = words
    if right:
        right = metrics.elidedText(right, Qt.TextElideMode.ElideRight, line.width() * 2 // 3)
        painter.setPen(QColor(tones[1]))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        line = line.adjusted(0, 0, -metrics.horizontalAdvance(right) - PAD_PX, 0)
    painter.setPen(QColor(tones[0]))
    shown = metrics.elidedText(left, Qt.TextElideMode.ElideMiddle, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
