"""TV-L1 optical flow on the CPU (Zach, Pock and Bischof 2007), compiled.

One sweep over the picture does a whole iteration: as soon as row y + 1 of the flow is known, row y
of its dual variables can follow, so every value passes through the cache once. Bilinear warping,
central differences, a fixed number of iterations, no median filter. The GPU version beside this
file computes the same numbers. numba is a hard dependency, so there is no slow second version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

Image = NDArray[np.float32]

# Division as in NumPy: Python's check for zero keeps the loops from being vectorised (8 times
# slower). No value here can be NaN or infinite, which is what fastmath takes for granted.
_compiled = njit(nogil=True, cache=True, fastmath=True, error_model="numpy")


@dataclass(frozen=True, slots=True)
class TvL1Settings:
    """The parameters of Zach et al., as OpenCV and the Kinetics recipe use them.

    Attributes:
        tau: Step of the dual update.
        attachment: lambda, weight of brightness constancy for pictures in [0, 255].
        theta: Tightness between the flow and its auxiliary variable.
        scales: Levels of the pyramid, the full picture included.
        scale_step: Size of each level relative to the one below.
        warps: Times the second picture is warped per level.
        iterations: Updates per warp.
    """

    tau: float = 0.25
    attachment: float = 0.15
    theta: float = 0.3
    scales: int = 5
    scale_step: float = 0.8
    warps: int = 5
    iterations: int = 30


# A level smaller than this says nothing about motion.
_MIN_SIDE_PX = 16


def pyramid_sizes(height: int, width: int, settings: TvL1Settings) -> list[tuple[int, int]]:
    """Return (height, width) of each level, the full picture first."""
    sizes = [(height, width)]
    while len(sizes) < settings.scales:
        rows, columns = (round(side * settings.scale_step) for side in sizes[-1])
        if min(rows, columns) < _MIN_SIDE_PX:
            break
        sizes.append((rows, columns))
    return sizes


def tvl1_flow(first: Image, second: Image, settings: TvL1Settings | None = None) -> Image:
    """Return the motion from one picture to the next.

    Args:
        first: (H, W) float32 grey values in [0, 255].
        second: (H, W), the next picture.
        settings: Parameters of the method.

    Returns:
        (H, W, 2) float32, pixels to the right and downwards.
    """
    settings = settings or TvL1Settings()
    sizes = pyramid_sizes(first.shape[0], first.shape[1], settings)
    pairs = [(first, second)]
    for rows, columns in sizes[1:]:
        below = pairs[-1]
        pairs.append((_resized(below[0], rows, columns), _resized(below[1], rows, columns)))
    flow = np.zeros((2, *sizes[-1]), dtype=np.float32)
    for level in range(len(sizes) - 1, -1, -1):
        if flow.shape[1:] != sizes[level]:
            flow = _upscaled(flow, *sizes[level])
        _refine_level(*pairs[level], flow, settings)
    return np.ascontiguousarray(flow.transpose(1, 2, 0))


def _resized(image: Image, rows: int, columns: int) -> Image:
    resized = cv2.resize(image, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(resized, dtype=np.float32)


def _upscaled(flow: Image, rows: int, columns: int) -> Image:
    """Return the flow on a larger level, its pixels counted in that level's pixels."""
    ratios = (columns / flow.shape[2], rows / flow.shape[1])
    u, v = (_resized(part, rows, columns) for part in flow)
    u *= np.float32(ratios[0])
    v *= np.float32(ratios[1])
    return np.stack([u, v])


def _refine_level(first: Image, second: Image, flow: Image, settings: TvL1Settings) -> None:
    """Improve the (2, H, W) flow of one level in place."""
    work = np.zeros((8, *first.shape), dtype=np.float32)
    gradient = np.zeros((2, *first.shape), dtype=np.float32)
    _central_differences(second, gradient)
    for _warp in range(settings.warps):
        _linearise(first, second, gradient, flow, work)
        _iterate(
            flow,
            work,
            settings.iterations,
            *_single_precision(settings),
        )


def _single_precision(settings: TvL1Settings) -> tuple[Any, Any, Any]:
    """Return the loops' three constants; Python floats would turn the loops to float64."""
    limit = settings.attachment * settings.theta
    rate = settings.tau / settings.theta
    return np.float32(limit), np.float32(settings.theta), np.float32(rate)


@_compiled
def _central_differences(image: Image, gradient: Image) -> None:
    """Write d/dx and d/dy, one-sided halves at the border."""
    rows, columns = image.shape
    for y in range(rows):
        above, below = max(y - 1, 0), min(y + 1, rows - 1)
        for x in range(columns):
            left, right = max(x - 1, 0), min(x + 1, columns - 1)
            gradient[0, y, x] = np.float32(0.5) * (image[y, right] - image[y, left])
            gradient[1, y, x] = np.float32(0.5) * (image[below, x] - image[above, x])


