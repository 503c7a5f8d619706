"""The list of disagreements: two lines a row, what differs and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.agreement.place_book import Key, Place
from app.ui.list_keys import ListKeys
from app.ui.theme import SPACING_PX, colours_of

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One row.

    Attributes:
        what: What differs.
        where: Time and video, or what was chosen.
        colour: Of the label, ``#rrggbb``.
    """

    video_id: str
    key: Key
    what: str
    where: str
    colour: str
    is_open: bool = True


Describe = Callable[[Place], PlaceRow]


class PlaceModel(QAbstractListModel):
    """The places; a row is put into words when it is looked at.

    Args:
        describe: Makes the row of a place.
    """

    def __init__(self, describe: Describe, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self._places: Sequence[Place] = ()

    @property
    def rows(self) -> list[PlaceRow]:
        """All of them."""
        return [self._describe(one) for one in self._places]

    def place(self, row: int) -> Place:
        """Return the place of a row."""
        return self._places[row]

    def show_places(self, places: Sequence[Place]) -> None:
        """Show other places."""
        if places == self._places:
            return
        self.beginResetModel()
        self._places = places
        self.endResetModel()

    def row_of(self, video_id: str, key: Key) -> int:
        """Return the row of a place, -1 for none."""
        wanted = (video_id, key)
        every = enumerate(self._places)
        return next((k for k, one in every if (one.video_id, one.found.key) == wanted), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row, and its words for readers of the screen."""
        if role == ROW_ROLE:
            return self._describe(self._places[index.row()])
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            row = self._describe(self._places[index.row()])
            return f"{row.what}\n{row.where}"
        return None


class PlaceList(QListView):
    """The list; it keeps the arrows and Return for itself while it has the focus.

    Signals:
        chosen: A ``PlaceRow``.
    """

    chosen = Signal(object)

    def __init__(self, model: PlaceModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(PlaceDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        ListKeys(self).chosen.connect(self._choose)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(ROW_ROLE))


class PlaceDelegate(QStyledItemDelegate):
    """Paints a row: the label's colour, what differs, and where."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return one height for all rows."""
        return QSize(160, 2 * option.fontMetrics.height() + 2 * SPACING_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: PlaceRow = index.data(ROW_ROLE)
        colours, rect, metrics = colours_of(option.palette), option.rect, option.fontMetrics
        state = QStyle.StateFlag
        if option.state & (state.State_Selected | state.State_MouseOver):
            back = QColor(colours.raised)
            back.setAlpha(255 if option.state & state.State_Selected else 140)
            painter.fillRect(rect, back)
        bar = rect.adjusted(0, 3, 0, -3)
        bar.setWidth(4)
        painter.fillRect(bar, QColor(row.colour if row.is_open else colours.raised))
        text = rect.adjusted(SPACING_PX + 6, SPACING_PX, -SPACING_PX, -SPACING_PX)
        painter.setFont(option.font)
        painter.setPen(QColor(colours.text if row.is_open else colours.faint))
        elide, top = Qt.TextElideMode.ElideRight, Qt.AlignmentFlag.AlignTop
        painter.drawText(text, top, metrics.elidedText(row.what, elide, text.width()))
        painter.setPen(QColor(colours.faint))
        below = text.adjusted(0, metrics.height(), 0, 0)
        painter.drawText(below, top, metrics.elidedText(row.where, elide, text.width()))
