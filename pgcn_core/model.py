"""Room 5: the two graph convolutional networks and three heads of one stream."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from pgcn_core.config import ModelSettings
from pgcn_core.graph import ProposalGraph

# A norm below this counts as zero: the cosine with an empty feature is 0, not NaN.
NORM_EPSILON = 1e-12
# Numbers in one block of picked pairs (1 MiB, stays in cache) and of a product (64 MiB).
_PICKED_NUMBERS = 1 << 18
_PRODUCT_NUMBERS = 1 << 24
# From this share of all pairs on, the whole product is cheaper than picking pairs.
_DENSE_SHARE = 1 / 128


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
    """The hops of the first and the second graph convolution; the same object in a whole graph."""

    first: Hop
    second: Hop


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
    return GraphTensors(hop, hop)


def tree_tensors(trees: Tensor) -> GraphTensors:
    """Return the hops of one tree per proposal, of which only the root is read.

    Args:
        trees: (N, 1 + C + C * C) int64 proposals: root, children, children of each child (21 nodes
            for C = 4; pgcn_test.py:98-111). Every edge has a share of 1 / C.
    """
    n, size = trees.shape
    drawn = round((size - 0.75) ** 0.5 - 0.5)
    parents = trees[:, : 1 + drawn]
    children = trees[:, 1:].reshape(-1)
    number = torch.arange(n * (1 + drawn), device=trees.device)
    share = torch.full((children.numel(),), 1.0 / drawn, device=trees.device)
    row = number.repeat_interleave(drawn)
    left = parents.reshape(-1)
    ones = torch.ones(len(number), device=trees.device)
    first = Hop(left, ones, row, children, share, left[row], children)
    within = number.reshape(n, 1 + drawn)
    root, branch = within[:, 0], within[:, 1:].reshape(-1)
    row = torch.arange(n, device=trees.device).repeat_interleave(drawn)
    right = parents[:, 1:].reshape(-1)
    second = Hop(root, ones[:n], row, branch, share[: len(row)], trees[row, 0], right)
    return GraphTensors(first, second)


@torch.no_grad()
def pair_cosines(features: Tensor, left: Tensor, right: Tensor) -> Tensor:
    """Return the (E,) cosine of the features of each pair (paper Eq. 4); 0 for an empty feature.

    Args:
        features: (N, D).
        left: (E,) int64, rising blocks are fastest.
        right: (E,) int64.
    """
    unit = functional.normalize(features, dim=1, eps=NORM_EPSILON)
    n, dim = unit.shape
    if left.numel() > n * n * _DENSE_SHARE:
        return _cosines_by_product(unit, left, right)
    step = max(_PICKED_NUMBERS // max(dim, 1), 1)
    cosines = unit.new_empty(left.numel())
    for low in range(0, left.numel(), step):
        part = slice(low, low + step)
        cosines[part] = torch.linalg.vecdot(unit[left[part]], unit[right[part]])
    return cosines


def _cosines_by_product(unit: Tensor, left: Tensor, right: Tensor) -> Tensor:
    """Return the cosines from blocks of rows of the full product, for graphs with many edges."""
    n = len(unit)
    step = max(_PRODUCT_NUMBERS // max(n, 1), 1)
    order = torch.argsort(left, stable=True)
    bounds = torch.arange(0, n + step, step, device=left.device)
    cuts = torch.searchsorted(left[order], bounds).tolist()
    cosines = unit.new_empty(left.numel())
    for block, (low, high) in enumerate(pairwise(cuts)):
        pick = order[low:high]
        product = unit[block * step : (block + 1) * step] @ unit.T
        cosines[pick] = product[left[pick] - block * step, right[pick]]
    return cosines


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
    """Return (R, H): A X for the rows of one hop, from (S, H) sources and (E,) weights."""
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


class Gcn(nn.Module):
    """Two graph convolutions with a ReLU and dropout between (pgcn_models.py:53-59)."""

    def __init__(self, dim: int, settings: ModelSettings) -> None:
        super().__init__()
        self.gc1 = GraphConvolution(dim, settings.hidden_dim)
        self.gc2 = GraphConvolution(settings.hidden_dim, dim)
        self.dropout = nn.Dropout(settings.gcn_dropout)
        self.edge_relu = settings.edge_relu

    def edge_weights(self, features: Tensor, hop: Hop) -> Tensor:
        """Return the (E,) weights of a hop: share times cosine, or times ReLU(cosine)."""
        cosines = pair_cosines(features, hop.left, hop.right)
        return hop.share * (cosines.relu() if self.edge_relu else cosines)

    def forward(self, features: Tensor, graph: GraphTensors) -> Tensor:
        """Return (N, dim) from (N, dim)."""
        first = self.edge_weights(features, graph.first)
        second = first
        if graph.second is not graph.first:
            second = self.edge_weights(features, graph.second)
        hidden = self.dropout(self.gc1(features, graph.first, first).relu())
        return self.gc2(hidden, graph.second, second)


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
        self.Act_GCN = Gcn(activity_dim, settings)
        self.Comp_GCN = Gcn(completeness_dim, settings)
        self.activity_fc = nn.Linear(2 * activity_dim, settings.n_labels + 1)
        self.completeness_fc = nn.Linear(2 * completeness_dim, settings.n_labels)
        self.regressor_fc = nn.Linear(2 * completeness_dim, 2 * settings.n_labels)
        self.dropout = nn.Dropout(settings.activity_dropout)
        for head in (self.activity_fc, self.completeness_fc, self.regressor_fc):
            nn.init.normal_(head.weight, 0.0, 0.001)
            nn.init.zeros_(head.bias)
        unit = torch.tensor([[0.0, 0.0], [1.0, 1.0]], dtype=torch.float64)
        self.register_buffer("offset_stats", unit, persistent=False)

    def forward(self, activity: Tensor, completeness: Tensor, graph: GraphTensors) -> PgcnOutput:
        """Score N proposals together.

        Args:
            activity: (N, D) float32.
            completeness: (N, 3D) float32.
            graph: From ``graph_tensors`` (whole graph) or ``tree_tensors`` (sampled).
        """
        what = torch.cat([self.Act_GCN(activity, graph), activity], dim=1)
        whole = torch.cat([self.Comp_GCN(completeness, graph), completeness], dim=1)
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
