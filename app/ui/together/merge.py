"""Mine or theirs: what to do where two people changed the same segments."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.conflicts import Conflict, Keep, Side, settle
from app.domain.timeline import Annotation, Sheet, Verdict
from app.ui.captions import caption_words
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.shelf import Shelf
from app.ui.timeline.geometry import time_text

SHEET = ""
KEYS = {
    Qt.Key.Key_1: Keep.MINE,
    Qt.Key.Key_2: Keep.THEIRS,
    Qt.Key.Key_3: Keep.BOTH,
}
_KEPT = {
    Keep.MINE: QT_TRANSLATE_NOOP("Together", "mine"),
    Keep.THEIRS: QT_TRANSLATE_NOOP("Together", "theirs"),
    Keep.BOTH: QT_TRANSLATE_NOOP("Together", "both"),
}
_SAID = {
    Verdict.PENDING: QT_TRANSLATE_NOOP("Together", "not judged"),
    Verdict.ACCEPTED: QT_TRANSLATE_NOOP("Together", "accepted"),
    Verdict.REJECTED: QT_TRANSLATE_NOOP("Together", "rejected"),
    Verdict.SNOOZED: QT_TRANSLATE_NOOP("Together", "put off"),
}
# The middle column stretches as well: what is compared stands side by side.
MINE, THEIRS, KEPT = range(3)
SIZE_PX = (760, 360)


class MergeDialog(QDialog):
    """Shows each segment in dispute in two versions; one key each chooses.

    Args:
        conflict: What is in dispute.
        shelf: Knows the labels.
        parent: The window.

    Signals:
        settled: The edit that a person's choices make; None when theirs stays everywhere.
    """

    settled = Signal(object)

    def __init__(self, conflict: Conflict, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Together", "Changed by both"))
        self._conflict = conflict
        self._shelf = shelf
        self._keys = [part.key for part in conflict.disputes]
        self._may_both = {part.key for part in conflict.disputes if part.may_keep_both}
        if conflict.sheets is not None:
            self._keys.append(SHEET)
        self.choices = dict.fromkeys(self._keys, Keep.THEIRS)
        self.table = self._make_table()
        self.buttons = self._make_buttons()
        self._lay_out()
        self.table.setCurrentCell(0, KEPT)
        self._name_buttons()
        self.table.setFocus()

    def choose(self, keep: Keep) -> None:
        """Keep this version of the segment in the current row, and go to the next."""
        row = self.table.currentRow()
        if row < 0 or (keep is Keep.BOTH and self._keys[row] not in self._may_both):
            return
        self.choices[self._keys[row]] = keep
        self._show_choice(row)
        self.table.setCurrentCell(min(row + 1, self.table.rowCount() - 1), KEPT)

    def accept(self) -> None:
        """Tell what was chosen and close."""
        sheet = self.choices.get(SHEET, Keep.THEIRS)
        self.settled.emit(settle(self._conflict, self.choices, sheet))
        super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Choose by 1, 2 and 3 while the table has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in KEYS:
                self.choose(KEYS[key])
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.accept()
                return True
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------ inside
    def _make_table(self) -> QTableWidget:
        table = QTableWidget(len(self._keys), 3)
        who = self._conflict.author or translate("Together", "Somebody else")
        heads = [translate("Together", "Mine"), who, translate("Together", "Stays")]
        table.setHorizontalHeaderLabels(heads)
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setWordWrap(True)
        header = table.horizontalHeader()
        for column in (MINE, THEIRS):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(KEPT, QHeaderView.ResizeMode.ResizeToContents)
        for row, (mine, theirs) in enumerate(self._versions()):
            for column, words in ((MINE, mine), (THEIRS, theirs), (KEPT, "")):
                table.setItem(row, column, QTableWidgetItem(words))
        table.resizeRowsToContents()
        table.installEventFilter(self)
        table.currentCellChanged.connect(lambda *_: self._name_buttons())
        self.table = table
        for row in range(len(self._keys)):
            self._show_choice(row)
        return table

    def _make_buttons(self) -> dict[Keep, QPushButton]:
        words = {
            Keep.MINE: translate("Together", "Keep mine (1)"),
            Keep.THEIRS: translate("Together", "Keep theirs (2)"),
            Keep.BOTH: translate("Together", "Keep both (3)"),
        }
        made = {keep: QPushButton(text) for keep, text in words.items()}
        for keep, button in made.items():
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, keep=keep: self.choose(keep))
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        told = translate(
            "Together",
            "“{caption}” was not stored: {who} has changed the same segments meanwhile. "
            "Choose what stays; everything else of your step is kept.",
        )
        who = self._conflict.author or translate("Together", "somebody else")
        words = QLabel(told.format(caption=caption_words(self._conflict.caption), who=who))
        words.setWordWrap(True)
        column.addWidget(words)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        box = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        row.addWidget(box)
        column.addLayout(row)
        self.resize(*SIZE_PX)

    def _versions(self) -> list[tuple[str, str]]:
        found = [(self._side(one.mine), self._side(one.theirs))
                 for one in self._conflict.disputes]  # fmt: skip
        if self._conflict.sheets is not None:
            mine, theirs = self._conflict.sheets
            found.append((_sheet_words(mine), _sheet_words(theirs)))
        return found

    def _side(self, side: Side) -> str:
        lines = [self._annotation_words(one) for one in side.annotations]
        if side.verdict is not None:
            lines.insert(0, translate("Together", _SAID[side.verdict]))
        if not lines:
            lines = [translate("Together", "deleted")]
        if not side.annotations and side.suggestion is not None:
            segment = side.suggestion.segment
            lines.append(self._words(side.suggestion.label_id, segment.start_s, segment.end_s))
        return "\n".join(lines)

    def _annotation_words(self, one: Annotation) -> str:
        words = self._words(one.label_id, one.segment.start_s, one.segment.end_s)
        return f"{words}\n{one.remark.note}".strip()

    def _words(self, label_id: str, start_s: float, end_s: float) -> str:
        label = self._shelf.label(label_id)
        name = label.name if label else "?"
        return f"{name}, {time_text(start_s)} \N{EN DASH} {time_text(end_s)}"

    def _show_choice(self, row: int) -> None:
        item = self.table.item(row, KEPT)
        if item is not None:
            item.setText(translate("Together", _KEPT[self.choices[self._keys[row]]]))

    def _name_buttons(self) -> None:
        row = self.table.currentRow()
        if hasattr(self, "buttons") and row >= 0:
            self.buttons[Keep.BOTH].setEnabled(self._keys[row] in self._may_both)


def _sheet_words(sheet: Sheet) -> str:
    parts = [sheet.note, ", ".join(sheet.tags), sheet.assignee]
    if sheet.is_empty:
        parts.append(translate("Together", "nothing happens in it"))
    said = [part for part in parts if part]
    head = translate("Together", "Of the whole video")
    return "\n".join([head, *said] if said else [head, translate("Together", "nothing noted")])
