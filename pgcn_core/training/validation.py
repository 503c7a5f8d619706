"""How good a network is on videos it never learned from: mean average precision."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

import numpy as np
import torch

from pgcn_core.config import DetectionSettings
from pgcn_core.detections import Detections, decode, suppress
from pgcn_core.evaluation.average_precision import LabelledSegments, average_precision
from pgcn_core.graph import build_graph
from pgcn_core.model import Pgcn
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.proposals.products import ProposalSet
from pgcn_core.runtime import raise_if_cancelled
from pgcn_core.streams import run_stream
from pgcn_core.training.dataset import TrainingVideo, in_seconds
from pgcn_core.training.settings import Recipe


def score_videos(
    model: Pgcn,
    videos: Sequence[TrainingVideo],
    recipe: Recipe,
    device: torch.device,
    cancel: Event | None = None,
) -> dict[float, float]:
    """Return the mAP of one stream at every tIoU of the recipe.

    The whole path of inference is walked: all proposals of the list, the whole graph, boundary
    regression, suppression. Labels without ground truth in these videos do not count.

    Args:
        model: Left in evaluation mode.
        videos: At least one, with ground truth.
        recipe: Pooling, graph, grid of tIoU.
        device: Where to compute.
        cancel: Heard between videos.
    """
    found = []
    for video in videos:
        raise_if_cancelled(cancel)
        found.append(localize_listed(model, video, recipe, device))
    tious = recipe.selection.tious
    rows = [
        average_precision(
            _truth_of(label, videos), _found_of(label, found), np.array(tious, np.float64)
        )
        for label in range(recipe.model.n_labels)
        if any((video.listed.truth_label_idx == label).any() for video in videos)
    ]
    means = np.mean(rows, axis=0)
    return {tiou: float(value) for tiou, value in zip(tious, means, strict=True)}


def localize_listed(
    model: Pgcn, video: TrainingVideo, recipe: Recipe, device: torch.device
) -> Detections:
    """Return the detections of one stream from the proposals of the list, best first."""
    listed, sequence = video.listed, video.sequence
    segments = in_seconds(listed.proposal_frames, listed, sequence)
    proposals = ProposalSet(segments, np.ones(len(segments), np.float32))
    graph = build_graph(segments, recipe.graph, fps=sequence.fps)
    features = pool_features(sequence, segments, recipe.proposals)
    scores = run_stream(model, features, graph, device)
    settings = DetectionSettings(
        top_k=recipe.selection.top_k,
        nms_tiou=recipe.selection.nms_tiou,
        nms_before_regression=recipe.graph.mode == "official",
    )
    duration_s = sequence.n_frames / sequence.fps
    return suppress(decode(proposals, scores, settings, duration_s), proposals, settings)


def _truth_of(label: int, videos: Sequence[TrainingVideo]) -> LabelledSegments:
    numbers, segments = [], []
    for number, video in enumerate(videos):
        frames = video.listed.truth_frames[video.listed.truth_label_idx == label]
        segments.append(in_seconds(frames, video.listed, video.sequence))
        numbers.append(np.full(len(frames), number, np.int64))
    together = np.concatenate(segments)
    return LabelledSegments(np.concatenate(numbers), together, np.zeros(len(together)))


def _found_of(label: int, found: Sequence[Detections]) -> LabelledSegments:
    mine = [one.take(one.label_idx == label) for one in found]
    numbers = [np.full(len(one), number, np.int64) for number, one in enumerate(mine)]
    return LabelledSegments(
        np.concatenate(numbers),
        np.concatenate([one.segments for one in mine]),
        np.concatenate([one.score.astype(np.float64) for one in mine]),
    )
