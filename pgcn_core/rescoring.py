"""Live re-scoring: after one segment is changed, only what the change can reach is scored again.

A graph convolution carries a change one hop, so K of them carry it K hops. Everything between the
layers is kept, and the rows that are reached are made anew from it. Of a sampled graph every tree
is scored by itself: those are made anew whose nodes are others than before, or have other features.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from pgcn_core.config import Settings, Stream
from pgcn_core.features.products import FeatureSequence
from pgcn_core.graph import ProposalGraph, build_graph
from pgcn_core.model import Gcn, Hop, Pgcn, mean_shares, spread, tree_tensors
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.segments import Segments
from pgcn_core.streams import ProposalScores, fuse_streams

Indices = NDArray[np.int64]
# Places kept free, as a share, so that adding a segment seldom moves what is there.
_SPARE = 1 / 8


class LiveScores:
    """The scores of one video's proposals, kept right while segments are edited one by one.

    Every proposal keeps its place in the stores while the indices of others move.

    Attributes:
        segments: (N, 2) float64 seconds.
        graph: Over them.
        scores: Of all N, streams fused: what a full pass over ``segments`` gives.
    """

    def __init__(
        self,
        networks: Mapping[Stream, Pgcn],
        sequences: Sequence[FeatureSequence],
        segments: Segments,
        settings: Settings,
    ) -> None:
        """Score everything once.

        Args:
            networks: The trained P-GCN of every stream; computed on the CPU.
            sequences: The features of the same streams of one video.
            segments: (N, 2) float64 seconds, N may be 0.
            settings: As of the run that is reviewed.
        """
        made = _Stream if settings.graph.sampled_slots is None else _TreeStream
        self._settings = settings
        self._sequences = tuple(sequences)
        self._streams: dict[Stream, _Stream | _TreeStream] = {
            one.stream: made(networks[one.stream]) for one in sequences
        }
        self.segments = np.array(segments, np.float64).reshape(-1, 2)
        self.graph = self._graph()
        self._places = np.arange(len(self.segments))
        self._free: list[int] = []
        everything = np.arange(len(self.segments))
        self._pool(everything)
        self._score(_Change(self.graph, everything, None, None))
        self.scores = self._fused()

    def change(self, index: int, segment: tuple[float, float]) -> Indices:
        """Move one segment; return the proposals that were scored again.

        Raises:
            ValueError: the segment is not start before end.
        """
        _check(segment)
        self.segments[index] = segment
        self._pool(np.array([index]))
        return self._update(np.arange(len(self.segments)), np.array([index]))

    def add(self, segment: tuple[float, float]) -> Indices:
        """Add one segment as the last; return the proposals that were scored again.

        Raises:
            ValueError: the segment is not start before end.
        """
        _check(segment)
        n = len(self.segments)
        place = self._free.pop() if self._free else int(self._places.max(initial=-1)) + 1
        self.segments = np.concatenate([self.segments, [segment]])
        self._places = np.append(self._places, place)
        self._pool(np.array([n]))
        return self._update(np.append(np.arange(n), -1), np.array([n]))

    def remove(self, index: int) -> Indices:
        """Take one segment away; return the proposals that were scored again, as counted after.

        The released code draws trees in order of proposals: of a sampled graph all after this one
        are drawn anew.
        """
        before = np.delete(np.arange(len(self.segments)), index)
        self._free.append(int(self._places[index]))
        self.segments = self.segments[before]
        self._places = self._places[before]
        return self._update(before, np.empty(0, np.int64), np.append(self._places, self._free[-1]))

    def _graph(self) -> ProposalGraph:
        fps = self._sequences[0].fps
        return build_graph(self.segments, self._settings.graph, fps=fps)

    def _pool(self, rows: Indices) -> None:
        """Take the features of some proposals into the stores."""
        places = torch.from_numpy(self._places[rows])
        for sequence in self._sequences:
            pooled = pool_features(sequence, self.segments[rows], self._settings.proposals)
            self._streams[sequence.stream].take(places, pooled.activity, pooled.completeness)

    def _update(self, before: Indices, new: Indices, old_places: Indices | None = None) -> Indices:
        """Score what the change reaches; ``before`` is the index each proposal had, -1 for none."""
        old = self.graph
        self.graph = self._graph()
        if old_places is None:
            old_places = self._places
        else:
            # The removed one stood at the gap of ``before``.
            gap = int(np.setdiff1d(np.arange(len(before) + 1), before)[0])
            old_places = np.insert(old_places[:-1], gap, old_places[-1])
        touched, kept = _touched(
            _Placed(old, old_places), _Placed(self.graph, self._places), before
        )
        is_new = np.zeros(len(self.segments), bool)
        is_new[new] = True
        touched |= is_new | _has_neighbour(self.graph, is_new)
        reached = self._score(_Change(self.graph, np.flatnonzero(touched), kept, old))
        self.scores = self._fused()
        return reached

    def _score(self, change: _Change) -> Indices:
        reached = change.rows if change.graph.trees is None else np.empty(0, np.int64)
        for stream in self._streams.values():
            reached = np.union1d(reached, stream.score(change, self._places))
        return reached

    def _fused(self) -> ProposalScores:
        places = torch.from_numpy(self._places)
        found = {name: stream.scores(places) for name, stream in self._streams.items()}
        return fuse_streams(found, self._settings.fusion)


def _check(segment: tuple[float, float]) -> None:
    start, end = segment
    if not start < end:
        raise ValueError(f"a segment from {start} to {end}")


@dataclass(frozen=True, slots=True)
class _Change:
    """What a change did to the graph.

    Attributes:
        graph: After it.
        rows: Rising indices of proposals whose own row of the adjacency matrix changed.
        kept: (E,) for every edge its number before; of no meaning in ``rows``. None at first.
        before: The graph before it.
    """

    graph: ProposalGraph
    rows: Indices
    kept: Indices | None
    before: ProposalGraph | None


class _Placed(NamedTuple):
    """A graph and where each of its proposals is kept."""

    graph: ProposalGraph
    places: Indices


def _touched(old: _Placed, new: _Placed, before: Indices) -> tuple[NDArray[np.bool_], Indices]:
    """Return (N,) whether a proposal's neighbours differ, and (E,) the old number of every edge."""
    was, now = old.graph, new.graph
    there = np.maximum(before, 0)
    degree = np.diff(now.indptr)
    if len(was.self_weight) == 0:
        return np.ones(len(before), bool), np.zeros(now.neighbours.size, np.int64)
    differs = (before < 0) | (np.diff(was.indptr)[there] != degree)
    differs |= was.self_weight[there] != now.self_weight
    rows = now.rows
    kept = np.arange(now.neighbours.size) + np.repeat(was.indptr[there] - now.indptr[:-1], degree)
    same = np.flatnonzero(~differs[rows])
    earlier = kept[same]
    other = old.places[was.neighbours[earlier]] != new.places[now.neighbours[same]]
    other |= was.weight[earlier] != now.weight[same]
    differs[rows[same[other]]] = True
    return differs, kept


