"""What is kept of a run so that it can be explained: the scores of every proposal, and its inputs.

Numbers are those that the run itself used. Of many labels only the best of each proposal are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import DetectionSettings, Stream
from pgcn_core.detections import Detections, final_scores
from pgcn_core.proposals.posteriors import softmax
from pgcn_core.streams import ProposalScores

# With no more labels than this all are kept; else so many of each proposal, or more where a
# detection has a label that ranks lower.
ALL_LABELS = 32
TOP_LABELS = 16


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the inputs of a run are found again.

    Attributes:
        checkpoint: Fingerprint of the trained P-GCN, '' for the cold start.
        feature_keys: Of the sequence of every stream in the feature cache.
        duration_s: Length of the video, seconds.
        video_scores: (K,) float64 scores of the labels of the whole video, None when not used.
    """

    checkpoint: str
    feature_keys: Mapping[Stream, str]
    duration_s: float
    video_scores: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the network said of every proposal, streams fused: T labels of each, best first.

    Attributes:
        sources: Where the inputs are found again.
        label_idx: (N, T) int32 in [0, K).
        score: (N, T) float32, what a detection of the label is scored with.
        probability: (N, T) float32 in [0, 1], softmax over labels and background.
        completeness_logits: (N, T) float32.
        offsets: (N, T, 2) float32: centre shift in durations, log of the duration ratio.
        background: (N,) float32 in [0, 1], the probability of none of the labels.
    """

    sources: Sources
    label_idx: NDArray[np.int32]
    score: NDArray[np.float32]
    probability: NDArray[np.float32]
    completeness_logits: NDArray[np.float32]
    offsets: NDArray[np.float32]
    background: NDArray[np.float32]


def gather_evidence(
    scores: ProposalScores, detections: Detections, settings: DetectionSettings, sources: Sources
) -> Evidence:
    """Return what is kept of the scores of a run.

    Args:
        scores: Of N proposals, streams fused.
        detections: What came of them; each of their labels is among those kept.
        settings: How scores are made of activity and completeness.
        sources: Where the inputs are found again.
    """
    pairs = final_scores(scores, settings, sources.video_scores)
    order = np.argsort(-pairs, axis=1, kind="stable")
    kept = order[:, : _n_kept(order, detections)].astype(np.int32)
    activity = softmax(scores.activity_logits.astype(np.float64))

    def of_kept(values: NDArray[np.floating]) -> NDArray[np.float32]:
        return np.take_along_axis(values, kept, axis=1).astype(np.float32)

    offsets = np.take_along_axis(scores.offsets, kept[..., None], axis=1).astype(np.float32)
    return Evidence(
        sources=sources,
        label_idx=kept,
        score=of_kept(pairs),
        probability=of_kept(activity[:, 1:]),
        completeness_logits=of_kept(scores.completeness_logits),
        offsets=offsets,
        background=activity[:, 0].astype(np.float32),
    )


def _n_kept(order: NDArray[np.int64], detections: Detections) -> int:
    n_labels = order.shape[1]
    if n_labels <= ALL_LABELS:
        return n_labels
    rank = order[detections.proposal_idx] == detections.label_idx[:, None]
    deepest = int(rank.argmax(axis=1).max(initial=0)) + 1
    return max(TOP_LABELS, deepest)
