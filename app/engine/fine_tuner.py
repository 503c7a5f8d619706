"""Learns from corrections with the bundled engine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from app.engine.failures import translated
from app.services.fine_tuning import (
    CurvePoint,
    FineTuneReport,
    FineTuneRequest,
    Watch,
    no_watch,
)
from app.services.ports import Progress
from pgcn_core.config import Settings
from pgcn_core.runtime import LOADING_STAGE, in_background, wait_for

if TYPE_CHECKING:
    from pgcn_core.finetuning.finetune import FineTuned
    from pgcn_core.pipeline import Engine
    from pgcn_core.training.watching import FinishedEpoch


class EngineFineTuner:
    """The ``FineTuner`` of the program; keeps the feature networks between calls.

    Args:
        cache: Folder of the feature cache.
        device: auto, cpu, cuda or cuda:N.
    """

    def __init__(self, cache: Path, *, device: str = "auto") -> None:
        self._cache = cache
        self._device = device
        self._engine: Engine | None = None

    def fine_tune(
        self,
        request: FineTuneRequest,
        *,
        progress: Progress,
        cancel: Event,
        watch: Watch = no_watch,
    ) -> FineTuneReport:
        with translated():
            from pgcn_core.finetuning.corrections import (  # noqa: PLC0415 - starts quickly
                read_corrections,
            )
            from pgcn_core.finetuning.finetune import (  # noqa: PLC0415 - loads torch
                FineTuneOptions,
                fine_tune,
            )
            from pgcn_core.pipeline import with_checkpoint  # noqa: PLC0415 - loads torch

            corrections = read_corrections(request.corrections)
            progress(LOADING_STAGE, 0, 1)
            engine = wait_for(in_background(self._loaded), cancel)
            progress(LOADING_STAGE, 1, 1)
            if request.parent is not None:
                engine = with_checkpoint(engine, Settings.paper(), request.parent)
            options = FineTuneOptions(
                request.out,
                parent=request.parent,
                held_out=_set(request.held_out),
                seed=request.seed,
                resume=request.resume,
                learn_from=_set(request.learn_from),
                watch=partial(_show, watch),
            )
            result = fine_tune(
                corrections, engine, Settings.paper(), options, progress=progress, cancel=cancel
            )
        return _report(result)

    def _loaded(self) -> Engine:
        if self._engine is None:
            from pgcn_core.pipeline import (  # noqa: PLC0415 - loads torch
                load_engine,
                with_suitable_flow,
            )

            settings = with_suitable_flow(Settings.paper(), self._device)
            self._engine = load_engine(settings, device=self._device, cache=self._cache)
        return self._engine


def _show(watch: Watch, seen: FinishedEpoch) -> None:
    watch(CurvePoint(seen.stream, seen.epoch, seen.n_epochs, dict(seen.losses)))


def _set(names: Sequence[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


def _report(result: FineTuned) -> FineTuneReport:
    worth = result.outcome
    if worth is None:
        return FineTuneReport(result.folder, result.learned_from, result.held_out)
    return FineTuneReport(
        result.folder,
        result.learned_from,
        result.held_out,
        worth.before,
        worth.after,
        worth.gain_low,
        worth.gain_high,
    )
