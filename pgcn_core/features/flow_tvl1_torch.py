"""TV-L1 optical flow for the GPU: the algorithm of ``flow_tvl1``, on a batch of pairs at once."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from pgcn_core.features.flow_tvl1 import TvL1Settings, pyramid_sizes


def tvl1_flow_batch(
    first: Tensor,
    second: Tensor,
    settings: TvL1Settings | None = None,
    pause: Callable[[], None] | None = None,
) -> Tensor:
    """Return the motion between B pairs of pictures.

    Args:
        first: (B, H, W) float32 grey values in [0, 255].
        second: (B, H, W), the pictures that follow.
        settings: Parameters of the method.
        pause: Called before each warp; raise from it to stop.

    Returns:
        (B, H, W, 2) float32 pixels, within 0.05 px of ``flow_tvl1.tvl1_flow`` nearly everywhere:
        sums are taken in another order.
    """
    settings = settings or TvL1Settings()
    sizes = pyramid_sizes(first.shape[1], first.shape[2], settings)
    pairs = [torch.stack([first, second], dim=1)]
    for size in sizes[1:]:
        pairs.append(_resized(pairs[-1], size))
    flow = first.new_zeros((len(first), 2, *sizes[-1]))
    for level in range(len(sizes) - 1, -1, -1):
        flow = _upscaled(flow, sizes[level])
        flow = _refine_level(pairs[level], flow, settings, pause)
    return flow.permute(0, 2, 3, 1).contiguous()


def _resized(images: Tensor, size: tuple[int, int]) -> Tensor:
    return functional.interpolate(images, size=size, mode="bilinear", align_corners=False)


def _upscaled(flow: Tensor, size: tuple[int, int]) -> Tensor:
    if tuple(flow.shape[2:]) == size:
        return flow
    ratios = flow.new_tensor([size[1] / flow.shape[3], size[0] / flow.shape[2]])
    return _resized(flow, size) * ratios[None, :, None, None]


def _refine_level(
    pair: Tensor, flow: Tensor, settings: TvL1Settings, pause: Callable[[], None] | None
) -> Tensor:
    """Improve the (B, 2, H, W) flow of one level."""
    first, second = pair[:, :1], pair[:, 1:]
    layers = torch.cat([second, _central_differences(second)], dim=1)
    dual = flow.new_zeros((len(flow), 2, 2, *flow.shape[2:]))
    for _warp in range(settings.warps):
        if pause is not None:
            pause()
        warped = _warped(layers, flow)
        gradient = warped[:, 1:]
        residual = warped[:, :1] - (gradient * flow).sum(1, keepdim=True) - first
        flow, dual = _iterate(flow, dual, (gradient, residual), settings)
    return flow


def _central_differences(image: Tensor) -> Tensor:
    """Return (B, 2, H, W) d/dx and d/dy of (B, 1, H, W), one-sided halves at the border."""
    padded = functional.pad(image, (1, 1, 1, 1), mode="replicate")
    across = padded[:, :, 1:-1, 2:] - padded[:, :, 1:-1, :-2]
    down = padded[:, :, 2:, 1:-1] - padded[:, :, :-2, 1:-1]
    return 0.5 * torch.cat([across, down], dim=1)


def _warped(layers: Tensor, flow: Tensor) -> Tensor:
    """Return the layers looked up where the flow points, clamped to the picture."""
    rows, columns = flow.shape[2:]
    y = torch.arange(rows, device=flow.device, dtype=flow.dtype)[:, None] + flow[:, 1]
    x = torch.arange(columns, device=flow.device, dtype=flow.dtype)[None, :] + flow[:, 0]
    grid = torch.stack([2 * x / (columns - 1) - 1, 2 * y / (rows - 1) - 1], dim=-1)
    return functional.grid_sample(layers, grid, padding_mode="border", align_corners=True)


def _iterate(
    flow: Tensor, dual: Tensor, linear: tuple[Tensor, Tensor], settings: TvL1Settings
) -> tuple[Tensor, Tensor]:
    """Run the updates of one warp; dual is (B, 2 of flow, 2 of x and y, H, W)."""
    gradient, residual = linear
    inverse = 1 / ((gradient * gradient).sum(1, keepdim=True) + 1e-9)
    limit = settings.attachment * settings.theta
    rate = settings.tau / settings.theta
    for _iteration in range(settings.iterations):
        rho = residual + (gradient * flow).sum(1, keepdim=True)
        step = (-rho * inverse).clamp(-limit, limit)
        flow = flow + step * gradient + settings.theta * _divergence(dual)
        forward = _forward_differences(flow)
        length = forward.square().sum(2, keepdim=True).sqrt()
        dual = (dual + rate * forward) / (1 + rate * length)
    return flow, dual


def _divergence(dual: Tensor) -> Tensor:
    """Return backward differences of (B, 2, 2, H, W), summed over x and y."""
    across = functional.pad(dual[:, :, 0], (1, 0))
    down = functional.pad(dual[:, :, 1], (0, 0, 1, 0))
    return across.diff(dim=3) + down.diff(dim=2)


def _forward_differences(flow: Tensor) -> Tensor:
    """Return (B, 2, 2, H, W) d/dx and d/dy, zero at the far border."""
    across = functional.pad(flow.diff(dim=3), (0, 1))
    down = functional.pad(flow.diff(dim=2), (0, 0, 0, 1))
    return torch.stack([across, down], dim=2)
