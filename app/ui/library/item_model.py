"""The videos of a project as rows, and how a row is painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.project import VideoEntry
from app.domain.video_state import VideoState, review_share
from app.ui.language import translate
from app.ui.library.words import StateWords, Tone, describe, expected_words
from app.ui.theme import Colours, colours_of, tinted
from app.ui.times import length

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
PICTURE_ROLE = ROW_ROLE + 1
ROW_HEIGHT_PX = 66
PICTURE_PX = (80, 46)
ICON_PX = 14
Index = QModelIndex | QPersistentModelIndex
AT_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One video as listed.

    Attributes:
        state: None for a file that is still to be looked at.
        share: How far its run has come in [0, 1]; None when none is going on.
    """

    video: VideoEntry
    state: VideoState | None
    share: float | None = None
    is_stopping: bool = False
    is_open: bool = False

    @property
    def key(self) -> Path:
        """The same for a file before and after it was looked at."""
        return self.video.path

    @property
    def shown(self) -> StateWords:
        """The state in words."""
        if self.state is None:
            return expected_words()
        return describe(self.video, self.state, self.share or 0.0, is_stopping=self.is_stopping)


class LibraryModel(QAbstractListModel):
    """Rows in the order they were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[LibraryRow] = []
        self._place: dict[str, int] = {}
        self._pictures: dict[str, QPixmap] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        """Return how many videos there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return name, tool tip, words for screen readers, picture, or the whole row."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        answers: dict[int, Callable[[], Any]] = {
            int(Qt.ItemDataRole.DisplayRole): lambda: row.video.name,
            int(Qt.ItemDataRole.ToolTipRole): lambda: _tool_tip(row),
            int(Qt.ItemDataRole.AccessibleTextRole): lambda: _spoken(row),
            int(ROW_ROLE): lambda: row,
            int(PICTURE_ROLE): lambda: self._pictures.get(row.video.fingerprint),
        }
        answer = answers.get(int(role))
        return answer() if answer else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let videos be selected, but not files that are still to be looked at."""
        if index.isValid() and self._rows[index.row()].state is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def show_rows(self, rows: Sequence[LibraryRow]) -> None:
        """Show rows; the selection stays when only their content is new, or some came behind."""
        n_before = len(self._rows)
        if not n_before or not _begins_with(rows, self._rows):
            self.beginResetModel()
            self._keep(rows)
            self.endResetModel()
            return
        changed = [
            at for at, row in enumerate(self._rows) if rows[at] is not row and rows[at] != row
        ]
        if len(rows) > n_before:
            self.beginInsertRows(QModelIndex(), n_before, len(rows) - 1)
            self._keep(rows)
            self.endInsertRows()
        else:
            self._keep(rows)
        for at in changed:
            self.dataChanged.emit(self.index(at), self.index(at))

    def show_row(self, row: LibraryRow) -> None:
        """Show new content of one video, if it is listed."""
        at = self.place_of(row.video.id)
        if at >= 0 and self._rows[at] != row:
            self._rows[at] = row
            self.dataChanged.emit(self.index(at), self.index(at))

    def show_picture(self, fingerprint: str, picture: QPixmap) -> None:
        """Take the small picture of a video."""
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        # Twice the size, for fine screens; the whole one would be megabytes in a long list.
        self._pictures[fingerprint] = picture.scaled(QSize(*PICTURE_PX) * 2, keep, smooth)
        for at, row in enumerate(self._rows):
            if row.video.fingerprint == fingerprint:
                self.dataChanged.emit(self.index(at), self.index(at))

    def has_picture(self, fingerprint: str) -> bool:
        """Say whether there is a picture of a video."""
        return fingerprint in self._pictures

    def row(self, at: int) -> LibraryRow:
        """Return the row at a place."""
        return self._rows[at]

    @property
    def ids(self) -> list[str]:
        """The videos listed, in order."""
        return [row.video.id for row in self._rows if row.state is not None]

    def place_of(self, video_id: str) -> int:
        """Return where a video is listed, -1 when it is not."""
        return self._place.get(video_id, -1)

    def _keep(self, rows: Sequence[LibraryRow]) -> None:
        self._rows = list(rows)
        self._place = {row.video.id: at for at, row in enumerate(rows) if row.state is not None}


def _begins_with(rows: Sequence[LibraryRow], before: Sequence[LibraryRow]) -> bool:
    """Say whether rows are of the same files as those before, with others behind them."""
    if len(rows) < len(before):
        return False
    pairs = zip(rows, before, strict=False)
    # Paths are slow to compare, and mostly they are the very same.
    return all(
        new is old or new.video.path is old.video.path or new.key == old.key for new, old in pairs
    )


class LibraryDelegate(QStyledItemDelegate):
    """Paints a row: picture, name and length, state, tags and person, a line for the progress."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._signs: dict[tuple[str, str], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return one height for all rows."""
        return QSize(160, ROW_HEIGHT_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: LibraryRow = index.data(ROW_ROLE)
        colours = colours_of(option.palette)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_back(painter, option, row, colours)
        place = QRect(rect.left() + 8, rect.top() + 10, *PICTURE_PX)
        self._paint_picture(painter, place, index.data(PICTURE_ROLE), colours)
        painter.setFont(option.font)
        text = rect.adjusted(PICTURE_PX[0] + 18, 7, -8, -9)
        height = QFontMetrics(option.font).height()
        _paint_name(painter, text, row, colours)
        self._paint_state(painter, text.adjusted(0, height + 1, 0, 0), row, colours)
        _paint_sheet(painter, text.adjusted(0, 2 * height + 2, 0, 6), row, colours)
        _paint_progress(painter, place, row, colours)
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, place: QRect, picture: QPixmap | None, colours: Colours
    ) -> None:
        painter.fillRect(place, QColor(colours.window))
        if picture is None:
            sign = self._sign("film", colours.line, 24)
            painter.drawPixmap(place.center() - QPoint(12, 12), sign)
            return
        size = picture.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(QPoint(0, 0), size)
        target.moveCenter(place.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(target, picture)

    def _paint_state(
        self, painter: QPainter, line: QRect, row: LibraryRow, colours: Colours
    ) -> None:
        shown = row.shown
        colour = _tone(shown.tone, colours)
        metrics = painter.fontMetrics()
        down = (metrics.height() - ICON_PX) // 2
        painter.drawPixmap(
            QRect(line.left(), line.top() + down, ICON_PX, ICON_PX),
            self._sign(shown.icon, colour, 2 * ICON_PX),
        )
        words = line.adjusted(ICON_PX + 5, 0, 0, 0)
        painter.setPen(QColor(colour))
        told = metrics.elidedText(shown.words, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, AT_TOP, told)

    def _sign(self, name: str, colour: str, size_px: int) -> QPixmap:
        key = (f"{name}{size_px}", colour)
        if key not in self._signs:
            self._signs[key] = tinted(name, QColor(colour), size_px)
        return self._signs[key]


def _paint_back(
    painter: QPainter, option: QStyleOptionViewItem, row: LibraryRow, colours: Colours
) -> None:
    state: QStyle.StateFlag = option.state
    rect: QRect = option.rect
    chosen = QColor(colours.accent)
    chosen.setAlpha(70)
    faint = QColor(colours.raised)
    faint.setAlpha(140)
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, chosen)
    elif row.is_open or state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(colours.raised) if row.is_open else faint)
    if row.is_open:
        painter.fillRect(QRect(rect.topLeft(), QSize(3, rect.height())), QColor(colours.accent))
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QColor(colours.accent))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))


