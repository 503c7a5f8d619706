"""The loop shown to work: clips become long videos, a scripted reviewer corrects, a network learns.

For each seed the clips are divided, so that no clip of a held-out video was learned from.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
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
Suggested = Literal["cold start", "first model"]
N_LEARN, N_HELD_OUT, CLIPS_EACH = 12, 6, 9
# After so many corrected videos it is measured; the last is all of them.
BUDGETS = (3, 6, 12)
# After the first of these the model they made analyses the others again; measured after so many.
AGAIN = (4, 6, 9)


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
        suggested_by: Whose suggestions were judged, and whose doubt was the order: the cold start
            throughout, or after the first videos the model that these made.
    """

    order: Order
    n_videos: int
    n_acts: int
    map: float
    suggested_by: Suggested = "cold start"


@dataclass(frozen=True, slots=True)
class SeedResult:
    """What one seed gave.

    Attributes:
        before: Held-out mAP of the cold start, every suggestion counted for the label.
        after: Held-out mAP after all corrections.
        gain_low: 95 in 100 gains over resampled videos are above it; None for too few videos.
        gain_high: ... and below this.
    """

    seed: int
    before: float
    after: float
    gain_low: float | None
    gain_high: float | None
    curve: tuple[Step, ...]

    def to_dict(self) -> Mapping[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class LoopParts:
    """What the loop is made of.

    Attributes:
        localizer_with: Returns what analyses videos with the model in a folder.
    """

    projects: ProjectService
    localizer: Localizer
    composer: Composer
    tuner: FineTuner
    localizer_with: Callable[[Path], Localizer]


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
    round_ = _Round(parts, folder, tuple(one.path.stem for one in held_out), seed, progress, cancel)
    first = round_.corrected("loop", parts.localizer, [*learn, *held_out])
    orders = _orders(sorted(one.path for one in learn), first.doubts, seed)
    curve, reports = [], {}
    for order, paths in orders.items():
        for count in BUDGETS:
            report = reports[order, count] = round_.learned("models", first.said, paths[:count])
            curve.append(Step(order, count, first.acts_of(paths[:count]), report.after or 0.0))
    begun = orders["random"][: BUDGETS[0]]
    curve += _again(round_, learn, first, begun, reports["random", BUDGETS[0]].folder)
    last = reports["random", BUDGETS[-1]]
    return SeedResult(
        seed, last.before or 0.0, last.after or 0.0, last.gain_low, last.gain_high, tuple(curve)
    )  # fmt: skip


def _again(
    round_: _Round, learn: Sequence[KnownVideo], first: _Corrected, begun: list[Path], model: Path
) -> Iterator[Step]:
    """Go on from the first videos with the model they made, as a person would.

    It analyses the others again; its suggestions are judged, in the order of its doubt or in a
    random one. What was said of the first videos and of those held out stays.
    """
    others = [one for one in learn if one.path not in begun]
    again = round_.corrected("again", round_.parts.localizer_with(model), others)
    said = _joined(first.said, again.said)
    orders = _orders(sorted(one.path for one in others), again.doubts, round_.seed)
    for order, paths in orders.items():
        for count in AGAIN:
            more = paths[: count - len(begun)]
            report = round_.learned("models-again", said, [*begun, *more])
            n_acts = first.acts_of(begun) + again.acts_of(more)
            yield Step(order, count, n_acts, report.after or 0.0, "first model")


@dataclass(frozen=True, slots=True)
class _Corrected:
    """Videos that were analysed and corrected.

    Attributes:
        said: The corrections, as ``corrections_of`` has them.
        doubts: How unsure the model was of each video before.
        acts: What correcting each took.
    """

    said: Mapping[str, Any]
    doubts: Mapping[Path, float]
    acts: Mapping[Path, int]

    def acts_of(self, paths: Sequence[Path]) -> int:
        """Return what correcting some of them took."""
        return sum(self.acts[path] for path in paths)


@dataclass(frozen=True, slots=True)
class _Round:
    """One seed under way."""

    parts: LoopParts
    folder: Path
    held_out: tuple[str, ...]
    seed: int
    progress: Progress
    cancel: Event

    def corrected(
        self, name: str, localizer: Localizer, videos: Sequence[KnownVideo]
    ) -> _Corrected:
        """Analyse videos in a project of their own and correct all of them."""
        project, projects = self.folder / f"{name}.pgcn", self.parts.projects
        store = projects.open(project) if project.exists() else projects.create(project)
        try:
            entries = self._analysed(store, localizer, videos)
            doubts = {one.path: _doubt(store, entries[one.path]) for one in videos}
            acts = {
                one.path: review(store, entries[one.path].id, one.truth).count for one in videos
            }
            return _Corrected(corrections_of(store), doubts, acts)
        finally:
            store.close()

    def learned(
        self, models: str, said: Mapping[str, Any], paths: Sequence[Path]
    ) -> FineTuneReport:
        """Learn from some corrected videos; the same ones are learned from once."""
        names = sorted(path.stem for path in paths)
        out = self.folder / models / "-".join(name.rsplit("_", 1)[-1] for name in names)
        corrections = self.folder / f"{models}.json"
        write_corrections(said, corrections)
        request = FineTuneRequest(
            corrections,
            out,
            held_out=self.held_out,
            learn_from=names,
            seed=self.seed,
            resume=True,
        )
        return self.parts.tuner.fine_tune(request, progress=self.progress, cancel=self.cancel)

    def _analysed(
        self, store: ProjectStore, localizer: Localizer, videos: Sequence[KnownVideo]
    ) -> dict[Path, VideoEntry]:
        paths = [one.path.absolute() for one in videos]
        added = self.parts.projects.add_paths(
            store, paths, progress=self.progress, cancel=self.cancel
        )
        # In a copied folder the project still names the videos it was copied from.
        store.relink({twin.video.id: twin.path for twin in added.twins})
        for entry in store.videos():
            if entry.last_run_id is None:
                analyse(store, localizer, entry, progress=self.progress, cancel=self.cancel)
        by_path = {entry.path.absolute(): entry for entry in store.videos()}
        return {one.path: by_path[one.path.absolute()] for one in videos}


def _joined(first: Mapping[str, Any], again: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return corrections of which the later ones stand where a video has both."""
    videos = {one["name"]: one for one in (*first["videos"], *again["videos"])}
    return {**first, "videos": list(videos.values())}


def _doubt(store: ProjectStore, entry: VideoEntry) -> float:
    """Return how unsure the model is of a video: the entropy of its least sure suggestion."""
    found = store.timeline(entry.id).suggestions.values()
    return max((one.doubt.entropy for one in found if one.doubt), default=0.0)


def _orders(
    paths: Sequence[Path], doubts: Mapping[Path, float], seed: int
) -> dict[Order, list[Path]]:
    shuffled = random.Random(seed).sample(paths, len(paths))  # noqa: S311 - an order, no secret
    informative = sorted(shuffled, key=lambda path: -doubts[path])
    return {"random": shuffled, "informative": informative}
