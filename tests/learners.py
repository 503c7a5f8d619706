"""Stand-ins for who learns and for what keeps models, typed against the ports."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import Cancelled, EngineError, StudioError
from app.domain.segment import Segment
from app.services.explaining import Cancel, ModelFacts
from app.services.fine_tuning import (
    CurvePoint,
    FineTuneReport,
    FineTuneRequest,
    Watch,
    no_watch,
)
from app.services.model_registry import ChangedClip, LabelWorth, ModelCard, ModelRecord, Worth
from app.services.ports import Progress

WORTH = Worth(0.5, 0.2, 0.6, 0.1, 0.7)
MADE_AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
N_EPOCHS = 3


def make_record(folder: Path, parent: Path | None = None, **more: object) -> ModelRecord:
    """Return a model that learned from a and b and was measured on c."""
    record = ModelRecord(
        folder, folder.name, MADE_AT, parent, ("High jump",), ("a", "b"), ("c",), WORTH
    )
    return replace(record, **more)  # type: ignore[arg-type]


@dataclass
class FakeModels:
    """Shelf and registry in one; models named ``broken`` cannot be used."""

    folder: Path
    found: list[ModelRecord] = field(default_factory=list)
    paused: list[FineTuneRequest] = field(default_factory=list)
    clips: tuple[ChangedClip, ...] = ()
    labels: tuple[LabelWorth, ...] = (LabelWorth("High jump", 4, 0.2, 0.6),)
    used: list[Path | None] = field(default_factory=lambda: [None])
    discarded: list[Path] = field(default_factory=list)
    refusal: StudioError | None = None

    # ------------------------------------------------------------ the shelf
    @property
    def chosen(self) -> Path | None:
        return self.used[-1]

    def known(self) -> list[Path]:
        return [one.folder for one in self.found]

    def check(self, folder: Path, cancel: Cancel) -> ModelFacts:
        if folder.name == "broken":
            raise EngineError("The weights rgb.safetensors are missing.", "Copy it again.")
        return ModelFacts(folder, folder.name, ("High jump", "Throw discus"), ("rgb", "flow"))

    def choose(self, folder: Path | None) -> None:
        self.used.append(folder)

    # ------------------------------------------------------------ the registry
    def records(self) -> list[ModelRecord]:
        return list(self.found)

    def card(self, folder: Path) -> ModelCard:
        self.check(folder, lambda: False)
        record = next((one for one in self.found if one.folder == folder), make_record(folder))
        return ModelCard(record, self.labels, self.clips)

    def promote(self, folder: Path | None) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.choose(folder)

    @property
    def can_roll_back(self) -> bool:
        return len(self.used) > 1

    def before_last(self) -> Path | None:
        return self.used[-2] if len(self.used) > 1 else None

    def roll_back(self) -> Path | None:
        if len(self.used) < 2:
            raise EngineError("No model was in use before this one.", "Promote one.")
        self.used.pop()
        return self.used[-1]

    def discard(self, folder: Path) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.discarded.append(folder)
        self.found = [one for one in self.found if one.folder != folder]
        self.paused = [one for one in self.paused if one.out != folder]

    def new_folder(self, name: str) -> Path:
        return self.folder / name

    def unfinished(self) -> list[Path]:
        return [one.out for one in self.paused]

    def request_to_go_on(self, folder: Path) -> FineTuneRequest:
        kept = next(one for one in self.paused if one.out == folder)
        return replace(kept, resume=True)


@dataclass
class HeldTuner:
    """Learns three epochs in each of two streams; waits at each for the gate.

    Attributes:
        asked: The requests.
        failure: Raised in the first epoch when set.
    """

    models: FakeModels
    gate: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    asked: list[FineTuneRequest] = field(default_factory=list)
    failure: StudioError | None = None
    after: Callable[[FineTuneRequest], None] = lambda _request: None

    def open(self) -> None:
        """Let everything through."""
        self.gate.release(1000)

    def fine_tune(
        self,
        request: FineTuneRequest,
        *,
        progress: Progress,
        cancel: threading.Event,
        watch: Watch = no_watch,
    ) -> FineTuneReport:
        self.asked.append(request)
        self.models.paused = [one for one in self.models.paused if one.out != request.out]
        self.models.paused.append(request)
        progress("Loading the networks", 1, 1)
        progress("Reading corrected videos", 2, 2)
        for stream in ("rgb", "flow"):
            for epoch in range(N_EPOCHS):
                self._step(cancel)
                progress(f"Epoch {epoch + 1} of {N_EPOCHS}", 1, 1)
                total = (2.0 if stream == "rgb" else 3.0) / (epoch + 1)
                losses = {"total": total, "activity": total / 2}
                watch(CurvePoint(stream, epoch + 1, N_EPOCHS, losses))
        progress("Measuring after", 1, 1)
        return self._done(request)

    def _step(self, cancel: threading.Event) -> None:
        while not self.gate.acquire(timeout=0.01):
            if cancel.is_set():
                raise Cancelled
        if self.failure is not None:
            raise self.failure

    def _done(self, request: FineTuneRequest) -> FineTuneReport:
        models = self.models
        models.paused = [one for one in models.paused if one.out != request.out]
        models.found.insert(0, make_record(request.out, request.parent))
        return FineTuneReport(request.out, ("a", "b"), ("c",), 0.2, 0.6, 0.1, 0.7)


def make_clip(video: Path, *, before: float = 0.1, after: float = 0.9) -> ChangedClip:
    """Return a clip at 10 to 12 s."""
    return ChangedClip(video, Segment(10.0, 12.0), "High jump", True, before, after)
