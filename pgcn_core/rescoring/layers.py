"""What is kept between the layers of a network, and made anew where a change reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from pgcn_core.graph import ProposalGraph
from pgcn_core.model import Gcn, Hop, mean_shares, spread

Indices = NDArray[np.int64]
# Places kept free, as a share, so that adding a segment seldom moves what is there.
_SPARE = 1 / 8


@dataclass(frozen=True, slots=True)
class Change:
    """What a change did to the graph.

    Attributes:
        graph: After it.
        rows: Rising indices of proposals whose own row of the adjacency matrix changed.
        kept: (E,) for every edge its number before; of no meaning in ``rows``. None at first.
        roots: Rising indices of proposals whose sampled tree is another, or holds another feature;
            None of a whole graph.
    """

    graph: ProposalGraph
    rows: Indices
    kept: Indices | None
    roots: Indices | None


def has_neighbour(graph: ProposalGraph, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return (N,) whether a proposal receives from one of ``among``."""
    hit = np.zeros(len(among), bool)
    hit[graph.rows[among[graph.neighbours]]] = True
    return hit


def with_room(store: Tensor, size: int) -> Tensor:
    """Return a store of at least ``size`` rows, with some to spare when it has to grow."""
    if size <= len(store):
        return store
    more = size - len(store) + int(size * _SPARE)
    return torch.cat([store, store.new_zeros(more, *store.shape[1:])])


class Branch:
    """One graph convolutional network with its heads, and everything between its layers.

    The heads follow the last convolution without a ReLU, so both are one matrix. A layer multiplies
    by its matrix before or after it spreads over neighbours, on whichever side is narrower.
    """

    # Always before.
    multiplies_first = False

    def __init__(self, gcn: Gcn, heads: Sequence[nn.Linear]) -> None:
        self._gcn = gcn
        *inner, last = gcn.layers
        # What stands in for graph convolutions looks at neighbours last, or not at all.
        self._alone = inner if gcn.network != "gcn" else []
        inner = inner if gcn.network == "gcn" else []
        with torch.inference_mode():
            weight = torch.cat([head.weight for head in heads]).T
            onto, self._own = weight.chunk(2)
            bias = torch.cat([head.bias for head in heads]) + last.bias @ onto
            self._matrices = [*(layer.weight for layer in inner), last.weight @ onto]
            self._biases = [*(layer.bias for layer in inner), bias]
            self._is_first = [
                self.multiplies_first or one.shape[0] > one.shape[1] for one in self._matrices
            ]
            n_out = len(bias)
            self._features = torch.zeros(0, len(self._own))
            self._sources = [
                torch.zeros(0, one.shape[int(first)])
                for one, first in zip(self._matrices, self._is_first, strict=True)
            ]
            self._known = torch.zeros(0, n_out)
            self.outputs = torch.zeros(0, n_out)
        self._weights = torch.zeros(0)

    def take(self, places: Tensor, features: Tensor) -> None:
        """Store the features of proposals, and what is made of them without any neighbour."""
        self._make_room(int(places.max()) + 1 if len(places) else 0)
        self._features[places] = features
        self._known[places] = features @ self._own
        values = features
        for layer in self._alone:
            values = layer.alone(values).relu()
        self._store(0, places, values)

    def _make_room(self, size: int) -> None:
        self._features, self._known, self.outputs, *self._sources = (
            with_room(one, size)
            for one in (self._features, self._known, self.outputs, *self._sources)
        )

    def _store(self, layer: int, places: Tensor, values: Tensor) -> None:
        """Keep what a layer spreads."""
        if self._is_first[layer]:
            values = values @ self._matrices[layer]
        self._sources[layer][places] = values

    def score(self, change: Change, places: Indices) -> Indices:
        """Make every layer's rows that the change reaches; return the last layer's."""
        self._weigh(change, places)
        is_reached = np.zeros(len(places), bool)
        is_reached[change.rows] = True
        rows = change.rows
        for layer, bias in enumerate(self._biases):
            if layer:
                is_reached |= has_neighbour(change.graph, is_reached)
                rows = np.flatnonzero(is_reached)
            hop, edges = self._hop(change.graph, rows, places)
            values = spread(self._sources[layer], hop, self._weights[edges])
            if not self._is_first[layer]:
                values = values @ self._matrices[layer]
            self._finish(layer, torch.from_numpy(places[rows]), values + bias)
        return rows

    def _finish(self, layer: int, at: Tensor, values: Tensor) -> None:
        if layer + 1 < len(self._biases):
            self._store(layer + 1, at, values.relu())
        else:
            self.outputs[at] = values + self._known[at]

    def _weigh(self, change: Change, places: Indices) -> None:
        """Carry the weights of edges over; take those of changed rows anew."""
        weights = torch.zeros(change.graph.neighbours.size)
        if change.kept is not None and len(self._weights):
            weights = self._weights[torch.from_numpy(change.kept.clip(0, len(self._weights) - 1))]
        hop, edges = self._hop(change.graph, change.rows, places)
        if len(edges):
            weights[edges] = self._weights_of(hop)
        self._weights = weights

    def _weights_of(self, hop: Hop) -> Tensor:
        """Return what multiplies the sources of a hop with edges."""
        if self._gcn.network == "mean":
            return mean_shares(hop)
        return self._gcn.edge_weights(self._features, hop)

    def _hop(self, graph: ProposalGraph, rows: Indices, places: Indices) -> tuple[Hop, Tensor]:
        """Return the hop into some rows, among the stores, and which edges of the graph it has."""
        alone = self._gcn.network == "mlp"
        degree = np.diff(graph.indptr)[rows] * (not alone)
        row = np.repeat(np.arange(len(rows)), degree)
        first = np.cumsum(degree) - degree
        edges = np.arange(len(row)) + np.repeat(graph.indptr[rows] - first, degree)
        source = torch.from_numpy(places[graph.neighbours[edges]])
        own = self._own_weights(graph, rows)
        root = torch.from_numpy(places[rows])
        into = torch.from_numpy(row)
        share = torch.from_numpy(graph.weight[edges])
        hop = Hop(root, torch.from_numpy(own), into, source, share, root[into], source)
        return hop, torch.from_numpy(edges)

    def _own_weights(self, graph: ProposalGraph, rows: Indices) -> NDArray[np.float32]:
        """Return (R,) what multiplies a row's own value."""
        if self._gcn.network == "mlp":
            return np.ones(len(rows), np.float32)
        if self._gcn.network == "mean":
            # A lonely one keeps its own.
            return (np.diff(graph.indptr)[rows] == 0).astype(np.float32)
        if not self._gcn.settings.self_addition:
            return np.zeros(len(rows), np.float32)
        return graph.self_weight[rows]
