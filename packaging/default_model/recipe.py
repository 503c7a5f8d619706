"""The choices behind the shipped P-GCN; made on the validation part, see docs/default-model.md."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from default_model.examples import GRAPH, PROPOSALS
from default_model.learning import LearningSettings
from pgcn_core.config import BranchNetwork, DetectionSettings, ModelSettings, Settings

N_RENDERED, LENGTH_S = 16, 20.0
SEED = 1

LEARNING = LearningSettings(
    model=ModelSettings(
        n_labels=400,
        hidden_dim=32,
        aggregation="mean",
        activity_dropout=0.5,
        gcn_dropout=0.3,
    ),
    epochs=15,
    # Ends learned from renderings are worse than none on real footage: they stay the proposals'.
    regression=0.0,
)

# The cold start's, but for the completeness, which is learned as a probability.
_COLD = Settings().for_coldstart().detections
THRESHOLDS: dict[str, Any] = {
    "completeness": "sigmoid",
    "min_score": 0.2,
    "nms_tiou": _COLD.nms_tiou,
    "max_shared": _COLD.max_shared,
}
DETECTIONS: DetectionSettings = replace(DetectionSettings(), **THRESHOLDS)

# What the card says of it, and what the engine makes of that: see ``Checkpoint.inputs``.
INPUTS: dict[str, Any] = {
    "graph": {name: getattr(GRAPH, name) for name in GRAPH.__dataclass_fields__},
    "pooling": PROPOSALS.pooling,
    "context_ratio": PROPOSALS.context_ratio,
    "makers": list(PROPOSALS.makers),
    "detections": THRESHOLDS,
}


def learning_with(network: BranchNetwork) -> LearningSettings:
    """Return the same with another network in both branches."""
    model = replace(LEARNING.model, activity_network=network, completeness_network=network)
    return replace(LEARNING, model=model)
