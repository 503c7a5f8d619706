"""From a corrected project to a fine-tuning that can be started, and started again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.domain.errors import ExchangeError
from app.services.corrections import write_corrections
from app.services.fine_tuning import FineTuneRequest
from app.services.material import material_of
from app.services.model_registry import ModelRegistry
from app.services.ports import ProjectStore

CORRECTIONS_NAME = "corrections.json"


def learning_request(
    store: ProjectStore,
    registry: ModelRegistry,
    name: str,
    *,
    parent: Path | None,
    held_out: Sequence[str] | None = None,
    min_score: float = 0.0,
) -> FineTuneRequest:
    """Write a project's corrections into a new model's folder and return what is to be learned.

    Reads the whole project: call it from a worker.

    Args:
        store: The project; only its reviewed videos count, see ``corrections_of``.
        registry: Where the model will be.
        name: What people will call it.
        parent: Folder of the model to go on from; None begins with the cold start.
        held_out: Names of videos to measure on; None for a share that no ancestor learned from.
        min_score: From which raw score on a suggestion has to be judged.

    Raises:
        ExchangeError: nobody has been through any video, or the folder cannot be written.
        EngineError: nothing is annotated, or one video is all there is.
        ProjectError: the project cannot be read.
    """
    material = material_of(store, registry.records(), parent, min_score)
    return begun(
        material.corrections,
        registry,
        name,
        parent=parent,
        held_out=material.held_out if held_out is None else held_out,
        project=material.project,
    )


def begun(
    corrections: Mapping[str, Any],
    registry: ModelRegistry,
    name: str,
    *,
    parent: Path | None,
    held_out: Sequence[str] | None,
    project: Path | None,
) -> FineTuneRequest:
    """Write corrections that were read before into a new model's folder; see above.

    Raises:
        ExchangeError: the folder cannot be written.
    """
    out = registry.new_folder(name)
    try:
        out.mkdir(parents=True)
    except OSError as error:
        raise ExchangeError(
            f"{out} cannot be made: {(error.strerror or str(error)).lower()}.",
            "Free some space, or look at the permissions of the program's folders.",
        ) from error
    write_corrections(corrections, out / CORRECTIONS_NAME)
    return FineTuneRequest(out / CORRECTIONS_NAME, out, parent, held_out, project=project)
