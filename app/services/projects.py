"""Makes and opens projects, and brings videos into them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from uuid import uuid4

from app.domain.errors import Cancelled, MediaError, StudioError
from app.domain.project import PROJECT_SUFFIX, VIDEO_SUFFIXES, VideoEntry
from app.services.ports import FrameSource, Progress, ProjectFiles, ProjectStore


@dataclass(frozen=True, slots=True)
class AddedVideos:
    """What came of adding files.

    Attributes:
        added: Entries of the project, also of content it knew already; each once.
        refused: One failure for each file that was left out.
    """

    added: tuple[VideoEntry, ...]
    refused: tuple[StudioError, ...]


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
        if path.suffix.lower() != PROJECT_SUFFIX:
            path = path.with_name(path.name + PROJECT_SUFFIX)
        return self._files.create(path)

    def open(self, path: Path) -> ProjectStore:
        """Open a project.

        Raises:
            ProjectError: it cannot be opened.
        """
        return self._files.open(path)

    def add_paths(
        self, store: ProjectStore, paths: Sequence[Path], *, progress: Progress, cancel: Event
    ) -> AddedVideos:
        """Add files, and the videos anywhere below folders; content known already is renewed.

        Raises:
            Cancelled: the flag was set; what was added stays.
            ProjectError: the project cannot be changed.
        """
        added: dict[str, VideoEntry] = {}
        refused: list[StudioError] = []
        videos = find_videos(paths)
        for done, path in enumerate(videos):
            if cancel.is_set():
                raise Cancelled
            progress("videos", done, len(videos))
            try:
                probed = self._probe(path)
            except MediaError as error:
                refused.append(error)
            else:
                entry = store.add_video(probed)
                added[entry.id] = entry
        progress("videos", len(videos), len(videos))
        return AddedVideos(tuple(added.values()), tuple(refused))

    def _probe(self, path: Path) -> VideoEntry:
        try:
            str(path).encode()
        except UnicodeEncodeError:
            raise MediaError(
                f"The name of {path!a} is not text.", "Rename the file, then add it again."
            ) from None
        facts = self._frames.probe(path)
        return VideoEntry(
            id=uuid4().hex,
            path=path.absolute(),
            fingerprint=facts.fingerprint,
            duration_s=facts.duration_s,
            fps=facts.fps,
            width_px=facts.width_px,
            height_px=facts.height_px,
        )


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