def _paint_name(painter: QPainter, line: QRect, row: LibraryRow, colours: Colours) -> None:
    metrics = painter.fontMetrics()
    told = length(row.video.duration_s) if row.state is not None else ""
    painter.setPen(QColor(colours.faint))
    painter.drawText(line, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, told)
    room = line.width() - metrics.horizontalAdvance(told) - 8
    name = metrics.elidedText(row.video.name, Qt.TextElideMode.ElideMiddle, room)
    painter.setPen(QColor(colours.text if row.state is not None else colours.faint))
    painter.drawText(line, AT_TOP, name)


def _paint_sheet(painter: QPainter, line: QRect, row: LibraryRow, colours: Colours) -> None:
    words = sheet_words(row.video)
    if not words:
        return
    small = QFont(painter.font())
    small.setPointSizeF(small.pointSizeF() * 0.9)
    painter.setFont(small)
    painter.setPen(QColor(colours.faint))
    told = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, line.width())
    painter.drawText(line, AT_TOP, told)


def _paint_progress(painter: QPainter, place: QRect, row: LibraryRow, colours: Colours) -> None:
    """Paint under the picture how far the run has come, else how much is reviewed."""
    is_running = row.share is not None
    share = row.share if row.share is not None else review_share(row.video)
    if not is_running and (not share or row.state is None):
        return
    line = QRectF(place.left(), place.bottom() + 2, place.width(), 3)
    painter.fillRect(line, QColor(colours.line))
    line.setWidth(line.width() * share)
    painter.fillRect(line, QColor(colours.accent if is_running else colours.good))


def sheet_words(video: VideoEntry) -> str:
    """Return who a video is assigned to and its tags, and whether there is a note, in one line."""
    sheet = video.sheet
    parts = [sheet.assignee, *(f"#{tag}" for tag in sheet.tags), "✎" if sheet.note else ""]
    return "  ".join(part for part in parts if part)


def _tone(tone: Tone, colours: Colours) -> str:
    tones: dict[Tone, str] = {
        "plain": colours.faint,
        "active": colours.accent,
        "good": colours.good,
        "bad": colours.bad,
        "warn": colours.warn,
    }
    return tones[tone]


def _tool_tip(row: LibraryRow) -> str:
    video = row.video
    lines = [str(video.path), row.shown.words, sheet_words(video), video.sheet.note]
    if row.state is not None:
        size = translate("Library", "{width_px} x {height_px}, {fps:.2f} frames per second")
        lines.insert(
            1, size.format(width_px=video.width_px, height_px=video.height_px, fps=video.fps)
        )
    return "\n".join(line for line in lines if line)


def _spoken(row: LibraryRow) -> str:
    parts = [row.video.name, row.shown.words, sheet_words(row.video)]
    return ", ".join(part for part in parts if part)
