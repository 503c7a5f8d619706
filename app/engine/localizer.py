"""Runs the bundled engine over one video of a project."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event, Lock

from pgcn_core.pipeline import Engine, LocalizedVideo, load_engine, localize

from app.domain.project import RunGraph
from app.domain.segment import Segment
from app.engine.failures import translated
from app.services.ports import FoundSegment, Localization, Progress
from pgcn_core.config import Settings


class EngineLocalizer:
    """The ``Localizer`` of the program; loads the networks at the first video.

    Args:
        settings: The engine's settings.
        cache: Folder of the feature cache.
        device: auto, cpu, cuda or cuda:N.
        checkpoint: Folder of a trained P-GCN, or None for the cold start.
    """

    def __init__(
        self, settings: Settings, cache: Path, device: str = "auto", checkpoint: Path | None = None
    ) -> None:
        self._settings = settings
        self._cache = cache
        self._device = device
        self._checkpoint = checkpoint
        self._engine: Engine | None = None
        self._lock = Lock()

    def localize(self, video: Path, *, progress: Progress, cancel: Event) -> Localization:
        with translated():
            result = localize(video, self._load(), progress=progress, cancel=cancel)
        return Localization(
            found=_found(result),
            graph=_graph(result),
            model_name=result.model_name,
            is_trained=result.is_trained,
            note=result.note,
            settings_json=json.dumps(self._settings.to_dict()),
        )

    def _load(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = load_engine(
                    self._settings,
                    checkpoint=self._checkpoint,
                    device=self._device,
                    cache=self._cache,
                )
            return self._engine


def _found(result: LocalizedVideo) -> tuple[FoundSegment, ...]:
    detections = result.detections
    return tuple(
        FoundSegment(
            label=result.labels[label_idx],
            segment=Segment(float(start_s), float(end_s)),
            score=float(score),
            proposal_idx=int(proposal_idx),
        )
        for (start_s, end_s), label_idx, score, proposal_idx in zip(
            detections.segments,
            detections.label_idx,
            detections.score,
            detections.proposal_idx,
            strict=True,
        )
    )


def _graph(result: LocalizedVideo) -> RunGraph:
    return RunGraph(
        segments=result.proposals.segments,
        actionness=result.proposals.actionness,
        indptr=result.graph.indptr,
        neighbours=result.graph.neighbours,
        kind=result.graph.kind,
        weight=result.edge_weights,
    )
