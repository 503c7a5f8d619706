"""I3D on an x86-64 CPU through OpenVINO, about three times as fast as torch there.

The torch network is converted once per set of weights and kept in the cache folder.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import tempfile
import time
import warnings
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import openvino
import torch
from torch import Tensor, nn
from torch.jit._trace import TracerWarning

from pgcn_core.errors import Cancelled, SettingsError
from pgcn_core.features.backbone import Array, Backbone, network_of
from pgcn_core.features.i3d import MIN_FRAMES, InceptionI3d
from pgcn_core.features.weights import InstalledWeights, load_state
from pgcn_core.features.winograd import fewer_products
from pgcn_core.runtime import cache_dir, raise_if_cancelled

# Both sides are fixed in the converted network; the number of frames is free.
_SIDE_PX = 224
_POLL_MS = 50
# Goes into the name of a kept network: another way of converting takes another.
_KIND = "i3d-filtered"
# What a model is written into before it takes its place, and when nobody can be writing any more.
_DRAFT = "draft-"
_ABANDONED_S = 600.0

_log = logging.getLogger(__name__)


class _PooledFeatures(nn.Module):
    """What is converted: (B, C, T, H, W) to (B, 1024, T/8 - 1)."""

    def __init__(self, network: InceptionI3d) -> None:
        super().__init__()
        self.network = network

    def forward(self, clips: Tensor) -> Tensor:
        return self.network.features(clips).mean((3, 4))


class OpenvinoBackbone(Backbone):
    """The network compiled by OpenVINO with torch's number of threads, float32."""

    def __init__(self, weights: InstalledWeights) -> None:
        state = load_state(weights)
        super().__init__(weights, state, torch.device("cpu"))
        settings = {
            "INFERENCE_NUM_THREADS": torch.get_num_threads(),
            "INFERENCE_PRECISION_HINT": "f32",
        }
        self._compiled = openvino.Core().compile_model(
            _converted(weights, network_of(state)), "CPU", settings
        )
        self._request: Any = None
        self._abandoned: Any = None

    def features(self, clips: Array, cancel: Event | None = None) -> Array:
        """Return (B, T/8 - 1, 1024); see ``Backbone.features``.

        Raises:
            SettingsError: the clips are not 224 pixels wide and high.
        """
        if clips.shape[3:] != (_SIDE_PX, _SIDE_PX):
            raise SettingsError(
                f"OpenVINO takes crops of {_SIDE_PX} px.", "Use the torch backend for others."
            )
        self._finish_abandoned(cancel)
        if self._request is None:
            self._request = self._compiled.create_infer_request()
        self._request.start_async([clips], share_inputs=True)
        while not self._request.wait_for(_POLL_MS):
            if cancel is not None and cancel.is_set():
                self._abandon(clips)
                raise Cancelled
        return np.ascontiguousarray(self._request.get_output_tensor().data.transpose(0, 2, 1))

    def _abandon(self, clips: Array) -> None:
        """Ask the running request to stop, and do not wait for its current layer.

        The request reads ``clips``, so both are kept until it has stopped.
        """
        self._request.cancel()
        self._abandoned = (self._request, clips)
        self._request = None

    def _finish_abandoned(self, cancel: Event | None) -> None:
        """Wait for a request that was asked to stop: a new one would wait for it unheard."""
        if self._abandoned is None:
            return
        # RuntimeError is OpenVINO's way of saying that the request was cancelled as asked.
        with contextlib.suppress(RuntimeError):
            while not self._abandoned[0].wait_for(_POLL_MS):
                raise_if_cancelled(cancel)
        self._abandoned = None


def _converted(weights: InstalledWeights, network: InceptionI3d) -> Any:  # noqa: ANN401 - untyped
    """Return the converted network, from the cache when it is there and whole."""
    version = openvino.get_version().split("-")[0]
    path = cache_dir() / "openvino" / f"{_KIND}-{weights.sha256[:16]}-{version}.xml"
    if path.is_file():
        try:
            return openvino.Core().read_model(path)
        except RuntimeError:
            # A damaged file: it is made again below.
            path.unlink()
    model = _convert(network)
    _keep(model, path)
    return model


def _convert(network: InceptionI3d) -> Any:  # noqa: ANN401 - openvino has no types
    channels = network.in_channels
    with warnings.catch_warnings():
        # The padding is traced as constants: right for every clip that is a multiple of 8 frames.
        warnings.simplefilter("ignore", TracerWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        return openvino.convert_model(
            _PooledFeatures(fewer_products(network)),
            example_input=torch.zeros(1, channels, MIN_FRAMES, _SIDE_PX, _SIDE_PX),
            input=[openvino.PartialShape([-1, channels, -1, _SIDE_PX, _SIDE_PX])],
        )


def _clear_abandoned(folder: Path) -> None:
    """Remove the drafts of programs that were killed while they wrote one."""
    for draft in folder.glob(f"{_DRAFT}*"):
        if time.time() - draft.stat().st_mtime > _ABANDONED_S:
            shutil.rmtree(draft, ignore_errors=True)


def _keep(model: Any, path: Path) -> None:  # noqa: ANN401 - openvino has no types
    """Write both files of the model; the one that is looked for comes last."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(path.parent)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=_DRAFT) as folder:
            draft = Path(folder) / path.name
            openvino.save_model(model, draft, compress_to_fp16=False)
            draft.with_suffix(".bin").replace(path.with_suffix(".bin"))
            draft.replace(path)
    except (OSError, RuntimeError) as error:
        # It is in memory and works; only the next start has to convert it again.
        _log.warning("The converted network cannot be kept in %s: %s", path.parent, error)
