"""Optical flow between consecutive frames, in pixels, and its scaling for the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.config import FlowSettings
from pgcn_core.errors import SettingsError
from pgcn_core.features.flow_tvl1 import tvl1_flow
from pgcn_core.features.flow_tvl1_torch import tvl1_flow_batch
from pgcn_core.runtime import raise_if_cancelled

Grey = NDArray[np.uint8]
Flow = NDArray[np.float32]
PairFlow = Callable[[Grey, Grey], Flow]

# Pairs handed to the GPU at once: enough to fill it, 60 MB per level at 256 x 340.
_GPU_PAIRS = 32


def compute_flow(
    frames: NDArray[np.uint8],
    settings: FlowSettings,
    *,
    device: torch.device,
    cancel: Event | None = None,
) -> Flow:
    """Return the motion from each frame to the next.

    On a CPU the pairs are shared by as many threads as torch may use; both methods release the
    interpreter lock.

    Args:
        frames: (T, H, W) grey or (T, H, W, 3) RGB uint8, T >= 1.
        settings: Method and scale.
        device: A CUDA device runs TV-L1 there; DIS always runs on the CPU.
        cancel: Checked before each pair.

    Returns:
        (T - 1, H, W, 2) float32, pixels to the right and downwards.

    Raises:
        SettingsError: the method is unknown.
        Cancelled: the flag was set.
    """
    grey = to_grey(frames)
    if settings.method not in ("tvl1", "dis"):
        raise SettingsError(f"There is no flow method {settings.method!r}.", "Use tvl1 or dis.")
    if len(grey) < 2:
        return np.zeros((0, *grey.shape[1:], 2), dtype=np.float32)
    if settings.method == "tvl1" and device.type == "cuda":
        return np.concatenate(list(_on_gpu(grey, device, cancel)))
    return _on_cpu(grey, _tvl1_pair if settings.method == "tvl1" else _dis_pair, cancel)


def to_grey(frames: NDArray[np.uint8]) -> Grey:
    """Return (T, H, W) contiguous luma (ITU-R 601) of RGB frames; grey frames keep their values."""
    if frames.ndim == 3:
        return np.ascontiguousarray(frames)  # OpenCV refuses a crop's rows with gaps
    return np.stack([cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) for frame in frames])


def normalise_flow(flow: Flow, clamp_px: float = 20.0) -> Flow:
    """Clamp to +-clamp_px and scale to [-1, 1] (Kinetics I3D recipe)."""
    return np.clip(flow, -clamp_px, clamp_px) / np.float32(clamp_px)


def _on_cpu(grey: Grey, pair_flow: PairFlow, cancel: Event | None) -> Flow:
    def one(idx: int) -> Flow:
        raise_if_cancelled(cancel)
        return pair_flow(grey[idx], grey[idx + 1])

    count = len(grey) - 1
    threads = min(torch.get_num_threads(), count)
    if threads == 1:
        return np.stack([one(idx) for idx in range(count)])
    with ThreadPoolExecutor(threads) as pool:
        return np.stack(list(pool.map(one, range(count))))


def _tvl1_pair(first: Grey, second: Grey) -> Flow:
    return tvl1_flow(first.astype(np.float32), second.astype(np.float32))


def _dis_pair(first: Grey, second: Grey) -> Flow:
    method = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    start = np.zeros((*first.shape, 2), dtype=np.float32)
    return np.asarray(method.calc(first, second, start), dtype=np.float32)


def _on_gpu(grey: Grey, device: torch.device, cancel: Event | None) -> Iterator[Flow]:
    for start in range(0, len(grey) - 1, _GPU_PAIRS):
        batch = torch.from_numpy(grey[start : start + _GPU_PAIRS + 1]).to(device).float()
        with torch.inference_mode():
            flow = tvl1_flow_batch(batch[:-1], batch[1:], pause=lambda: raise_if_cancelled(cancel))
        yield flow.cpu().numpy()
