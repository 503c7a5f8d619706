"""Runs the bundled engine over one video of a project.

torch is loaded when the first video is analysed, so that the window opens without it.
"""

from __future__ import annotations

import json
from concurrent.futures import Future
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from app.domain.project import RunGraph
from app.domain.segment import Segment
from app.domain.timeline import Doubt
from app.engine.evidence import evidence_of
from app.engine.failures import in_our_words, translated
from app.engine.loading import Flow, engine_settings
from app.services.media import VideoFeatures
from app.services.ports import NOTHING_TO_DO, FoundSegment, Localization, Progress
from pgcn_core.runtime import LOADING_STAGE, in_background, wait_for

if TYPE_CHECKING:
    from pgcn_core.pipeline import Engine, LocalizedVideo


class EngineLocalizer:
    """The ``Localizer`` of the program; loads the networks at the first video.

    Args:
        cache: Folder of the feature cache.
        device: auto, cpu, cuda or cuda:N.
        flow: Optical flow; ``auto`` is tvl1 on a GPU, the draft dis on a CPU, and none for a
            P-GCN of RGB alone.
        checkpoint: Folder of a trained P-GCN, or None for the cold start.
    """

    def __init__(
        self,
        cache: Path,
        *,
        device: str = "auto",
        flow: Flow = "auto",
        checkpoint: Path | None = None,
    ) -> None:
        self._cache = cache
        self._device = device
        self._flow = flow
        self._checkpoint = checkpoint
        self._loading: Future[Engine] | None = None
        self._lock = Lock()

    def localize(self, video: Path, *, progress: Progress, cancel: Event) -> Localization:
        with translated():
            progress(LOADING_STAGE, 0, 1)
            engine = wait_for(self._loaded(), cancel)
            from pgcn_core.pipeline import STAGES, localize  # noqa: PLC0415 - loads torch

            for stream in STAGES.keys() - engine.backbones.keys():
                progress(STAGES[stream], 0, NOTHING_TO_DO)
            progress(LOADING_STAGE, 1, 1)
            result = localize(video, engine, progress=progress, cancel=cancel)
        return Localization(
            found=_found(result),
            graph=_graph(result),
            model_name=result.model_name,
            is_trained=result.is_trained,
            note=result.note,
            settings_json=json.dumps(engine.settings.to_dict()),
            evidence=evidence_of(result),
            warning=None if result.unkept is None else in_our_words(result.unkept),
        )

    def features(
        self, video: Path, *, extract: bool, progress: Progress, cancel: Event
    ) -> tuple[VideoFeatures, ...]:
        """Return the features of a video; the program's ``FeatureShop``."""
        with translated():
            engine = wait_for(self._loaded(), cancel)
            from pgcn_core.pipeline import kept_features, read_features  # noqa: PLC0415 - torch
            from pgcn_core.video.opening import open_video  # noqa: PLC0415 - beside its use

            opened = open_video(video, cancel=cancel)
            if extract:
                found = read_features(opened, engine, progress=progress, cancel=cancel)
            else:
                found = kept_features(opened, engine)
            streams = set(engine.backbones)
        if {one.stream for one in found} != streams:
            return ()
        return tuple(
            VideoFeatures(
                one.stream,
                one.values,
                one.n_frames,
                one.fps,
                one.stride_frames,
                one.window_frames,
                one.fingerprint,
            )
            for one in found
        )

    def _loaded(self) -> Future[Engine]:
        """Return the engine, being loaded since the first call that asked for it.

        Loading takes seconds and cannot be interrupted, so a cancelled call leaves it going on for
        the next one. What failed is tried again: the person may have mended it.
        """
        with self._lock:
            loading = self._loading
            if loading is None or (loading.done() and loading.exception() is not None):
                loading = self._loading = in_background(self._load)
        return loading

    def _load(self) -> Engine:
        from pgcn_core.pipeline import load_engine  # noqa: PLC0415 - loads torch
        from pgcn_core.settling import usable_model  # noqa: PLC0415 - loads torch

        checkpoint = usable_model(self._checkpoint)
        return load_engine(
            engine_settings(self._flow, self._device, checkpoint),
            checkpoint=checkpoint,
            device=self._device,
            cache=self._cache,
        )


def _found(result: LocalizedVideo) -> tuple[FoundSegment, ...]:
    detections, doubts = result.detections, _doubts(result)
    return tuple(
        FoundSegment(
            label=result.labels[label_idx],
            segment=Segment(float(start_s), float(end_s)),
            score=float(score),
            proposal_idx=int(proposal_idx),
            doubt=doubt,
        )
        for (start_s, end_s), label_idx, score, proposal_idx, doubt in zip(
            detections.segments,
            detections.label_idx,
            detections.score,
            detections.proposal_idx,
            doubts,
            strict=True,
        )
    )


def _doubts(result: LocalizedVideo) -> list[Doubt]:
    found = result.uncertainty
    spread = [None] * len(found.margin) if found.spread is None else found.spread.tolist()
    pairs = zip(found.margin.tolist(), found.entropy.tolist(), spread, strict=True)
    return [Doubt(*one) for one in pairs]


def _graph(result: LocalizedVideo) -> RunGraph:
    return RunGraph(
        segments=result.proposals.segments,
        actionness=result.proposals.actionness,
        indptr=result.graph.indptr,
        neighbours=result.graph.neighbours,
        kind=result.graph.kind,
        weight=result.edge_weights,
    )
