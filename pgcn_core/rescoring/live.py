"""Live re-scoring: after one segment is changed, only what the change can reach is scored again.

A graph convolution carries a change one hop, so K of them carry it K hops. Everything between the
layers is kept (``layers``), and the rows that are reached are made anew from it. Of a sampled
graph every tree is scored by itself (``trees``): those are made anew whose nodes are others than
before, or have other features.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pgcn_core.config import Settings, Stream
from pgcn_core.features.products import FeatureSequence
from pgcn_core.graph import ProposalGraph, build_graph
from pgcn_core.model import Pgcn
from pgcn_core.proposals.pooling import pool_features
from pgcn_core.rescoring.layers import Branch, Change, Indices, has_neighbour
from pgcn_core.rescoring.trees import TreeBranch
from pgcn_core.segments import Segments
from pgcn_core.streams import ProposalScores, fuse_streams


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
        self._settings = settings
        self._sequences = tuple(sequences)
        self.segments = np.array(segments, np.float64).reshape(-1, 2)
        self.graph = self._graph()
        kept = Branch if self.graph.trees is None else TreeBranch
        self._streams = {one.stream: _Stream(networks[one.stream], kept) for one in sequences}
        self._places = np.arange(len(self.segments))
        self._free: list[int] = []
        everything = np.arange(len(self.segments))
        self._pool(everything)
        roots = None if self.graph.trees is None else everything
        self._score(Change(self.graph, everything, None, roots))
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
        have other trees.
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
        was, now = _Placed(old, old_places), _Placed(self.graph, self._places)
        touched, kept = _touched(was, now, before)
        is_new = np.zeros(len(self.segments), bool)
        is_new[new] = True
        touched |= is_new | has_neighbour(self.graph, is_new)
        roots = _other_trees(was, now, before, is_new)
        reached = self._score(Change(self.graph, np.flatnonzero(touched), kept, roots))
        self.scores = self._fused()
        return reached

    def _score(self, change: Change) -> Indices:
        reached = np.empty(0, np.int64)
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


def _other_trees(
    old: _Placed, new: _Placed, before: Indices, is_new: NDArray[np.bool_]
) -> Indices | None:
    """Return whose sampled trees have other nodes, or a node with other features."""
    was, now = old.graph.trees, new.graph.trees
    if was is None or now is None:
        return None
    other: NDArray[np.bool_] = (before < 0) | is_new[now].any(axis=1)
    if len(was):
        there = np.maximum(before, 0)
        other |= (old.places[was[there]] != new.places[now]).any(axis=1)
    return np.flatnonzero(other)


class _Stream:
    """Both branches of one stream."""

    def __init__(self, network: Pgcn, kept: type[Branch]) -> None:
        network.cpu().eval()
        self._network = network
        heads = (network.completeness_fc, network.regressor_fc)
        self._branches = (
            kept(network.Act_GCN, (network.activity_fc,)),
            kept(network.Comp_GCN, heads),
        )

    @torch.inference_mode()
    def take(self, places: Tensor, *features: NDArray[np.float32]) -> None:
        for branch, values in zip(self._branches, features, strict=True):
            branch.take(places, torch.from_numpy(values))

    @torch.inference_mode()
    def score(self, change: Change, places: Indices) -> Indices:
        """Return the proposals scored."""
        reached = [branch.score(change, places) for branch in self._branches]
        return np.union1d(*reached)

    @torch.inference_mode()
    def scores(self, places: Tensor) -> ProposalScores:
        return _as_scores(self._network, [branch.outputs[places] for branch in self._branches])


def _as_scores(network: Pgcn, outputs: Sequence[Tensor]) -> ProposalScores:
    """Return scores from activity logits, and completeness logits beside offsets."""
    activity, whole = outputs
    n_labels = network.settings.n_labels
    offsets = whole[:, n_labels:].reshape(len(whole), n_labels, 2)
    return ProposalScores(
        activity.numpy(), whole[:, :n_labels].numpy(), network.denormalise(offsets).numpy()
    )
