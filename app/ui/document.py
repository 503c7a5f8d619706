"""The open project and the open video: what the window shows, and the only way to change it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.edits import Edit
from app.domain.errors import StudioError
from app.domain.labels import Label
from app.domain.project import PROJECT_SUFFIX, RunGraph, VideoEntry
from app.domain.timeline import Annotation, Changes, Suggestion
from app.services.editing import TimelineEditor
from app.services.exchanging import ImportReport, export_project, import_annotations
from app.services.ports import (
    Exchange,
    FormatId,
    FrameSource,
    MediaFacts,
    Progress,
    ProjectStore,
)
from app.services.projects import AddedVideos, ProjectService
from app.ui.errands import Errands
from app.ui.open_video import OpenVideo
from app.ui.undo import EditHistory

# Pictures are decoded at display size; more costs time nobody sees.
PICTURE_HEIGHT_PX = 720
# Counts in the library follow a burst of edits once.
RECOUNT_AFTER_MS = 120


class Document(QObject):
    """One project file with at most one of its videos open.

    Signals:
        about_to_close: Whoever works on the project file in a thread must be done on return.
        project_changed: Another project is open, or none.
        videos_changed: The list, the counts in it, or which of them is wanted on the screen.
        labels_changed: A label is new.
        video_opened: ``OpenVideo``.
        video_indexing: Name of the video on its way to the screen, percent indexed.
        video_closed: Nothing is on the screen any more.
        timeline_changed: ``Changes``; they are in the project file already.
        timeline_replaced: ``OpenVideo``; a run was recorded or annotations were imported.
        problem: Sentence and next step.
        told: Good news, one sentence.
        busy_changed: What is going on in words, or ''.
    """

    about_to_close = Signal()
    project_changed = Signal()
    videos_changed = Signal()
    labels_changed = Signal()
    video_opened = Signal(object)
    video_indexing = Signal(str, int)
    video_closed = Signal()
    timeline_changed = Signal(object)
    timeline_replaced = Signal(object)
    problem = Signal(str, str)
    told = Signal(str)
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
        self._frames = frames
        self._exchange = exchange
        self._store: ProjectStore | None = None
        self._videos: list[VideoEntry] = []
        self._labels: list[Label] = []
        self._video: OpenVideo | None = None
        self._history: EditHistory | None = None
        self._wanted_id = ""
        self._ids_before: set[str] = set()
        self._graphs: dict[str, RunGraph] = {}
        self._errands = Errands(self)
        self._errands.failed.connect(self.show_problem)
        self._errands.busy_changed.connect(self.busy_changed)
        self._recount = QTimer(self, singleShot=True, interval=RECOUNT_AFTER_MS)
        self._recount.timeout.connect(self._read_videos)

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
        return tuple(self._videos)

    @property
    def labels(self) -> Sequence[Label]:
        """Every label of the project."""
        return tuple(self._labels)

    @property
    def video(self) -> OpenVideo | None:
        """The video on the screen, or None."""
        return self._video

    @property
    def wanted_video_id(self) -> str:
        """The video that is open or being opened, or ''."""
        return self._wanted_id

    @property
    def is_busy(self) -> bool:
        """Whether something is being opened, added or exchanged."""
        return self._errands.is_busy

    @property
    def undo_caption(self) -> str:
        """What undo would take back, or ''."""
        return self._history.undo_caption if self._history else ""

    @property
    def redo_caption(self) -> str:
        """What redo would do again, or ''."""
        return self._history.redo_caption if self._history else ""

    def label(self, label_id: str) -> Label | None:
        """Return a label of the project."""
        return next((label for label in self._labels if label.id == label_id), None)

    def label_name(self, label_id: str) -> str:
        """Return a label's name for captions; empty for an unknown one."""
        label = self.label(label_id)
        return label.name if label else ""

    def entry(self, entry_id: str) -> Suggestion | Annotation | None:
        """Return an entry of the open timeline."""
        if self._video is None:
            return None
        timeline = self._video.timeline
        return timeline.annotations.get(entry_id) or timeline.suggestions.get(entry_id)

    def run_graph(self, run_id: str) -> RunGraph | None:
        """Return the proposal graph of a run; None when it cannot be read (told as a problem)."""
        if self._store is None:
            return None
        if run_id not in self._graphs:
            try:
                self._graphs = {run_id: self._store.run_graph(run_id)}
            except StudioError as error:
                self.show_problem(error)
                return None
        return self._graphs[run_id]

    # ------------------------------------------------------------ projects
    def create(self, path: Path) -> None:
        """Make a project file and open it, in the background."""
        self._fetch(self._projects.create, path)

    def open(self, path: Path) -> None:
        """Open a project file in the background; until it is there the open one stays."""
        self._fetch(self._projects.open, path)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open the project among ``paths`` and add the rest; with none open, make one beside."""
        projects = [path for path in paths if path.suffix == PROJECT_SUFFIX]
        others = [path for path in paths if path.suffix != PROJECT_SUFFIX]
        if projects:
            self._fetch(self._projects.open, projects[0], others)
        elif self._store is not None:
            self.add_paths(others)
        elif others:
            project = _beside(others[0])
            make = self._projects.open if project.exists() else self._projects.create
            self._fetch(make, project, others)

    def close(self) -> None:
        """Close video and project; returns when no thread of ours touches the file any more."""
        self._errands.call_off()
        self._recount.stop()
        if self._store is not None:
            self.about_to_close.emit()
        self.close_video()
        if self._store is None:
            return
        store, self._store = self._store, None
        try:
            store.close()
        except StudioError as error:
            self.show_problem(error)
        self._videos, self._labels, self._graphs = [], [], {}
        self.project_changed.emit()
        self.videos_changed.emit()

    # ------------------------------------------------------------ videos
    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files and folders in the background; the first is opened when none is."""
        store = self._store
        if store is None or not paths:
            return

        def work(progress: Progress, cancel: threading.Event) -> AddedVideos:
            return self._projects.add_paths(store, paths, progress=progress, cancel=cancel)

        self._ids_before = {video.id for video in self._videos}
        self._errands.start("Adding videos…", work, self._tell_added, self._show_newly_added)

    def remove_video(self, video_id: str) -> None:
        """Take a video out of the project; its file stays."""
        if self._store is None:
            return
        try:
            self._store.remove_video(video_id)
        except StudioError as error:
            self.show_problem(error)
            return
        if video_id == self._wanted_id:
            self.close_video()
        self._read_videos()

    def open_video(self, video_id: str) -> None:
        """Open a video; probing happens in the background, the latest wish wins."""
        entry = next((video for video in self._videos if video.id == video_id), None)
        if entry is None or video_id == self._wanted_id:
            return
        self.close_video()
        self._wanted_id = video_id
        self.videos_changed.emit()

        def work(progress: Progress, _cancel: threading.Event) -> MediaFacts | StudioError:
            try:
                return self._frames.probe(entry.path, progress=progress)
            except StudioError as error:
                return error

        self._errands.start(
            f"Opening {entry.name}…",
            work,
            partial(self._show_probed, entry),
            on_share=partial(self._tell_indexing, entry),
        )

    def close_video(self) -> None:
        """Take the video off the screen."""
        self._wanted_id = ""
        if self._video is None:
            return
        self._video = None
        self._drop_history()
        self.video_closed.emit()

    def reload_timeline(self, video_id: str) -> None:
        """Read a video's state again after something else than an edit changed it."""
        self._read_labels()
        self._read_videos()
        if self._video is None or self._video.entry.id != video_id:
            return
        opened = self._opened(self._current(self._video.entry), self._video.facts)
        if opened is not None:
            self.timeline_replaced.emit(opened)

    # ------------------------------------------------------------ edits
    def do(self, edit: Edit, caption: str) -> bool:
        """Apply and store an edit; on a refusal nothing changes and a problem is told."""
        if self._history is None:
            return False
        try:
            self._history.do(edit, caption)
        except StudioError as error:
            self.show_problem(error)
            return False
        self._tell_changes(edit)
        return True

    def undo(self) -> Changes:
        """Take the last act back; return what it touched."""
        return self._step(self._history.undo if self._history else None)

    def redo(self) -> Changes:
        """Do the last undone act again; return what it touched."""
        return self._step(self._history.redo if self._history else None)

    def ensure_label(self, name: str) -> Label | None:
        """Return the label of a name, made when it is new; None when that failed."""
        if self._store is None:
            return None
        try:
            label = self._store.ensure_labels([name])[name]
        except StudioError as error:
            self.show_problem(error)
            return None
        self._read_labels()
        return label

    # ------------------------------------------------------------ exchange
    def export(self, format_id: FormatId, file: Path) -> None:
        """Write the project's labels in the background."""
        store = self._store
        if store is None:
            return

        def work(_progress: Progress, _cancel: threading.Event) -> str:
            n_written = export_project(store, self._exchange, format_id, file)
            noun = "segment" if n_written == 1 else "segments"
            return f"{n_written} {noun} written to {file}."

        self._errands.start("Exporting…", work, self.told.emit)

    def import_annotations(self, format_id: FormatId, file: Path) -> None:
        """Read annotations of another tool in the background."""
        store = self._store
        if store is None:
            return

        def work(_progress: Progress, _cancel: threading.Event) -> ImportReport:
            return import_annotations(store, self._exchange, format_id, file)

        self._errands.start("Importing…", work, self._tell_imported)

    def show_problem(self, error: StudioError) -> None:
        """Tell a failure of the world."""
        self.problem.emit(error.sentence, error.next_step)

    # ------------------------------------------------------------ inside
    def _fetch(
        self,
        make: Callable[[Path], ProjectStore],
        path: Path,
        to_add: Sequence[Path] = (),
    ) -> None:
        if self._store is not None and self._store.path.absolute() == path.absolute():
            self.add_paths(to_add)
            return

        def work(_progress: Progress, _cancel: threading.Event) -> ProjectStore:
            return make(path)

        self._errands.start(f"Opening {path.stem}…", work, partial(self._take, to_add))

    def _take(self, to_add: Sequence[Path], store: ProjectStore) -> None:
        self.close()
        self._store = store
        self._read_labels()
        self._read_videos()
        self.project_changed.emit()
        self.add_paths(to_add)

    def _show_newly_added(self) -> None:
        self._read_videos()
        new = [video.id for video in self._videos if video.id not in self._ids_before]
        if new and not self._wanted_id:
            self.open_video(new[0])

    def _tell_added(self, result: AddedVideos) -> None:
        self._read_videos()
        for error in result.refused:
            self.show_problem(error)
        if result.added and not self._wanted_id:
            self.open_video(result.added[0].id)

    def _tell_imported(self, report: ImportReport) -> None:
        self.told.emit(_import_words(report))
        if report.unmatched:
            self.problem.emit(
                f"No video of this project is called {', '.join(report.unmatched[:3])}"
                + (" and others." if len(report.unmatched) > 3 else "."),
                "Add these videos first, then import the file again.",
            )
        self.reload_timeline(self._video.entry.id if self._video else "")

    def _show_probed(self, entry: VideoEntry, facts: MediaFacts | StudioError) -> None:
        if self._wanted_id != entry.id:
            return
        if isinstance(facts, StudioError):
            self._wanted_id = ""
            self.show_problem(facts)
            self.videos_changed.emit()
            return
        opened = self._opened(self._current(entry), facts)
        if opened is None:
            self._wanted_id = ""
            return
        self.video_opened.emit(opened)
        if facts.warning:
            self.problem.emit(facts.warning, "The readable part can be reviewed as usual.")

    def _tell_indexing(self, entry: VideoEntry, done: int, total: int) -> None:
        if self._wanted_id == entry.id and self._video is None and total > 0:
            self.video_indexing.emit(entry.name, round(100 * done / total))

    def _opened(self, entry: VideoEntry, facts: MediaFacts) -> OpenVideo | None:
        store = self._store
        if store is None:
            return None
        try:
            timeline = store.timeline(entry.id)
            run = store.run(entry.last_run_id) if entry.last_run_id else None
            history = EditHistory(TimelineEditor(store, timeline), self)
        except StudioError as error:
            self.show_problem(error)
            return None
        self._drop_history()
        self._history = history
        access = partial(self._frames.access, entry.path, max_height_px=PICTURE_HEIGHT_PX)
        sound = partial(self._frames.sound, entry.path) if facts.has_audio else None
        self._video = OpenVideo(entry, facts, access, timeline, run, sound)
        return self._video

    def _current(self, entry: VideoEntry) -> VideoEntry:
        return next((video for video in self._videos if video.id == entry.id), entry)

    def _drop_history(self) -> None:
        if self._history is not None:
            self._history.deleteLater()
            self._history = None

    def _step(self, move: Callable[[], Edit | None] | None) -> Changes:
        if move is None:
            return Changes()
        try:
            edit = move()
        except StudioError as error:
            self.show_problem(error)
            return Changes()
        if edit is None:
            return Changes()
        self._tell_changes(edit)
        return edit.changes

    def _tell_changes(self, edit: Edit) -> None:
        self.timeline_changed.emit(edit.changes)
        self._recount.start()

    def _read_videos(self) -> None:
        if self._store is None:
            return
        try:
            self._videos = self._store.videos()
        except StudioError as error:
            self.show_problem(error)
            return
        self.videos_changed.emit()

    def _read_labels(self) -> None:
        if self._store is None:
            return
        try:
            self._labels = self._store.labels()
        except StudioError as error:
            self.show_problem(error)
            return
        self.labels_changed.emit()


def _beside(path: Path) -> Path:
    """Return the project file that goes with a video or a folder of videos."""
    folder = path if path.is_dir() else path.parent
    return folder / f"{folder.resolve().name or 'project'}{PROJECT_SUFFIX}"


def _import_words(report: ImportReport) -> str:
    counts = (
        (report.n_added, "imported"),
        (report.n_known, "known already"),
        (report.n_clipped, "cut at the end of their video"),
        (report.n_unusable, "left behind: outside the video or without length"),
    )
    told = [f"{n} {words}" for n, words in counts[:1]]
    told += [f"{n} {words}" for n, words in counts[1:] if n]
    return f"Annotations: {', '.join(told)}."
