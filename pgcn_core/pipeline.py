"""The path in one function: a video file becomes detections."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.checkpoints import Checkpoint, fingerprint_of
from pgcn_core.coldstart import coldstart_scores
from pgcn_core.config import Settings, Stream
from pgcn_core.detections import Detections, decode, suppress
from pgcn_core.errors import CheckpointError, OutputError, SettingsError
from pgcn_core.evidence import Evidence, Sources, gather_evidence
from pgcn_core.features.backbone import Backbone
from pgcn_core.features.cache import FeatureCache
from pgcn_core.features.extraction import FeatureJob, extract_features, log_failure
from pgcn_core.features.i3d import FEATURE_DIM
from pgcn_core.features.labels import kinetics_labels
from pgcn_core.features.loading import load_backbone
from pgcn_core.features.products import FeatureSequence
from pgcn_core.graph import ProposalGraph, build_graph
from pgcn_core.model import Pgcn, edge_weights
from pgcn_core.proposals.bsn.checkpoint import load_bsn
from pgcn_core.proposals.bsn.maker import Bsn
from pgcn_core.proposals.lists import ListedProposals, ProposalLists, read_proposal_lists
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.proposals.products import ProposalFeatures, ProposalSet
from pgcn_core.proposals.propose import propose, take_listed
from pgcn_core.runtime import (
    Progress,
    memory_told,
    no_progress,
    pick_device,
    raise_if_cancelled,
)
from pgcn_core.settling import settle
from pgcn_core.streams import ProposalScores, fuse_streams, run_stream
from pgcn_core.uncertainty import (
    Scoring,
    Uncertainty,
    draw_neighbourhoods,
    label_doubt,
    sampled_scores,
    score_spread,
)
from pgcn_core.video.opening import open_video
from pgcn_core.video.products import Video, VideoInfo
from pgcn_core.video.reading import read_frames, sampled_times
from pgcn_core.video_labels import (
    KINETICS,
    ScoreLists,
    ScoreTable,
    kinetics_video_labels,
    read_video_labels,
    top_video_scores,
)

# What a person reads while each stage is worked on, after LOADING_STAGE, in order.
STAGES: Mapping[Stream, str] = {"rgb": "RGB features", "flow": "Flow features"}
LAST_STAGE = "Proposal graph"


@dataclass(frozen=True, slots=True)
class Outside:
    """What the settings name that was not made here from the video alone.

    Attributes:
        bsn: The trained maker of proposals.
        lists: Proposals instead of the makers'.
        video_labels: Label scores of whole videos.
    """

    bsn: Bsn | None = None
    lists: ProposalLists | None = None
    video_labels: ScoreTable | ScoreLists | None = None

    @classmethod
    def load(cls, settings: Settings) -> Outside:
        """Read the files that the settings name.

        Raises:
            CheckpointError: the BSN cannot be used.
            ProposalFileError: the list cannot be read.
            VideoLabelError: the video labels cannot be read.
            SettingsError: the maker "bsn" is asked for and no folder is named.
        """
        chosen, bsn, labels = settings.proposals, None, None
        listed = Path(chosen.list_file) if chosen.list_file else None
        if "bsn" in chosen.makers and not listed:
            if not chosen.bsn_checkpoint:
                raise SettingsError(
                    "The proposal maker 'bsn' needs a trained BSN.",
                    "Name its folder in proposals.bsn_checkpoint; pgcn train-proposals makes one.",
                )
            bsn = load_bsn(Path(chosen.bsn_checkpoint))
        file = settings.detections.video_labels
        if file and file != KINETICS:
            names = settings.detections.video_label_names
            labels = read_video_labels(Path(file), Path(names) if names else None)
        return cls(bsn, read_proposal_lists(listed) if listed else None, labels)


@dataclass(frozen=True, slots=True)
class Engine:
    """Networks and settings, loaded once for many videos.

    Attributes:
        backbones: The feature network of each stream.
        networks: The trained P-GCN of each stream; empty for the cold start.
        labels: K names, in the order of the networks' columns.
        cache: Where features are kept, or None.
        model_name: What scored the proposals, for people.
        without_flow: Whether flow was asked for and left out because nothing would use it.
        outside: Files beside the networks that shape the result.
        checkpoint: Fingerprint of the trained P-GCN, '' for the cold start.
    """

    settings: Settings
    device: torch.device
    backbones: Mapping[Stream, Backbone]
    networks: Mapping[Stream, Pgcn]
    labels: tuple[str, ...]
    cache: FeatureCache | None
    model_name: str
    without_flow: bool = False
    outside: Outside = field(default_factory=Outside)
    checkpoint: str = ""

    @property
    def is_trained(self) -> bool:
        """Whether a trained P-GCN scores the proposals."""
        return bool(self.networks)

    @property
    def note(self) -> str:
        """Return one sentence for people about how runs of this engine are made."""
        if self.is_trained:
            return f"Scored by the trained P-GCN {self.model_name}."
        note = (
            "No trained P-GCN was used: labels are the Kinetics-400 classes of the feature "
            "network, boundaries those of the proposals."
        )
        if self.without_flow:
            note += " Optical flow was left out: no trained flow weights are imported."
        return note


@dataclass(frozen=True, slots=True)
class LocalizedVideo:
    """Everything one pass over one video gave.

    Attributes:
        edge_weights: (E,) float32 cosine weights of the graph's edges, first stream's activity.
        note: One sentence about how it was made.
        uncertainty: How unsure the model is of each detection.
        evidence: What the network said of every proposal, and where its inputs are.
        unkept: Why its features are not in the cache, or None.
    """

    info: VideoInfo
    proposals: ProposalSet
    graph: ProposalGraph
    edge_weights: NDArray[np.float32]
    detections: Detections
    labels: tuple[str, ...]
    model_name: str
    is_trained: bool
    note: str
    uncertainty: Uncertainty
    evidence: Evidence
    unkept: OutputError | None = None


def load_engine(
    settings: Settings,
    *,
    checkpoint: Path | None = None,
    device: str = "auto",
    cache: Path | None = None,
) -> Engine:
    """Load the networks.

    The cold start leaves flow out while only the stand-in network would see it, unless a person
    asked for a flow by name: it was measured to be worth nothing and takes half the time.

    Args:
        settings: What shapes the result.
        checkpoint: Folder of a trained P-GCN; None scores with the Kinetics head (cold start). The
            graph and the pooling that its card says it was trained with take the place of those
            of the settings.
        device: auto, cpu, cuda or cuda:N.
        cache: Folder of the feature cache; None keeps nothing.

    Raises:
        WeightsError: backbone weights are missing or damaged.
        CheckpointError: the checkpoint is damaged or lacks a stream of the settings.
        SettingsError: the device is not there, or sizes do not fit.
        ProposalFileError: the imported list cannot be read.
        VideoLabelError: the labels of whole videos cannot be read.
        OutOfMemory: the machine has too little memory.
    """
    where = pick_device(device)
    trained = Checkpoint.load(checkpoint) if checkpoint else None
    asked = settings.features.streams
    networks: dict[Stream, Pgcn] = {}
    settings = settle(settings, trained)
    if trained:  # before the backbones, which take seconds to load
        networks = {stream: _network(trained, stream) for stream in asked}
    streams = settings.features.streams
    outside = Outside.load(settings)
    _check_bsn(outside.bsn, streams)
    with memory_told("load the networks"):
        backbones = {
            stream: load_backbone(stream, device=where, backend=settings.features.backend)
            for stream in streams
        }
    return Engine(
        settings=settings,
        device=where,
        backbones=backbones,
        networks=networks,
        labels=trained.labels if trained else kinetics_labels(),
        cache=FeatureCache(cache) if cache else None,
        model_name=checkpoint.name if checkpoint else "Kinetics-400 cold start",
        without_flow=streams != asked,
        outside=outside,
        checkpoint=fingerprint_of(checkpoint) if checkpoint else "",
    )


def with_checkpoint(engine: Engine, settings: Settings, checkpoint: Path) -> Engine:
    """Return an engine with the same feature networks whose proposals a checkpoint scores.

    Args:
        engine: Its backbones, cache and files are taken.
        settings: As for ``load_engine``.
        checkpoint: Folder of a trained P-GCN of all the engine's streams.

    Raises:
        CheckpointError: it is damaged or lacks a stream.
        SettingsError: none of the streams has a weight in the fusion.
    """
    trained = Checkpoint.load(checkpoint)
    streams = tuple(engine.backbones)
    features = dataclasses.replace(settings.features, streams=streams)
    settings = settle(dataclasses.replace(settings, features=features), trained)
    return dataclasses.replace(
        engine,
        settings=settings,
        networks={stream: _network(trained, stream) for stream in streams},
        labels=trained.labels,
        model_name=checkpoint.name,
        without_flow=False,
    )


def localize(
    path: Path,
    engine: Engine,
    *,
    progress: Progress = no_progress,
    cancel: Event | None = None,
) -> LocalizedVideo:
    """Find the actions in one video (steps 1 to 7).

    Args:
        path: The video file.
        engine: From ``load_engine``.
        progress: Told the frames done of each stream, then the last stage.
        cancel: Heard within a second; finished features stay in the cache for the next call.

    Raises:
        VideoError: the file cannot be opened or decoded.
        ProposalFileError: the imported list does not know the video.
        VideoLabelError: nor do the labels of whole videos, or they have other names.
        OutOfMemory: the machine has too little memory; finished features stay in the cache too.
        Cancelled: the flag was set.
    """
    with memory_told(f"analyse {path.name}"):
        return _localize(path, engine, progress, cancel)


def _localize(
    path: Path, engine: Engine, progress: Progress, cancel: Event | None
) -> LocalizedVideo:
    settings = engine.settings
    given = _given(path.stem, engine)
    video = open_video(path, cancel=cancel)
    duration_s = video.info.duration_s
    unkept: list[OutputError] = []
    sequences = read_features(
        video, engine, progress=progress, cancel=cancel, on_cache_failure=unkept.append
    )
    progress(LAST_STAGE, 0, 1)
    if given.listed is None:
        proposals = propose(sequences, settings.proposals, duration_s, engine.outside.bsn)
    else:
        proposals = take_listed(given.listed, sequences, settings.proposals, duration_s)
    graph = build_graph(proposals.segments, settings.graph, fps=sequences[0].fps)
    pooled = [pool_features(one, proposals.segments, settings.proposals) for one in sequences]
    scores = {
        sequence.stream: _scores(engine, sequence, features, graph, proposals, duration_s)
        for sequence, features in zip(sequences, pooled, strict=True)
    }
    raise_if_cancelled(cancel)
    fused = fuse_streams(scores, settings.fusion)
    video_scores = _video_scores(given, engine, sequences)
    candidates = decode(proposals, fused, settings.detections, duration_s, video_scores)
    detections = suppress(candidates, proposals, settings.detections)
    margin, entropy = label_doubt(fused, detections)
    scoring = Scoring(settings.fusion, settings.detections, video_scores)
    spread = _spread(engine, pooled, graph, detections, scoring)
    keys = {one.stream: one.fingerprint for one in sequences}
    sources = Sources(engine.checkpoint, keys, duration_s, video_scores)
    progress(LAST_STAGE, 1, 1)
    return LocalizedVideo(
        info=video.info,
        proposals=proposals,
        graph=graph,
        edge_weights=edge_weights(
            torch.from_numpy(pooled[0].activity), graph, relu=settings.model.edge_relu
        ).numpy(),
        detections=detections,
        labels=engine.labels,
        model_name=engine.model_name,
        is_trained=engine.is_trained,
        note=engine.note,
        uncertainty=Uncertainty(margin, entropy, spread),
        evidence=gather_evidence(fused, detections, settings.detections, sources),
        unkept=unkept[0] if unkept else None,
    )


def _spread(
    engine: Engine,
    pooled: Sequence[ProposalFeatures],
    graph: ProposalGraph,
    detections: Detections,
    scoring: Scoring,
) -> NDArray[np.float32] | None:
    """Return how much each detection's score hangs on the neighbours drawn; None untrained."""
    settings = engine.settings.uncertainty
    if not engine.networks or settings.draws < 2:
        return None
    drawn = draw_neighbourhoods(graph, settings)
    sampled = {
        stream: sampled_scores(engine.networks[stream], features, graph, drawn, engine.device)
        for stream, features in zip(engine.backbones, pooled, strict=True)
    }
    return score_spread(sampled, detections, scoring)


