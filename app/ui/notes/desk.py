"""Joins the notes to a document: what is typed becomes an act, what is undone is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.edits import SetRemark, SetSheet
from app.domain.library_search import assignees_in, folded
from app.domain.timeline import Annotation, Changes, Sheet, Suggestion
from app.ui.document import Document
from app.ui.language import translate
from app.ui.notes.panel import NotesPanel
from app.ui.review.reviewing import Reviewer
from app.ui.times import clock

SHEET_CAPTION, REMARK_CAPTION = "Describe video", "Note on"


class NotesDesk(QObject):
    """Keeps the panel true, and stores what is typed there as one act a pause.

    What is being typed belongs to the segment or video it was begun at, wherever the person has
    gone meanwhile.

    Args:
        document: The open video.
        reviewer: The selected segment.
        panel: What is typed into.
        toggle_empty: Says that nothing is on the open video, or takes that back.

    Signals:
        shown: The panel is wanted in front.
    """

    shown = Signal()

    def __init__(
        self,
        document: Document,
        reviewer: Reviewer,
        panel: NotesPanel,
        toggle_empty: Callable[[], object],
    ) -> None:
        super().__init__(panel)
        self._document = document
        self._reviewer = reviewer
        self._panel = panel
        self._toggle_empty = toggle_empty
        self._entry: Suggestion | Annotation | None = None
        self._video_id = ""
        self._sheet: Sheet | None = None
        panel.remark_left.connect(self._store_remark)
        panel.sheet_left.connect(self._store_sheet)
        panel.empty_asked.connect(self._toggle_empty_after)
        reviewer.selected.connect(self._go_on)
        document.finishing.connect(self._store_both)
        document.timeline_changed.connect(self._follow)
        document.video_opened.connect(self._go_on)
        document.video_closed.connect(self._go_on)
        document.timeline_replaced.connect(self._go_on)
        document.videos_changed.connect(self._offer)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        """Return what to call for the actions about notes."""
        return {
            "note_segment": self.note_segment,
            "note_video": self.note_video,
            "nothing_here": self._toggle_empty_after,
        }

    def note_segment(self) -> None:
        """Go to the note of the selected segment."""
        if self._entry is None:
            self._document.told.emit(translate("Notes", "Select a segment first."))
            return
        self._go_to(self._panel.segment_note)

    def note_video(self) -> None:
        """Go to the note of the open video."""
        if self._sheet is None:
            self._document.told.emit(translate("Notes", "Open a video first."))
            return
        self._go_to(self._panel.video_note)

    def _go_to(self, field: QWidget) -> None:
        self.shown.emit()
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _toggle_empty_after(self) -> None:
        # What is being typed would be shown as it was before.
        self._store_both()
        self._toggle_empty()
        self._show_video()

    # ------------------------------------------------------------ storing
    def _store_both(self) -> None:
        self._store_remark()
        self._store_sheet()

    def _store_remark(self) -> None:
        entry, remark = self._entry, self._panel.remark
        if entry is None or remark == entry.remark or self._document.read_only_reason:
            return
        label = self._document.label_name(entry.label_id)
        # Kept before it is stored: storing shows the entry again.
        self._entry = None
        caption = f"{REMARK_CAPTION} {label}".strip()
        self._document.do_on(self._video_id, SetRemark(entry.id, remark), caption)
        if self._entry is None:
            self._entry = self._document.entry(entry.id)

    def _store_sheet(self) -> None:
        before = self._sheet
        if before is None or self._document.read_only_reason:
            return
        sheet = self._panel.sheet(before)
        if sheet != before:
            self._sheet = sheet
            if not self._document.do_on(self._video_id, SetSheet(sheet), SHEET_CAPTION):
                self._sheet = before

    # ------------------------------------------------------------ showing
    def _go_on(self) -> None:
        """Store what was typed where it was typed, then show what is there now."""
        self._store_both()
        self._show_segment()
        self._show_video()
        self._offer()

    def _follow(self, changes: Changes) -> None:
        if changes.sheet:
            self._show_video()
        entry = self._reviewer.entry
        if entry is not None and entry.id in changes.annotation_ids | changes.suggestion_ids:
            self._show_segment()
        self._offer()

    def _show_segment(self) -> None:
        self._entry = entry = self._reviewer.entry
        self._panel.show_segment(self._title(entry), None if entry is None else entry.remark)

    def _show_video(self) -> None:
        video = self._document.video
        self._video_id = video.entry.id if video else ""
        self._sheet = video.timeline.sheet if video else None
        self._panel.show_video(video.entry.name if video else "", self._sheet)

    def _title(self, entry: Suggestion | Annotation | None) -> str:
        if entry is None:
            return ""
        label = self._document.label_name(entry.label_id)
        return f"{label}, {clock(entry.segment.start_s)}"

    def _offer(self) -> None:
        videos = self._document.videos
        used = {tag for video in videos for tag in video.sheet.tags}
        noted = self._document.video.table.noted if self._document.video else ()
        for entry_id in noted:
            if (entry := self._document.entry(entry_id)) is not None:
                used.update(entry.remark.tags)
        self._panel.offer(sorted(used, key=folded), assignees_in(videos))
