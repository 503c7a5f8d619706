"""Room 7: scores become detections; near-duplicates are suppressed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.config import DetectionSettings
from pgcn_core.proposals.nms import best_first, keep_by_label
from pgcn_core.proposals.posteriors import softmax
from pgcn_core.proposals.products import ProposalSet
from pgcn_core.segments import Segments, apply_offsets, durations_s
from pgcn_core.streams import ProposalScores

# exp() of more than this overflows float32; a log ratio this large is past any video anyway.
_LARGEST_LOG = 60.0


@dataclass(frozen=True, slots=True)
class Detections:
    """Labelled, scored segments of one video, best first.

    Attributes:
        segments: (M, 2) float64 seconds inside the video.
        label_idx: (M,) int64 in [0, K).
        score: (M,) float32, may be above 1.
        proposal_idx: (M,) int64, the proposal each came from.
    """

    segments: Segments
    label_idx: NDArray[np.int64]
    score: NDArray[np.float32]
    proposal_idx: NDArray[np.int64]

    def __len__(self) -> int:
        """Return M."""
        return len(self.score)

    def take(self, index: NDArray[np.int64] | NDArray[np.bool_]) -> Detections:
        """Return the detections at an index or mask, in its order."""
        return Detections(
            self.segments[index], self.label_idx[index], self.score[index], self.proposal_idx[index]
        )


def score_pairs(scores: ProposalScores, settings: DetectionSettings) -> NDArray[np.float64]:
    """Return the (N, K) score of every proposal and label.

    The softmax probability of the label times the completeness: ``exp`` of its logit as in the
    released code (eval_detection_results.py:107-109; unbounded) or its sigmoid (at most 1).
    """
    activity = softmax(scores.activity_logits.astype(np.float64))[:, 1:]
    return activity * _completeness(scores, settings)


def _completeness(scores: ProposalScores, settings: DetectionSettings) -> NDArray[np.float64]:
    """Return the (N, K) factors that completeness gives."""
    logits = np.clip(scores.completeness_logits.astype(np.float64), -700.0, _LARGEST_LOG)
    if settings.completeness == "sigmoid":
        return 1.0 / (1.0 + np.exp(-logits))
    return np.exp(logits)


def video_label_pairs(
    scores: ProposalScores, video_scores: NDArray[np.float64], settings: DetectionSettings
) -> NDArray[np.float64]:
    """Return the (N, K) score of every proposal with the labels of its video (P-GCN*).

    The proposal's score times the video's. Where the video's is 0 the pair is out: -infinity.

    Args:
        scores: N proposals, K labels.
        video_scores: (K,) at least 0; from ``top_video_scores``.
        settings: ``completeness``, and ``video_label_score``: what a proposal's score is.
    """
    if settings.video_label_score == "label":
        pairs = score_pairs(scores, settings)
    else:
        background = softmax(scores.activity_logits.astype(np.float64))[:, :1]
        pairs = (1.0 - background) * _completeness(scores, settings)
    return np.where(video_scores > 0, pairs * video_scores, -np.inf)


def final_scores(
    scores: ProposalScores, settings: DetectionSettings, video_scores: NDArray[np.float64] | None
) -> NDArray[np.float64]:
    """Return the (N, K) scores that detections are ranked by; -infinity for a label that is out."""
    if video_scores is None:
        return score_pairs(scores, settings)
    return video_label_pairs(scores, video_scores, settings)


def decode(
    proposals: ProposalSet,
    scores: ProposalScores,
    settings: DetectionSettings,
    duration_s: float,
    video_scores: NDArray[np.float64] | None = None,
) -> Detections:
    """Return the best (proposal, label) pairs with their regressed segments, before suppression.

    Args:
        proposals: N proposals.
        scores: Of the same proposals, offsets de-normalised.
        settings: ``top_k`` pairs per video, ``min_score``, and how completeness counts.
        duration_s: Length of the video; segments are clipped to it and may become empty.
        video_scores: (K,) of the labels of the whole video; no others are detected then.

    Returns:
        At most ``top_k`` detections, best first; of equal scores the later pair first.
    """
    pairs = final_scores(scores, settings, video_scores).ravel()
    order = best_first(pairs)[: settings.top_k]
    order = order[pairs[order] >= settings.min_score]
    n_labels = scores.completeness_logits.shape[1]
    proposal_idx, label_idx = np.divmod(order, max(n_labels, 1))
    offsets = scores.offsets[proposal_idx, label_idx].astype(np.float64)
    offsets[:, 1] = np.minimum(offsets[:, 1], _LARGEST_LOG)
    segments = proposals.segments[proposal_idx]
    # Offsets of zero leave a segment as it is to the last bit: a tIoU of exactly 0.5 stays one.
    still = (offsets == 0).all(axis=1, keepdims=True)
    segments = np.where(still, segments, apply_offsets(segments, offsets))
    return Detections(
        np.clip(segments, 0.0, duration_s), label_idx, pairs[order].astype(np.float32), proposal_idx
    )


def suppress(
    detections: Detections, proposals: ProposalSet, settings: DetectionSettings
) -> Detections:
    """Return the detections that survive class-wise greedy NMS, best first, none of them empty.

    Paper mode compares the regressed segments. Official mode (``nms_before_regression``) compares
    the proposals they came from, so survivors may overlap by more than the threshold.

    Args:
        detections: From ``decode``, in its order.
        proposals: What they were decoded from.
        settings: ``nms_tiou`` and ``max_shared``: an overlap of exactly this much is kept.
    """
    if settings.nms_before_regression:
        compared = proposals.segments[detections.proposal_idx]
    else:
        detections = detections.take(durations_s(detections.segments) > 0)
        compared = detections.segments
    survivors = detections.take(
        keep_by_label(
            compared, detections.label_idx, settings.nms_tiou, max_shared=settings.max_shared
        )
    )
    return survivors.take(durations_s(survivors.segments) > 0)
