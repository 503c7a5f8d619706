"""Room 6: one stream's scores, and the weighted sum of the streams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event

import numpy as np
import torch
from numpy.typing import NDArray

from pgcn_core.config import FusionSettings, Stream
from pgcn_core.graph import ProposalGraph
from pgcn_core.model import Pgcn, graph_tensors
from pgcn_core.proposals.products import ProposalFeatures
from pgcn_core.runtime import raise_if_cancelled


@dataclass(frozen=True, slots=True)
class ProposalScores:
    """Raw scores of N proposals, of one stream or of all.

    Attributes:
        activity_logits: (N, K + 1) float32; column 0 is background, column k + 1 is label k.
        completeness_logits: (N, K) float32.
        offsets: (N, K, 2) float32: centre shift in durations, log of the duration ratio.
    """

    activity_logits: NDArray[np.float32]
    completeness_logits: NDArray[np.float32]
    offsets: NDArray[np.float32]


def run_stream(
    model: Pgcn,
    features: ProposalFeatures,
    graph: ProposalGraph,
    device: torch.device | str = "cpu",
    cancel: Event | None = None,
) -> ProposalScores:
    """Return one stream's scores, offsets de-normalised with the model's own statistics.

    The model is moved to ``device`` and left in evaluation mode.

    Args:
        model: Trained on this stream.
        features: N proposals of this stream.
        graph: Over the same proposals.
        device: Where to compute.
        cancel: Looked at before and after the pass.

    Raises:
        Cancelled: the flag was set.
    """
    raise_if_cancelled(cancel)
    model.to(device).eval()
    with torch.inference_mode():
        output = model(
            torch.from_numpy(features.activity).to(device),
            torch.from_numpy(features.completeness).to(device),
            graph_tensors(graph, device),
        )
        offsets = model.denormalise(output.offsets)
    raise_if_cancelled(cancel)
    return ProposalScores(
        output.activity_logits.cpu().numpy(),
        output.completeness_logits.cpu().numpy(),
        offsets.cpu().numpy(),
    )


def fuse_streams(
    scores: Mapping[Stream, ProposalScores], settings: FusionSettings
) -> ProposalScores:
    """Return the weighted mean of the raw scores of the streams that are there.

    Logits are averaged before softmax and exponential (eval_detection_results.py:55-71); paper
    section 4.2 weighs RGB : flow as 2 : 3, the released script 1 : 1.2.

    Args:
        scores: One to two streams over the same proposals.
        settings: Weights; normalised over the streams present.

    Raises:
        ValueError: no stream was given, or the weights of those given are all 0.
    """
    weights = {"rgb": settings.rgb_weight, "flow": settings.flow_weight}
    total = sum(weights[stream] for stream in scores)
    if not total > 0:
        raise ValueError("fusion needs at least one stream of weight above 0")
    shares = {stream: weights[stream] / total for stream in scores}

    def mean(attribute: str) -> NDArray[np.float32]:
        parts = [
            shares[stream] * getattr(one, attribute).astype(np.float64)
            for stream, one in scores.items()
        ]
        return np.sum(parts, axis=0).astype(np.float32)

    return ProposalScores(mean("activity_logits"), mean("completeness_logits"), mean("offsets"))
