"""The list of a proposal's neighbours: when, how they are joined, what they did to the score."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.ui.language import translate
from app.ui.list_keys import ListKeys
from app.ui.review.score_change import signed
from app.ui.theme import colours_of
from app.ui.timeline.arcs import CONTEXTUAL
from app.ui.timeline.colors import Colors
from app.ui.timeline.graph_strip import edge_pen
from app.ui.times import clock
from app.ui.why.facts import Moment

Index = QModelIndex | QPersistentModelIndex
MOMENT_ROLE = Qt.ItemDataRole.UserRole
PICTURE_PX = (64, 36)
ROW_PX = PICTURE_PX[1] + 14
BAR_PX = 4
NUMBER_PX = 48


class NeighbourModel(QAbstractListModel):
    """Moments, those that did most to the score first.

    Attributes:
        find_picture: Returns the picture of a moment, if it is there.
        largest: The size of the largest contribution, 0 where none is known.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.find_picture: Callable[[Moment], QPixmap | None] = no_picture
        self.moments: tuple[Moment, ...] = ()
        self.largest = 0.0

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Return how many moments there are."""
        return 0 if parent is not None and parent.isValid() else len(self.moments)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return a moment, or what is said of it."""
        if not index.isValid():
            return None
        moment = self.moments[index.row()]
        answers: Mapping[int, Callable[[], Any]] = {
            int(Qt.ItemDataRole.DisplayRole): lambda: span_words(moment.span),
            int(Qt.ItemDataRole.ToolTipRole): lambda: moment_words(moment),
            int(Qt.ItemDataRole.AccessibleTextRole): lambda: moment_words(moment),
            int(Qt.ItemDataRole.DecorationRole): lambda: self.find_picture(moment),
            int(MOMENT_ROLE): lambda: moment,
        }
        answer = answers.get(int(role))
        return answer() if answer else None

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show moments: by what they did to the score where that is known, else by weight."""

        def size(moment: Moment) -> tuple[float, float]:
            return abs(moment.contribution or 0.0), abs(moment.weight)

        self.beginResetModel()
        self.moments = tuple(sorted(moments, key=size, reverse=True))
        self.largest = max((abs(one.contribution or 0.0) for one in moments), default=0.0)
        self.endResetModel()

    def renew_pictures(self) -> None:
        """Paint the rows again: more pictures are there."""
        if self.moments:
            last = self.index(len(self.moments) - 1)
            self.dataChanged.emit(self.index(0), last, [Qt.ItemDataRole.DecorationRole])

    def row_of(self, proposal_idx: int) -> int:
        """Return where a proposal is listed, -1 when it is not."""
        rows = (at for at, one in enumerate(self.moments) if one.proposal_idx == proposal_idx)
        return next(rows, -1)


class NeighbourList(QListView):
    """The list; a click or Return goes to a moment, the arrows walk through them.

    Signals:
        chosen: ``Moment`` to go to.
        looked_at: ``Moment`` under the mouse, or the current one; None when there is none.
    """

    chosen = Signal(object)
    looked_at = Signal(object)

    def __init__(self, model: NeighbourModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, uniformItemSizes=True)
        self.setModel(model)
        self.setItemDelegate(NeighbourDelegate(self))
        self.setMouseTracking(True)
        self.setAccessibleName(translate("Why", "Other moments"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        ListKeys(self).chosen.connect(self._choose)
        self.entered.connect(self._look)
        self.selectionModel().currentChanged.connect(self._look_at_current)

    @property
    def rows_in_view(self) -> range:
        """The rows that are seen, and one more."""
        last = len(cast("NeighbourModel", self.model()).moments)
        top = self.verticalScrollBar().value() // ROW_PX
        return range(top, min(top + self.viewport().height() // ROW_PX + 2, last))

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look away when the mouse leaves; the current moment is looked at again."""
        if event.type() == QEvent.Type.Leave:
            self._look(self.currentIndex())
        return super().viewportEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(MOMENT_ROLE))

    def _look(self, index: QModelIndex) -> None:
        self.looked_at.emit(index.data(MOMENT_ROLE) if index.isValid() else None)

    def _look_at_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        self._look(current)


