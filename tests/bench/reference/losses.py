"""The plain losses of a training batch (section 6 of the notes on the released code).

Rows are centres in the order foreground, six incomplete, background of every video.
"""

import torch
from torch import Tensor
from torch.nn import functional

from pgcn_core.model import PgcnOutput

PER_VIDEO, COUNTED = 8, 7


def total_loss(output: PgcnOutput, labels: Tensor, kinds: Tensor, offsets: Tensor) -> Tensor:
    """Cross-entropy, half the completeness and half the regression loss.

    Args:
        output: Of C centres.
        labels: (C,) label from 1, 0 for background.
        kinds: (C,) 0 foreground, 1 incomplete, 2 background.
        offsets: (C, 2) normalised.
    """
    known = kinds != 1
    activity = functional.cross_entropy(output.activity_logits[known], labels[known])
    whole = completeness_loss(output.completeness_logits, labels)
    moved = regression_loss(output.offsets, labels, kinds, offsets)
    return activity + 0.5 * whole + 0.5 * moved


def completeness_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Hinge of one whole and of the hardest of six incomplete proposals, video by video."""
    n_videos, n_labels = len(logits) // PER_VIDEO, logits.shape[1]
    logits = logits.reshape(n_videos, PER_VIDEO, n_labels)
    labels = labels.reshape(n_videos, PER_VIDEO)
    total = logits.new_zeros(())
    for video in range(n_videos):
        rows = torch.arange(COUNTED)
        scores = logits[video, rows, labels[video, :COUNTED] - 1]
        total = total + (1 - scores[0]).clamp(min=0)
        total = total + (1 + scores[1:]).clamp(min=0).max()
    n_hard = max(int(n_videos * (COUNTED - 1) * 0.17), 1)
    return total / (n_videos + n_hard)


def regression_loss(offsets: Tensor, labels: Tensor, kinds: Tensor, wanted: Tensor) -> Tensor:
    """Twice the smooth L1 of the foreground, picked through an n x n table and its diagonal."""
    rows = torch.nonzero(kinds == 0)[:, 0]
    own = offsets[rows][:, labels[rows] - 1]
    picked = torch.stack([own[:, :, part].diagonal() for part in (0, 1)], dim=1)
    return 2 * functional.smooth_l1_loss(picked, wanted[rows])
