"""What opening a project or a video reads, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import StudioError
from app.domain.labels import Label
from app.domain.project import PROJECT_SUFFIX, Run, VideoEntry
from app.domain.timeline import Timeline
from app.services.editing import ProjectEditor
from app.services.ports import FrameAccess, FrameSource, MediaFacts, ProjectStore
from app.ui.open_video import OpenVideo
from app.ui.review_round import ReviewRound
from app.ui.timeline.entries import EntryTable


@dataclass(frozen=True, slots=True, eq=False)
class OpenedProject:
    """A project file with what is shown of it first."""

    store: ProjectStore
    editor: ProjectEditor
    labels: list[Label]
    videos: list[VideoEntry]


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What is on one video's lanes.

    Attributes:
        table: Its entries as columns.
        round: Its suggestions in the order of the review.
        revision: Of the document when reading began; an act since then makes this old.
    """

    timeline: Timeline
    run: Run | None
    table: EntryTable
    round: ReviewRound
    revision: int

    def shown(
        self, entry: VideoEntry, facts: MediaFacts, open_access: Callable[[], FrameAccess]
    ) -> OpenVideo:
        """Return the video as it is handed to the views."""
        return OpenVideo(entry, facts, open_access, self.timeline, self.run, self.table, self.round)


def read_project(make: Callable[[Path], ProjectStore], path: Path) -> OpenedProject:
    """Open a project file and read what is shown of it first.

    Raises:
        StudioError: it cannot be opened or read; it is closed then.
    """
    store = make(path)
    try:
        return OpenedProject(store, ProjectEditor(store), store.labels(), store.videos())
    except StudioError:
        store.close()
        raise


def read_contents(store: ProjectStore, entry: VideoEntry, revision: int) -> Contents:
    """Read a video's lanes.

    Raises:
        StudioError: they cannot be read.
    """
    run = store.run(entry.last_run_id) if entry.last_run_id else None
    timeline = store.timeline(entry.id)
    return Contents(timeline, run, EntryTable(timeline), ReviewRound(timeline), revision)


def probe_and_read(
    frames: FrameSource, store: ProjectStore, entry: VideoEntry, revision: int
) -> tuple[MediaFacts, Contents] | StudioError:
    """Look at a video's file and read its lanes; return the failure if either cannot be done."""
    try:
        return frames.probe(entry.path), read_contents(store, entry, revision)
    except StudioError as error:
        return error


def project_beside(path: Path) -> Path:
    """Return the project file that goes with a video or a folder of videos."""
    folder = path if path.is_dir() else path.parent
    return folder / f"{folder.resolve().name or 'project'}{PROJECT_SUFFIX}"