class NeighbourDelegate(QStyledItemDelegate):
    """Paints a row: picture, time, kind and label, and what it did to the score as a bar."""

    lit_idx = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return one height for all rows."""
        return QSize(160, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        moment: Moment = index.data(MOMENT_ROLE)
        model = cast("NeighbourModel", index.model())
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_back(painter, option, moment)
        place = QRect(rect.left() + 5, rect.top() + 5, *PICTURE_PX)
        _paint_picture(painter, place, index.data(Qt.ItemDataRole.DecorationRole), option)
        words = rect.adjusted(PICTURE_PX[0] + 11, 4, -6, -4)
        _paint_words(painter, words, moment, option)
        if moment.contribution is not None:
            _paint_contribution(painter, words, moment.contribution, model.largest, option)
        painter.restore()

    def _paint_back(self, painter: QPainter, option: QStyleOptionViewItem, moment: Moment) -> None:
        colours = colours_of(option.palette)
        state: QStyle.StateFlag = option.state
        is_lit = moment.proposal_idx == self.lit_idx
        if is_lit or state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            painter.fillRect(option.rect, QColor(colours.raised))
        if state & QStyle.StateFlag.State_Selected or is_lit:
            bar = QRect(option.rect.topLeft(), QSize(3, option.rect.height()))
            painter.fillRect(bar, QColor(colours.accent))


def _paint_picture(
    painter: QPainter, place: QRect, picture: QPixmap | None, option: QStyleOptionViewItem
) -> None:
    painter.fillRect(place, QColor(colours_of(option.palette).window))
    if picture is not None:
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled = picture.scaled(place.size(), keep, smooth)
        painter.drawPixmap(place.center() - scaled.rect().center(), scaled)


def _paint_words(
    painter: QPainter, words: QRect, moment: Moment, option: QStyleOptionViewItem
) -> None:
    colours, colors = colours_of(option.palette), Colors.of(option.palette)
    metrics = QFontMetrics(option.font)
    top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
    elide = Qt.TextElideMode.ElideRight
    middle = words.top() + metrics.height() / 2
    painter.setPen(edge_pen(moment.kind, 1.0, colors))
    painter.drawLine(QPointF(words.left(), middle), QPointF(words.left() + 10, middle))
    upper = words.adjusted(13, 0, -NUMBER_PX if moment.contribution is not None else 0, 0)
    painter.setPen(QColor(colours.text))
    painter.drawText(upper, top, metrics.elidedText(span_words(moment.span), elide, upper.width()))
    lower = words.adjusted(0, metrics.height() + 2, 0, 0)
    painter.setPen(QColor(colours.faint))
    told = f"{kind_words(moment)} {moment.weight:.2f}"
    if moment.label:
        told = f"{told}, {moment.label}"
    painter.drawText(lower, top, metrics.elidedText(told, elide, lower.width()))


def _paint_contribution(
    painter: QPainter, words: QRect, value: float, largest: float, option: QStyleOptionViewItem
) -> None:
    """Paint the number, and below the words a bar from the middle: to the right raised."""
    colours = colours_of(option.palette)
    right = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
    painter.setPen(QColor(colours.text))
    painter.drawText(words, right, signed(value))
    track = QRectF(words.left(), words.bottom() - BAR_PX, words.width(), BAR_PX)
    painter.fillRect(track, QColor(colours.window))
    middle, half = track.center().x(), track.width() / 2
    long = half * (abs(value) / largest if largest > 0 else 0.0)
    bar = QRectF(middle if value >= 0 else middle - long, track.top(), long, BAR_PX)
    painter.fillRect(bar, QColor(colours.good if value >= 0 else colours.bad))
    painter.fillRect(QRectF(middle - 0.5, track.top() - 2, 1, BAR_PX + 4), QColor(colours.faint))


def no_picture(_moment: Moment) -> QPixmap | None:
    """Return no picture."""
    return None


def short_clock(time_s: float) -> str:
    """Return ``m:ss.t``."""
    return clock(round(time_s, 1))[:-2]


def span_words(span: tuple[float, float]) -> str:
    """Return from when to when."""
    return f"{short_clock(span[0])}\u2013{short_clock(span[1])}"


def kind_words(moment: Moment) -> str:
    """Return in a word how a moment is joined."""
    if moment.kind == CONTEXTUAL:
        return translate("Why", "overlaps")
    return translate("Why", "close by")


def moment_words(moment: Moment) -> str:
    """Return all that is known of a moment, line by line."""
    kind = (
        translate("Why", "Contextual edge: it overlaps this segment. Weight {weight:.3f}.")
        if moment.kind == CONTEXTUAL
        else translate("Why", "Surrounding edge: it lies close by. Weight {weight:.3f}.")
    )
    lines = [span_words(moment.span), kind.format(weight=moment.weight)]
    if moment.label:
        lines.append(translate("Why", "Looks most like: {label}").format(label=moment.label))
    if moment.contribution is not None:
        told = (
            translate("Why", "It raised the score by {change}.")
            if moment.contribution >= 0
            else translate("Why", "It lowered the score by {change}.")
        )
        lines.append(told.format(change=f"{abs(moment.contribution):.4f}"))
    return "\n".join(lines)
