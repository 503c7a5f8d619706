"""Small true values of the domain for tests: change what matters, leave the rest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from app.domain.evidence import RunEvidence
from app.domain.labels import Label, next_color
from app.domain.project import Run, RunGraph, VideoEntry
from app.domain.segment import Segment
from app.domain.timeline import Annotation, Doubt, Suggestion, Timeline, Verdict

LABELS = (
    Label("label-jump", "High jump", next_color(0)),
    Label("label-throw", "Throw discus", next_color(1)),
)


def make_video(
    video_id: str = "video-1",
    *,
    path: Path | None = None,
    fingerprint: str | None = None,
    duration_s: float = 60.0,
) -> VideoEntry:
    """Return a 25 fps, 320x240 entry; the fingerprint follows the id unless given."""
    return VideoEntry(
        id=video_id,
        path=path or Path("/videos") / f"{video_id}.mp4",
        fingerprint=fingerprint or f"content of {video_id}",
        duration_s=duration_s,
        fps=25.0,
        width_px=320,
        height_px=240,
    )


def make_annotation(
    annotation_id: str = "a1",
    start_s: float = 1.0,
    end_s: float = 2.0,
    *,
    label_id: str = LABELS[0].id,
    suggestion_id: str | None = None,
) -> Annotation:
    """Return an annotation of the first label."""
    return Annotation(annotation_id, label_id, Segment(start_s, end_s), suggestion_id)


def make_suggestion(
    suggestion_id: str = "s1",
    start_s: float = 3.0,
    end_s: float = 4.0,
    *,
    label_id: str = LABELS[0].id,
    run_id: str = "run-1",
    score: float = 0.9,
    proposal_idx: int = 0,
    verdict: Verdict = Verdict.PENDING,
    doubt: Doubt | None = None,
) -> Suggestion:
    """Return a pending suggestion of the first label."""
    segment = Segment(start_s, end_s)
    return Suggestion(suggestion_id, run_id, label_id, segment, score, proposal_idx, verdict, doubt)


def make_timeline(
    annotations: Iterable[Annotation] | None = None,
    suggestions: Iterable[Suggestion] | None = None,
    *,
    video_id: str = "video-1",
    duration_s: float = 60.0,
) -> Timeline:
    """Return a timeline; without arguments one annotation and two suggestions are on it."""
    if annotations is None:
        annotations = [make_annotation()]
    if suggestions is None:
        second = make_suggestion("s2", 5.0, 7.5, label_id=LABELS[1].id, score=0.4, proposal_idx=1)
        suggestions = [make_suggestion(), second]
    return Timeline(video_id, duration_s, annotations, suggestions)


def make_run(run_id: str = "run-1", *, video_id: str = "video-1") -> Run:
    """Return a cold-start run made on a fixed day."""
    return Run(
        id=run_id,
        video_id=video_id,
        made_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        model_name="cold start",
        is_trained=False,
        note="Scored without a trained checkpoint.",
        settings_json='{"mode": "paper"}',
    )


def make_graph(n_proposals: int = 3) -> RunGraph:
    """Return a ring: every proposal has the next one as its only neighbour."""
    starts = np.arange(n_proposals, dtype=np.float64)
    order = np.arange(n_proposals, dtype=np.int64)
    return RunGraph(
        segments=np.stack([starts, starts + 1.5], axis=1),
        actionness=np.linspace(0, 1, n_proposals, dtype=np.float32),
        indptr=np.arange(n_proposals + 1, dtype=np.int64),
        neighbours=(order + 1) % max(n_proposals, 1),
        kind=(order % 2).astype(np.uint8),
        weight=np.full(n_proposals, 0.5, dtype=np.float32),
    )


def make_evidence(n_proposals: int = 3, **changes: Any) -> RunEvidence:
    """Return evidence of two labels that take turns at being the best; scores fall with number."""
    best = np.arange(n_proposals) % 2
    score = 0.9 - 0.1 * np.arange(n_proposals)
    scores = np.stack([score, score / 4], axis=1)
    values: dict[str, Any] = {
        "labels": tuple(label.name for label in LABELS),
        "label_idx": np.stack([best, 1 - best], axis=1).astype(np.int32),
        "score": scores.astype(np.float32),
        "probability": (scores / 1.5).astype(np.float32),
        "completeness_logits": np.full((n_proposals, 2), np.log(1.5), np.float32),
        "offsets": np.zeros((n_proposals, 2, 2), np.float32),
        "background": np.full(n_proposals, 0.1, np.float32),
        "share": np.ones(n_proposals, np.float32),
        "self_weight": np.ones(n_proposals, np.float32),
        "trees": None,
        "checkpoint": "",
        "feature_keys": {"rgb": "key of rgb"},
        "duration_s": 60.0,
    }
    return RunEvidence(**{**values, **changes})
