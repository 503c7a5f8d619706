"""The videos of a project as rows, and how a row is painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.project import VideoEntry
from app.ui.analysis import AnalysisState
from app.ui.language import PLURAL, translate
from app.ui.theme import Colours, colours_of, tinted
from app.ui.times import length

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT_PX = 58
PICTURE_PX = (72, 42)
Tone = Literal["plain", "active", "good", "bad"]
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One video as listed.

    Attributes:
        words: Its state in a few words.
        tone: How the words are coloured.
        share: How far its run has come in [0, 1]; None when none is going on.
        picture: A small frame, or None until it is known.
    """

    video: VideoEntry
    words: str
    tone: Tone
    share: float | None = None
    picture: QPixmap | None = None
    is_open: bool = False


def describe(video: VideoEntry, state: AnalysisState, share: float) -> tuple[str, Tone]:
    """Return a video's state in words and their tone."""
    at_work: dict[AnalysisState, tuple[str, Tone]] = {
        AnalysisState.WORKING: (
            translate("Library", "Analysing, {share:.0%}").format(share=share),
            "active",
        ),
        AnalysisState.STOPPING: (translate("Library", "Stopping…"), "active"),
        AnalysisState.WAITING: (translate("Library", "Waiting for analysis"), "plain"),
        AnalysisState.FAILED: (translate("Library", "Analysis failed"), "bad"),
    }
    if state in at_work:
        return at_work[state]
    n_pending = video.n_pending
    if n_pending:
        return translate("Library", "%n to review", "", PLURAL, n_pending), "active"
    words = _segments(video.n_annotations)
    if video.last_run_id is None:
        return words if video.n_annotations else translate("Library", "Not analysed"), "plain"
    if not video.n_annotations:
        return translate("Library", "Nothing there"), "good"
    return translate("Library", "Reviewed, {annotations}").format(annotations=words), "good"


class LibraryModel(QAbstractListModel):
    """Rows in the order the videos were added."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[LibraryRow] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's signature
        """Return how many videos there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return name, tool tip, words for screen readers, or the whole row."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        answers: dict[int, Callable[[], Any]] = {
            int(Qt.ItemDataRole.DisplayRole): lambda: row.video.name,
            int(Qt.ItemDataRole.ToolTipRole): lambda: _tool_tip(row),
            int(Qt.ItemDataRole.AccessibleTextRole): lambda: f"{row.video.name}, {row.words}",
            int(ROW_ROLE): lambda: row,
        }
        answer = answers.get(int(role))
        return answer() if answer else None

    def show_rows(self, rows: Sequence[LibraryRow]) -> None:
        """Show rows; the selection stays when only their content is new."""
        if [row.video.id for row in rows] != [row.video.id for row in self._rows]:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        for at, row in enumerate(rows):
            if row != self._rows[at]:
                self._rows[at] = row
                self.dataChanged.emit(self.index(at), self.index(at))

    def row(self, at: int) -> LibraryRow:
        """Return the row at a place."""
        return self._rows[at]

    def place_of(self, video_id: str) -> int:
        """Return where a video is listed, -1 when it is not."""
        return next((at for at, row in enumerate(self._rows) if row.video.id == video_id), -1)


class LibraryDelegate(QStyledItemDelegate):
    """Paints a row: picture, name, length and state, a line for the run."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        """Return one height for all rows."""
        return QSize(160, ROW_HEIGHT_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: LibraryRow = index.data(ROW_ROLE)
        palette: QPalette = option.palette
        colours = colours_of(palette)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_back(painter, option, row, colours)
        place = QRect(rect.left() + 8, rect.top() + 8, *PICTURE_PX)
        _paint_picture(painter, place, row.picture, colours)
        text = rect.adjusted(PICTURE_PX[0] + 18, 8, -8, -8)
        _paint_words(painter, text, row, colours, option.font)
        if row.share is not None:
            _paint_share(painter, rect, row.share, colours)
        painter.restore()

    def _paint_back(
        self, painter: QPainter, option: QStyleOptionViewItem, row: LibraryRow, colours: Colours
    ) -> None:
        state: QStyle.StateFlag = option.state
        if row.is_open:
            painter.fillRect(option.rect, QColor(colours.raised))
            bar = QRect(option.rect.topLeft(), QSize(3, option.rect.height()))
            painter.fillRect(bar, QColor(colours.accent))
        elif state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            faint = QColor(colours.raised)
            faint.setAlpha(140)
            painter.fillRect(option.rect, faint)


def _paint_picture(
    painter: QPainter, place: QRect, picture: QPixmap | None, colours: Colours
) -> None:
    painter.fillRect(place, QColor(colours.window))
    if picture is None:
        sign = tinted("film", QColor(colours.line), 24)
        painter.drawPixmap(place.center().x() - 12, place.center().y() - 12, sign)
        return
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    scaled = picture.scaled(place.size(), keep, smooth)
    at = place.center() - scaled.rect().center()
    painter.drawPixmap(at, scaled)


def _paint_words(
    painter: QPainter, text: QRect, row: LibraryRow, colours: Colours, font: QFont
) -> None:
    painter.setFont(font)
    metrics = QFontMetrics(font)
    name = metrics.elidedText(row.video.name, Qt.TextElideMode.ElideMiddle, text.width())
    painter.setPen(QColor(colours.text))
    painter.drawText(text, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
    tones: dict[Tone, str] = {
        "plain": colours.faint,
        "active": colours.accent,
        "good": colours.good,
        "bad": colours.bad,
    }
    lower = text.adjusted(0, metrics.height() + 4, 0, 0)
    duration = length(row.video.duration_s)
    painter.setPen(QColor(colours.faint))
    painter.drawText(lower, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, duration)
    words = lower.adjusted(metrics.horizontalAdvance(duration + "   "), 0, 0, 0)
    painter.setPen(QColor(tones[row.tone]))
    shown = metrics.elidedText(row.words, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, shown)


def _paint_share(painter: QPainter, rect: QRect, share: float, colours: Colours) -> None:
    line = QRectF(rect.left(), rect.bottom() - 2, rect.width(), 3)
    painter.fillRect(line, QColor(colours.line))
    line.setWidth(line.width() * share)
    painter.fillRect(line, QColor(colours.accent))


def _tool_tip(row: LibraryRow) -> str:
    video = row.video
    size = translate("Library", "{width_px} x {height_px}, {fps:.2f} frames per second").format(
        width_px=video.width_px, height_px=video.height_px, fps=video.fps
    )
    return f"{video.path}\n{size}\n{row.words}"


def _segments(n: int) -> str:
    return (
        translate("Library", "1 annotation")
        if n == 1
        else translate("Library", "%n annotations", "", PLURAL, n)
    )
