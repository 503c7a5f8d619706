"""One video of many: its output, or why it has none; nothing that befalls it ends the others."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from pgcn_core.errors import Cancelled, OutputError, PgcnError
from pgcn_core.many.folder import Failure
from pgcn_core.runtime import Progress

if TYPE_CHECKING:
    from pgcn_core.pipeline import Engine


@dataclass(frozen=True, slots=True)
class Job:
    """A video that is to be looked at.

    Attributes:
        path: As the person named it.
        key: What its output is called.
    """

    path: Path
    key: str


def output_of(
    path: Path, engine: Engine, progress: Progress, cancel: Event | None
) -> dict[str, Any] | Failure:
    """Return what is written of a video: ActivityNet results with the facts of the video beside it.

    A bug of ours costs its video too: its traceback goes to stderr, its last line into the index.

    Raises:
        OutputError: nothing can be written, which would befall every other video as well.
        Cancelled: the flag was set.
    """
    from pgcn_core.pipeline import localize  # noqa: PLC0415 - loads torch
    from pgcn_core.results import results_dict  # noqa: PLC0415 - loads numba

    try:
        found = localize(path, engine, progress=progress, cancel=cancel)
    except (OutputError, Cancelled):
        raise
    except PgcnError as error:
        return Failure.of(error)
    except Exception as error:  # noqa: BLE001 - a bug of ours; a thousand other videos wait
        traceback.print_exc()
        return bug(path, error)
    output = results_dict([found])
    output["external_data"]["video"] = {
        "fingerprint": found.info.fingerprint,
        "duration_s": found.info.duration_s,
        "unreadable_after_s": found.info.unreadable_after_s,
    }
    output["external_data"]["settings"] = engine.settings.to_dict()
    return output


def bug(path: Path, error: BaseException) -> Failure:
    """Return the words for a bug of ours."""
    return Failure(
        f"{path.name} could not be analysed because of a mistake in the program: "
        f"{type(error).__name__}: {error}.",
        "Report it with the traceback above.",
    )
