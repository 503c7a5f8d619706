"""What is known of a suggestion from its stored run alone. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.domain.evidence import RunEvidence
from app.domain.project import RunGraph
from app.domain.timeline import Suggestion

N_LABELS = 5
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class LabelScore:
    """One label of a proposal.

    Attributes:
        score: What a detection with it scores.
        probability: In [0, 1], before completeness.
        is_own: Whether the suggestion has it.
    """

    name: str
    score: float
    probability: float
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A neighbour in the proposal graph.

    Attributes:
        proposal_idx: Its number in the graph.
        span: Start and end, seconds.
        kind: 0 contextual, 1 surrounding.
        weight: Of the edge, as the engine used it.
        label: What it looks like most itself, or ''.
        contribution: What it added to the score; None when not known.
    """

    proposal_idx: int
    span: Span
    kind: int
    weight: float
    label: str
    contribution: float | None = None

    @property
    def middle_s(self) -> float:
        """Where its picture is taken."""
        return (self.span[0] + self.span[1]) / 2


@dataclass(frozen=True, slots=True)
class WhyFacts:
    """What the panel shows before anything is asked of the engine.

    Attributes:
        own: The suggestion's own label.
        labels: The best labels, the best first; ``own`` among them.
        background: Probability of none of the labels.
        engine_label: What the engine calls ``own``; the project may call it otherwise by now.
        before: The proposal.
        after: What regression made of it.
        moments: Its neighbours in the order of the graph.
        is_trained: Whether a graph network scored it.
    """

    own: LabelScore
    labels: tuple[LabelScore, ...]
    background: float
    engine_label: str
    before: Span
    after: Span
    moments: tuple[Moment, ...]
    is_trained: bool

    @property
    def wholeness(self) -> float:
        """What completeness multiplied the probability with."""
        return self.own.score / self.own.probability if self.own.probability > 0 else 0.0

    @property
    def shift_s(self) -> tuple[float, float]:
        """How far regression moved start and end, seconds."""
        return self.after[0] - self.before[0], self.after[1] - self.before[1]


def facts_of(
    suggestion: Suggestion, name: str, graph: RunGraph, evidence: RunEvidence
) -> WhyFacts | None:
    """Return what a stored run says of a suggestion; None when it does not know its proposal.

    Args:
        suggestion: Of that run.
        name: What the project calls its label now.
        graph: Of the run.
        evidence: Of the run.
    """
    proposal = suggestion.proposal_idx
    if not 0 <= proposal < min(len(graph.segments), len(evidence.label_idx)):
        return None
    place = _place_of(suggestion, name, evidence)
    if place is None:
        return None
    own = _label(evidence, proposal, place, name)
    start_s, end_s = graph.segments[proposal]
    return WhyFacts(
        own=own,
        labels=_best(evidence, proposal, place, own),
        background=float(evidence.background[proposal]),
        engine_label=evidence.labels[int(evidence.label_idx[proposal, place])],
        before=(float(start_s), float(end_s)),
        after=(suggestion.segment.start_s, suggestion.segment.end_s),
        moments=_moments(graph, evidence, proposal),
        is_trained=evidence.is_trained,
    )


def _place_of(suggestion: Suggestion, name: str, evidence: RunEvidence) -> int | None:
    """Return which kept label a suggestion has: by its score, for labels can be renamed."""
    named = evidence.place_of(suggestion.proposal_idx, name)
    scores = evidence.score[suggestion.proposal_idx]
    same = np.flatnonzero(scores == np.float32(suggestion.score))
    if len(same) == 0 or named in same.tolist():
        return named
    return int(same[0])


def _label(evidence: RunEvidence, proposal: int, place: int, name: str) -> LabelScore:
    return LabelScore(
        name,
        float(evidence.score[proposal, place]),
        float(evidence.probability[proposal, place]),
        is_own=True,
    )


def _best(
    evidence: RunEvidence, proposal: int, own_place: int, own: LabelScore
) -> tuple[LabelScore, ...]:
    found = []
    for place, label_idx in enumerate(evidence.label_idx[proposal].tolist()):
        score = float(evidence.score[proposal, place])
        if place == own_place:
            found.append(own)
        elif np.isfinite(score):
            likely = float(evidence.probability[proposal, place])
            found.append(LabelScore(evidence.labels[label_idx], score, likely))
    best = found[:N_LABELS]
    return tuple(best if own in best else [*best[: N_LABELS - 1], own])


def _moments(graph: RunGraph, evidence: RunEvidence, proposal: int) -> tuple[Moment, ...]:
    edges = slice(int(graph.indptr[proposal]), int(graph.indptr[proposal + 1]))
    found = zip(
        graph.neighbours[edges].tolist(),
        graph.kind[edges].tolist(),
        graph.weight[edges].tolist(),
        strict=True,
    )
    return tuple(
        Moment(
            number,
            (float(graph.segments[number, 0]), float(graph.segments[number, 1])),
            kind,
            weight,
            evidence.best_label(number),
        )
        for number, kind, weight in found
    )