@_compiled
def _bilinear(image: Image, y0: int, x0: int, fy: float, fx: float) -> float:
    rows, columns = image.shape
    y1, x1 = min(y0 + 1, rows - 1), min(x0 + 1, columns - 1)
    top = image[y0, x0] + fx * (image[y0, x1] - image[y0, x0])
    bottom = image[y1, x0] + fx * (image[y1, x1] - image[y1, x0])
    return top + fy * (bottom - top)


@_compiled
def _linearise(first: Image, second: Image, gradient: Image, flow: Image, work: Image) -> None:
    """Warp by the flow; write gradient x, y, 1 / |gradient|^2 and the constant residual.

    Planes of ``work``: 0 Ix, 1 Iy, 2 inverse squared gradient, 3 residual, 4 to 7 the dual
    variables of u in x and y and of v in x and y, which are kept from warp to warp.
    """
    rows, columns = first.shape
    for y in range(rows):
        for x in range(columns):
            u, v = flow[0, y, x], flow[1, y, x]
            at_y = min(max(np.float32(y) + v, np.float32(0)), np.float32(rows - 1))
            at_x = min(max(np.float32(x) + u, np.float32(0)), np.float32(columns - 1))
            y0, x0 = int(at_y), int(at_x)
            fy, fx = at_y - np.float32(y0), at_x - np.float32(x0)
            ix = _bilinear(gradient[0], y0, x0, fy, fx)
            iy = _bilinear(gradient[1], y0, x0, fy, fx)
            work[0, y, x] = ix
            work[1, y, x] = iy
            work[2, y, x] = np.float32(1) / (ix * ix + iy * iy + np.float32(1e-9))
            warped = _bilinear(second, y0, x0, fy, fx)
            work[3, y, x] = warped - ix * u - iy * v - first[y, x]


@_compiled
def _flow_row(flow: Image, work: Image, y: int, limit: float, theta: float) -> None:
    """Threshold step and divergence of the dual variables, one row (equations 15 and 17)."""
    columns = flow.shape[2]
    u, v = flow[0, y], flow[1, y]
    ix, iy, inverse, residual = work[0, y], work[1, y], work[2, y], work[3, y]
    p_ux, p_uy, p_vx, p_vy = work[4, y], work[5, y], work[6, y], work[7, y]
    above_u, above_v = work[5, max(y - 1, 0)], work[7, max(y - 1, 0)]
    inside = np.float32(1.0 if y > 0 else 0.0)
    for x in range(columns):
        rho = residual[x] + ix[x] * u[x] + iy[x] * v[x]
        step = min(max(-rho * inverse[x], -limit), limit)
        u[x] += step * ix[x] + theta * (p_ux[x] + p_uy[x] - inside * above_u[x])
        v[x] += step * iy[x] + theta * (p_vx[x] + p_vy[x] - inside * above_v[x])
    for x in range(1, columns):
        u[x] -= theta * p_ux[x - 1]
        v[x] -= theta * p_vx[x - 1]


@_compiled
def _dual_row(flow: Image, work: Image, y: int, rate: float) -> None:
    """Update the dual variables of one row from the forward differences of the flow."""
    rows, columns = flow.shape[1], flow.shape[2]
    one = np.float32(1)
    below = min(y + 1, rows - 1)
    for part in range(2):
        values, next_row = flow[part, y], flow[part, below]
        p_x, p_y = work[4 + 2 * part, y], work[5 + 2 * part, y]
        for x in range(columns - 1):
            dx = values[x + 1] - values[x]
            dy = next_row[x] - values[x]
            shrink = one / (one + rate * np.sqrt(dx * dx + dy * dy))
            p_x[x] = (p_x[x] + rate * dx) * shrink
            p_y[x] = (p_y[x] + rate * dy) * shrink
        last = columns - 1
        dy = next_row[last] - values[last]
        shrink = one / (one + rate * abs(dy))
        p_x[last] *= shrink
        p_y[last] = (p_y[last] + rate * dy) * shrink


@_compiled
def _iterate(
    flow: Image, work: Image, iterations: int, limit: float, theta: float, rate: float
) -> None:
    """Run the updates of one warp; rows of the dual variables follow one row behind."""
    rows = flow.shape[1]
    for _iteration in range(iterations):
        _flow_row(flow, work, 0, limit, theta)
        for y in range(1, rows):
            _flow_row(flow, work, y, limit, theta)
            _dual_row(flow, work, y - 1, rate)
        _dual_row(flow, work, rows - 1, rate)
