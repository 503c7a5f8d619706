"""The lines of the history, read page by page as they come into view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication

from app.services.ports import Act
from app.ui.captions import caption_words
from app.ui.language import QT_TRANSLATE_NOOP, date_words, translate
from app.ui.theme import colours_of

PAGE = 200
BEGINNING = QT_TRANSLATE_NOOP("Window", "The beginning")
TIME, WORDS, VIDEO = range(3)
N_COLUMNS = 3

Index = QModelIndex | QPersistentModelIndex
ReadActs = Callable[[int, int], Sequence[Act]]


class HistoryModel(QAbstractTableModel):
    """Row 0 is the beginning, then the acts, newest last; what stands undone is faint.

    Args:
        read: Gives ``count`` acts behind the ``first`` ones.
        name_of: Gives the name of a video by its id.
    """

    def __init__(
        self, read: ReadActs, name_of: Callable[[str], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._name_of = name_of
        self._pages: dict[int, Sequence[Act]] = {}
        self._expected: dict[int, Sequence[Act]] = {}
        self._n_standing = 0
        self._n_all = -1

    @property
    def present_row(self) -> int:
        """The row of the act that was done last, of those that stand."""
        return self._n_standing

    def show(self, n_standing: int, n_all: int) -> None:
        """Show a history of ``n_all`` acts, the last of them undone; -1 shows no project."""
        self.beginResetModel()
        self._pages, self._expected = self._expected, {}
        self._n_standing, self._n_all = n_standing, n_all
        self.endResetModel()

    def expect(self, page: int, acts: Sequence[Act]) -> None:
        """Take a page that was read already, for the history that is shown next."""
        self._expected = {page: acts}

    def act_id(self, row: int) -> int | None:
        """Return the act of a row, 0 for the beginning; None when it cannot be read."""
        if row == 0:
            return 0
        act = self._act(row)
        return act.id if act else None

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Return the acts and the beginning."""
        return 0 if parent is not None and parent.isValid() else self._n_all + 1

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Return time, words and video."""
        return 0 if parent is not None and parent.isValid() else N_COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        row = index.row()
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, index.column())
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(row == self.present_row)
            return font
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(filter(None, (self._text(row, c) for c in (WORDS, VIDEO, TIME))))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._whole(row)
        return self._text(row, index.column()) if role == Qt.ItemDataRole.DisplayRole else None

    def _text(self, row: int, column: int) -> str:
        if row == 0:
            return translate("Window", BEGINNING) if column == WORDS else ""
        act = self._act(row)
        if act is None:
            return ""
        if column == TIME:
            return when(act.made_at, datetime.now().astimezone())
        if column == VIDEO:
            return self._about(act)
        words = caption_words(act.caption)
        words = f"{act.author}: {words}" if act.author else words
        is_undone = row > self._n_standing
        return (
            translate("Window", "{caption} (undone)").format(caption=words) if is_undone else words
        )

    def _about(self, act: Act) -> str:
        if act.is_on_videos:
            return translate("Window", "several videos")
        return self._name_of(act.video_id)

    def _whole(self, row: int) -> str:
        act = self._act(row) if row else None
        if act is None:
            return translate("Window", BEGINNING)
        moment = date_words(act.made_at, "d MMMM yyyy, HH:mm:ss")
        return f"{caption_words(act.caption)}\n{self._about(act)}\n{moment}"

    def _colour(self, row: int, column: int) -> QColor | None:
        is_faint = row > self._n_standing or column != WORDS
        return QColor(colours_of(QGuiApplication.palette()).faint) if is_faint else None

    def _act(self, row: int) -> Act | None:
        page, at = divmod(row - 1, PAGE)
        if page not in self._pages:
            self._pages[page] = self._read(page * PAGE, PAGE)
        acts = self._pages[page]
        return acts[at] if at < len(acts) else None


def when(made_at: datetime, now: datetime) -> str:
    """Return the time of day, else the day, else the year: as short as tells one from another."""
    local = made_at.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return date_words(local, "dd MMM") if local.year == now.year else f"{local:%Y}"
