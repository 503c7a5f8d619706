"""What is remembered of each project beside its file; damaged content counts as absent."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from app.config.durable import replace_file

_log = logging.getLogger(__name__)

M = TypeVar("M", bound=BaseModel)


class ProjectMemory(Generic[M]):
    """One small file for each project of which there is something to remember.

    Args:
        folder: Where they lie; made when it is missing.
        kind: What is remembered; made of nothing, it stands for no memory.
    """

    def __init__(self, folder: Path, kind: type[M]) -> None:
        self._folder = folder
        self._kind = kind

    def load(self, project_id: str) -> M:
        """Return what is remembered of a project; what cannot be read is as if never seen."""
        try:
            return self._kind.model_validate_json(self._file(project_id).read_bytes())
        except (OSError, ValidationError):
            return self._kind()

    def save(self, project_id: str, kept: M) -> None:
        """Remember it; a folder that cannot be written costs no more than the memory."""
        file = self._file(project_id)
        try:
            if kept == self._kind():
                file.unlink(missing_ok=True)
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            replace_file(file, kept.model_dump_json().encode())
        except OSError as error:
            _log.warning("%s cannot be remembered: %s", self._kind.__name__, error)

    def _file(self, project_id: str) -> Path:
        # The id comes from a file of anybody's making: it must not name another folder.
        safe = "".join(c for c in project_id if c.isalnum())[:64] or "unnamed"
        return self._folder / f"{safe}.json"
