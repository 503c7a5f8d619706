"""A network with its weights, ready to turn clips into feature vectors."""

from __future__ import annotations

from abc import ABC, abstractmethod
from threading import Event

import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.config import Stream
from pgcn_core.features.i3d import InceptionI3d
from pgcn_core.features.weights import InstalledWeights, load_state
from pgcn_core.features.weights_files import State, channels_of, labels_of
from pgcn_core.runtime import raise_if_cancelled

Array = NDArray[np.float32]


class Backbone(ABC):
    """What turns clips of one stream into vectors, on whatever runs it.

    Attributes:
        weights: What it was loaded from.
        device: Where the flow of its stream may be computed too.
    """

    def __init__(self, weights: InstalledWeights, state: State, device: torch.device) -> None:
        self.weights = weights
        self.device = device
        self._head_weight = state["logits.conv3d.weight"].flatten(1).numpy()
        self._head_bias = state["logits.conv3d.bias"].numpy()

    @property
    def stream(self) -> Stream:
        """Return which stream it takes."""
        return self.weights.stream

    @property
    def fingerprint(self) -> str:
        """Return the hash of the weights; every backend gives the same numbers to 1e-3."""
        return self.weights.sha256

    @abstractmethod
    def features(self, clips: Array, cancel: Event | None = None) -> Array:
        """Return the vectors of some clips of equal size.

        Args:
            clips: (B, C, T, H, W) in [-1, 1]; T a multiple of 8 and at least 16, H and W
                multiples of 32 and at least 224.
            cancel: Heard within a second, on every backend.

        Returns:
            (B, T/8 - 1, 1024), the mean over the picture.

        Raises:
            Cancelled: the flag was set.
        """

    @property
    def label_head(self) -> tuple[Array, Array]:
        """Return the (K, 1024) weight and (K,) bias of the linear label head."""
        return self._head_weight, self._head_bias

    def label_logits(self, values: Array) -> Array:
        """Return the (L, K) label scores of (L, 1024) vectors.

        The head is linear, so the score of a mean of cells is the mean of their scores.
        """
        return values @ self._head_weight.T + self._head_bias


class TorchBackbone(Backbone):
    """The network in torch, float32 on a CPU or a GPU."""

    def __init__(self, weights: InstalledWeights, device: torch.device) -> None:
        state = load_state(weights)
        super().__init__(weights, state, device)
        self._network = network_of(state).to(device)

    def features(self, clips: Array, cancel: Event | None = None) -> Array:
        """Return (B, T/8 - 1, 1024); see ``Backbone.features``."""
        batch = torch.from_numpy(clips).to(self.device)
        with torch.inference_mode(), torch.backends.cudnn.flags(allow_tf32=False):
            cells = self._network.features(batch, lambda: raise_if_cancelled(cancel))
        return cells.mean((3, 4)).transpose(1, 2).contiguous().cpu().numpy()


def network_of(state: State) -> InceptionI3d:
    """Return the network of a state dict, ready to predict."""
    network = InceptionI3d(channels_of(state), labels_of(state))
    network.load_state_dict(state)
    return network.eval().requires_grad_(requires_grad=False)
