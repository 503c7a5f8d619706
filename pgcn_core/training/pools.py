"""Which proposals of a video are foreground, incomplete or background, and their ticks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pgcn_core.proposals.files import ListedVideo
from pgcn_core.training.settings import PoolSettings

Indices = NDArray[np.int64]
FOREGROUND, INCOMPLETE, BACKGROUND = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Pools:
    """The N proposals of a video that training looks at: its graph's nodes.

    Proposals that are of no kind are left out (pgcn_dataset.py:203-212).

    Attributes:
        frames: (N, 2) int64 start and end: foreground, incomplete, background, each in the order
            of the list; the ground truth follows the foreground of the list.
        kind: (N,) int64 FOREGROUND, INCOMPLETE or BACKGROUND.
        label_idx: (N,) int64 label in [0, K); -1 for background.
        is_truth: (N,) bool, the ground truth itself.
    """

    frames: Indices
    kind: Indices
    label_idx: Indices
    is_truth: NDArray[np.bool_]

    def of(self, kind: int) -> Indices:
        """Return which of the N are of a kind."""
        return np.flatnonzero(self.kind == kind)


def make_pools(video: ListedVideo, settings: PoolSettings) -> Pools:
    """Sort the proposals of a video into the three pools (pgcn_dataset.py:106-134)."""
    tiou = video.best_tiou
    foreground = np.flatnonzero(tiou > settings.foreground_tiou)
    is_incomplete = (tiou < settings.incomplete_tiou) & (
        video.overlap_self > settings.incomplete_overlap
    )
    is_background = (
        ~is_incomplete
        & (tiou < settings.background_tiou)
        & (video.coverage > settings.background_coverage)
    )
    incomplete, background = np.flatnonzero(is_incomplete), np.flatnonzero(is_background)
    listed, truth = video.proposal_frames, video.truth_frames
    labels = video.proposal_label_idx
    sizes = [len(foreground) + len(truth), len(incomplete), len(background)]
    is_truth = np.zeros(sum(sizes), bool)
    is_truth[len(foreground) : sizes[0]] = True
    return Pools(
        np.concatenate([listed[foreground], truth, listed[incomplete], listed[background]]),
        np.repeat([FOREGROUND, INCOMPLETE, BACKGROUND], sizes),
        np.concatenate(
            [
                labels[foreground],
                video.truth_label_idx,
                labels[incomplete],
                np.full(len(background), -1, np.int64),
            ]
        ),
        is_truth,
    )


def training_ticks(frames: Indices, n_frames: int, context_ratio: float) -> Indices:
    """Return where each proposal and its context lie while training (pgcn_dataset.py:394-410).

    The start is moved by one frame, which the tester does not do (see ``official_ticks``).

    Args:
        frames: (N, 2) int64 start and end.
        n_frames: Frames of the video.
        context_ratio: Context on each side, in proposal lengths.

    Returns:
        (N, 4) int64: proposal start and end, context start and end.
    """
    start, end = frames[:, 0] + 1, frames[:, 1]
    reach = ((end - start + 1) * context_ratio).astype(np.int64)
    outer_start, outer_end = np.maximum(1, start - reach), np.minimum(n_frames, end + reach)
    return np.stack([start, end, outer_start, outer_end], axis=1)
