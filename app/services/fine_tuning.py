"""Learning from corrections: what is asked of the engine, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Protocol

from app.services.ports import Progress


@dataclass(frozen=True, slots=True)
class FineTuneRequest:
    """What is to be learned.

    Attributes:
        corrections: File of ``write_corrections``.
        out: Folder of the new checkpoint.
        parent: Folder of the checkpoint to go on from; None begins with the cold start.
        held_out: Names of videos that are measured on and not learned from; None for a share.
        learn_from: Names of videos that are learned from; None for all others.
        seed: Of every draw.
        resume: Go on where an earlier one in ``out`` stopped.
        project: Where the corrections come from, for people; None where no project is known.
    """

    corrections: Path
    out: Path
    parent: Path | None = None
    held_out: Sequence[str] | None = None
    learn_from: Sequence[str] | None = None
    seed: int = 0
    resume: bool = False
    project: Path | None = None


@dataclass(frozen=True, slots=True)
class FineTuneReport:
    """What it was worth on the videos held out.

    Attributes:
        folder: Of the checkpoint.
        learned_from: Names of videos.
        held_out: Names of videos.
        before: mAP at tIoU 0.5 of the parent; None where nothing happens in what was held out.
        after: mAP at tIoU 0.5 of the new checkpoint.
        gain_low: 95 in 100 gains over resampled videos are above it; None where too few videos
            were held out to say.
        gain_high: ... and below this.
    """

    folder: Path
    learned_from: tuple[str, ...]
    held_out: tuple[str, ...]
    before: float | None = None
    after: float | None = None
    gain_low: float | None = None
    gain_high: float | None = None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What one epoch gave.

    Attributes:
        stream: rgb or flow.
        epoch: The first is 1.
        n_epochs: Of this stream.
        losses: Mean of each loss over the epoch, by name, ``total`` among them.
    """

    stream: str
    epoch: int
    n_epochs: int
    losses: Mapping[str, float]


Watch = Callable[[CurvePoint], None]


def no_watch(point: CurvePoint) -> None:
    """Look at nothing."""


class FineTuner(Protocol):
    """Learns from corrections."""

    def fine_tune(
        self,
        request: FineTuneRequest,
        *,
        progress: Progress,
        cancel: Event,
        watch: Watch = no_watch,
    ) -> FineTuneReport:
        """Learn and measure; features come from the cache where they can.

        The request is kept in its folder: ``ModelRegistry.request_to_go_on`` gives it back, also
        after the program was closed or killed.

        Args:
            request: What is to be learned.
            progress: Told how far it is.
            cancel: Heard within a second.
            watch: Told every epoch, also those finished before ``resume``, in order.

        Raises:
            MediaError: a video cannot be decoded.
            EngineError: nothing can be learned from the corrections, or the parent does not fit.
            Cancelled: the flag was set; ``resume`` goes on.
        """
