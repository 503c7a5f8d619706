"""Notes and tags: of the selected segment above, of the open video below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.timeline import Remark, Sheet
from app.ui.language import translate
from app.ui.library.menus import empty_tip
from app.ui.notes.tag_field import TagField
from app.ui.theme import SPACING_PX

# Somebody who pauses this long has said something whole.
REST_MS = 1000
NOTE_LINES = 4


class NoteField(QPlainTextEdit):
    """Some lines of text; Tab goes on to the next field."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(translate("Notes", "Note"))
        self.setTabChangesFocus(True)
        self.setMaximumHeight(
            self.fontMetrics().lineSpacing() * (NOTE_LINES + 2) + 2 * self.frameWidth()
        )

    @property
    def note(self) -> str:
        """What is typed, without blanks around it."""
        return self.toPlainText().strip()

    def show_note(self, note: str) -> None:
        """Show a note; what means the same is left as it was typed."""
        if note != self.note:
            self.setPlainText(note)


class NotesPanel(QWidget):
    """Shows what is noted, and says when somebody has noted something else.

    Signals:
        remark_left: What is typed about the segment is whole: a field was left, or a second passed.
        sheet_left: The same of the video.
        empty_asked: The person says that nothing is here, or takes that back.
        left: The person is done here.
    """

    remark_left = Signal()
    sheet_left = Signal()
    empty_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_editable = True
        self._remark_rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._remark_rest.timeout.connect(self.remark_left)
        self._sheet_rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._sheet_rest.timeout.connect(self.sheet_left)
        self._segment_title = _title()
        self.segment_note = NoteField(translate("Notes", "Note on the segment"))
        self.segment_tags = TagField(translate("Notes", "Tags of the segment"))
        self._video_title = _title()
        self.video_note = NoteField(translate("Notes", "Note on the video"))
        self.video_tags = TagField(translate("Notes", "Tags of the video"))
        self.assignee = QLineEdit()
        self.assignee.setAccessibleName(translate("Notes", "Assigned to"))
        self.assignee.setPlaceholderText(translate("Notes", "Nobody"))
        self._people = QStringListModel(self)
        people = QCompleter(self._people, self)
        people.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.assignee.setCompleter(people)
        self.nothing_here = QCheckBox(translate("Notes", "Nothing here"))
        self.nothing_here.setToolTip(empty_tip())
        self.nothing_here.clicked.connect(self.empty_asked)
        self._lay_out()
        self._listen()
        self.show_segment("", None)
        self.show_video("", None)

    @property
    def remark(self) -> Remark:
        """What is typed about the segment."""
        return Remark(self.segment_note.note, self.segment_tags.tags)

    def sheet(self, before: Sheet) -> Sheet:
        """Return what is typed about the video; the rest is as before."""
        return Sheet(
            self.video_note.note,
            self.video_tags.tags,
            " ".join(self.assignee.text().split()),
            before.is_empty,
        )

    def show_segment(self, title: str, remark: Remark | None) -> None:
        """Show what is noted of a segment; None when none is selected."""
        self._remark_rest.stop()
        self._segment_title.setText(title or translate("Notes", "No segment is selected"))
        shown = remark or Remark()
        self.segment_note.show_note(shown.note)
        self.segment_tags.show_tags(shown.tags)
        self._remark_rest.stop()
        self._has_segment = remark is not None
        self._enable()

    def show_video(self, title: str, sheet: Sheet | None) -> None:
        """Show what is noted of a video; None when none is open."""
        self._video_title.setText(title or translate("Notes", "No video is open"))
        shown = sheet or Sheet()
        self.video_note.show_note(shown.note)
        self.video_tags.show_tags(shown.tags)
        if shown.assignee != self.assignee.text().strip():
            self.assignee.setText(shown.assignee)
        self.nothing_here.setChecked(shown.is_empty)
        self._sheet_rest.stop()
        self._has_video = sheet is not None
        self._enable()

    def offer(self, tags: Iterable[str], people: Sequence[str]) -> None:
        """Take the tags and names of the project to complete from."""
        offered = list(tags)
        self.segment_tags.offer(offered)
        self.video_tags.offer(offered)
        if list(people) != self._people.stringList():
            self._people.setStringList(list(people))

    def set_editable(self, *, on: bool) -> None:
        """Allow or forbid writing."""
        self._is_editable = on
        self._enable()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take what was typed when a field is left; Escape leaves the panel."""
        if event.type() == QEvent.Type.FocusOut:
            self._leave(watched)
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self._leave(watched)
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _leave(self, field: QObject) -> None:
        if field in (self.segment_note, self.segment_tags):
            self._remark_rest.stop()
            self.remark_left.emit()
        else:
            self._sheet_rest.stop()
            self.sheet_left.emit()

    def _listen(self) -> None:
        self.segment_note.textChanged.connect(self._remark_rest.start)
        self.segment_tags.textChanged.connect(self._remark_rest.start)
        self.video_note.textChanged.connect(self._sheet_rest.start)
        self.video_tags.textChanged.connect(self._sheet_rest.start)
        self.assignee.textChanged.connect(self._sheet_rest.start)
        for field in (
            self.segment_note, self.segment_tags, self.video_note, self.video_tags, self.assignee,
        ):  # fmt: skip
            field.installEventFilter(self)

    def _enable(self) -> None:
        of_segment: tuple[QWidget, ...] = (self.segment_note, self.segment_tags)
        of_video: tuple[QWidget, ...] = (self.video_note, self.video_tags, self.assignee)
        for field in of_segment:
            field.setEnabled(self._has_segment and self._is_editable)
        for field in (*of_video, self.nothing_here):
            field.setEnabled(self._has_video and self._is_editable)

    def _lay_out(self) -> None:
        self._has_segment = self._has_video = False
        column = QVBoxLayout(self)
        column.setSpacing(SPACING_PX)
        for widget in (self._segment_title, self.segment_note, self.segment_tags):
            column.addWidget(widget)
        column.addSpacing(SPACING_PX)
        for widget in (self._video_title, self.video_note, self.video_tags):
            column.addWidget(widget)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(translate("Notes", "Assigned to"), self.assignee)
        column.addLayout(form)
        column.addWidget(self.nothing_here)
        column.addStretch(1)


def _title() -> QLabel:
    label = QLabel(wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
