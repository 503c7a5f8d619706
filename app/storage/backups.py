"""Copies of a project file: made while it is in use, checked, and rotated."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import ProjectError
from app.storage.database import APPLICATION_ID, damaged, has_content, told

# Newest copies kept, and days of which the last copy is kept besides.
N_RECENT = 6
N_DAYS = 7
# A reader may hold the WAL up; then the next backup is made a little early, no more.
FOLDING_WAITS_S = 0.2
_STAMP = "%Y-%m-%dT%H-%M-%SZ"
# https://sqlite.org/fileformat.html#the_database_header
_MAGIC = b"SQLite format 3\x00"
_APPLICATION_ID_AT = 68


class Backups:
    """The copies of one project, in a folder beside it.

    Args:
        project: The project file.
    """

    def __init__(self, project: Path) -> None:
        self._project = project
        self.folder = project.with_name(f"{project.stem}.backups")

    def paths(self) -> list[Path]:
        """Return the copies, newest first."""
        found = [path for path in _files_in(self.folder) if _made_at(path) is not None]
        return sorted(found, key=lambda path: path.name, reverse=True)

    def is_due(self) -> bool:
        """Whether the project has changed since the newest copy."""
        newest = next(iter(self.paths()), None)
        return newest is None or _modified_ns(newest) < _changed_ns(self._project)

    def make(self) -> Path:
        """Copy the project, check the copy, and let go of the oldest ones.

        Raises:
            ProjectError: the copy cannot be made or is damaged; no part of it is left.
        """
        stamp = datetime.now(UTC).strftime(_STAMP)
        try:
            self.folder.mkdir(exist_ok=True)
        except OSError as error:
            raise ProjectError(
                f"No backup could be made in {self.folder}: {(error.strerror or '').lower()}.",
                "Free space or allow writing there; the project itself is stored as always.",
            ) from error
        new = self.folder / f".{stamp}.part"
        copy = self.folder / f"{self._project.stem} {stamp}{self._project.suffix}"
        try:
            fold_wal(self._project)
            changed_ns = _changed_ns(self._project)
            copy_database(self._project, new)
            if not is_sound(new):
                raise damaged(self._project)
            # Its time says which state of the project it holds, not when it was copied; an act
            # since the copy was begun is newer, so that the next copy is due.
            os.utime(new, ns=(changed_ns, changed_ns))
            new.replace(copy)
        finally:
            new.unlink(missing_ok=True)
        self._rotate()
        return copy

    def newest_good(self) -> Path | None:
        """Return the newest copy that is whole, else the newest whole copy made by a migration."""
        beside = self._project.parent.glob(f"{self._project.stem}.schema-*.backup*.pgcn")
        migrated = sorted(beside, key=_modified_ns, reverse=True)
        return next((path for path in [*self.paths(), *migrated] if is_sound(path)), None)

    def _rotate(self) -> None:
        paths = self.paths()
        kept = set(paths[:N_RECENT])
        last_of_day: dict[str, Path] = {}
        for path in paths:
            last_of_day.setdefault(f"{_made_at(path):%Y-%m-%d}", path)
        kept.update(list(last_of_day.values())[:N_DAYS])
        for path in set(paths) - kept:
            # In use by somebody who looks at it: it goes the next time.
            with suppress(OSError):
                path.unlink()


def made_at(backup: Path) -> datetime:
    """Return when a copy was made (UTC), by its name, else by its file's time."""
    return _made_at(backup) or datetime.fromtimestamp(backup.stat().st_mtime, UTC)


def is_sound(path: Path) -> bool:
    """Whether a file is a project whose pages are whole; nothing is changed or left beside it."""
    if not is_project(path):
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as file:
            return file.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.Error:
        return False


def is_project(path: Path) -> bool:
    """Whether a file says of itself that it is a project; only its header is looked at.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        header = file.read(100)
    found = int.from_bytes(header[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4], "big")
    return header.startswith(_MAGIC) and found == APPLICATION_ID


def copy_database(path: Path, copy: Path) -> None:
    """Copy a database that may be in use; in one step, which keeps no writer waiting (WAL).

    Raises:
        ProjectError: the copy cannot be made; no part of it is left.
    """
    is_whole = False
    try:
        with (
            told(path),
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            # A copy is one file: no WAL beside it, whoever opens it.
            target.execute("PRAGMA journal_mode = DELETE")
        is_whole = True
    finally:
        if not is_whole:
            copy.unlink(missing_ok=True)


def fold_wal(path: Path) -> None:
    """Write what stands in the WAL into the file itself, so that closing it does not change it.

    Raises:
        ProjectError: the file cannot be written or is damaged.
    """
    with told(path), closing(sqlite3.connect(path, timeout=FOLDING_WAITS_S)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _files_in(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return []


def _made_at(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.stem.rsplit(" ", 1)[-1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _changed_ns(project: Path) -> int:
    wal = project.with_name(f"{project.name}-wal")
    # An empty one comes and goes with opening.
    return max(_modified_ns(project), _modified_ns(wal) if has_content(wal) else 0)


def _modified_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
