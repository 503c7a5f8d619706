"""How unsure the model is of its detections: margin, entropy, spread over sampled neighbourhoods.

A verdict on a doubtful detection teaches the model most (Settles, "Active Learning Literature
Survey", 2009, section 3.1: margin and entropy sampling). The third is the P-GCN's own: Eq. 10 of
the paper draws the neighbours that a proposal is judged by, and a score that hangs on the draw
hangs on few neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from pgcn_core.config import DetectionSettings, FusionSettings, Stream, UncertaintySettings
from pgcn_core.detections import Detections, final_scores
from pgcn_core.graph import ProposalGraph
from pgcn_core.model import Gcn, Hop, Pgcn, graph_tensors, spread
from pgcn_core.proposals.posteriors import softmax
from pgcn_core.proposals.products import ProposalFeatures
from pgcn_core.streams import ProposalScores, fuse_streams

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]
# Scores below this are noise; their spread is not divided by less.
_SMALLEST_SCORE = 1e-6


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How unsure the model is of M detections.

    Attributes:
        margin: (M,) float32 in [0, 1]: probability of the detection's label less that of the best
            other one, background among them; 0 where another is likelier.
        entropy: (M,) float32 in [0, 1]: of the K + 1 probabilities, over log(K + 1).
        spread: (M,) float32: standard deviation of the score over sampled neighbourhoods, over its
            mean; None where nothing was sampled.
    """

    margin: Floats
    entropy: Floats
    spread: Floats | None


def label_doubt(scores: ProposalScores, detections: Detections) -> tuple[Floats, Floats]:
    """Return the (M,) margins and the (M,) entropies of detections.

    Args:
        scores: Fused, of the N proposals.
        detections: M, from them.
    """
    logits = scores.activity_logits[detections.proposal_idx].astype(np.float64)
    probability = softmax(logits)
    rows, columns = np.arange(len(probability)), detections.label_idx + 1
    own = probability[rows, columns]
    others = probability.copy()
    others[rows, columns] = -np.inf
    margin = np.clip(own - others.max(axis=1, initial=-np.inf), 0.0, 1.0)
    terms = probability * np.log(np.maximum(probability, np.finfo(np.float64).tiny))
    entropy = np.clip(-terms.sum(axis=1) / np.log(probability.shape[1]), 0.0, 1.0)
    return margin.astype(np.float32), entropy.astype(np.float32)


@dataclass(frozen=True, slots=True)
class Neighbourhoods:
    """Neighbours drawn for every proposal of a graph, S times.

    Attributes:
        edges: (S, R, N_s) int64 edges of the graph; R proposals have any neighbour.
        rows: (R,) int64 those proposals.
        weight: (R,) float32 sum of the weights of all edges of each.
    """

    edges: Indices
    rows: Indices
    weight: Floats


def draw_neighbourhoods(graph: ProposalGraph, settings: UncertaintySettings) -> Neighbourhoods:
    """Draw the neighbours of every proposal, with replacement, in proportion to the edge weights.

    Draw s depends on the seed and on s alone (Philox, a counter-based generator), never on what was
    drawn before.
    """
    degree = np.diff(graph.indptr)
    rows = np.flatnonzero(degree > 0)
    running = np.concatenate([[0.0], np.cumsum(graph.weight, dtype=np.float64)])
    first, behind = graph.indptr[rows], graph.indptr[rows + 1]
    low, total = running[first], running[behind] - running[first]
    shape = (len(rows), settings.neighbours)
    edges = np.empty((settings.draws, *shape), np.int64)
    for number in range(settings.draws):
        philox = np.random.Philox(key=settings.seed, counter=[0, 0, 0, number])
        at = low[:, None] + np.random.Generator(philox).random(shape) * total[:, None]
        found = np.searchsorted(running, at.ravel(), side="right").reshape(shape) - 1
        edges[number] = np.clip(found, first[:, None], behind[:, None] - 1)
    return Neighbourhoods(edges, rows, total.astype(np.float32))


def sampled_scores(
    network: Pgcn,
    features: ProposalFeatures,
    graph: ProposalGraph,
    drawn: Neighbourhoods,
    device: torch.device | str = "cpu",
) -> list[ProposalScores]:
    """Return one stream's scores under each of the S neighbourhoods; offsets are 0.

    Eq. 10 with N_s drawn neighbours in place of all: their mean, or for a network that adds up,
    that mean times the weight of all. What does not depend on the draw is computed once, so a draw
    costs a small part of a pass.

    Args:
        network: In evaluation mode on ``device``.
        features: N proposals.
        graph: Over them; trees are not looked at.
        drawn: From the same graph.
        device: Where to compute.
    """
    with torch.inference_mode():
        labels = _branch(network.Act_GCN, network.activity_fc, features.activity, graph, device)
        whole = _branch(
            network.Comp_GCN, network.completeness_fc, features.completeness, graph, device
        )
        found = []
        for edges in drawn.edges:
            what, complete = labels(edges, drawn), whole(edges, drawn)
            offsets = np.zeros((*complete.shape, 2), np.float32)
            found.append(ProposalScores(what.cpu().numpy(), complete.cpu().numpy(), offsets))
    return found


