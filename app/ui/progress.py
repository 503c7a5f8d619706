"""How far a run has come, and how long it still takes, smoothed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from app.services.ports import NOTHING_TO_DO
from app.ui.language import QT_TRANSLATE_NOOP

# The engine's stages in order, as it names them, and about which share of a run each takes.
STAGES: tuple[tuple[str, float], ...] = (
    (QT_TRANSLATE_NOOP("Stages", "Loading the networks"), 0.05),
    (QT_TRANSLATE_NOOP("Stages", "RGB features"), 0.4),
    (QT_TRANSLATE_NOOP("Stages", "Flow features"), 0.52),
    (QT_TRANSLATE_NOOP("Stages", "Proposal graph"), 0.03),
)
# What a stage that we do not know of counts.
OTHER_WEIGHT = 0.1
# Weight of the newest rate; below one so that a slow clip does not throw the estimate.
SMOOTHING = 0.3


@dataclass(frozen=True, slots=True)
class StageProgress:
    """One stage as shown.

    Attributes:
        done: Steps behind us.
        total: All steps; 0 while not known.
    """

    name: str
    done: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """Done of total in [0, 1]."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


@dataclass(frozen=True, slots=True)
class RunProgress:
    """A whole run as shown.

    Attributes:
        share: Weighted over the stages, in [0, 1].
        left_s: Seconds still to go, or None while that cannot be said.
    """

    stages: tuple[StageProgress, ...]
    share: float
    left_s: float | None


@dataclass(slots=True)
class ProgressMeter:
    """Turns the engine's reports into bars and a time left.

    Attributes:
        now: Seconds of a clock that never goes back.
        plan: The stages in order, and about which share of the whole each takes.
    """

    now: Callable[[], float] = monotonic
    plan: tuple[tuple[str, float], ...] = STAGES
    _stages: dict[str, StageProgress] = field(default_factory=dict)
    _began_s: float = 0.0
    _seen: tuple[float, float] = (0.0, 0.0)
    _rate: float | None = None

    def __post_init__(self) -> None:
        self._stages = {name: StageProgress(name) for name, _ in self.plan}
        self._began_s = self.now()
        self._seen = (self._began_s, 0.0)

    def report(self, name: str, done: int, total: int) -> RunProgress:
        """Take in one report and return the whole."""
        if total == NOTHING_TO_DO:
            self._stages.pop(name, None)
            return RunProgress(tuple(self._stages.values()), self.share(), None)
        is_new = name not in self._stages or self._stages[name].total == 0
        self._leave_behind(name)
        self._stages[name] = StageProgress(name, done, total)
        share = self.share()
        if is_new:
            # What was found in the cache says nothing about speed.
            self._seen = (self.now(), share)
        else:
            self._learn(share)
        left_s = (1 - share) / self._rate if self._rate else None
        return RunProgress(tuple(self._stages.values()), share, left_s)

    def blank(self) -> RunProgress:
        """Return the run before its first report."""
        return RunProgress(tuple(self._stages.values()), 0.0, None)

    def share(self) -> float:
        """Return the weighted share of the run that is done."""
        weights = dict(self.plan)
        stages = self._stages.values()
        whole = sum(weights.get(stage.name, OTHER_WEIGHT) for stage in stages)
        return sum(weights.get(stage.name, OTHER_WEIGHT) * stage.share for stage in stages) / whole

    def _leave_behind(self, name: str) -> None:
        """Fill the stages in front that were told of; drop those this run does without."""
        order = [stage for stage, _ in self.plan]
        if name not in order:
            return
        for earlier in order[: order.index(name)]:
            total = self._stages.pop(earlier, StageProgress(earlier)).total
            if total:
                self._stages[earlier] = StageProgress(earlier, total, total)
        self._stages = {
            stage: self._stages[stage] for stage in [*order, *self._stages] if stage in self._stages
        }

    def _learn(self, share: float) -> None:
        seen_s, seen_share = self._seen
        now_s = self.now()
        if now_s - seen_s < 0.5 or share <= seen_share:
            return
        rate = (share - seen_share) / (now_s - seen_s)
        self._rate = rate if self._rate is None else SMOOTHING * rate + (1 - SMOOTHING) * self._rate
        self._seen = (now_s, share)
