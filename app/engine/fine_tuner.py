"""Learns from corrections with the bundled engine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from app.domain.errors import EngineError
from app.engine.failures import translated
from app.engine.kept_request import forget_request, held, keep_request
from app.engine.loading import Flow, engine_settings
from app.services.fine_tuning import (
    CurvePoint,
    FineTuneReport,
    FineTuneRequest,
    Watch,
    no_watch,
)
from app.services.ports import Progress
from pgcn_core.config import Settings
from pgcn_core.runtime import LOADING_STAGE, in_background, memory_told, wait_for

if TYPE_CHECKING:
    from pgcn_core.finetuning.finetune import FineTuned
    from pgcn_core.pipeline import Engine
    from pgcn_core.training.watching import FinishedEpoch


# Failures of what was asked, before anything was learned: there is nothing to go on with.
_REFUSALS = (4, 5, 10)


class EngineFineTuner:
    """The ``FineTuner`` of the program; keeps the networks of the last parent between calls.

    Args:
        cache: Folder of the feature cache.
        device: auto, cpu, cuda or cuda:N.
        flow: Optical flow, as analysing has it: then features are shared.
    """

    def __init__(self, cache: Path, *, device: str = "auto", flow: Flow = "auto") -> None:
        self._cache = cache
        self._device = device
        self._flow = flow
        self._loaded: tuple[Path | None, Engine, Settings] | None = None

    def fine_tune(
        self,
        request: FineTuneRequest,
        *,
        progress: Progress,
        cancel: Event,
        watch: Watch = no_watch,
    ) -> FineTuneReport:
        with held(request.out):
            try:
                keep_request(request)
                with translated(), memory_told(f"fine-tune {request.out.name}"):
                    return self._fine_tune(request, progress, cancel, watch)
            except EngineError as error:
                if not request.resume and error.exit_code in _REFUSALS:
                    forget_request(request.out)
                raise

    def _fine_tune(
        self, request: FineTuneRequest, progress: Progress, cancel: Event, watch: Watch
    ) -> FineTuneReport:
        from pgcn_core.finetuning.corrections import (  # noqa: PLC0415 - starts quickly
            read_corrections,
        )
        from pgcn_core.finetuning.finetune import (  # noqa: PLC0415 - loads torch
            FineTuneOptions,
            fine_tune,
        )

        corrections = read_corrections(request.corrections)
        progress(LOADING_STAGE, 0, 1)
        from pgcn_core.settling import usable_model  # noqa: PLC0415 - loads torch

        # What scores runs where the shipped model does not fit the weights is what is gone on from.
        parent = usable_model(request.parent)
        engine, settings = wait_for(in_background(partial(self._load, parent)), cancel)
        progress(LOADING_STAGE, 1, 1)
        options = FineTuneOptions(
            request.out,
            parent=parent,
            held_out=_set(request.held_out),
            seed=request.seed,
            resume=request.resume,
            learn_from=_set(request.learn_from),
            watch=partial(_show, watch),
        )
        result = fine_tune(corrections, engine, settings, options, progress=progress, cancel=cancel)
        return _report(result)

    def _load(self, parent: Path | None) -> tuple[Engine, Settings]:
        """Return the parent's engine and the settings its child will be run with."""
        if self._loaded is None or self._loaded[0] != parent:
            from pgcn_core.pipeline import load_engine  # noqa: PLC0415 - loads torch

            settings = engine_settings(self._flow, self._device, parent)
            engine = load_engine(
                settings, checkpoint=parent, device=self._device, cache=self._cache
            )
            self._loaded = parent, engine, settings
        return self._loaded[1:]


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
