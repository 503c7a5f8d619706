"""Corrected videos as videos to learn from: features, pools with hard negatives, targets."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import ProposalSettings, Stream
from pgcn_core.features.products import FeatureSequence
from pgcn_core.finetuning.corrections import CorrectedVideo
from pgcn_core.pipeline import Engine, read_features
from pgcn_core.preparing import best_truth, list_video, whole_frames
from pgcn_core.proposals.files import ListedVideo
from pgcn_core.proposals.propose import propose
from pgcn_core.runtime import Progress, no_progress
from pgcn_core.segments import durations_s
from pgcn_core.training.dataset import TrainingData, TrainingVideo, video_of_pools
from pgcn_core.training.pools import BACKGROUND, INCOMPLETE, Pools, make_pools
from pgcn_core.training.settings import PoolSettings, Recipe
from pgcn_core.training.targets import target_statistics
from pgcn_core.video.opening import open_video

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Example:
    """One corrected video with what was worked out from it.

    Attributes:
        sequences: Features of every stream.
        listed: Ground truth and proposals.
        rejected_frames: (R, 2) int64.
    """

    sequences: tuple[FeatureSequence, ...]
    listed: ListedVideo
    rejected_frames: Indices


def read_example(
    video: CorrectedVideo,
    engine: Engine,
    proposals: ProposalSettings,
    *,
    progress: Progress = no_progress,
    cancel: Event | None = None,
) -> Example:
    """Return a video ready to be learned from; its features come from the cache where they can.

    Args:
        video: What is there.
        engine: Its backbones and cache.
        proposals: As inference will make them.
        progress: Told the frames done of each stream.
        cancel: Heard within a second.

    Raises:
        VideoError: the file cannot be decoded.
        Cancelled: the flag was set; finished features stay in the cache.
    """
    opened = open_video(video.path, cancel=cancel)
    sequences = read_features(opened, engine, progress=progress, cancel=cancel)
    duration_s, fps = opened.info.duration_s, sequences[0].fps
    made = propose(sequences, proposals, duration_s, engine.outside.bsn)
    truth = np.clip(video.truth, 0.0, duration_s)
    inside = durations_s(truth) > 1 / fps
    listed = list_video(
        video.video_id, sequences[0], (truth[inside], video.label_idx[inside]), made.segments
    )
    rejected = whole_frames(video.rejected, fps, listed.n_frames)
    return Example(tuple(sequences), listed, rejected)


def training_data(
    examples: Sequence[Example],
    stream: Stream,
    labels: tuple[str, ...],
    recipe: Recipe,
    offset_stats: NDArray[np.float64] | None = None,
) -> TrainingData:
    """Return what a training of one stream looks at; every example is learned from.

    Args:
        examples: At least one with ground truth.
        stream: One that all of them have.
        labels: K names.
        recipe: Pools, pooling and graph.
        offset_stats: Of the network that is trained on, whose heads answer in them; None takes
            those of the examples.
    """
    videos = tuple(
        one for one in (_training_video(each, stream, recipe) for each in examples) if one
    )
    if offset_stats is None:
        offset_stats = target_statistics((v.targets for v in videos), (v.pools for v in videos))
    return TrainingData(stream, labels, videos, (), offset_stats, _fingerprint(labels, videos))


def _training_video(example: Example, stream: Stream, recipe: Recipe) -> TrainingVideo | None:
    """Return a video to draw from, None when nothing in it teaches anything."""
    pools = with_hard_negatives(
        make_pools(example.listed, recipe.pools), example.listed, example.rejected_frames,
        recipe.pools,
    )  # fmt: skip
    if len(pools.frames) == 0:
        return None
    sequence = next(one for one in example.sequences if one.stream == stream)
    return video_of_pools(example.listed, sequence, recipe, pools)


def with_hard_negatives(
    pools: Pools, listed: ListedVideo, rejected: Indices, settings: PoolSettings
) -> Pools:
    """Return pools in which rejected segments are negatives that are drawn often.

    One that lies partly on an action is incomplete for it, by the rule of all proposals; one that
    finds it well enough is left out, for the action itself says better where it is. All others are
    background however short, and of the other background no more stays than there are of them, so
    that every other draw of background is one that fooled a network.

    Args:
        pools: Of the proposals.
        listed: The same video's ground truth.
        rejected: (R, 2) int64 frames.
        settings: The rule.
    """
    if len(rejected) == 0:
        return pools
    best, tiou, overlap_self = best_truth(rejected, listed.truth_frames)
    is_incomplete = (tiou < settings.incomplete_tiou) & (overlap_self > settings.incomplete_overlap)
    is_background = ~is_incomplete & (tiou < settings.background_tiou)
    easy = _spread_out(pools.of(BACKGROUND), int(is_background.sum()))
    kept = np.flatnonzero(pools.kind != BACKGROUND)
    kept = np.concatenate([kept, easy]) if is_background.any() else np.arange(len(pools.kind))
    n_more = [int(is_incomplete.sum()), int(is_background.sum())]
    labels = np.append(listed.truth_label_idx, -1)[best]
    return Pools(
        np.concatenate([pools.frames[kept], rejected[is_incomplete], rejected[is_background]]),
        np.concatenate([pools.kind[kept], np.repeat([INCOMPLETE, BACKGROUND], n_more)]),
        np.concatenate(
            [pools.label_idx[kept], labels[is_incomplete], np.full(n_more[1], -1, np.int64)]
        ),
        np.concatenate([pools.is_truth[kept], np.zeros(sum(n_more), bool)]),
    )


def _spread_out(rows: Indices, count: int) -> Indices:
    """Return at most ``count`` of the rows, evenly from first to last."""
    if len(rows) <= count:
        return rows
    return rows[np.linspace(0, len(rows) - 1, count).round().astype(np.int64)]


def _fingerprint(labels: tuple[str, ...], videos: Sequence[TrainingVideo]) -> str:
    digest = hashlib.sha256("\n".join(labels).encode())
    for one in videos:
        digest.update(one.video_id.encode())
        for part in (one.pools.frames, one.pools.kind, one.pools.label_idx):
            digest.update(np.ascontiguousarray(part).tobytes())
        digest.update(one.sequence.fingerprint.encode())
    return digest.hexdigest()
