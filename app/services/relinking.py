"""Finds the files of videos again after they were moved: by their content, never by their name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from app.domain.errors import Cancelled, MediaError
from app.domain.project import VideoEntry
from app.services.ports import FrameSource, Progress, ProjectStore
from app.services.projects import find_videos


@dataclass(frozen=True, slots=True)
class Relinked:
    """What came of looking for files.

    Attributes:
        found: The ids of videos that were found, with where they are.
        n_missing: How many are still missing.
    """

    found: dict[str, Path]
    n_missing: int


def relink_file(
    store: ProjectStore, frames: FrameSource, video: VideoEntry, file: Path
) -> dict[str, Path]:
    """Take a file for a video if it has the very content; return where it is, by the video's id.

    Raises:
        MediaError: the file has another content, or cannot be read; nothing has changed.
        ProjectError: the project cannot be changed.
    """
    if frames.fingerprint(file) != video.fingerprint:
        raise MediaError(
            f"{file.name} is another file: its content is not that of {video.name}.",
            "Nothing was changed. Choose the file itself; its name may be another now.",
        )
    found = {video.id: file.absolute()}
    store.relink(found)
    return found


def relink_folder(
    store: ProjectStore, frames: FrameSource, folder: Path, *, progress: Progress, cancel: Event
) -> Relinked:
    """Look for all missing videos of a project below a folder, those of the same name first.

    Raises:
        Cancelled: the flag was set; what was found until then is linked.
        ProjectError: the project cannot be changed.
    """
    missing = {one.fingerprint: one for one in store.videos() if one.is_missing}
    found: dict[str, Path] = {}
    files = _likely_first(find_videos([folder]), [one.name for one in missing.values()])
    try:
        for done, (file, content) in enumerate(_contents(files, frames)):
            if cancel.is_set():
                raise Cancelled
            if not missing:
                break
            progress("files", done, len(files))
            video = missing.pop(content, None)
            if video is not None:
                found[video.id] = file.absolute()
    finally:
        if found:
            store.relink(found)
    return Relinked(found, len(missing))


def _likely_first(files: Sequence[Path], names: Sequence[str]) -> list[Path]:
    wanted = set(names)
    return sorted(files, key=lambda file: file.name not in wanted)


def _contents(files: Sequence[Path], frames: FrameSource) -> Iterator[tuple[Path, str]]:
    for file in files:
        try:
            content = frames.fingerprint(file)
        except MediaError:
            # It may be being copied still, or not ours to read: another file may be the one.
            content = ""
        yield file, content
