"""Changes timelines in memory and in the file together, or in neither."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.domain.conflicts import EditConflict
from app.domain.edits import Edit, Several
from app.domain.errors import EditRefused
from app.domain.label_edits import LABEL_EDITS, LabelEdit, LabelSet
from app.domain.timeline import Changes, Timeline
from app.services.ports import Act, HistoryEntry, ProjectStore, Way

FEW_TOUCHED = 20


@dataclass(frozen=True, slots=True)
class Turned:
    """What came of walking the history.

    Attributes:
        way: The acts that were undone or redone.
        changes: What they touched, by video id.
        on_labels: Whether acts on the labels were among them.
    """

    way: Way
    changes: dict[str, Changes]
    on_labels: bool = False

    @property
    def edits(self) -> dict[str, Edit]:
        """What was applied, by video id."""
        found: dict[str, list[Edit]] = {}
        for one in self.way.entries:
            for video_id, edit in one.on_videos(is_back=self.way.is_back).items():
                found.setdefault(video_id, []).append(edit)
        return {video_id: Several(tuple(edits)) for video_id, edits in found.items()}

    @property
    def touched_last(self) -> dict[str, Changes]:
        """What the act turned last has touched, by video id."""
        found = self.last.on_videos(is_back=self.way.is_back)
        return {video_id: edit.changes for video_id, edit in found.items()}

    @property
    def last(self) -> HistoryEntry:
        """The act turned last: where a person has come to."""
        return self.way.entries[-1]


class ProjectEditor:
    """Applies edits to the timelines of one project and walks its history.

    Everything is stored before it is on a timeline that somebody sees; when storing fails, the
    timeline says what the file says, and the failure goes on to the caller.
    """

    def __init__(self, store: ProjectStore) -> None:
        self._store = store
        self._undo_act: Act | None = None
        self._redo_act: Act | None = None
        self._is_held = False
        self.refresh()

    @property
    def undo_act(self) -> Act | None:
        """What undo would take back, or None."""
        return self._undo_act

    @property
    def redo_act(self) -> Act | None:
        """What redo would do again, or None."""
        return self._redo_act

    def hold(self) -> None:
        """Let nothing be done until ``release``: another editor is in the history.

        Raises:
            EditRefused: it is held already.
        """
        self._check_free()
        self._is_held = True

    def release(self) -> None:
        """Let things be done again."""
        self._is_held = False

    def do(self, timeline: Timeline, edit: Edit, caption: str) -> HistoryEntry:
        """Apply a new edit; what stood undone cannot be redone after it.

        Raises:
            EditRefused: the edit does not fit the timeline.
            ProjectError: it could not be stored.
        """
        self._check_free()
        inverse = edit.apply(timeline)
        with ExitStack() as on_failure:
            on_failure.callback(inverse.apply, timeline)
            entry = self._store.commit_edit(timeline, edit, inverse, caption)
            on_failure.pop_all()
        touched = edit.changes
        self._note(entry, len(touched.annotation_ids) + len(touched.suggestion_ids))
        return entry

    def do_on_labels(self, edit: LabelEdit, caption: str) -> HistoryEntry:
        """Apply a new edit of the project's labels, as they are in the file.

        Raises:
            EditRefused: the edit does not fit the labels.
            ProjectError: it could not be stored.
        """
        self._check_free()
        labels = LabelSet(self._store.labels())
        inverse = edit.apply(labels)
        entry = self._store.commit_labels(labels, edit, inverse, caption)
        self._note(entry)
        return entry

    def undo(self, shown: Timeline | None = None) -> Turned | None:
        """Take back the newest standing act of the project; None when there is none.

        Args:
            shown: The timeline on the screen; follows when the act was on its video.

        Raises:
            EditRefused: it does not fit the timeline.
            ProjectError: it could not be stored.
        """
        before = self._store.next_act(is_undone=True)
        if before is None:
            return None
        return self._turn(self._store.way_to(before.id - 1), shown)

    def redo(self, shown: Timeline | None = None) -> Turned | None:
        """Do again the act undone last; None when there is none.

        Raises:
            EditRefused: it does not fit the timeline.
            ProjectError: it could not be stored.
        """
        following = self._store.next_act(is_undone=False)
        if following is None:
            return None
        return self._turn(self._store.way_to(following.id), shown)

    def go_to(self, act_id: int, shown: Timeline | None = None) -> Turned | None:
        """Undo or redo up to the moment after an act, in one transaction; 0 is the beginning.

        Raises:
            EditRefused: an act does not fit its timeline; nothing has changed.
            ProjectError: it could not be stored; nothing has changed.
        """
        way = self._store.way_to(act_id)
        return self._turn(way, shown) if way.entries else None

    def _turn(self, way: Way, shown: Timeline | None) -> Turned:
        self._check_free()
        labels = self._turned_labels(way)
        turned = Turned(way, {}, on_labels=labels is not None)
        edits = turned.edits
        changes = {video_id: edit.changes for video_id, edit in edits.items()}
        parts = self._store.parts(changes)
        for part in parts:
            edits[part.video_id].apply(part)
        try:
            self._store.commit_turn(parts, way, labels)
        except EditConflict:
            # Somebody has built on it: another act is the next one now.
            self.refresh()
            raise
        self.refresh()
        if shown is not None and shown.video_id in edits:
            edits[shown.video_id].apply(shown)
        there = {part.video_id for part in parts}
        return replace(turned, changes={one: changes[one] for one in changes if one in there})

    def _check_free(self) -> None:
        if self._is_held:
            raise EditRefused(
                "Earlier changes are still being stored.",
                "Try again in a moment.",
            )

    def _turned_labels(self, way: Way) -> LabelSet | None:
        """Return the labels after the acts on them were turned; None when there is no such act."""
        turned = [one.inverse if way.is_back else one.edit for one in way.entries]
        edits = [edit for edit in turned if isinstance(edit, LABEL_EDITS)]
        if not edits:
            return None
        labels = LabelSet(self._store.labels())
        for edit in edits:
            edit.apply(labels)
        return labels

    def _note(self, entry: HistoryEntry, n_touched: int = 1) -> None:
        if n_touched > FEW_TOUCHED:
            # It may be too long to be turned in a window's thread; the store knows.
            self.refresh()
            return
        # No need to ask: the new act is the newest, and it dropped what stood undone.
        now = datetime.now(UTC)
        self._undo_act = Act(entry.id, entry.video_id, entry.caption, is_undone=False, made_at=now)
        self._redo_act = None

    def refresh(self) -> None:
        """Read again what comes next, after acts that were not done here."""
        self._undo_act = self._store.next_act(is_undone=True)
        self._redo_act = self._store.next_act(is_undone=False)
