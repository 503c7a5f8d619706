"""The network with half the multiplications in its 3 x 3 x 3 convolutions, for a converter to read.

Four steps in time of such a convolution are six products instead of twelve when they are taken of
sums and differences of the steps (Winograd's minimal filtering, Lavin and Gray 2016, section 4),
and two are four instead of six. Each product is a 1 x 3 x 3 convolution. One CPU core was at its
peak rate before, so nothing but fewer multiplications makes it faster.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from pgcn_core.features.i3d import ConvUnit, InceptionI3d, MaxPoolSame, Pause, Size

Matrix = tuple[tuple[float, ...], ...]


class _Filtering(NamedTuple):
    """Minimal filtering of m steps with 3 weights, in m + 2 products.

    Attributes:
        of_input: (m + 2, m + 2), B transposed.
        of_weights: (m + 2, 3), G.
        to_output: (m, m + 2), A transposed.
    """

    of_input: Matrix
    of_weights: Matrix
    to_output: Matrix


_TWO = _Filtering(
    ((1, 0, -1, 0), (0, 1, 1, 0), (0, -1, 1, 0), (0, 1, 0, -1)),
    ((1, 0, 0), (1 / 2, 1 / 2, 1 / 2), (1 / 2, -1 / 2, 1 / 2), (0, 0, 1)),
    ((1, 1, 1, 0), (0, 1, -1, -1)),
)
_FOUR = _Filtering(
    (
        (4, 0, -5, 0, 1, 0),
        (0, -4, -4, 1, 1, 0),
        (0, 4, -4, -1, 1, 0),
        (0, -2, -1, 2, 1, 0),
        (0, 2, -1, -2, 1, 0),
        (0, 4, 0, -5, 0, 1),
    ),
    (
        (1 / 4, 0, 0),
        (-1 / 6, -1 / 6, -1 / 6),
        (-1 / 6, 1 / 6, -1 / 6),
        (1 / 24, 1 / 12, 1 / 6),
        (1 / 24, -1 / 12, 1 / 6),
        (0, 0, 1),
    ),
    ((1, 1, 1, 1, 1, 0), (0, 1, -1, 2, -2, 0), (0, 1, 1, 4, 4, 0), (0, 1, -1, 8, -8, 1)),
)
# Clips are multiples of 8 frames: these units see T / 2 steps, or T / 4. The second branches are
# too narrow to gain, and ``Mixed_5`` sees T / 8.
_UNITS = {
    "Conv3d_2c_3x3": _FOUR,
    "Mixed_3b.b1b": _FOUR,
    "Mixed_3c.b1b": _FOUR,
    **{f"Mixed_4{letter}.b1b": _TWO for letter in "bcdef"},
}


def fewer_products(network: InceptionI3d) -> InceptionI3d:
    """Return a copy for inference that takes clips of a multiple of 8 frames and 32 pixels.

    Its features equal those of ``network`` up to rounding. Pools pad nothing: where their window
    hangs over the edge they take what is there, which is the same of numbers that are not negative.
    """
    quick = copy.deepcopy(network).eval()
    for path, filtering in _UNITS.items():
        parent, _, name = path.rpartition(".")
        unit = quick.get_submodule(path)
        assert isinstance(unit, ConvUnit)  # as the table says
        setattr(quick.get_submodule(parent), name, FilteredUnit(unit, filtering))
    for path, module in list(quick.named_modules()):
        if isinstance(module, MaxPoolSame):
            parent, _, name = path.rpartition(".")
            setattr(quick.get_submodule(parent), name, _OverhangingPool(module))
    return quick


class FilteredUnit(nn.Module):
    """A 3 x 3 x 3 ``ConvUnit`` whose time axis is worked off in tiles of 2 or 4 steps."""

    def __init__(self, unit: ConvUnit, filtering: _Filtering) -> None:
        """Fold the normalisation into the weights, in double precision.

        Args:
            unit: Of stride 1, in evaluation mode.
            filtering: Says how many steps a tile has.
        """
        super().__init__()
        self._filtering = filtering
        norm = unit.bn
        assert norm.running_mean is not None and norm.running_var is not None  # noqa: PT018
        with torch.no_grad():
            scale = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
            weight = unit.conv3d.weight.double() * scale.reshape(-1, 1, 1, 1, 1)
            bias = norm.bias.double() - norm.running_mean.double() * scale
            taps = [weight[:, :, tap : tap + 1] for tap in range(3)]
            products = [_combined(row, taps).float() for row in filtering.of_weights]
        self.bias = nn.Parameter(bias.float().reshape(1, -1, 1, 1, 1), requires_grad=False)
        self.weights = nn.ParameterList(nn.Parameter(one, requires_grad=False) for one in products)

    def forward(self, x: Tensor, pause: Pause | None = None) -> Tensor:  # noqa: ARG002
        """Map (B, C, T, H, W) to (B, C', T, H, W); T is a multiple of the tile."""
        of_input, _, to_output = self._filtering
        step, reach = len(to_output), len(of_input)
        x = functional.pad(x, (0, 0, 0, 0, 1, 1))
        # Step j of every tile; the last tile's last step is the last of all.
        steps = [x[:, :, j : (j - reach + 1) or None : step] for j in range(reach)]
        products = [
            functional.conv3d(_combined(row, steps), weight, padding=(0, 1, 1))
            for row, weight in zip(of_input, self.weights, strict=True)
        ]
        outputs = [functional.relu(_combined(row, products) + self.bias) for row in to_output]
        return torch.stack(outputs, dim=3).flatten(2, 3)


class _OverhangingPool(nn.Module):
    """Max pooling of numbers that are not negative, SAME padding without any."""

    def __init__(self, pool: MaxPoolSame) -> None:
        super().__init__()
        self._kernel: Size = pool.kernel
        self._stride: Size = pool.stride

    def forward(self, x: Tensor, pause: Pause | None = None) -> Tensor:  # noqa: ARG002
        """Map (B, C, T, H, W) to the strided maximum; sizes are multiples of the stride."""
        if self._stride == (1, 1, 1):
            around = self._kernel[0] // 2
            return functional.max_pool3d(x, self._kernel, self._stride, padding=around)
        return functional.max_pool3d(x, self._kernel, self._stride, ceil_mode=True)


def _combined(row: Sequence[float], parts: Sequence[Tensor]) -> Tensor:
    """Return the sum of parts, each times its number; those times 0 are left out."""
    terms = [part if one == 1 else part * one for one, part in zip(row, parts, strict=True) if one]
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total
