"""Choose what goes out, in which format and where; see the text and what it cannot carry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import StudioError
from app.services.exchange_values import ExportOptions, FormatCard, FormatId
from app.services.exporting import ExportPreview, ExportRequest, Selection
from app.ui.dialogs.check_list import CheckList
from app.ui.dialogs.format_options import RateBox, counts_by_rate, fill_box
from app.ui.dialogs.setting_form import SettingForm
from app.ui.language import translate
from app.ui.refusals import failure_words, refusal_words
from app.ui.theme import SPACING_PX, in_role

# Ticks and letters follow quickly; the preview waits for the last of them.
_SETTLE_MS = 150


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """What an export can be made of.

    Attributes:
        project: Project file; its folder and name make the suggested files.
        videos: (id, name) of each.
        labels: (id, name) of each.
        selected: Ids of what is selected on the timeline.
    """

    project: Path
    cards: Sequence[FormatCard]
    videos: Sequence[tuple[str, str]]
    labels: Sequence[tuple[str, str]]
    selected: frozenset[str] = frozenset()


class ExportDialog(QDialog):
    """Asks what shall go out, and how.

    Args:
        browse: Asks for a file, given a suggestion.

    Signals:
        asked: An ``ExportRequest`` to carry out.
        changed: An ``ExportRequest`` to show a preview of; answer with ``show_preview``.
    """

    asked = Signal(object)
    changed = Signal(object)

    def __init__(
        self,
        choices: ExportChoices,
        browse: Callable[[Path], Path | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Dialogs", "Export annotations"))
        self._choices = choices
        self._browse = browse
        self._cards = [card for card in choices.cards if card.direction != "in"]
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(lambda: self.changed.emit(self.request))
        self._make_widgets()
        self._lay_out()
        self._formats.currentRowChanged.connect(lambda _row: self._take_format())
        self._formats.setCurrentRow(0)
        # Only now: outside of its dialog the box would make Cancel the default.
        self._export.setDefault(True)
        self._formats.setFocus()
        self.resize(1060, 640)

    @property
    def card(self) -> FormatCard:
        """The chosen format."""
        return self._cards[max(self._formats.currentRow(), 0)]

    @property
    def file(self) -> Path:
        """The chosen file."""
        return Path(self._file.text().strip()).expanduser()

    @property
    def request(self) -> ExportRequest:
        """What is asked for now."""
        columns = tuple(one.strip() for one in self._columns.text().split(",") if one.strip())
        options = ExportOptions(
            title=self._choices.project.stem,
            time_base=self._base.currentData() or "",
            fps=self._rate.value() if counts_by_rate(self.card) else 0.0,
            variant=self._variant.currentData() or "",
            columns=columns if self.card.columns else (),
            settings=self._settings.said,
        )
        selection = Selection(
            self._layer.currentData(),
            self._videos.chosen,
            self._labels.chosen,
            entry_ids=self._choices.selected if self._only_selected.isChecked() else None,
        )
        return ExportRequest(self.card.id, selection, options, self.file)

    def choose(self, format_id: FormatId) -> None:
        """Choose a format; the suggested file follows."""
        self._formats.setCurrentRow([card.id for card in self._cards].index(format_id))

    def set_file(self, file: Path) -> None:
        """Choose a file."""
        self._file.setText(str(file))

    def show_preview(self, request: ExportRequest, preview: ExportPreview | StudioError) -> None:
        """Show what would be written; one that was asked for earlier is passed over."""
        if request != self.request:
            return
        if isinstance(preview, StudioError):
            self._text.setPlainText("")
            self._losses.setText(failure_words(preview))
            return
        names = ", ".join(preview.names[:8])
        more = translate("Dialogs", " and {n} more").format(n=len(preview.names) - 8)
        files = translate("Dialogs", "Files: {names}{more}\n").format(
            names=names, more=more if len(preview.names) > 8 else ""
        )
        text = preview.text
        if self.card.is_media:
            text = "\n".join(map(refusal_words, text.split("\n")))
        self._text.setPlainText((files if names else "") + text)
        self._counts.setText(
            translate("Dialogs", "Segments: {segments}, videos: {videos}").format(
                segments=preview.n_segments, videos=preview.n_videos
            )
        )
        lost = [f"• {refusal_words(one.sentence)}" for one in preview.losses]
        is_whole = translate("Dialogs", "Everything chosen is carried.")
        self._losses.setText("\n".join(lost) or ("" if self.card.is_media else is_whole))

    def accept(self) -> None:
        """Tell what was chosen and close."""
        self.asked.emit(self.request)
        super().accept()

    def _make_widgets(self) -> None:
        self._formats = QListWidget()
        self._formats.setAccessibleName(translate("Dialogs", "Format"))
        for card in self._cards:
            item = QListWidgetItem(translate("Formats", card.name), self._formats)
            item.setToolTip(translate("Formats", card.summary))
        self._summary = in_role(QLabel(wordWrap=True), "faint")
        self._layer, self._base, self._variant = QComboBox(), QComboBox(), QComboBox()
        for layer, words in (
            ("annotations", translate("Dialogs", "Annotations")),
            ("suggestions", translate("Dialogs", "Pending suggestions")),
            ("both", translate("Dialogs", "Annotations and pending suggestions")),
            ("run", translate("Dialogs", "The newest run, whatever was said of it")),
        ):
            self._layer.addItem(words, layer)
        self._settings = SettingForm()
        self._settings.changed.connect(self._follow_form)
        self._settings.changed.connect(self._settle.start)
        self._rate = RateBox()
        self._columns = QLineEdit(placeholderText=translate("Dialogs", "The usual ones"))
        self._videos = CheckList(self._choices.videos, translate("Dialogs", "Videos"))
        self._labels = CheckList(self._choices.labels, translate("Dialogs", "Labels"))
        n = len(self._choices.selected)
        self._only_selected = QCheckBox(
            translate("Dialogs", "Only the &selected ones ({n})").format(n=n)
        )
        self._only_selected.setVisible(n > 0)
        self._only_selected.toggled.connect(self._settle.start)
        self._counts = QLabel()
        self._text = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setAccessibleName(translate("Dialogs", "Preview"))
        self._losses = QLabel(wordWrap=True)
        self._losses.setAccessibleName(translate("Dialogs", "What it cannot carry"))
        self._losses.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._file = QLineEdit()
        self._file.setAccessibleName(translate("Dialogs", "File"))
        self._file.textChanged.connect(self._allow)
        for box in (self._layer, self._base, self._variant):
            box.currentIndexChanged.connect(lambda _index: self._settle.start())
        self._rate.valueChanged.connect(lambda _rate: self._settle.start())
        self._columns.textChanged.connect(lambda _text: self._settle.start())
        self._videos.ticked.connect(self._settle.start)
        self._labels.ticked.connect(self._settle.start)

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.addRow(translate("Dialogs", "&Layer"), self._layer)
        self._form.addRow(translate("Dialogs", "&Times in"), self._base)
        self._form.addRow(translate("Dialogs", "Frames a &second"), self._rate)
        self._form.addRow(translate("Dialogs", "F&orm"), self._variant)
        self._form.addRow(translate("Dialogs", "&Columns"), self._columns)
        middle = QVBoxLayout()
        middle.addWidget(self._summary)
        middle.addLayout(self._form)
        middle.addLayout(_titled(translate("Dialogs", "&Videos"), self._videos), 1)
        middle.addLayout(_titled(translate("Dialogs", "L&abels"), self._labels), 1)
        middle.addWidget(self._only_selected)
        right = QVBoxLayout()
        right.addWidget(self._settings)
        right.addLayout(_titled(translate("Dialogs", "&Preview"), self._text), 1)
        right.addWidget(self._counts)
        self._heading = in_role(QLabel(translate("Dialogs", "What it cannot carry")), "faint")
        right.addWidget(self._heading)
        right.addWidget(self._losses)
        columns = QHBoxLayout()
        columns.setSpacing(2 * SPACING_PX)
        columns.addLayout(_titled(translate("Dialogs", "&Format"), self._formats), 4)
        columns.addLayout(middle, 3)
        columns.addLayout(right, 4)
        whole = QVBoxLayout(self)
        whole.addLayout(columns, 1)
        whole.addLayout(self._file_row())
        whole.addWidget(self._buttons())

    def _file_row(self) -> QHBoxLayout:
        browse = QPushButton(translate("Dialogs", "&Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._ask_file)
        label = QLabel(translate("Dialogs", "F&ile"))
        label.setBuddy(self._file)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._file, 1)
        row.addWidget(browse)
        return row

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        role = QDialogButtonBox.ButtonRole.AcceptRole
        self._export = buttons.addButton(translate("Dialogs", "&Export"), role)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _take_format(self) -> None:
        card = self.card
        self._summary.setText(translate("Formats", card.summary))
        self._layer.setCurrentIndex(self._layer.findData(card.layer))
        fill_box(self._base, card.time_bases)
        fill_box(self._variant, card.variants)
        self._form.setRowVisible(self._base, len(card.time_bases) > 1)
        self._form.setRowVisible(self._rate, counts_by_rate(card))
        self._form.setRowVisible(self._variant, len(card.variants) > 1)
        self._form.setRowVisible(self._columns, bool(card.columns))
        self._columns.setToolTip(", ".join(card.columns))
        self._settings.ask(card.settings)
        self._heading.setHidden(card.is_media)
        base = self._choices.project
        same = [one for one in self._cards if one.suffixes[0] == card.suffixes[0]]
        is_usual = same[0] is card and not card.is_folder
        name = base.stem if is_usual else f"{base.stem}-{card.id}"
        self.set_file(base.with_name(name + ("" if card.is_folder else card.suffixes[0])))
        self._settle.start()

    def _follow_form(self) -> None:
        """Let the file end as the form that is chosen does, where a format has several."""
        ends = self.card.suffixes
        chosen = [f".{value}" for value in self._settings.values if f".{value}" in ends]
        if chosen and self.file.suffix.lower() in ends:
            self.set_file(self.file.with_suffix(chosen[0]))

    def _ask_file(self) -> None:
        file = self._browse(self.file)
        if file is not None:
            self.set_file(file)

    def _allow(self) -> None:
        self._export.setEnabled(bool(self._file.text().strip()))


def _titled(title: str, widget: QWidget) -> QVBoxLayout:
    label = QLabel(title)
    label.setBuddy(widget)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label)
    column.addWidget(widget, 1)
    return column
