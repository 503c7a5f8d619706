"""Makes and opens projects, and brings videos into them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
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
class AddedVideos:
    """What came of adding files.

    Attributes:
        added: Entries of the project, also of content it knew already; each once.
        refused: One failure for each file that was left out, and each folder without a video.
        warnings: One sentence for each video of which a part cannot be read.
    """

    added: tuple[VideoEntry, ...]
    refused: tuple[StudioError, ...]
    warnings: tuple[str, ...] = ()


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
        self, store: ProjectStore, paths: Sequence[Path], *, progress: Progress, cancel: Event
    ) -> AddedVideos:
        """Add files, and the videos anywhere below folders; content known already is renewed.

        Raises:
            Cancelled: the flag was set; what was added stays.
            ProjectError: the project cannot be changed.
        """
        added: dict[str, VideoEntry] = {}
        refused: list[StudioError] = [_no_video_in(path) for path in paths if _is_barren(path)]
        warnings: list[str] = []
        videos = find_videos(paths)
        for done, path in enumerate(videos):
            if cancel.is_set():
                raise Cancelled
            progress("videos", done, len(videos))
            try:
                facts = self._probe(path)
            except MediaError as error:
                refused.append(error)
            else:
                entry = store.add_video(_entry(facts))
                added[entry.id] = entry
                warnings += [facts.warning] if facts.warning else []
        progress("videos", len(videos), len(videos))
        return AddedVideos(tuple(added.values()), tuple(refused), tuple(warnings))

    def _probe(self, path: Path) -> MediaFacts:
        try:
            str(path).encode()
        except UnicodeEncodeError:
            raise MediaError(
                f"The name of {path!a} is not text.", "Rename the file, then add it again."
            ) from None
        return self._frames.probe(path)


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
