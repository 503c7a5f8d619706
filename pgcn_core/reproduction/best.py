"""The best P-GCN on the kitchen data sets as a temporal action segmentation, against ED-TCN.

One split: videos are prepared (``dense_data``), a P-GCN of each stream and seed is trained by
``train``, its scores of the proposals become one label per frame (``segmentation``) and detections.
The numbers of a network, of the streams fused and of the seeds averaged are kept apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

import numpy as np
from numpy.typing import NDArray

from pgcn_core.checkpoints import Checkpoint
from pgcn_core.config import (
    DetectionSettings,
    FusionSettings,
    GraphSettings,
    ModelSettings,
    ProposalSettings,
    Stream,
)
from pgcn_core.detections import Detections, decode, suppress
from pgcn_core.features.products import FeatureSequence
from pgcn_core.graph import build_graph
from pgcn_core.model import Pgcn
from pgcn_core.preparing import list_video
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.proposals.products import ProposalSet
from pgcn_core.reproduction.aggregates import AggregateSettings, HardeningSettings
from pgcn_core.reproduction.dense_data import DenseData, DenseDataSettings, DenseVideo
from pgcn_core.reproduction.kitchen import KitchenName
from pgcn_core.reproduction.products import feature_sequence
from pgcn_core.runtime import raise_if_cancelled
from pgcn_core.segmentation import SegmentationSettings, segment_frames
from pgcn_core.streams import ProposalScores, fuse_streams, run_stream
from pgcn_core.training.dataset import TrainingData, training_video
from pgcn_core.training.settings import (
    NeighbourSettings,
    OptimiserSettings,
    PoolSettings,
    Recipe,
    SelectionSettings,
)
from pgcn_core.training.targets import target_statistics
from pgcn_core.training.train import RunOptions, train

Indices = NDArray[np.int64]
ENSEMBLE = "ensemble"
_BACKGROUND = 0
# Times are frames: one a second.
_FPS = 1.0


@dataclass(frozen=True, slots=True)
class BestSettings:
    """Everything that shapes a result but data and seed.

    Attributes:
        data: How videos are prepared.
        recipes: Of the training of each stream.
        segmentation: From scores to labels of frames.
        fusion: Weights of the streams.
        detections: From scores to detections, for mAP.
    """

    data: DenseDataSettings
    recipes: Mapping[Stream, Recipe]
    segmentation: SegmentationSettings
    fusion: FusionSettings = field(default_factory=lambda: FusionSettings(1.0, 1.0))
    detections: DetectionSettings = field(
        default_factory=lambda: DetectionSettings(completeness="sigmoid", nms_tiou=0.4)
    )


@dataclass(frozen=True, slots=True)
class VideoResult:
    """What one variant says of one video.

    Attributes:
        frame_labels: (T,) int64, 0 for background.
        detections: Of the K labels, in frames, best first.
    """

    frame_labels: Indices
    detections: Detections


def best_settings(name: KitchenName) -> BestSettings:
    """Return what was chosen for a data set on people held out of its training videos."""
    return {"50salads": _salads, "gtea": _gtea}[name]()


def _salads() -> BestSettings:
    aggregates: dict[Stream, AggregateSettings] = {
        "rgb": AggregateSettings(),
        "flow": AggregateSettings(n_directions=24),
    }
    recipe = _recipe(epochs=20)
    return BestSettings(
        DenseDataSettings(aggregates),
        {"rgb": recipe, "flow": recipe},
        SegmentationSettings(
            cost=2.0, own_weight=0.3, vote_power=0.5, length_power=0.5, uses_completeness=False
        ),
    )


def _gtea() -> BestSettings:
    aggregates: dict[Stream, AggregateSettings] = {
        "rgb": AggregateSettings(around=(1, 4), aside=(12, 40), has_position=False)
    }
    return BestSettings(
        DenseDataSettings(aggregates, HardeningSettings()),
        {"rgb": _recipe(epochs=60)},
        SegmentationSettings(
            cost=1.0, own_weight=0.3, vote_power=0.5, length_power=1.0, uses_completeness=False
        ),
    )


def _recipe(epochs: int) -> Recipe:
    return Recipe(
        pools=PoolSettings(
            foreground_tiou=0.6,
            incomplete_tiou=0.5,
            n_foreground=4,
            n_incomplete=4,
            repeats=4,
            whole_list=True,
        ),
        neighbours=NeighbourSettings(4),
        proposals=ProposalSettings(context_ratio=0.5),
        # Where actions touch, every proposal is surrounded by hundreds.
        graph=GraphSettings(surrounding=False),
        model=ModelSettings(
            aggregation="mean",
            hidden_dim=256,
            activity_dropout=0.5,
            gcn_dropout=0.5,
            edge_relu=True,
        ),
        optimiser=OptimiserSettings(
            rgb_rate=0.02,
            flow_rate=0.02,
            epochs=epochs,
            milestones=(round(0.6 * epochs), round(0.85 * epochs)),
            hard_share=0.5,
        ),
        # The copies are of the same videos: none can be held out here.
        selection=SelectionSettings(validation_share=0.0, every_epochs=1000),
    )


def run_split(
    data: DenseData,
    settings: BestSettings,
    seeds: Sequence[int],
    folder: Path,
    *,
    cancel: Event | None = None,
) -> dict[str, dict[str, VideoResult]]:
    """Train every stream with every seed and segment the videos measured on.

    Args:
        data: Of one split.
        settings: Recipes, and how scores are read.
        seeds: Of the trainings.
        folder: Of the networks, one checkpoint a seed; those that are there are taken, and a
            training that was stopped goes on.
        cancel: Heard between batches and videos.

    Returns:
        By variant (``rgb 0``, ``fused 0`` ..., ``rgb ensemble``, ``fused ensemble``), then by
        video.
    """
    networks: dict[tuple[Stream, int], Pgcn] = {}
    streams: tuple[Stream, ...] = tuple(data.train[0].features)
    for stream in streams:
        videos = training_data(data, settings.recipes[stream], stream, streams)
        for seed in seeds:
            networks[stream, seed] = _trained(
                videos, settings.recipes[stream], seed, folder, cancel
            )
    results: dict[str, dict[str, VideoResult]] = {}
    for video in data.test:
        raise_if_cancelled(cancel)
        for variant, (segments, scores) in _scores(video, networks, settings, seeds).items():
            found = read_scores(segments, scores, len(video.frame_labels), settings)
            results.setdefault(variant, {})[video.name] = found
    return results


def training_data(
    data: DenseData, recipe: Recipe, stream: Stream, streams: tuple[Stream, ...]
) -> TrainingData:
    """Return the copies of the training videos as ``train`` takes them.

    The rgb network learns on proposals made from rgb alone, so that it may stand alone; the other
    on those of all streams.
    """
    kind = ("rgb",) if stream == "rgb" else streams
    videos = tuple(
        training_video(
            list_video(
                video.name,
                sequence_of(video, stream),
                label_runs_of(video.frame_labels),
                video.proposals[kind],
            ),
            sequence_of(video, stream),
            recipe,
            video.name,
        )
        for video in data.train
    )
    stats = target_statistics((v.targets for v in videos), (v.pools for v in videos))
    return TrainingData(stream, data.labels, videos, (), stats, "")


def _trained(
    data: TrainingData, recipe: Recipe, seed: int, folder: Path, cancel: Event | None
) -> Pgcn:
    out = folder / f"seed-{seed}"
    train(data, recipe, RunOptions(out, seed, resume=True, workers=0), cancel=cancel)
    return Checkpoint.load(out).streams[data.stream].build()


def _scores(
    video: DenseVideo,
    networks: Mapping[tuple[Stream, int], Pgcn],
    settings: BestSettings,
    seeds: Sequence[int],
) -> dict[str, tuple[NDArray[np.float64], ProposalScores]]:
    """Return proposals and scores of every variant."""
    streams: tuple[Stream, ...] = tuple(video.features)
    found: dict[str, tuple[NDArray[np.float64], ProposalScores]] = {}
    for name, kind in {"rgb": ("rgb",), **({"fused": streams} if len(streams) > 1 else {})}.items():
        segments = video.proposals[kind]
        by_seed = []
        for seed in seeds:
            scored = {
                stream: _scored(video, networks[stream, seed], stream, segments, settings)
                for stream in streams
                if stream in kind
            }
            by_seed.append(fuse_streams(scored, settings.fusion))
            found[f"{name} {seed}"] = segments, by_seed[-1]
        found[f"{name} {ENSEMBLE}"] = segments, mean_scores(by_seed)
    return found


def _scored(
    video: DenseVideo,
    network: Pgcn,
    stream: Stream,
    segments: NDArray[np.float64],
    settings: BestSettings,
) -> ProposalScores:
    recipe, sequence = settings.recipes[stream], sequence_of(video, stream)
    graph = build_graph(segments, recipe.graph, fps=_FPS)
    return run_stream(network, pool_features(sequence, segments, recipe.proposals), graph)


def mean_scores(scores: Sequence[ProposalScores]) -> ProposalScores:
    """Return the mean of the raw scores of several networks of the same proposals."""
    return ProposalScores(
        np.mean([one.activity_logits for one in scores], axis=0, dtype=np.float32),
        np.mean([one.completeness_logits for one in scores], axis=0, dtype=np.float32),
        np.mean([one.offsets for one in scores], axis=0, dtype=np.float32),
    )


def read_scores(
    segments: NDArray[np.float64], scores: ProposalScores, n_frames: int, settings: BestSettings
) -> VideoResult:
    """Return labels of frames and detections, the background left out of these."""
    labels = segment_frames(segments.astype(np.int64), scores, n_frames, settings.segmentation)
    proposals = ProposalSet(segments, np.ones(len(segments), np.float32))
    found = decode(proposals, scores, settings.detections, float(n_frames))
    found = suppress(found, proposals, settings.detections)
    found = found.take(found.label_idx != _BACKGROUND)
    return VideoResult(labels, replace(found, label_idx=found.label_idx - 1))


def sequence_of(video: DenseVideo, stream: Stream) -> FeatureSequence:
    """Return one stream of a video, one frame a second."""
    values = video.features[stream]
    return feature_sequence(stream, values, len(values), _FPS, (1, 1))


def label_runs_of(frame_labels: Indices) -> tuple[NDArray[np.float64], Indices]:
    """Return (G, 2) float64 runs of one label, background among them, and their (G,) labels."""
    change = np.flatnonzero(np.diff(frame_labels)) + 1
    bounds = np.concatenate([[0], change, [len(frame_labels)]])
    runs = np.stack([bounds[:-1], bounds[1:]], axis=1).astype(np.float64)
    return runs, frame_labels[bounds[:-1]].astype(np.int64)
