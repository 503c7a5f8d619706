"""The engine's evidence of a run as the program keeps it, and back as the engine takes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.domain.evidence import RunEvidence
from pgcn_core.config import Settings

if TYPE_CHECKING:  # these load torch
    from app.services.explaining import RunCase
    from pgcn_core.pipeline import LocalizedVideo
    from pgcn_core.revisiting import StoredRun


def evidence_of(result: LocalizedVideo) -> RunEvidence:
    """Return what is kept of a pass over a video."""
    found, graph = result.evidence, result.graph
    return RunEvidence(
        labels=result.labels,
        label_idx=found.label_idx,
        score=found.score,
        probability=found.probability,
        completeness_logits=found.completeness_logits,
        offsets=found.offsets,
        background=found.background,
        share=graph.weight,
        self_weight=graph.self_weight,
        trees=graph.trees,
        checkpoint=found.sources.checkpoint,
        feature_keys={str(name): key for name, key in found.sources.feature_keys.items()},
        duration_s=found.sources.duration_s,
        video_scores=found.sources.video_scores,
    )


def stored_run(case: RunCase) -> StoredRun:
    """Return a stored run as the engine takes it up again.

    Raises:
        SettingsError: the settings it was made with are not those of this engine.
    """
    from pgcn_core.evidence import Sources  # noqa: PLC0415 - loads torch
    from pgcn_core.graph import ProposalGraph  # noqa: PLC0415 - compiles
    from pgcn_core.revisiting import StoredRun  # noqa: PLC0415 - loads torch

    graph, kept = case.graph, case.evidence
    settings = json.loads(case.settings_json)
    # Whose scores they are is no setting.
    settings.pop("checkpoint", None)
    return StoredRun(
        settings=Settings.from_dict(settings),
        segments=graph.segments,
        graph=ProposalGraph(
            graph.indptr, graph.neighbours, graph.kind, kept.share, kept.self_weight, kept.trees
        ),
        sources=Sources(
            kept.checkpoint,
            {"rgb" if name == "rgb" else "flow": key for name, key in kept.feature_keys.items()},
            kept.duration_s,
            kept.video_scores,
        ),
    )
