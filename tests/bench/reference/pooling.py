"""The plain pooling of proposals, on tensors (section 2 of the notes on the released code)."""

from math import ceil, floor

import torch
from numpy.typing import NDArray
from torch import Tensor


def pooled(values: Tensor, start: int, end: int) -> Tensor:
    """(D,) largest of the units of 64 frames that [start, end] covers, every 8 frames one.

    The maximum is the one that also says where it lies, and it is stacked as the only one of its
    range: so does the released code, which can draw several.
    """
    first = min(len(values) - 1, floor(start / 8))
    last = min(len(values) - 2, ceil((end - 64) / 8))
    largest = values[first : last + 1].max(dim=0).values if first < last else values[first]
    return torch.stack([largest]).squeeze()


def pooled_proposals(values: Tensor, ticks: NDArray) -> tuple[Tensor, Tensor]:
    """(N, D) and (N, 3D) features of (N, 4) ticks, three ranges one after the other."""
    activity, completeness = [], []
    for start, end, outer_start, outer_end in ticks.tolist():
        before, after = pooled(values, outer_start, start), pooled(values, end, outer_end)
        inside = pooled(values, start, end)
        activity.append(inside)
        completeness.append(torch.cat([before, inside, after]))
    return torch.stack(activity), torch.stack(completeness)
