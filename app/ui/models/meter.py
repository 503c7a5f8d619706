"""How far a fine-tuning is, out of what the engine tells of its stages."""

from __future__ import annotations

import re

from app.ui.language import QT_TRANSLATE_NOOP
from app.ui.progress import ProgressMeter, RunProgress

LEARNING = QT_TRANSLATE_NOOP("Stages", "Learning")
SECOND = QT_TRANSLATE_NOOP("Stages", "Learning, second stream")
# As the engine names them, and about which share of a fine-tuning each takes; features that the
# cache does not have yet are the longest.
PLAN: tuple[tuple[str, float], ...] = (
    (QT_TRANSLATE_NOOP("Stages", "Loading the networks"), 0.05),
    (QT_TRANSLATE_NOOP("Stages", "Reading corrected videos"), 0.4),
    (LEARNING, 0.25),
    (SECOND, 0.2),
    (QT_TRANSLATE_NOOP("Stages", "Measuring before"), 0.05),
    (QT_TRANSLATE_NOOP("Stages", "Measuring after"), 0.05),
)
EPOCH = re.compile(r"Epoch (\d+) of (\d+)")


class TuningMeter:
    """Joins the epochs of a stream to one stage, so that a bar goes on instead of starting over."""

    def __init__(self) -> None:
        self._meter = ProgressMeter(plan=PLAN)
        self._epoch = 0
        self._n_streams = 0

    def report(self, stage: str, done: int, total: int) -> RunProgress:
        """Take in one report of the engine and return the whole."""
        found = EPOCH.match(stage)
        if found is None:
            return self._meter.report(stage, done, total)
        epoch, n_epochs = int(found[1]), int(found[2])
        if epoch < self._epoch or self._n_streams == 0:
            self._n_streams += 1
        self._epoch = epoch
        name = LEARNING if self._n_streams == 1 else SECOND
        return self._meter.report(name, (epoch - 1) * total + done, n_epochs * total)

    def blank(self) -> RunProgress:
        """Return the whole before the first report."""
        return self._meter.blank()
