"""The videos of a training: features, pools, targets, neighbours; checked before the first step."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import ProposalSettings, Stream
from pgcn_core.errors import FeatureError, ProposalFileError, TrainingError
from pgcn_core.features.products import FeatureSequence
from pgcn_core.proposals.files import ListedVideo, read_proposal_list
from pgcn_core.proposals.pooling import snippet_ranges, tick_ranges
from pgcn_core.runtime import Progress, no_progress, raise_if_cancelled
from pgcn_core.segments import Segments
from pgcn_core.training.draws import Neighbourhood, name_key, neighbourhood
from pgcn_core.training.feature_files import UnitTiming, find_feature_file, read_features
from pgcn_core.training.holding_out import check_widths, split
from pgcn_core.training.pools import BACKGROUND, Pools, make_pools, training_ticks
from pgcn_core.training.settings import Recipe
from pgcn_core.training.targets import pool_targets, target_statistics

Indices = NDArray[np.int64]
READING_STAGE = "Reading features"


@dataclass(frozen=True, slots=True)
class TrainingVideo:
    """One video that can be drawn from.

    Attributes:
        listed: Its block of the proposal list.
        sequence: Features of one stream.
        pools: N proposals.
        targets: (N, 2) float64 offsets, not normalised.
        ranges: (N, 3, 2) int64 half-open unit ranges: start context, proposal, end context.
        around: Where neighbours are drawn from.
        key: Stands for the video in the generators.
    """

    listed: ListedVideo
    sequence: FeatureSequence
    pools: Pools
    targets: NDArray[np.float64]
    ranges: Indices
    around: Neighbourhood
    key: int

    @property
    def video_id(self) -> str:
        """Its name in the proposal list."""
        return self.listed.video_id


@dataclass(frozen=True, slots=True)
class TrainingData:
    """Everything a training looks at.

    Attributes:
        stream: What the features are of.
        labels: K names.
        training: Drawn from.
        validation: Never drawn from; the best epoch is found on them.
        offset_stats: (2, 2) float64 of the training videos' foreground.
        fingerprint: Hash of list, labels and features.
    """

    stream: Stream
    labels: tuple[str, ...]
    training: tuple[TrainingVideo, ...]
    validation: tuple[TrainingVideo, ...]
    offset_stats: NDArray[np.float64]
    fingerprint: str

    @property
    def feature_dim(self) -> int:
        """Numbers of one feature unit, D."""
        return self.training[0].sequence.values.shape[1]


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where the data lie.

    Attributes:
        features: Folder with one feature file per video.
        proposals: Proposal list with ground truth.
        labels: K names, in the order of the list's labels.
        stream: What the features are of.
        timing: Of bare feature tables.
    """

    features: Path
    proposals: Path
    labels: tuple[str, ...]
    stream: Stream
    timing: UnitTiming = field(default_factory=UnitTiming)


def read_training_data(
    source: DataSource,
    recipe: Recipe,
    seed: int,
    *,
    progress: Progress = no_progress,
    cancel: Event | None = None,
) -> TrainingData:
    """Read and check everything, and set videos aside for validation.

    Of every list the first ``max_proposals`` are taken, best first or not: lists have no scores.
    Videos without ground truth are left out, as in the released code: nothing in them is
    foreground. So are foreground-free ones; the others may lack incomplete or background ones.

    Raises:
        ProposalFileError: the list does not fit the labels or itself.
        FeatureError: a feature file is missing or unusable, or not as wide as the others.
        TrainingError: no video is left to train on.
        Cancelled: the flag was set.
    """
    listed = read_proposal_list(source.proposals)
    _check_list(listed, source)
    if not recipe.pools.whole_list:
        listed = [one.first_proposals(recipe.proposals.max_proposals) for one in listed]
    with_truth = [one for one in listed if len(one.truth_frames)]
    if not with_truth:
        raise TrainingError(
            f"No video of {source.proposals.name} has ground truth.", "Add labelled segments."
        )
    videos = []
    for number, one in enumerate(with_truth):
        raise_if_cancelled(cancel)
        progress(READING_STAGE, number, len(with_truth))
        videos.append(_read_video(one, source, recipe))
    check_widths((one.video_id, one.sequence.values.shape[1]) for one in videos)
    training, validation = split(videos, recipe.selection.validation_share, seed)
    stats = target_statistics((one.targets for one in training), (one.pools for one in training))
    progress(READING_STAGE, len(with_truth), len(with_truth))
    return TrainingData(
        source.stream, source.labels, training, validation, stats, _fingerprint(source, videos)
    )


