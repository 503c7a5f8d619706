"""The three losses of P-GCN (paper section 3.3; pgcn_models.py:188-209, pgcn_ops.py:173-259)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from pgcn_core.model import PgcnOutput
from pgcn_core.training.settings import OptimiserSettings


@dataclass(frozen=True, slots=True)
class Targets:
    """What the outputs for the C centres of a batch should be.

    Attributes:
        label_idx: (C,) int64 in [0, K), -1 for background.
        is_classified: (C,) bool, counts for activity: foreground and background.
        is_regressed: (C,) bool, counts for the boundaries: foreground.
        completeness: (C,) int64: 1 is whole, -1 is not, 0 does not count.
        video: (C,) int64, rising: which video of the batch each belongs to.
        offsets: (C, 2) float32, normalised.
    """

    label_idx: Tensor
    is_classified: Tensor
    is_regressed: Tensor
    completeness: Tensor
    video: Tensor
    offsets: Tensor


class Losses(NamedTuple):
    """Scalars; ``total`` is the weighted sum that is minimised."""

    total: Tensor
    activity: Tensor
    completeness: Tensor
    regression: Tensor


class Counts(NamedTuple):
    """How many centres of a whole batch each loss is a mean over.

    Attributes:
        classified: Those that count for activity.
        whole: Those that should be complete.
        incomplete: Those that should not.
        regressed: Those that count for the boundaries.
    """

    classified: int
    whole: int
    incomplete: int
    regressed: int


def count_centres(targets: Targets) -> Counts:
    """Return what the losses of these centres alone are means over."""
    return Counts(
        int(targets.is_classified.sum()),
        int((targets.completeness > 0).sum()),
        int((targets.completeness < 0).sum()),
        int(targets.is_regressed.sum()),
    )


def pgcn_losses(
    output: PgcnOutput,
    targets: Targets,
    settings: OptimiserSettings,
    counts: Counts | None = None,
) -> Losses:
    """Return the losses of a batch; one that nothing counts for is 0.

    The losses of the parts of a batch add up to those of the batch when each part is given the
    counts of the whole and holds whole videos.

    Args:
        output: Of the C centres.
        targets: Of the same centres.
        settings: Weights of the parts, and the share of hard negatives.
        counts: Of the whole batch; None when these centres are all of it.
    """
    counts = counts or count_centres(targets)
    activity = activity_loss(output.activity_logits, targets, counts)
    completeness = completeness_loss(
        output.completeness_logits, targets, settings.hard_share, counts
    )
    regression = regression_loss(output.offsets, targets, counts)
    total = (
        activity
        + settings.completeness_weight * completeness
        + settings.regression_weight * regression
    )
    return Losses(total, activity, completeness, regression)


def activity_loss(logits: Tensor, targets: Targets, counts: Counts | None = None) -> Tensor:
    """Return the mean cross-entropy over (C, K + 1) logits of foreground and background."""
    rows = targets.is_classified
    if not rows.any():
        return logits.sum() * 0
    counts = counts or count_centres(targets)
    wanted = targets.label_idx[rows] + 1
    return functional.cross_entropy(logits[rows], wanted, reduction="sum") / counts.classified


def completeness_loss(
    logits: Tensor, targets: Targets, hard_share: float, counts: Counts | None = None
) -> Tensor:
    """Return the hinge of each centre's own label: above 1 when whole, below -1 when not.

    Every whole one counts; of those of a video that are not, the hardest ``hard_share`` count, at
    least one. The sum is divided by the whole ones and the released code's number of hard ones
    (pgcn_ops.py:173-220).
    """
    counts = counts or count_centres(targets)
    rows = targets.completeness != 0
    labels = targets.label_idx[rows]
    scores = logits[rows].gather(1, labels[:, None])[:, 0]
    sign = targets.completeness[rows].to(scores.dtype)
    hinge = functional.relu(1 - sign * scores)
    whole = hinge[sign > 0]
    hard = _hardest(hinge[sign < 0], targets.video[rows][sign < 0], hard_share)
    n_hard = max(int(counts.incomplete * hard_share), 1) if counts.incomplete else 0
    return (whole.sum() + hard.sum()) / max(counts.whole + n_hard, 1)


def _hardest(hinge: Tensor, video: Tensor, share: float) -> Tensor:
    """Return the highest hinges of each video, the first of equals."""
    if len(hinge) == 0:
        return hinge
    order = torch.argsort(hinge.detach(), descending=True, stable=True)
    order = order[torch.argsort(video[order], stable=True)]
    count = torch.bincount(video, minlength=int(video.max()) + 1)
    kept = (count * share).long().clamp_min(1)
    rank = torch.arange(len(order), device=order.device)
    rank = rank - (count.cumsum(0) - count)[video[order]]
    return hinge[order[rank < kept[video[order]]]]


def regression_loss(offsets: Tensor, targets: Targets, counts: Counts | None = None) -> Tensor:
    """Return twice the mean smooth L1 of the own label's two offsets, from (C, K, 2)."""
    rows = torch.nonzero(targets.is_regressed)[:, 0]
    if len(rows) == 0:
        return offsets.sum() * 0
    counts = counts or count_centres(targets)
    own = offsets[rows, targets.label_idx[rows]]
    # Each has two offsets, so that twice the mean over both is the sum over the centres.
    return functional.smooth_l1_loss(own, targets.offsets[rows], reduction="sum") / counts.regressed
