"""The loop shown to work: clips become long videos, a scripted reviewer corrects, a network learns.

For each seed the clips are divided, so that no clip of a held-out video was learned from.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event
from typing import Any, Literal, Protocol

from app.domain.project import VideoEntry
from app.domain.segment import Segment
from app.services.analysis import analyse
from app.services.corrections import corrections_of, write_corrections
from app.services.fine_tuning import FineTuner, FineTuneReport, FineTuneRequest
from app.services.ports import Localizer, Progress, ProjectStore
from app.services.projects import ProjectService
from app.services.scripted_reviewer import review

Order = Literal["random", "informative"]
N_LEARN, N_HELD_OUT, CLIPS_EACH = 12, 6, 9
# After so many corrected videos it is measured; the last is all of them.
BUDGETS = (3, 6, 12)


@dataclass(frozen=True, slots=True)
class KnownVideo:
    """A video whose actions are known."""

    path: Path
    truth: tuple[tuple[str, Segment], ...]


class Composer(Protocol):
    """Makes long videos of short clips."""

    def compose(
        self, clips: Path, out: Path, seed: int, *, progress: Progress, cancel: Event
    ) -> tuple[Sequence[KnownVideo], Sequence[KnownVideo]]:
        """Return videos to learn from and videos to measure on; no clip is in both.

        Raises:
            EngineError: there are no clips, or a video cannot be written.
            MediaError: a clip cannot be decoded.
            Cancelled: the flag was set.
        """


@dataclass(frozen=True, slots=True)
class Step:
    """One point of the curve.

    Attributes:
        order: How the videos to correct were chosen.
        n_videos: Corrected so far.
        n_acts: What that took.
        map: mAP at tIoU 0.5 on the held-out videos.
    """

    order: Order
    n_videos: int
    n_acts: int
    map: float


@dataclass(frozen=True, slots=True)
class SeedResult:
    """What one seed gave.

    Attributes:
        before: Held-out mAP of the cold start, every suggestion counted for the label.
        after: Held-out mAP after all corrections.
    """

    seed: int
    before: float
    after: float
    gain_low: float
    gain_high: float
    curve: tuple[Step, ...]

    def to_dict(self) -> Mapping[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class LoopParts:
    """What the loop is made of."""

    projects: ProjectService
    localizer: Localizer
    composer: Composer
    tuner: FineTuner


def run_seed(
    parts: LoopParts, clips: Path, folder: Path, seed: int, *, progress: Progress, cancel: Event
) -> SeedResult:
    """Compose, analyse, correct, learn and measure once.

    Args:
        parts: The program's own services.
        clips: Folder of clips, see the composer.
        folder: Where videos, project and checkpoints of this seed go.
        seed: Divides and draws.
        progress: Told of every stage.
        cancel: Heard within a second.

    Raises:
        StudioError: a step cannot be done.
        Cancelled: the flag was set; features and finished epochs are kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    learn, held_out = parts.composer.compose(
        clips, folder / "videos", seed, progress=progress, cancel=cancel
    )
    project = folder / "loop.pgcn"
    store = parts.projects.open(project) if project.exists() else parts.projects.create(project)
    try:
        entries = _analysed(parts, store, [*learn, *held_out], progress, cancel)
        doubts = {one.path: _doubt(store, entries[one.path]) for one in learn}
        acts = {
            one.path: review(store, entries[one.path].id, one.truth).count
            for one in [*learn, *held_out]
        }
        write_corrections(corrections_of(store), folder / "corrections.json")
    finally:
        store.close()
    learning = _Learning(parts.tuner, folder, tuple(one.path.stem for one in held_out), seed)
    orders = _orders(learn, doubts, seed)
    reports: dict[tuple[Order, int], FineTuneReport] = {}
    for order, paths in orders.items():
        for count in BUDGETS:
            reports[order, count] = learning.learn(paths[:count], progress, cancel)
    curve = tuple(
        Step(order, count, sum(acts[path] for path in orders[order][:count]), report.after or 0.0)
        for (order, count), report in reports.items()
    )
    last = reports["random", BUDGETS[-1]]
    return SeedResult(
        seed, last.before or 0.0, last.after or 0.0, last.gain_low or 0.0, last.gain_high or 0.0,
        curve,
    )  # fmt: skip


@dataclass(slots=True)
class _Learning:
    """Fine-tunings of one seed; the same videos are learned from once."""

    tuner: FineTuner
    folder: Path
    held_out: tuple[str, ...]
    seed: int

    def learn(self, paths: Sequence[Path], progress: Progress, cancel: Event) -> FineTuneReport:
        names = sorted(path.stem for path in paths)
        out = self.folder / "models" / "-".join(name.rsplit("_", 1)[-1] for name in names)
        request = FineTuneRequest(
            self.folder / "corrections.json",
            out,
            held_out=self.held_out,
            learn_from=names,
            seed=self.seed,
            resume=True,
        )
        return self.tuner.fine_tune(request, progress=progress, cancel=cancel)


def _analysed(
    parts: LoopParts,
    store: ProjectStore,
    videos: Sequence[KnownVideo],
    progress: Progress,
    cancel: Event,
) -> dict[Path, VideoEntry]:
    paths = [one.path.absolute() for one in videos]
    parts.projects.add_paths(store, paths, progress=progress, cancel=cancel)
    for entry in store.videos():
        if entry.last_run_id is None:
            analyse(store, parts.localizer, entry, progress=progress, cancel=cancel)
    by_path = {entry.path.absolute(): entry for entry in store.videos()}
    return {one.path: by_path[one.path.absolute()] for one in videos}


def _doubt(store: ProjectStore, entry: VideoEntry) -> float:
    """Return how unsure the model is of a video: the entropy of its least sure suggestion."""
    found = store.timeline(entry.id).suggestions.values()
    return max((one.doubt.entropy for one in found if one.doubt), default=0.0)


def _orders(
    learn: Sequence[KnownVideo], doubts: Mapping[Path, float], seed: int
) -> dict[Order, list[Path]]:
    paths = sorted(one.path for one in learn)
    shuffled = random.Random(seed).sample(paths, len(paths))  # noqa: S311 - an order, no secret
    informative = sorted(shuffled, key=lambda path: -doubts[path])
    return {"random": shuffled, "informative": informative}
