"""Stand-ins for the room's tests: random weights, and a network that costs nothing."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.config import Stream
from pgcn_core.errors import Cancelled
from pgcn_core.features.backbone import Backbone
from pgcn_core.features.i3d import InceptionI3d
from pgcn_core.features.weights import InstalledWeights
from pgcn_core.video.products import FrameBatch


def random_state(channels: int = 3, n_labels: int = 5, seed: int = 0) -> dict[str, torch.Tensor]:
    """A state dict whose activations neither vanish nor grow."""
    network = InceptionI3d(channels, n_labels)
    generator = torch.Generator().manual_seed(seed)
    state = network.state_dict()
    for name, value in state.items():
        if name.endswith("conv3d.weight"):
            spread = (2 / value[0].numel()) ** 0.5
            state[name] = torch.randn(value.shape, generator=generator) * spread
        elif name.endswith(("bn.bias", "running_mean")):
            state[name] = 0.1 * torch.randn(value.shape, generator=generator)
    return state


def entry(stream: Stream = "rgb", sha256: str = "0" * 64) -> InstalledWeights:
    return InstalledWeights("test", stream, "made here", "none", sha256, Path("none"), 3)


class PictureMeans(Backbone):
    """Vector l holds the means of the picture over its 16 frames; its label scores are exact."""

    def __init__(self, stream: Stream = "rgb", stop_at: int | None = None) -> None:
        weight = torch.zeros(3, 1024, 1, 1, 1)
        weight[0, 0] = 1.0
        weight[1, 1] = 2.0
        state = {
            "logits.conv3d.weight": weight,
            "logits.conv3d.bias": torch.tensor([0.0, 1.0, 5.0]),
        }
        super().__init__(entry(stream), state, torch.device("cpu"))
        self.calls: list[tuple[int, ...]] = []
        self.stop_at = stop_at

    def features(
        self,
        clips: NDArray[np.float32],
        cancel: Event | None = None,
    ) -> NDArray[np.float32]:
        if self.stop_at is not None and len(self.calls) == self.stop_at:
            raise Cancelled
        self.calls.append(clips.shape)
        means = clips.mean(axis=(3, 4))
        count = clips.shape[2] // 8 - 1
        values = np.zeros((len(clips), count, 1024), dtype=np.float32)
        for idx in range(count):
            channels = means[:, :, 8 * idx : 8 * idx + 16].mean(axis=2)
            values[:, idx, : channels.shape[1]] = channels
        return values


def ramp(n_frames: int, size_px: int = 224, fps: float = 25.0) -> list[FrameBatch]:
    """Frames whose red is their number, in uneven batches."""
    batches: list[FrameBatch] = []
    first = 0
    for count in [1, 7] + [50] * (n_frames // 50 + 1):
        numbers = np.arange(first, min(first + count, n_frames))
        if not len(numbers):
            break
        pixels = np.zeros((len(numbers), size_px, size_px, 3), dtype=np.uint8)
        pixels[..., 0] = (numbers % 256)[:, None, None]
        batches.append(FrameBatch(pixels, numbers / fps))
        first += count
    return batches


def after(batches: list[FrameBatch], first_frame: int) -> list[FrameBatch]:
    """The frames from ``first_frame`` on, as a resumed run reads them."""
    pixels = np.concatenate([batch.pixels for batch in batches])[first_frame:]
    pts_s = np.concatenate([batch.pts_s for batch in batches])[first_frame:]
    return [
        FrameBatch(pixels[at : at + 64], pts_s[at : at + 64]) for at in range(0, len(pts_s), 64)
    ]
