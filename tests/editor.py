"""A person at one video: edits, undo and redo over a real project file, without a window."""

from __future__ import annotations

from typing import Any

from app.domain.edits import Edit
from app.services.editing import ProjectEditor, Turned
from app.services.ports import HistoryEntry


class Editor:
    """One video's timeline as it would be on the screen."""

    def __init__(self, store: Any, video_id: str = "video-1") -> None:
        self.store = store
        self.project = ProjectEditor(store)
        self.timeline = store.timeline(video_id)

    def do(self, edit: Edit, caption: str) -> HistoryEntry:
        return self.project.do(self.timeline, edit, caption)

    def undo(self) -> Turned | None:
        return self.project.undo(self.timeline)

    def redo(self) -> Turned | None:
        return self.project.redo(self.timeline)

    def history(self) -> list[HistoryEntry]:
        return self.store.history(self.timeline.video_id)
