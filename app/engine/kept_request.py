"""What a fine-tuning was asked, kept in the folder of its model until and after it is done.

With it the folder is enough to go on after a pause, a crash or a restart of the program: the
request, a copy of the corrections with absolute paths, and what the training itself keeps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.config.durable import replace_file
from app.domain.errors import EngineError
from app.services.fine_tuning import FineTuneRequest

REQUEST_NAME = "request.json"
CORRECTIONS_NAME = "corrections.json"
# Written last of all: with it a fine-tuning is done.
OUTCOME_NAME = "outcome.json"
_LOCK_NAME = ".fine-tuning.lock"
_TRAININGS = "training-*"
VERSION = 1
# Exit code of a disk that cannot be written.
_DISK = 7
# ... and of a training that cannot begin.
_NOTHING = 10


class KeptRequest(BaseModel):
    """The content of ``request.json``."""

    model_config = ConfigDict(frozen=True)

    format: Literal["pgcn-fine-tuning"] = "pgcn-fine-tuning"
    version: Annotated[int, Field(ge=1, le=VERSION)] = VERSION
    asked_at: datetime
    parent: Path | None = None
    held_out: tuple[str, ...] | None = None
    learn_from: tuple[str, ...] | None = None
    seed: int = 0
    project: Path | None = None


def keep_request(request: FineTuneRequest) -> None:
    """Write a request and its corrections into its folder; one that goes on keeps the first.

    Raises:
        EngineError: the folder cannot be written, or the corrections cannot be read.
    """
    if request.resume and (request.out / REQUEST_NAME).exists():
        return
    kept = KeptRequest(
        asked_at=datetime.now(UTC),
        parent=request.parent.absolute() if request.parent else None,
        held_out=_listed(request.held_out),
        learn_from=_listed(request.learn_from),
        seed=request.seed,
        project=request.project.absolute() if request.project else None,
    )
    copy = _with_whole_paths(request.corrections)
    try:
        request.out.mkdir(parents=True, exist_ok=True)
        replace_file(request.out / CORRECTIONS_NAME, copy)
        replace_file(request.out / REQUEST_NAME, kept.model_dump_json(indent=1).encode())
    except OSError as error:
        raise EngineError(
            f"{request.out} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Free some space, or choose another folder.",
            _DISK,
        ) from error


def read_request(folder: Path) -> KeptRequest | None:
    """Return what the fine-tuning in a folder was asked; None where that is not known."""
    try:
        return KeptRequest.model_validate_json((folder / REQUEST_NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def is_unfinished(folder: Path) -> bool:
    """Say whether a fine-tuning was begun in a folder and not finished."""
    return (folder / REQUEST_NAME).exists() and not (folder / OUTCOME_NAME).exists()


def request_to_go_on(folder: Path) -> FineTuneRequest:
    """Return the request that goes on with an unfinished fine-tuning.

    Raises:
        EngineError: the folder does not say what was asked.
    """
    kept = read_request(folder)
    if kept is None or not (folder / CORRECTIONS_NAME).exists():
        raise EngineError(
            f"{folder.name} does not say what it was to learn: {REQUEST_NAME} is missing or "
            "damaged.",
            "Start a new fine-tuning; kept features are used again.",
        )
    return FineTuneRequest(
        folder / CORRECTIONS_NAME,
        folder,
        kept.parent,
        kept.held_out,
        kept.learn_from,
        kept.seed,
        resume=True,
        project=kept.project,
    )


def forget_request(folder: Path) -> None:
    """Clear a folder in which nothing was learned, so that it does not wait to be gone on with."""
    if any(folder.glob(_TRAININGS)):
        return
    with suppress(OSError):
        (folder / REQUEST_NAME).unlink(missing_ok=True)
        (folder / CORRECTIONS_NAME).unlink(missing_ok=True)
        (folder / _LOCK_NAME).unlink(missing_ok=True)
        folder.rmdir()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder: no other program learns into it meanwhile.

    The lock is the operating system's and ends with the process, however that ends.

    Raises:
        EngineError: somebody else holds it, or it cannot be written.
    """
    lock = FileLock(folder / _LOCK_NAME, is_singleton=False, thread_local=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise EngineError(
            f"{folder.name} is being fine-tuned by another window or program.",
            "Wait for it, or choose another name.",
        ) from None
    except OSError as error:
        raise EngineError(
            f"{folder} cannot be written: {(error.strerror or str(error)).lower()}.",
            "Choose another folder.",
            _DISK,
        ) from error
    try:
        yield
    finally:
        lock.release()


def _listed(names: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)


def _with_whole_paths(corrections: Path) -> bytes:
    """Return corrections that mean the same wherever their file lies."""
    try:
        content = json.loads(corrections.read_bytes())
        for video in content["videos"]:
            video["path"] = str((corrections.parent / video["path"]).absolute())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(
            f"{corrections.name} is missing or damaged.", "Export the corrections again.", _NOTHING
        ) from error
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