def in_seconds(frames: Indices, video: ListedVideo, sequence: FeatureSequence) -> Segments:
    """Return (N, 2) frames of the list as seconds of the features."""
    seconds: Segments = frames * np.float64(sequence.n_frames / sequence.fps / video.n_frames)
    return seconds


def training_ranges(
    video: ListedVideo, frames: Indices, sequence: FeatureSequence, settings: ProposalSettings
) -> Indices:
    """Return (N, 3, 2) unit ranges of proposals, as training pools them.

    Official pooling has ticks of its own for training, in frames of the features.
    """
    seconds = in_seconds(frames, video, sequence)
    if settings.pooling in {"paper", "mean"}:
        return snippet_ranges(sequence, seconds, settings).reshape(-1, 3, 2)
    whole = np.rint(seconds * sequence.fps).astype(np.int64)
    ticks = training_ticks(whole, sequence.n_frames, settings.context_ratio)
    ranges = tick_ranges(sequence, ticks, rescaled=settings.pooling == "official_rescaled")
    return ranges.reshape(-1, 3, 2)


def _read_video(listed: ListedVideo, source: DataSource, recipe: Recipe) -> TrainingVideo:
    path = find_feature_file(source.features, listed.video_id)
    if path is None:
        raise FeatureError(
            f"There is no feature file for {listed.video_id} in {source.features}.",
            "Extract it, or take the video off the list.",
        )
    sequence = read_features(path, source.stream, listed.n_frames, source.timing)
    return training_video(listed, sequence, recipe, source.proposals.name)


def training_video(
    listed: ListedVideo, sequence: FeatureSequence, recipe: Recipe, list_name: str
) -> TrainingVideo:
    """Return a video that can be drawn from: its pools, their targets, ranges and neighbours.

    Args:
        listed: Ground truth and proposals.
        sequence: Features of one stream.
        recipe: Pools, pooling and graph.
        list_name: What an error calls the list.

    Raises:
        ProposalFileError: a proposal overlaps an action but has no label.
    """
    pools = make_pools(listed, recipe.pools)
    _check_pools(listed, pools, list_name)
    return video_of_pools(listed, sequence, recipe, pools)


def video_of_pools(
    listed: ListedVideo, sequence: FeatureSequence, recipe: Recipe, pools: Pools
) -> TrainingVideo:
    """Return a video that can be drawn from, its pools made elsewhere; see ``training_video``."""
    return TrainingVideo(
        listed,
        sequence,
        pools,
        pool_targets(pools, listed.truth_frames),
        training_ranges(listed, pools.frames, sequence, recipe.proposals),
        neighbourhood(pools.frames, recipe.graph, recipe.neighbours.sampled),
        name_key(listed.video_id),
    )


def _check_list(listed: Sequence[ListedVideo], source: DataSource) -> None:
    seen: set[str] = set()
    n_labels = len(source.labels)
    for one in listed:
        where = f"{source.proposals.name}: {one.video_id}"
        if one.video_id in seen:
            raise ProposalFileError(f"{where} is listed twice.", "Take one of them off.")
        seen.add(one.video_id)
        labels = np.concatenate([one.truth_label_idx, one.proposal_label_idx])
        if labels.max(initial=-1) >= n_labels:
            raise ProposalFileError(
                f"{where} has label {labels.max() + 1}, but there are {n_labels} labels.",
                "Choose the labels that belong to the list.",
            )
        if one.overrun_frames > source.timing.window_frames:
            raise ProposalFileError(
                f"{where} has a segment that ends {one.overrun_frames} frames after the video.",
                "Correct the list, or the number of frames it gives the video.",
            )


def _check_pools(listed: ListedVideo, pools: Pools, list_name: str) -> None:
    unlabelled = (pools.label_idx < 0) & (pools.kind != BACKGROUND)
    if unlabelled.any():
        start, end = pools.frames[np.argmax(unlabelled)]
        raise ProposalFileError(
            f"{list_name}: the proposal {start} {end} of {listed.video_id} overlaps an action but "
            "has label 0.",
            "Labels are counted from 1; 0 is for proposals that overlap nothing.",
        )


def _fingerprint(source: DataSource, videos: Sequence[TrainingVideo]) -> str:
    digest = hashlib.sha256(source.proposals.read_bytes())
    digest.update("\n".join(source.labels).encode())
    for one in videos:
        digest.update(one.listed.video_id.encode())
        digest.update(np.ascontiguousarray(one.sequence.values).tobytes())
    return digest.hexdigest()
