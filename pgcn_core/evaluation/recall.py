"""Average recall of class-agnostic proposals: how much of the truth a few of them cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numba
import numpy as np
from numpy.typing import NDArray

from pgcn_core.errors import EvaluationFileError, SettingsError
from pgcn_core.segments import Segments

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
Share = Literal["average", "each"]
# ActivityNet's grid for proposals.
PROPOSAL_TIOUS = tuple(round(0.5 + 0.05 * i, 2) for i in range(10))
# Proposals per video up to which its curve of average recall is drawn.
AREA_COUNT = 100


@dataclass(frozen=True, slots=True)
class VideoProposals:
    """Truth and proposals of one video.

    Attributes:
        truth: (G, 2) float64, of any label.
        proposals: (N, 2) float64 in the same unit of time, best first.
    """

    truth: Segments
    proposals: Segments


@dataclass(frozen=True, slots=True)
class AverageRecall:
    """Recall at each number of proposals and tIoU.

    Attributes:
        counts: The A numbers of proposals per video (AN).
        tious: (T,) float64 thresholds.
        recall: (A, T) float64 share of truths that some proposal meets.
        mean_used: (A,) float64 proposals per video that were really looked at; lists may be short.
        n_truths: Truths in all videos.
        n_proposals: Proposals in all videos.
    """

    counts: tuple[int, ...]
    tious: Floats
    recall: Floats
    mean_used: Floats
    n_truths: int
    n_proposals: int

    @property
    def average(self) -> Floats:
        """AR@AN: the (A,) mean over thresholds."""
        return self.recall.mean(axis=1)


def average_recall(
    videos: Sequence[VideoProposals],
    counts: Sequence[int],
    tious: Sequence[float] | Floats = PROPOSAL_TIOUS,
    share: Share = "each",
) -> AverageRecall:
    """Measure proposals; a truth is met when the tIoU is at least the threshold, ActivityNet's way.

    Args:
        videos: Those with ground truth; a video without proposals finds nothing.
        counts: AN, proposals per video.
        tious: Thresholds.
        share: ``each``: each video gives its AN best. ``average``: AN is an average; each video
            gives the same share of its own list, as the ActivityNet toolkit cuts.

    Raises:
        EvaluationFileError: no video has ground truth.
        SettingsError: a count below 1.
    """
    n_truths = sum(len(video.truth) for video in videos)
    if n_truths == 0:
        raise EvaluationFileError(
            "There is no ground truth to measure proposals against.", "Choose another file."
        )
    if not counts or min(counts) < 1:
        raise SettingsError("Proposals are counted from 1.", "Give numbers such as 50,100,200.")
    lengths = np.array([len(video.proposals) for video in videos], np.int64)
    kept = np.stack([_kept(lengths, count, share) for count in counts])
    thresholds = np.asarray(tious, np.float64)
    met = np.zeros((len(counts), len(thresholds)), np.int64)
    for v, video in enumerate(videos):
        met += _met(video.truth, video.proposals, kept[:, v], thresholds)
    return AverageRecall(
        tuple(counts),
        thresholds,
        met / n_truths,
        kept.mean(axis=1),
        n_truths,
        int(lengths.sum()),
    )


def area_under_recall(videos: Sequence[VideoProposals], share: Share = "each") -> float:
    """Return the area under average recall against AN from 1 to 100, over 100: ActivityNet's AUC.

    By trapezoids from 1 to 100, as its toolkit has it, so that a perfect maker gets 0.99. tIoU is
    0.5 to 0.95 in steps of 0.05.

    Raises:
        EvaluationFileError: no video has ground truth.
    """
    average = average_recall(videos, range(1, AREA_COUNT + 1), share=share).average
    return float(np.trapezoid(average) / AREA_COUNT)


def _kept(lengths: Indices, count: int, share: Share) -> Indices:
    """Return how many proposals of each video are looked at."""
    if share == "each":
        return np.minimum(lengths, count)
    wanted = count * len(lengths) / max(int(lengths.sum()), 1)
    return np.minimum(lengths, (lengths * wanted).astype(np.int64))


@numba.njit(cache=True, nogil=True)
def _met(truth: Segments, proposals: Segments, kept: Indices, thresholds: Floats) -> Indices:
    """Return (A, T) how many truths one of the first ``kept`` proposals meets."""
    met = np.zeros((len(kept), len(thresholds)), np.int64)
    for g in range(len(truth)):
        for a in range(len(kept)):
            best = 0.0
            for n in range(kept[a]):
                shared = min(truth[g, 1], proposals[n, 1]) - max(truth[g, 0], proposals[n, 0])
                hull = max(truth[g, 1], proposals[n, 1]) - min(truth[g, 0], proposals[n, 0])
                if shared > 0.0 and shared / hull > best:
                    best = shared / hull
            for t in range(len(thresholds)):
                if best >= thresholds[t]:
                    met[a, t] += 1
    return met
