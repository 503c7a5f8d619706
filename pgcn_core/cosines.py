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
        values, step = _flat(features.detach())
        rows, columns = (one.contiguous().numpy() for one in (left, right))
        return torch.from_numpy(_cosines_of_pairs(values, (*features.shape, step), rows, columns))
    return _cosines_picked(functional.normalize(features, dim=1, eps=NORM_EPSILON), left, right)


def _flat(features: Tensor) -> tuple[Floats, int]:
    """Return the numbers of (N, D) rows as they lie, and how far apart rows begin; no copy.

    Rows may be a part of longer ones, as those of the activity feature are.
    """
    if features.stride(1) != 1 or features.stride(0) < features.shape[1]:
        features = features.contiguous()
    n, dim = features.shape
    step = features.stride(0)
    return features.as_strided((max(n - 1, 0) * step + dim * (n > 0),), (1,)).numpy(), step


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
def _product(one: Floats, other: Floats) -> float:
    total = one[0] * other[0]
    for d in range(1, one.size):
        total += one[d] * other[d]
    return total


@numba.njit(cache=True, nogil=True)
def _cosines_of_pairs(
    values: Floats, layout: tuple[int, int, int], left: Indices, right: Indices
) -> Floats:
    """Return the cosines row by row, which keeps the left one of a run of pairs in the cache.

    Args:
        values: Of all rows, one after the other.
        layout: Rows, numbers of a row, and how far apart rows begin.
        left: (E,) rows.
        right: (E,) rows.
    """
    n, dim, step = layout
    per_norm = np.empty(n, values.dtype)
    for i in range(n):
        row = values[i * step : i * step + dim]
        norm = np.sqrt(_product(row, row))
        per_norm[i] = 1.0 / norm if norm > NORM_EPSILON or np.isnan(norm) else 0.0
    cosines = np.empty(len(left), values.dtype)
    for e in range(len(left)):
        i, j = left[e], right[e]
        one, other = values[i * step : i * step + dim], values[j * step : j * step + dim]
        cosines[e] = _product(one, other) * per_norm[i] * per_norm[j]
    return cosines
