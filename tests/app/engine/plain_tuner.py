"""Fine-tuners for child processes: one that does as it is told, and the engine's with a network
that costs nothing."""

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.domain.errors import Cancelled, EngineError
from app.engine.fine_tuner import EngineFineTuner
from app.engine.localizer import EngineLocalizer
from app.services.fine_tuning import CurvePoint, FineTuneReport
from pgcn_core import pipeline, settling
from tests.pgcn_core.features.networks import PictureMeans, entry


class Scripted:
    """Does what the folder's name says."""

    def fine_tune(self, request, *, progress, cancel, watch):
        name = request.out.name
        progress("Reading corrected videos", 0, 1)
        watch(CurvePoint("rgb", 1, 2, {"total": 0.5}))
        if name == "crash":
            os._exit(11)
        if name == "bug":
            raise KeyError("ours")
        if name == "refused":
            raise EngineError("Nothing to learn from.", "Go through more videos.", 10)
        if name == "deaf":
            time.sleep(60)
        while name == "slow":
            if cancel.is_set():
                raise Cancelled
            time.sleep(0.02)
        priority = os.getpriority(os.PRIO_PROCESS, 0) if sys.platform != "win32" else 15
        return FineTuneReport(request.out, (str(os.getpid()), str(priority)), ())


class Means400(PictureMeans):
    """As ``PictureMeans``, with as many labels as Kinetics; the first is red."""

    def __init__(self, stream="rgb", **more):
        super().__init__(stream, **more)
        self._head_weight = np.zeros((400, 1024), np.float32)
        self._head_bias = np.zeros(400, np.float32)
        self._head_weight[0, 0] = 1.0


def plain_tuner(cache: Path) -> EngineFineTuner:
    """Return the program's fine-tuner; only for a process that does nothing else afterwards."""
    settling.find_weights = lambda stream: replace(entry(stream), inflated=True)
    pipeline.load_backbone = lambda stream, **_: Means400(stream)
    return EngineFineTuner(cache, device="cpu")


def plain_localizer(cache: Path, checkpoint: Path | None) -> EngineLocalizer:
    """Return the program's localizer over the same network; only for a process of its own."""
    plain_tuner(cache)
    return EngineLocalizer(cache, device="cpu", checkpoint=checkpoint)
