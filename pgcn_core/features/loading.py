"""The one door to a backbone: which weights, on which device, run by what."""

from __future__ import annotations

import importlib.util
from typing import Literal

import torch

from pgcn_core.config import Stream
from pgcn_core.errors import SettingsError
from pgcn_core.features.backbone import Backbone, TorchBackbone
from pgcn_core.features.weights import InstalledWeights, find_weights
from pgcn_core.runtime import install_command


def load_backbone(
    stream: Stream,
    *,
    device: torch.device,
    backend: Literal["auto", "torch", "openvino"] = "auto",
    weights: InstalledWeights | None = None,
) -> Backbone:
    """Return the network of a stream, ready to use.

    Args:
        stream: rgb or flow.
        device: ``auto`` takes OpenVINO on a CPU where it is installed, torch otherwise.
        backend: What runs the network.
        weights: Which weights; the stream's preferred ones by default.

    Raises:
        WeightsError: no weights are installed, or their file is damaged.
        SettingsError: OpenVINO was asked for and is not installed, or the device is not a CPU.
    """
    chosen = weights or find_weights(stream)
    if backend == "openvino" and device.type != "cpu":
        raise SettingsError("OpenVINO runs on the CPU only.", "Use --device cpu.")
    if device.type != "cpu" or backend == "torch":
        return TorchBackbone(chosen, device)
    if importlib.util.find_spec("openvino") is None:
        if backend == "openvino":
            raise SettingsError("OpenVINO is not installed.", f"Run: {install_command('cpu')}.")
        return TorchBackbone(chosen, device)
    # Only here: importing openvino takes half a second.
    from pgcn_core.features.openvino_backend import OpenvinoBackbone  # noqa: PLC0415

    return OpenvinoBackbone(chosen)
