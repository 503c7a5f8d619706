"""What the program refuses, in words for the person; it survives a pipe to another process."""

from __future__ import annotations

from pathlib import Path
from typing import Self


class StudioError(Exception):
    """A failure of the world, or a request that cannot be granted.

    Attributes:
        sentence: What is wrong, one sentence.
        next_step: What the person can do about it, one sentence.
        exit_code: What the command line returns for it.
    """

    exit_code = 1

    def __init__(self, sentence: str, next_step: str = "") -> None:
        super().__init__(f"{sentence} {next_step}".strip())
        self.sentence = sentence
        self.next_step = next_step

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        return type(self), (self.sentence, self.next_step)


class EditRefused(StudioError):
    """An edit that would break the timeline: unknown id, empty segment, outside the video."""


class ProjectError(StudioError):
    """A project file that is damaged, newer, locked, read-only, or not a project."""

    exit_code = 8


class ProjectDamaged(ProjectError):
    """A project file whose content makes no sense any more.

    Attributes:
        project: The damaged file, when it can be restored.
        backup: The whole copy it can be restored from, or None.
    """

    def __init__(
        self,
        sentence: str,
        next_step: str = "",
        project: Path | None = None,
        backup: Path | None = None,
    ) -> None:
        super().__init__(sentence, next_step)
        self.project = project
        self.backup = backup

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        return type(self), (self.sentence, self.next_step, self.project, self.backup)


class ExchangeError(StudioError):
    """A file of another tool that cannot be read, or an export that cannot be written."""

    exit_code = 9


class MediaError(StudioError):
    """A video that cannot be opened or decoded."""

    exit_code = 3


class EngineError(StudioError):
    """The engine cannot work: weights, checkpoint, settings, device, disk.

    Its exit code is that of the engine's own failure.
    """

    def __init__(self, sentence: str, next_step: str = "", exit_code: int = 1) -> None:
        super().__init__(sentence, next_step)
        self.exit_code = exit_code

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        return type(self), (self.sentence, self.next_step, self.exit_code)


class EngineStumbled(EngineError):
    """The engine could not finish this one thing: too little memory, or its process ended.

    Others may well go; this one may too, tried again.
    """


class Cancelled(Exception):
    """The person stopped it."""

    exit_code = 130
