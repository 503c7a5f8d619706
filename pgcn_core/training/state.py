"""A training on disk between two epochs: everything that going on exactly needs.

Generators need no state: every draw is found from seed and epoch (see ``draws``). So weights, what
the optimiser remembers of each, and a few counts are all.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn, optim

from pgcn_core.errors import OutputError, TrainingError, reason_of

# 2: dropout is drawn by each video.
FORMAT = 2
_REMEMBERED = "optimiser."


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a training has come.

    Attributes:
        epochs_done: Finished epochs, of the stage where there are several.
        best_score: Best validation so far: mAP of a P-GCN, loss of a BSN; None before the first.
        best_epoch: Epochs that were done then.
        without_better: Validations since.
        is_finished: Whether all epochs are done, or it stopped early.
        stage: Which network is being trained, where one follows another.
        epochs_before: Finished epochs of the stages before.
    """

    epochs_done: int = 0
    best_score: float | None = None
    best_epoch: int = 0
    without_better: int = 0
    is_finished: bool = False
    stage: int = 0
    epochs_before: int = 0


def save_state(
    path: Path,
    model: nn.Module,
    optimiser: optim.Optimizer,
    standing: Standing,
    identity: dict[str, Any],
) -> None:
    """Write the state whole, or leave the old one as it was.

    Args:
        path: The file.
        model: Its weights.
        optimiser: What it remembers of each weight, such as momentum.
        standing: How far it is.
        identity: What makes it this training: recipe, seed, data.

    Raises:
        OutputError: the disk is full, or writing is not allowed.
    """
    tensors = {f"model.{name}": value for name, value in model.state_dict().items()}
    for name, value in model.named_parameters():
        for what, held in optimiser.state.get(value, {}).items():
            if isinstance(held, Tensor):
                tensors[f"{_REMEMBERED}{what}.{name}"] = held
    facts = {"format": FORMAT, "standing": asdict(standing), "identity": identity}
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        cpu = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}
        save_file(cpu, part, {"state": json.dumps(facts)})
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.replace(path)
    except (OSError, SafetensorError) as error:
        raise OutputError(
            f"The training could not be saved in {path.parent}: {reason_of(error)}.",
            "Free some space; the last finished epoch before this one is kept.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def load_standing(path: Path, identity: dict[str, Any]) -> Standing:
    """Return how far a training had come, without its weights.

    Raises:
        TrainingError: as ``load_state``.
    """
    _, facts = _read(path)
    return _standing(path, facts, identity)


def load_state(
    path: Path, model: nn.Module, optimiser: optim.Optimizer, identity: dict[str, Any]
) -> Standing:
    """Put weights and the optimiser's memory back and return how far the training had come.

    Raises:
        TrainingError: the file is damaged, or of a training with other settings or data.
    """
    tensors, facts = _read(path)
    standing = _standing(path, facts, identity)
    try:
        model.load_state_dict(
            {name: tensors[f"model.{name}"] for name in model.state_dict()}, strict=True
        )
    except (KeyError, RuntimeError) as error:
        raise _damaged(path) from error
    weights = dict(model.named_parameters())
    for name, held in tensors.items():
        what, _, of = name.removeprefix(_REMEMBERED).partition(".")
        if name.startswith(_REMEMBERED) and of in weights:
            # Counts of steps stay where the optimiser keeps them, on the CPU.
            optimiser.state[weights[of]][what] = held.to(weights[of].device) if held.ndim else held
    return standing


def _standing(path: Path, facts: dict[str, Any], identity: dict[str, Any]) -> Standing:
    if facts["identity"] != plain(identity):
        changed = [key for key in identity if facts["identity"].get(key) != plain(identity[key])]
        raise TrainingError(
            f"The training in {path.parent} was started with another {' and '.join(changed)}.",
            "Start it with the same, or choose another folder.",
        )
    try:
        return Standing(**facts["standing"])
    except TypeError as error:
        raise _damaged(path) from error


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a value as JSON gives it back: tuples become lists."""
    return json.loads(json.dumps(value))


def _read(path: Path) -> tuple[dict[str, Tensor], dict[str, Any]]:
    try:
        with safe_open(path, "pt") as file:
            facts = json.loads(file.metadata()["state"])
            tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error
    if facts.get("format") != FORMAT or not {"standing", "identity"} <= set(facts):
        raise _damaged(path)
    if not all(bool(torch.isfinite(value).all()) for value in tensors.values()):
        raise _damaged(path)
    return tensors, facts


def _damaged(path: Path) -> TrainingError:
    return TrainingError(
        f"The saved training {path} is damaged or of another version.", "Start again without it."
    )