def read_features(
    video: Video,
    engine: Engine,
    *,
    progress: Progress = no_progress,
    cancel: Event | None = None,
    on_cache_failure: Callable[[OutputError], None] = log_failure,
) -> list[FeatureSequence]:
    """Return the features of every stream of one video, in the order of the engine's streams.

    Args:
        video: From ``open_video``.
        engine: From ``load_engine``.
        progress: Told the frames done of each stream.
        cancel: Heard within a second.
        on_cache_failure: Told when features cannot be kept; work goes on without that.

    Raises:
        VideoError: the file cannot be decoded.
        Cancelled: the flag was set; finished pieces stay in the cache.
    """
    return [
        _features(_job(video, backbone, engine, on_cache_failure), video, progress, cancel)
        for backbone in engine.backbones.values()
    ]


def kept_features(video: Video, engine: Engine) -> list[FeatureSequence]:
    """Return the features of those streams that are whole in the cache; nothing is extracted."""
    kept = [_job(video, one, engine).finished() for one in engine.backbones.values()]
    return [one for one in kept if one is not None]


def _job(
    video: Video,
    backbone: Backbone,
    engine: Engine,
    on_cache_failure: Callable[[OutputError], None] = log_failure,
) -> FeatureJob:
    settings = engine.settings.features
    return FeatureJob(
        video_fingerprint=video.info.fingerprint,
        backbone=backbone,
        settings=settings,
        n_frames_expected=len(sampled_times(video.index, settings.fps)),
        cache=engine.cache,
        on_cache_failure=on_cache_failure,
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """What files hold of one video."""

    listed: ListedProposals | None
    labels: Mapping[str, float] | None


def _given(video_id: str, engine: Engine) -> _Given:
    """Look a video up before hours are spent on it."""
    lists, labels = engine.outside.lists, engine.outside.video_labels
    given = _Given(lists.of(video_id) if lists else None, labels.of(video_id) if labels else None)
    if given.labels is not None:
        top_video_scores(given.labels, engine.labels, 1)
    return given


def _video_scores(
    given: _Given, engine: Engine, sequences: Sequence[FeatureSequence]
) -> NDArray[np.float64] | None:
    """Return the (K,) scores of the labels of the whole video, or None when they are not used."""
    settings = engine.settings.detections
    if not settings.video_labels:
        return None
    labels = given.labels
    if labels is None:
        labels = kinetics_video_labels(sequences, kinetics_labels())
    return top_video_scores(labels, engine.labels, settings.top_labels)


def _features(
    job: FeatureJob, video: Video, progress: Progress, cancel: Event | None
) -> FeatureSequence:
    """Return one stream's features: from the cache, resumed from it, or extracted whole."""

    def report(stage: str, done: int, total: int) -> None:  # noqa: ARG001 - ours is said instead
        progress(STAGES[job.stream], done, total)

    finished = job.finished()
    if finished is None:
        with nullcontext() if job.cache is None else job.cache.turn(job.fingerprint, cancel):
            # Another program may have made it meanwhile.
            finished = job.finished() or _extracted(video, job, report, cancel)
    report("", job.n_frames_expected, job.n_frames_expected)
    return finished


def _extracted(
    video: Video, job: FeatureJob, report: Progress, cancel: Event | None
) -> FeatureSequence:
    """Extract what the cache does not hold yet."""
    start_s = job.start_s()
    if start_s is None:
        start_s = float(video.index.pts_s[job.start_frame()])
    frames = read_frames(
        video,
        short_side_px=job.settings.short_side_px,
        fps=job.settings.fps,
        start_s=start_s,
        cancel=cancel,
    )
    return extract_features(frames, job, progress=report, cancel=cancel)


def _scores(
    engine: Engine,
    sequence: FeatureSequence,
    features: ProposalFeatures,
    graph: ProposalGraph,
    proposals: ProposalSet,
    duration_s: float,
) -> ProposalScores:
    """Return one stream's scores: its trained P-GCN's, or the cold start's."""
    network = engine.networks.get(sequence.stream)
    if network is None:
        return coldstart_scores(sequence, proposals.segments, duration_s)
    return run_stream(network, features, graph, engine.device)


def _check_bsn(bsn: Bsn | None, streams: Sequence[Stream]) -> None:
    """Find out before hours are spent on features that a BSN cannot use them."""
    if bsn is None:
        return
    missing = [stream for stream in bsn.streams if stream not in streams]
    if missing:
        raise CheckpointError(
            f"The BSN was trained with {missing[0]} features, which are not extracted here.",
            f"Ask for {missing[0]} by name, or train a BSN without it.",
        )
    if bsn.feature_dim != FEATURE_DIM * len(bsn.streams):
        raise CheckpointError(
            f"The BSN takes {bsn.feature_dim} features a unit, the feature network gives "
            f"{FEATURE_DIM} for each of its {len(bsn.streams)} streams.",
            "Use a BSN that was trained on I3D features.",
        )


def _network(checkpoint: Checkpoint, stream: Stream) -> Pgcn:
    if stream not in checkpoint.streams:
        raise CheckpointError(
            f"The checkpoint has no {stream} network.",
            "Use --flow none for a checkpoint of RGB alone, or import the missing stream.",
        )
    found = checkpoint.streams[stream]
    if found.settings.feature_dim != FEATURE_DIM:
        raise CheckpointError(
            f"The checkpoint takes {found.settings.feature_dim} features a snippet, "
            f"the feature network gives {FEATURE_DIM}.",
            "Use a checkpoint that was trained on I3D features.",
        )
    return found.build()
