"""The runs over one video: which there are, which one is shown, and how old ones go."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.project import RunSummary, VideoEntry
from app.ui.language import date_words, translate
from app.ui.library.acts import LibraryActs
from app.ui.refusals import refusal_words
from app.ui.theme import SPACING_PX

SIZE_PX = (760, 480)


class RunsDialog(QDialog):
    """Lists the runs; the one that is shown can be changed at any time, and back.

    Args:
        video: Whose runs.
        acts: Reads and changes them.
        is_editable: Whether the project can be changed.
    """

    def __init__(
        self, video: VideoEntry, acts: LibraryActs, parent: QWidget, *, is_editable: bool
    ) -> None:
        super().__init__(parent)
        self._video = video
        self._acts = acts
        self._is_editable = is_editable
        self._runs: list[RunSummary] = []
        self.setWindowTitle(translate("Library", "Runs over {name}").format(name=video.name))
        self.resize(*SIZE_PX)
        self.table = _table()
        self.table.itemSelectionChanged.connect(self._show_selected)
        self.table.itemActivated.connect(self._show_run)
        self.settings = QPlainTextEdit(readOnly=True)
        self.settings.setAccessibleName(translate("Library", "Settings of the run"))
        self.show_button = _button(translate("Library", "Show this run"), self._show_run)
        self.delete_button = _button(translate("Library", "Delete"), self._delete)
        self.prune_button = _button(
            translate("Library", "Delete all nobody worked on"), self._delete_all
        )
        self._lay_out()
        self.renew()

    def renew(self) -> None:
        """Read the runs again; the one that was selected stays selected."""
        before = self._selected()
        self._runs = self._acts.runs_of(self._video.id)
        self.table.setRowCount(len(self._runs))
        for row, summary in enumerate(self._runs):
            for column, words in enumerate(_cells(summary)):
                item = QTableWidgetItem(words)
                font = QFont(item.font())
                font.setBold(summary.is_shown)
                item.setFont(font)
                self.table.setItem(row, column, item)
        ids = [summary.run.id for summary in self._runs]
        wanted = before.run.id if before else ""
        self.table.selectRow(ids.index(wanted) if wanted in ids else 0)
        self._show_selected()

    def _lay_out(self) -> None:
        rule = QLabel(
            translate(
                "Library",
                "Showing another run changes no annotation and no verdict, and can be changed back "
                "here; it is not in the history. Runs nobody worked on are kept to the newest "
                "five; those you worked on always stay.",
            ),
            wordWrap=True,
        )
        rule.setProperty("role", "faint")
        close = _button(translate("Library", "Close"), self.close)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING_PX)
        for button in (self.show_button, self.delete_button, self.prune_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setSpacing(SPACING_PX)
        column.addWidget(self.table, 3)
        column.addWidget(self.settings, 2)
        column.addWidget(rule)
        column.addLayout(buttons)

    def _selected(self) -> RunSummary | None:
        row = self.table.currentRow()
        return self._runs[row] if 0 <= row < len(self._runs) else None

    def _show_selected(self) -> None:
        summary = self._selected()
        may = self._is_editable and summary is not None
        is_free = summary is not None and not summary.is_shown and not summary.is_touched
        self.show_button.setEnabled(may and summary is not None and not summary.is_shown)
        self.delete_button.setEnabled(may and is_free)
        self.prune_button.setEnabled(self._is_editable and bool(self._free()))
        self.settings.setPlainText("" if summary is None else settings_words(summary))

    def _free(self) -> list[str]:
        return [one.run.id for one in self._runs if not one.is_shown and not one.is_touched]

    def _show_run(self) -> None:
        summary = self._selected()
        if summary is None or summary.is_shown or not self._is_editable:
            return
        if self._acts.show_run(self._video.id, summary.run.id):
            self.renew()

    def _delete(self) -> None:
        summary = self._selected()
        if summary is not None:
            self._acts.delete_runs([summary.run.id], self._renew_if_open)

    def _delete_all(self) -> None:
        self._acts.delete_runs(self._free(), self._renew_if_open)

    def _renew_if_open(self) -> None:
        if self.isVisible():
            self.renew()


def settings_words(summary: RunSummary) -> str:
    """Return a run's note and its settings, one a line."""
    run = summary.run
    try:
        settings = json.loads(run.settings_json)
    except ValueError:
        settings = {}
    note = refusal_words(run.note)
    lines = [note, *_lines(settings)] if isinstance(settings, dict) else [note]
    return "\n".join(line for line in lines if line)


def _lines(settings: dict[str, Any], under: str = "") -> list[str]:
    found: list[str] = []
    for name, value in settings.items():
        words = f"{under}{name}".replace("_", " ")
        if isinstance(value, dict):
            found += _lines(value, f"{words}: ")
        else:
            found.append(f"{words}: {_plain(value)}")
    return found


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return translate("Library", "yes") if value else translate("Library", "no")
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _cells(summary: RunSummary) -> list[str]:
    run = summary.run
    form = translate("Library", "d MMM yyyy, HH:mm", "as Qt writes dates")
    return [
        date_words(run.made_at, form),
        run.model_name,
        translate("Library", "trained") if run.is_trained else translate("Library", "cold start"),
        str(summary.n_suggestions),
        str(summary.n_judged),
        translate("Library", "shown") if summary.is_shown else "",
    ]


def _table() -> QTableWidget:
    heads = (
        translate("Library", "When"),
        translate("Library", "Model"),
        translate("Library", "Kind"),
        translate("Library", "Suggestions"),
        translate("Library", "Judged"),
        translate("Library", "On the timeline"),
    )
    table = QTableWidget(0, len(heads))
    table.setHorizontalHeaderLabels(heads)
    table.setAccessibleName(translate("Library", "Runs"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    columns = table.horizontalHeader()
    columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    columns.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return table


def _button(words: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _on: act())
    return button
