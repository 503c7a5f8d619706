"""Why a proposal scores what it scores: what each of its neighbours in the graph did to it.

Leave-one-out through the trained network itself: a neighbour is taken out of the graph with all its
edges and nothing in its place, and what that reaches is computed again. The score with it less the
score without it is its contribution. Contributions do not add up to the whole: two neighbours that
say the same are each of little use while the other is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Event

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pgcn_core.config import Settings, Stream
from pgcn_core.detections import final_scores
from pgcn_core.graph import ProposalGraph, n_drawn_of
from pgcn_core.model import GraphTensors, Hop, Pgcn, tree_tensors
from pgcn_core.proposals.products import ProposalFeatures
from pgcn_core.runtime import raise_if_cancelled
from pgcn_core.streams import ProposalScores, fuse_streams

Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]
# Neighbours left out in one pass; a cancel is heard between two.
_AT_ONCE = 48


@dataclass(frozen=True, slots=True)
class ScoredRun:
    """A run with all that scored it.

    Attributes:
        networks: The trained P-GCN of every stream, on the CPU and in evaluation mode.
        features: Of N proposals, for the same streams.
        graph: Over the proposals, as the run used it.
        settings: Of the run.
        video_scores: (K,) of the labels of the whole video, None when not used.
    """

    networks: Mapping[Stream, Pgcn]
    features: Mapping[Stream, ProposalFeatures]
    graph: ProposalGraph
    settings: Settings
    video_scores: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What made the score of one label of one proposal.

    Attributes:
        score: As the graph makes it.
        score_alone: Of the same weights with every neighbour left out: the MLP form of both
            networks (paper Tables 3 and 4), not a separately trained one.
        neighbours: (J,) int64, in the order of the graph.
        contributions: (J,) float64, the score less the score without that neighbour.
    """

    score: float
    score_alone: float
    neighbours: Indices
    contributions: NDArray[np.float64]


def explain(
    run: ScoredRun, proposal_idx: int, label_idx: int, cancel: Event | None = None
) -> Explanation:
    """Return what each neighbour of a proposal contributed to the score of a label.

    Args:
        run: What is explained.
        proposal_idx: In [0, N).
        label_idx: In [0, K).
        cancel: Heard between passes.

    Raises:
        Cancelled: the flag was set.
    """
    graph = run.graph
    own = slice(int(graph.indptr[proposal_idx]), int(graph.indptr[proposal_idx + 1]))
    neighbours = graph.neighbours[own]
    parts: list[NDArray[np.float64]] = []
    for first in range(0, max(len(neighbours), 1), _AT_ONCE):
        raise_if_cancelled(cancel)
        some = neighbours[first : first + _AT_ONCE]
        parts.append(_scores_without(run, proposal_idx, some)[:, label_idx])
    raise_if_cancelled(cancel)
    score = float(parts[0][0])
    without = np.concatenate([part[1:] for part in parts])
    alone = _score_alone(run, proposal_idx)[label_idx]
    return Explanation(score, float(alone), neighbours, score - without)


def _scores_without(run: ScoredRun, proposal_idx: int, left_out: Indices) -> NDArray[np.float64]:
    """Return (1 + V, K) scores of a proposal: as it is, then without each of V others."""
    found = {}
    for stream, network in run.networks.items():
        if run.graph.trees is None:
            hops = left_out_hops(run.graph, proposal_idx, left_out, network.settings.depth)
        else:
            pruned = pruned_trees(run.graph.trees[proposal_idx], left_out)
            hops = tree_tensors(torch.from_numpy(pruned))
        found[stream] = _scored(network, run.features[stream], hops)
    return final_scores(
        fuse_streams(found, run.settings.fusion), run.settings.detections, run.video_scores
    )


@torch.inference_mode()
def _scored(network: Pgcn, features: ProposalFeatures, hops: GraphTensors) -> ProposalScores:
    used, hops = _narrowed(hops, len(features.activity))
    output = network(
        torch.from_numpy(features.activity)[used],
        torch.from_numpy(features.completeness)[used],
        hops,
    )
    return ProposalScores(
        output.activity_logits.numpy(),
        output.completeness_logits.numpy(),
        network.denormalise(output.offsets).numpy(),
    )


def _narrowed(graph: GraphTensors, n: int) -> tuple[Tensor, GraphTensors]:
    """Return the (U,) proposals of N that hops read, and the hops with those numbered anew."""
    first, centres = graph.first, graph.centres
    ends = [end for hop in graph.hops for end in (hop.left, hop.right)]
    read = [first.root, first.source, *ends]
    everything = torch.cat(read if centres is None else [centres, *read])
    used = torch.from_numpy(np.unique(everything.numpy()))
    number = torch.zeros(n, dtype=torch.int64)
    number[used] = torch.arange(len(used))
    hops = [replace(hop, left=number[hop.left], right=number[hop.right]) for hop in graph.hops]
    hops[0] = replace(hops[0], root=number[first.root], source=number[first.source])
    return used, GraphTensors(tuple(hops), None if centres is None else number[centres])


def _score_alone(run: ScoredRun, proposal_idx: int) -> NDArray[np.float64]:
    """Return the (K,) scores of a proposal by the MLP form of the networks."""
    nobody = _hop(np.array([proposal_idx]), np.empty(0, np.int64), np.empty(0, np.int64))
    centre = torch.tensor([proposal_idx])
    found = {
        stream: _scored(
            without_graph(network),
            run.features[stream],
            GraphTensors((nobody,) * network.settings.depth, centre),
        )
        for stream, network in run.networks.items()
    }
    fused = fuse_streams(found, run.settings.fusion)
    return final_scores(fused, run.settings.detections, run.video_scores)[0]


