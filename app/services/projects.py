"""Makes and opens projects, and brings videos into them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Protocol
from uuid import uuid4

from app.domain.errors import Cancelled, MediaError, StudioError
from app.domain.project import PROJECT_SUFFIX, VIDEO_SUFFIXES, VideoEntry
from app.services.ports import (
    FrameSource,
    MediaFacts,
    Progress,
    ProjectFiles,
    ProjectStore,
    Restored,
)


@dataclass(frozen=True, slots=True)
class Twin:
    """A file whose content is in the project already, under another path that still stands."""

    path: Path
    video: VideoEntry


@dataclass(frozen=True, slots=True)
class AddedVideos:
    """What came of adding files.

    Attributes:
        added: Entries of the project, also of content it knew already; each once.
        refused: One failure for each file that was left out, and each folder without a video.
        warnings: One sentence for each video of which a part cannot be read.
        n_new: How many of them are new in the project.
        twins: Files left out because another file has the same content.
        found_again: Videos whose file was missing, and is here.
    """

    added: tuple[VideoEntry, ...]
    refused: tuple[StudioError, ...]
    warnings: tuple[str, ...] = ()
    n_new: int = 0
    twins: tuple[Twin, ...] = ()
    found_again: tuple[VideoEntry, ...] = ()


class Watcher(Protocol):
    """Told what adding finds, from the working thread."""

    def listed(self, paths: Sequence[Path]) -> None:
        """Take the files that will be looked at, in order."""

    def arrived(self, path: Path, video: VideoEntry | None) -> None:
        """Take what came of one file: its video, or None when it was left out."""


class _Nobody:
    def listed(self, paths: Sequence[Path]) -> None:
        """Nobody is there to be told."""

    def arrived(self, path: Path, video: VideoEntry | None) -> None:
        """Nobody is there to be told."""


class ProjectService:
    """Makes and opens projects, and brings videos into them."""

    def __init__(self, files: ProjectFiles, frames: FrameSource) -> None:
        self._files = files
        self._frames = frames

    def create(self, path: Path) -> ProjectStore:
        """Make a new project; ``.pgcn`` is added to a name without it.

        Raises:
            ProjectError: the file exists or cannot be made.
        """
        return self._files.create(with_suffix(path))

    def open(self, path: Path) -> ProjectStore:
        """Open a project.

        Raises:
            ProjectError: it cannot be opened.
        """
        return self._files.open(path)

    def open_copy(self, path: Path) -> ProjectStore:
        """Open a copy of another person's project to be read; the file itself stays untouched.

        Raises:
            ProjectError: it is not a project, or is newer than this program.
        """
        return self._files.open_copy(path)

    def restore(self, path: Path) -> Restored:
        """Put the newest whole backup in the place of a damaged project, which is kept aside.

        Raises:
            ProjectError: there is none, or the files cannot be written.
        """
        return self._files.restore(path)

    def add_paths(
        self,
        store: ProjectStore,
        paths: Sequence[Path],
        *,
        progress: Progress,
        cancel: Event,
        watcher: Watcher | None = None,
    ) -> AddedVideos:
        """Add files, and the videos anywhere below folders.

        Content that is in the project already is not looked into again, so that an adding that was
        stopped goes on where it was. Of two files of the same content the first stays.

        Raises:
            Cancelled: the flag was set; what was added stays.
            ProjectError: the project cannot be changed.
        """
        told = watcher or _Nobody()
        intake = _Intake(store, self._frames)
        intake.refused += [_no_video_in(path) for path in paths if _is_barren(path)]
        videos = find_videos(paths)
        told.listed(videos)
        for done, path in enumerate(videos):
            if cancel.is_set():
                raise Cancelled
            progress("videos", done, len(videos))
            told.arrived(path, intake.take(path))
        progress("videos", len(videos), len(videos))
        return intake.result()


class _Intake:
    """Takes file after file into a project and remembers what came of them."""

    def __init__(self, store: ProjectStore, frames: FrameSource) -> None:
        self._store = store
        self._frames = frames
        self._known = {video.fingerprint: video for video in store.videos()}
        self._added: dict[str, VideoEntry] = {}
        self._warnings: list[str] = []
        self._twins: list[Twin] = []
        self._found_again: list[VideoEntry] = []
        self._n_new = 0
        self.refused: list[StudioError] = []

    def take(self, path: Path) -> VideoEntry | None:
        """Take one file; return its video, or None when it cannot be one."""
        try:
            check_name(path)
            video = self._known.get(self._frames.fingerprint(path))
            video = self._add(path) if video is None else self._meet(video, path.absolute())
        except MediaError as error:
            self.refused.append(error)
            return None
        self._known[video.fingerprint] = video
        self._added[video.id] = video
        return video

    def result(self) -> AddedVideos:
        """Return what came of all files."""
        return AddedVideos(
            tuple(self._added.values()),
            tuple(self.refused),
            tuple(self._warnings),
            self._n_new,
            tuple(self._twins),
            tuple(self._found_again),
        )

    def _add(self, path: Path) -> VideoEntry:
        facts = self._frames.probe(path)
        self._warnings += [facts.warning] if facts.warning else []
        self._n_new += 1
        return self._store.add_video(_entry(facts))

    def _meet(self, video: VideoEntry, path: Path) -> VideoEntry:
        """Take a file of content that the project knows."""
        if video.path.absolute() == path:
            return video
        if video.path.exists():
            self._twins.append(Twin(path, video))
            return video
        self._store.relink({video.id: path})
        found = replace(video, path=path, is_missing=False)
        self._found_again.append(found)
        return found


def check_name(path: Path) -> None:
    """Raise ``MediaError`` when a file's name cannot be kept as text."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise MediaError(
            f"The name of {path!a} is not text.", "Rename the file, then add it again."
        ) from None


def _entry(facts: MediaFacts) -> VideoEntry:
    return VideoEntry(
        id=uuid4().hex,
        path=facts.path.absolute(),
        fingerprint=facts.fingerprint,
        duration_s=facts.duration_s,
        fps=facts.fps,
        width_px=facts.width_px,
        height_px=facts.height_px,
    )


def _is_barren(path: Path) -> bool:
    return path.is_dir() and not _below(path)


def _no_video_in(folder: Path) -> MediaError:
    return MediaError(
        f"There is no video in the folder {folder.name or folder}.",
        "Add a file by its name if its suffix is unusual.",
    )


def with_suffix(path: Path) -> Path:
    """Return the path of a project file, ``.pgcn`` added to a name without it."""
    if path.suffix.lower() == PROJECT_SUFFIX:
        return path
    return path.with_name(path.name + PROJECT_SUFFIX)


def find_videos(paths: Iterable[Path]) -> list[Path]:
    """Return files as given and, for folders, the videos anywhere below by name; each once."""
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_below(path) if path.is_dir() else [path]))
    return list(found)


def _below(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in VIDEO_SUFFIXES
        and not path.name.startswith(".")
        and path.is_file()
    )
