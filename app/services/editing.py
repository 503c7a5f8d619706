"""Changes a timeline in memory and in the file together, or in neither."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from app.domain.edits import Edit
from app.domain.timeline import Timeline
from app.services.ports import HistoryEntry, ProjectStore


class TimelineEditor:
    """Applies edits to one timeline and stores each before it returns.

    When storing fails, the timeline in memory is taken back, so that it always says what the file
    says, and the failure goes on to the caller.
    """

    def __init__(self, store: ProjectStore, timeline: Timeline) -> None:
        self._store = store
        self.timeline = timeline

    def do(self, edit: Edit, caption: str) -> HistoryEntry:
        """Apply a new edit; what stood undone cannot be redone after it.

        Raises:
            EditRefused: the edit does not fit the timeline.
            ProjectError: it could not be stored.
        """
        return self._both(
            edit, lambda inverse: self._store.commit_edit(self.timeline, edit, inverse, caption)
        )

    def undo(self, entry: HistoryEntry) -> HistoryEntry:
        """Take back the newest standing act.

        Raises:
            EditRefused: it is not the newest, or does not fit the timeline.
            ProjectError: it could not be stored.
        """
        return self._both(entry.inverse, lambda _: self._store.commit_undo(self.timeline, entry))

    def redo(self, entry: HistoryEntry) -> HistoryEntry:
        """Do again the act undone last.

        Raises:
            EditRefused: it is not the next one, or does not fit the timeline.
            ProjectError: it could not be stored.
        """
        return self._both(entry.edit, lambda _: self._store.commit_redo(self.timeline, entry))

    def history(self) -> list[HistoryEntry]:
        """Return the acts on this timeline, oldest first, undone ones last."""
        return self._store.history(self.timeline.video_id)

    def _both(self, edit: Edit, commit: Callable[[Edit], HistoryEntry]) -> HistoryEntry:
        inverse = edit.apply(self.timeline)
        with ExitStack() as on_failure:
            on_failure.callback(inverse.apply, self.timeline)
            entry = commit(inverse)
            on_failure.pop_all()
        return entry
