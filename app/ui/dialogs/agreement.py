"""How far two annotators agree, as a table to look at and to save."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.agreement import Agreement, AgreementRow
from app.services.agreement_report import shown_figures
from app.ui.language import QT_TRANSLATE_NOOP, spoken_language, translate

HEADINGS = (
    QT_TRANSLATE_NOOP("Agreement", "Mine"),
    QT_TRANSLATE_NOOP("Agreement", "Theirs"),
    QT_TRANSLATE_NOOP("Agreement", "Matched"),
    QT_TRANSLATE_NOOP("Agreement", "F1"),
    QT_TRANSLATE_NOOP("Agreement", "Frames agreed"),
    QT_TRANSLATE_NOOP("Agreement", "Kappa"),
    QT_TRANSLATE_NOOP("Agreement", "Edges, median"),
    QT_TRANSLATE_NOOP("Agreement", "Edges, 90 %"),
    QT_TRANSLATE_NOOP("Agreement", "Start"),
    QT_TRANSLATE_NOOP("Agreement", "End"),
)
METHOD = QT_TRANSLATE_NOOP(
    "Agreement",
    "Segments of one label are matched one to one, best tIoU first; a pair counts from a tIoU of "
    "{tiou}. Kappa is Cohen's over frames, each label a yes or no of each frame, summed before it "
    "is computed. Edges: how far matched ones are apart; start and end: theirs less mine, median.",
)


class AgreementDialog(QDialog):
    """Shows the figures of each label and of each video.

    Signals:
        save_asked: The ``Agreement`` shall be written to a file.
    """

    save_asked = Signal(object)

    def __init__(self, agreement: Agreement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = translate("Agreement", "Agreement with {name}")
        self.setWindowTitle(title.format(name=agreement.annotator))
        self._agreement = agreement
        self.pages = QTabWidget()
        whole = AgreementRow(translate("Agreement", "All"), agreement.whole)
        for title, rows in (
            (translate("Agreement", "Labels"), agreement.labels),
            (translate("Agreement", "Videos"), agreement.videos),
        ):
            self.pages.addTab(_table(title, (*rows, whole)), title)
        method = QLabel(translate("Agreement", METHOD).format(tiou=f"{agreement.min_tiou:g}"))
        method.setWordWrap(True)
        method.setProperty("role", "faint")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.save = buttons.addButton(translate("Agreement", "&Save…"), role)
        self.save.clicked.connect(lambda: self.save_asked.emit(self._agreement))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(_lead(agreement), wordWrap=True))
        column.addWidget(self.pages, 1)
        column.addWidget(method)
        column.addWidget(buttons)
        self.resize(980, 460)


def _lead(agreement: Agreement) -> str:
    told = translate("Agreement", "{done} of {all} disagreements are settled.").format(
        done=agreement.n_settled, all=agreement.n_open + agreement.n_settled
    )
    if agreement.only_theirs:
        names = ", ".join(agreement.only_theirs[:5])
        left = translate("Agreement", "Only {name} has worked on: {videos}.")
        told += " " + left.format(name=agreement.annotator, videos=names)
    return told


def _table(title: str, rows: tuple[AgreementRow, ...]) -> QTableWidget:
    headings = ["", *(translate("Agreement", one) for one in HEADINGS)]
    table = QTableWidget(len(rows), len(headings))
    table.setHorizontalHeaderLabels(headings)
    table.setAccessibleName(title)
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    for at, row in enumerate(rows):
        for column, text in enumerate((row.name, *shown_figures(row.tally, spoken_language()))):
            item = QTableWidgetItem(text)
            if column:
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                item.setTextAlignment(right)
            font = item.font()
            font.setBold(at == len(rows) - 1)
            item.setFont(font)
            table.setItem(at, column, item)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return table
