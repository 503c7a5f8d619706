"""Which videos still wait for the engine, remembered between two starts of the program.

Kept with the person's settings and not in the project file: it is no act of theirs on the project,
and on another machine another engine would wait. Damaged content counts as absent.
"""

from __future__ import annotations

import logging
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from app.config.durable import replace_file

_log = logging.getLogger(__name__)


class Waiting(BaseModel):
    """What the engine still has to do in a project.

    Attributes:
        video_ids: In order; the one it was at comes first.
        is_paused: Whether the person has paused it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    video_ids: tuple[str, ...] = ()
    is_paused: bool = False


class WaitingList:
    """One small file for each project that has something waiting.

    Args:
        folder: Where they lie; made when it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, project_id: str) -> Waiting:
        """Return what waits in a project; what cannot be read is as if nothing did."""
        try:
            return Waiting.model_validate_json(self._file(project_id).read_bytes())
        except (OSError, ValidationError):
            return Waiting()

    def save(self, project_id: str, waiting: Waiting) -> None:
        """Remember it; a folder that cannot be written costs no more than the memory."""
        file = self._file(project_id)
        try:
            if waiting == Waiting():
                file.unlink(missing_ok=True)
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            replace_file(file, waiting.model_dump_json().encode())
        except OSError as error:
            _log.warning("What waits for the engine cannot be remembered: %s", error)

    def _file(self, project_id: str) -> Path:
        # The id comes from a file of anybody's making: it must not name another folder.
        safe = "".join(c for c in project_id if c.isalnum())[:64] or "unnamed"
        return self._folder / f"{safe}.json"
