"""A damaged project: what is told of it, and how it comes back from its newest whole copy."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import ProjectDamaged, ProjectError
from app.services.ports import Restored
from app.storage.backups import Backups, copy_database, is_sound, made_at

_SIDE_FILES = ("", "-wal", "-shm")


def damage_of(project: Path) -> ProjectDamaged:
    """Return the failure of a damaged project, naming the copy it can be restored from."""
    backup = Backups(project).newest_good()
    if backup is None:
        return ProjectDamaged(
            f"{project.name} is damaged, and there is no whole backup of it.",
            "Look for a copy on another disk; the damaged file is left as it is.",
        )
    return ProjectDamaged(
        f"{project.name} is damaged.",
        f"The newest whole backup was made on {made_at(backup).astimezone():%d %B %Y at %H:%M}: "
        f"{backup}.",
        project,
        backup,
    )


def restore(project: Path) -> Restored:
    """Put the newest whole copy in the place of a damaged project, which is kept aside.

    The place is never empty for longer than a rename takes, and nothing is deleted.

    Raises:
        ProjectError: there is no whole copy, or the files cannot be written.
    """
    backup = Backups(project).newest_good()
    if backup is None:
        raise damage_of(project)
    new = project.with_name(f".{project.name}.restored")
    try:
        new.unlink(missing_ok=True)
        copy_database(backup, new)
        if not is_sound(new):
            raise ProjectError(f"{backup.name} could not be copied whole.", "Check the disk.")
        aside = _put_aside(project)
        new.replace(project)
    except OSError as error:
        raise ProjectError(
            f"{project.name} cannot be restored: {(error.strerror or str(error)).lower()}.",
            f"Copy {backup} to a folder of your own and open the copy.",
        ) from error
    finally:
        new.unlink(missing_ok=True)
    return Restored(project, aside, backup, made_at(backup))


def _put_aside(project: Path) -> Path:
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
    aside = project.with_name(f"{project.stem}.damaged {stamp}{project.suffix}")
    if aside.exists():
        raise FileExistsError(None, f"{aside.name} exists already")
    for side in _SIDE_FILES:
        file = project.with_name(project.name + side)
        if file.exists():
            shutil.move(file, aside.with_name(aside.name + side))
    return aside