def _has_neighbour(graph: ProposalGraph, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return (N,) whether a proposal receives from one of ``among``."""
    hit = np.zeros(len(among), bool)
    hit[graph.rows[among[graph.neighbours]]] = True
    return hit


class _Stream:
    """Both branches of one stream."""

    def __init__(self, network: Pgcn) -> None:
        network.cpu().eval()
        self._network = network
        heads = (network.completeness_fc, network.regressor_fc)
        self._branches = (
            _Branch(network.Act_GCN, (network.activity_fc,)),
            _Branch(network.Comp_GCN, heads),
        )

    @torch.inference_mode()
    def take(self, places: Tensor, *features: NDArray[np.float32]) -> None:
        for branch, values in zip(self._branches, features, strict=True):
            branch.take(places, torch.from_numpy(values))

    @torch.inference_mode()
    def score(self, change: _Change, places: Indices) -> Indices:
        """Return the proposals scored."""
        reached = [branch.score(change, places) for branch in self._branches]
        return np.union1d(*reached)

    @torch.inference_mode()
    def scores(self, places: Tensor) -> ProposalScores:
        return _as_scores(self._network, [branch.outputs[places] for branch in self._branches])


class _TreeStream:
    """A stream whose neighbours are drawn."""

    def __init__(self, network: Pgcn) -> None:
        network.cpu().eval()
        self._network = network
        width, n_labels = network.settings.feature_dim, network.settings.n_labels
        self._features = [torch.zeros(0, width), torch.zeros(0, 3 * width)]
        self._outputs = [torch.zeros(0, n_labels + 1), torch.zeros(0, 3 * n_labels)]
        self._trees: Indices | None = None
        self._is_new = np.zeros(0, bool)

    @torch.inference_mode()
    def take(self, places: Tensor, *features: NDArray[np.float32]) -> None:
        size = int(places.max()) + 1 if len(places) else 0
        self._features = [_with_room(one, size) for one in self._features]
        self._outputs = [_with_room(one, size) for one in self._outputs]
        more = len(self._features[0]) - len(self._is_new)
        self._is_new = np.append(self._is_new, np.zeros(more, bool))
        self._is_new[places.numpy()] = True
        for store, values in zip(self._features, features, strict=True):
            store[places] = torch.from_numpy(values)

    @torch.inference_mode()
    def score(self, change: _Change, places: Indices) -> Indices:
        """Return the proposals scored."""
        assert change.graph.trees is not None
        trees = places[change.graph.trees]
        before = np.full((len(self._is_new), trees.shape[1]), -1)
        if self._trees is not None:
            before[: len(self._trees)] = self._trees
        other = (before[places] != trees).any(axis=1) | self._is_new[trees].any(axis=1)
        rows = np.flatnonzero(other)
        if rows.size:
            self._score_trees(trees[rows])
        before[places] = trees
        self._trees = before
        self._is_new[:] = False
        return rows

    def _score_trees(self, trees: Indices) -> None:
        """Score the roots of (R, nodes) trees of places."""
        nodes, local = np.unique(trees, return_inverse=True)
        activity, completeness = (one[torch.from_numpy(nodes)] for one in self._features)
        graph = tree_tensors(torch.from_numpy(local.reshape(trees.shape)))
        output = self._network(activity, completeness, graph)
        roots = torch.from_numpy(trees[:, 0])
        self._outputs[0][roots] = output.activity_logits
        whole = (output.completeness_logits, output.offsets.flatten(1))
        self._outputs[1][roots] = torch.cat(whole, dim=1)

    @torch.inference_mode()
    def scores(self, places: Tensor) -> ProposalScores:
        return _as_scores(self._network, [one[places] for one in self._outputs])


def _as_scores(network: Pgcn, outputs: Sequence[Tensor]) -> ProposalScores:
    """Return scores from activity logits, and completeness logits beside offsets."""
    activity, whole = outputs
    n_labels = network.settings.n_labels
    offsets = whole[:, n_labels:].reshape(len(whole), n_labels, 2)
    return ProposalScores(
        activity.numpy(), whole[:, :n_labels].numpy(), network.denormalise(offsets).numpy()
    )


def _with_room(store: Tensor, size: int) -> Tensor:
    """Return a store of at least ``size`` rows, with some to spare when it has to grow."""
    if size <= len(store):
        return store
    more = size - len(store) + int(size * _SPARE)
    return torch.cat([store, store.new_zeros(more, store.shape[1])])


class _Branch:
    """One graph convolutional network with its heads, and everything between its layers.

    The heads follow the last convolution without a ReLU, so both are one matrix.
    """

    def __init__(self, gcn: Gcn, heads: Sequence[nn.Linear]) -> None:
        self._gcn = gcn
        *inner, last = gcn.layers
        # A network of means spreads once, what its layers make of each proposal alone.
        self._alone = inner if gcn.network == "mean" else []
        inner = [] if gcn.network == "mean" else inner
        with torch.inference_mode():
            weight = torch.cat([head.weight for head in heads]).T
            onto, self._own = weight.chunk(2)
            bias = torch.cat([head.bias for head in heads]) + last.bias @ onto
            self._matrices = [*(layer.weight for layer in inner), last.weight @ onto]
            self._biases = [*(layer.bias for layer in inner), bias]
            # A layer is spread over its neighbours on whichever side of its matrix is narrower.
            self._narrows = [one.shape[0] > one.shape[1] for one in self._matrices]
            widths = [min(one.shape) for one in self._matrices]
            n_out = len(bias)
            self._features = torch.zeros(0, len(self._own))
            self._sources = [torch.zeros(0, width) for width in widths]
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
            _with_room(one, size)
            for one in (self._features, self._known, self.outputs, *self._sources)
        )

    def _store(self, layer: int, places: Tensor, values: Tensor) -> None:
        """Keep what a layer spreads."""
        if self._narrows[layer]:
            values = values @ self._matrices[layer]
        self._sources[layer][places] = values

    def score(self, change: _Change, places: Indices) -> Indices:
        """Make every layer's rows that the change reaches; return the last layer's."""
        self._weigh(change, places)
        is_reached = np.zeros(len(places), bool)
        is_reached[change.rows] = True
        rows = change.rows
        for layer, bias in enumerate(self._biases):
            if layer:
                is_reached |= _has_neighbour(change.graph, is_reached)
                rows = np.flatnonzero(is_reached)
            hop, edges = self._hop(change.graph, rows, places)
            values = spread(self._sources[layer], hop, self._weights[edges])
            if not self._narrows[layer]:
                values = values @ self._matrices[layer]
            self._finish(layer, torch.from_numpy(places[rows]), values + bias)
        return rows

    def _finish(self, layer: int, at: Tensor, values: Tensor) -> None:
        if layer + 1 < len(self._biases):
            self._store(layer + 1, at, values.relu())
        else:
            self.outputs[at] = values + self._known[at]

    def _weigh(self, change: _Change, places: Indices) -> None:
        """Carry the weights of edges over; take those of changed rows anew."""
        weights = torch.zeros(change.graph.neighbours.size)
        if change.kept is not None and len(self._weights):
            weights = self._weights[torch.from_numpy(change.kept.clip(0, len(self._weights) - 1))]
        hop, edges = self._hop(change.graph, change.rows, places)
        if self._gcn.network == "mean" and len(edges):
            weights[edges] = mean_shares(hop)
        elif self._gcn.network == "gcn" and len(edges):
            weights[edges] = self._gcn.edge_weights(self._features, hop)
        self._weights = weights

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
