"""Who has a project open: one program at a time may change it."""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout


class ProjectLock:
    """The right to change one project file.

    The lock is the operating system's, so it ends with the process that holds it, however that
    ends: a killed program never blocks the next one. Who holds it stands in a file beside it, for
    the sentence told to the others.

    Args:
        project: The project file; a hidden lock file is made beside it.
    """

    def __init__(self, project: Path) -> None:
        self._project = project
        self._lock = FileLock(_beside(project, "lock"), is_singleton=False, thread_local=False)
        self._owner = _beside(project, "owner")

    def take(self) -> str:
        """Take the lock; return '' or the reason why the project can only be read."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return f"{self._project.name} is open in {self._holder()}, so it can only be read here."
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            return f"{self._project.name} can only be read: its folder cannot be written ({why})."
        with suppress(OSError):
            self._owner.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}))
        return ""

    def give_back(self) -> None:
        """Let others change the project; harmless when the lock was never taken."""
        if self._lock.is_locked:
            with suppress(OSError):
                self._owner.unlink(missing_ok=True)
            self._lock.release()

    def _holder(self) -> str:
        try:
            value = json.loads(self._owner.read_text())
            pid, host = int(value["pid"]), str(value["host"])
        except (OSError, ValueError, TypeError, KeyError):
            return "another program"
        if host == socket.gethostname():
            return f"another window or program on this computer (process {pid})"
        return f"a program on the computer {host} (process {pid})"


def _beside(project: Path, suffix: str) -> Path:
    return project.with_name(f".{project.name}.{suffix}")
