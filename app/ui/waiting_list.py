"""Which videos still wait for the engine, remembered between two starts of the program.

Kept with the person's settings and not in the project file: it is no act of theirs on the project,
and on another machine another engine would wait.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Waiting(BaseModel):
    """What the engine still has to do in a project.

    Attributes:
        video_ids: In order; the one it was at comes first.
        is_paused: Whether the person has paused it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    video_ids: tuple[str, ...] = ()
    is_paused: bool = False
