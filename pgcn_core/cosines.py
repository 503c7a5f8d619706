"""Cosines between the features of pairs of proposals (paper Eq. 4)."""

from __future__ import annotations

from itertools import pairwise

import numba
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

# A norm below this counts as zero: the cosine with an empty feature is 0, not NaN.
NORM_EPSILON = 1e-12
# Numbers in one block of picked pairs (1 MiB, stays in cache) and of a product (64 MiB).
_PICKED_NUMBERS = 1 << 18
_PRODUCT_NUMBERS = 1 << 24
# From this share of all pairs on, the whole product is cheaper than pairs: compiled, and picked.
_DENSE_SHARE_COMPILED = 1 / 4
_DENSE_SHARE_PICKED = 1 / 128
# Sums may be taken in any order, which lets them use vectors; NaN and infinity stay what they are.
_ANY_ORDER = {"reassoc", "contract", "nsz"}

Floats = NDArray[np.floating]
Indices = NDArray[np.int64]


@torch.no_grad()
def pair_cosines(features: Tensor, left: Tensor, right: Tensor) -> Tensor:
    """Return the (E,) cosine of the features of each pair (paper Eq. 4); 0 for an empty feature.

    Args:
        features: (N, D).
        left: (E,) int64, rising blocks are fastest.
        right: (E,) int64.
    """
    n = len(features)
    compiled = features.device.type == "cpu" and features.dtype in (torch.float32, torch.float64)
    dense_share = _DENSE_SHARE_COMPILED if compiled else _DENSE_SHARE_PICKED
    if left.numel() > n * n * dense_share:
        unit = functional.normalize(features, dim=1, eps=NORM_EPSILON)
        return _cosines_by_product(unit, left, right)
    if compiled:
        values = features.detach().contiguous().numpy()
        rows, columns = (one.contiguous().numpy() for one in (left, right))
        return torch.from_numpy(_cosines_of_pairs(values, rows, columns))
    return _cosines_picked(functional.normalize(features, dim=1, eps=NORM_EPSILON), left, right)


def _cosines_picked(unit: Tensor, left: Tensor, right: Tensor) -> Tensor:
    step = max(_PICKED_NUMBERS // max(unit.shape[1], 1), 1)
    cosines = unit.new_empty(left.numel())
    for low in range(0, left.numel(), step):
        part = slice(low, low + step)
        cosines[part] = torch.linalg.vecdot(unit[left[part]], unit[right[part]])
    return cosines


def _cosines_by_product(unit: Tensor, left: Tensor, right: Tensor) -> Tensor:
    """Return the cosines from blocks of rows of the full product, for graphs with many edges."""
    n = len(unit)
    step = max(_PRODUCT_NUMBERS // max(n, 1), 1)
    order = torch.argsort(left, stable=True)
    bounds = torch.arange(0, n + step, step, device=left.device)
    cuts = torch.searchsorted(left[order], bounds).tolist()
    cosines = unit.new_empty(left.numel())
    for block, (low, high) in enumerate(pairwise(cuts)):
        pick = order[low:high]
        product = unit[block * step : (block + 1) * step] @ unit.T
        cosines[pick] = product[left[pick] - block * step, right[pick]]
    return cosines


@numba.njit(cache=True, nogil=True, fastmath=_ANY_ORDER)
def _product(values: Floats, i: int, j: int) -> float:
    total = values[i, 0] * values[j, 0]
    for d in range(1, values.shape[1]):
        total += values[i, d] * values[j, d]
    return total


@numba.njit(cache=True, nogil=True)
def _cosines_of_pairs(values: Floats, left: Indices, right: Indices) -> Floats:
    """Return the cosines row by row, which keeps the left one of a run of pairs in the cache."""
    per_norm = np.empty(len(values), values.dtype)
    for i in range(len(values)):
        norm = np.sqrt(_product(values, i, i))
        per_norm[i] = 1.0 / norm if norm > NORM_EPSILON or np.isnan(norm) else 0.0
    cosines = np.empty(len(left), values.dtype)
    for e in range(len(left)):
        i, j = left[e], right[e]
        cosines[e] = _product(values, i, j) * per_norm[i] * per_norm[j]
    return cosines
