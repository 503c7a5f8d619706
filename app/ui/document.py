"""The open project and the open video: what the window shows, and the only way to change it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.conflicts import conflict_of
from app.domain.edits import Edit
from app.domain.errors import ProjectDamaged, StudioError
from app.domain.label_edits import LabelEdit
from app.domain.labels import Label
from app.domain.places import names_project
from app.domain.project import RunGraph, VideoEntry
from app.domain.timeline import Annotation, Changes, Suggestion
from app.services.editing import ProjectEditor, Turned
from app.services.ports import Act, Exchange, FrameSource, Progress, ProjectStore, Restored
from app.services.projects import ProjectService
from app.services.second_opinions import WorkReader
from app.ui import told as sentences
from app.ui.doors import Doors
from app.ui.errands import Errands
from app.ui.exchanging import Exchanging
from app.ui.intake import Intake
from app.ui.open_video import OpenVideo
from app.ui.opening import Contents, OpenedProject, Probed, probe_and_read, read_contents
from app.ui.run_graphs import RunGraphs
from app.ui.server_acts import ServerActs
from app.ui.shelf import Shelf
from app.ui.turns import Turns

Enter = Callable[[Path, Sequence[Path]], None]


class Document(QObject):
    """One project file with at most one of its videos open.

    Attributes:
        frames: Opens videos.
        intake: Adds files.

    Signals:
        finishing: What was typed and is not stored yet must be stored on return.
        about_to_close: Whoever works on the project file in a thread must be done on return.
        project_changed: Another project is open, or none.
        videos_changed: The list, the counts in it, or which of them is wanted on the screen.
        labels_changed: A label is new, or changed.
        video_opened: ``OpenVideo``.
        video_indexing: Name of the video on its way to the screen, percent indexed.
        video_closed: Nothing is on the screen any more.
        timeline_changed: ``Changes``; they are in the project file already.
        timeline_replaced: ``OpenVideo``; a run was recorded or annotations were imported.
        history_changed: An act was done, undone or redone, or acts went with their video.
        stored: An act that was shown before is on the server by now.
        edit_refused: ``Changes`` that did not come about; what shows them shows the truth again.
        conflicted: ``Conflict``: somebody else changed the same, so that an act was not stored.
        walked: Which ``Changes`` an undo, a redo or a walk made, by video id.
        stepped: ``Changes`` of an undo or redo that opened its video first.
        damaged: ``ProjectDamaged``; the project can be restored from a backup.
        problem: Sentence and next step.
        told: Good news, one sentence.
        undoable: What has just happened, and what takes it back when called.
        busy_changed: What is going on in words, or ''.
    """

    finishing = Signal()
    about_to_close = Signal()
    project_changed = Signal()
    videos_changed = Signal()
    labels_changed = Signal()
    video_opened = Signal(object)
    video_indexing = Signal(str, int)
    video_closed = Signal()
    timeline_changed = Signal(object)
    timeline_replaced = Signal(object)
    history_changed = Signal()
    stored = Signal()
    edit_refused = Signal(object)
    conflicted = Signal(object)
    walked = Signal(object)
    stepped = Signal(object)
    damaged = Signal(object)
    problem = Signal(str, str)
    told = Signal(str)
    undoable = Signal(str, object)
    busy_changed = Signal(str)

    def __init__(
        self,
        projects: ProjectService,
        frames: FrameSource,
        exchange: Exchange,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._projects = projects
        self.frames = frames
        self._store: ProjectStore | None = None
        self._video: OpenVideo | None = None
        self._editor: ProjectEditor | None = None
        # The raw score from which the views show suggestions; what is read is made ready for it.
        self.min_score = 0.0
        # Counts acts, so that a timeline read in a thread meanwhile is known to be old.
        self._revision = 0
        self._wanted_id = ""
        self._graphs = RunGraphs(self)
        self._graphs.failed.connect(self.show_problem)
        self._errands = Errands(self)
        self._errands.failed.connect(self._tell_failed)
        self._errands.busy_changed.connect(self.busy_changed)
        self.on_server = ServerActs(self, self._errands, self)
        self.storing = self.on_server.storing
        self._turns = Turns(self, self._errands, self)
        self._doors = Doors(projects, self._errands, self)
        self._doors.opened.connect(self._take)
        self._doors.restored.connect(self._tell_restored)
        self._exchanging = Exchanging(WorkReader(projects, exchange, frames), self._errands, self)
        self._exchanging.told.connect(self.told)
        self._exchanging.problem.connect(self.problem)
        self._exchanging.imported.connect(self.take_stored)
        self._shelf = Shelf(self._errands, self)
        self._shelf.videos_changed.connect(self.videos_changed)
        self._shelf.labels_changed.connect(self.labels_changed)
        self._shelf.failed.connect(self._tell_failed)
        self.intake = Intake(projects, self._errands, self._shelf, self)

    # ------------------------------------------------------------ what there is
    @property
    def store(self) -> ProjectStore | None:
        """The open project file, or None."""
        return self._store

    @property
    def path(self) -> Path | None:
        """Where the open project lies, or None."""
        return self._store.path if self._store else None

    @property
    def videos(self) -> Sequence[VideoEntry]:
        """Every video of the project in the order it was added."""
        return tuple(self._shelf.videos)

    @property
    def shelf(self) -> Shelf:
        """The videos and labels as last read."""
        return self._shelf

    @property
    def labels(self) -> Sequence[Label]:
        """Every label of the project, hidden and merged ones too."""
        return tuple(self._shelf.labels)

    @property
    def video(self) -> OpenVideo | None:
        """The video on the screen, or None."""
        return self._video

    @property
    def wanted_video_id(self) -> str:
        """The video that is open or being opened, or ''."""
        return self._wanted_id

    @property
    def editor(self) -> ProjectEditor | None:
        """Stores acts of this window's thread, and knows what undo and redo would do."""
        return self._editor

    @property
    def is_shared(self) -> bool:
        """Whether the project is on a server, where storing an act takes its time."""
        return self._store is not None and self._store.colleagues is not None

    @property
    def is_busy(self) -> bool:
        """Whether something is being opened, added or exchanged."""
        return self._errands.is_busy

    @property
    def read_only_reason(self) -> str:
        """Why the project can only be looked at, as a sentence; '' when it can be changed."""
        return self._store.read_only_reason if self._store else ""

    @property
    def undo_caption(self) -> str:
        """What undo would take back, with its video if that is another one, or ''."""
        return self._words_of(self._editor.undo_act if self._editor else None)

    @property
    def redo_caption(self) -> str:
        """What redo would do again, with its video if that is another one, or ''."""
        return self._words_of(self._editor.redo_act if self._editor else None)

    def label(self, label_id: str) -> Label | None:
        """Return a label of the project; of a merged one what stands for it."""
        return self._shelf.label(label_id)

    def label_name(self, label_id: str) -> str:
        """Return a label's name for captions; empty for an unknown one."""
        label = self.label(label_id)
        return label.name if label else ""

    def entry(self, entry_id: str) -> Suggestion | Annotation | None:
        """Return an entry of the open timeline."""
        return self._video.timeline.find(entry_id) if self._video else None

    def run_graph(self, run_id: str) -> RunGraph | None:
        """Return the proposal graph of a run; None when it cannot be read (told as a problem)."""
        return self._graphs.of(self._store, run_id, self._video)

    # ------------------------------------------------------------ projects
    def create(self, path: Path) -> None:
        """Make a project file and open it, in the background."""
        self._enter(self._doors.create, path)

    def open(self, path: Path) -> None:
        """Open a project file in the background; until it is there the open one stays."""
        self._enter(self._doors.open, path)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open the project among ``paths`` and add the rest; with none open, make one beside."""
        projects = [path for path in paths if names_project(path)]
        others = [path for path in paths if not names_project(path)]
        if projects:
            self._enter(self._doors.open, projects[0], others)
        elif self._store is not None:
            self.add_paths(others)
        elif others:
            self._doors.beside(others[0], others)

    def try_again(self) -> None:
        """Open the project again that could only be looked at."""
        if self._store is not None:
            self._doors.open(self._store.path)

    def restore(self, path: Path) -> None:
        """Restore a damaged project from its newest whole backup, and open it."""
        self._doors.restore(path)

    def close(self) -> None:
        """Close video and project; returns when no thread of ours touches the file any more."""
        # Storing starts what follows a change; only then can all of it be called off.
        self.finishing.emit()
        self.storing.finish()
        self._errands.call_off()
        self.intake.forget()
        if self._store is not None:
            self.about_to_close.emit()
        self.close_video()
        if self._store is None:
            return
        store, self._store, self._editor = self._store, None, None
        self._turns.forget()
        try:
            store.close()
        except StudioError as error:
            self.show_problem(error)
        self._shelf.clear()
        self._graphs.forget()
        self.project_changed.emit()
        self.videos_changed.emit()

    # ------------------------------------------------------------ videos
    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files and folders in the background; the first is opened when none is."""
        store = self._store
        if store is None or not paths:
            return
        if store.read_only_reason:
            self.problem.emit(store.read_only_reason, sentences.not_added())
            return
        self.intake.add(store, paths)

    def open_video(self, video_id: str) -> None:
        """Open a video; probing happens in the background, the latest wish wins."""
        entry = self._shelf.video(video_id)
        store, revision = self._store, self._revision
        if entry is None or store is None or video_id == self._wanted_id:
            return
        self.close_video()
        self._wanted_id = video_id
        self.videos_changed.emit()
        read = partial(read_contents, store, entry, revision, self.min_score)

        def work(progress: Progress, _cancel: threading.Event) -> Probed:
            return probe_and_read(self.frames, entry, read, progress)

        self._errands.start(
            sentences.opening(entry.name),
            work,
            partial(self._show_probed, entry),
            on_share=partial(self._tell_indexing, entry),
        )

    def close_video(self) -> None:
        """Take the video off the screen."""
        self._wanted_id = ""
        if self._video is not None:
            self._video = None
            self.video_closed.emit()

    def grow_old(self) -> None:
        """Take what is being read in a thread just now for old."""
        self._revision += 1

    def reload_timeline(self, video_id: str) -> None:
        """Read a video's state again after something else than an edit changed it.

        Its timeline follows a little later: it is read away from the window.
        """
        # What is being read in a thread just now is old as well.
        self._revision += 1
        self._shelf.read_again(partial(self.reload_if_open, video_id))

    # ------------------------------------------------------------ edits
    def do(self, edit: Edit, caption: str) -> bool:
        """Apply and store an edit; on a refusal nothing changes and a problem is told."""
        if self._editor is None or self._video is None:
            return False
        do: Callable[[], object] = partial(self._editor.do, self._video.timeline, edit, caption)
        if self.is_shared:
            do = partial(self.on_server.do, self._video, edit, caption)
        if not self._tried(do):
            self.edit_refused.emit(edit.changes)
            return False
        self._revision += 1
        self._tell_changes(edit.changes)
        return True

    def hold(self, *, on: bool) -> None:
        """Let nothing be done, or again: a thread stores something; see ``ProjectEditor.hold``."""
        if self._editor is not None:
            self._editor.hold() if on else self._editor.release()

    def do_on(self, video_id: str, edit: Edit, caption: str) -> bool:
        """Apply and store an edit of a video that may not be open; see ``do``."""
        if video_id == self._open_id:
            return self.do(edit, caption)
        if self._editor is None or self._store is None:
            return False
        if self.is_shared:
            self.on_server.do_upon_stored(video_id, edit, caption)
            return True
        editor, part = self._editor, partial(self._store.part, video_id, edit.changes)
        if not self._tried(lambda: editor.do(part(), edit, caption)):
            return False
        self.take_acts({video_id: edit})
        return True

    def take_acts(self, edits: Mapping[str, Edit]) -> None:
        """Show what was stored elsewhere, by video id; of the open video, on its timeline."""
        if self._editor is None:
            return
        try:
            self._refresh()
            # What is being read in a thread just now is old.
            self._revision += 1
            mine = self.apply_here(edits)
            if mine != Changes():
                self.timeline_changed.emit(mine)
        except StudioError as error:
            self.show_problem(error)
        self.history_changed.emit()
        self._shelf.recount(edits)

    def apply_here(self, edits: Mapping[str, Edit]) -> Changes:
        """Apply what was stored elsewhere to the open timeline; return what that touched.

        Raises:
            EditRefused: it does not fit, as the timeline is old.
        """
        mine = edits.get(self._open_id)
        if mine is None or self._video is None:
            return Changes()
        mine.apply(self._video.timeline)
        return mine.changes

    def do_on_labels(self, edit: LabelEdit, caption: str) -> bool:
        """Apply and store an edit of the project's labels; see ``do``."""
        if self._editor is None:
            return False
        do = partial(self._editor.do_on_labels, edit, caption)
        if not self._tried(partial(self.on_server.call, do)):
            return False
        self._revision += 1
        self._renew_labels()
        self.history_changed.emit()
        return True

    def undo(self) -> Changes:
        """Take the project's last act back, opening its video if need be.

        Returns:
            What it touched on the open video; empty when another one is being opened for it, or
            when it is on several videos: those follow from a thread.
        """
        return self._turns.step(is_back=True)

    def redo(self) -> Changes:
        """Do the act undone last again; see ``undo``."""
        return self._turns.step(is_back=False)

    def go_to_act(self, act_id: int) -> Changes:
        """Undo or redo up to the moment after an act (0: the beginning); see ``undo``."""
        return self._turns.go_to(act_id)

    def follow(self, turned: Turned) -> None:
        """Show what a walk through the history made; it is on the open timeline already."""
        self._revision += 1
        if turned.on_labels:
            self._renew_labels()
        self._tell_changes(turned.changes.get(self._open_id, Changes()))
        self.walked.emit(turned.changes)
        self._shelf.recount(turned.changes)

    def tell_not_turned(self, error: StudioError) -> None:
        """Tell why the history stays where it is, and show what is stored."""
        self._tell_failed(error)
        if self._video is not None:
            self._reload(self._video)

    def ensure_label(self, name: str) -> Label | None:
        """Return the label of a name, made when it is new; None when that failed."""
        return self._shelf.ensure_label(name, self.on_server.call)

    # ------------------------------------------------------------ exchange
    @property
    def exchanging(self) -> Exchanging:
        """Takes labels out and brings them in."""
        return self._exchanging

    def show_problem(self, error: StudioError) -> None:
        """Tell a failure of the world, or what somebody else changed first."""
        conflict = conflict_of(error)
        if conflict is not None:
            self.conflicted.emit(conflict)
        else:
            self.problem.emit(error.sentence, error.next_step)

    # ------------------------------------------------------------ inside
    @property
    def _open_id(self) -> str:
        return self._video.entry.id if self._video else ""

    def _tried(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except StudioError as error:
            self.show_problem(error)
            return False
        return True

    def _words_of(self, act: Act | None) -> str:
        return sentences.act_words(act, self._open_id, self._shelf.videos)

    def _enter(self, enter: Enter, path: Path, to_add: Sequence[Path] = ()) -> None:
        if self._store is not None and self._store.path.absolute() == path.absolute():
            self.add_paths(to_add)
        else:
            enter(path, to_add)

    def _take(self, project: OpenedProject, to_add: Sequence[Path]) -> None:
        self.close()
        self._store, self._editor = project.store, project.editor
        self._shelf.fill(project.store, project.videos, project.labels)
        self.project_changed.emit()
        self.history_changed.emit()
        if words := sentences.migrated_words(project.store):
            self.told.emit(words)
        self.add_paths(to_add)

    def take_stored(self) -> None:
        """Show what was stored elsewhere, read anew in a thread: too much to apply here."""
        self._refresh()
        self.history_changed.emit()
        self.reload_timeline(self._open_id)

    def _refresh(self) -> None:
        if self.is_shared:
            self.on_server.refresh()
        elif self._editor is not None:
            self._editor.refresh()

    def _show_probed(self, entry: VideoEntry, found: Probed) -> None:
        if self._wanted_id != entry.id:
            return
        if isinstance(found, StudioError):
            self._wanted_id = ""
            self._tell_failed(found if entry.path.exists() else sentences.file_gone(entry))
            self.videos_changed.emit()
            self._shelf.recount([entry.id])
            return
        facts, contents = found
        self._video = contents.shown(self._current(entry), facts, self.frames)
        self.video_opened.emit(self._video)
        if self._is_old(contents, self._video.entry):
            self._reload(self._video)
        else:
            self._turns.tell_stepped()
        if facts.warning:
            self.problem.emit(facts.warning, sentences.still_reviewed())

    def _is_old(self, contents: Contents, entry: VideoEntry) -> bool:
        """Say whether an act or another run came while this was read."""
        run_id = contents.run.id if contents.run else None
        return contents.revision != self._revision or run_id != entry.last_run_id

    def _tell_indexing(self, entry: VideoEntry, done: int, total: int) -> None:
        if self._wanted_id == entry.id and self._video is None and total > 0:
            self.video_indexing.emit(entry.name, round(100 * done / total))

    def _current(self, entry: VideoEntry) -> VideoEntry:
        return self._shelf.video(entry.id) or entry

    def _reload(self, video: OpenVideo) -> None:
        store, revision = self._store, self._revision
        if store is None:
            return
        read = partial(read_contents, store, self._current(video.entry), revision, self.min_score)
        self._errands.start("", lambda _progress, _cancel: read(), partial(self._replace, video))

    def reload_if_open(self, video_id: str) -> None:
        """Read a video's timeline again if it is the open one."""
        if self._video is not None and self._video.entry.id == video_id:
            self._reload(self._video)

    def _replace(self, video: OpenVideo, contents: Contents) -> None:
        if self._video is None or self._open_id != video.entry.id:
            return
        if self.storing.n_waiting:
            # What is shown and not stored yet would be gone for a moment.
            self.storing.then(partial(self.reload_if_open, self._open_id))
            return
        entry = self._current(video.entry)
        if self._is_old(contents, entry):
            self._reload(self._video)
            return
        self._video = contents.shown(entry, video.facts, self.frames)
        self.timeline_replaced.emit(self._video)
        self._turns.tell_stepped()

    def _renew_labels(self) -> None:
        before = self._shelf.stand_ins
        self._shelf.read_labels(self.on_server.call)
        if self._video is not None and self._shelf.stand_ins != before:
            # Segments stand on other lanes now.
            self._reload(self._video)

    def _tell_failed(self, error: StudioError) -> None:
        if isinstance(error, ProjectDamaged) and error.project is not None:
            self.damaged.emit(error)
        else:
            self.show_problem(error)

    def _tell_restored(self, restored: Restored) -> None:
        self.told.emit(sentences.restored_words(restored))
        self.open(restored.project)

    def _tell_changes(self, changes: Changes) -> None:
        self.timeline_changed.emit(changes)
        self.history_changed.emit()
        self._shelf.recount({self._open_id} - {""})
