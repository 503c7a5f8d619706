"""Look at what a file of labels would change, before it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import StudioError
from app.services.exchange_values import ExportOptions, FormatCard, FormatId
from app.services.importing import AsWhat, ImportPlan, OnChanged, RowKind
from app.ui.dialogs.format_options import RateBox, counts_by_rate, fill_box
from app.ui.language import QT_TRANSLATE_NOOP, translate
from app.ui.refusals import failure_words, refusal_words
from app.ui.theme import SPACING_PX

# A table of more rows is nothing a person reads.
_MAX_ROWS = 500
_MAX_BOXES = 200
_KINDS: dict[RowKind, str] = {
    "new": QT_TRANSLATE_NOOP("Dialogs", "new"),
    "known": QT_TRANSLATE_NOOP("Dialogs", "known"),
    "changed": QT_TRANSLATE_NOOP("Dialogs", "changed"),
    "suggested": QT_TRANSLATE_NOOP("Dialogs", "suggested"),
    "outside": QT_TRANSLATE_NOOP("Dialogs", "outside the video"),
    "skipped": QT_TRANSLATE_NOOP("Dialogs", "left out"),
}


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """All that an import needs to know; see ``plan_import``.

    Attributes:
        format_id: '' for the one the file looks like.
    """

    file: Path
    format_id: FormatId = ""
    by_hand: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    suggestions: AsWhat = "nothing"
    on_changed: OnChanged = "keep"
    takes_unused: bool = False
    options: ExportOptions = field(default_factory=ExportOptions)


class ImportDialog(QDialog):
    """Shows a plan and lets the person change it.

    Args:
        videos: (id, name) of each of the project.
        labels: Names of the project's labels.

    Signals:
        changed: An ``ImportRequest`` to plan; answer with ``show_plan``.
        asked: An ``ImportRequest`` and the plan to carry out.
    """

    changed = Signal(object)
    asked = Signal(object, object)

    def __init__(
        self,
        file: Path,
        cards: Sequence[FormatCard],
        videos: Sequence[tuple[str, str]],
        labels: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(
            translate("Dialogs", "Import annotations from {file}").format(file=file.name)
        )
        self._file, self._all_videos, self._all_labels = file, videos, labels
        self._by_hand: dict[str, str] = {}
        self._mapped: dict[str, str] = {}
        self._plan: ImportPlan | None = None
        self._make_widgets(cards)
        self._lay_out()
        # Only now: outside of its dialog the box would make Cancel the default.
        self._import.setDefault(True)
        self.resize(900, 620)

    @property
    def request(self) -> ImportRequest:
        """What is asked for now."""
        return ImportRequest(
            self._file.parent if self._whole_folder.isChecked() else self._file,
            self._format.currentData() or "",
            dict(self._by_hand),
            dict(self._mapped),
            self._suggestions.currentData(),
            self._on_changed.currentData(),
            self._unused.isChecked(),
            ExportOptions(time_base=self._base.currentData() or "", fps=self._rate.value()),
        )

    def ask(self) -> None:
        """Ask for the plan of what is chosen now."""
        self._plan = None
        self._import.setEnabled(False)
        self._summary.setText(translate("Dialogs", "Reading the file…"))
        self.changed.emit(self.request)

    def show_plan(
        self, request: ImportRequest, format_id: FormatId, plan: ImportPlan | StudioError
    ) -> None:
        """Show a plan; one that was asked for earlier is passed over."""
        if replace(request, on_changed=self.request.on_changed) != self.request:
            return
        self._format.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self._format.setCurrentIndex(self._format.findData(format_id))
        self._format.blockSignals(False)  # noqa: FBT003 - Qt's signature
        self._show_options(self._cards.get(format_id))
        if isinstance(plan, StudioError):
            self._summary.setText(failure_words(plan))
            for table in (self._videos, self._labels, self._rows):
                table.setRowCount(0)
            return
        self._plan = plan
        self._show_videos(plan)
        self._show_labels(plan)
        self._show_rows(plan)
        self._summary.setText(self._words(plan))
        self._form.setRowVisible(self._unused, bool(plan.unused))
        self._unused.setToolTip(", ".join(plan.unused[:_MAX_BOXES]))
        self._allow()

    def accept(self) -> None:
        """Tell what was chosen and close."""
        if self._plan is not None:
            self.asked.emit(self.request, self._plan)
            super().accept()

    def _show_options(self, card: FormatCard | None) -> None:
        """Ask only for what the format leaves open."""
        bases = card.time_bases if card else ()
        if self._base.count() != len(bases):
            fill_box(self._base, bases)
        is_of_many = card is not None and (card.is_folder or not card.carries.several_videos)
        self._form.setRowVisible(self._whole_folder, is_of_many and not self._file.is_dir())
        self._form.setRowVisible(self._base, len(bases) > 1)
        self._form.setRowVisible(self._rate, card is not None and counts_by_rate(card))

    def _make_widgets(self, cards: Sequence[FormatCard]) -> None:
        self._cards = {card.id: card for card in cards}
        self._format = QComboBox()
        for card in cards:
            if card.direction != "out":
                self._format.addItem(translate("Formats", card.name), card.id)
        self._format.setCurrentIndex(-1)
        self._videos = self._table(
            translate("Dialogs", "In the file"), translate("Dialogs", "Video of the project")
        )
        self._labels = self._table(
            translate("Dialogs", "Label in the file"), translate("Dialogs", "Label of the project")
        )
        self._rows = self._table(
            translate("Dialogs", "What"),
            translate("Dialogs", "Video"),
            translate("Dialogs", "Label"),
            translate("Dialogs", "Start"),
            translate("Dialogs", "End"),
        )
        self._on_changed = QComboBox()
        for choice, words in (
            ("keep", translate("Dialogs", "keep mine")),
            ("replace", translate("Dialogs", "take the file's")),
            ("add", translate("Dialogs", "have both")),
        ):
            self._on_changed.addItem(words, choice)
        self._suggestions = QComboBox()
        for become, words in (
            ("nothing", translate("Dialogs", "leave out")),
            ("run", translate("Dialogs", "a run, to be reviewed")),
            ("annotations", translate("Dialogs", "annotations")),
        ):
            self._suggestions.addItem(words, become)
        self._unused = QCheckBox(translate("Dialogs", "Labels &without segments, too"))
        self._whole_folder = QCheckBox(
            translate("Dialogs", "&All files of the folder {name}").format(
                name=self._file.absolute().parent.name
            )
        )
        self._base = QComboBox()
        self._rate = RateBox()
        self._summary = QLabel(wordWrap=True)
        self._format.currentIndexChanged.connect(lambda _index: self.ask())
        self._suggestions.currentIndexChanged.connect(lambda _index: self.ask())
        self._unused.toggled.connect(lambda _on: self.ask())
        self._whole_folder.toggled.connect(lambda _on: self.ask())
        self._base.activated.connect(lambda _index: self.ask())
        self._rate.editingFinished.connect(self.ask)
        self._on_changed.currentIndexChanged.connect(lambda _index: self._allow())

    def _lay_out(self) -> None:
        form = self._form = QFormLayout()
        form.addRow(translate("Dialogs", "&Format"), self._format)
        form.addRow(self._whole_folder)
        form.addRow(translate("Dialogs", "&Times in"), self._base)
        form.addRow(translate("Dialogs", "Frames a &second"), self._rate)
        form.addRow(translate("Dialogs", "&Changed annotations"), self._on_changed)
        form.addRow(translate("Dialogs", "The file's s&uggestions become"), self._suggestions)
        form.addRow(self._unused)
        form.setRowVisible(self._unused, False)  # noqa: FBT003 - Qt's signature
        self._show_options(None)
        tables = QHBoxLayout()
        tables.setSpacing(2 * SPACING_PX)
        tables.addWidget(self._videos)
        tables.addWidget(self._labels)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        role = QDialogButtonBox.ButtonRole.AcceptRole
        self._import = buttons.addButton(translate("Dialogs", "&Import"), role)
        self._import.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addLayout(tables, 2)
        whole.addWidget(self._rows, 3)
        whole.addWidget(self._summary)
        whole.addWidget(buttons)

    def _table(self, *headings: str) -> QTableWidget:
        table = QTableWidget(0, len(headings))
        table.setHorizontalHeaderLabels(headings)
        table.setAccessibleName(headings[0])
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setColumnWidth(0, 180)
        return table

    def _show_videos(self, plan: ImportPlan) -> None:
        choices = [("", translate("Dialogs", "(not imported)")), *self._all_videos]
        # A file of thousands of videos mostly names others'; those that match come first.
        shown = sorted(plan.videos, key=lambda one: one.entry is None)[:_MAX_BOXES]
        self._videos.setRowCount(len(shown))
        for row, video in enumerate(shown):
            name = video.incoming.name
            chosen = video.entry.id if video.entry else ""
            self._videos.setItem(row, 0, QTableWidgetItem(name))
            box = _box(choices, chosen, translate("Dialogs", "Video for {name}").format(name=name))
            box.activated.connect(lambda _at, box=box, name=name: self._take_video(name, box))
            self._videos.setCellWidget(row, 1, box)

    def _show_labels(self, plan: ImportPlan) -> None:
        known = list(dict.fromkeys([*self._all_labels, *plan.labels, *plan.labels.values()]))
        choices = [
            ("", translate("Dialogs", "(leave out)")),
            *((name, name) for name in known if name),
        ]
        mapped = list(plan.labels.items())[:_MAX_BOXES]
        self._labels.setRowCount(len(mapped))
        for row, (theirs, mine) in enumerate(mapped):
            self._labels.setItem(row, 0, QTableWidgetItem(theirs))
            box = _box(choices, mine, translate("Dialogs", "Label for {name}").format(name=theirs))
            box.activated.connect(lambda _at, box=box, name=theirs: self._take_label(name, box))
            self._labels.setCellWidget(row, 1, box)

    def _show_rows(self, plan: ImportPlan) -> None:
        rows = [(video.incoming.name, row) for video in plan.videos for row in video.rows]
        rows.sort(key=lambda one: one[1].kind == "known")
        self._rows.setRowCount(min(len(rows), _MAX_ROWS))
        for at, (name, row) in enumerate(rows[:_MAX_ROWS]):
            times = (f"{row.segment.start_s:.3f}", f"{row.segment.end_s:.3f}")
            kind = translate("Dialogs", _KINDS[row.kind])
            for column, text in enumerate((kind, name, row.label, *times)):
                self._rows.setItem(at, column, QTableWidgetItem(text))

    def _take_video(self, name: str, box: QComboBox) -> None:
        self._by_hand[name] = box.currentData()
        self.ask()

    def _take_label(self, name: str, box: QComboBox) -> None:
        self._mapped[name] = box.currentData()
        self.ask()

    def _words(self, plan: ImportPlan) -> str:
        counts = plan.counts
        told = ", ".join(
            translate("Dialogs", "{kind}: {n}").format(kind=translate("Dialogs", _KINDS[one]), n=n)
            for one, n in counts.items()
        )
        lines = [told or translate("Dialogs", "Nothing of this file is for this project.")]
        if plan.unmatched:
            more = translate("Dialogs", " and {n} more").format(n=len(plan.unmatched) - 5)
            names = ", ".join(plan.unmatched[:5]) + (more if len(plan.unmatched) > 5 else "")
            lines.append(translate("Dialogs", "Not in the project: {names}").format(names=names))
        if counts["skipped"] and _leaves_suggestions(plan):
            lines.append(
                translate("Dialogs", "What the file only suggests is left out, as chosen above.")
            )
        return "\n".join([*lines, *map(refusal_words, plan.remarks)])

    def _allow(self) -> None:
        counts = self._plan.counts if self._plan else {}
        takes_changed = self._on_changed.currentData() != "keep"
        n_wanted = counts.get("new", 0) + (counts.get("changed", 0) if takes_changed else 0)
        n_wanted += counts.get("suggested", 0)
        if self._plan is not None:
            n_wanted += self._plan.n_noted
            n_wanted += len(self._plan.unused) if self._plan.takes_unused else 0
        self._import.setEnabled(n_wanted > 0)


def _leaves_suggestions(plan: ImportPlan) -> bool:
    """Return whether a label that is wanted has segments that are left out."""
    wanted = set(plan.labels.values())
    rows = (row for video in plan.videos for row in video.rows)
    return any(row.kind == "skipped" and row.label in wanted for row in rows)


def _box(choices: Sequence[tuple[str, str]], chosen: str, name: str) -> QComboBox:
    box = QComboBox()
    for one_id, shown in choices:
        box.addItem(shown, one_id)
    box.setCurrentIndex(max(box.findData(chosen), 0))
    box.setAccessibleName(name)
    return box