Sampled = Callable[[Indices, Neighbourhoods], Tensor]


def _branch(
    gcn: Gcn,
    head: nn.Linear,
    values: NDArray[np.float32],
    graph: ProposalGraph,
    device: torch.device | str,
) -> Sampled:
    """Return what makes (N, out) of a draw; all that needs no draw is done here."""
    features = torch.from_numpy(values).to(device)
    whole = graph_tensors(_without_trees(graph), device).first
    known = features @ head.weight[:, features.shape[1] :].T + head.bias
    onto = head.weight[:, : features.shape[1]].T
    *inner, last = gcn.layers
    if gcn.network != "gcn":
        alone = features
        for layer in inner:
            alone = layer.alone(alone).relu()
        made = last.alone(alone) @ onto
        if gcn.network == "mlp":
            return lambda _edges, _drawn: made + known
        return lambda edges, drawn: _mean_of_drawn(made, whole, edges, drawn) + known
    cosines = gcn.edge_cosines(features, whole.left, whole.right)
    matrices = [*(layer.weight for layer in inner), last.weight @ onto]
    biases = [*(layer.bias for layer in inner), last.bias @ onto + known]
    entry = features @ matrices[0]

    def sampled(edges: Indices, drawn: Neighbourhoods) -> Tensor:
        hop, weights = _drawn_hop(gcn, whole, cosines, edges, drawn)
        made = spread(entry, hop, weights) + biases[0]
        for matrix, bias in zip(matrices[1:], biases[1:], strict=True):
            made = spread(made.relu() @ matrix, hop, weights) + bias
        return made

    return sampled


def _without_trees(graph: ProposalGraph) -> ProposalGraph:
    return ProposalGraph(
        graph.indptr, graph.neighbours, graph.kind, graph.weight, graph.self_weight
    )


def _drawn_hop(
    gcn: Gcn, whole: Hop, cosines: Tensor, edges: Indices, drawn: Neighbourhoods
) -> tuple[Hop, Tensor]:
    """Return the hop over drawn edges, and their (E,) weights."""
    device = cosines.device
    at = torch.from_numpy(edges.ravel()).to(device)
    n_drawn = edges.shape[1]
    each = np.ones(len(drawn.rows), np.float32)
    share = (each if gcn.settings.aggregation == "mean" else drawn.weight) / n_drawn
    shares = torch.from_numpy(np.repeat(share, n_drawn)).to(device)
    own = whole.root_weight
    if not gcn.settings.self_addition:
        own = torch.zeros_like(own)
    row, source = whole.row[at], whole.source[at]
    return Hop(whole.root, own, row, source, shares, row, source), shares * cosines[at]


def _mean_of_drawn(made: Tensor, whole: Hop, edges: Indices, drawn: Neighbourhoods) -> Tensor:
    """Return (N, out) means over drawn neighbours; a lonely proposal keeps its own."""
    source = whole.source[torch.from_numpy(edges).to(made.device)]
    rows = torch.from_numpy(drawn.rows).to(made.device)
    return made.index_copy(0, rows, made[source].mean(dim=1))


@dataclass(frozen=True, slots=True)
class Scoring:
    """What detections were scored by.

    Attributes:
        fusion: How the streams were added.
        detections: How scores were made of them.
        video_scores: (K,) of the labels of the whole video, or None.
    """

    fusion: FusionSettings
    detections: DetectionSettings
    video_scores: NDArray[np.float64] | None = None

    def of(self, scores: ProposalScores, detections: Detections) -> NDArray[np.float64]:
        """Return the (M,) scores that detections have by the scores of their proposals."""
        pairs = final_scores(scores, self.detections, self.video_scores)
        return pairs[detections.proposal_idx, detections.label_idx]


def score_spread(
    sampled: Mapping[Stream, Sequence[ProposalScores]], detections: Detections, scoring: Scoring
) -> Floats | None:
    """Return the (M,) standard deviations of the scores over S draws, over their means.

    Args:
        sampled: S scores of every stream, from ``sampled_scores``.
        detections: M of them.
        scoring: As the detections were scored.

    Returns:
        None for fewer than two draws.
    """
    n_draws = min((len(one) for one in sampled.values()), default=0)
    if n_draws < 2:
        return None
    scores = np.stack(
        [
            scoring.of(
                fuse_streams({name: one[draw] for name, one in sampled.items()}, scoring.fusion),
                detections,
            )
            for draw in range(n_draws)
        ]
    )
    return (scores.std(axis=0) / np.maximum(scores.mean(axis=0), _SMALLEST_SCORE)).astype(
        np.float32
    )
