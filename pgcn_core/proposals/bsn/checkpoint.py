"""A trained BSN as a folder: ``bsn.safetensors`` and ``bsn.json``, its card."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from pgcn_core.cards import read_card
from pgcn_core.config import Count, Positive, Stream
from pgcn_core.errors import CheckpointError, OutputError, reason_of
from pgcn_core.proposals.bsn.maker import Bsn
from pgcn_core.proposals.bsn.networks import ProposalEvaluation, TemporalEvaluation
from pgcn_core.proposals.bsn.settings import BsnSettings

CARD_NAME = "bsn.json"
WEIGHTS_NAME = "bsn.safetensors"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class _Card:
    format: int
    settings: BsnSettings
    streams: tuple[Stream, ...]
    feature_dim: Count
    max_duration_s: Positive
    card: dict[str, Any]


def save_bsn(bsn: Bsn, folder: Path) -> None:
    """Write weights and card, both whole before one takes the place of an older one.

    Raises:
        OutputError: the folder cannot be written.
    """
    card = {
        "format": FORMAT,
        "settings": bsn.settings.to_dict(),
        "streams": list(bsn.streams),
        "feature_dim": bsn.feature_dim,
        "max_duration_s": bsn.max_duration_s,
        "card": dict(bsn.card),
    }
    tensors = {f"temporal.{name}": value for name, value in bsn.temporal.state_dict().items()}
    tensors |= {f"evaluation.{name}": value for name, value in bsn.evaluation.state_dict().items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".saving-") as draft:
            weights, facts = Path(draft) / WEIGHTS_NAME, Path(draft) / CARD_NAME
            save_file({name: value.cpu().contiguous() for name, value in tensors.items()}, weights)
            text = json.dumps(card, indent=2, ensure_ascii=False)
            facts.write_text(text + "\n", encoding="utf-8")
            for file in (weights, facts):
                file.replace(folder / file.name)
    except (OSError, SafetensorError) as error:
        raise OutputError(
            f"The BSN could not be written to {folder}: {reason_of(error)}.",
            "Check free space and permissions.",
        ) from error


def load_bsn(folder: Path) -> Bsn:
    """Read what ``save_bsn`` wrote, on the CPU, in evaluation mode.

    Raises:
        CheckpointError: a file is missing, damaged, of a newer format or of another shape.
    """
    card = read_card(folder / CARD_NAME, _Card, "BSN", FORMAT)
    settings = card.settings
    temporal = TemporalEvaluation(card.feature_dim, settings.temporal_hidden)
    points = 2 * settings.side_points + settings.centre_points
    evaluation = ProposalEvaluation(points, settings.evaluation_hidden)
    tensors = _read_weights(folder / WEIGHTS_NAME)
    try:
        temporal.load_state_dict(_part_of(tensors, "temporal."))
        evaluation.load_state_dict(_part_of(tensors, "evaluation."))
    except RuntimeError as error:
        raise CheckpointError(
            f"The weights in {folder} do not fit {CARD_NAME}.", "Copy the BSN again."
        ) from error
    return Bsn(
        settings,
        card.streams,
        card.feature_dim,
        card.max_duration_s,
        temporal.eval(),
        evaluation.eval(),
        card.card,
    )


def _part_of(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {
        name.removeprefix(prefix): value
        for name, value in tensors.items()
        if name.startswith(prefix)
    }


def _read_weights(path: Path) -> dict[str, Tensor]:
    try:
        tensors: dict[str, Tensor] = load_file(path)
    except (OSError, SafetensorError) as error:
        raise CheckpointError(
            f"The weights {path} are missing or damaged.", "Copy the BSN again."
        ) from error
    if not all(bool(value.isfinite().all()) for value in tensors.values()):
        raise CheckpointError(f"{path} holds numbers that are not finite.", "Train again.")
    return tensors