def without_graph(network: Pgcn) -> Pgcn:
    """Return the MLP form of a network: the same weights, every neighbour left out."""
    settings = replace(network.settings, activity_network="mlp", completeness_network="mlp")
    with torch.device("meta"):
        alone = Pgcn(settings)
    known = network.state_dict()
    alone.load_state_dict({name: known[name] for name in alone.state_dict()}, assign=True)
    alone.offset_stats = network.offset_stats
    return alone.eval()


def _hop(root: Indices, row: Indices, source: Indices) -> Hop:
    """Return a hop of plain weights of 1 whose sources are proposals."""
    at, rows, sources = (torch.from_numpy(one) for one in (root, row, source))
    own, share = torch.ones(len(root)), torch.ones(len(row))
    return Hop(at, own, rows, sources, share, at[rows], sources)


def pruned_trees(tree: Indices, left_out: Indices) -> Indices:
    """Return (1 + V, nodes): a drawn tree as it is, then without each of V proposals.

    Where one is taken out, everything below it goes too.

    Args:
        tree: (1 + C + C * C,) proposals, the root first.
        left_out: (V,) proposals, the root not among them.
    """
    trees = np.tile(tree, (1 + len(left_out), 1))
    is_gone = trees == np.append(-1, left_out)[:, None]
    drawn = n_drawn_of(tree)
    for node in range(1, len(tree)):
        is_gone[:, node] |= is_gone[:, (node - 1) // drawn]
    return np.where(is_gone, -1, trees)


# ---------------------------------------------------------------- the whole graph
def left_out_hops(
    graph: ProposalGraph, proposal_idx: int, left_out: Indices, depth: int
) -> GraphTensors:
    """Return the hops that score a proposal as it is, and without each of V other proposals.

    A value that leaving somebody out does not reach is made once and read by all that need it.

    Args:
        graph: Whole, not sampled.
        proposal_idx: Who is scored.
        left_out: (V,) proposals, ``proposal_idx`` not among them.
        depth: Graph convolutions.
    """
    gone = np.append(-1, left_out)
    reached = _reached(graph, left_out, depth - 1)
    n = len(graph.self_weight)
    # A value is told by who is left out (0: nobody) and which proposal it is of.
    wanted = np.arange(len(gone)) * n + proposal_idx
    hops: list[Hop] = []
    for level in range(depth - 1, -1, -1):
        hop, wanted = _hop_of(graph, wanted, gone, reached[level])
        hops.append(hop)
    # The values before the first convolution are the proposals' own.
    first = hops[-1]
    of_proposal = torch.from_numpy(wanted % n)
    hops[-1] = replace(first, root=of_proposal[first.root], source=of_proposal[first.source])
    centres = torch.full((len(gone),), proposal_idx, dtype=torch.int64)
    return GraphTensors(tuple(reversed(hops)), centres)


def _reached(graph: ProposalGraph, left_out: Indices, n_levels: int) -> list[Flags]:
    """Return per level (1 + V, N) whose value after so many convolutions a left out one reaches."""
    n = len(graph.self_weight)
    variant = np.zeros(n, np.int64)
    variant[left_out] = np.arange(1, len(left_out) + 1)
    rows, told = graph.rows, variant[graph.neighbours]
    levels = [np.zeros((1 + len(left_out), n), bool)]
    for _ in range(n_levels):
        after = levels[-1].copy()
        after[told[told > 0], rows[told > 0]] = True
        if len(levels) > 1:
            for number, before in enumerate(levels[-1]):
                after[number, rows[before[graph.neighbours]]] = True
        levels.append(after)
    return levels


def _hop_of(
    graph: ProposalGraph, wanted: Indices, gone: Indices, reached: Flags
) -> tuple[Hop, Indices]:
    """Return the hop into some values, and the values it is made from.

    Args:
        graph: Who receives from whom.
        wanted: (R,) rising numbers of values: variant * N + proposal.
        gone: (1 + V,) who is left out in each variant.
        reached: (1 + V, N) whose value before this hop is another one in a variant.
    """
    n = len(graph.self_weight)
    variant, at = np.divmod(wanted, n)
    degree = np.diff(graph.indptr)[at]
    row = np.repeat(np.arange(len(at)), degree)
    first = np.cumsum(degree) - degree
    edge = np.arange(len(row)) + np.repeat(graph.indptr[at] - first, degree)
    is_there = graph.neighbours[edge] != gone[variant[row]]
    row, edge = row[is_there], edge[is_there]
    right = graph.neighbours[edge]
    source = _value(variant[row], right, reached)
    root = _value(variant, at, reached)
    made = np.unique(np.concatenate([source, root]))

    def tensor(values: Indices) -> Tensor:
        return torch.from_numpy(values)

    hop = Hop(
        root=tensor(np.searchsorted(made, root)),
        root_weight=torch.from_numpy(graph.self_weight[at]),
        row=tensor(row),
        source=tensor(np.searchsorted(made, source)),
        share=torch.from_numpy(graph.weight[edge]),
        left=tensor(at[row]),
        right=tensor(right),
    )
    return hop, made


def _value(variant: Indices, proposal: Indices, reached: Flags) -> Indices:
    """Return the number of each value: that of nobody left out where it is the same."""
    return np.where(reached[variant, proposal], variant, 0) * reached.shape[1] + proposal
