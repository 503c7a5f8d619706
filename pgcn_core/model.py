"""Room 5: the two graph convolutional networks and three heads of one stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from pgcn_core.config import BranchNetwork, ModelSettings
from pgcn_core.cosines import NORM_EPSILON, pair_cosines
from pgcn_core.graph import TREE_DEPTH, ProposalGraph


@dataclass(frozen=True, slots=True)
class Hop:
    """Who receives from whom in one graph convolution: R rows out of S sources.

    Row r becomes ``root_weight[r] * x[root[r]]`` plus, for each of its edges,
    ``share * cosine * x[source]``. The cosine is taken between two proposals' input features.

    Attributes:
        root: (R,) int64, the source that a row itself is.
        root_weight: (R,) float32.
        row: (E,) int64, the receiving row of each edge, rising.
        source: (E,) int64, the source it receives.
        share: (E,) float32, multiplies the cosine.
        left: (E,) int64, the proposal behind the row.
        right: (E,) int64, the proposal behind the source.
    """

    root: Tensor
    root_weight: Tensor
    row: Tensor
    source: Tensor
    share: Tensor
    left: Tensor
    right: Tensor


@dataclass(frozen=True, slots=True)
class GraphTensors:
    """The hops of the graph convolutions, first to last.

    Attributes:
        hops: One per convolution in sampled trees; a single one serves all in a whole graph.
        centres: (R,) int64, the proposals that are scored; None for all, in order.
    """

    hops: tuple[Hop, ...]
    centres: Tensor | None = None

    @property
    def first(self) -> Hop:
        """The hop of the first graph convolution."""
        return self.hops[0]

    @property
    def last(self) -> Hop:
        """The hop whose rows are scored."""
        return self.hops[-1]

    def for_depth(self, depth: int) -> tuple[Hop, ...]:
        """Return one hop per convolution.

        Raises:
            ValueError: the trees were sampled for another depth.
        """
        hops = self.hops * depth if len(self.hops) == 1 and self.centres is None else self.hops
        if len(hops) != depth:
            raise ValueError(f"trees of {len(hops)} hops for a network of {depth}")
        return hops

    def pick(self, features: Tensor) -> Tensor:
        """Return the (R, D) features of the proposals that are scored."""
        return features if self.centres is None else features[self.centres]


class PgcnOutput(NamedTuple):
    """Raw outputs of one stream for N proposals and K labels.

    Attributes:
        activity_logits: (N, K + 1); column 0 is background.
        completeness_logits: (N, K).
        offsets: (N, K, 2), centre shift and log duration ratio, normalised by the checkpoint's
            ``offset_stats``.
    """

    activity_logits: Tensor
    completeness_logits: Tensor
    offsets: Tensor


def graph_tensors(graph: ProposalGraph, device: torch.device | str = "cpu") -> GraphTensors:
    """Return the hops of a graph: its trees when it was sampled, else the whole of it."""
    if graph.trees is not None:
        return tree_tensors(torch.from_numpy(graph.trees).to(device))
    rows = torch.from_numpy(graph.rows).to(device)
    columns = torch.from_numpy(graph.neighbours).to(device)
    own = torch.from_numpy(graph.self_weight).to(device)
    share = torch.from_numpy(graph.weight).to(device)
    hop = Hop(torch.arange(len(own), device=device), own, rows, columns, share, rows, columns)
    return GraphTensors((hop,))


def tree_tensors(trees: Tensor, depth: int = TREE_DEPTH) -> GraphTensors:
    """Return the hops of sampled trees, of which only the roots are read.

    Args:
        trees: (N, 1 + C + ... + C ** depth) int64 proposals: root, children, children of each
            child (21 nodes for C = 4; pgcn_test.py:98-111): node k's children are nodes C k + 1 to
            C k + C. Every edge has a share of 1 / C. -1 where there is no neighbour.
        depth: Graph convolutions.

    Raises:
        ValueError: no C gives that many nodes.
    """
    drawn = _children(trees.shape[1], depth)
    n_out = [sum(drawn**level for level in range(depth - hop)) for hop in range(depth)]
    hops = tuple(_tree_hop(trees, drawn, n, is_first=hop == 0) for hop, n in enumerate(n_out))
    return GraphTensors(hops, trees[:, 0])


def _children(size: int, depth: int) -> int:
    """Return C for trees of 1 + C + ... + C ** depth nodes."""
    drawn = 1
    while sum(drawn**level for level in range(depth + 1)) < size:
        drawn += 1
    if sum(drawn**level for level in range(depth + 1)) != size:
        raise ValueError(f"no tree of depth {depth} has {size} nodes")
    return drawn


def _tree_hop(trees: Tensor, drawn: int, n_out: int, *, is_first: bool) -> Hop:
    """Return the hop whose rows are the first ``n_out`` nodes of every tree.

    Sources are proposals in the first hop, and the rows of the hop before in the others.
    """
    n, device = len(trees), trees.device
    n_in = 1 + drawn * n_out
    parents, children = trees[:, :n_out].reshape(-1), trees[:, 1:n_in].reshape(-1)
    numbers = torch.arange(n * n_in, device=device).reshape(n, n_in)
    row = torch.arange(n * n_out, device=device).repeat_interleave(drawn)
    if is_first:
        # A missing node has no row to speak of: nothing reads it.
        root, source = parents.clamp_min(0), children
    else:
        root, source = numbers[:, :n_out].reshape(-1), numbers[:, 1:].reshape(-1)
    there = children >= 0
    row, source, right = row[there], source[there], children[there]
    share = torch.full((len(row),), 1.0 / drawn, device=device)
    ones = torch.ones(n * n_out, device=device)
    return Hop(root, ones, row, source, share, parents[row], right)


def edge_weights(features: Tensor, graph: ProposalGraph, *, relu: bool) -> Tensor:
    """Return the (E,) weight of every edge: its share times the cosine of its two proposals.

    Args:
        features: (N, D) or (N, 3D): the activity or the completeness feature.
        graph: Its edges; trees are not looked at.
        relu: Official mode: negative cosines count as 0.
    """
    rows = torch.from_numpy(graph.rows).to(features.device)
    columns = torch.from_numpy(graph.neighbours).to(features.device)
    cosines = pair_cosines(features, rows, columns)
    share = torch.from_numpy(graph.weight).to(features.device)
    return share * (cosines.relu() if relu else cosines)


def spread(values: Tensor, hop: Hop, edge_weights: Tensor) -> Tensor:
    """Return (R, H): A X for the rows of one hop, from (S, H) sources and (E,) weights.

    Sums are at least float32, also where products are made in half precision.
    """
    with torch.autocast(values.device.type, enabled=False):
        if values.dtype in (torch.bfloat16, torch.float16):
            values = values.float()
        size = (len(hop.root), len(values))
        adjacency = torch.sparse_coo_tensor(
            torch.stack([hop.row, hop.source]),
            edge_weights.to(values.dtype),
            size,
            check_invariants=False,
        )
        own = hop.root_weight.to(values.dtype)[:, None] * values[hop.root]
        return own + torch.sparse.mm(adjacency, values)


class GraphConvolution(nn.Module):
    """``A X W + b`` (paper Eq. 3; the bias is the released code's)."""

    def __init__(self, in_dim: int, out_dim: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(in_dim, out_dim))
        self.bias = nn.Parameter(torch.empty(out_dim))
        bound = out_dim**-0.5
        nn.init.uniform_(self.weight, -bound, bound)
        nn.init.uniform_(self.bias, -bound, bound)

    def forward(self, values: Tensor, hop: Hop, edge_weights: Tensor) -> Tensor:
        """Return (R, out) from (S, in); multiplies by A on whichever side is narrower."""
        if self.weight.shape[0] > self.weight.shape[1]:
            return spread(values @ self.weight, hop, edge_weights) + self.bias
        return spread(values, hop, edge_weights) @ self.weight + self.bias

    def alone(self, values: Tensor) -> Tensor:
        """Return (R, out) from (R, in) without any neighbour: A is the identity."""
        return values @ self.weight + self.bias


class Gcn(nn.Module):
    """Graph convolutions with ReLU and dropout between (pgcn_models.py:53-59).

    The network of paper Tables 3 and 4 that stands in for it has the same weights: ``mlp`` leaves
    the neighbours out, ``mean`` takes the mean of what the MLP makes of them.
    """

    def __init__(self, dim: int, settings: ModelSettings, network: BranchNetwork = "gcn") -> None:
        super().__init__()
        widths = [dim, *[settings.hidden_dim] * (settings.depth - 1), dim]
        for number, (in_dim, out_dim) in enumerate(pairwise(widths), start=1):
            self.add_module(f"gc{number}", GraphConvolution(in_dim, out_dim))
        self.network = network
        self.settings = settings
        self.edge_embedding: nn.Linear | None = None
        if network == "gcn" and settings.edge_function == "embedded":
            self.edge_embedding = nn.Linear(dim, settings.hidden_dim, bias=False)
        self.dropout: nn.Module = nn.Dropout(settings.gcn_dropout)

    @property
    def layers(self) -> list[GraphConvolution]:
        """The graph convolutions, first to last."""
        return [one for one in self.children() if isinstance(one, GraphConvolution)]

    def read_by(self, heads: Sequence[nn.Linear], features: Tensor, graph: GraphTensors) -> Tensor:
        """Return (R, sum of outs): what heads make of the output beside the input, joined.

        For a network in evaluation mode.

        Where proposals outnumber the outputs, the last convolution, which no
        ReLU follows, and the heads are multiplied into one matrix first: the same numbers up to
        rounding, without the (R, dim) output.
        """
        weight = torch.cat([head.weight for head in heads]).T
        bias = torch.cat([head.bias for head in heads])
        own = graph.pick(features)
        known = own @ weight[own.shape[1] :] + bias
        onto = weight[: own.shape[1]]
        if self.network != "gcn" or len(own) <= len(bias):
            return self(features, graph) @ onto + known
        last = self.layers[-1]
        inner, hop, weights = self._before_last(features, graph)
        matrix = last.weight @ onto
        if inner.shape[1] > matrix.shape[1]:
            seen = spread(inner @ matrix, hop, weights)
        else:
            seen = spread(inner, hop, weights) @ matrix
        return seen + (known + last.bias @ onto)

    def edge_weights(self, features: Tensor, hop: Hop) -> Tensor:
        """Return the (E,) weights of a hop: share times ``edge_cosines``."""
        share = mean_shares(hop) if self.settings.aggregation == "mean" else hop.share
        return share * self.edge_cosines(features, hop.left, hop.right)

    def edge_cosines(self, features: Tensor, left: Tensor, right: Tensor) -> Tensor:
        """Return the (E,) cosine of each pair of rows, or its ReLU, by the settings.

        They are float32 also where products are made in half precision.
        """
        with torch.autocast(features.device.type, enabled=False):
            if self.edge_embedding is None:
                cosines = pair_cosines(features, left, right)
            else:
                cosines = _embedded_cosines(self.edge_embedding(features), left, right)
        return cosines.relu() if self.settings.edge_relu else cosines

    def forward(self, features: Tensor, graph: GraphTensors) -> Tensor:
        """Return (R, dim) for the proposals scored, from (N, dim)."""
        if self.network == "gcn":
            return self._convolve(features, graph)
        if self.network == "mlp":
            return self._mlp(graph.pick(features))
        return mean_of_neighbours(self._mlp(features), graph)

    def _convolve(self, features: Tensor, graph: GraphTensors) -> Tensor:
        values, hop, weights = self._before_last(features, graph)
        return self.layers[-1](values, hop, weights)

    def _before_last(self, features: Tensor, graph: GraphTensors) -> tuple[Tensor, Hop, Tensor]:
        """Return what the last convolution takes: values, its hop and the hop's (E,) weights."""
        *inner, _ = self.layers
        hops = graph.for_depth(len(inner) + 1)
        known = hops[0]
        values, weights = features, self.edge_weights(features, known)
        for layer, hop, following in zip(inner, hops, hops[1:], strict=False):
            values = self.dropout(layer(values, self._with_own(hop), weights).relu())
            if following is not known:
                known, weights = following, self.edge_weights(features, following)
        return values, self._with_own(hops[-1]), weights

    def _with_own(self, hop: Hop) -> Hop:
        if self.settings.self_addition:
            return hop
        return replace(hop, root_weight=torch.zeros_like(hop.root_weight))

    def _mlp(self, values: Tensor) -> Tensor:
        *inner, last = self.layers
        for layer in inner:
            values = self.dropout(layer.alone(values).relu())
        return last.alone(values)


def mean_shares(hop: Hop) -> Tensor:
    """Return the (E,) shares of a hop's edges over their sum in each row."""
    total = torch.zeros_like(hop.root_weight).index_add(0, hop.row, hop.share)
    return hop.share / total[hop.row]


def mean_of_neighbours(values: Tensor, graph: GraphTensors) -> Tensor:
    """Return (R, H) means of (N, H) over adjacent proposals; a lonely one keeps its own."""
    hop = graph.last
    own = graph.pick(values)
    parts = mean_shares(hop)[:, None].to(values.dtype) * values[hop.right]
    pooled = torch.zeros_like(own).index_add(0, hop.row, parts)
    lonely = torch.bincount(hop.row, minlength=len(own)) == 0
    return torch.where(lonely[:, None], own, pooled)


def _embedded_cosines(embedded: Tensor, left: Tensor, right: Tensor) -> Tensor:
    """Return the (E,) cosines of learned features; gradients flow while training."""
    if not embedded.requires_grad:
        return pair_cosines(embedded, left, right)
    unit = functional.normalize(embedded, dim=1, eps=NORM_EPSILON)
    return torch.linalg.vecdot(unit[left], unit[right])


class Pgcn(nn.Module):
    """P-GCN of one stream (paper section 3.3), with the released code's parameter names.

    One network reads the activity feature of a proposal and says what it is; the other reads the
    completeness feature and says, per label, how whole it is and where its ends belong. Each head
    sees the graph's output beside its input.

    Attributes:
        offset_stats: (2, 2) float64 buffer, not in the state: mean and standard deviation (rows) of
            centre shift and log duration ratio (columns) over the training proposals.
    """

    offset_stats: Tensor

    def __init__(self, settings: ModelSettings) -> None:
        super().__init__()
        self.settings = settings
        activity_dim, completeness_dim = settings.feature_dim, 3 * settings.feature_dim
        self.Act_GCN = Gcn(activity_dim, settings, settings.activity_network)
        self.Comp_GCN = Gcn(completeness_dim, settings, settings.completeness_network)
        self.activity_fc = nn.Linear(2 * activity_dim, settings.n_labels + 1)
        self.completeness_fc = nn.Linear(2 * completeness_dim, settings.n_labels)
        self.regressor_fc = nn.Linear(2 * completeness_dim, 2 * settings.n_labels)
        self.dropout: nn.Module = nn.Dropout(settings.activity_dropout)
        for head in (self.activity_fc, self.completeness_fc, self.regressor_fc):
            nn.init.normal_(head.weight, 0.0, 0.001)
            nn.init.zeros_(head.bias)
        unit = torch.tensor([[0.0, 0.0], [1.0, 1.0]], dtype=torch.float64)
        self.register_buffer("offset_stats", unit, persistent=False)

    def forward(self, activity: Tensor, completeness: Tensor, graph: GraphTensors) -> PgcnOutput:
        """Score N proposals together, or those that the graph's trees start at.

        Args:
            activity: (N, D) float32.
            completeness: (N, 3D) float32.
            graph: From ``graph_tensors`` (whole graph) or ``tree_tensors`` (sampled).
        """
        if self.training:
            return self._forward_dropped(activity, completeness, graph)
        what = self.Act_GCN.read_by((self.activity_fc,), activity, graph)
        heads = (self.completeness_fc, self.regressor_fc)
        whole = self.Comp_GCN.read_by(heads, completeness, graph)
        n_labels = self.settings.n_labels
        offsets = whole[:, n_labels:].reshape(len(whole), n_labels, 2)
        return PgcnOutput(what, whole[:, :n_labels], offsets)

    def _forward_dropped(
        self, activity: Tensor, completeness: Tensor, graph: GraphTensors
    ) -> PgcnOutput:
        """Score while learning: the activity head drops of output and input together."""
        what = torch.cat([self.Act_GCN(activity, graph), graph.pick(activity)], dim=1)
        own = graph.pick(completeness)
        whole = torch.cat([self.Comp_GCN(completeness, graph), own], dim=1)
        offsets = self.regressor_fc(whole).reshape(len(whole), self.settings.n_labels, 2)
        return PgcnOutput(
            self.activity_fc(self.dropout(what)), self.completeness_fc(whole), offsets
        )

    def edge_weights(self, features: Tensor, graph: ProposalGraph) -> Tensor:
        """Return the (E,) weight of every edge of a graph, for drawing it.

        Args:
            features: (N, D) or (N, 3D): the activity or the completeness feature.
            graph: Its edges; trees are not looked at.
        """
        return edge_weights(features, graph, relu=self.settings.edge_relu)

    def denormalise(self, offsets: Tensor) -> Tensor:
        """Return (N, K, 2) offsets in durations and log ratios, from the network's own scale."""
        mean, deviation = self.offset_stats.to(offsets.dtype)
        return offsets * deviation + mean
