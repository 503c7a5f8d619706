"""What the engine keeps of a run so that it can say why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class RunEvidence:
    """The scores of every proposal of a run, streams fused, and where its inputs are found again.

    T labels of each proposal are kept, the best first.

    Attributes:
        labels: K names, in the order of the network's columns.
        label_idx: (N, T) int32 in [0, K).
        score: (N, T) float32; -infinity for a label that its video does not have.
        probability: (N, T) float32 in [0, 1].
        completeness_logits: (N, T) float32.
        offsets: (N, T, 2) float32: centre shift in durations, log of the duration ratio.
        background: (N,) float32 in [0, 1], the probability of none of the labels.
        share: (E,) float32, what multiplied the cosine of each edge of the run's graph.
        self_weight: (N,) float32, what multiplied a proposal's own feature.
        trees: (N, nodes) int64 of a sampled graph, else None.
        checkpoint: Fingerprint of the trained P-GCN, '' for the cold start.
        feature_keys: By stream, what its features are called in the cache.
        duration_s: Length of the video as the engine saw it.
        video_scores: (K,) float64 of the labels of the whole video, else None.
    """

    labels: tuple[str, ...]
    label_idx: NDArray[np.int32]
    score: NDArray[np.float32]
    probability: NDArray[np.float32]
    completeness_logits: NDArray[np.float32]
    offsets: NDArray[np.float32]
    background: NDArray[np.float32]
    share: NDArray[np.float32]
    self_weight: NDArray[np.float32]
    trees: NDArray[np.int64] | None
    checkpoint: str
    feature_keys: Mapping[str, str]
    duration_s: float
    video_scores: NDArray[np.float64] | None = None

    @property
    def is_trained(self) -> bool:
        """Whether a graph network scored the run."""
        return bool(self.checkpoint)

    def place_of(self, proposal_idx: int, label: str) -> int | None:
        """Return which of a proposal's kept labels a name is; None when it is not among them."""
        if label not in self.labels or not 0 <= proposal_idx < len(self.label_idx):
            return None
        places = np.flatnonzero(self.label_idx[proposal_idx] == self.labels.index(label))
        return int(places[0]) if len(places) else None

    def best_label(self, proposal_idx: int) -> str:
        """Return the name of the label that a proposal scores highest with; '' without labels."""
        if not self.label_idx.shape[1]:
            return ""
        return self.labels[int(self.label_idx[proposal_idx, 0])]
