"""What a training tells of each finished epoch while it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pgcn_core.config import Stream
from pgcn_core.training.losses import Losses


@dataclass(frozen=True, slots=True)
class FinishedEpoch:
    """What one epoch gave.

    Attributes:
        stream: Whose network is trained.
        epoch: The first is 1.
        n_epochs: Of the training of this stream.
        losses: Mean of each loss over the batches of the epoch, by the names of ``Losses``.
    """

    stream: Stream
    epoch: int
    n_epochs: int
    losses: Mapping[str, float]


Watch = Callable[[FinishedEpoch], None]


def no_watch(epoch: FinishedEpoch) -> None:
    """Look at nothing."""


def finished_epoch(row: Mapping[str, Any], stream: Stream, n_epochs: int) -> FinishedEpoch:
    """Return what a row of the log says; it calls the total ``loss``."""
    losses = {"total": float(row["loss"])}
    losses |= {name: float(row[name]) for name in Losses._fields[1:]}
    return FinishedEpoch(stream, int(row["epoch"]), n_epochs, losses)
