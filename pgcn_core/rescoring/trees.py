"""What is kept of a sampled graph, of which every proposal is the root of a tree of its own.

Neither what the first convolution makes of a proposal alone nor the cosine of a pair depends on
what is drawn. Both are kept, so that all trees can be put together anew: the released code draws in
order of proposals, and taking one away gives all that follow other trees.
"""

from __future__ import annotations

from collections.abc import Sequence

import numba
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from pgcn_core.graph import TREE_DEPTH, ProposalGraph, n_drawn_of
from pgcn_core.model import Gcn, Hop
from pgcn_core.rescoring.layers import Branch, Change, Indices, with_room

Floats = NDArray[np.float32]


class TreeBranch(Branch):
    """A branch whose neighbours are drawn: 1 + C + C * C proposals in the tree of each."""

    # There are more nodes in trees than proposals.
    multiplies_first = True

    def __init__(self, gcn: Gcn, heads: Sequence[nn.Linear]) -> None:
        """Keep room for what is known of each proposal.

        Raises:
            ValueError: the network has more or fewer graph convolutions than trees have levels.
        """
        super().__init__(gcn, heads)
        if gcn.network == "gcn" and len(gcn.layers) != TREE_DEPTH:
            raise ValueError(f"trees of {TREE_DEPTH} hops for a network of {len(gcn.layers)}")
        # Of a proposal with itself: 1, or 0 for an empty feature.
        self._own_cosines = torch.zeros(0)

    def take(self, places: Tensor, features: Tensor) -> None:
        """Store the features of proposals, and what is made of them without any neighbour."""
        super().take(places, features)
        self._own_cosines = with_room(self._own_cosines, len(self._features))
        each = torch.arange(len(features))
        self._own_cosines[places] = self._gcn.edge_cosines(features, each, each)

    def score(self, change: Change, places: Indices) -> Indices:
        """Score the trees that the change gives other nodes or features; return their roots."""
        assert change.graph.trees is not None
        assert change.roots is not None
        self._weigh(change, places)
        trees = change.graph.trees[change.roots]
        seen = self._seen(trees, change.graph, places)
        at = torch.from_numpy(places[change.roots])
        self.outputs[at] = seen + self._biases[-1] + self._known[at]
        return change.roots

    def _seen(self, trees: Indices, graph: ProposalGraph, places: Indices) -> Tensor:
        """Return the (R, outs) that reach the roots of (R, nodes) trees."""
        source, at = self._sources[0], places[trees]
        if self._gcn.network == "mlp":
            return source[torch.from_numpy(at[:, 0])]
        if self._gcn.network == "mean":
            children = torch.from_numpy(at[:, 1 : 1 + n_drawn_of(trees)])
            return source[children].mean(dim=1)
        found = _edges_of_trees(trees, graph.indptr, graph.neighbours)
        cosines = _picked(self._weights.numpy(), self._own_cosines.numpy(), found, places)
        share = np.float32(1 / n_drawn_of(trees))
        own = float(self._gcn.settings.self_addition)
        bias = self._biases[0].numpy()
        hidden = _grow(at, share * cosines, own, source.numpy(), bias)
        return torch.from_numpy(hidden) @ self._matrices[1]

    def _weights_of(self, hop: Hop) -> Tensor:
        """Return the cosines of a hop; the mean of sources needs none."""
        if self._gcn.network != "gcn":
            return torch.zeros(len(hop.left))
        return self._gcn.edge_cosines(self._features, hop.left, hop.right)


@numba.njit(cache=True, nogil=True)
def _edges_of_trees(trees: Indices, indptr: Indices, neighbours: Indices) -> Indices:
    """Return (R, nodes - 1) the number of the edge into each node's parent.

    A slot without a neighbour holds the proposal itself, of which there is no edge: -1 - proposal.
    """
    drawn = int(np.sqrt(trees.shape[1] - 1))
    found = np.empty((len(trees), trees.shape[1] - 1), np.int64)
    for root in range(len(trees)):
        for node in range(1, trees.shape[1]):
            parent, child = trees[root, (node - 1) // drawn], trees[root, node]
            edge = -1 - child
            if child != parent:
                edge = indptr[parent]
                while neighbours[edge] != child:
                    edge += 1
            found[root, node - 1] = edge
    return found


def _picked(of_edges: Floats, own: Floats, found: Indices, places: Indices) -> Floats:
    """Return the cosines of what ``_edges_of_trees`` found."""
    itself = found < 0
    cosines = np.empty(found.shape, np.float32)
    cosines[~itself] = of_edges[found[~itself]]
    cosines[itself] = own[places[-1 - found[itself]]]
    return cosines


@numba.njit(cache=True, nogil=True)
def _grow(trees: Indices, weights: Floats, own: float, source: Floats, bias: Floats) -> Floats:
    """Return (R, H): both convolutions of trees, but for the matrix of the second.

    Node k's children are nodes C k + 1 to C k + C.

    Args:
        trees: (R, 1 + C + C * C) rows of ``source``.
        weights: (R, C + C * C) of each node but the root, into its parent.
        own: What multiplies a node's own value.
        source: (S, H) multiplied by the first matrix.
        bias: (H,) of the first convolution.
    """
    drawn = int(np.sqrt(trees.shape[1] - 1))
    grown = np.zeros((len(trees), source.shape[1]), np.float32)
    hidden = np.empty(source.shape[1], np.float32)
    for root in range(len(trees)):
        for node in range(1 + drawn):
            value = source[trees[root, node]]
            for d in range(hidden.size):
                hidden[d] = own * value[d] + bias[d]
            for child in range(drawn * node + 1, drawn * node + drawn + 1):
                value, weight = source[trees[root, child]], weights[root, child - 1]
                for d in range(hidden.size):
                    hidden[d] += weight * value[d]
            share = weights[root, node - 1] if node else own
            for d in range(hidden.size):
                grown[root, d] += share * max(hidden[d], np.float32(0))
    return grown
