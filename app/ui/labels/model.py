"""The lines of the panel of labels for a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPixmap

from app.ui.labels.rows import LabelRow
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.theme import colours_of, tinted

SWATCH, NAME, OWNED, WAITING, KEY, EYE = range(6)
N_COLUMNS = 6
SWATCH_PX, EYE_PX = 14, 16
MIME = "application/x-pgcn-label"
HEADS = ("", QT_TRANSLATE_NOOP("Labels", "Label"), QT_TRANSLATE_NOOP("Labels", "Ann."),
         QT_TRANSLATE_NOOP("Labels", "Sugg."), QT_TRANSLATE_NOOP("Labels", "Key"), "")  # fmt: skip
TIPS = (
    QT_TRANSLATE_NOOP("Labels", "Colour (C)"),
    QT_TRANSLATE_NOOP("Labels", "Rename (F2)"),
    QT_TRANSLATE_NOOP("Labels", "Annotations in the whole project"),
    QT_TRANSLATE_NOOP("Labels", "Suggestions in the whole project that wait for a verdict"),
    QT_TRANSLATE_NOOP("Labels", "Key that tags and relabels (K)"),
    QT_TRANSLATE_NOOP("Labels", "Offered for new segments, or hidden (H)"),
)

Index = QModelIndex | QPersistentModelIndex


# Put together once: they are asked for cell by cell.
LINE_FLAGS = Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
NAME_FLAGS = LINE_FLAGS | Qt.ItemFlag.ItemIsEditable


class LabelModel(QAbstractTableModel):
    """Shows lines and takes new names.

    Signals:
        renamed: Label id and what was typed.
    """

    renamed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[LabelRow] = ()
        self._eyes = (QIcon(), QIcon())
        self.is_editable = True

    def show(self, rows: Sequence[LabelRow]) -> None:
        """Show other lines; where only what they say is new, the place stays."""
        same = [one.label.id for one in rows] == [one.label.id for one in self._rows]
        if not same:
            self.beginResetModel()
        self._rows, self._eyes = rows, _eyes()
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, EYE))

    def row(self, at: int) -> LabelRow | None:
        """Return a line, or None."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def row_of(self, label_id: str) -> int:
        """Return where a label is listed, -1 where it is not."""
        ids = [one.label.id for one in self._rows]
        return ids.index(label_id) if label_id in ids else -1

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Return how many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Return swatch, name, two counts, key and eye."""
        return 0 if parent is not None and parent.isValid() else N_COLUMNS

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return what stands over a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(None, section)
        if role == Qt.ItemDataRole.DisplayRole:
            return translate("Labels", HEADS[section]) if HEADS[section] else ""
        return translate("Labels", TIPS[section]) if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that names can be typed and lines dragged."""
        flags = super().flags(index)
        if not self.is_editable:
            return flags
        return flags | (NAME_FLAGS if index.column() == NAME else LINE_FLAGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DecorationRole and column == EYE and row.into is None:
            return self._eyes[row.label.is_hidden]
        answer = _ANSWERS.get(role)
        return None if answer is None else answer(row, column)

    def setData(  # noqa: N802 - Qt's name
        self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Tell a name that was typed; whether it holds, the labels say."""
        row = self.row(index.row())
        if role != Qt.ItemDataRole.EditRole or row is None:
            return False
        self.renamed.emit(row.label.id, str(value))
        return True

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """Return what a dragged line carries."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802 - Qt's name
        """Return the dragged label's id."""
        mime = QMimeData()
        row = self.row(indexes[0].row()) if indexes else None
        mime.setData(MIME, (row.label.id if row else "").encode())
        return mime

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802 - Qt's name
        """Return that lines are moved."""
        return Qt.DropAction.MoveAction


def words(row: LabelRow) -> str:
    """Return all that is to be said of a line."""
    name = row.label.name
    merged = translate("Labels", "{name}, merged into {other}")
    parts = [merged.format(name=name, other=row.into.name) if row.into else name]
    counts = translate("Labels", "Annotations: {n}, suggestions waiting: {m}")
    parts.append(counts.format(n=row.n_annotations, m=row.n_waiting))
    if key := _text(row, KEY):
        parts.append(translate("Labels", "key {key}").format(key=key))
    if row.label.is_hidden:
        parts.append(translate("Labels", "hidden: not offered for new segments"))
    return "\n".join(parts)


def _text(row: LabelRow, column: int) -> str:
    if column == NAME:
        return f"   ↳ {row.label.name}" if row.into else row.label.name
    if column == OWNED:
        return str(row.n_annotations or "")
    if column == WAITING:
        return str(row.n_waiting or "")
    if column == KEY:
        return row.label.shortcut or (str(row.digit) if row.digit else "")
    return ""


def _picture(row: LabelRow, column: int) -> QIcon | None:
    if row.into is not None or column != SWATCH:
        return None
    picture = QPixmap(SWATCH_PX, SWATCH_PX)
    picture.fill(QColor(row.color))
    return _untinted(picture, picture)


def _eyes() -> tuple[QIcon, QIcon]:
    """Return the eye of a label that is offered and of one that is hidden."""
    colours = colours_of(QGuiApplication.palette())
    chosen = QColor(colours.on_accent)
    offered, hidden = (
        _untinted(tinted(name, QColor(color), EYE_PX), tinted(name, chosen, EYE_PX))
        for name, color in (("eye", colours.faint), ("eye_off", colours.warn))
    )
    return offered, hidden


def _untinted(normal: QPixmap, chosen: QPixmap) -> QIcon:
    """Return an icon that a selected line does not colour."""
    drawn = QIcon(normal)
    drawn.addPixmap(chosen, QIcon.Mode.Selected)
    return drawn


def _colour(row: LabelRow, column: int) -> QColor | None:
    is_faint = row.into is not None or row.label.is_hidden or not row.is_used
    # A digit by order may go to another label; a key of its own stays.
    is_faint = is_faint or (column == KEY and not row.label.shortcut)
    return QColor(colours_of(QGuiApplication.palette()).faint) if is_faint else None


def _font(row: LabelRow, _column: int) -> QFont:
    font = QFont()
    font.setItalic(row.into is not None)
    return font


def _alignment(_row: LabelRow | None, column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in {OWNED, WAITING} else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _tip(row: LabelRow, column: int) -> str:
    return words(row) if column == NAME else translate("Labels", TIPS[column])


def _spoken(row: LabelRow, column: int) -> str:
    return words(row) if column == NAME else _text(row, column)


_ANSWERS: Mapping[int, Callable[[LabelRow, int], object]] = {
    Qt.ItemDataRole.DisplayRole: _text,
    Qt.ItemDataRole.EditRole: lambda row, _column: row.label.name,
    Qt.ItemDataRole.DecorationRole: _picture,
    Qt.ItemDataRole.ForegroundRole: _colour,
    Qt.ItemDataRole.FontRole: _font,
    Qt.ItemDataRole.TextAlignmentRole: _alignment,
    Qt.ItemDataRole.ToolTipRole: _tip,
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
}
