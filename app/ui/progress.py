"""How far a run has come, and how long it still takes, smoothed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

# The share of a run that a stage takes on a CPU, measured on short clips; only the first run
# leans on it, later ones on what was seen.
STAGES: tuple[tuple[str, str, float], ...] = (
    ("frames", "Reading frames", 0.05),
    ("rgb", "RGB features", 0.40),
    ("flow", "Flow features", 0.50),
    ("proposals", "Proposals", 0.02),
    ("graph", "Graph", 0.03),
)
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
    title: str
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


def stage_title(name: str) -> str:
    """Return a stage's words for the person."""
    known = {stage: title for stage, title, _ in STAGES}
    return known.get(name, name.replace("_", " ").capitalize())


@dataclass(slots=True)
class ProgressMeter:
    """Turns the engine's reports into bars and a time left.

    Attributes:
        now: Seconds of a clock that never goes back.
    """

    now: Callable[[], float] = monotonic
    _stages: dict[str, StageProgress] = field(default_factory=dict)
    _began_s: float = 0.0
    _seen: tuple[float, float] = (0.0, 0.0)
    _rate: float | None = None

    def __post_init__(self) -> None:
        self._stages = {name: StageProgress(name, title) for name, title, _ in STAGES}
        self._began_s = self.now()
        self._seen = (self._began_s, 0.0)

    def report(self, name: str, done: int, total: int) -> RunProgress:
        """Take in one report and return the whole."""
        is_new = name not in self._stages or self._stages[name].total == 0
        self._finish_before(name)
        self._stages[name] = StageProgress(name, stage_title(name), done, total)
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
        weights = {name: weight for name, _, weight in STAGES}
        stages = self._stages.values()
        whole = sum(weights.get(stage.name, 0.1) for stage in stages)
        return sum(weights.get(stage.name, 0.1) * stage.share for stage in stages) / whole

    def _finish_before(self, name: str) -> None:
        """Fill the stages in front: features found in the cache report nothing."""
        order = [stage for stage, _, _ in STAGES]
        if name not in order:
            return
        for earlier in order[: order.index(name)]:
            total = max(self._stages[earlier].total, 1)
            self._stages[earlier] = StageProgress(earlier, stage_title(earlier), total, total)

    def _learn(self, share: float) -> None:
        seen_s, seen_share = self._seen
        now_s = self.now()
        if now_s - seen_s < 0.5 or share <= seen_share:
            return
        rate = (share - seen_share) / (now_s - seen_s)
        self._rate = rate if self._rate is None else SMOOTHING * rate + (1 - SMOOTHING) * self._rate
        self._seen = (now_s, share)
