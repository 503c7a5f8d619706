"""The engine's fine-tuner in a child that has too little of something."""

from pathlib import Path

import numpy as np

from app.engine.fine_tuner import EngineFineTuner
from pgcn_core import pipeline
from tests.app.engine.plain_tuner import Means400, plain_tuner
from tests.small_engine import limit_files, limit_memory


class Hungry(Means400):
    """Has no more memory once it has seen the first video."""

    def features(self, clips, cancel=None):
        limit_memory()
        return super().features(clips * np.float32(1), cancel)


def without_disk(cache: Path) -> EngineFineTuner:
    """Return a fine-tuner that can keep features, but not what it has learned."""
    limit_files(1_000_000)
    return plain_tuner(cache)


def without_memory(cache: Path) -> EngineFineTuner:
    """Return a fine-tuner that gets no memory for its first features."""
    made = plain_tuner(cache)
    pipeline.load_backbone = lambda stream, **_: Hungry(stream)
    return made
