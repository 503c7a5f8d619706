"""What opening a project or a video reads, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.domain.errors import StudioError
from app.domain.labels import Label
from app.domain.project import PROJECT_SUFFIX, Run, RunGraph, VideoEntry
from app.domain.timeline import Timeline
from app.services.editing import ProjectEditor
from app.services.ports import FrameSource, MediaFacts, Progress, ProjectStore
from app.ui.open_video import OpenVideo
from app.ui.review_round import ReviewRound
from app.ui.timeline.entries import EntryTable
from app.ui.timeline.stacks import LaneStacks

# Pictures are decoded at display size; more costs time nobody sees.
PICTURE_HEIGHT_PX = 720


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
        stacks: The table's lanes in rows.
        round: Its suggestions in the order of the review.
        revision: Of the document when reading began; an act since then makes this old.
        graph: Of the run, from a server only.
    """

    timeline: Timeline
    run: Run | None
    table: EntryTable
    stacks: LaneStacks
    round: ReviewRound
    revision: int
    graph: RunGraph | None = None

    def shown(self, entry: VideoEntry, facts: MediaFacts, frames: FrameSource) -> OpenVideo:
        """Return the video as it is handed to the views."""
        access = partial(frames.access, entry.path, max_height_px=PICTURE_HEIGHT_PX)
        sound = partial(frames.sound, entry.path) if facts.has_audio else None
        return OpenVideo(
            entry, facts, access, self.timeline, self.run, self.table, self.stacks, self.round,
            sound, self.graph,
        )  # fmt: skip


# What is known of a file and what lies on its lanes, or why it cannot be shown.
Probed = tuple[MediaFacts, Contents] | StudioError


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


def read_contents(
    store: ProjectStore, entry: VideoEntry, revision: int, min_score: float
) -> Contents:
    """Read a video's lanes.

    Args:
        store: The project file.
        entry: The video.
        revision: Of the document now.
        min_score: Raw score from which suggestions will be shown.

    Raises:
        StudioError: they cannot be read.
    """
    run = store.run(entry.last_run_id) if entry.last_run_id else None
    timeline = store.timeline(entry.id)
    table = EntryTable(timeline)
    stacks = LaneStacks.made(table, min_score)
    # Later one would wait for it in the window's thread.
    graph = store.run_graph(run.id) if run is not None and store.colleagues is not None else None
    return Contents(timeline, run, table, stacks, ReviewRound(timeline), revision, graph)


def probe_and_read(
    frames: FrameSource,
    entry: VideoEntry,
    read: Callable[[], Contents],
    progress: Progress | None = None,
) -> Probed:
    """Look at a video's file and read its lanes; return the failure if either cannot be done."""
    try:
        return frames.probe(entry.path, progress=progress), read()
    except StudioError as error:
        return error


def project_beside(path: Path) -> Path:
    """Return the project file that goes with a video or a folder of videos."""
    folder = path if path.is_dir() else path.parent
    return folder / f"{folder.resolve().name or 'project'}{PROJECT_SUFFIX}"
